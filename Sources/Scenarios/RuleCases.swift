import Checking
import Dates
package import Definitions
import Encoding
package import Evaluation
package import Rules
package import SourceText
import YAMLReading

/// Asks a rule the questions of a scenario and holds its answers against what is expected.
package struct RuleCases {
    /// What a rule is asked with.
    package struct Stage {
        package var book: Rulebook
        /// The inputs of the version with the highest number, which say how values are written.
        package var inputs: [FieldDefinition]
        package var environment: EvaluationEnvironment
        /// An error of the rule in words, at its place.
        package var message: (RuleError) -> Diagnostic

        package init(
            book: Rulebook, inputs: [FieldDefinition], environment: EvaluationEnvironment,
            message: @escaping (RuleError) -> Diagnostic
        ) {
            self.book = book
            self.inputs = inputs
            self.environment = environment
            self.message = message
        }
    }

    private let stage: Stage
    private var diagnostics: [Diagnostic] = []
    private var decisions: [Decision] = []

    /// What came of a scenario.
    package struct Result {
        /// How much was expected.
        package var expectations: Int
        /// What failed, and what is wrong with the scenario itself.
        package var failures: [Diagnostic]
        /// What the rule has decided.
        package var decisions: [Decision]
    }

    package static func play(_ scenario: CasesDefinition, _ stage: Stage) -> Result {
        var cases = RuleCases(stage: stage)
        for item in scenario.cases { cases.play(item) }
        return Result(
            expectations: scenario.cases.count, failures: cases.diagnostics, decisions: cases.decisions)
    }

    /// What is wrong with a scenario itself: all that can be said of it without asking the rule.
    package static func check(_ scenario: CasesDefinition, _ stage: Stage) -> [Diagnostic] {
        var cases = RuleCases(stage: stage)
        for item in scenario.cases { _ = cases.given(item) }
        return cases.diagnostics
    }

    private init(stage: Stage) { self.stage = stage }

    /// The values of the inputs; nothing, and messages, for a case that cannot be asked.
    private mutating func given(_ item: RuleCaseDefinition) -> [(name: Text, value: Value)]? {
        if let place = item.languages.first?.place ?? item.withheldPlace {
            diagnostics.append(
                Diagnostic(
                    ScenarioCodes.badData, at: place, "This belongs to a scenario about a notice.",
                    found: item.languages.isEmpty ? "\"withheld\"" : "\"languages\"",
                    expected: "\"given\", and \"expect\" or \"error\"",
                    help: "Delete it, or write \"notice\" instead of \"rule\"."))
            return nil
        }
        var data = WrittenData()
        let fields = data.fields(
            item.given, stage.inputs, of: "the inputs of \"\(stage.book.name)\"", at: item.node, isPart: true)
        var problems = data.diagnostics
        if case .result(let node) = item.expectation, let unknown = unknownOutput(node) { problems.append(unknown) }
        diagnostics += problems
        return problems.isEmpty ? fields : nil
    }

    private mutating func play(_ item: RuleCaseDefinition) {
        guard let fields = given(item) else { return }
        let values = stage.book.inputs.map { input in
            fields.first { $0.name == input.name }?.value ?? .absent
        }
        var environment = stage.environment
        environment.today = item.day?.value
        do throws(RuleError) {
            let decision =
                stage.book.datedBy == nil && item.day == nil
                ? try stage.book.latest.decide(values, environment) : try stage.book.decide(values, environment)
            decisions.append(decision)
            check(decision, item)
        } catch { check(stage.message(error), item) }
    }

    private mutating func check(_ decision: Decision, _ item: RuleCaseDefinition) {
        switch item.expectation {
        case .error(let words):
            fail(
                item, words.place, "This case has a result.", found: shown(decision.value),
                expected: "no result, and a message with the words \"\(words.value)\"")
        case .withheld: break
        case .result(let node):
            checkReasons(decision, item)
            if matches(node, decision.value) { return }
            let rows = decision.rows.map(String.init).joined(separator: ", ")
            fail(
                item, node.place, "The rule gives another result.",
                found: shown(decision.value, for: node) + (rows.isEmpty ? "" : ", from row \(rows)"),
                expected: expected(node))
        }
    }

    private mutating func check(_ message: Diagnostic, _ item: RuleCaseDefinition) {
        switch item.expectation {
        case .error(let words):
            let said = "\(message.code.id) \(message.message)".lowercased()
            if said.contains(words.value.lowercased()) { return }
            fail(
                item, words.place, "The rule has no result for another reason.",
                found: "the message: \(unstopped(message.message))",
                expected: "a message with the words \"\(words.value)\"")
        case .withheld: break
        case .result(let node):
            fail(
                item, node.place, "The rule has no result.", found: "the message: \(unstopped(message.message))",
                expected: expected(node), related: [.init(message.place, "here")])
        }
    }

    private mutating func checkReasons(_ decision: Decision, _ item: RuleCaseDefinition) {
        guard let expected = item.why, expected.map(\.value) != decision.why.map(\.string) else { return }
        func shown(_ reasons: [String]) -> String { reasons.isEmpty ? "no reason" : reasons.joined(separator: "; ") }
        fail(
            item, expected.first?.place ?? item.node.place, "The rule gives another reason.",
            found: shown(decision.why.map(\.string)), expected: shown(expected.map(\.value)))
    }

    private func matches(_ node: LocatedNode, _ value: Value) -> Bool {
        // The value of the only output may stand alone.
        if node.isScalar, let slots = value.slots, slots.count == 1 { return WrittenData.matches(node, slots[0]) }
        return WrittenData.matches(node, value)
    }

    private func unknownOutput(_ node: LocatedNode) -> Diagnostic? {
        let groups = node.isSequence ? node.items.filter(\.isMapping) : node.isMapping ? [node] : []
        let known = stage.book.outputShape.fields.map(\.name.string)
        for group in groups {
            for entry in group.entries where !known.contains(entry.key.text) {
                let guess = didYouMean(entry.key.text, among: known)
                return Diagnostic(
                    ScenarioCodes.badData, at: entry.key.place,
                    "\"\(entry.key.text)\" is no output of \"\(stage.book.name)\".",
                    found: "\"\(entry.key.text)\"",
                    expected: "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
                    help: guess.map { "Write \"\($0)\"." } ?? "Name one of the outputs, or delete the line.",
                    fix: guess.map { Fix("Write \"\($0)\"", [.init(entry.key.span, $0)]) })
            }
        }
        return nil
    }

    /// A result, or the outputs of it that an expectation names.
    private func shown(_ value: Value, for node: LocatedNode? = nil) -> String {
        if let list = value.asList { return "[" + list.map(shownItem).joined(separator: ", ") + "]" }
        guard let shape = value.shape, let slots = value.slots else { return written(value) }
        let names = node.flatMap { $0.isMapping ? $0.entries.map(\.key.text) : nil }
        let fields = zip(shape.fields, slots).filter { names?.contains($0.0.name.string) ?? true }
        return fields.map { "\($0.name): \(shown($1))" }.joined(separator: ", ")
    }

    /// A group in a list, without what it does not have.
    private func shownItem(_ value: Value) -> String {
        guard let shape = value.shape, let slots = value.slots else { return shown(value) }
        let fields = zip(shape.fields, slots).filter { !$1.isAbsent }
        return "{ " + fields.map { "\($0.name): \(shown($1))" }.joined(separator: ", ") + " }"
    }

    private func written(_ value: Value) -> String {
        if let text = value.asText { return text.string }
        return value.isAbsent ? "none" : "\(value)"
    }

    private func expected(_ node: LocatedNode) -> String {
        switch node.kind {
        case .scalar: return node.text
        case .sequence:
            let items = node.items.map { $0.isMapping ? "{ \(expected($0)) }" : expected($0) }
            return "[" + items.joined(separator: ", ") + "]"
        case .mapping: return node.entries.map { "\($0.key.text): \(expected($0.value))" }.joined(separator: ", ")
        }
    }

    private func unstopped(_ sentence: String) -> String {
        sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }

    private mutating func fail(
        _ item: RuleCaseDefinition, _ place: Place, _ message: String, found: String, expected: String,
        related: [Diagnostic.Related] = []
    ) {
        let title = item.title.map { "\"\($0.value)\": " } ?? ""
        let text = title.isEmpty ? message : title + message.prefix(1).lowercased() + message.dropFirst()
        diagnostics.append(
            Diagnostic(
                ScenarioCodes.failed, at: place, text, found: found, expected: expected,
                help: "Correct the rule, or what is expected of it.", related: related))
    }
}

extension RuleCaseDefinition {
    fileprivate var withheldPlace: Place? {
        if case .withheld(let written) = expectation { written.place } else { nil }
    }
}
