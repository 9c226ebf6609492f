package import Dates
package import Encoding
package import Hosting
package import Machine

/// What the runner asks of the shell round it: the part of one partition that a delivery touches.
///
/// A shell that has the answer at hand returns it; one that must fetch it throws `Missing`, fetches, and calls
/// `Runner.step` again, which starts anew and comes to the same place. Nothing is changed before `step` returns.
package protocol Slice {
    /// Memory in which runs advance.
    var memory: AdvanceMemory { mutating get }
    /// Whether an event of this source and identity has been taken before (S8).
    mutating func hasSeen(source: Text, id: Text) throws(Missing) -> Bool
    /// The highest occurrence of a business key, 0 if there has been no run of it.
    mutating func latestOccurrence(tenant: Text, workflow: Text, key: Text) throws(Missing) -> Int
    mutating func run(_ id: RunID) throws(Missing) -> RunState?
    /// The same for the advance that is made now: a slice for which nothing can be missing may move the state out, since it gets it back with the
    /// changes.
    mutating func takeRun(_ id: RunID) throws(Missing) -> RunState?
    /// What the clock is to start under this name, if anything was planned for it.
    mutating func plan(_ id: RunID) throws(Missing) -> Plan?
    /// The runs that hold a record, in any order and without repetition.
    mutating func runs(holding record: RecordKey) throws(Missing) -> [RunID]
    /// Of these the runs that an event about the record can concern: all of them, unless the slice knows better.
    mutating func runs(wokenBy event: Text, about record: RecordKey, at time: Instant) throws(Missing) -> [RunID]
    /// The record as the host has it, with its revision; `nil` if there is none.
    mutating func record(_ query: Query) throws(Missing) -> HostRecord?
    /// A page of records as the host has them; `nil` if it cannot say.
    mutating func list(_ query: ListQuery) throws(Missing) -> ListPage?
}

extension Slice {
    package var memory: AdvanceMemory { AdvanceMemory() }

    package mutating func takeRun(_ id: RunID) throws(Missing) -> RunState? { try run(id) }

    package mutating func runs(
        wokenBy event: Text, about record: RecordKey, at time: Instant
    ) throws(Missing) -> [RunID] { try runs(holding: record) }
}

/// What a shell must fetch before the step can be made.
package enum Missing: Error, Hashable, Sendable {
    case seen(source: Text, id: Text)
    case latestOccurrence(tenant: Text, workflow: Text, key: Text)
    case run(RunID)
    case plan(RunID)
    case runs(RecordKey)
    case record(Query)
    case list(ListQuery)
}

/// All that one delivery changes, to be committed in one transaction and in this order.
package struct Changes: Sendable {
    /// A class, since it is large and changed where it lies: a copy would be counted for each of its parts.
    package final class RunChange: @unchecked Sendable {
        // Unchecked since it is variable; it is changed only by who makes it and by who commits it.
        @exclusivity(unchecked) package fileprivate(set) var id: RunID
        /// The program that the run is pinned to, and whether the run is over: said apart, since the state may be moved to its place.
        @exclusivity(unchecked) package fileprivate(set) var program: Digest
        @exclusivity(unchecked) package private(set) var isEnded = false
        @exclusivity(unchecked) package var state = RunState.none
        /// The records that the run holds from now on: what wakes it.
        @exclusivity(unchecked) package internal(set) var holds: [RecordKey] = []
        @exclusivity(unchecked) package private(set) var effects: [Effect] = []
        @exclusivity(unchecked) package private(set) var trace: [TraceEntry] = []
        /// It waits, and until a record that it holds has changed, its timer fires or an event comes that it waits for, nothing can come of
        /// waking it.
        @exclusivity(unchecked) package internal(set) var sleeps = false

        fileprivate init(_ id: RunID, of program: Digest) {
            self.id = id
            self.program = program
        }

        /// The same once more, to be committed while this one is still looked at.
        package init(_ other: RunChange) {
            id = other.id
            program = other.program
            isEnded = other.isEnded
            state = other.state
            holds = other.holds
            effects = other.effects
            trace = other.trace
            sleeps = other.sleeps
        }

        func lend(_ advancing: inout Advancing) { advancing.use(&effects, &trace) }

        func take(_ advancing: inout Advancing) {
            isEnded = advancing.isEnded
            advancing.finish(&state, &effects, &trace)
        }

        /// Keeps the memory of its lists.
        fileprivate func clear() {
            var none = RunState.none
            swap(&none, &state)
            holds.removeAll(keepingCapacity: true)
            effects.removeAll(keepingCapacity: true)
            trace.removeAll(keepingCapacity: true)
            isEnded = false
            sleeps = false
        }
    }

    package struct PlanChange: Sendable {
        package var id: RunID
        package var plan: Plan
    }

    /// A start whose time has passed and that is not made up for (S6).
    package struct MissedStart: Sendable {
        package var run: RunID
        package var planned: Instant
    }

    /// The event that has now been taken.
    package var seen: DeliveredEvent?
    /// The event had been taken before; nothing else has changed.
    package var isDuplicate = false
    /// A delivery for a run that is not there.
    package var isUnknownRun = false
    package var runs: [RunChange] = []
    /// What the clock is to start from now on.
    package var plans: [PlanChange] = []
    package var missed: [MissedStart] = []

    /// Changes of runs that `clear` has taken back: their lists have memory.
    private var spare: [RunChange] = []

    package init() {}

    /// Adds a change of a run.
    mutating func add(_ id: RunID, of program: Digest) -> RunChange {
        let change = spare.popLast() ?? RunChange(id, of: program)
        change.id = id
        change.program = program
        runs.append(change)
        return change
    }

    /// Makes it empty again, and keeps its memory.
    package mutating func clear() {
        seen = nil
        isDuplicate = false
        isUnknownRun = false
        while var change = runs.popLast() {
            guard spare.count < 4, isKnownUniquelyReferenced(&change) else { continue }
            change.clear()
            spare.append(change)
        }
        if !plans.isEmpty { plans = [] }
        if !missed.isEmpty { missed = [] }
    }

    /// What has become of a run so far.
    func last(of id: RunID) -> RunChange? { runs.last { $0.id == id } }

    /// Whether a run that held one of these records before still does.
    func leaves(_ id: RunID, holding records: [RecordKey]) -> Bool {
        guard let change = last(of: id) else { return true }
        return change.holds.contains(where: records.contains)
    }
}
