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
    /// The same for the advance that is made now, which changes it: a slice for which nothing can be missing may lend the state that it keeps, since the
    /// changes bring it back.
    mutating func lendRun(_ id: RunID) throws(Missing) -> StateBox?
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

    package mutating func lendRun(_ id: RunID) throws(Missing) -> StateBox? { try run(id).map { StateBox($0) } }

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
        // Unchecked since it is variable; it is changed only by who makes it and by who commits it. Other modules ask its methods and not its fields:
        // exclusive access would be enforced there.
        @exclusivity(unchecked) private var content: Content

        private struct Content {
            var box: StateBox?
            var program: Digest
            var isEnded = false
            var holds: [RecordKey] = []
            var effects: [Effect] = []
            var trace: [TraceEntry] = []
            var sleeps = false
        }

        fileprivate init(_ box: StateBox, of program: Digest) { content = Content(box: box, program: program) }

        /// The same once more, to be kept while the state goes on.
        package init(_ other: RunChange) {
            content = other.content
            content.box = StateBox(other.state)
        }

        /// The run from now on, in a place that whoever commits the changes may keep.
        package var box: StateBox { content.box ?? StateBox(.none) }
        package var state: RunState { box.state }
        package var id: RunID { box.id }
        /// The program that the run is pinned to.
        package var program: Digest { content.program }
        package var isEnded: Bool { content.isEnded }
        /// The records that the run holds from now on: what wakes it.
        package var holds: [RecordKey] { content.holds }
        package var effects: [Effect] { content.effects }
        package var trace: [TraceEntry] { content.trace }
        /// It waits, and until a record that it holds has changed, its timer fires or an event comes that it waits for, nothing can come of
        /// waking it.
        package var sleeps: Bool { content.sleeps }

        func hold(_ record: Query) { content.holds.append(RecordKey(type: record.type, id: record.id)) }

        func lend(_ advancing: inout Advancing) { advancing.use(&content.effects, &content.trace) }

        /// Takes what has come of an advance that has read so many records of items.
        ///
        /// - Parameter sleeps: if it does nothing but wait.
        func take(_ advancing: inout Advancing, itemCount: Int, sleeps: Bool) {
            let (standing, items) = advancing.finish(&content.effects, &content.trace)
            switch standing {
            case .ended:
                content.isEnded = true
                content.holds.removeEach()
            case .dormant:
                content.holds.removeEach()
            case .waiting, .busy:
                if case .waiting = standing { content.sleeps = sleeps }
                // Of the items it holds from now on those that are under way now.
                if itemCount > 0 { content.holds.removeLast(itemCount) }
                for item in items { hold(item) }
            }
        }

        fileprivate func use(for box: StateBox, of program: Digest) {
            content.box = box
            content.program = program
        }

        /// Keeps the memory of its lists.
        fileprivate func clear() {
            content.box = nil
            content.holds.removeEach()
            content.effects.removeEach()
            content.trace.removeEach()
            content.isEnded = false
            content.sleeps = false
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
    mutating func add(_ box: StateBox, of program: Digest) -> RunChange {
        let change = spare.popLast() ?? RunChange(box, of: program)
        change.use(for: box, of: program)
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
