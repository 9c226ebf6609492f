/// One run, as a plain value. A list of frames says where it is: the steps that are being gone through, the lists
/// inside which they lie, and between them the sequences. `activity` is what it is doing at the top of that.
struct ModelRun {
    enum Phase {
        case underWay
        case suspended(String)
        case dormant(until: Seconds, String)
        case ended(String)
    }

    struct Frame {
        var steps: [ModelStep] = []
        var next = 0
        /// A frame is either a list of steps or a sequence that is under way, with its step.
        var sequence: (step: ModelStep, sequence: ModelSequence)?
        /// `sequence/stage@anchor/` for the calls in the branch of a stage.
        var keyPart = ""
        /// The visit of the calls of an `undo`.
        var undoVisit: Int?
        /// The group whose steps these are, if it has an `undo`.
        var group: ModelStep?
        /// Or a list that is gone through.
        var each: EachState?
    }

    enum Activity {
        case none
        case calling(ModelCall)
        /// `until` is the end of a period, and `deadline` that of `within`, as they were when the wait began.
        case waiting(ModelStep, ModelWait, until: Seconds?, deadline: Seconds?)
        case approving(ModelStep, ModelApproval, ApprovalState)
    }

    enum Cancelling {
        case no
        /// It waits for the answer of a call.
        case requested
        case undoing
    }

    let workflow: ModelWorkflow
    let partition: String
    let key: String
    let occurrence: Int
    /// `workflow/key#occurrence`
    let name: String
    /// The fields of the event that started the run.
    let trigger: ModelFields
    let awaited: [String]
    let settings: ModelSettings

    var now: Seconds
    /// How many steps were begun in this advance.
    var begun = 0
    var visit = 1
    var phase = Phase.underWay
    var frames: [Frame]
    var activity = Activity.none
    var bound: ModelFields = []
    var results: [(name: String, fields: ModelFields)] = []
    var sequences: [SequenceState] = []
    /// The steps that were accepted and have an `undo`, in the order of their completion.
    var completed: [(step: ModelStep, visit: Int)] = []
    var buffer: [(id: String, type: String, fields: ModelFields)] = []
    var cancelling = Cancelling.no
    /// The trigger event of the occurrence that takes this one's place.
    var replacement: ModelFields?
    var lastResult: String?
    /// What was approved and guards the next call: the step, and the values that were shown.
    var approved: (step: ModelStep, covers: [ModelValue])?
    var lists: [(name: String, records: [ModelRecord]?)] = []
    /// The records as read in this advance, and which they are.
    var snapshot: [(name: String, record: ModelRecord?)] = []
    var held: [(type: String, id: String)] = []
    /// How many of them the plan names; behind them are the items that are gone through.
    var heldOfPlan = 0
    /// The zone that its records name in this advance; nothing if that is no zone.
    var knownZone: ModelZone?
    /// The moment at which the run wants to be woken.
    var timer: Seconds?
    /// What the summary says of it.
    var seen = ""

    init(
        _ workflow: ModelWorkflow, _ settings: ModelSettings, partition: String, key: String, occurrence: Int,
        trigger: ModelFields, at: Seconds
    ) {
        self.settings = settings
        self.workflow = workflow
        self.partition = partition
        self.key = key
        self.occurrence = occurrence
        self.trigger = trigger
        name = "\(workflow.name)/\(ModelRun.encoded(key))#\(occurrence)"
        awaited = workflow.awaited
        now = at
        frames = [Frame(steps: workflow.steps)]
    }

    /// S4: a part of a key.
    static func encoded(_ part: String) -> String {
        var result = ""
        for scalar in part.unicodeScalars {
            switch scalar {
            case "/": result += "%2F"
            case "#": result += "%23"
            case "@": result += "%40"
            case "[": result += "%5B"
            case "]": result += "%5D"
            case "%": result += "%25"
            default:
                if scalar.value <= 0x20 || scalar.value == 0x7F {
                    let hex = String(scalar.value, radix: 16, uppercase: true)
                    result += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    var scope: ModelScope {
        var scope = ModelScope(
            records: snapshot, event: trigger, bound: bound, results: results, now: now, zone: zone)
        for frame in frames {
            if let each = frame.each, each.isActing, let own = each.step.each, case .value = own.source {
                scope.items.append((own.item, each.value))
            }
        }
        return scope
    }

    var zone: ModelZone { knownZone ?? settings.zone }

    var isUnderWay: Bool {
        if case .underWay = phase { return true }
        return false
    }

    /// S5: whatever comes, and whether it counts for something or not.
    mutating func see(_ instant: Seconds) { now = max(now, instant) }

    /// S1: one instant and one reading of the records for an advance.
    mutating func open(_ world: ModelWorld, at instant: Seconds) {
        see(instant)
        begun = 0
        var scope = ModelScope(event: trigger, bound: bound, results: results, now: now, zone: settings.zone)
        snapshot = []
        held = []
        for plan in workflow.records {
            var record: ModelRecord?
            if let id = plan.id(scope).text {
                record = world.record(plan.type, id)
                held.append((plan.type, id))
            }
            snapshot.append((plan.name, record))
            scope.records = snapshot
        }
        heldOfPlan = held.count
        knownZone = settings.zone(scope)
        scope.zone = zone
        lists = []
        for list in workflow.lists {
            lists.append((list.name, records(of: list, scope, world)))
        }
        for frame in frames {
            guard let each = frame.each, each.isActing, let own = each.step.each, case .list(let name) = own.source,
                let list = workflow.lists.first(where: { $0.name == name })
            else { continue }
            snapshot.append((own.item, world.record(list.type, each.item)))
        }
    }

    /// The run holds the records of the items that it is at now.
    private mutating func holdItems() {
        held.removeSubrange(heldOfPlan...)
        for frame in frames {
            guard let each = frame.each, each.isActing, let own = each.step.each, case .list(let name) = own.source,
                let list = workflow.lists.first(where: { $0.name == name })
            else { continue }
            held.append((list.type, each.item))
        }
    }

    /// In the order of their ids; nil if the condition cannot be asked of one of them.
    private func records(of list: ModelList, _ scope: ModelScope, _ world: ModelWorld) -> [ModelRecord]? {
        var found: [ModelRecord] = []
        for record in world.records where record.type == list.type {
            var scope = scope
            scope.records.append(("item", record))
            guard let fits = list.condition(scope) else { return nil }
            if fits { found.append(record) }
        }
        return found.sorted { precedes($0.id, $1.id) }
    }

    /// Where the run is when an advance is over.
    mutating func close() {
        holdItems()
        switch phase {
        case .underWay: timer = plannedTimer()
        case .dormant(let until, _): timer = until
        case .suspended, .ended: timer = nil
        }
        seen = summary
    }

    /// `reminders/INV-1#1 waiting until 2026-03-11T09:00:00Z`
    private var summary: String {
        switch phase {
        case .suspended(let reason): return "\(name) suspended \(reason)"
        case .dormant(let until, _): return "\(name) dormant until \(CivilTime.text(until))"
        case .ended(let result): return "\(name) ended \(result)"
        case .underWay:
            if let key = keyInFlight { return "\(name) in flight \(key)" }
            return "\(name) waiting" + (timer.map { " until \(CivilTime.text($0))" } ?? "")
        }
    }

    func holds(_ type: String, _ id: String) -> Bool {
        held.contains { $0.id == id && $0.type == type }
    }
}

// The inputs of a run. Each is one advance.
extension ModelRun {
    mutating func wake(_ world: ModelWorld, at instant: Seconds, _ lines: inout [String]) {
        open(world, at: instant)
        if case .dormant(let until, let result) = phase, now >= until {
            phase = .ended(result)
            lines.append("ended \(name) \(result)")
        }
        proceed(&lines)
        close()
    }

    /// S8: an event is kept for the waits of the workflow, and wakes the run.
    mutating func deliver(
        _ id: String, _ type: String, _ fields: ModelFields, _ world: ModelWorld, at instant: Seconds,
        _ lines: inout [String]
    ) {
        if awaited.contains(type) {
            buffer.append((id, type, fields))
            if buffer.count > 64 {
                let dropped = buffer.removeFirst()
                lines.append("dropped \(name) \(dropped.id)")
            }
        }
        wake(world, at: instant, &lines)
    }

    mutating func again(_ world: ModelWorld, at instant: Seconds, _ lines: inout [String]) {
        guard case .suspended(let reason) = phase else { return }
        open(world, at: instant)
        phase = .underWay
        visit += 1
        if reason == "pause" { extendPause() }
        retryItems()
        if !frames.isEmpty, frames[frames.count - 1].undoVisit != nil { frames[frames.count - 1].undoVisit = visit }
        proceed(&lines)
        close()
    }

    mutating func cancel(_ world: ModelWorld, at instant: Seconds, _ lines: inout [String]) {
        if case .undoing = cancelling { return }
        switch phase {
        case .dormant, .ended: return
        case .underWay, .suspended: break
        }
        open(world, at: instant)
        if case .calling(let call) = activity, call.isOpen {
            cancelling = .requested
        } else {
            undo()
            proceed(&lines)
        }
        close()
    }

    mutating func reopen(_ world: ModelWorld, at instant: Seconds, _ lines: inout [String]) {
        open(world, at: instant)
        lines.append("reopened \(name)")
        phase = .underWay
        visit += 1
        for (index, step) in workflow.steps.enumerated() {
            guard case .sequence(let sequence) = step.action else { continue }
            frames = [Frame(steps: workflow.steps, next: index + 1), Frame(sequence: (step, sequence))]
        }
        proceed(&lines)
        close()
    }

    /// S10: what was completed is undone, the last first; the run ends when that is done.
    mutating func undo() {
        cancelling = .undoing
        phase = .underWay
        activity = .none
        frames = completed.map { Frame(steps: $0.step.undo, undoVisit: $0.visit) }
        completed = []
    }
}
