import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// Rules and what they decide. A case is the file of a rule, then a line `=====` and one JSON object a line; a CSV file may stand between,
/// behind a line `===== name.csv`. Behind `@ 2026-03-31` an object is asked on that day.
@Suite struct DecisionCases {
    @Test func cases() throws {
        try checkCases("Cases") { input in
            var files: [SourceFile] = []
            var questions: [Substring] = []
            var name = "rule.yaml"
            var lines: [Substring] = []
            func finish() {
                if name.isEmpty {
                    questions = lines.filter { !$0.isEmpty }
                } else {
                    files.append(SourceFile(name: name, text: lines.joined(separator: "\n") + "\n"))
                }
                lines = []
            }
            for line in input.split(separator: "\n", omittingEmptySubsequences: false) {
                guard line.hasPrefix("=====") else {
                    lines.append(line)
                    continue
                }
                finish()
                name = line.dropFirst(5).trimmingCharacters(in: .whitespaces)
            }
            finish()
            let rules = RuleSet(files)
            // What the analysis finds in the tables has cases of its own.
            let found = rules.diagnostics.filter { !$0.code.id.hasPrefix("E350") }
            var answers = found.map(Self.shown)
            guard !found.contains(where: { $0.severity == .error }), let rule = rules.rules.first else {
                return answers.joined(separator: "\n")
            }
            for question in questions { answers.append(try Self.answer(rules, rule, String(question))) }
            return answers.joined(separator: "\n")
        }
    }

    private static func answer(_ rules: RuleSet, _ rule: String, _ question: String) throws -> String {
        let parts = question.components(separatedBy: " @ ")
        let day = parts.count == 2 ? try CivilDateText.date(parts[1]) : nil
        let decision = try rules.decide(rule, SourceFile(name: "input", text: parts[0]), on: day)
        guard let value = decision.value else { return decision.diagnostics.map(shown).joined(separator: "\n") }
        let rows = decision.rows.isEmpty ? "" : "  row \(decision.rows.map(String.init).joined(separator: ", "))"
        let why = decision.why.isEmpty ? "" : "  why \(decision.why.joined(separator: "; "))"
        return "\(value)\(rows)\(why)"
    }

    static func shown(_ diagnostic: Diagnostic) -> String {
        let position = diagnostic.place.file.position(at: Int(diagnostic.place.span.start))
        let place = "\(diagnostic.place.file.name):\(position.line):\(position.column)"
        let text = diagnostic.place.file.text(in: diagnostic.place.span.range)
        let marked = text.count <= 40 && !text.contains("\n") ? " «\(text)»" : ""
        return "\(place) \(diagnostic.code.id) \(diagnostic.message)\(marked) \(diagnostic.help)"
    }
}
