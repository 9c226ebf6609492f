package import Dates
package import Encoding
package import Evaluation
package import Program

/// The pure machine: one run, one input (`Documentation/Semantics.md`).
///
/// A run is a path of frames with a phase at its end. An input either finds what the phase waits for and sets the run
/// moving, or is recorded as having nothing to act on. A moving run takes steps until one of them must wait: for the answer
/// to a call, a person, a time, an event. What it asks of the world on the way are its effects. It reads no clock and nothing
/// outside its arguments, so the same arguments give the same bytes on every machine.
package enum Machine {
    /// The business key of the run that an event is for, or `nil` if the event is not for this workflow.
    ///
    /// The trigger's condition is asked of an event that would start a run, not of one that reopens it.
    package static func businessKey(
        _ program: Program, _ environment: Environment, _ event: Value, isReopening: Bool, at: Instant,
        _ memory: AdvanceMemory
    ) -> Text? {
        var reading = ReadingPlan(program, environment, event: event, at: at, memory)
        if program.records.isEmpty { reading.enterZone() }
        if !isReopening, let condition = program.trigger.condition, !reading.isTrue(condition) { return nil }
        return reading.identity(program.trigger.key)
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
    /// The run is pinned to another program (S11).
    case otherProgram
    /// There are records or lists of the plan that have not been read.
    case incompleteSnapshot
}
