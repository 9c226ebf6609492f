public import Dates
public import Encoding
public import Evaluation
public import Hosting
public import Ingest
import Machine
import Program
import Runner
import Stores

/// Runs the workflows of one partition against a host: the events of one customer, or of as many customers as the embedding
/// program wants to keep in one order (S15).
///
/// It has no clock: whoever embeds it says what time it is, by the time of a delivery and by `tick`. Deliveries are taken in the
/// order in which they are made. What a delivery causes is carried out before it returns: calls are made in batches, their answers
/// taken, and what follows from them carried out too.
///
/// `saved()` is all that it remembers, and an engine made from it goes on as if nothing had happened.
public struct Engine<Billing: BillingHost>: Sendable {
    public var host: Billing
    private let rules: Rules
    private var shell: MemoryPartition<FetchedRecords>
    /// Whether the schedules were planned, which is done once with the environment of this engine.
    private var hasBegun = false

    public init(_ rules: Rules, host: Billing) {
        self.rules = rules
        self.host = host
        shell = MemoryPartition(records: FetchedRecords())
    }

    /// The engine that wrote these bytes.
    public init(_ rules: Rules, host: Billing, saved bytes: [UInt8]) throws(CanonicalDecodingError) {
        self.rules = rules
        self.host = host
        shell = try MemoryPartition(records: FetchedRecords(), canonicalBytes: bytes)
    }

    /// All that the engine remembers: runs, what they wait for, and the events that were taken.
    public func saved() -> [UInt8] { shell.canonicalBytes() }

    // MARK: What can be delivered

    /// Delivers an event, at its own time unless another is given.
    public mutating func deliver(_ event: Event, at time: Instant? = nil) async -> [Happening] {
        let time = time ?? event.time
        guard let delivered = rules.delivered(event) else {
            return [Happening(at: time, run: nil, .refused(Text("unknown_event"), field: event.type))]
        }
        return await take([Delivery(at: time, .event(delivered))])
    }

    /// Starts a run of a workflow whose trigger says `on: demand`.
    ///
    /// - Parameters:
    ///   - id: tells this start from every other, so that one that is repeated starts nothing.
    ///   - inputs: by name, as the trigger declares them.
    public mutating func start(
        _ workflow: String, id: String, inputs: [String: Value], at time: Instant
    ) async -> [Happening] {
        let type = Trigger.demand(Text(workflow))
        guard let shape = rules.routes[type]?.shape else {
            return [Happening(at: time, run: nil, .refused(Text("unknown_workflow"), field: Text(workflow)))]
        }
        for name in inputs.keys.sorted() where shape.slot(of: Text(name)) == nil {
            return [Happening(at: time, run: nil, .refused(Text("unknown_input"), field: Text(name)))]
        }
        let slots = shape.fields.map { inputs[$0.name.string] ?? .absent }
        if let missing = zip(shape.fields, slots).first(where: { $0.isRequired && $1.isAbsent }) {
            return [Happening(at: time, run: nil, .refused(Text("missing_input"), field: missing.0.name))]
        }
        let event = Event(source: Text("demand"), id: Text(id), type: type, time: time, data: .record(shape, slots))
        return await deliver(event)
    }

    /// Plans the schedules from this time on. The first delivery or tick does so too; an engine that was made from saved bytes goes
    /// on from what was planned, with the calendar that holds now.
    ///
    /// Where the events of a tenant are spread over several engines, only one of them may run workflows that have a schedule:
    /// make the others with `rules(for:only:)`.
    @discardableResult
    public mutating func begin(at time: Instant) async -> [Happening] {
        hasBegun || !rules.runner.hasSchedules ? [] : await take([Delivery(at: time, .clock)])
    }

    /// Says what time it is: everything that runs have planned up to then is done now, in the order of the planned times.
    ///
    /// What was planned for an earlier time is late, as after an outage, and the rules of late timers hold for it (S6). A clock that
    /// is played with `fastForward` is never late.
    public mutating func tick(at time: Instant) async -> [Happening] {
        var happenings = await begin(at: time)
        while let next = shell.nextTimer(), next <= time {
            // Runs that are due at one moment are taken together, so that their calls are one batch.
            var due: [Delivery] = []
            while let run = shell.timer(upTo: next) { due.append(Delivery(at: time, .timer(run))) }
            happenings += await take(due)
        }
        return happenings
    }

    /// Plays a virtual clock: everything that runs have planned up to a time is done, each at its own time.
    public mutating func fastForward(to time: Instant) async -> [Happening] {
        var happenings = await begin(at: time)
        while let next = shell.nextTimer(), next <= time { happenings += await tick(at: next) }
        return happenings
    }

    /// Plays a virtual clock up to a moment and leaves what is planned for the moment itself: an event of that time comes first
    /// (S5).
    public mutating func fastForward(before time: Instant) async -> [Happening] {
        var happenings = await begin(at: time)
        while let next = shell.nextTimer(), next < time { happenings += await tick(at: next) }
        return happenings
    }

    /// Whether an event was taken before.
    public func hasSeen(_ event: Event) -> Bool {
        var shell = shell
        return (try? shell.hasSeen(source: event.source, id: event.id)) ?? false
    }

    /// The earliest time at which `tick` has something to do.
    public var nextTime: Instant? {
        var shell = shell
        return shell.nextTimer()
    }

    /// Delivers a late answer to a call that was answered with `deferred`, or that nobody knew of.
    public mutating func answer(_ key: Text, _ answer: Answer, at time: Instant) async -> [Happening] {
        await take([Delivery(at: time, .answer(key: key, answer))])
    }

    /// What a person decides on an approval, or on a run in the exception queue.
    public enum Verdict: Sendable {
        case approve(step: Text)
        case refuse(step: Text)
        case again
        case cancel
    }

    /// - Parameters:
    ///   - run: as `Happening.run` names it.
    ///   - roles: those that the host vouches for.
    public mutating func decide(
        _ verdict: Verdict, run: Text, by person: Text, roles: [Text], comment: Text = Text(), at time: Instant
    ) async -> [Happening] {
        guard let id = RunID(key: run) else { return [Happening(at: time, run: nil, .unknownRun)] }
        let kind: Decision.Kind =
            switch verdict {
            case .approve(let step): .approve(step: step)
            case .refuse(let step): .refuse(step: step)
            case .again: .again
            case .cancel: .cancel
            }
        return await take([
            Delivery(at: time, .decision(id, Decision(kind, by: person, roles: roles, comment: comment)))
        ])
    }

    /// Tells that a record has changed in the billing system: the runs that hold it look at it again.
    public mutating func recordChanged(_ type: Text, _ id: Text, at time: Instant) async -> [Happening] {
        await take([Delivery(at: time, .recordChanged(RecordKey(type: type, id: id)))])
    }

    // MARK: Carrying out

    /// What the host is still to be asked, in the order in which it came up.
    private enum Request {
        case call(Call, RunID)
        case inquiry(key: Text, primitive: Text, RunID)
        case delivery(Delivery)
    }

    private mutating func take(_ first: [Delivery]) async -> [Happening] {
        var happenings: [Happening] = []
        var inbox = first
        if !hasBegun, let first = first.first {
            hasBegun = true
            if rules.runner.hasSchedules, !first.isClock { inbox.insert(Delivery(at: first.at, .clock), at: 0) }
        }
        while !inbox.isEmpty {
            await prefetch(inbox)
            var requests: [Request] = []
            for delivery in inbox {
                let changes = await step(delivery)
                shell.commit(changes)
                report(changes, of: delivery, &happenings, &requests)
            }
            shell.records.forget()
            let time = inbox[0].at
            inbox = await carryOut(requests, at: time, &happenings)
        }
        return happenings
    }

    private mutating func step(_ delivery: Delivery) async -> Changes {
        while true {
            do throws(Missing) {
                return try rules.runner.step(delivery, &shell)
            } catch {
                // A memory shell lacks nothing but records.
                switch error {
                case .record(let query): await fetch([query])
                case .list(let query): shell.records.keep(query, await host.list(query))
                default: return Changes()
                }
            }
        }
    }

    /// Reads the records that deliveries need, many at a time: each round brings every delivery one record further.
    private mutating func prefetch(_ deliveries: [Delivery]) async {
        guard deliveries.count > 1 else { return }
        while true {
            var missing: [Query] = []
            for delivery in deliveries {
                do throws(Missing) {
                    _ = try rules.runner.step(delivery, &shell)
                } catch {
                    if case .record(let query) = error, !missing.contains(query) { missing.append(query) }
                }
            }
            if missing.isEmpty { return }
            await fetch(missing)
        }
    }

    private mutating func fetch(_ queries: [Query]) async {
        let found = await host.read(queries)
        for (index, query) in queries.enumerated() {
            shell.records.keep(query, index < found.count ? found[index] : nil)
        }
    }

    private func report(
        _ changes: Changes, of delivery: Delivery, _ happenings: inout [Happening], _ requests: inout [Request]
    ) {
        if changes.isUnknownRun { happenings.append(Happening(at: delivery.at, run: nil, .unknownRun)) }
        if changes.isDuplicate, case .event(let event) = delivery.content {
            happenings.append(Happening(at: delivery.at, run: nil, .duplicate(event.id)))
        }
        for start in changes.missed {
            happenings.append(Happening(at: delivery.at, run: start.run, .missed(stage: start.run.key)))
        }
        for change in changes.runs {
            let program = rules.runner.program(of: change.state)
            for entry in change.trace {
                guard case .effect(let index) = entry else {
                    if let kind = Happening.Kind(entry, program) {
                        happenings.append(Happening(at: delivery.at, run: change.id, kind))
                    }
                    continue
                }
                let effect = change.effects[index]
                if let kind = Happening.Kind(effect, program) {
                    happenings.append(Happening(at: delivery.at, run: change.id, kind))
                }
                switch effect {
                case .call(let call): requests.append(.call(call, change.id))
                case .inquire(let key, let primitive):
                    requests.append(.inquiry(key: key, primitive: primitive, change.id))
                case .emit(let key, let type, let data):
                    if let event = DeliveredEvent(emitted: key, type, data, rules.routes) {
                        requests.append(.delivery(Delivery(at: delivery.at, .event(event))))
                    }
                default: break
                }
            }
        }
    }

    /// Asks the host all at once, and gives back what follows from its answers, in the order of the requests.
    private mutating func carryOut(
        _ requests: [Request], at time: Instant, _ happenings: inout [Happening]
    ) async -> [Delivery] {
        var calls: [Call] = []
        var keys: [Text] = []
        for request in requests {
            switch request {
            case .call(let call, _): calls.append(call)
            case .inquiry(let key, _, _): keys.append(key)
            case .delivery: break
            }
        }
        var answers = calls.isEmpty ? [] : await host.perform(calls)[...]
        var replies = keys.isEmpty ? [] : await host.answers(toKeys: keys)[...]
        return requests.map { request in
            switch request {
            case .call(let call, let run):
                let answer = answers.popFirst() ?? .unknown
                happenings.append(Happening(at: time, run: run, .call(call, answer)))
                return Delivery(at: time, .answer(key: call.key, answer))
            case .inquiry(let key, _, _):
                return Delivery(at: time, .answer(key: key, replies.popFirst() ?? .unknown))
            case .delivery(let delivery): return delivery
            }
        }
    }
}

/// The records that were fetched for the deliveries being taken.
struct FetchedRecords: RecordSource {
    private var fetched: [Query: HostRecord?] = [:]
    private var pages: [ListQuery: ListPage?] = [:]

    mutating func keep(_ query: Query, _ record: HostRecord?) { fetched[query] = .some(record) }

    mutating func keep(_ query: ListQuery, _ page: ListPage?) { pages[query] = .some(page) }

    mutating func forget() {
        fetched.removeAll(keepingCapacity: true)
        if !pages.isEmpty { pages.removeAll() }
    }

    mutating func read(_ query: Query) throws(Missing) -> HostRecord? {
        guard let record = fetched[query] else { throw .record(query) }
        return record
    }

    mutating func list(_ query: ListQuery) throws(Missing) -> ListPage? {
        guard let page = pages[query] else { throw .list(query) }
        return page
    }
}
