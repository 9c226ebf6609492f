package import Billing
package import Dates
package import Encoding
package import Evaluation
package import Hosting
package import Machine
package import Program
package import Runner
import Stores

/// What stands for the world in a replay: the records, and what becomes of calls and events. One object a partition.
package protocol ReplayWorld: AnyObject {
    func read(_ query: Query) -> HostRecord?
    /// A page of records; `nil` if it cannot say.
    func list(_ query: ListQuery) -> ListPage?
    /// It is this time now: what is read, asked and told from here on happens then.
    func moveClock(to time: Instant)
    func perform(_ call: Call) -> Answer
    /// The records that calls have changed since this was asked before.
    func takeChanged() -> [Query]
    /// What is known of the call that may have been made under a key.
    func answer(toKey key: Text) -> Answer
    /// Changes the records as an event tells.
    func apply(_ type: Text, _ data: Value) throws(Refusal)
    /// A run has ended, and calls of it will not be repeated.
    func forget(run: RunID)
    /// The records that events have changed since this was asked before, as far as somebody watches them; `nil` if that is not known.
    func takeTold() -> [Query]?
    /// The events that the billing system has told after calls since this was asked before.
    func takeFollowing() -> [ToldEvent]
    /// Whether a call has told before what an event tells.
    func wasTold(_ type: Text, _ data: Value) -> Bool
    /// Nothing is asked for some time: memory that only makes it faster is given up.
    func rest()
}

extension ReplayWorld {
    package func takeTold() -> [Query]? { nil }

    package func takeFollowing() -> [ToldEvent] { [] }

    package func wasTold(_ type: Text, _ data: Value) -> Bool { false }

    package func forget(run: RunID) {}

    package func rest() {}
}

/// Replays what happens in one partition on a virtual clock.
///
/// The clock jumps from event to timer to event. An event comes before a timer of the same time (S5); the world answers
/// each call at the moment it is made, before anything else happens.
package struct PartitionReplay {
    private let runner: Runner
    private let routes: EventRoutes
    private let partition: Text
    private let forgets: Bool
    private let world: any ReplayWorld
    private let scratch: ReplayScratch
    private var runs: ReplaySlice
    /// Of runs that an event has started which has followed from others: how many have led to it.
    private var links: [RunID: Int] = [:]
    /// Whether what the machine tells of each advance is kept, for `takeTrace`.
    package var keepsTrace = false
    private var traced: [TracedChange] = []
    private var happeningCount = 0

    /// - Parameters:
    ///   - forgets: of what is over only what later events could ask for is kept; no event may come twice.
    ///   - leavesAsleep: events wake only the runs that they can concern; the world tells what they change. The calls are the same.
    ///   - scratch: that of all partitions which are played by turns, where there are many.
    package init(
        runner: Runner, routes: EventRoutes, partition: Text, world: any ReplayWorld, forgets: Bool = false,
        leavesAsleep: Bool = false, scratch: ReplayScratch = ReplayScratch()
    ) {
        self.runner = runner
        self.routes = routes
        self.partition = partition
        self.forgets = forgets
        self.world = world
        self.scratch = scratch
        runs = ReplaySlice(runs: RunTable(forgets: forgets), world: world, memory: scratch.memory)
        if leavesAsleep { runs.runs.leaveAsleep { !runner.awaits($0) } }
    }

    /// The states of all runs, in the order of the runs.
    package var states: [RunState] { runs.runs.all }

    /// - Parameters:
    ///   - events: of this partition, in the order of their times.
    ///   - end: no timer after it fires; `nil` lets all of them fire.
    package mutating func run(_ events: some Sequence<HistoryEvent>, until end: Instant?) -> [Happening] {
        for event in events {
            if let end, event.at > end { break }
            fire(before: event.at)
            take(event)
        }
        while let time = nextTimer(), end.map({ time <= $0 }) ?? true { fire(at: time) }
        return takeHappenings()
    }

    /// All that the partition remembers, the book apart.
    package func canonicalBytes() -> [UInt8] { runs.runs.canonicalBytes() }

    /// What has happened since this was asked before.
    package mutating func takeHappenings() -> [Happening] { scratch.takeHappenings() }

    /// What the machine has told since this was asked before.
    package mutating func takeTrace() -> [TracedChange] {
        defer { traced = [] }
        return traced
    }

    /// The earliest time at which something happens of itself.
    package mutating func nextTimer() -> Instant? { runs.runs.nextTimer() }

    /// The runs that have begun.
    package var startedCount: Int { runs.runs.startedCount }

    /// Lets the timers before a time fire.
    package mutating func fire(before time: Instant) {
        while let next = runs.runs.nextTimer(), next < time { fire(at: next) }
    }

    /// Lets the timers up to a time fire, at that time.
    package mutating func fire(at time: Instant) {
        while let run = runs.runs.timer(upTo: time) { deliver(Delivery(at: time, .timer(run))) }
    }

    /// Nothing happens here for some time.
    func rest() { world.rest() }

    /// The event changes the records, and then the runs take it.
    package mutating func take(_ event: HistoryEvent) {
        if runs.runs.hasSeen(source: event.event.source, id: event.event.id) {
            return record(.duplicate, at: event.at, run: nil, event: event.origin)
        }
        world.moveClock(to: event.at)
        if world.wasTold(event.event.type, event.event.data) {
            return record(.knownFact(event.event.type), at: event.at, run: nil, event: event.origin)
        }
        do throws(Refusal) {
            try world.apply(event.event.type, event.event.data)
        } catch {
            return record(.refused(error), at: event.at, run: nil, event: event.origin)
        }
        for record in world.takeTold() ?? [] { runs.runs.hasChanged(RecordKey(type: record.type, id: record.id)) }
        deliver(Delivery(at: event.at, .event(event.event)))
    }

    /// Delivers, and then whatever the delivery causes at the same moment.
    package mutating func deliver(_ first: Delivery) {
        var (changes, inbox) = scratch.lend()
        deliver(first, links: 0, &changes, &inbox)
        var next = 0
        while next < inbox.count {
            // Taken out and not copied, since the inbox grows meanwhile.
            var item = ReplayScratch.Item(Delivery(at: first.at, .clock), links: 0)
            swap(&item, &inbox[next])
            deliver(item.delivery, links: item.links, &changes, &inbox)
            next += 1
        }
        scratch.takeBack(&changes, &inbox)
    }

    private mutating func deliver(
        _ delivery: Delivery, links: Int, _ changes: inout Changes, _ inbox: inout [ReplayScratch.Item]
    ) {
        changes.clear()
        guard (try? runner.step(delivery, &runs, &changes)) != nil else { return }
        for start in changes.missed { record(.missed(stage: start.run.key), at: delivery.at, run: start.run) }
        if links > 0 { follow(changes, links) }
        // A run that ends holds nothing any more; what it has read then is what it held. Their states are moved to their places.
        let whole =
            keepsTrace ? changes.runs.map { (Changes.RunChange($0), held: runs.runs.holds(of: $0.id)) } : []
        runs.runs.commit(changes, keepingBoxes: true)
        for index in changes.runs.indices {
            if keepsTrace {
                let (change, held) = whole[index]
                let new = change.holds.filter { !held.contains($0) }
                traced.append(TracedChange(delivery, change, records: read(held + new)))
            }
            let change = changes.runs[index]
            let led = self.links.isEmpty ? links : max(links, self.links[change.id] ?? 0)
            carryOut(change, at: delivery.at, links: led, &inbox)
            if forgets, change.isEnded {
                world.forget(run: change.id)
                if led > 0 { self.links[change.id] = nil }
            }
        }
    }

    /// A run that is started by an event which has followed from others goes on counting, however long it waits in between.
    private mutating func follow(_ changes: Changes, _ links: Int) {
        for change in changes.runs where runs.runs.run(change.id) == nil { self.links[change.id] = links }
    }

    /// Records as they are before what it asked for has been done.
    private mutating func read(_ keys: [RecordKey]) -> [(key: RecordKey, value: Value)] {
        keys.compactMap { key in
            world.read(Query(type: key.type, id: key.id)).map { (key, $0.value) }
        }
    }

    private mutating func carryOut(
        _ change: Changes.RunChange, at time: Instant, links: Int, _ inbox: inout [ReplayScratch.Item]
    ) {
        for entry in change.trace {
            switch entry {
            case .effect(let index): carryOut(index, of: change, at: time, links: links, &inbox)
            case .missed(let sequence, let stage, _):
                let name = runner.program(change.program)?.stageName(stage, in: sequence)
                record(.missed(stage: name ?? Text()), at: time, run: change.id)
            case .denied(let step, let person, let denial):
                record(.denied(step: step, person: person, denial), at: time, run: change.id)
            default: break
            }
        }
    }

    private mutating func carryOut(
        _ effect: Int, of change: Changes.RunChange, at time: Instant, links: Int,
        _ inbox: inout [ReplayScratch.Item]
    ) {
        let run = change.id
        switch change.effects[effect] {
        case .call(let call):
            world.moveClock(to: time)
            let answer = world.perform(call)
            record(.call(call, answer), at: time, run: run)
            inbox.append(ReplayScratch.Item(Delivery(at: time, .answerTo(run, key: call.key, answer)), links: links))
            for record in world.takeChanged() {
                let changed = Delivery(at: time, .recordChanged(RecordKey(type: record.type, id: record.id)))
                inbox.append(ReplayScratch.Item(changed, links: links))
            }
            for told in world.takeFollowing() {
                guard let event = DeliveredEvent(told: told.key, told.type, told.data, routes) else { continue }
                record(.told(told.type, told.data), at: time, run: run)
                enqueue(event, of: run, at: time, links: links + 1, &inbox)
            }
        case .inquire(let key, _):
            let answer = Delivery(at: time, .answer(key: key, world.answer(toKey: key)))
            inbox.append(ReplayScratch.Item(answer, links: links))
        case .ask(let request): record(.asked(request), at: time, run: run)
        case .flag(let request): record(.flagged(request), at: time, run: run)
        case .suspended(let suspension):
            let step = suspension.step.flatMap { runner.program(change.program)?.steps[$0].name }
            record(.suspended(reason: suspension.reason.name, step: step), at: time, run: run)
        case .itemFailed(let step, let item, let suspension):
            record(
                .suspended(reason: suspension.reason.name, step: Text("\(step)[\(item)]")), at: time, run: run)
        case .ended(let result): record(.ended(result), at: time, run: run)
        case .emit(let key, let type, let data):
            record(.sent(type, data), at: time, run: run)
            guard let event = DeliveredEvent(emitted: key, type, data, routes) else { return }
            if world.wasTold(type, event.data) { return record(.knownFact(type), at: time, run: run) }
            enqueue(event, of: run, at: time, links: links + 1, &inbox)
        case .remind(let request): record(.reminded(request), at: time, run: run)
        case .escalate(let request): record(.escalated(request), at: time, run: run)
        case .dormant(let until): record(.dormant(until: until), at: time, run: run)
        case .succeeded: break
        }
    }

    /// Events that follow from one another, one after the other, are stopped somewhere: a workflow that starts anew on what it does itself
    /// would go on without end.
    private static var mostLinks: Int { 1_000 }

    private mutating func enqueue(
        _ event: DeliveredEvent, of run: RunID, at time: Instant, links: Int, _ inbox: inout [ReplayScratch.Item]
    ) {
        guard links <= Self.mostLinks else { return record(.endless(event.type), at: time, run: run) }
        inbox.append(ReplayScratch.Item(Delivery(at: time, .event(event)), links: links))
    }

    private mutating func record(
        _ kind: Happening.Kind, at time: Instant, run: RunID?,
        event: HistoryEvent.Origin? = nil
    ) {
        scratch.take(
            Happening(at: time, partition: partition, sequence: happeningCount, run: run, kind: kind, event: event))
        happeningCount += 1
    }
}

/// What a replay works on between two deliveries. It means nothing there, so partitions that are played by turns share one.
package final class ReplayScratch {
    /// What is to be delivered at this moment, with the number of events that have led to it, one from another.
    struct Item {
        var delivery: Delivery
        var links: Int

        init(_ delivery: Delivery, links: Int) {
            self.delivery = delivery
            self.links = links
        }
    }

    private var changes = Changes()
    private var inbox: [Item] = []
    fileprivate let memory = AdvanceMemory()
    /// What has happened and was not taken yet, and who takes it at once instead.
    @exclusivity(unchecked) private var happenings: [Happening] = []
    @exclusivity(unchecked) private var taker: ((Happening) -> Void)?

    package init() {}

    fileprivate func take(_ happening: Happening) {
        if let taker { taker(happening) } else { happenings.append(happening) }
    }

    fileprivate func takeHappenings() -> [Happening] {
        defer { happenings = [] }
        return happenings
    }

    /// While the work is done, all that happens is given to `take` as it happens.
    func give(_ take: (Happening) -> Void, during work: () -> Void) {
        withoutActuallyEscaping(take) { take in
            taker = take
            defer { taker = nil }
            work()
        }
    }

    fileprivate func lend() -> (changes: Changes, inbox: [Item]) {
        var lent = (changes: Changes(), inbox: [Item]())
        swap(&lent.changes, &changes)
        swap(&lent.inbox, &inbox)
        return lent
    }

    fileprivate func takeBack(_ changes: inout Changes, _ inbox: inout [Item]) {
        inbox.removeAll(keepingCapacity: true)
        swap(&changes, &self.changes)
        swap(&inbox, &self.inbox)
    }
}

/// The runs of a partition and the world that is at hand: nothing is ever missing.
private struct ReplaySlice: Slice {
    var runs: RunTable
    let world: any ReplayWorld
    let memory: AdvanceMemory

    mutating func hasSeen(source: Text, id: Text) -> Bool { runs.hasSeen(source: source, id: id) }

    mutating func latestOccurrence(tenant: Text, workflow: Text, key: Text) -> Int {
        runs.latestOccurrence(tenant: tenant, workflow: workflow, key: key)
    }

    mutating func run(_ id: RunID) -> RunState? { runs.run(id) }

    /// Each delivery is committed.
    mutating func lendRun(_ id: RunID) -> StateBox? { runs.lendRun(id) }

    mutating func plan(_ id: RunID) -> Plan? { runs.plan(id) }

    mutating func runs(holding record: RecordKey) -> [RunID] { runs.runs(holding: record) }

    mutating func runs(wokenBy event: Text, about record: RecordKey, at time: Instant) -> [RunID] {
        runs.runs(wokenBy: event, about: record, at: time)
    }

    mutating func record(_ query: Query) -> HostRecord? { world.read(query) }

    mutating func list(_ query: ListQuery) -> ListPage? { world.list(query) }
}

/// The reference billing book answers as it is asked.
package final class BookWorld: ReplayWorld {
    package var book: Book

    package init(_ book: Book) { self.book = book }

    package func read(_ query: Query) -> HostRecord? { book.read(query) }

    package func list(_ query: ListQuery) -> ListPage? { book.page(query) }

    package func moveClock(to time: Instant) { book.moveClock(to: time) }

    package func apply(_ type: Text, _ data: Value) throws(Refusal) { try book.apply(type, data) }

    package func perform(_ call: Call) -> Answer { book.perform(call) }

    package func takeChanged() -> [Query] { book.takeChanged() }

    package func takeFollowing() -> [ToldEvent] { book.takeFollowing() }

    package func wasTold(_ type: Text, _ data: Value) -> Bool { book.wasTold(type, data) }

    package func takeTold() -> [Query]? { book.takeTold() }

    package func answer(toKey key: Text) -> Answer { book.known(key) ?? .absent }
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
