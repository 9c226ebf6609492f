package import Dates
package import Encoding
package import Machine
package import Runner

/// The runs of one partition: their states, what wakes them, and what is known of those that are over.
package struct RunTable: Sendable {
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

    private let forgets: Bool
    private var places: [Place] = []
    private var freePlaces: [Int] = []
    private var index: [RunID: Int] = [:]
    private var holdings: [RecordKey: Holders] = [:]
    /// The runs that do not sleep, and the places of those that are stale, some of which may have been woken since.
    private var awakeCount = 0
    private var stale: [Int] = []
    /// The types of the events that some run may wait for. Nothing is known of the others if `nil`: then all are woken.
    private var sleepsThrough: (@Sendable (Text) -> Bool)?
    /// The highest occurrence of each business key; of a table that forgets in `latest`.
    private var occurrences: [BusinessKey: Int] = [:]
    private var latest = FingerprintTable()
    private var seen: Set<EventKey> = []
    /// What the clock is to start.
    private var plans: [RunID: Plan] = [:]
    /// The plans whose timers were taken from the queue and whose changes are still to come.
    private var firedPlans: Set<RunID> = []
    private static var planPlace: Int { -1 }
    private var timers = TimerQueue()
    /// The runs that have begun.
    package private(set) var startedCount = 0

    /// - Parameter forgets: of an ended run it is kept only that there was one, and of an event from outside nothing: whoever reads the
    ///   events must see to it that none comes twice. Such a table cannot be saved.
    package init(forgets: Bool) { self.forgets = forgets }

    // MARK: Saving

    /// All that the table remembers: `[states, what each holds, seen events, plans]`.
    package func canonicalBytes() -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.beginArray(count: 4)
        let runs = all
        encoder.encode(runs)
        encoder.beginArray(count: runs.count)
        for run in runs { encoder.encode(index[run.id].map { places[$0].holds } ?? []) }
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

    /// The table that wrote these bytes.
    package init(canonicalBytes bytes: [UInt8]) throws(CanonicalDecodingError) {
        self.init(forgets: false)
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
        for index in states.indices { keep(&states[index], holds: index < held.count ? held[index] : []) }
        for (id, plan) in plans { keep(plan, of: id) }
    }

    // MARK: What the runner asks

    package func hasSeen(source: Text, id: Text) -> Bool {
        guard !seen.isEmpty else { return false }
        return seen.contains(EventKey(source: source, id: id))
    }

    package func latestOccurrence(tenant: Text, workflow: Text, key: Text) -> Int {
        let key = BusinessKey(tenant: tenant, workflow: workflow, key: key)
        return forgets ? latest[key.fingerprint].map { Int($0) } ?? 0 : occurrences[key] ?? 0
    }

    package func run(_ id: RunID) -> RunState? { index[id].flatMap { places[$0].kept?.state } }

    /// The records that a run holds; none of a run that there is not.
    package func holds(of id: RunID) -> [RecordKey] { index[id].map { places[$0].holds } ?? [] }

    package func plan(_ id: RunID) -> Plan? { plans[id] }

    package func runs(holding record: RecordKey) -> [RunID] {
        holdings[record]?.places.map { places[Int($0)].id } ?? []
    }

    package mutating func runs(
        wokenBy event: Text, about record: RecordKey, at time: Instant
    ) -> [RunID] {
        guard let sleepsThrough, sleepsThrough(event) else { return runs(holding: record) }
        if awakeCount > 0 {
            return (holdings[record]?.places ?? []).compactMap { place in
                let place = Int(place)
                let isDue = places[place].wake.map { $0 <= time } ?? false
                return !places[place].isAsleep || places[place].isStale || isDue ? places[place].id : nil
            }
        }
        // Mostly few of very many.
        var woken: [RunID] = []
        if !stale.isEmpty {
            stale.removeAll { !places[$0].isStale }
            for place in stale where places[place].holds.contains(record) { woken.append(places[place].id) }
        }
        for entry in timers.entries(upTo: time) where entry.place != Self.planPlace {
            if isPlanned(entry), !places[entry.place].isStale, places[entry.place].holds.contains(record),
                !woken.contains(entry.run)
            {
                woken.append(entry.run)
            }
        }
        return woken
    }

    // MARK: Sleeping

    /// From now on events wake only those runs that they can concern; every record that changes is told by `hasChanged`.
    ///
    /// - Parameter sleepsThrough: whether no run can wait for an event of a type.
    package mutating func leaveAsleep(_ sleepsThrough: @escaping @Sendable (Text) -> Bool) {
        self.sleepsThrough = sleepsThrough
    }

    /// The runs that hold a record have not seen how it is now.
    package mutating func hasChanged(_ record: RecordKey) {
        guard let holders = holdings[record] else { return }
        for place in holders.places where !places[Int(place)].isStale {
            places[Int(place)].isStale = true
            stale.append(Int(place))
        }
    }

    // MARK: Changes

    /// - Parameter changes: their states are moved into the table; what is left of them means nothing.
    package mutating func commit(_ changes: inout Changes) {
        if let event = changes.seen, !forgets || event.isEmitted {
            seen.insert(EventKey(source: event.source, id: event.id))
        }
        for index in changes.runs.indices {
            keep(
                &changes.runs[index].state, holds: changes.runs[index].holds, sleeps: changes.runs[index].sleeps)
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

    private mutating func keep(_ state: inout RunState, holds: [RecordKey], sleeps: Bool = false) {
        let id = state.id
        let known = index[id]
        if known == nil { startedCount += 1 }
        if forgets, state.isEnded {
            if let known { forget(known) } else { note(id) }
            return
        }
        let place = known ?? add(id)
        if places[place].holds != holds {
            hold(place, holds, instead: places[place].holds)
            places[place].holds = holds
        }
        let wake = state.nextWake
        if let wake, places[place].wake != wake || places[place].isFired {
            timers.insert(TimerQueue.Entry(time: wake, run: id, place: place))
        }
        places[place].wake = wake
        places[place].isFired = false
        places[place].isStale = false
        rest(place, sleeps || holds.isEmpty)
        var taken = RunState.none
        swap(&taken, &state)
        places[place].kept = KeptState(taken)
    }

    /// A run that holds nothing is woken by no event.
    private mutating func rest(_ place: Int, _ sleeps: Bool) {
        guard places[place].isAsleep != sleeps else { return }
        places[place].isAsleep = sleeps
        awakeCount += sleeps ? -1 : 1
    }

    /// There is such an occurrence.
    private mutating func note(_ id: RunID) {
        let key = BusinessKey(tenant: id.tenant, workflow: id.workflow, key: id.key)
        guard forgets else {
            occurrences[key] = max(occurrences[key] ?? 0, id.occurrence)
            return
        }
        let number = UInt32(clamping: id.occurrence)
        if (latest[key.fingerprint] ?? 0) < number { latest.set(number, for: key.fingerprint) }
    }

    private mutating func add(_ id: RunID) -> Int {
        note(id)
        let place = freePlaces.popLast() ?? places.count
        index[id] = place
        if place == places.count { places.append(Place(id)) } else { places[place] = Place(id) }
        places[place].isFree = false
        return place
    }

    /// Of an ended run only its occurrence is kept.
    private mutating func forget(_ place: Int) {
        let id = places[place].id
        hold(place, [], instead: places[place].holds)
        rest(place, true)
        places[place] = Place(id)
        freePlaces.append(place)
        index[id] = nil
    }

    private mutating func hold(_ place: Int, _ records: [RecordKey], instead old: [RecordKey]) {
        let place = Int32(place)
        for record in old where !records.contains(record) {
            guard let index = holdings.index(forKey: record) else { continue }
            if !holdings.values[index].remove(place) { holdings.remove(at: index) }
        }
        for record in records where !old.contains(record) {
            if let index = holdings.index(forKey: record) {
                holdings.values[index].add(place)
            } else {
                holdings[record] = .one(place)
            }
        }
    }

    /// The earliest planned time.
    package mutating func nextTimer() -> Instant? {
        dropStaleTimers()
        return timers.isEmpty ? nil : timers.first.time
    }

    /// The first run that asked to be woken by a time.
    package mutating func timer(upTo time: Instant) -> RunID? {
        guard let next = nextTimer(), next <= time, let entry = timers.removeFirst() else { return nil }
        if entry.place == Self.planPlace { firedPlans.insert(entry.run) } else { places[entry.place].isFired = true }
        return entry.run
    }

    /// Behind it the first entry is one that still holds.
    private mutating func dropStaleTimers() {
        while !timers.isEmpty {
            let isPlan = timers.first.place == Self.planPlace
            if isPlan ? plans[timers.first.run]?.at == timers.first.time : isPlanned(timers.first) { return }
            timers.removeFirst()
        }
    }

    /// Whether it still holds. Another run may have the place by now.
    private func isPlanned(_ entry: TimerQueue.Entry) -> Bool {
        places[entry.place].wake == entry.time && places[entry.place].id == entry.run && !places[entry.place].isFree
    }

    /// The states of all runs, in the order of the runs.
    package var all: [RunState] { places.compactMap { $0.kept?.state }.sorted { $0.id < $1.id } }
}

/// A run with what is asked of it most often in front. A free place has the name of the run that it had.
private struct Place: Sendable {
    var id: RunID
    var wake: Instant?
    var isFree = true
    /// Its timer was taken from the queue, and its change is still to come.
    var isFired = false
    /// It waits, and nothing but its records and its timer can concern it.
    var isAsleep = true
    /// Of one that sleeps: a record that it holds has changed since it was awake.
    var isStale = false
    var holds: [RecordKey] = []
    /// Apart, so that a free place takes little.
    var kept: KeptState?

    init(_ id: RunID) { self.id = id }
}

/// A state as it was committed.
private final class KeptState: Sendable {
    let state: RunState

    init(_ state: consuming RunState) { self.state = state }
}

/// The places of the runs that hold a record, each once. Most records are held by one run.
private enum Holders: Sendable {
    case one(Int32)
    case several([Int32])

    var places: [Int32] {
        switch self {
        case .one(let place): [place]
        case .several(let places): places
        }
    }

    mutating func add(_ place: Int32) {
        switch self {
        case .one(place): break
        case .one(let known): self = .several([known, place])
        case .several(var places):
            self = .one(place)
            if !places.contains(place) { places.append(place) }
            self = .several(places)
        }
    }

    /// - Returns: whether any is left.
    mutating func remove(_ place: Int32) -> Bool {
        switch self {
        case .one(let known): return known != place
        case .several(var places):
            self = .one(place)
            if let index = places.firstIndex(of: place) {
                places.swapAt(index, places.count - 1)
                places.removeLast()
            }
            self = .several(places)
            return !places.isEmpty
        }
    }
}
