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
    private var index = PlaceIndex()
    /// The place that was looked for last: mostly it is looked for again.
    private var recent = 0
    private var holdings = Holdings()
    /// The runs that do not sleep, and the places of those that are stale, some of which may have been woken since.
    private var awakeCount = 0
    private var stale: [Int] = []
    /// The types of the events that some run may wait for. Nothing is known of the others if `nil`: then all are woken.
    private var sleepsThrough: (@Sendable (Text) -> Bool)?
    /// The highest occurrence of each business key; of a table that forgets in `latest`.
    private var occurrences: [BusinessKey: Int] = [:]
    private var latest = FingerprintTable()
    private var seen: Set<EventKey> = []
    /// What the clock is to start. Each has a place as a run has, and its name is that of no run.
    private var plans: [RunID: Plan] = [:]
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
        for run in runs { encoder.encode(holds(of: run.id)) }
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
        for (index, state) in states.enumerated() {
            keep(StateBox(state), holds: index < held.count ? held[index] : [])
        }
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

    package mutating func run(_ id: RunID) -> RunState? { place(of: id).flatMap { places[$0].kept?.state } }

    /// The state that is kept here, to be changed and committed. Another table may have it as well: this one then has its own from now on.
    package mutating func lendRun(_ id: RunID) -> StateBox? {
        guard let place = place(of: id) else { return nil }
        if !isKnownUniquelyReferenced(&places[place].kept), let shared = places[place].kept {
            places[place].kept = StateBox(shared.state)
        }
        return places[place].kept
    }

    private mutating func place(of id: RunID) -> Int? {
        if recent < places.count, places[recent].id == id { return places[recent].isFree ? nil : recent }
        guard let place = known(id) else { return nil }
        recent = place
        return place
    }

    private func known(_ id: RunID) -> Int? {
        var candidates = index.candidates(id.placeHash)
        while let place = index.next(&candidates) {
            if places[place].id == id { return place }
        }
        return nil
    }

    /// The records that a run holds; none of a run that there is not.
    package func holds(of id: RunID) -> [RecordKey] { known(id).map { places[$0].holds } ?? [] }

    package func plan(_ id: RunID) -> Plan? { plans[id] }

    package func runs(holding record: RecordKey) -> [RunID] {
        holdings.holders(of: record)?.places.map { places[Int($0)].id } ?? []
    }

    package mutating func runs(
        wokenBy event: Text, about record: RecordKey, at time: Instant
    ) -> [RunID] {
        guard let sleepsThrough, sleepsThrough(event) else { return runs(holding: record) }
        if awakeCount > 0 {
            return (holdings.holders(of: record)?.places ?? []).compactMap { place in
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
        for entry in timers.entries(upTo: time) {
            let place = Int(entry.place)
            // Of one place at most one entry still holds.
            if isPlanned(entry), !places[place].isStale, places[place].holds.contains(record) {
                woken.append(places[place].id)
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
        switch holdings.holders(of: record) {
        case .one(let place): goStale(Int(place))
        case .several(let places): for place in places { goStale(Int(place)) }
        case nil: break
        }
    }

    private mutating func goStale(_ place: Int) {
        guard !places[place].isStale else { return }
        places[place].isStale = true
        stale.append(place)
    }

    // MARK: Changes

    /// - Parameter keepsBoxes: the table keeps the states where they are; nobody changes them but through it.
    package mutating func commit(_ changes: borrowing Changes, keepingBoxes keepsBoxes: Bool) {
        if !forgets || changes.seen?.isEmitted == true, let event = changes.seen {
            seen.insert(EventKey(source: event.source, id: event.id))
        }
        for change in changes.runs {
            keep(keepsBoxes ? change.box : StateBox(change.state), holds: change.holds, sleeps: change.sleeps)
        }
        for change in changes.plans { keep(change.plan, of: change.id) }
    }

    private mutating func keep(_ plan: Plan, of id: RunID) {
        plans[id] = plan
        wake(place(of: id) ?? add(id), at: plan.at)
    }

    private mutating func keep(_ box: StateBox, holds: [RecordKey], sleeps: Bool = false) {
        guard let place = self.place(of: box) else {
            startedCount += 1
            note(box.id)
            return forgets && box.isEnded ? () : keep(box, at: add(box.id), holds: holds, sleeps: sleeps)
        }
        forgets && box.isEnded ? forget(place) : keep(box, at: place, holds: holds, sleeps: sleeps)
    }

    private mutating func keep(_ box: StateBox, at place: Int, holds: [RecordKey], sleeps: Bool) {
        if places[place].holds != holds {
            hold(place, holds, instead: places[place].holds)
            places[place].holds = holds
        }
        wake(place, at: box.nextWake)
        places[place].isStale = false
        rest(place, sleeps || holds.isEmpty)
        if places[place].kept !== box { places[place].kept = box }
    }

    /// Mostly the box is the one that was just lent.
    private mutating func place(of box: StateBox) -> Int? {
        if recent < places.count, places[recent].kept === box { return recent }
        return place(of: box.id)
    }

    /// Plans a time in place of the one before.
    private mutating func wake(_ place: Int, at time: Instant?) {
        guard places[place].wake != time || places[place].isFired else { return }
        places[place].wake = time
        places[place].isFired = false
        places[place].ticket &+= 1
        guard let time else { return }
        places[place].entryCount += 1
        let places = places
        timers.insert(TimerQueue.Entry(time: time, place: Int32(place), ticket: places[place].ticket)) {
            places[Int($0)].id < places[Int($1)].id
        }
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
        let print = key.fingerprint
        if (latest[print] ?? 0) < number { latest.set(number, for: print) }
    }

    private mutating func add(_ id: RunID) -> Int {
        let place = freePlaces.popLast() ?? places.count
        index.insert(place, id.placeHash)
        recent = place
        if place == places.count { places.append(Place(id)) } else { places[place].use(for: id) }
        return place
    }

    /// Of an ended run only its occurrence is kept.
    private mutating func forget(_ place: Int) {
        hold(place, [], instead: places[place].holds)
        rest(place, true)
        index.remove(place, places[place].id.placeHash)
        places[place].free()
        if places[place].entryCount == 0 { freePlaces.append(place) }
    }

    private mutating func hold(_ place: Int, _ records: [RecordKey], instead old: [RecordKey]) {
        let place = Int32(place)
        for record in old where !records.contains(record) { holdings.remove(place, from: record) }
        for record in records where !old.contains(record) { holdings.add(place, to: record) }
    }

    /// The earliest planned time.
    package mutating func nextTimer() -> Instant? {
        dropStaleTimers()
        return timers.isEmpty ? nil : timers.first.time
    }

    /// The first run that asked to be woken by a time.
    package mutating func timer(upTo time: Instant) -> RunID? {
        guard let next = nextTimer(), next <= time else { return nil }
        recent = Int(timers.first.place)
        places[recent].isFired = true
        removeFirstTimer()
        return places[recent].id
    }

    /// Behind it the first entry is one that still holds.
    private mutating func dropStaleTimers() { while !timers.isEmpty, !isPlanned(timers.first) { removeFirstTimer() } }

    private mutating func removeFirstTimer() {
        let place = Int(timers.first.place)
        places[place].entryCount -= 1
        if places[place].isFree, places[place].entryCount == 0 { freePlaces.append(place) }
        let places = places
        timers.removeFirst { places[Int($0)].id < places[Int($1)].id }
    }

    /// Whether it still holds.
    private func isPlanned(_ entry: TimerQueue.Entry) -> Bool { places[Int(entry.place)].ticket == entry.ticket }

    /// The states of all runs, in the order of the runs.
    package var all: [RunState] { places.compactMap { $0.kept?.state }.sorted { $0.id < $1.id } }
}

/// A run with what is asked of it most often in front. A free place has the name of the run that it had.
private struct Place: Sendable {
    private(set) var id: RunID
    var wake: Instant?
    /// Of the entry in the queue that holds.
    var ticket: UInt32 = 0
    /// Its entries in the queue. While there are any it keeps its name, by which they are in order.
    var entryCount: UInt32 = 0
    private(set) var isFree = false
    /// Its timer was taken from the queue, and its change is still to come.
    var isFired = false
    /// It waits, and nothing but its records and its timer can concern it.
    var isAsleep = true
    /// Of one that sleeps: a record that it holds has changed since it was awake.
    var isStale = false
    var holds: [RecordKey] = []
    /// Apart, so that a free place takes little.
    var kept: StateBox?

    init(_ id: RunID) { self.id = id }

    mutating func use(for id: RunID) {
        self.id = id
        isFree = false
    }

    mutating func free() {
        wake = nil
        ticket &+= 1
        isFree = true
        isFired = false
        isAsleep = true
        isStale = false
        holds = []
        kept = nil
    }
}

extension RunID {
    fileprivate var placeHash: UInt64 {
        key.placeHash &+ UInt64(truncatingIfNeeded: occurrence) &* 0x9E37_79B9_7F4A_7C15
    }
}

/// Which runs hold which records.
private struct Holdings: Sendable {
    private struct Entry: Sendable {
        var record: RecordKey
        /// Nobody holds the record of an entry that is free.
        var holders: Holders
    }

    private var entries: [Entry] = []
    private var free: [Int] = []
    private var index = PlaceIndex()

    private func place(of record: RecordKey) -> Int? {
        var candidates = index.candidates(record.id.placeHash)
        while let place = index.next(&candidates) {
            if entries[place].record == record { return place }
        }
        return nil
    }

    func holders(of record: RecordKey) -> Holders? { place(of: record).map { entries[$0].holders } }

    mutating func add(_ run: Int32, to record: RecordKey) {
        if let place = place(of: record) { return entries[place].holders.add(run) }
        let entry = Entry(record: record, holders: .one(run))
        let place = free.popLast() ?? entries.count
        if place == entries.count { entries.append(entry) } else { entries[place] = entry }
        index.insert(place, record.id.placeHash)
    }

    mutating func remove(_ run: Int32, from record: RecordKey) {
        guard let place = place(of: record), !entries[place].holders.remove(run) else { return }
        index.remove(place, record.id.placeHash)
        free.append(place)
    }
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
