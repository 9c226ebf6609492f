import Amounts
import Checking
import Compiling
import Dates
import Definitions
import Digests
import Encoding
import Evaluation
import Foundation
import Hosting
import Notices
import SourceText
import TestSupport
import Testing

/// A case is a language, a line with the values of the inputs, a blank line, and a notice file; what is expected is the notice as the
/// recipient reads it.
///
/// The values are expressions: `amount = 1234.50 USD; due = 2026-03-01`.
@Suite struct NoticesTests {
    @Test func noticesRender() throws {
        try checkCases("Cases") { input in
            let lines = input.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard lines.count > 3 else { return "a case is a language, values, a blank line and a file" }
            let file = SourceFile(name: "notice.yaml", text: lines[3...].joined(separator: "\n") + "\n")
            let library = Library([file])
            guard let definition = library.notices.first else { return problems(library.diagnostics) }
            let shapes = Shapes(library)
            let (checked, diagnostics) = NoticeChecker.check(definition, library, shapes)
            guard let checked else { return problems(diagnostics) }
            guard let notice = NoticeCompiler.compile(checked, digest: { Digests.sha256($0) }).notice else {
                return "it cannot be compiled"
            }
            let values = try Self.values(lines[1])
            let languages = lines[0].split(separator: ",").map { Text($0.trimmingCharacters(in: .whitespaces)) }
            let environment = EvaluationEnvironment(today: try CivilDate("2026-03-02"))
            do throws(NoticeFailure) {
                let rendering = try notice.render(
                    for: languages, notice.inputs.map { values[$0.name.string] ?? .absent }, environment)
                guard case .message(let message) = rendering else { return "withheld" }
                let visible = { (text: Text) in
                    text.string.replacing("\u{A0}", with: "·").replacing("\u{202F}", with: "~")
                }
                return "\(message.language): \(visible(message.subject))\n\(visible(message.body))"
            } catch { return "\(error)" }
        }
    }

    private func problems(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { "\($0.code.id) \($0.message)" }.joined(separator: "\n")
    }

    private static func values(_ line: String) throws -> [String: Value] {
        var values: [String: Value] = [:]
        for part in line.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2 else { continue }
            values[sides[0]] = try Written.value(sides[1])
        }
        return values
    }

    /// Every amount that can be is written with all its digits, in every language: taking the grouping away and the decimal sign back
    /// gives the plain text.
    @Test func noDigitIsLost() throws {
        var generator = SeededGenerator(seed: 7)
        let languages = ["en", "en-GB", "de", "de-CH", "es", "es-MX", "fr", "it", "nl", "pt", "pt-PT", "ja"]
        for _ in 0..<3_000 {
            let currency = ["USD", "JPY", "KWD", "EUR"].randomElement(using: &generator) ?? "USD"
            let digits = Int.random(in: 1...24, using: &generator)
            var text = String((0..<digits).map { _ in "0123456789".randomElement(using: &generator) ?? "0" })
            text = String(text.drop { $0 == "0" })
            if text.isEmpty { text = "0" }
            let fraction = Int.random(in: 0...4, using: &generator)
            if fraction > 0 { text += "." + (0..<fraction).map { _ in "5" } }
            if Bool.random(using: &generator), text != "0" { text = "-" + text }
            let value = try Written.value("\(text) \(currency)")
            let plain = try #require(value.asMoney).amountText
            for language in languages {
                let written = try LanguageForms(Text(language)).text(value)
                let isPointDecimal = ["en", "en-GB", "de-CH", "es-MX", "ja"].contains(language)
                let bare = written.unicodeScalars.filter {
                    ("0"..."9").contains($0) || $0 == "-" || $0 == (isPointDecimal ? "." : ",")
                }
                .map { $0 == "," ? "." : String($0) }.joined()
                #expect(bare == plain && written.hasSuffix(" \(currency)"), "\(language): \(written) for \(plain)")
            }
        }
    }
}
