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
    package var records: Records
    private var ownMemory = AdvanceMemory()
    // Apart, since what does not depend on the records is compiled once and for all.
    private var runs: RunTable

    package init(records: Records) {
        self.records = records
        runs = RunTable(forgets: false)
    }

    /// The partition that wrote these bytes.
    package init(records: Records, canonicalBytes bytes: [UInt8]) throws(CanonicalDecodingError) {
        self.records = records
        runs = try RunTable(canonicalBytes: bytes)
    }

    /// All that the partition remembers, the records apart.
    package func canonicalBytes() -> [UInt8] { runs.canonicalBytes() }

    // MARK: What the runner asks

    package var memory: AdvanceMemory {
        mutating get {
            // A copy of the partition may advance meanwhile.
            if !isKnownUniquelyReferenced(&ownMemory) { ownMemory = AdvanceMemory() }
            return ownMemory
        }
    }

    package mutating func hasSeen(source: Text, id: Text) throws(Missing) -> Bool {
        runs.hasSeen(source: source, id: id)
    }

    package mutating func latestOccurrence(tenant: Text, workflow: Text, key: Text) throws(Missing) -> Int {
        runs.latestOccurrence(tenant: tenant, workflow: workflow, key: key)
    }

    package mutating func run(_ id: RunID) throws(Missing) -> RunState? { runs.run(id) }

    package mutating func plan(_ id: RunID) throws(Missing) -> Plan? { runs.plan(id) }

    package mutating func runs(holding record: RecordKey) throws(Missing) -> [RunID] { runs.runs(holding: record) }

    package mutating func list(_ query: ListQuery) throws(Missing) -> ListPage? { try records.list(query) }

    package mutating func record(_ query: Query) throws(Missing) -> HostRecord? { try records.read(query) }

    // MARK: What it answers

    package mutating func commit(_ changes: Changes) { runs.commit(changes, keepingBoxes: false) }

    /// The earliest planned time.
    package mutating func nextTimer() -> Instant? { runs.nextTimer() }

    /// The first run that asked to be woken by a time.
    package mutating func timer(upTo time: Instant) -> RunID? { runs.timer(upTo: time) }

    /// The states of all runs, in the order of the runs.
    package var allRuns: [RunState] { runs.all }
}

extension MemoryPartition: Sendable where Records: Sendable {}
