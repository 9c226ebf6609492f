import Encoding
import Patterns
import Testing

@Suite struct RE2MatcherTests {
    private let matcher = RE2Matcher()

    private func matches(_ text: String, _ pattern: String) -> Bool? {
        Text(text).withUTF8 { matcher.matches($0, Text(pattern)) }
    }

    @Test func aPartOfTheTextIsEnough() {
        #expect(matches("INV-2026-0001", "2026") == true)
        #expect(matches("INV-2026-0001", "^2026") == false)
        #expect(matches("", "") == true)
        #expect(matches("", "^$") == true)
        #expect(matches("a\u{0}b", "\\x00b$") == true)
    }

    @Test func textIsUnicode() {
        #expect(matches("größer", "^gr\\x{f6}\\pL+r$") == true)
        #expect(matches("😀", "^.$") == true)
    }

    @Test func whatIsNoPatternIsSaid() {
        for pattern in ["(", "a**", "[z-a]", "(?<=a)b", "\\1", "(?:(?:(?:a{1000}){1000}){1000})"] {
            #expect(matches("a", pattern) == nil, "\(pattern)")
        }
    }

    /// What takes a backtracking matcher longer than the age of the universe.
    @Test func timeIsLinear() {
        let text = String(repeating: "a", count: 100_000) + "b"
        #expect(matches(text, "^(a+)+$") == false)
        #expect(matches(text, "(a|aa)+$") == false)
    }

    @Test func manyPatternsAreForgottenAndFoundAgain() {
        for round in 0..<3 {
            for number in 0..<(RE2Matcher.largestPatternCount + 10) {
                #expect(matches("x\(number)y", "x\(number)y") == true, "\(round)")
            }
        }
    }
}
