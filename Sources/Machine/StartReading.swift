package import Dates
import Encoding
package import Evaluation
import Hosting
package import Program

/// What is asked of a record before a run starts at one of its dates.
package struct StartReading: ~Copyable {
    /// In the zone that the run would have; in that of the settings where it would have none, and could not go on.
    package let environment: Environment
    private let program: Program
    private let slots: [Value]
    private var evaluator: LazyEvaluator
    private let isThere: Bool

    /// - Parameters:
    ///   - planned: what the run would know of its start.
    ///   - snapshot: the complete plan.
    package init(
        _ program: Program, _ environment: Environment, planned: Value, _ snapshot: Snapshot, at now: Instant
    ) {
        self.program = program
        var slots = program.newSlots()
        slots[Program.eventSlot] = planned
        for index in snapshot.records.indices {
            if let value = snapshot.records[index]?.value { slots[Program.slot(ofRecord: index)] = value }
        }
        self.slots = slots
        isThere = snapshot.records.first.flatMap { $0 } != nil
        evaluator = LazyEvaluator(environment, now)
        let own = environment.ofRun(program, slots, &evaluator)
        self.environment = own ?? environment
        if let own { evaluator = LazyEvaluator(own, now) }
    }

    /// The civil date that an expression gives; `nil` if there is none, or no such record.
    package mutating func date(_ index: CodeIndex) -> CivilDate? {
        guard isThere else { return nil }
        let value = try? evaluator.evaluate(program.code[index], slots)
        return value?.asDate ?? value?.asInstant.flatMap { try? environment.civilDate($0) }
    }

    package mutating func isTrue(_ index: CodeIndex) -> Bool {
        (try? evaluator.evaluate(program.code[index], slots))?.asBool == true
    }
}
