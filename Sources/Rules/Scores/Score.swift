package import Amounts
package import Encoding
package import Evaluation

/// A sum of weighted values, as it is or on the logistic scale. Exact: nothing in it is binary floating point.
package struct Score: Sendable {
    package struct Term: Sendable {
        package var name: Text
        /// Over the inputs: a number, or true for 1 and false for 0.
        package var value: Code
        package var weight: Decimal
        package var why: Reason?

        package init(_ name: Text, _ value: Code, weight: Decimal, why: Reason? = nil) {
            self.name = name
            self.value = value
            self.weight = weight
            self.why = why
        }
    }

    package var start: Decimal
    package var terms: [Term]
    package var isLogistic: Bool

    package init(start: Decimal, terms: [Term], isLogistic: Bool) {
        self.start = start
        self.terms = terms
        self.isLogistic = isLogistic
    }

    package static let termName: Text = "score_term"

    package static let termFields: [RuleOutput] = [
        RuleOutput("name", .string), RuleOutput("value", .decimal), RuleOutput("weight", .decimal),
        RuleOutput("points", .decimal), RuleOutput("why", .string, isRequired: false),
    ]

    /// `score`, which on the logistic scale lies between 0 and 1; `sum`, from which it is made; and `terms`, each with its `name`, its
    /// `value`, its `weight`, its `points` (value times weight) and its reason. The start and the points sum to the sum.
    package static let outputs: [RuleOutput] = [
        RuleOutput("score", .decimal), RuleOutput("sum", .decimal), RuleOutput("terms", .list(.record(termName))),
    ]

    private static let termShape = Shape(
        termName, termFields.map { Shape.Field($0.name, $0.type, isRequired: $0.isRequired) })

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
        guard let shape = Self.termShape else { throw .absentOutput(row: nil, "terms") }
        var sum = start
        var rows: [Value] = []
        var reasons: [Text] = []
        for (index, term) in terms.enumerated() {
            let value = try number(term, values, &evaluator)
            let points: Decimal
            do throws(AmountError) {
                points = try value.multiplying(term.weight)
                sum = try sum.adding(points)
            } catch { throw .beyondNumbers(term.name, error) }
            computed.append(.init(name: term.name, value: .decimal(points)))
            let why = try term.why?.text(values, .absent, row: index + 1, &evaluator)
            if let why, !points.isZero { reasons.append(why) }
            rows.append(
                .record(
                    shape,
                    [
                        .string(term.name), .decimal(value), .decimal(term.weight), .decimal(points),
                        why.map { .string($0) } ?? .absent,
                    ]))
        }
        let score: Decimal
        do throws(AmountError) { score = isLogistic ? try Logistic.value(sum) : sum } catch {
            throw .beyondNumbers("score", error)
        }
        return Decision(
            value: .record(rule.outputShape, [.decimal(score), .decimal(sum), .list(rows)]), version: rule.version,
            why: reasons)
    }

    private func number(
        _ term: Term, _ values: [Value], _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decimal {
        let value: Value
        do throws(EvaluationError) { value = try evaluator.evaluate(term.value, values) } catch {
            throw .formula(term.name, error)
        }
        if let truth = value.asBool { return truth ? .one : .zero }
        if let whole = value.asInt { return Decimal(Int128(whole)) }
        if let decimal = value.asDecimal { return decimal }
        if value.isAbsent || value.isNull { throw .absentPart(term.name) }
        throw .wrongPart(term.name, value, .decimal)
    }
}
