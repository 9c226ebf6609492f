import Dates
package import Encoding
import Evaluation
import Hosting
package import Machine
package import Program

/// Many runs: triggers, correlation, duplicates, order (S5, S8). It has no clock, no I/O and no state of its own.
package struct Runner: Sendable {
    package var environment: Environment
    /// The programs that start new runs, by workflow name.
    package let programs: [Program]
    /// Every program that a run may be pinned to, by identity. Mostly there are few.
    private let pinned: [Pinned]
    /// The current programs that start at a date of a record.
    let dated: [Program]
    /// The types of the events that some step waits for.
    private let awaited: Set<Text>
    /// What of the records can matter to a waiting run.
    package let watch: RecordWatch
    /// What the programs can call, in order.
    package let primitives: [Text]

    /// - Parameters:
    ///   - current: the programs that start new runs.
    ///   - earlier: programs to which older runs are pinned (S11).
    package init(environment: Environment, current: [Program], earlier: [Program] = []) {
        self.environment = environment
        programs = current.sorted { $0.workflow < $1.workflow }
        dated = programs.filter { if case .recordDate = $0.trigger.start { true } else { false } }
        let all = earlier + current
        pinned = Dictionary(all.map { ($0.identity, $0) }, uniquingKeysWith: { $1 }).values
            .map(Pinned.init).sorted { $0.identity < $1.identity }
        awaited = Set(all.flatMap(\.awaitedEvents))
        watch = RecordWatch(all)
        let called = all.flatMap {
            $0.steps.compactMap { if case .call(let call) = $0.action { call.primitive } else { nil } }
        }
        primitives = Set(called).sorted()
    }

    /// The same runner with programs and an environment of its own, for one worker of several.
    package func forWorker() -> Runner {
        let current = programs.map { Program($0) }
        let earlier = pinned.map(\.program).filter { program in !current.contains { $0.identity == program.identity } }
        return Runner(environment: Environment(environment), current: current, earlier: earlier.map { Program($0) })
    }

    /// Whether a step of some run may wait for events of a type.
    package func awaits(_ type: Text) -> Bool { awaited.contains(type) }

    /// What a delivery changes. Pure: a shell may call it as often as it must fetch what is missing.
    package func step(_ delivery: Delivery, _ slice: inout some Slice) throws(Missing) -> Changes {
        var changes = Changes()
        try step(delivery, &slice, &changes)
        return changes
    }

    /// The same, put into changes that are empty: whoever delivers very much uses one again and again. What it holds after an error means nothing.
    package func step(_ delivery: Delivery, _ slice: inout some Slice, _ changes: inout Changes) throws(Missing) {
        switch delivery.content {
        case .event(let event):
            try take(event, at: delivery.at, &slice, &changes)
        case .recordChanged(let key):
            if !dated.isEmpty { try planDates(of: key, at: delivery.at, &slice, &changes) }
            for id in try slice.runs(holding: key).sorted() where changes.leaves(id, holding: [key]) {
                try wake(id, .recordChanged, at: delivery.at, &slice, &changes)
            }
        case .answer(let key, let answer):
            guard let id = RunID(key: key) else {
                changes.isUnknownRun = true
                break
            }
            try wake(id, .answer(key: key, answer), at: delivery.at, &slice, &changes)
        case .answerTo(let id, let key, let answer):
            try wake(id, .answer(key: key, answer), at: delivery.at, &slice, &changes)
        case .decision(let id, let decision):
            try wake(id, .decision(decision), at: delivery.at, &slice, &changes)
        case .timer(let id):
            if id.isPlan {
                try begin(id, at: delivery.at, &slice, &changes)
            } else {
                try wake(id, .timer, at: delivery.at, &slice, &changes)
            }
        case .clock:
            try planSchedules(at: delivery.at, &slice, &changes)
        }
    }

    /// The program that a run is pinned to.
    package func program(of state: RunState) -> Program? { program(state.program) }

    /// The program of this identity.
    package func program(_ identity: Digest) -> Program? { place(of: identity).map { pinned[$0].program } }

    /// A program to which runs may be pinned.
    private struct Pinned: Sendable {
        let identity: Digest
        let program: Program
        /// Nothing wakes its waiting runs but their records and timers.
        let sleeps: Bool

        init(_ program: Program) {
            identity = program.identity
            self.program = program
            sleeps = program.waitsForRecordsAlone
        }
    }

    private func place(of identity: Digest) -> Int? {
        // Mostly there is one.
        if pinned.count == 1, pinned[0].identity == identity { return 0 }
        var (low, high) = (0, pinned.count)
        while low < high {
            let middle = (low + high) / 2
            if pinned[middle].identity < identity { low = middle + 1 } else { high = middle }
        }
        return low < pinned.count && pinned[low].identity == identity ? low : nil
    }

    // MARK: Events

    private func take(
        _ event: DeliveredEvent, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        guard try !slice.hasSeen(source: event.source, id: event.id) else {
            changes.isDuplicate = true
            return
        }
        changes.seen = event
        let received = ReceivedEvent(id: event.id, type: event.type, data: event.data)
        if !dated.isEmpty {
            for (index, record) in event.names.enumerated() where !event.names[..<index].contains(record) {
                try planDates(of: record, at: time, &slice, &changes)
            }
        }
        var woken: [RunID] = []
        for record in event.names {
            let runs = try slice.runs(wokenBy: event.type, about: record, at: time)
            if woken.isEmpty { woken = runs } else { woken += runs }
        }
        var taken: [RunID] = []
        for program in programs {
            let reopens = program.trigger.reopen.contains(event.type)
            guard program.trigger.event == event.type || reopens,
                let key = Machine.businessKey(
                    program, environment, event.data, isReopening: reopens, at: time, slice.memory)
            else { continue }
            let occurrence = try latestOccurrence(program, key: key, &slice, changes)
            var id = RunID(tenant: environment.tenant, workflow: program.workflow, key: key, occurrence: occurrence)
            if occurrence > 0 {
                taken.append(id)
                let input = reopens ? Input.reopen(received) : .event(received)
                try again(&id, program, input, received, at: time, &slice, &changes)
            } else if program.trigger.event == event.type {
                id.occurrence = 1
                taken.append(id)
                try start(id, program, received, at: time, &slice, &changes)
            }
        }
        for id in Self.inOrder(woken, without: taken) where changes.leaves(id, holding: event.names) {
            try wake(id, .event(received), at: time, &slice, &changes)
        }
    }

    /// Each once. Mostly there is none, or one that two records name.
    private static func inOrder(_ runs: [RunID], without taken: [RunID]) -> [RunID] {
        guard let first = runs.first else { return runs }
        if runs.count == 1, taken.isEmpty { return runs }
        if runs.allSatisfy({ $0 == first }) { return taken.contains(first) ? [] : [first] }
        return Set(runs).subtracting(taken).sorted()
    }

    /// The business key has a run already (S8).
    func again(
        _ id: inout RunID, _ program: Program, _ input: Input, _ event: ReceivedEvent, at time: Instant,
        _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        let isTrigger = program.trigger.event == event.type
        let state = try state(of: id, &slice, changes)
        // A shell may have forgotten a run that has ended.
        let isOver = state?.isEnded ?? true
        var isDormant = false
        if case .dormant = state?.phase { isDormant = true }
        switch program.trigger.again {
        case .afterEnd where isTrigger && isDormant, .replace where isTrigger && !isOver:
            try wake(id, .replace(event), at: time, &slice, &changes)
        case .afterEnd where isOver && isTrigger, .replace where isTrigger:
            id.occurrence += 1
            try start(id, program, event, at: state.map { max(time, $0.now) } ?? time, &slice, &changes)
        default:
            try wake(id, input, at: time, &slice, &changes)
        }
    }

    // MARK: Runs

    /// A run as it is by now: one delivery may concern it more than once, as where its record's date starts it anew and the record's
    /// change wakes it.
    private func state(
        of id: RunID, _ slice: inout some Slice, _ changes: Changes
    ) throws(Missing) -> RunState? {
        if let change = changes.last(of: id) { return change.state }
        return try slice.run(id)
    }

    /// Likewise.
    func latestOccurrence(
        _ program: Program, key: Text, _ slice: inout some Slice, _ changes: Changes
    ) throws(Missing) -> Int {
        let known = try slice.latestOccurrence(tenant: environment.tenant, workflow: program.workflow, key: key)
        return changes.runs.reduce(known) { latest, change in
            change.id.workflow == program.workflow && change.id.key == key ? max(latest, change.id.occurrence) : latest
        }
    }

    func start(
        _ id: RunID, _ program: Program, _ event: ReceivedEvent, at time: Instant, _ slice: inout some Slice,
        _ changes: inout Changes
    ) throws(Missing) {
        let box = StateBox(RunState(id: id, program: program.identity, event: event.data, now: time))
        try advance(box, program, .start, at: time, &slice, &changes)
    }

    private func wake(
        _ id: RunID, _ input: Input, at time: Instant, _ slice: inout some Slice, _ changes: inout Changes
    ) throws(Missing) {
        // One delivery may concern a run more than once.
        if let change = changes.last(of: id), let program = program(change.program) {
            return try advance(StateBox(change.state), program, input, at: time, &slice, &changes)
        }
        guard let box = try slice.lendRun(id), let program = program(box.program) else {
            changes.isUnknownRun = true
            return
        }
        try advance(box, program, input, at: time, &slice, &changes)
    }

    /// Reads the whole plan, then makes the run take the input (S1).
    private func advance(
        _ box: StateBox, _ program: Program, _ input: Input, at time: Instant, _ slice: inout some Slice,
        _ changes: inout Changes
    ) throws(Missing) {
        var advancing = Advancing(program, environment, box, at: time, slice.memory)
        let change = changes.add(box, of: program.identity)
        while let query = advancing.nextRecord() {
            advancing.take(try slice.record(query))
            change.hold(query)
        }
        while let query = advancing.nextList() { advancing.take(list: try list(query, &advancing, &slice)) }
        change.lend(&advancing)
        guard (try? advancing.take(input)) != nil else {
            changes.runs.removeLast()
            changes.isUnknownRun = true
            return
        }
        // Only a run that does nothing but wait can be left asleep.
        let sleeps = place(of: program.identity).map { pinned[$0].sleeps } ?? false
        change.take(&advancing, itemCount: advancing.itemCount, sleeps: sleeps)
        for case .succeeded(let event) in change.effects {
            guard let current = programs.first(where: { $0.workflow == program.workflow }) else { continue }
            var next = change.id
            next.occurrence += 1
            try start(next, current, event, at: max(time, change.state.now), &slice, &changes)
        }
    }
}

extension Runner {
    /// All records of a list, page by page; `nil` if they cannot be had whole: a list is complete or it fails.
    private func list(
        _ first: ListQuery, _ advancing: inout Advancing, _ slice: inout some Slice
    ) throws(Missing) -> [HostRecord]? {
        var query = first
        var records: [HostRecord] = []
        while true {
            guard let page = try slice.list(query), let chosen = advancing.select(page) else { return nil }
            records += chosen
            guard records.count <= ListRead.maximumRecords else { return nil }
            guard let last = page.records.last, !page.isLast else {
                return page.isLast ? records.sorted { $0.id < $1.id } : nil
            }
            if let after = query.after, last.id <= after { return nil }
            query.after = last.id
        }
    }
}

extension RunID: Comparable {
    package static func < (one: RunID, other: RunID) -> Bool {
        if one.tenant != other.tenant { return one.tenant < other.tenant }
        if one.workflow != other.workflow { return one.workflow < other.workflow }
        if one.key != other.key { return one.key < other.key }
        return one.occurrence < other.occurrence
    }
}
