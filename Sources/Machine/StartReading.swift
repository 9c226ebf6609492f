package import Dates
import Encoding
package import Evaluation
import Hosting
package import Program

/// What is asked of a record before a run starts at one of its dates.
package struct StartReading: ~Copyable {
    private var plan: ReadingPlan
    private let isThere: Bool

    /// - Parameters:
    ///   - planned: what the run would know of its start.
    ///   - snapshot: the complete plan.
    package init(
        _ program: Program, _ environment: Environment, planned: Value, _ snapshot: Snapshot, at now: Instant
    ) {
        plan = ReadingPlan(program, environment, event: planned, snapshot, at: now)
        isThere = snapshot.records.first.flatMap { $0 } != nil
    }

    /// In the zone that the run would have; in that of the settings where it would have none, and could not go on.
    package var environment: Environment { plan.environment }

    /// The civil date that an expression gives; `nil` if there is none, or no such record.
    package mutating func date(_ index: CodeIndex) -> CivilDate? {
        guard isThere, let value = plan.value(index) else { return nil }
        return value.asDate ?? value.asInstant.flatMap { try? environment.civilDate($0) }
    }

    package mutating func isTrue(_ index: CodeIndex) -> Bool { plan.isTrue(index) }
}
