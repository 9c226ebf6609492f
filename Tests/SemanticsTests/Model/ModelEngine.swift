/// The naive engine: `Documentation/Semantics.md` once more, with lists that are searched from the front and nothing
/// kept that can be found again. It shares no code with the product.
struct ModelEngine: Engine {
    /// Those that start new runs.
    private(set) var workflows: [ModelWorkflow]
    private let later: [ModelWorkflow]
    let settings: ModelSettings
    var schedules: [BegunSchedule] = []
    var dates: [KnownDate] = []
    private(set) var runs: [ModelRun] = []
    private var seen: [(source: String, id: String)] = []
    /// Those of which something was told. What the clock starts by a schedule is in the one without a name.
    private(set) var partitions: [String] = []

    init(_ workflows: [ModelWorkflow], later: [ModelWorkflow] = [], _ settings: ModelSettings = .ordinary) {
        self.settings = settings
        self.workflows = workflows.sorted { precedes($0.name, $1.name) }
        self.later = later.sorted { precedes($0.name, $1.name) }
    }

    mutating func take(_ input: EngineInput, _ world: ModelWorld) -> [String] {
        var lines: [String] = []
        switch input {
        case .event(let source, let id, let type, let fields, let at):
            if seen.contains(where: { $0.source == source && $0.id == id }) { return ["duplicate \(id)"] }
            seen.append((source, id))
            deliver(ModelEvent(id: id, type: type, fields: fields), world, at, &lines)
        case .tick(let time): tick(to: time, world, &lines)
        case .answer(let key, let answer, let at):
            guard let run = runs.firstIndex(where: { $0.keyInFlight == key }) else {
                for run in runs.indices where key.hasPrefix("t/\(runs[run].name)/") { runs[run].see(at) }
                return ["late \(key.split(separator: "/").dropFirst().prefix(2).joined(separator: "/"))"]
            }
            runs[run].answer(answer, world, at: at, &lines)
            settle(run, world, &lines)
        case .decision(let decision, let at):
            guard let run = runs.firstIndex(where: { $0.name == decision.run && $0.isAsking(decision.step) }) else {
                for run in runs.indices where runs[run].name == decision.run { runs[run].see(at) }
                return ["denied \(decision.step) \(decision.person) nothing to decide"]
            }
            runs[run].decide(decision, world, at: at, &lines)
        case .again(let name, let at):
            guard let run = runs.firstIndex(where: { $0.name == name }) else { return [] }
            runs[run].see(at)
            runs[run].again(world, at: at, &lines)
            settle(run, world, &lines)
        case .cancel(let name, let at):
            guard let run = runs.firstIndex(where: { $0.name == name }) else { return [] }
            runs[run].see(at)
            runs[run].cancel(world, at: at, &lines)
            settle(run, world, &lines)
        case .publish: workflows = later
        case .begin(let at): begin(at)
        case .recordChanged(let type, let id, let at):
            let existing = runs.indices
            for partition in partitions { plan(type, id, partition, world, at, &lines) }
            for run in inOrder(existing.filter { runs[$0].isUnderWay && runs[$0].holds(type, id) }) {
                runs[run].wake(world, at: at, &lines)
                settle(run, world, &lines)
            }
        }
        return lines
    }

    func view() -> EngineView {
        let order = inOrder(Array(runs.indices))
        return EngineView(
            summary: order.map { runs[$0].seen }.joined(separator: "\n"),
            inFlight: order.compactMap { runs[$0].keyInFlight }, nextTimer: timers.map(\.at).min())
    }

    func saved() -> [UInt8] {
        var writer = FingerprintWriter()
        for workflow in workflows { writer.number(Int(bitPattern: ObjectIdentifier(workflow))) }
        for run in runs { run.write(to: &writer) }
        writer.number(-1)
        for schedule in schedules { schedule.write(to: &writer) }
        writer.number(-1)
        for date in dates { date.write(to: &writer) }
        // In which order they came no input can find out.
        for event in seen.sorted(by: { ($0.source, $0.id) < ($1.source, $1.id) }) {
            writer.text(event.source)
            writer.text(event.id)
        }
        return writer.bytes
    }

    /// There is such a partition.
    mutating func known(_ partition: String) {
        if !partitions.contains(partition) { partitions = (partitions + [partition]).sorted(by: precedes) }
    }

    /// What the model has saved is for comparing: it holds addresses of the steps in this process.
    func restored(from bytes: [UInt8]) -> ModelEngine? { self }
}

struct ModelEvent {
    var id: String
    var type: String
    var fields: ModelFields
}

extension ModelEngine {
    /// S8: first the workflows that the event triggers, then the other runs that hold a record which it names.
    private mutating func deliver(
        _ event: ModelEvent, _ world: ModelWorld, _ at: Seconds, _ lines: inout [String]
    ) {
        let partition = field("customer", of: event.fields).text ?? ""
        let existing = runs.count
        known(partition)
        for item in event.fields {
            if case .record(let type, let id) = item.value { plan(type, id, partition, world, at, &lines) }
        }
        var taken: [Int] = []
        for workflow in workflows {
            let scope = ModelScope(event: event.fields, now: at, zone: settings.zone)
            let triggers = workflow.event == event.type && (workflow.condition.map { $0(scope) == true } ?? true)
            guard triggers || workflow.reopen.contains(event.type), let key = workflow.key(scope).text else { continue }
            let known = runs.lastIndex {
                $0.workflow.name == workflow.name && $0.key == key && $0.partition == partition
            }
            if let known {
                taken.append(known)
                deliver(event, triggers: triggers, to: known, world, at, &lines)
            } else if triggers {
                start(workflow, partition: partition, key: key, occurrence: 1, event.fields, world, at, &lines)
            }
        }
        let others = (0..<existing).filter { index in
            !taken.contains(index) && runs[index].partition == partition && runs[index].isStoppedOrUnderWay
                && event.fields.contains { item in
                    if case .record(let type, let id) = item.value { return runs[index].holds(type, id) }
                    return false
                }
        }
        for run in inOrder(others) {
            runs[run].deliver(event.id, event.type, event.fields, world, at: at, &lines)
            settle(run, world, &lines)
        }
    }

    /// An event for the key of a run that exists.
    mutating func deliver(
        _ event: ModelEvent, triggers: Bool, to run: Int, _ world: ModelWorld, _ at: Seconds, _ lines: inout [String]
    ) {
        let workflow = runs[run].workflow
        runs[run].see(at)
        let startsAgain: Bool
        if case .never = workflow.again { startsAgain = false } else { startsAgain = triggers }
        switch runs[run].phase {
        case .underWay, .suspended:
            if case .replace = workflow.again, triggers {
                runs[run].replacement = event.fields
                runs[run].cancel(world, at: at, &lines)
            } else {
                runs[run].deliver(event.id, event.type, event.fields, world, at: at, &lines)
            }
            settle(run, world, &lines)
        case .dormant(let until, let result):
            if workflow.reopen.contains(event.type), at <= until {
                runs[run].reopen(world, at: at, &lines)
            } else if startsAgain {
                runs[run].phase = .ended(result)
                runs[run].close()
                lines.append("ended \(runs[run].name) \(result)")
                startNext(after: run, event.fields, world, at, &lines)
            } else if workflow.reopen.contains(event.type) {
                lines.append("late \(runs[run].name)")
            }
        case .ended:
            if startsAgain {
                startNext(after: run, event.fields, world, at, &lines)
            } else {
                lines.append("late \(runs[run].name)")
            }
        }
    }

    mutating func start(
        _ workflow: ModelWorkflow, partition: String, key: String, occurrence: Int, _ trigger: ModelFields,
        _ world: ModelWorld, _ at: Seconds, _ lines: inout [String]
    ) {
        runs.append(
            ModelRun(
                workflow, settings, partition: partition, key: key, occurrence: occurrence, trigger: trigger, at: at))
        runs[runs.count - 1].wake(world, at: at, &lines)
    }

    private mutating func startNext(
        after run: Int, _ trigger: ModelFields, _ world: ModelWorld, _ at: Seconds, _ lines: inout [String]
    ) {
        let old = runs[run]
        guard let current = workflows.first(where: { $0.name == old.workflow.name }) else { return }
        start(
            current, partition: old.partition, key: old.key, occurrence: old.occurrence + 1, trigger, world,
            max(at, old.now), &lines)
    }

    /// A run that had to make place has ended: the next occurrence begins.
    private mutating func settle(_ run: Int, _ world: ModelWorld, _ lines: inout [String]) {
        guard case .ended = runs[run].phase, let trigger = runs[run].replacement else { return }
        runs[run].replacement = nil
        startNext(after: run, trigger, world, runs[run].now, &lines)
    }

    /// S5: all timers planned up to a time fire at it, again and again until none is left; S15: by partition.
    private mutating func tick(to time: Seconds, _ world: ModelWorld, _ lines: inout [String]) {
        for partition in partitions {
            while let next = timers.filter({ $0.partition == partition && $0.at <= time }).min(by: <) {
                switch next.what {
                case .run(let run):
                    runs[run].wake(world, at: time, &lines)
                    settle(run, world, &lines)
                case .schedule(let index): startDays(of: index, world, time, &lines)
                case .date(let index):
                    plan(index, world, time, &lines)
                }
            }
        }
    }

    /// Everything that is planned.
    private var timers: [ModelTimer] {
        var timers: [ModelTimer] = []
        for (index, run) in runs.enumerated() {
            guard let at = run.timer else { continue }
            let place = (run.workflow.name, run.key, run.occurrence)
            timers.append(ModelTimer(what: .run(index), at: at, partition: run.partition, place: place))
        }
        for (index, schedule) in schedules.enumerated() {
            guard let (_, at) = next(schedule) else { continue }
            timers.append(ModelTimer(what: .schedule(index), at: at, partition: "", place: (schedule.workflow, "", 0)))
        }
        for (index, date) in dates.enumerated() {
            guard let at = date.planned else { continue }
            let place = (date.workflow, date.record, 0)
            timers.append(ModelTimer(what: .date(index), at: at, partition: date.partition, place: place))
        }
        return timers
    }

    /// By partition, workflow, key and occurrence.
    private func inOrder(_ indices: [Int]) -> [Int] {
        if indices.count < 2 { return indices }
        return indices.sorted { left, right in
            let (left, right) = (runs[left], runs[right])
            if left.partition != right.partition { return precedes(left.partition, right.partition) }
            if left.workflow.name != right.workflow.name { return precedes(left.workflow.name, right.workflow.name) }
            if left.key != right.key { return precedes(left.key, right.key) }
            return left.occurrence < right.occurrence
        }
    }
}

/// Something that is planned for a time.
private struct ModelTimer {
    enum What {
        case run(Int)
        case schedule(Int)
        case date(Int)
    }

    var what: What
    var at: Seconds
    var partition: String
    /// Its place among those of one time: the workflow, the key, the occurrence, before which its start stands.
    var place: (workflow: String, key: String, occurrence: Int)

    static func < (left: ModelTimer, right: ModelTimer) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.place.workflow != right.place.workflow { return precedes(left.place.workflow, right.place.workflow) }
        if left.place.key != right.place.key { return precedes(left.place.key, right.place.key) }
        return left.place.occurrence < right.place.occurrence
    }
}

extension ModelRun {
    fileprivate func isAsking(_ step: String) -> Bool {
        if isUnderWay, case .approving(let asked, _, _) = activity { return asked.name == step }
        return false
    }

    fileprivate var isStoppedOrUnderWay: Bool {
        switch phase {
        case .underWay, .suspended: return true
        case .dormant, .ended: return false
        }
    }
}
