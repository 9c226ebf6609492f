import Dates
import Encoding
import Evaluation
import ExpressionTrial
import Proviso
import SourceText

/// `proviso decide RULE --input FILE.json`
enum DecideCommand: Command {
    static let name = "decide"
    static let summary = "asks a rule, and shows which row decided and why"
    static let usage = """
        proviso decide RULE --input FILE.json [--on DATE] [--explain] [--rules PATH]… [--format text|json]

        FILE.json is one object with a field for each input of the rule; an amount is {"amount": "12.50", "currency": "USD"} or
        "12.50 USD".

          --on       the day of the business fact, such as 2026-03-31: the value of the input that dates the rule, if FILE.json does
                     not have it, and what picks the version of a rule without such an input. The highest version decides if silent
          --explain  what each cell of each row says as well
          --rules    files or folders with the rule; the folders "Rules" and "Workflows" if silent
          --format   "text" if silent, or "json"

        Exit: 0 there is a result, 1 there is none, or a file or a value has an error, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["input", "on", "rules", "format"], flags: ["explain"])
        let format: Format = try arguments.choice("format", silent: .text)
        guard let rule = arguments.paths.first, arguments.paths.count == 1 else {
            throw CommandFailure(
                arguments.paths.isEmpty
                    ? "Say which rule to ask: proviso decide RULE --input FILE.json."
                    : "Give one rule; files with rules go behind \"--rules\".")
        }
        let path = try arguments.required("input", "the JSON file with the values of the rule's inputs")
        let day = try day(arguments)
        let folders = Rulebooks.folders(arguments.all("rules"), near: nil)
        guard !folders.isEmpty else {
            throw CommandFailure("Say where the rule is, with \"--rules\": there is no folder \"Rules\" here or above.")
        }
        let input: SourceFile
        do throws(RuleFiles.Problem) { input = try RuleFiles.file(path) } catch {
            throw CommandFailure(error.description, isMisuse: false)
        }
        let rules = try Rulebooks.load(folders)
        guard rules.isAskable else {
            let report = Report(rules.diagnostics)
            Output.note(ReportFormat.text.rendered(report) + "\n")
            Output.note("Nothing was asked. First mend \(report.counts ?? "the files").\n")
            return .findings
        }
        let decision: RuleDecision
        do throws(NotDecidable) { decision = try rules.decide(rule, input, on: day) } catch {
            throw CommandFailure(error.description, isMisuse: false)
        }
        let isExplained = arguments.has("explain")
        switch format {
        case .json: Output.write(DecisionJSON.text(decision, isExplained: isExplained) + "\n")
        case .text:
            if isExplained { Output.write(DecisionText.explanation(decision)) }
            if let value = decision.value { Output.write(DecisionText.result(decision, value)) }
            if !decision.diagnostics.isEmpty {
                Output.note(TerminalRenderer(colour: false).render(Report(decision.diagnostics)))
            }
        }
        return decision.value == nil ? .findings : .fine
    }

    private enum Format: String, CaseIterable {
        case text, json
    }

    private static func day(_ arguments: Arguments) throws(CommandFailure) -> CivilDate? {
        guard let text = try arguments.value("on") else { return nil }
        guard let date = try? CivilDate(text) else {
            throw CommandFailure("\"--on\" takes a date such as 2026-03-31, not \"\(text)\".")
        }
        return date
    }
}

/// A decision for the reader of a terminal.
enum DecisionText {
    /// The result: a line for each output, of each row of a list.
    static func result(_ decision: RuleDecision, _ value: Value) -> String {
        var text = "\(decision.rule), version \(decision.version ?? 0)"
        if !decision.rows.isEmpty {
            text +=
                ", row\(decision.rows.count == 1 ? "" : "s") " + decision.rows.map(String.init).joined(separator: ", ")
        }
        text += "\n"
        if let list = value.asList {
            if list.isEmpty { text += "  no row fits: an empty list\n" }
            for (index, item) in list.enumerated() {
                let row = index < decision.rows.count ? decision.rows[index] : index + 1
                text += "  row \(row)\n" + fields(item, indent: "    ")
            }
        } else {
            text += fields(value, indent: "  ")
        }
        for why in decision.why { text += "  why: \(why)\n" }
        return text
    }

    private static func fields(_ value: Value, indent: String) -> String {
        guard let shape = value.shape, let slots = value.slots else { return indent + ValueTexts.written(value) + "\n" }
        let width = shape.fields.map(\.name.string.count).max() ?? 0
        return zip(shape.fields, slots).map { field, value in
            if let rows = value.asList, !rows.isEmpty, rows.allSatisfy({ $0.shape != nil }) {
                return indent + field.name.string + "\n" + records(Array(rows), indent: indent + "  ")
            }
            return indent + padded(field.name.string, width + 2) + ValueTexts.written(value) + "\n"
        }.joined()
    }

    /// A line for each record of a list, with the fields that any of them has.
    private static func records(_ rows: [Value], indent: String) -> String {
        let fields = rows.first?.shape?.fields ?? []
        let all = rows.map { row in
            (row.slots.map { Array($0) } ?? []).map { value in
                value.isAbsent ? "" : value.asText?.string ?? ValueTexts.written(value)
            }
        }
        let columns = fields.indices.filter { column in all.contains { column < $0.count && !$0[column].isEmpty } }
        let lines = [columns.map { fields[$0].name.string }] + all.map { row in columns.map { row[$0] } }
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            var text = indent + zip(line, widths).map { padded($0, $1 + 2) }.joined()
            while text.hasSuffix(" ") { text.removeLast() }
            return text + "\n"
        }.joined()
    }

    /// Rows of an explanation; those that fit are always shown.
    private static let mostRows = 200

    static func explanation(_ decision: RuleDecision) -> String {
        var text = ""
        let width = decision.inputs.map(\.name.count).max() ?? 0
        for input in decision.inputs {
            text += padded(input.name, width + 2) + ValueTexts.written(input.value) + "\n"
        }
        if !text.isEmpty { text += "\n" }
        if !decision.formulas.isEmpty {
            let width = decision.formulas.map(\.name.count).max() ?? 0
            for formula in decision.formulas {
                text += padded(formula.name, width + 2) + ValueTexts.written(formula.value) + "\n"
            }
            text += "\n"
        }
        let shown = decision.explanation.enumerated().filter { $0.offset < mostRows || $0.element.fits }.map(\.element)
        if !shown.isEmpty {
            text += table(shown)
            let hidden = decision.explanation.count - shown.count
            if hidden > 0 { text += "… and \(hidden) more rows that do not fit\n" }
            text += "\n"
        }
        return text
    }

    /// A line a row: its number, each cell with its verdict, and what became of the row.
    private static func table(_ rows: [RuleDecision.Row]) -> String {
        var lines: [[String]] = [["row"] + (rows.first?.cells.map { $0.input.isEmpty ? "condition" : $0.input } ?? [])]
        for row in rows {
            lines.append(
                ["\(row.number)"]
                    + row.cells.map { "\(mark($0.verdict)) \(shortened($0.text, 40))" }
                    + [row.isTaken ? "decides" : row.fits ? "fits" : ""])
        }
        let columns = lines.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return lines.map { line in
            var text = ""
            for (column, cell) in line.enumerated() { text += padded(cell, widths[column] + 2) }
            while text.hasSuffix(" ") { text.removeLast() }
            return text + "\n"
        }.joined()
    }

    private static func mark(_ verdict: RuleDecision.Cell.Verdict) -> String {
        switch verdict {
        case .fits: "yes"
        case .differs: "no "
        case .any: "any"
        case .failed: "err"
        case .notAsked: "…  "
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func shortened(_ text: String, _ most: Int) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > most ? line.prefix(most - 2) + " …" : line
    }
}

/// A decision as JSON, with every digit.
enum DecisionJSON {
    static func text(_ decision: RuleDecision, isExplained: Bool) -> String {
        var fields = ["\"rule\":\(string(decision.rule))"]
        if let version = decision.version { fields.append("\"version\":\(version)") }
        if let value = decision.value {
            fields.append("\"result\":\(ValueTexts.json(value))")
            fields.append("\"rows\":[\(decision.rows.map(String.init).joined(separator: ","))]")
            fields.append("\"why\":[\(decision.why.map(string).joined(separator: ","))]")
        }
        if isExplained {
            let rows = decision.explanation.map { row in
                let cells = row.cells.map { cell in
                    let name = cell.input.isEmpty ? "" : "\"input\":\(string(cell.input)),"
                    return "{\(name)\"cell\":\(string(cell.text)),\"verdict\":\(string(cell.verdict.rawValue))}"
                }
                return
                    "{\"row\":\(row.number),\"line\":\(row.line),\"fits\":\(row.fits),\"decides\":\(row.isTaken),\"cells\":[\(cells.joined(separator: ","))]}"
            }
            let formulas = decision.formulas.map {
                "{\"name\":\(string($0.name)),\"value\":\(ValueTexts.json($0.value))}"
            }
            fields.append(
                "\"explain\":{\"rows\":[\(rows.joined(separator: ","))],\"formulas\":[\(formulas.joined(separator: ","))]}"
            )
        }
        if !decision.diagnostics.isEmpty {
            let errors = decision.diagnostics.map { error in
                let position = error.place.file.position(at: Int(error.place.span.start))
                return
                    "{\"code\":\(string(error.code.id)),\"message\":\(string(error.message)),\"found\":\(string(error.found)),"
                    + "\"expected\":\(string(error.expected)),\"help\":\(string(error.help)),\"file\":\(string(error.place.file.name)),"
                    + "\"line\":\(position.line),\"column\":\(position.column)}"
            }
            fields.append("\"errors\":[\(errors.joined(separator: ","))]")
        }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func string(_ text: String) -> String { ValueTexts.json(.string(text)) }
}
