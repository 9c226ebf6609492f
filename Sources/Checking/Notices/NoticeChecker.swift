package import Definitions
import Encoding
import Evaluation
import Expressions
import Program
package import SourceText
import YAMLReading

/// Resolves a notice: its texts against its inputs, and its languages against each other.
package struct NoticeChecker {
    private let notice: NoticeDefinition
    private let library: Library
    private var shapes: Shapes
    private var scope: Declarations
    private var findings: Findings
    private var expressions: [CheckedExpression] = []
    /// The names that any text or the condition speaks of.
    private var spokenOf: Set<String> = []
    /// What the condition of the notice asks for, so that it is there whenever the notice is sent.
    private var certain: Set<String> = []

    private init(_ notice: NoticeDefinition, _ library: Library, _ shapes: Shapes) {
        self.notice = notice
        self.library = library
        self.shapes = shapes
        scope = shapes.declarations
        findings = Findings(library)
    }

    /// - Returns: the checked notice, unless an error stands in its way, and all that was found.
    package static func check(
        _ notice: NoticeDefinition, _ library: Library, _ shapes: Shapes
    ) -> (checked: CheckedNotice?, diagnostics: [Diagnostic]) {
        var checker = NoticeChecker(notice, library, shapes)
        let checked = checker.run()
        let isFit = !checker.findings.diagnostics.contains { $0.severity == .error }
        return (isFit ? checked : nil, checker.findings.diagnostics)
    }

    private mutating func run() -> CheckedNotice {
        declareInputs()
        let condition = notice.onlyIf.flatMap { expression($0, expected: .bool) }
        if let checked = condition?.checked { certain = Self.present(in: checked.syntax, checked.root) }
        checkFallback()
        var messages: [CheckedNotice.Message] = []
        var shown: [[Shown]] = []
        for language in notice.languages {
            let subject = template(language.value.subject)
            let body = template(language.value.body)
            shown.append(subject.shown + body.shown)
            messages.append(
                CheckedNotice.Message(language: language.name.value, subject: subject.template, body: body.template))
        }
        compare(shown)
        checkUnused()
        return CheckedNotice(
            definition: notice, onlyIf: condition?.index, messages: messages, expressions: expressions,
            declarations: scope,
            shapes: shapes.all)
    }

    /// A record that is an input is the record itself, read when the notice is sent.
    private mutating func declareInputs() {
        var types: [(name: String, type: Type, isOptional: Bool)] = []
        for input in notice.inputs {
            let type: Type
            if case .record(let name) = input.type.value.required {
                type = shapes.type(name) ?? .error
            } else {
                type = shapes.type(of: input, in: notice.heading.name.value).0
            }
            types.append((input.name.value, type, input.type.value.isOptional))
        }
        scope = shapes.declarations
        scope.isIncomplete = notice.inputs.isEmpty && library.isDamaged(notice.heading)
        for (name, type, isOptional) in types { scope.declare(name, type, isOptional: isOptional) }
    }

    /// The values that must be present for a condition to hold.
    private static func present(in syntax: Syntax, _ id: NodeID) -> Set<String> {
        switch syntax[id].kind {
        case .and: return syntax.children(of: id).reduce(into: []) { $0.formUnion(present(in: syntax, $1)) }
        case .presence:
            let text = syntax.source(syntax[id].span)
            return text.hasSuffix(" is present") ? [String(text.dropLast(" is present".count))] : []
        default: return []
        }
    }

    private mutating func checkFallback() {
        let known = notice.languages.map(\.name.value)
        guard !known.contains(notice.fallback.value) else { return }
        let guess = didYouMean(notice.fallback.value, among: known)
        findings.report(
            ShapeCodes.fallbackMissing, notice.fallback.place,
            "The notice has no text in \"\(notice.fallback.value)\", its fallback language.",
            found: "\"\(notice.fallback.value)\"",
            expected: known.count == 1 ? "\"\(known[0])\"" : "one of " + Findings.quoted(known),
            help: guess.map { "Write \"\($0)\"." } ?? "Name one of the languages, or add the text in this one.",
            fix: guess.map { Fix("Write \"\($0)\"", [.init(notice.fallback.node.span, $0)]) })
    }

    // MARK: Texts

    /// A value that a text shows: what it is in its one way to be written, and where.
    private struct Shown {
        var text: String
        var place: Place
    }

    private mutating func template(_ text: FreeText) -> (template: Template, shown: [Shown]) {
        var pieces: [Template.Piece] = []
        var shown: [Shown] = []
        for piece in text.pieces {
            switch piece {
            case .literal(let literal, _): pieces.append(.literal(Text(literal)))
            case .expression(let excerpt):
                guard let (index, checked) = expression(excerpt) else { continue }
                pieces.append(.value(index))
                shown.append(Shown(text: checked.syntax.printed(), place: excerpt.place))
                checkForm(checked, excerpt)
            }
        }
        return (Template(pieces), shown)
    }

    private mutating func expression(_ excerpt: Excerpt, expected: Type? = nil) -> (index: CodeIndex, checked: Checked)?
    {
        let source = ExpressionSource(excerpt)
        if source.isRefused(in: library, notice.heading) { return nil }
        let compiled = compile(source, scope, expected: expected)
        findings.add(compiled.diagnostics)
        for node in compiled.syntax.nodes.indices {
            let name = compiled.syntax.name(of: NodeID(UInt32(node)))
            if !name.isEmpty { spokenOf.insert(name) }
        }
        guard let checked = compiled.checked else { return nil }
        findings.add(checkCost(checked, scope, source, limit: EvaluationLimits().cost))
        expressions.append(CheckedExpression(checked: checked, source: source))
        return (expressions.count - 1, checked)
    }

    /// Only what has a form for people can be shown.
    private mutating func checkForm(_ checked: Checked, _ excerpt: Excerpt) {
        if let secret = Secrets.first(in: checked, scope, shapes) { findings.reportSecret(secret, excerpt, "a notice") }
        if let advice = Self.advice(checked.type.present) {
            findings.report(
                ShapeCodes.notShowable, excerpt.place,
                "\"\(excerpt.text)\" is \(advice.what), which a notice cannot show.",
                found: advice.what,
                expected: "a text, a number, an amount, a share in per cent, a date or a time",
                help: advice.help)
        } else if checked.type.isAbsent, !certain.contains(excerpt.text) {
            findings.report(
                ShapeCodes.shownMayBeAbsent, excerpt.place, "\"\(excerpt.text)\" may be absent.",
                found: "a value that may be absent", expected: "a value that is always there",
                help:
                    "Say what is written instead, as in \"\(excerpt.text).orValue(…)\", or send the notice only if it is there: "
                    + "\"only_if: \(excerpt.text) is present\".")
        }
    }

    private static func advice(_ type: Type) -> (what: String, help: String)? {
        switch type {
        case .bool:
            ("true or false", "Write what each means, as in \"if … then \\\"yes\\\" else \\\"no\\\"\".")
        case .list, .map: ("a list", "Show what it comes to, such as its size or its sum.")
        case .record: ("a whole record", "Name the field of it that is meant.")
        case .abstract: ("a reference to a record", "Make the record an input of the notice, and name its field.")
        case .period, .duration: ("a period", "Show a number of days, or the date at which it ends.")
        case .quotient: ("a ratio that may have no end in decimals", "Round it, as in \"round(…, 2, half_even)\".")
        case .rate: ("an exchange rate", "Show an amount that was converted by it.")
        case .null, .bytes, .type, .wrapper, .optional: ("a value without a form", "Name another value.")
        default: nil
        }
    }

    // MARK: The languages among each other

    /// All languages show the same values.
    private mutating func compare(_ shown: [[Shown]]) {
        guard !findings.diagnostics.contains(where: { $0.severity == .error }) else { return }
        for (index, language) in notice.languages.enumerated() {
            let here = Set(shown[index].map(\.text))
            var told: Set<String> = []
            for (other, values) in shown.enumerated() where other != index {
                for value in values where !here.contains(value.text) && told.insert(value.text).inserted {
                    let name = notice.languages[other].name.value
                    findings.report(
                        ShapeCodes.languagesDiffer, language.name.place,
                        "The text in \"\(language.name.value)\" does not show \"\(value.text)\".",
                        found: "no \"\(value.text)\" in \"\(language.name.value)\"",
                        expected: "all values that the text in \"\(name)\" shows",
                        help: "Put ${\(value.text)} into this text, or take it out of the others.",
                        related: [.init(value.place, "shown in \"\(name)\"")])
                }
            }
        }
    }

    private mutating func checkUnused() {
        guard !findings.diagnostics.contains(where: { $0.severity == .error }) else { return }
        for input in notice.inputs where !spokenOf.contains(input.name.value) {
            findings.report(
                ShapeCodes.inputUnused, input.name.place, "No text of the notice speaks of \"\(input.name.value)\".",
                found: "an input \"\(input.name.value)\"", expected: "only what the texts or the condition name",
                help: "Delete it, or show it in the texts.")
        }
    }
}
