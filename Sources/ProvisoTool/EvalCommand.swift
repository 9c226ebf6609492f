import Dates
import ExpressionTrial
import Expressions
import Proviso
import SourceText

/// `proviso eval 'EXPR' --input FILE.json`
enum EvalCommand: Command {
    static let name = "eval"
    static let summary = "evaluates an expression over a JSON file, and shows how it came to its value"
    static let usage = """
        proviso eval 'EXPR' [--input FILE.json] [--dialect proviso|cel] [--now INSTANT] [--explain]
               eval --batch FILE.ndjson [--dialect proviso|cel] [--now INSTANT]

        FILE.json is one object; each of its fields is a name of the expression. In the dialect of rule files an object such as
        {"amount": "12.50", "currency": "USD"} is money.

          --dialect  "proviso", the language of rule files, if silent; or "cel", the Common Expression Language alone
          --now      the moment that "now" and "today" stand for, such as 2026-03-31T00:00:00Z; they are absent if silent
          --explain  the value of each part as well, with its line and column
          --batch    a file with {"expr": "…", "input": {…}} a line; the answers have {"value": …} or {"error": …} a line, and the
                     line's other fields

        Exit: 0 there is a value, 1 the expression, or a line of the batch, has an error, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["input", "dialect", "now", "batch"], flags: ["explain"])
        let dialect: DialectName = try arguments.choice("dialect", silent: .proviso)
        var trial = ExpressionTrial(dialect == .cel ? .cel : .proviso, now: try now(arguments))
        if let batch = try arguments.value("batch") { return try run(batch: batch, arguments, &trial) }
        guard let expression = arguments.paths.first, arguments.paths.count == 1 else {
            throw CommandFailure(
                arguments.paths.isEmpty
                    ? "Say which expression to evaluate: proviso eval 'EXPR'."
                    : "Give one expression, in quotation marks: proviso eval 'a + b'.")
        }
        let isExplained = arguments.has("explain")
        let outcome: TrialOutcome
        if let path = try arguments.value("input") {
            let (input, diagnostics) = ExpressionTrial.input(try file(path))
            guard diagnostics.isEmpty else {
                Output.note(TerminalRenderer(colour: false).render(Report(diagnostics)))
                return .couldNotRun
            }
            guard let input else {
                throw CommandFailure(
                    "\"\(path)\" is not one object with a field for each name of the expression.", isMisuse: false)
            }
            outcome = trial.run(expression, over: input, isExplained: isExplained)
        } else {
            outcome = trial.run(expression, over: nil, isExplained: isExplained)
        }
        if let value = outcome.value { Output.write(ValueTexts.written(value) + "\n") }
        if isExplained { Output.write(explanation(outcome, expression)) }
        guard outcome.value == nil else { return .fine }
        Output.note(TerminalRenderer(colour: false).render(Report(outcome.diagnostics)))
        return .findings
    }

    private enum DialectName: String, CaseIterable {
        case proviso, cel
    }

    private static func now(_ arguments: Arguments) throws(CommandFailure) -> Instant? {
        guard let text = try arguments.value("now") else { return nil }
        guard let instant = try? Instant(text) else {
            throw CommandFailure("\"--now\" takes an instant such as 2026-03-31T00:00:00Z, not \"\(text)\".")
        }
        return instant
    }

    private static func file(_ path: String) throws(CommandFailure) -> SourceFile {
        do throws(RuleFiles.Problem) { return try RuleFiles.file(path) } catch {
            throw CommandFailure(error.description, isMisuse: false)
        }
    }

    private static func run(
        batch path: String, _ arguments: Arguments, _ trial: inout ExpressionTrial
    ) throws(CommandFailure) -> ExitCode {
        guard arguments.paths.isEmpty, try arguments.value("input") == nil, !arguments.has("explain") else {
            throw CommandFailure("\"--batch\" brings its own expressions and inputs: give it alone.")
        }
        let counts = TrialBatch.run(try file(path).bytes, name: path, &trial) { Output.write($0) }
        return counts.errors == 0 ? .fine : .findings
    }

    // MARK: Explaining

    /// Lines of an explanation; a loop over a long list would fill screens.
    private static let mostLines = 500

    /// A line for each part: where it stands, what it says, and its value.
    private static func explanation(_ outcome: TrialOutcome, _ expression: String) -> String {
        let file = SourceFile(name: "expression", text: expression)
        var text = "\n"
        for step in outcome.steps.prefix(mostLines) {
            let position = file.position(at: step.range.lowerBound)
            let part = String(decoding: file.bytes[step.range.clamped(to: 0..<file.bytes.count)], as: UTF8.self)
            let line = part.split(whereSeparator: \.isNewline).joined(separator: " ")
            let place = "\(position.line):\(position.column)"
            text += "\(padded(place, 7))\(padded(shortened(line, 48), 50))\(shortened(step.shown, 60))\n"
        }
        if outcome.steps.count > mostLines { text += "… and \(outcome.steps.count - mostLines) more\n" }
        return text + "\ncost: \(outcome.cost)\n"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func shortened(_ text: String, _ most: Int) -> String {
        text.count > most ? text.prefix(most - 2) + " …" : text
    }
}
