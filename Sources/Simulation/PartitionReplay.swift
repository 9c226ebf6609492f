package import Billing
package import Dates
package import Encoding
package import Evaluation
package import Hosting
package import Machine
package import Program
package import Runner
package import Stores

/// What stands for the world in a replay: the records, and what becomes of calls and events.
package protocol ReplayWorld: RecordSource {
    /// It is this time now: what is read, asked and told from here on happens then.
    mutating func moveClock(to time: Instant)
    mutating func perform(_ call: Call) -> Answer
    /// The records that calls have changed since this was asked before.
    mutating func takeChanged() -> [Query]
    /// What is known of the call that may have been made under a key.
    mutating func answer(toKey key: Text) -> Answer
    /// Changes the records as an event tells.
    mutating func apply(_ type: Text, _ data: Value) throws(Refusal)
    /// A run has ended, and calls of it will not be repeated.
    mutating func forget(run: RunID)
    /// The records that events have changed since this was asked before, as far as somebody watches them; `nil` if that is not known.
    mutating func takeTold() -> [Query]?
    /// The events that the billing system has told after calls since this was asked before.
    mutating func takeFollowing() -> [ToldEvent]
    /// Whether a call has told before what an event tells.
    mutating func wasTold(_ type: Text, _ data: Value) -> Bool
}

extension ReplayWorld {
    package mutating func takeTold() -> [Query]? { nil }

    package mutating func takeFollowing() -> [ToldEvent] { [] }

    package mutating func wasTold(_ type: Text, _ data: Value) -> Bool { false }

    package mutating func forget(run: RunID) {}
}

/// Replays what happens in one partition on a virtual clock.
///
/// The clock jumps from event to timer to event. An event comes before a timer of the same time (S5); the world answers
/// each call at the moment it is made, before anything else happens.
package struct PartitionReplay<World: ReplayWorld> {
    private let runner: Runner
    private let routes: EventRoutes
    private let partition: Text
    private let forgets: Bool
    private var runs: MemoryPartition<World>
    /// What is to be delivered at this moment, each with the number of events that have led to it, one from another.
    private var inbox: [(delivery: Delivery, links: Int)] = []
    /// Of runs that such an event has started: how many have led to it.
    private var links: [RunID: Int] = [:]
    private var happenings: [Happening] = []
    /// Whether what the machine tells of each advance is kept, for `takeTrace`.
    package var keepsTrace = false
    private var traced: [TracedChange] = []
    private var happeningCount = 0

    /// - Parameters:
    ///   - forgets: of what is over only what later events could ask for is kept; no event may come twice.
    ///   - leavesAsleep: events wake only the runs that they can concern; the world tells what they change. The calls are the same.
    package init(
        runner: Runner, routes: EventRoutes, partition: Text, world: World, forgets: Bool = false,
        leavesAsleep: Bool = false
    ) {
        self.runner = runner
        self.routes = routes
        self.partition = partition
        self.forgets = forgets
        runs = MemoryPartition(records: world, forgets: forgets)
        if leavesAsleep { runs.leaveAsleep { !runner.awaits($0) } }
    }

    package var world: World {
        get { runs.records }
        set { runs.records = newValue }
    }

    /// The states of all runs, in the order of the runs.
    package var states: [RunState] { runs.allRuns }

    /// - Parameters:
    ///   - events: of this partition, in the order of their times.
    ///   - end: no timer after it fires; `nil` lets all of them fire.
    package mutating func run(_ events: some Sequence<HistoryEvent>, until end: Instant?) -> [Happening] {
        for event in events {
            if let end, event.at > end { break }
            fire(before: event.at)
            take(event)
        }
        while let time = runs.nextTimer(), end.map({ time <= $0 }) ?? true { fire(at: time) }
        return happenings
    }

    /// All that the partition remembers, the book apart.
    package func canonicalBytes() -> [UInt8] { runs.canonicalBytes() }

    /// What has happened since this was asked before.
    package mutating func takeHappenings() -> [Happening] {
        defer { happenings = [] }
        return happenings
    }

    /// What the machine has told since this was asked before.
    package mutating func takeTrace() -> [TracedChange] {
        defer { traced = [] }
        return traced
    }

    /// Lends a list to which what happens is added, and takes it back the same way: nothing is copied.
    package mutating func exchangeHappenings(_ all: inout [Happening]) { swap(&happenings, &all) }

    /// The earliest time at which something happens of itself.
    package mutating func nextTimer() -> Instant? { runs.nextTimer() }

    /// The runs that have begun.
    package var startedCount: Int { runs.startedCount }

    /// Lets the timers before a time fire.
    package mutating func fire(before time: Instant) {
        while let next = runs.nextTimer(), next < time { fire(at: next) }
    }

    /// Lets the timers up to a time fire, at that time.
    package mutating func fire(at time: Instant) {
        while let run = runs.timer(upTo: time) { deliver(Delivery(at: time, .timer(run))) }
    }

    /// The event changes the records, and then the runs take it.
    package mutating func take(_ event: HistoryEvent) {
        if (try? runs.hasSeen(source: event.event.source, id: event.event.id)) == true {
            return record(.duplicate, at: event.at, run: nil, event: event.origin)
        }
        runs.records.moveClock(to: event.at)
        if runs.records.wasTold(event.event.type, event.event.data) {
            return record(.knownFact(event.event.type), at: event.at, run: nil, event: event.origin)
        }
        do throws(Refusal) {
            try runs.records.apply(event.event.type, event.event.data)
        } catch {
            return record(.refused(error), at: event.at, run: nil, event: event.origin)
        }
        for record in runs.records.takeTold() ?? [] { runs.hasChanged(RecordKey(type: record.type, id: record.id)) }
        deliver(Delivery(at: event.at, .event(event.event)))
    }

    /// Delivers, and then whatever the delivery causes at the same moment.
    package mutating func deliver(_ first: Delivery) {
        deliver(first, links: 0)
        var next = 0
        while next < inbox.count {
            let (delivery, links) = inbox[next]
            deliver(delivery, links: links)
            next += 1
        }
        inbox.removeAll(keepingCapacity: true)
    }

    private mutating func deliver(_ delivery: Delivery, links: Int) {
        guard var changes = try? runner.step(delivery, &runs) else { return }
        for start in changes.missed { record(.missed(stage: start.run.key), at: delivery.at, run: start.run) }
        if links > 0 { follow(changes, links) }
        // A run that ends holds nothing any more; what it has read then is what it held.
        let whole = keepsTrace ? changes.runs.map { ($0, held: runs.holds(of: $0.id)) } : []
        runs.commit(moving: &changes)
        for index in changes.runs.indices {
            if keepsTrace {
                let (change, held) = whole[index]
                let new = change.holds.filter { !held.contains($0) }
                traced.append(TracedChange(delivery, change, records: read(held + new)))
            }
            let id = changes.runs[index].id
            let led = self.links.isEmpty ? links : max(links, self.links[id] ?? 0)
            carryOut(changes, index, of: changes.runs[index].program, at: delivery.at, links: led)
            if forgets, changes.runs[index].isEnded {
                runs.records.forget(run: id)
                if led > 0 { self.links[id] = nil }
            }
        }
    }

    /// A run that is started by an event which has followed from others goes on counting, however long it waits in between.
    private mutating func follow(_ changes: Changes, _ links: Int) {
        for change in changes.runs where (try? runs.run(change.id)) == nil { self.links[change.id] = links }
    }

    /// Records as they are before what it asked for has been done.
    private mutating func read(_ keys: [RecordKey]) -> [(key: RecordKey, value: Value)] {
        keys.compactMap { key in
            (try? runs.records.read(Query(type: key.type, id: key.id))).map { (key, $0.value) }
        }
    }

    private mutating func carryOut(_ changes: Changes, _ run: Int, of program: Digest, at time: Instant, links: Int) {
        let id = changes.runs[run].id
        for entry in changes.runs[run].trace {
            switch entry {
            case .effect(let index): carryOut(changes.runs[run].effects[index], of: id, program, at: time, links: links)
            case .missed(let sequence, let stage, _):
                let name = runner.program(program)?.stageName(stage, in: sequence)
                record(.missed(stage: name ?? Text()), at: time, run: id)
            case .denied(let step, let person, let denial):
                record(.denied(step: step, person: person, denial), at: time, run: id)
            default: break
            }
        }
    }

    private mutating func carryOut(
        _ effect: Effect, of run: RunID, _ program: Digest, at time: Instant, links: Int
    ) {
        switch effect {
        case .call(let call):
            runs.records.moveClock(to: time)
            let answer = runs.records.perform(call)
            record(.call(call, answer), at: time, run: run)
            inbox.append((Delivery(at: time, .answer(key: call.key, answer)), links))
            for record in runs.records.takeChanged() {
                inbox.append((Delivery(at: time, .recordChanged(RecordKey(type: record.type, id: record.id))), links))
            }
            for told in runs.records.takeFollowing() {
                guard let event = DeliveredEvent(told: told.key, told.type, told.data, routes) else { continue }
                record(.told(told.type, told.data), at: time, run: run)
                deliver(event, of: run, at: time, links: links + 1)
            }
        case .inquire(let key, _):
            inbox.append((Delivery(at: time, .answer(key: key, runs.records.answer(toKey: key))), links))
        case .ask(let request): record(.asked(request), at: time, run: run)
        case .flag(let request): record(.flagged(request), at: time, run: run)
        case .suspended(let suspension):
            let step = suspension.step.flatMap { runner.program(program)?.steps[$0].name }
            record(.suspended(reason: suspension.reason.name, step: step), at: time, run: run)
        case .itemFailed(let step, let item, let suspension):
            record(
                .suspended(reason: suspension.reason.name, step: Text("\(step)[\(item)]")), at: time, run: run)
        case .ended(let result): record(.ended(result), at: time, run: run)
        case .emit(let key, let type, let data):
            record(.sent(type, data), at: time, run: run)
            guard let event = DeliveredEvent(emitted: key, type, data, routes) else { return }
            if runs.records.wasTold(type, event.data) { return record(.knownFact(type), at: time, run: run) }
            deliver(event, of: run, at: time, links: links + 1)
        case .remind(let request): record(.reminded(request), at: time, run: run)
        case .escalate(let request): record(.escalated(request), at: time, run: run)
        case .dormant(let until): record(.dormant(until: until), at: time, run: run)
        case .succeeded: break
        }
    }

    /// Events that follow from one another, one after the other, are stopped somewhere: a workflow that starts anew on what it does itself
    /// would go on without end.
    private static var mostLinks: Int { 1_000 }

    private mutating func deliver(_ event: DeliveredEvent, of run: RunID, at time: Instant, links: Int) {
        guard links <= Self.mostLinks else { return record(.endless(event.type), at: time, run: run) }
        inbox.append((Delivery(at: time, .event(event)), links))
    }

    private mutating func record(
        _ kind: Happening.Kind, at time: Instant, run: RunID?,
        event: HistoryEvent.Origin? = nil
    ) {
        happenings.append(
            Happening(at: time, partition: partition, sequence: happeningCount, run: run, kind: kind, event: event))
        happeningCount += 1
    }
}

/// The reference billing book answers as it is asked.
extension Book: ReplayWorld {
    package mutating func list(_ query: ListQuery) -> ListPage? { page(query) }

    package mutating func answer(toKey key: Text) -> Answer { known(key) ?? .absent }
}

/// One advance of one run: when, and what the machine told of it.
package struct TracedChange: Sendable {
    package var at: Instant
    /// What arrived.
    package var cause: Delivery.Content
    package var change: Changes.RunChange
    /// The records that the run held or holds, as it read them.
    package var records: [(key: RecordKey, value: Value)]

    init(_ delivery: Delivery, _ change: Changes.RunChange, records: [(key: RecordKey, value: Value)]) {
        at = delivery.at
        cause = delivery.content
        self.change = change
        self.records = records
    }
}
