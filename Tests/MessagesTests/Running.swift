import Amounts
import Dates
import Encoding
import Evaluation
import Expressions
import SourceText

/// The producers of what is said of an expression's cost, and of an expression while it runs.
enum Running {
    /// An expression that may cost at most 10,000 units.
    static func costly(_ file: SourceFile) -> [Diagnostic] {
        var declarations = Declarations()
        let line = declarations.declare(RecordDeclaration("invoice line", [.init("amount", .money(Currency("USD")))]))
        declarations.declare(
            "invoice", declarations.declare(RecordDeclaration("invoice", [.init("lines", .list(line), atMost: 500)])))
        let source = ExpressionSource(file, Span(start: 0, end: UInt32(file.bytes.count)))
        let result = compile(source, declarations)
        guard let checked = result.checked else { return result.diagnostics }
        return checkCost(checked, declarations, source, limit: 10_000)
    }

    /// An expression whose kinds nobody declared.
    static func run(_ file: SourceFile, _ limits: EvaluationLimits = EvaluationLimits(), inputCount: Int? = nil)
        -> [Diagnostic]
    {
        let source = ExpressionSource(file, Span(start: 0, end: UInt32(file.bytes.count)))
        var open = Declarations()
        for name in ["invoice", "rate", "deep", "lines"] { open.declare(name, .dyn) }
        let result = compile(source, open, isChecked: false)
        guard let checked = result.checked, let inputs = try? values() else { return result.diagnostics }
        let lowered = lower(checked, open, source)
        guard let expression = lowered.expression else { return lowered.diagnostics }
        let environment = EvaluationEnvironment(
            now: try? Instant("2026-03-02T09:00:00Z"), today: try? CivilDate("2026-03-02"), limits: limits)
        var evaluator = Evaluator(environment)
        do throws(EvaluationError) {
            _ = try evaluator.evaluate(expression.code, Array(inputs.prefix(inputCount ?? inputs.count)))
            return []
        } catch { return [expression.diagnostic(error, source)] }
    }

    private static func values() throws -> [Value] {
        guard let dollar = Currency("USD"), let euro = Currency("EUR") else { return [] }
        let invoice: [MapEntry] = [
            (.string("total"), .money(Money(Decimal(5), dollar))), (.string("fee"), .money(Money(Decimal(3), euro))),
            (.string("count"), .int(3)), (.string("paid"), .int(0)), (.string("number"), .string("INV-1")),
        ]
        var deep = Value.int(1)
        for _ in 0..<6 { deep = .list([deep]) }
        let rate = try Rate(from: dollar, to: euro, value: Decimal.parse("0.92"), source: "ECB", time: 0)
        return [try .map(invoice), .rate(rate), deep, .list((0..<100).map { .int($0) })]
    }
}
