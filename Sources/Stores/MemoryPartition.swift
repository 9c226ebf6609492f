package import Dates
package import Encoding
package import Hosting
package import Machine
package import Runner

/// Where a partition's records are read. A source that must fetch a record first says so, and is asked again.
package protocol RecordSource {
    mutating func read(_ query: Query) throws(Missing) -> HostRecord?
    /// A page of records; `nil` if the source cannot say.
    mutating func list(_ query: ListQuery) throws(Missing) -> ListPage?
}

/// The runs of one partition in memory: the plainest shell round `Runner.step`.
package struct MemoryPartition<Records: RecordSource>: Slice {
    private struct BusinessKey: Hashable {
        var tenant: Text
        var workflow: Text
        var key: Text

        var fingerprint: Fingerprint { Fingerprint(tenant, workflow, key) }
    }

    private struct EventKey: Hashable {
        var source: Text
        var id: Text
    }

    package var records: Records
    /// What is kept of what is over. A partition that forgets keeps of an ended run only that there was one, and of an event from
    /// outside nothing: whoever reads the events must see to it that none comes twice. It cannot be saved.
    private let forgets: Bool
    // The runs, each at one place of these four: what is asked most often can be had without the rest. A place that is free has no state.
    private var states: [RunState?] = []
    private var holds: [[RecordKey]] = []
    private var wakes: [Instant?] = []
    /// Its timer was taken from the queue, and its change is still to come.
    private var isFired: [Bool] = []
    private var freePlaces: [Int] = []
    private var index: [RunID: Int] = [:]
    private var holdings: [RecordKey: [RunID]] = [:]
    private var occurrences: [BusinessKey: Int] = [:]
    private var forgotten = FingerprintTable()
    private var seen: Set<EventKey> = []
    /// What the clock is to start.
    private var plans: [RunID: Plan] = [:]
    /// The plans whose timers were taken from the queue and whose changes are still to come.
    private var firedPlans: Set<RunID> = []
    private static var planPlace: Int { -1 }
    private var timers = TimerQueue()
    /// The runs that have begun.
    package private(set) var startedCount = 0

    package init(records: Records, forgets: Bool = false) {
        self.records = records
        self.forgets = forgets
    }

    // MARK: Saving

    /// All that the partition remembers, the records apart: `[states, what each holds, seen events, plans]`.
    package func canonicalBytes() -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.beginArray(count: 4)
        let runs = allRuns
        encoder.encode(runs)
        encoder.beginArray(count: runs.count)
        for run in runs { encoder.encode(index[run.id].map { holds[$0] } ?? []) }
        encoder.beginArray(count: seen.count)
        for key in seen.sorted(by: { ($0.source, $0.id) < ($1.source, $1.id) }) {
            encoder.beginArray(count: 2)
            encoder.encode(key.source)
            encoder.encode(key.id)
        }
        encoder.beginArray(count: plans.count)
        for (id, plan) in plans.sorted(by: { $0.key < $1.key }) {
            encoder.beginArray(count: 2)
            id.encode(into: &encoder)
            plan.encode(into: &encoder)
        }
        return encoder.bytes
    }

    /// The partition that wrote these bytes.
    package init(records: Records, canonicalBytes bytes: [UInt8]) throws(CanonicalDecodingError) {
        self.init(records: records)
        var states: [RunState] = []
        var held: [[RecordKey]] = []
        var seen: [EventKey] = []
        var plans: [(RunID, Plan)] = []
        try CanonicalDecoder.decode(bytes) { (decoder) throws(CanonicalDecodingError) in
            try decoder.beginArray(count: 4)
            states = try decoder.decodeArray()
            var elements = try decoder.beginArray()
            while decoder.nextElement(&elements) { held.append(try decoder.decodeArray()) }
            elements = try decoder.beginArray()
            while decoder.nextElement(&elements) {
                try decoder.beginArray(count: 2)
                seen.append(EventKey(source: try decoder.decode(), id: try decoder.decode()))
                decoder.endArray()
            }
            elements = try decoder.beginArray()
            while decoder.nextElement(&elements) {
                try decoder.beginArray(count: 2)
                plans.append((try decoder.decode(), try decoder.decode()))
                decoder.endArray()
            }
            decoder.endArray()
        }
        self.seen = Set(seen)
        for (index, state) in states.enumerated() { keep(state, holds: index < held.count ? held[index] : []) }
        for (id, plan) in plans { keep(plan, of: id) }
    }

    // MARK: What the runner asks

    package mutating func hasSeen(source: Text, id: Text) throws(Missing) -> Bool {
        guard !seen.isEmpty else { return false }
        return seen.contains(EventKey(source: source, id: id))
    }

    package mutating func latestOccurrence(tenant: Text, workflow: Text, key: Text) throws(Missing) -> Int {
        let key = BusinessKey(tenant: tenant, workflow: workflow, key: key)
        if let occurrence = occurrences[key] { return occurrence }
        return forgets ? forgotten[key.fingerprint].map { Int($0) } ?? 0 : 0
    }

    package mutating func run(_ id: RunID) throws(Missing) -> RunState? { index[id].flatMap { states[$0] } }

    /// The records that a run holds; none of a run that there is not.
    package func holds(of id: RunID) -> [RecordKey] { index[id].map { holds[$0] } ?? [] }

    package mutating func plan(_ id: RunID) throws(Missing) -> Plan? { plans[id] }

    package mutating func runs(holding record: RecordKey) throws(Missing) -> [RunID] { holdings[record] ?? [] }

    package mutating func list(_ query: ListQuery) throws(Missing) -> ListPage? { try records.list(query) }

    package mutating func record(_ query: Query) throws(Missing) -> HostRecord? { try records.read(query) }

    // MARK: What it answers

    package mutating func commit(_ changes: Changes) {
        if let event = changes.seen, !forgets || event.isEmitted {
            seen.insert(EventKey(source: event.source, id: event.id))
        }
        for change in changes.runs {
            keep(change.state, holds: change.holds)
        }
        for change in changes.plans { keep(change.plan, of: change.id) }
    }

    private mutating func keep(_ plan: Plan, of id: RunID) {
        let before = plans.updateValue(plan, forKey: id)
        let hasFired = firedPlans.remove(id) != nil
        if let time = plan.at, before?.at != time || hasFired {
            timers.insert(TimerQueue.Entry(time: time, run: id, place: Self.planPlace))
        }
    }

    private mutating func keep(_ state: RunState, holds: [RecordKey]) {
        let id = state.id
        let known = index[id]
        if known == nil { startedCount += 1 }
        if forgets, state.isEnded {
            if let known { hold(id, [], instead: self.holds[known]) }
            return forget(id, known)
        }
        let place = known ?? add(id)
        if self.holds[place] != holds {
            hold(id, holds, instead: self.holds[place])
            self.holds[place] = holds
        }
        let wake = state.nextWake
        if let wake, wakes[place] != wake || isFired[place] {
            timers.insert(TimerQueue.Entry(time: wake, run: id, place: place))
        }
        wakes[place] = wake
        isFired[place] = false
        states[place] = state
    }

    private mutating func add(_ id: RunID) -> Int {
        let key = BusinessKey(tenant: id.tenant, workflow: id.workflow, key: id.key)
        occurrences[key] = max(occurrences[key] ?? 0, id.occurrence)
        let place = freePlaces.popLast() ?? states.count
        index[id] = place
        if place == states.count {
            states.append(nil)
            holds.append([])
            wakes.append(nil)
            isFired.append(false)
        }
        return place
    }

    /// Of an ended run only its occurrence is kept.
    private mutating func forget(_ id: RunID, _ place: Int?) {
        if let place {
            states[place] = nil
            holds[place] = []
            wakes[place] = nil
            isFired[place] = false
            freePlaces.append(place)
            index[id] = nil
        }
        let key = BusinessKey(tenant: id.tenant, workflow: id.workflow, key: id.key)
        guard occurrences[key] ?? 0 <= id.occurrence else { return }
        occurrences[key] = nil
        if forgotten.insert(UInt32(clamping: id.occurrence), for: key.fingerprint) != nil {
            // A later occurrence than the one that is known: it is kept whole, since the table's numbers stay.
            occurrences[key] = id.occurrence
        }
    }

    private mutating func hold(_ id: RunID, _ records: [RecordKey], instead old: [RecordKey]) {
        for record in old where !records.contains(record) {
            if let runs = holdings[record], runs.count == 1 {
                holdings[record] = nil
            } else {
                holdings[record]?.removeAll { $0 == id }
            }
        }
        for record in records where !old.contains(record) && holdings[record]?.contains(id) != true {
            holdings[record, default: []].append(id)
        }
    }

    /// The earliest planned time.
    package mutating func nextTimer() -> Instant? { earliestTimer()?.time }

    /// The first run that asked to be woken by a time.
    package mutating func timer(upTo time: Instant) -> RunID? {
        guard let entry = earliestTimer(), entry.time <= time else { return nil }
        timers.removeFirst()
        if entry.place == Self.planPlace { firedPlans.insert(entry.run) } else { isFired[entry.place] = true }
        return entry.run
    }

    private mutating func earliestTimer() -> TimerQueue.Entry? {
        while let entry = timers.first {
            if entry.place == Self.planPlace {
                if plans[entry.run]?.at == entry.time { return entry }
            } else if wakes[entry.place] == entry.time, states[entry.place]?.id == entry.run {
                // Another run may have the place by now.
                return entry
            }
            timers.removeFirst()
        }
        return nil
    }

    /// The states of all runs, in the order of the runs.
    package var allRuns: [RunState] { states.compactMap { $0 }.sorted { $0.id < $1.id } }
}

extension MemoryPartition: Sendable where Records: Sendable {}
