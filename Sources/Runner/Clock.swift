package import Dates
package import Encoding
import Evaluation
import Hosting
import Machine
import Program

/// What the clock starts: runs of a schedule, one for each period, and runs that are counted from a date of a record.
///
/// A plan stands among the runs of a shell under the occurrence 0, and its time among their timers: of a schedule under an
/// empty key, of a record under the record's.
package struct Plan: Hashable, Sendable {
    /// When a run is to start; nothing if there is none to come.
    package var at: Instant?
    /// The last day of the schedule that was started or passed over, or the record's date for which that was done.
    package var last: CivilDate?

    package init(at: Instant? = nil, last: CivilDate? = nil) {
        self.at = at
        self.last = last
    }
}

extension Plan: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, at, &fields)
        encoder.field(1, last, &fields)
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init()
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: at = try decoder.decode()
            case 1: last = try decoder.decode()
            default: throw decoder.unknownField(number)
            }
        }
    }
}

extension RunID {
    /// It names a plan, and no run.
    package var isPlan: Bool { occurrence == 0 }
}

extension Runner {
    /// The most starts of one schedule that one delivery makes; the next ones follow at once.
    static let maximumStartsPerDelivery = 100

    /// Whether the clock starts any of the programs by a schedule.
    package var hasSchedules: Bool {
        programs.contains { if case .schedule = $0.trigger.start { true } else { false } }
    }

    /// Plans the schedules from this time on. A plan that exists is computed anew, since the calendar may be another.
    func planSchedules(at time: Instant, _ slice: inout some Slice, _ changes: inout Changes) throws(Missing) {
        for program in programs {
            guard case .schedule(let rule, let atTime, _) = program.trigger.start else { continue }
            let id = planID(program, key: Text())
            let known = try slice.plan(id)
            var plan = known ?? Plan()
            plan.at = next(rule, atTime, after: plan.last, from: known == nil ? time : nil)
            if plan != known { changes.plans.append(Changes.PlanChange(id: id, plan: plan)) }
        }
    }

    private func planID(_ program: Program, key: Text) -> RunID {
        RunID(tenant: environment.tenant, workflow: program.workflow, key: key, occurrence: 0)
    }

    /// The first planned time after a day, and not before a time; nothing beyond the years that the calendar covers.
    private func next(_ rule: ScheduleRule, _ time: CivilTime, after last: CivilDate?, from: Instant?) -> Instant? {
        do throws(DateError) {
            if let last {
                let day = try rule.next(after: last, calendar: environment.calendar)
                return try environment.zone.instant(of: CivilDateTime(day, time))
            }
            guard let from else { return nil }
            var day = try environment.zone.civil(at: from).date
            while true {
                day = try rule.first(onOrAfter: day, calendar: environment.calendar)
                let planned = try environment.zone.instant(of: CivilDateTime(day, time))
                if planned >= from { return planned }
                day = try day.adding(days: 1)
            }
        } catch { return nil }
    }

    /// The time of a plan has come.
    func begin(_ id: RunID, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes) throws(Missing) {
        guard let program = programs.first(where: { $0.workflow == id.workflow }), let plan = try slice.plan(id) else {
            // The workflow is no longer current: nothing starts any more.
            changes.plans.append(Changes.PlanChange(id: id, plan: Plan()))
            return
        }
        switch program.trigger.start {
        case .schedule(let rule, let atTime, let missed):
            try begin(program, rule, atTime, missed, id, plan, at: time, &slice, &changes)
        case .recordDate:
            try planDate(program, RecordKey(type: program.records[0].type, id: id.key), at: time, &slice, &changes)
        case .event: changes.plans.append(Changes.PlanChange(id: id, plan: Plan()))
        }
    }

    private func begin(
        _ program: Program, _ rule: ScheduleRule, _ atTime: CivilTime, _ missed: SequenceAction.Missed, _ id: RunID,
        _ entry: Plan, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        var plan = entry
        var due: [(day: CivilDate, at: Instant)] = []
        while let planned = plan.at, planned <= time, due.count < Self.maximumStartsPerDelivery,
            let day = try? environment.zone.civil(at: planned).date
        {
            due.append((day, planned))
            plan.last = day
            plan.at = next(rule, atTime, after: day, from: nil)
        }
        changes.plans.append(Changes.PlanChange(id: id, plan: plan))
        for (index, start) in due.enumerated() {
            let key = Text(Self.period(of: start.day, rule))
            let isLate = (try? environment.adding(environment.grace, to: start.at)).map { time > $0 } ?? true
            let isPassed =
                switch missed {
                case .each: false
                case .skip: isLate
                case .latest: isLate && (index + 1 < due.count || plan.at.map { $0 <= time } ?? false)
                }
            var run = id
            run.key = key
            if isPassed {
                changes.missed.append(Changes.MissedStart(run: run, planned: start.at))
                continue
            }
            let data = planned(start.day, start.at, period: key)
            let event = ReceivedEvent(id: run.text, type: program.trigger.event, data: data)
            guard
                try slice.latestOccurrence(tenant: run.tenant, workflow: run.workflow, key: key) == 0
            else { continue }
            run.occurrence = 1
            try self.start(run, program, event, at: time, &slice, &changes)
        }
    }

    /// A rule that names one day of a month has that month as its period; every other one the day itself.
    static func period(of day: CivilDate, _ rule: ScheduleRule) -> String {
        if case .nth = rule.days, rule.roll == .none { return String(day.description.prefix(7)) }
        return day.description
    }

    private func planned(
        _ day: CivilDate, _ at: Instant, period: Text? = nil, record: Text? = nil, date: CivilDate? = nil
    ) -> Value {
        .record(
            ResultShapes.planned,
            [
                .date(day), .timestamp(at), period.map { .string($0) } ?? .absent,
                record.map { .string($0) } ?? .absent, date.map { .date($0) } ?? .absent,
            ])
    }

    // MARK: Dates of records

    /// A record is known from when an event names it or its change is told: plans what is counted from its date.
    func planDates(
        of record: RecordKey, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        for program in dated where program.records[0].type == record.type {
            try planDate(program, record, at: time, &slice, &changes)
        }
    }

    private func planDate(
        _ program: Program, _ key: RecordKey, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        guard case .recordDate(let from, let offset, let atTime) = program.trigger.start else { return }
        let id = planID(program, key: key.id)
        let known = try slice.plan(id)
        var plan = known ?? Plan()
        let record = try slice.record(Query(type: key.type, id: key.id))
        var reading = StartReading(
            program, environment, planned: planned(.latest, time, record: key.id), record, at: time)
        plan.at = nil
        if record != nil, let date = reading.date(from), date != plan.last,
            let planned = try? environment.adding(offset, to: date),
            let at = try? environment.instant(planned, atTime)
        {
            plan.at = at
            if at <= time {
                plan.at = nil
                plan.last = date
                // What is over by more than the time of grace when the record becomes known is not made up for.
                let graceEnd = try? environment.adding(environment.grace, to: at)
                let isOver = known?.at == nil && (graceEnd.map { time > $0 } ?? true)
                if !isOver, program.trigger.condition.map({ reading.isTrue($0) }) ?? true {
                    let data = self.planned(planned, at, record: key.id, date: date)
                    try start(program, key.id, data, at: time, &slice, &changes)
                }
            }
        }
        if plan != known ?? Plan() { changes.plans.append(Changes.PlanChange(id: id, plan: plan)) }
    }

    private func start(
        _ program: Program, _ key: Text, _ data: Value, at time: Instant, _ slice: inout some Slice,
        _ changes: inout Changes
    ) throws(Missing) {
        let occurrence = try slice.latestOccurrence(tenant: environment.tenant, workflow: program.workflow, key: key)
        var id = RunID(tenant: environment.tenant, workflow: program.workflow, key: key, occurrence: occurrence)
        let event = ReceivedEvent(id: id.text, type: program.trigger.event, data: data)
        guard occurrence > 0 else {
            id.occurrence = 1
            return try start(id, program, event, at: time, &slice, &changes)
        }
        guard program.trigger.again != .never else { return }
        try again(&id, program, .event(event), event, at: time, &slice, &changes)
    }
}
