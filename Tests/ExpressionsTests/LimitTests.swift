import Expressions
import Foundation
import SourceText
import Testing

/// Passing a limit is a message that names it, on any thread.
@Suite struct LimitTests {
    private func codes(_ text: String, _ dialect: Dialect = .proviso) -> [String] {
        parse(ExpressionSource(text), dialect: dialect).diagnostics.map { "\($0.code.id) \($0.expected)" }
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func aLongExpressionIsRefused() {
        let found = codes(repeated("a + ", 25_000) + "b")
        #expect(found.count == 1 && found[0].hasPrefix("E2000") && found[0].contains("65536 bytes (the limit"))
        #expect(codes("\"" + repeated("x", 1_000_000) + "\"").first?.contains("65536 bytes (the limit") == true)
    }

    @Test func deepNestingIsRefused() {
        let deep = [
            repeated("(", 5_000) + "1" + repeated(")", 5_000), repeated("[", 5_000), repeated("{1:", 5_000),
            repeated("f(", 5_000), repeated("!", 5_000) + "a", repeated("not ", 5_000) + "a",
            repeated("-", 5_000) + "a",
            "a" + repeated(".b", 5_000), "a" + repeated("[0]", 5_000), "a" + repeated(" + a", 5_000),
            repeated("a ? b : ", 5_000) + "c", repeated("if a then b else ", 3_000) + "c", repeated("if ", 5_000),
            repeated("a.all(x, ", 5_000), repeated("a in ", 5_000), repeated("[?", 5_000), repeated("a < ", 5_000),
            repeated("a not in ", 5_000),
        ]
        for text in deep {
            let found = codes(text)
            let isNamed = found.contains { $0.hasPrefix("E2001") && $0.contains("250 levels (the limit") }
            #expect(isNamed, "\(text.prefix(40)): \(found)")
        }
        // What nests nothing is no level, and the first problems are enough.
        #expect(codes(repeated("a is ", 5_000)).count == 20)
        #expect(codes(repeated("a b ", 5_000)) == ["E2018 an operator such as ==, + or and"])
    }

    @Test func aSmallStackIsEnough() async {
        let text = repeated("(", 249) + "1" + repeated(")", 249)
        let sum = "a" + repeated(" + a", 248)
        let result = await withCheckedContinuation { continuation in
            let thread = Thread {
                let valid = [text, sum].map { text in
                    let parsed = parse(ExpressionSource(text))
                    return parsed.isValid && !parsed.syntax.printed().isEmpty
                }
                continuation.resume(returning: valid)
            }
            #if DEBUG
                thread.stackSize = 4 * 1024 * 1024
            #else
                thread.stackSize = 512 * 1024
            #endif
            thread.start()
        }
        #expect(result == [true, true])
    }

    /// Reading takes time in proportion to the text: a list without blanks is no number with many groups.
    @Test func aLongListIsReadAtOnce() {
        let parsed = parse(ExpressionSource("[" + repeated("1,", 32_000) + "1]"))
        #expect(parsed.isValid && parsed.syntax.nodes.count == 32_002)
    }

    @Test func longChainsOfConditionsAreOneLevel() {
        let parsed = parse(ExpressionSource("a" + repeated(" and a", 5_000)))
        #expect(parsed.isValid && parsed.syntax.nodes.last?.height == 2)
    }
}
