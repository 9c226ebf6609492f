package import Evaluation

/// An evaluator that is made when the first expression is reached: most tables have none.
package struct RuleEvaluator: ~Copyable {
    package let environment: EvaluationEnvironment
    private var evaluator: Evaluator?

    package init(_ environment: EvaluationEnvironment) {
        self.environment = environment
        evaluator = nil
    }

    /// The value of an expression over the inputs and what its place adds to them.
    mutating func evaluate(_ code: Code, _ slots: [Value]) throws(EvaluationError) -> Value {
        if let value = code.direct(slots) { return value }
        if evaluator == nil { evaluator = Evaluator(environment) }
        guard let value = try evaluator?.evaluate(code, slots) else { return .absent }
        return value
    }
}
