import Checking
import Compiling
public import Dates
import Definitions
import Encoding
public import Evaluation
import Ingest
import Patterns
import Rules
public import SourceText

/// What a rule decided, and how it came to that.
public struct RuleDecision: Sendable {
    /// What one cell, or one condition, says.
    public struct Cell: Sendable {
        public enum Verdict: String, Sendable {
            case fits, differs, any, failed
            case notAsked = "not asked"
        }

        /// The input that it is about; empty for the condition of a case.
        public let input: String
        /// The cell as it is written.
        public let text: String
        public let verdict: Verdict
    }

    public struct Row: Sendable {
        public let number: Int
        /// The line of the file on which it stands.
        public let line: Int
        public let cells: [Cell]
        public let fits: Bool
        public let isTaken: Bool
    }

    public let rule: String
    /// The version that was asked; nothing if none holds on the day.
    public let version: Int?
    /// The result: a record of the outputs, or a list of such records. Nothing if there is an error.
    public let value: Value?
    /// The rows or cases that it comes from, counted from 1.
    public let rows: [Int]
    /// What the file says about these.
    public let why: [String]
    /// The values that the rule was asked with, by their names.
    public let inputs: [(name: String, value: Value)]
    /// What each row or case came to; empty unless it was asked for.
    public let explanation: [Row]
    /// The values of the formulas, in the order in which they were computed.
    public let formulas: [(name: String, value: Value)]
    public let diagnostics: [Diagnostic]
}

/// Why a rule cannot be asked.
public enum NotDecidable: Error, Sendable, CustomStringConvertible {
    case notReady(RuleSet.NotReady)
    case unknownRule(String, known: [String])
    /// The day was given twice, by the input and beside it.
    case twoDays(input: String, CivilDate, CivilDate)

    public var description: String {
        switch self {
        case .notReady(let error): error.description
        case .unknownRule(let name, let known):
            "There is no rule \"\(name)\". "
                + (didYouMean(name, among: known).map { "Did you mean \"\($0)\"?" }
                    ?? (known.isEmpty
                        ? "No rule was read." : "There are: " + known.map { "\"\($0)\"" }.joined(separator: ", ") + "."))
        case .twoDays(let input, let own, let other):
            "The input says \(own) for \"\(input)\", and the day that was given is \(other). Leave one of the two out."
        }
    }
}

extension RuleSet {
    /// The names of the rules that can be asked, in order.
    public var rules: [String] { decisions.rulebooks.map(\.name.string) }

    /// Asks a rule.
    ///
    /// - Parameters:
    ///   - input: a JSON object with a field for each input.
    ///   - day: the day of the business fact. It is the value of the input that dates the rule, if the object does not have it, and picks the
    ///     version where no input does. Without any day the highest version is asked.
    public func decide(
        _ name: String, _ input: SourceFile, on day: CivilDate? = nil
    ) throws(NotDecidable) -> RuleDecision {
        guard errorsInTheWay == 0 else { throw .notReady(.unsound(errorsInTheWay)) }
        guard let book = decisions.rulebook(name) else { throw .unknownRule(name, known: rules) }
        let (values, found) = read(input, book, day)
        guard var values else { return failed(name, found) }
        if let datedBy = book.datedBy, let day {
            let own = values[datedBy].asDate
            if let own, own != day { throw .twoDays(input: book.inputs[datedBy].name.string, own, day) }
            values[datedBy] = .date(day)
        }
        let environment = EvaluationEnvironment(today: day, patterns: RE2Matcher())
        do throws(RuleError) {
            if book.datedBy == nil, day == nil {
                return report(book.latest, book.latest.explain(own(values, book), environment), values, book, input)
            }
            let (version, explanation) = try book.explain(values, environment)
            return report(version, explanation, values, book, input)
        } catch { return failed(name, [message(error, input)]) }
    }

    /// A rule can be asked. A table that contradicts itself for some inputs still decides the others, and says of those which rows they are.
    public var isAskable: Bool { errorsInTheWay == 0 }

    private var errorsInTheWay: Int {
        diagnostics.count { $0.severity == .error && !AnalysisCodes.all.contains($0.code) }
    }

    private func own(_ values: [Value], _ book: Rulebook) -> [Value] { values }

    /// The values of the inputs, in their order.
    private func read(
        _ file: SourceFile, _ book: Rulebook, _ day: CivilDate?
    ) -> (values: [Value]?, diagnostics: [Diagnostic]) {
        let fields = book.inputs.enumerated().map { index, input in
            Shape.Field(
                input.name, input.type, isRequired: input.isRequired && !(day != nil && book.datedBy == index))
        }
        let shapes = shapes.all
        guard let shape = Shape(book.name, fields), let layout = try? RecordLayout(shape, shapes: shapes) else {
            return (
                nil,
                [
                    Diagnostic(
                        RuleCodes.badInput, at: Place(file, Span(0..<0)),
                        "An input of this rule cannot be given as JSON.",
                        found: "an input whose type JSON has no form for",
                        expected: "inputs such as text, numbers, amounts and dates",
                        help: "Ask the rule in a workflow or a scenario.")
                ]
            )
        }
        var reader = JSONReader()
        let reading = reader.record(of: file, layout)
        return (reading.value?.slots.map { Array($0) }, reading.diagnostics)
    }

    private func failed(_ name: String, _ diagnostics: [Diagnostic]) -> RuleDecision {
        RuleDecision(
            rule: name, version: nil, value: nil, rows: [], why: [], inputs: [], explanation: [], formulas: [],
            diagnostics: diagnostics)
    }

    private func report(
        _ version: CompiledRule, _ explanation: Explanation, _ values: [Value], _ book: Rulebook, _ input: SourceFile
    ) -> RuleDecision {
        let checked = decisions.asked(version.name.string, version: version.version)
        var decision: Decision?
        var diagnostics: [Diagnostic] = []
        switch explanation.result {
        case .success(let result): decision = result
        case .failure(let error): diagnostics = [message(error, input)]
        }
        return RuleDecision(
            rule: version.name.string, version: version.version, value: decision?.value,
            rows: decision.map { Array($0.rows) } ?? [], why: decision?.why.map(\.string) ?? [],
            inputs: zip(book.inputs, values).map { ($0.name.string, $1) },
            explanation: explanation.rows.map { row in self.row(row, checked) },
            formulas: explanation.formulas.map { ($0.name.string, $0.value) }, diagnostics: diagnostics)
    }

    private func row(_ row: Explanation.Row, _ asked: AskedDefinition?) -> RuleDecision.Row {
        let rule: CheckedRule? = if case .rule(let rule)? = asked { rule } else { nil }
        var cells: [RuleDecision.Cell] = []
        for (index, verdict) in row.cells.enumerated() {
            let shown: RuleDecision.Cell.Verdict =
                switch verdict {
                case .any: .any
                case .fits: .fits
                case .differs: .differs
                case .failed: .failed
                case .notAsked: .notAsked
                }
            var (input, text) = ("", "")
            switch rule?.body {
            case .table(let table):
                input = rule?.definition.inputs[table.columns[index].input].name.value ?? ""
                text = table.rows[row.number - 1].cells[index].text.text
            case .choose(let cases):
                text = cases[row.number - 1].condition.flatMap { rule?.text(of: $0) } ?? "else"
            default: break
            }
            cells.append(.init(input: input, text: text, verdict: shown))
        }
        let place = asked?.place(ofRow: row.number)
        let line = place.map { $0.file.position(at: Int($0.span.start)).line } ?? 0
        return RuleDecision.Row(
            number: row.number, line: line, cells: cells, fits: row.fits, isTaken: row.isTaken)
    }

    private func message(_ error: RuleError, _ input: SourceFile) -> Diagnostic {
        guard let asked = decisions.asked(error.rule.string, version: error.version) else {
            return Diagnostic(
                RuleCodes.badInput, at: Place(input, Span(0..<0)), "The rule \"\(error.rule)\" gives no result.",
                found: "no result", expected: "a result", help: "Check the rule.")
        }
        return RuleErrorMessages.diagnostic(error, in: asked) { name in
            Place(input, JSONPlaces.value(of: name, in: input) ?? Span(0..<0))
        }
    }
}

/// Finds the value of a name in a JSON object that was read without a problem.
enum JSONPlaces {
    static func value(of name: String, in file: SourceFile) -> Span? {
        let key = Array("\"\(name)\"".utf8)
        let bytes = file.bytes
        guard bytes.count > key.count else { return nil }
        var depth = 0
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let end = endOfText(bytes, at)
                if depth == 1, bytes[at..<end].elementsEqual(key) {
                    var start = end
                    while start < bytes.count, isBlank(bytes[start]) { start += 1 }
                    if start < bytes.count, bytes[start] == UInt8(ascii: ":") {
                        start += 1
                        while start < bytes.count, isBlank(bytes[start]) { start += 1 }
                        return Span(start..<endOfValue(bytes, start))
                    }
                }
                at = end
                continue
            default: break
            }
            at += 1
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func endOfText(_ bytes: [UInt8], _ start: Int) -> Int {
        var at = start + 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(at + 1, bytes.count)
    }

    private static func endOfValue(_ bytes: [UInt8], _ start: Int) -> Int {
        var depth = 0
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at = endOfText(bytes, at)
                if depth == 0 { return at }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return at + 1 }
                if depth < 0 { return at }
            case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09: if depth == 0 { return at }
            default: break
            }
            at += 1
        }
        return at
    }
}
