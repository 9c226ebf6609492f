package import Encoding
package import Evaluation

/// A rule of named formulas. Each may use the inputs and every other formula, whatever their order in the file, but not itself.
///
/// All are computed, in an order in which each comes behind those that it uses.
package struct Formulas: Sendable {
    package struct Formula: Hashable, Sendable {
        package var name: Text
        /// Over the inputs, and the formulas before it.
        package var code: Code

        package init(_ name: Text, _ code: Code) {
            self.name = name
            self.code = code
        }
    }

    /// In the order in which they are computed. The variables of the code are the inputs and then all formulas in this order.
    package let formulas: [Formula]
    /// For each output the formula that gives it.
    package let outputs: [Int]

    package init(_ formulas: [Formula], outputs: [Int]) {
        self.formulas = formulas
        self.outputs = outputs
    }

    func decide(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        var computed: [Explanation.Formula] = []
        return try decide(values, rule, &evaluator, &computed)
    }

    func explain(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator, into explanation: inout Explanation
    ) throws(RuleError.Kind) {
        explanation.result = .success(try decide(values, rule, &evaluator, &explanation.formulas))
    }

    private func decide(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator,
        _ computed: inout [Explanation.Formula]
    ) throws(RuleError.Kind) -> Decision {
        var slots = values + [Value](repeating: .absent, count: formulas.count)
        for (index, formula) in formulas.enumerated() {
            do throws(EvaluationError) {
                slots[values.count + index] = try evaluator.evaluate(formula.code, slots)
            } catch { throw .formula(formula.name, error) }
            computed.append(.init(name: formula.name, value: slots[values.count + index]))
        }
        let value = try rule.result(outputs.map { slots[values.count + $0] }, row: nil)
        return Decision(value: value, version: rule.version)
    }
}
