package import Checking
package import Definitions
package import SourceText
import YAMLReading

/// The names in a scenario held against what they stand for, and its data against their declarations: all that can be said of it without
/// playing it.
package struct ScenarioNames {
    private let library: Library
    private let workflow: WorkflowDefinition
    /// Those at which something can happen.
    private let steps: [StepDefinition]
    private var data = WrittenData()
    private var diagnostics: [Diagnostic] = []

    /// - Parameter workflow: the one that the scenario is about.
    package static func check(
        _ scenario: ScenarioDefinition, of workflow: WorkflowDefinition, _ library: Library
    ) -> [Diagnostic] {
        let steps = workflow.allSteps.filter { step in
            switch step.verb {
            case .end, .proceed, .beginAgain, .unreadable: false
            default: true
            }
        }
        var names = ScenarioNames(library: library, workflow: workflow, steps: steps)
        for entry in scenario.given { names.check(records: entry) }
        for entry in scenario.answers { names.check(answers: entry) }
        for moment in scenario.timeline { names.check(moment) }
        return (names.diagnostics + names.data.diagnostics).sortedByPlace()
    }

    private init(library: Library, workflow: WorkflowDefinition, steps: [StepDefinition]) {
        self.library = library
        self.workflow = workflow
        self.steps = steps
    }

    // MARK: What is given and answered

    private mutating func check(records entry: NamedEntry<[LocatedNode]>) {
        guard let record = record(entry.name) else { return }
        let name = record.heading.name.value
        let id = FieldDefinition.identity(in: record.fields, of: entry.name)
        for node in entry.value {
            data.isPartInside = true
            _ = data.fields(node, (id.map { [$0] } ?? []) + record.fields, of: "\"\(name)\"", isPart: true)
            data.isPartInside = false
            guard node.isMapping, node.entry("id")?.value.text.isEmpty ?? true else { continue }
            report(
                node.place, "This record has no \"id\".", found: "a record without \"id\"",
                expected: "the record's own number, such as id: A-1", help: "Add \"id\".")
        }
    }

    private mutating func record(_ name: WrittenName) -> RecordDefinition? {
        let known = library.records.first { $0.pluralName == name.value }
        if known == nil { diagnostics.append(Self.unknownRecords(name, library.records.map(\.pluralName))) }
        return known
    }

    private mutating func check(answers entry: NamedEntry<[AnswerDefinition]>) {
        guard let primitive = primitive(entry.name) else { return }
        for answer in entry.value { check(answer, of: primitive) }
    }

    private mutating func primitive(_ name: WrittenName) -> PrimitiveDefinition? {
        let known = library.primitive(name.value)
        if known == nil { unknown(name, "primitive", library.primitives.map(\.heading.name.value)) }
        return known
    }

    private mutating func check(_ answer: AnswerDefinition, of primitive: PrimitiveDefinition) {
        let name = answer.outcome.value
        guard let outcome = primitive.outcomes.first(where: { $0.name.value == name }) else {
            if !ScenarioWorld.plainAnswers.contains(name) {
                unknown(answer.outcome, "outcome", primitive.outcomes.map(\.name.value) + ScenarioWorld.plainAnswers)
            }
            return
        }
        for entry in answer.data {
            if let field = outcome.fields.first(where: { $0.name.value == entry.name.value }) {
                _ = data.value(entry.value, field.type.value, field.fields)
            } else {
                unknown(entry.name, "value", outcome.fields.map(\.name.value))
            }
        }
    }

    // MARK: Moments

    private mutating func check(_ moment: MomentDefinition) {
        switch moment.happening {
        case .nothing, .cancel: break
        case .event(let name, let values, _, _):
            if let event = library.event(name.value) {
                _ = data.fields(values, event.fields, of: "\"\(name.value)\"", at: name.node)
            } else {
                unknown(name, "event", library.events.map(\.heading.name.value))
            }
        case .begin(let values):
            if case .demand(let demand) = workflow.trigger.kind {
                _ = data.fields(
                    values, demand.inputs, of: "the inputs of \"\(workflow.heading.name.value)\"", at: moment.node)
            } else {
                report(
                    moment.node.place, "This workflow does not start on demand.", found: "\"begin\"",
                    expected: "the event that starts it", help: "Write \"event:\" and its data.")
            }
        case .change(let entries): for entry in entries { check(records: entry) }
        case .approve(let name, _, _), .refuse(let name, _, _), .again(let name): _ = step(name)
        case .answer(let name, let answer):
            if case .call(let call)? = step(name)?.verb, let primitive = library.primitive(call.primitive.value) {
                check(answer, of: primitive)
            }
        }
        if let expectation = moment.expectation { check(expectation) }
    }

    private mutating func step(_ name: WrittenName) -> StepDefinition? {
        let known = steps.first { $0.name == name.value }
        if known == nil { unknown(name, "step", steps.map(\.name)) }
        return known
    }

    private mutating func check(_ expectation: ExpectationDefinition) {
        if let name = expectation.waiting { _ = step(name) }
        for name in expectation.missedSince ?? [] { _ = step(name) }
        for call in expectation.callsSince ?? [] {
            if let primitive = primitive(call.name) { check(call, primitive.inputs) }
        }
        for call in expectation.eventsSince ?? [] {
            if let event = library.event(call.name.value) {
                check(call, event.fields)
            } else {
                unknown(call.name, "event", library.events.map(\.heading.name.value))
            }
        }
        for entry in expectation.records { check(expected: entry) }
    }

    private mutating func check(_ call: ExpectedCall, _ fields: [FieldDefinition]) {
        let known = fields.map(\.name.value)
        for entry in call.values ?? [] where !known.contains(entry.name.value) { unknown(entry.name, "value", known) }
    }

    private mutating func check(expected entry: NamedEntry<[LocatedNode]>) {
        guard let record = record(entry.name) else { return }
        let known = ["id"] + record.fields.map(\.name.value)
        for node in entry.value {
            guard let id = node.entry("id")?.value.text, !id.isEmpty else {
                report(
                    node.place, "It is not said which \(record.heading.name.value) is meant.",
                    found: "a record without \"id\"", expected: "the record's own number, such as id: A-1",
                    help: "Add \"id\".")
                continue
            }
            for field in node.entries where !known.contains(field.key.text) {
                unknown(Written(field.key.text, field.key), "field", known)
            }
        }
    }

    // MARK: Messages

    private mutating func report(_ place: Place, _ message: String, found: String, expected: String, help: String) {
        diagnostics.append(
            Diagnostic(ScenarioCodes.badData, at: place, message, found: found, expected: expected, help: help))
    }

    private mutating func unknown(_ name: WrittenName, _ kind: String, _ all: [String]) {
        diagnostics.append(Self.unknown(name, kind, all))
    }

    static func unknown(_ name: WrittenName, _ kind: String, _ all: [String]) -> Diagnostic {
        let known = Array(Set(all)).sorted()
        let guess = didYouMean(name.value, among: known)
        // Of many, those about the same noun are the ones that are looked for: `credit_note.issue` for `credit_note.create`.
        let noun = name.value.split(separator: ".").first.map { $0 + "." } ?? ""
        let alike = known.filter { $0.hasPrefix(noun) && $0.contains(".") }
        let shown = known.count > 12 && !alike.isEmpty ? alike : known
        let more = shown.count > 12 ? " and \(shown.count - 12) more" : ""
        return Diagnostic(
            CheckingCodes.unknownName, at: name.place, "There is no \(kind) \"\(name.value)\" here.",
            found: "\"\(name.value)\"",
            expected: known.isEmpty
                ? "no \(kind)" : "one of " + shown.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ") + more,
            help: guess.map { "Write \"\($0)\"." } ?? "Correct the name.",
            fix: guess.map { Fix("Write \"\($0)\"", [.init(name.node.span, $0)]) })
    }

    private static func unknownRecords(_ name: WrittenName, _ known: [String]) -> Diagnostic {
        let guess = didYouMean(name.value, among: known)
        return Diagnostic(
            ScenarioCodes.unknownRecords, at: name.place, "No record is called \"\(name.value)\" where there are many.",
            found: "\"\(name.value)\"",
            expected: known.isEmpty
                ? "the name that a record's file says" : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
            help: guess.map { "Write \"\($0)\"." } ?? "Correct the name, or add the file that declares the record.",
            fix: guess.map { Fix("Write \"\($0)\"", [.init(name.node.span, $0)]) })
    }
}
