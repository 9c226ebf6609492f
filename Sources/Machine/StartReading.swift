package import Dates
import Encoding
package import Evaluation
package import Hosting
package import Program

/// What is asked of a record before a run starts at one of its dates.
package struct StartReading: ~Copyable {
    private let program: Program
    private let environment: Environment
    private let slots: [Value]
    private var evaluator: LazyEvaluator

    /// - Parameters:
    ///   - planned: what the run would know of its start.
    ///   - record: the first of the read plan; `nil` if there is none of that identity.
    package init(
        _ program: Program, _ environment: Environment, planned: Value, _ record: HostRecord?, at now: Instant
    ) {
        self.program = program
        self.environment = environment
        evaluator = LazyEvaluator(environment, now)
        var slots = program.newSlots()
        slots[Program.eventSlot] = planned
        if let record { slots[Program.slot(ofRecord: 0)] = record.value }
        self.slots = slots
    }

    /// The civil date that an expression gives; `nil` if there is none.
    package mutating func date(_ index: CodeIndex) -> CivilDate? {
        let value = try? evaluator.evaluate(program.code[index], slots)
        return value?.asDate ?? value?.asInstant.flatMap { try? environment.civilDate($0) }
    }

    package mutating func isTrue(_ index: CodeIndex) -> Bool {
        (try? evaluator.evaluate(program.code[index], slots))?.asBool == true
    }
}
