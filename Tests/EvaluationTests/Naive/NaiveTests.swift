import Encoding
import Evaluation
import Expressions
import SourceText
import TestSupport
import Testing

/// Two evaluators that share no code say the same of random expressions: value or kind of error, and cost.
@Suite struct NaiveTests {
    @Test(arguments: [(Dialect.cel, 0), (.cel, 25), (.proviso, 0), (.proviso, 25)])
    func bothEvaluatorsAgree(_ dialect: Dialect, _ illOneIn: Int) throws {
        let seed: UInt64 = 4 + UInt64(illOneIn) * 10 + (dialect == .cel ? 1 : 0)
        var maker = RandomExpressions(dialect, illOneIn: illOneIn, seed: seed)
        var declarations = Declarations()
        let inputs = try RandomExpressions.values(dialect)
        for (variable, input) in zip(RandomExpressions.variables(dialect), inputs) {
            let size = input.asText?.utf8Count ?? input.asBytes?.count ?? input.asList?.count ?? input.asMap?.count
            declarations.declare(variable.name, variable.type, atMost: size)
        }
        let sizes = ValueSizes(textBytes: 70, elements: 3, values: 10)
        var evaluator = Evaluator(EvaluationEnvironment())
        var (checkedCount, valueCount, disagreements) = (0, 0, 0)
        for _ in 0..<3_000 {
            let text = maker.expression()
            let source = ExpressionSource(text)
            for isChecked in [false, true] {
                let compiled = compile(source, declarations, dialect: dialect, isChecked: isChecked)
                guard let checked = compiled.checked, let code = lower(checked, declarations, source).expression?.code
                else {
                    if !isChecked { Issue.record("\(text)\n\(compiled.diagnostics.map(\.message))") }
                    continue
                }
                if isChecked { checkedCount += 1 }
                var naive = NaiveEvaluator(checked, inputs)
                let expected = Result { () throws(NaiveError) in try naive.run() }
                let found = Result { () throws(EvaluationError) in try evaluator.evaluate(code, inputs) }
                if case .success = found { valueCount += 1 }
                // A type that is not checked may be wrong, and a bound that trusts it too.
                if isChecked {
                    let bound = checked.costBound(declarations, sizes: sizes).units
                    #expect(evaluator.cost <= bound, "\(text) costs \(evaluator.cost), not at most \(bound)")
                }
                let isSame = evaluator.cost == naive.cost && Self.agree(expected, found)
                guard !isSame else { continue }
                disagreements += 1
                if disagreements <= 5 {
                    Issue.record(
                        """
                        \(text) (seed \(seed), checked: \(isChecked))
                        naive: \(expected), cost \(naive.cost)
                        machine: \(found), cost \(evaluator.cost)
                        """)
                }
            }
            try checkPrinting(text, dialect)
        }
        #expect(disagreements == 0)
        // The sample is worth something: most expressions have a type, and most have a value.
        #expect(checkedCount > (illOneIn == 0 ? 2_000 : 500), "only \(checkedCount) have a type")
        #expect(valueCount > 1_000, "only \(valueCount) have a value")
    }

    private static func agree(_ naive: Result<Value, NaiveError>, _ found: Result<Value, EvaluationError>) -> Bool {
        switch (naive, found) {
        case (.success(let left), .success(let right)): left == right
        case (.failure(let left), .failure(let right)): left.kind == right.kind
        default: false
        }
    }

    /// Printing is stable, and what is printed means the same.
    private func checkPrinting(_ text: String, _ dialect: Dialect) throws {
        let parsed = parse(ExpressionSource(text), dialect: dialect)
        let printed = parsed.syntax.printed()
        let again = parse(ExpressionSource(printed), dialect: dialect)
        #expect(again.isValid && again.syntax.printed() == printed, "\(text)")
    }
}
