package import Dates
package import Encoding
package import Evaluation
package import Hosting
package import Program

/// The pure machine: one run, one input (`Documentation/Semantics.md`).
///
/// A run is a path of frames with a phase at its end. An input either finds what the phase waits for and sets the run
/// moving, or is recorded as having nothing to act on. A moving run takes steps until one of them must wait: for the answer
/// to a call, a person, a time, an event. What it asks of the world on the way are its effects. It reads no clock and nothing
/// outside its arguments, so the same arguments give the same bytes on every machine.
package enum Machine {
    /// The records of the items that are under way.
    package static func items(_ program: Program, _ state: RunState) -> [Query] {
        state.isRepeating ? state.itemQueries(program).map(\.query) : []
    }

    /// The list that is to be read next, when the records have been read; nothing when the snapshot is complete (S1).
    package static func nextList(
        _ program: Program, _ environment: Environment, _ state: RunState, _ snapshot: Snapshot
    ) -> ListQuery? {
        let index = snapshot.lists.count
        guard index < program.lists.count else { return nil }
        switch state.phase {
        case .dormant, .ended: return nil
        default: break
        }
        let list = program.lists[index]
        var reading = ReadingPlan(program, environment, event: state.event, snapshot, at: state.now)
        var conditions: [ListQuery.Condition] = []
        for condition in list.conditions {
            guard let comparison = ListQuery.Condition.Comparison(rawValue: condition.comparison.string),
                let value = reading.value(condition.value)
            else { continue }
            conditions.append(ListQuery.Condition(condition.field, comparison, value))
        }
        return ListQuery(type: list.type, conditions: conditions, limit: ListRead.pageRecords)
    }

    /// The records of a page that fulfil the list's own condition; `nil` if that cannot be asked of one of them.
    package static func select(
        _ program: Program, _ environment: Environment, _ state: RunState, _ snapshot: Snapshot, _ page: ListPage
    ) -> [HostRecord]? {
        let list = program.lists[snapshot.lists.count]
        var reading = ReadingPlan(program, environment, event: state.event, snapshot, at: state.now)
        var records: [HostRecord] = []
        for record in page.records {
            guard let fits = reading.fits(list, record.value) else { return nil }
            if fits { records.append(record) }
        }
        return records
    }

    /// The business key of the run that an event is for, or `nil` if the event is not for this workflow.
    ///
    /// The trigger's condition is asked of an event that would start a run, not of one that reopens it.
    package static func businessKey(
        _ program: Program, _ environment: Environment, _ event: Value, isReopening: Bool, at: Instant
    ) -> Text? {
        var reading = ReadingPlan(program, environment, event: event, Snapshot(), at: at)
        if !isReopening, let condition = program.trigger.condition, !reading.isTrue(condition) { return nil }
        return reading.identity(program.trigger.key)
    }

    /// Makes the run take one input.
    ///
    /// - Parameters:
    ///   - state: the run before the input, and then after it. It is changed in place, since a copy would be counted for each of its parts.
    ///   - at: the input's time; the run's `now` never goes back.
    ///   - snapshot: the complete plan.
    /// - Throws: `MachineError.otherProgram` for a state that is pinned to another program (S11).
    package static func advance(
        _ program: Program, _ environment: Environment, _ state: inout RunState, _ input: Input, at: Instant,
        _ snapshot: Snapshot
    ) throws(MachineError) -> Advance {
        guard state.program == program.identity else { throw .otherProgram }
        guard snapshot.records.count >= program.records.count else { throw .incompleteSnapshot }
        let now = max(state.now, at)
        return withUnsafeMutablePointer(to: &state) { state in
            withUnsafeTemporaryAllocation(of: Value.self, capacity: program.slotCount) { slots in
                program.initialize(slots)
                defer { slots.deinitialize() }
                var advancing = Advancing(program, environment, state, slots, snapshot, at: now)
                advancing.take(input)
                return advancing.finished()
            }
        }
    }

    /// The most steps that one advance takes before the run is suspended (S14).
    package static let maximumStepsPerAdvance = 10_000
    /// The bytes of a state in the canonical encoding (S14).
    package static let maximumStateBytes = 65_536
    /// The stale answers in a row after which a run is suspended (S2).
    package static let maximumStaleAnswers = 8
    /// The events that a run keeps for its event-waits (S8).
    package static let maximumBufferedEvents = 64
}

/// A misuse of the machine by the engine round it; never the author's fault.
package enum MachineError: Error, Hashable, Sendable {
    case otherProgram
    case incompleteSnapshot
}
