package import Checking
import Dates
package import Definitions
import Encoding
package import Evaluation
package import Notices
package import SourceText
import YAMLReading

/// Renders a notice for the people of a scenario and holds what they read against what is expected.
package struct NoticeCases {
    /// What a notice is rendered with.
    package struct Stage {
        package var notice: Notice
        package var inputs: [FieldDefinition]
        package var library: Library
        package var shapes: Shapes
        package var environment: EvaluationEnvironment

        package init(
            notice: Notice, inputs: [FieldDefinition], library: Library, shapes: Shapes,
            environment: EvaluationEnvironment
        ) {
            self.notice = notice
            self.inputs = inputs
            self.library = library
            self.shapes = shapes
            self.environment = environment
        }
    }

    private let stage: Stage
    private var diagnostics: [Diagnostic] = []

    /// - Returns: how much was expected, and what failed or is wrong with the scenario itself.
    package static func play(_ scenario: CasesDefinition, _ stage: Stage) -> (
        expectations: Int, failures: [Diagnostic]
    ) {
        var cases = NoticeCases(stage: stage)
        for item in scenario.cases { cases.play(item) }
        return (scenario.cases.count, cases.diagnostics)
    }

    /// What is wrong with a scenario itself: all that can be said of it without rendering the notice.
    package static func check(_ scenario: CasesDefinition, _ stage: Stage) -> [Diagnostic] {
        var cases = NoticeCases(stage: stage)
        for item in scenario.cases { _ = cases.values(item) }
        return cases.diagnostics
    }

    private init(stage: Stage) { self.stage = stage }

    private mutating func play(_ item: RuleCaseDefinition) {
        guard let values = values(item) else { return }
        var environment = stage.environment
        environment.today = item.day?.value
        do throws(NoticeFailure) {
            switch try stage.notice.render(for: item.languages.map { Text($0.value) }, values, environment) {
            case .withheld: checkWithheld(item)
            case .message(let message): check(message, item)
            }
        } catch {
            let found = Self.words(error)
            if case .error(let words) = item.expectation {
                if found.lowercased().contains(words.value.lowercased()) { return }
                return fail(
                    item, words.place, "There is no text for another reason.", found: found, expected: words.value)
            }
            fail(item, item.node.place, "There is no text.", found: found, expected: "a message")
        }
    }

    // MARK: What is given

    private mutating func values(_ item: RuleCaseDefinition) -> [Value]? {
        var data = WrittenData()
        var values: [Value] = []
        let known = stage.inputs.map(\.name.value)
        for entry in item.given where !known.contains(entry.name.value) {
            diagnostics.append(unknown(entry.name, known))
            return nil
        }
        for input in stage.inputs {
            guard let entry = item.given.first(where: { $0.name.value == input.name.value }) else {
                values.append(.absent)
                continue
            }
            if case .record(let name) = input.type.value.required, let record = stage.library.record(name),
                let shape = stage.shapes.shape(name)
            {
                let fields = data.fields(entry.value, record.fields, of: "a record \"\(name)\"", isPart: true)
                values.append(
                    .record(
                        shape,
                        shape.fields.map { field in fields.first { $0.name == field.name }?.value ?? .absent }))
            } else {
                values.append(data.value(entry.value, input.type.value, input.fields) ?? .absent)
            }
        }
        diagnostics += data.diagnostics
        return data.diagnostics.isEmpty ? values : nil
    }

    private func unknown(_ name: WrittenName, _ known: [String]) -> Diagnostic {
        let guess = didYouMean(name.value, among: known)
        return Diagnostic(
            ScenarioCodes.badData, at: name.place,
            "\"\(name.value)\" is no input of \"\(stage.notice.name)\".", found: "\"\(name.value)\"",
            expected: known.isEmpty ? "no input" : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
            help: guess.map { "Write \"\($0)\"." } ?? "Name one of the inputs, or delete the line.",
            fix: guess.map { Fix("Write \"\($0)\"", [.init(name.node.span, $0)]) })
    }

    // MARK: What is expected

    private mutating func checkWithheld(_ item: RuleCaseDefinition) {
        if case .withheld(let expected) = item.expectation, expected.value { return }
        fail(item, item.node.place, "The notice is not sent.", found: "\"only_if\" is not true", expected: "a message")
    }

    private mutating func check(_ message: RenderedNotice, _ item: RuleCaseDefinition) {
        switch item.expectation {
        case .withheld(let expected):
            guard expected.value else { return }
            fail(
                item, expected.place, "The notice is sent.", found: "the subject: \(message.subject)",
                expected: "\"only_if\" to hold it back")
        case .error(let words):
            fail(
                item, words.place, "There is a text.", found: "the subject: \(message.subject)",
                expected: "no text, and a message with the words \"\(words.value)\"")
        case .result(let node): check(message, node, item)
        }
    }

    private static let parts = ["language", "subject", "says"]

    /// The language and the subject as they stand, and texts that stand in the body.
    private mutating func check(_ message: RenderedNotice, _ node: LocatedNode, _ item: RuleCaseDefinition) {
        guard node.isMapping else {
            diagnostics.append(badReading(node, among: nil))
            return
        }
        for entry in node.entries {
            switch entry.key.text {
            case "language" where entry.value.isScalar:
                if entry.value.text == message.language.string { continue }
                fail(
                    item, entry.value.place, "The notice is in another language.", found: message.language.string,
                    expected: entry.value.text)
            case "subject" where entry.value.isScalar:
                if entry.value.text == message.subject.string { continue }
                fail(
                    item, entry.value.place, "The subject is another.", found: message.subject.string,
                    expected: entry.value.text)
            case "says":
                for words in entry.value.isSequence ? Array(entry.value.items) : [entry.value] {
                    guard words.isScalar else {
                        diagnostics.append(badReading(words, among: nil))
                        continue
                    }
                    if message.body.string.contains(words.text) { continue }
                    fail(
                        item, words.place, "The body does not say this.", found: message.body.string,
                        expected: "a body with the words \"\(words.text)\"")
                }
            default:
                diagnostics.append(badReading(entry.key, among: Self.parts))
            }
        }
    }

    private func badReading(_ node: LocatedNode, among known: [String]?) -> Diagnostic {
        let guess = known.flatMap { didYouMean(node.text, among: $0) }
        return Diagnostic(
            ScenarioCodes.badData, at: node.place, "This is no part of what a person reads.",
            found: node.isScalar ? "\"\(node.text)\"" : "a list or a group",
            expected: "\"language\", \"subject\", or \"says\" with a list of texts",
            help: guess.map { "Write \"\($0)\"." } ?? "Write what is expected of the message.",
            fix: guess.map { Fix("Write \"\($0)\"", [.init(node.span, $0)]) })
    }

    private static func words(_ failure: NoticeFailure) -> String {
        switch failure {
        case .expression(let error):
            let operands = error.operands.map { "\($0)" }.joined(separator: " and ")
            return "an expression without a value" + (operands.isEmpty ? "" : ": " + operands)
        case .noForm(.absent): return "a value that is not given"
        case .noForm: return "a value that has no form for people"
        case .endless: return "a ratio that has no end in decimals"
        case .noMessage: return "no text in the language and none in the fallback language"
        }
    }

    private mutating func fail(
        _ item: RuleCaseDefinition, _ place: Place, _ message: String, found: String, expected: String
    ) {
        let title = item.title.map { "\"\($0.value)\": " } ?? ""
        let text = title.isEmpty ? message : title + message.prefix(1).lowercased() + message.dropFirst()
        let line = found.split(whereSeparator: \.isNewline).joined(separator: " ")
        diagnostics.append(
            Diagnostic(
                ScenarioCodes.failed, at: place, text, found: line, expected: expected,
                help: "Correct the notice, or what is expected of it."))
    }
}
