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
    /// The most dates of one record that are remembered.
    static let maximumDates = 64

    /// When a run is to start; nothing if there is none to come.
    package var at: Instant?
    /// What it is to start for: the day of the schedule, or the record's date. A clock change may move `at` to another day.
    package var day: CivilDate?
    /// The last day of the schedule that was started or passed over.
    package var last: CivilDate?
    /// When the schedule began.
    package var since: Instant?
    /// The record's dates whose time has come, the latest one last.
    package private(set) var decided: [CivilDate] = []

    package init() {}

    /// A date is decided once, whether a run starts or not.
    mutating func decide(_ date: CivilDate) {
        decided.append(date)
        if decided.count > Self.maximumDates { decided.removeFirst() }
    }

    /// Nothing is to come.
    mutating func clear() {
        at = nil
        day = nil
    }
}

extension Plan: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, at, &fields)
        encoder.field(1, last, &fields)
        encoder.field(2, day, &fields)
        encoder.field(3, since, &fields)
        if !decided.isEmpty {
            encoder.field(4, &fields)
            encoder.encode(decided)
        }
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init()
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: at = try decoder.decode()
            case 1: last = try decoder.decode()
            case 2: day = try decoder.decode()
            case 3: since = try decoder.decode()
            case 4: decided = try decoder.decodeArray()
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
            if plan.since == nil { plan.since = time }
            planNext(rule, atTime, &plan)
            if plan != known { changes.plans.append(Changes.PlanChange(id: id, plan: plan)) }
        }
    }

    private func planID(_ program: Program, key: Text) -> RunID {
        RunID(tenant: environment.tenant, workflow: program.workflow, key: key, occurrence: 0)
    }

    /// Plans the first day behind the last one whose time is not before the schedule's beginning; nothing beyond the years that the
    /// calendar covers.
    private func planNext(_ rule: ScheduleRule, _ time: CivilTime, _ plan: inout Plan) {
        plan.clear()
        guard let since = plan.since else { return }
        do throws(DateError) {
            var day: CivilDate
            if let last = plan.last { day = try last.adding(days: 1) } else { day = try firstDay(since) }
            while true {
                day = try rule.first(onOrAfter: day, calendar: environment.calendar)
                let planned = try environment.zone.instant(of: CivilDateTime(day, time))
                if planned >= since {
                    plan.at = planned
                    plan.day = day
                    return
                }
                day = try day.adding(days: 1)
            }
        } catch { return }
    }

    /// The first day whose time may not be before another one: where a clock change skips the time of the day before, that one.
    private func firstDay(_ since: Instant) throws(DateError) -> CivilDate {
        let day = try environment.zone.civil(at: since).date
        return day <= environment.calendar.first ? day : try day.adding(days: -1)
    }

    /// The time of a plan has come.
    func begin(_ id: RunID, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes) throws(Missing) {
        let plan = try slice.plan(id) ?? Plan()
        guard let program = programs.first(where: { $0.workflow == id.workflow }) else {
            return abandon(id, plan, &changes)
        }
        switch program.trigger.start {
        case .schedule(let rule, let atTime, let missed):
            try begin(program, rule, atTime, missed, id, plan, at: time, &slice, &changes)
        case .recordDate:
            try planDate(program, RecordKey(type: program.records[0].type, id: id.key), at: time, &slice, &changes)
        case .event: abandon(id, plan, &changes)
        }
    }

    /// The workflow is no longer current, or the clock no longer starts it: nothing starts any more. A schedule that comes back begins
    /// anew; what was decided of a record's dates stays so.
    private func abandon(_ id: RunID, _ known: Plan, _ changes: inout Changes) {
        var plan = known
        plan.clear()
        plan.last = nil
        plan.since = nil
        changes.plans.append(Changes.PlanChange(id: id, plan: plan))
    }

    private func begin(
        _ program: Program, _ rule: ScheduleRule, _ atTime: CivilTime, _ missed: SequenceAction.Missed, _ id: RunID,
        _ entry: Plan, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        var plan = entry
        var due: [(day: CivilDate, at: Instant)] = []
        while let planned = plan.at, planned <= time, let day = plan.day, due.count < Self.maximumStartsPerDelivery {
            due.append((day, planned))
            plan.last = day
            planNext(rule, atTime, &plan)
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
            guard try latestOccurrence(program, key: key, &slice, changes) == 0 else { continue }
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
        let known = try slice.plan(id) ?? Plan()
        var plan = known
        plan.clear()
        defer { if plan != known { changes.plans.append(Changes.PlanChange(id: id, plan: plan)) } }
        let occurrence = try latestOccurrence(program, key: key.id, &slice, changes)
        guard occurrence == 0 || program.trigger.again != .never else { return }
        var reading = try startReading(program, key, at: time, &slice)
        let environment = reading.environment
        guard let date = reading.date(from), !plan.decided.contains(date),
            let planned = try? environment.adding(offset, to: date),
            let at = try? environment.instant(planned, atTime)
        else { return }
        guard at <= time else {
            plan.at = at
            plan.day = date
            return
        }
        plan.decide(date)
        // What is over by more than the time of grace when the date becomes known is not made up for.
        let graceEnd = try? environment.adding(environment.grace, to: at)
        let isOver = known.day != date && (graceEnd.map { time > $0 } ?? true)
        guard !isOver, program.trigger.condition.map({ reading.isTrue($0) }) ?? true else { return }
        let data = self.planned(planned, at, record: key.id, date: date)
        try start(program, key.id, data, at: time, &slice, &changes)
    }

    /// Reads what a run about this record would read, which may lead to its time zone.
    private func startReading(
        _ program: Program, _ key: RecordKey, at time: Instant, _ slice: inout some Slice
    ) throws(Missing) -> StartReading {
        let event = planned(.latest, time, record: key.id)
        var reading = StartReading(program, environment, planned: event, at: time, slice.memory)
        while let query = reading.next() { reading.take(try slice.record(query)) }
        return reading
    }

    private func start(
        _ program: Program, _ key: Text, _ data: Value, at time: Instant, _ slice: inout some Slice,
        _ changes: inout Changes
    ) throws(Missing) {
        let occurrence = try latestOccurrence(program, key: key, &slice, changes)
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
