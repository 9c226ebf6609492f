package import Dates
package import Encoding
package import Hosting
package import Machine
package import Runner

/// Where a partition's records are read. A source that must fetch a record first says so, and is asked again.
package protocol RecordSource {
    mutating func read(_ query: Query) throws(Missing) -> HostRecord?
}

/// The runs of one partition in memory: the plainest shell round `Runner.step`.
package struct MemoryPartition<Records: RecordSource>: Slice {
    private struct BusinessKey: Hashable {
        var tenant: Text
        var workflow: Text
        var key: Text
    }

    private struct EventKey: Hashable {
        var source: Text
        var id: Text
    }

    package var records: Records
    private var states: [RunID: RunState] = [:]
    private var holdings: [RecordKey: [RunID]] = [:]
    private var held: [RunID: [RecordKey]] = [:]
    private var occurrences: [BusinessKey: Int] = [:]
    private var seen: Set<EventKey> = []
    private var timers = TimerQueue()
    /// The runs whose timers were taken from the queue and whose changes are still to come.
    private var fired: Set<RunID> = []

    package init(records: Records) { self.records = records }

    // MARK: Saving

    /// All that the partition remembers, the records apart: `[states, what each holds, seen events]`.
    package func canonicalBytes() -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.beginArray(count: 3)
        let runs = allRuns
        encoder.encode(runs)
        encoder.beginArray(count: runs.count)
        for run in runs { encoder.encode(held[run.id] ?? []) }
        encoder.beginArray(count: seen.count)
        for key in seen.sorted(by: { ($0.source, $0.id) < ($1.source, $1.id) }) {
            encoder.beginArray(count: 2)
            encoder.encode(key.source)
            encoder.encode(key.id)
        }
        return encoder.bytes
    }

    /// The partition that wrote these bytes.
    package init(records: Records, canonicalBytes bytes: [UInt8]) throws(CanonicalDecodingError) {
        self.init(records: records)
        var states: [RunState] = []
        var held: [[RecordKey]] = []
        var seen: [EventKey] = []
        try CanonicalDecoder.decode(bytes) { (decoder) throws(CanonicalDecodingError) in
            try decoder.beginArray(count: 3)
            states = try decoder.decodeArray()
            var elements = try decoder.beginArray()
            while decoder.nextElement(&elements) { held.append(try decoder.decodeArray()) }
            elements = try decoder.beginArray()
            while decoder.nextElement(&elements) {
                try decoder.beginArray(count: 2)
                seen.append(EventKey(source: try decoder.decode(), id: try decoder.decode()))
                decoder.endArray()
            }
            decoder.endArray()
        }
        self.seen = Set(seen)
        for (index, state) in states.enumerated() { keep(state, holds: index < held.count ? held[index] : []) }
    }

    // MARK: What the runner asks

    package mutating func hasSeen(source: Text, id: Text) throws(Missing) -> Bool {
        seen.contains(EventKey(source: source, id: id))
    }

    package mutating func latestOccurrence(tenant: Text, workflow: Text, key: Text) throws(Missing) -> Int {
        occurrences[BusinessKey(tenant: tenant, workflow: workflow, key: key)] ?? 0
    }

    package mutating func run(_ id: RunID) throws(Missing) -> RunState? { states[id] }

    package mutating func runs(holding record: RecordKey) throws(Missing) -> [RunID] { holdings[record] ?? [] }

    package mutating func record(_ query: Query) throws(Missing) -> HostRecord? { try records.read(query) }

    // MARK: What it answers

    package mutating func commit(_ changes: Changes) {
        if let event = changes.seen { seen.insert(EventKey(source: event.source, id: event.id)) }
        for change in changes.runs {
            keep(change.state, holds: change.holds)
        }
    }

    private mutating func keep(_ state: RunState, holds: [RecordKey]) {
        let id = state.id
        let before = states.updateValue(state, forKey: id)
        let key = BusinessKey(tenant: id.tenant, workflow: id.workflow, key: id.key)
        occurrences[key] = max(occurrences[key] ?? 0, id.occurrence)
        hold(id, holds)
        let hasFired = fired.remove(id) != nil
        if let wake = state.nextWake, before?.nextWake != wake || hasFired {
            timers.insert(TimerQueue.Entry(time: wake, run: id))
        }
    }

    private mutating func hold(_ id: RunID, _ records: [RecordKey]) {
        let old = held[id] ?? []
        guard old != records else { return }
        for record in old where !records.contains(record) {
            holdings[record]?.removeAll { $0 == id }
            if holdings[record]?.isEmpty == true { holdings[record] = nil }
        }
        for record in records where !old.contains(record) && holdings[record]?.contains(id) != true {
            holdings[record, default: []].append(id)
        }
        held[id] = records.isEmpty ? nil : records
    }

    /// The earliest planned time.
    package mutating func nextTimer() -> Instant? { earliestTimer()?.time }

    /// The first run that asked to be woken by a time.
    package mutating func timer(upTo time: Instant) -> RunID? {
        guard let entry = earliestTimer(), entry.time <= time else { return nil }
        timers.removeFirst()
        fired.insert(entry.run)
        return entry.run
    }

    private mutating func earliestTimer() -> TimerQueue.Entry? {
        while let entry = timers.first {
            if states[entry.run]?.nextWake == entry.time { return entry }
            timers.removeFirst()
        }
        return nil
    }

    /// The states of all runs, in the order of the runs.
    package var allRuns: [RunState] { states.values.sorted { $0.id < $1.id } }
}

extension MemoryPartition: Sendable where Records: Sendable {}
