import Encoding
package import Evaluation

/// A rule of ordered cases: the first whose condition is true decides.
package struct Choices: Sendable {
    package struct Case: Sendable {
        /// Over the inputs; nothing for `else`.
        package var condition: Code?
        /// One for each output.
        package var outputs: [DecisionTable.Output]
        package var why: Reason?

        package init(condition: Code?, outputs: [DecisionTable.Output], why: Reason? = nil) {
            self.condition = condition
            self.outputs = outputs
            self.why = why
        }
    }

    package let cases: [Case]

    package init(_ cases: [Case]) { self.cases = cases }

    func decide(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        for (index, item) in cases.enumerated() where try holds(item, index, values, &evaluator) {
            return try decision(index, values, rule, &evaluator)
        }
        throw .noRow
    }

    func explain(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator, into explanation: inout Explanation
    ) throws(RuleError.Kind) {
        var taken: Int?
        for (index, item) in cases.enumerated() {
            var row = Explanation.Row(number: index + 1, cells: [.notAsked], fits: false, isTaken: false)
            guard taken == nil else {
                explanation.rows.append(row)
                continue
            }
            do throws(RuleError.Kind) { row.fits = try holds(item, index, values, &evaluator) } catch {
                if case .condition(_, let failure) = error { row.cells = [.failed(failure)] }
                explanation.rows.append(row)
                throw error
            }
            row.cells = [item.condition == nil ? .any : (row.fits ? .fits : .differs)]
            row.isTaken = row.fits
            if row.fits { taken = index }
            explanation.rows.append(row)
        }
        guard let taken else { throw .noRow }
        explanation.result = .success(try decision(taken, values, rule, &evaluator))
    }

    private func holds(
        _ item: Case, _ index: Int, _ values: [Value], _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Bool {
        guard let condition = item.condition else { return true }
        let truth: Value
        do throws(EvaluationError) { truth = try evaluator.evaluate(condition, values) } catch {
            throw .condition(row: index + 1, error)
        }
        guard let holds = truth.asBool else { throw .notTruth(row: index + 1, nil, truth) }
        return holds
    }

    private func decision(
        _ index: Int, _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        let result = try rule.result(cases[index].outputs, values, row: index + 1, &evaluator)
        let why = try cases[index].why?.text(values, result, row: index + 1, &evaluator)
        return Decision(
            value: result, version: rule.version, rows: RowNumbers(index + 1), why: why.map { [$0] } ?? [])
    }
}
