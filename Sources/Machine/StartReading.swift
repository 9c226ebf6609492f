package import Dates
import Encoding
package import Evaluation
package import Hosting
package import Program

/// What is asked of a record before a run starts at one of its dates: first all is read that the run would read, and then it is asked.
///
///     while let query = reading.next() { reading.take(host.read(query)) }
package struct StartReading: ~Copyable {
    private var plan: ReadingPlan
    private var isThere: Bool { plan.isFirstThere }

    /// - Parameter planned: what the run would know of its start.
    package init(
        _ program: Program, _ environment: Environment, planned: Value, at now: Instant, _ memory: AdvanceMemory
    ) {
        plan = ReadingPlan(program, environment, event: planned, at: now, memory)
    }

    /// The record to be read next; nothing when all have been.
    package mutating func next() -> Query? {
        if let query = plan.next() { return query }
        plan.enterZone()
        return nil
    }

    /// What the host has of the record that `next` named; `nil` if there is none.
    package mutating func take(_ record: consuming HostRecord?) { plan.take(record) }

    /// In the zone that the run would have; in that of the settings where it would have none, and could not go on.
    package var environment: Environment { plan.environment }

    /// The civil date that an expression gives; `nil` if there is none, or no such record.
    package mutating func date(_ index: CodeIndex) -> CivilDate? {
        guard isThere, let value = plan.value(index) else { return nil }
        return value.asDate ?? value.asInstant.flatMap { try? environment.civilDate($0) }
    }

    package mutating func isTrue(_ index: CodeIndex) -> Bool { plan.isTrue(index) }
}
