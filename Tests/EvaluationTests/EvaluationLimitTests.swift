import Evaluation
import Expressions
import Foundation
import SourceText
import Testing

/// Passing a limit is an error that names it, also on a thread with a small stack, and nothing absorbs it.
@Suite struct EvaluationLimitTests {
    /// Runs on a thread of the smallest stack that programs commonly give their threads.
    private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            #if DEBUG
                thread.stackSize = 4 * 1024 * 1024
            #else
                thread.stackSize = 512 * 1024
            #endif
            thread.start()
        }
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    /// The problems of an expression, or its value, or the kind of its error.
    private static func outcome(_ text: String, _ dialect: Dialect, _ inputs: [Value], _ limits: EvaluationLimits)
        -> String
    {
        var declarations = Declarations()
        for name in ["a", "b"].prefix(inputs.count) { declarations.declare(name, .dyn) }
        let source = ExpressionSource(text)
        let result = compile(source, declarations, dialect: dialect)
        guard let checked = result.checked else {
            return result.diagnostics.map { "\($0.code.id) \($0.expected)" }.joined(separator: " ")
        }
        _ = checked.costBound(declarations)
        _ = checked.syntax.printed()
        guard let expression = lower(checked, declarations, source).expression else { return "too large" }
        var evaluator = Evaluator(EvaluationEnvironment(limits: limits))
        let traced = evaluator.trace(expression.code, inputs)
        do throws(EvaluationError) {
            let value = try evaluator.evaluate(expression.code, inputs)
            return traced.result == .success(value) ? "\(value)" : "a trace with another value"
        } catch { return expression.diagnostic(error, source).message }
    }

    @Test func whatIsTooLongOrTooDeepIsRefused() async {
        let cases = [
            (repeated("a + ", 25_000) + "a", "E2000", "65536 bytes (the limit on an expression's length)"),
            ("\"" + repeated("x", 1_000_000) + "\"", "E2000", "65536 bytes (the limit on an expression's length)"),
            (
                repeated("(", 5_000) + "a" + repeated(")", 5_000), "E2001",
                "250 levels (the limit on an expression's depth)"
            ),
            (repeated("[", 5_000) + repeated("]", 5_000), "E2001", "250 levels (the limit on an expression's depth)"),
            (
                repeated("a.all(x, ", 5_000) + "true" + repeated(")", 5_000), "E2001",
                "250 levels (the limit on an expression's depth)"
            ),
        ]
        for (text, code, limit) in cases {
            for dialect in Dialect.allCases {
                let found = await onSmallStack { Self.outcome(text, dialect, [.int(1)], EvaluationLimits()) }
                #expect(found.contains(code) && found.contains(limit), "\(text.prefix(20)): \(found.prefix(200))")
            }
        }
    }

    /// The deepest that is allowed goes all the way: checked, bounded, printed, compiled, traced and run.
    @Test func theDeepestAllowedRuns() async {
        let limits = EvaluationLimits()
        let sums = "a" + repeated(" + a", 248)
        #expect(await onSmallStack { Self.outcome(sums, .proviso, [.int(1)], limits) } == "249")
        let brackets = repeated("(", 249) + "a" + repeated(")", 249)
        #expect(await onSmallStack { Self.outcome(brackets, .cel, [.int(7)], limits) } == "7")
        let choices = repeated("a > 1 ? 1 : ", 240) + "2"
        #expect(await onSmallStack { Self.outcome(choices, .cel, [.int(1)], limits) } == "2")
        let lists = repeated("[", 240) + "a" + repeated("]", 240)
        let comparison = "\(lists) == [a]"
        #expect(await onSmallStack { Self.outcome(comparison, .cel, [.int(1)], limits) } == "false")
        // A list of lists is compared element by element down to the limit of depth.
        let deep = "\(lists) == \(lists)"
        let found = await onSmallStack { Self.outcome(deep, .cel, [.int(1)], limits) }
        #expect(found == "Values lie inside one another deeper than the limit of 100 levels of depth.")
    }

    @Test func aLongTextIsMetered() async {
        let text = Value.string(repeated("x", 1_000_000))
        let cases: [(String, EvaluationLimits, String)] = [
            ("size(a)", EvaluationLimits(), "1000000"),
            ("size(a + a)", EvaluationLimits(memoryBytes: 1 << 20), "1048576 bytes of memory"),
            ("size(a.replace(\"x\", a))", EvaluationLimits(), "of memory"),
            ("a.contains(a)", EvaluationLimits(cost: 1_000), "the limit of 1000 units of cost"),
            ("a == b", EvaluationLimits(cost: 1_000), "the limit of 1000 units of cost"),
            // An error of a limit is none that `or` could absorb.
            ("a == b or true", EvaluationLimits(cost: 1_000), "the limit of 1000 units of cost"),
            ("true or a == b", EvaluationLimits(cost: 1_000), "true"),
        ]
        for (expression, limits, expected) in cases {
            let found = await onSmallStack { Self.outcome(expression, .proviso, [text, text], limits) }
            #expect(found.contains(expected), "\(expression): \(found.prefix(200))")
        }
    }

    /// A search takes time in proportion to its text, whatever is searched for.
    @Test func aSearchIsLinear() async {
        let text = Value.string(repeated("a", 500_000))
        let part = Value.string("b" + repeated("a", 100_000))
        for function in ["contains", "indexOf", "lastIndexOf", "split", "startsWith"] {
            let found = await onSmallStack {
                Self.outcome("size(string(a.\(function)(b))) > 0", .proviso, [text, part], EvaluationLimits())
            }
            #expect(!found.isEmpty, "\(function)")
        }
    }

    @Test func loopsEndAtTheLimitOfCost() async {
        let list = Value.list((0..<1_000).map { .int($0) })
        let text = "a.all(x, a.all(y, a.all(z, x + y + z >= 0)))"
        let found = await onSmallStack { Self.outcome(text, .proviso, [list], EvaluationLimits()) }
        #expect(found == "The expression costs more than the limit of 1000000 units of cost.")
    }
}
