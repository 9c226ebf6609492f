import Evaluation
import ExpressionTrial
import Expressions
import SourceText
import TestSupport
import Testing

/// Expressions over JSON, without the command: the first line of a case is the dialect, the second the input, and each other line an
/// expression; the output has its value, or its first message.
@Suite struct ExpressionTrialTests {
    @Test func values() throws {
        try checkCases("Cases/values.cases") { text in
            let lines = text.split(separator: "\n").map(String.init)
            var trial = ExpressionTrial(lines[0] == "cel" ? .cel : .proviso)
            let input = ExpressionTrial.input(SourceFile(name: "input.json", text: lines[1])).value
            return lines.dropFirst(2).map { line in
                let outcome = trial.run(line, over: input)
                if let value = outcome.value { return ValueTexts.written(value) + "   " + ValueTexts.json(value) }
                return outcome.diagnostics.map { "\($0.code.id) \($0.message)" }.joined(separator: " ")
            }.joined(separator: "\n")
        }
    }

    @Test func parts() throws {
        try checkCases("Cases/parts.cases") { text in
            let lines = text.split(separator: "\n").map(String.init)
            var trial = ExpressionTrial(.proviso)
            let input = ExpressionTrial.input(SourceFile(name: "input.json", text: lines[0])).value
            return trial.run(lines[1], over: input, isExplained: true).steps.map { step in
                "\(step.range.lowerBound)-\(step.range.upperBound) \(step.shown)"
            }.joined(separator: "\n")
        }
    }

    @Test func batches() throws {
        try checkCases("Cases/batch.cases") { text in
            var trial = ExpressionTrial(.proviso)
            var output = ""
            let counts = TrialBatch.run(Array(text.utf8), name: "batch.ndjson", &trial) { output += $0 }
            return output + "\(counts.values) and \(counts.errors)"
        }
    }

    @Test func textThatIsNoObjectIsNoInput() {
        for text in ["[1]", "5", "\"x\"", "null"] {
            let input = ExpressionTrial.input(SourceFile(name: "input.json", text: text))
            #expect(input.value == nil && input.diagnostics.isEmpty, "\(text)")
        }
        #expect(!ExpressionTrial.input(SourceFile(name: "input.json", text: "{")).diagnostics.isEmpty)
    }
}
