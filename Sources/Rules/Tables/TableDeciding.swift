import Encoding
import Evaluation

// From the values of the inputs to the rows that fit, and from those to the result as the hit policy says.
//
// Rows are asked in their order, and of a row first the cells that are known values, then those that are expressions, from left to
// right, until one differs. So an expression is only asked where all else fits, and one that has no value there is an error of the rule.

extension DecisionTable {
    func decide(
        _ given: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        if isPlain, hit == .unique || hit == .first, rule.isAccepted(given) {
            return try single(given, rule, &evaluator)
        }
        let values = try rule.accepted(given)
        if isPlain, hit == .unique || hit == .first { return try single(values, rule, &evaluator) }
        var fitting: [Int] = []
        try index.forEach(values) { (row) throws(RuleError.Kind) in
            if try fitsConditions(row, values, rule, &evaluator) {
                fitting.append(row)
                if hit == .first { return false }
            }
            return true
        }
        return try decision(fitting, values, rule, &evaluator)
    }

    /// The result of a table without conditions of which one row decides: nothing is kept but that row.
    private func single(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        let found = index.firstTwo(values, isFirst: hit == .first)
        if found.second >= 0 {
            var all: [Int] = []
            try index.forEach(values) { (row) throws(RuleError.Kind) in
                all.append(row + 1)
                return true
            }
            throw .notUnique(all)
        }
        if found.first >= 0 {
            let known = readyResults[found.first]
            if !known.isAbsent {
                return Decision(value: known, version: rule.version, rows: RowNumbers(found.first + 1))
            }
        }
        return try single(found.first < 0 ? nil : found.first, values, rule, &evaluator)
    }

    private func fitsConditions(
        _ row: Int, _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Bool {
        if isPlain { return true }
        for column in columns.indices {
            guard try condition(row, column, values, rule, &evaluator) else { return false }
        }
        return true
    }

    /// What a cell that is an expression says; true for any other.
    private func condition(
        _ row: Int, _ column: Int, _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Bool {
        guard case .condition(let code) = rows[row].cells[column] else { return true }
        let input = columns[column]
        let name = rule.inputs[input].name
        let truth: Value
        do throws(EvaluationError) { truth = try evaluator.evaluate(code, values + [values[input]]) } catch {
            throw .cell(row: row + 1, input: name, error)
        }
        guard let holds = truth.asBool else { throw .notTruth(row: row + 1, name, truth) }
        return holds
    }

    // MARK: The result

    /// The result of rows that fit, which are in the order of the table.
    func decision(
        _ fitting: [Int], _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        switch hit {
        case .unique:
            if fitting.count > 1 { throw .notUnique(fitting.map { $0 + 1 }) }
            return try single(fitting.first, values, rule, &evaluator)
        case .first: return try single(fitting.first, values, rule, &evaluator)
        case .any: return try agreeing(fitting, values, rule, &evaluator)
        case .priority:
            let results = try self.results(fitting, values, rule, &evaluator)
            let best = TableOrder(rule).sorted(results).first
            return try single(best.map { fitting[$0] }, values, rule, &evaluator)
        case .ruleOrder, .collect:
            let results = try self.results(fitting, values, rule, &evaluator)
            return try list(fitting, results, values, rule, &evaluator)
        case .outputOrder:
            let results = try self.results(fitting, values, rule, &evaluator)
            let order = TableOrder(rule).sorted(results)
            return try list(order.map { fitting[$0] }, order.map { results[$0] }, values, rule, &evaluator)
        case .collectCount:
            let count = Value.record(rule.outputShape, [.int(Int64(fitting.count))])
            return try Decision(
                value: count, version: rule.version, rows: RowNumbers(fitting.map { $0 + 1 }),
                why: reasons(fitting, [Value](repeating: count, count: fitting.count), values, &evaluator))
        case .collectSum, .collectMin, .collectMax:
            let results = try self.results(fitting, values, rule, &evaluator)
            let value = try TableAggregate(hit, rule, fitting).value(results)
            return try Decision(
                value: value, version: rule.version, rows: RowNumbers(fitting.map { $0 + 1 }),
                why: reasons(fitting, results, values, &evaluator))
        }
    }

    private func single(
        _ row: Int?, _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        guard let row else { throw .noRow }
        let result = try result(row, values, rule, &evaluator)
        return try Decision(
            value: result, version: rule.version, rows: RowNumbers(row + 1),
            why: reason(row, result, values, &evaluator).map { [$0] } ?? [])
    }

    private func agreeing(
        _ fitting: [Int], _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        let results = try self.results(fitting, values, rule, &evaluator)
        for index in results.indices.dropFirst() where results[index] != results[0] {
            guard let first = results[0].slots, let other = results[index].slots,
                let slot = rule.outputs.indices.first(where: { first[$0] != other[$0] })
            else { continue }
            throw .differing(
                first: fitting[0] + 1, second: fitting[index] + 1, output: rule.outputs[slot].name, first[slot],
                other[slot])
        }
        guard let value = results.first else { throw .noRow }
        return try Decision(
            value: value, version: rule.version, rows: RowNumbers(fitting.map { $0 + 1 }),
            why: reasons(fitting, results, values, &evaluator))
    }

    private func list(
        _ order: [Int], _ results: [Value], _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        try Decision(
            value: .list(results), version: rule.version, rows: RowNumbers(order.map { $0 + 1 }),
            why: reasons(order, results, values, &evaluator))
    }

    private func results(
        _ fitting: [Int], _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> [Value] {
        var results: [Value] = []
        for row in fitting { results.append(try result(row, values, rule, &evaluator)) }
        return results
    }

    /// What one row gives.
    private func result(
        _ row: Int, _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Value {
        if let known = results[row] { return known }
        return try rule.result(rows[row].outputs, values, row: row + 1, &evaluator)
    }

    private func reasons(
        _ order: [Int], _ results: [Value], _ values: [Value], _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> [Text] {
        var reasons: [Text] = []
        for (row, result) in zip(order, results) {
            if let reason = try reason(row, result, values, &evaluator) { reasons.append(reason) }
        }
        return reasons
    }

    private func reason(
        _ row: Int, _ result: Value, _ values: [Value], _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Text? {
        guard let why = rows[row].why else { return nil }
        return try why.text(values, result, row: row + 1, &evaluator)
    }

    // MARK: Explaining

    func explain(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator, into explanation: inout Explanation
    ) throws(RuleError.Kind) {
        var fitting: [Int] = []
        for row in rows.indices {
            let isPast = hit == .first && !fitting.isEmpty
            let (cells, error) = verdicts(row, values, rule, isPast: isPast, &evaluator)
            let fits = error == nil && !isPast && !cells.contains { $0 == .differs }
            if fits { fitting.append(row) }
            explanation.rows.append(.init(number: row + 1, cells: cells, fits: fits, isTaken: false))
            if let error { throw error }
        }
        let decision = try decision(fitting, values, rule, &evaluator)
        for row in decision.rows { explanation.rows[row - 1].isTaken = true }
        explanation.result = .success(decision)
    }

    /// What each cell of a row says. All cells that are known values are asked, those that are expressions only if the others fit.
    private func verdicts(
        _ row: Int, _ values: [Value], _ rule: CompiledRule, isPast: Bool, _ evaluator: inout RuleEvaluator
    ) -> (cells: [Explanation.Verdict], error: RuleError.Kind?) {
        var cells: [Explanation.Verdict] = []
        for (column, cell) in rows[row].cells.enumerated() {
            switch cell {
            case .any: cells.append(.any)
            case .test(let test): cells.append(test.fits(values[columns[column]]) ? .fits : .differs)
            case .condition: cells.append(.notAsked)
            }
        }
        if isPast || cells.contains(.differs) { return (cells, nil) }
        for column in cells.indices where cells[column] == .notAsked {
            do throws(RuleError.Kind) {
                cells[column] = try condition(row, column, values, rule, &evaluator) ? .fits : .differs
            } catch {
                if case .cell(_, _, let failure) = error { cells[column] = .failed(failure) }
                return (cells, error)
            }
            if cells[column] == .differs { break }
        }
        return (cells, nil)
    }
}
