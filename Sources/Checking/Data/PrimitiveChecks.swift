import Definitions
import Evaluation
import Expressions
import SourceText
import YAMLReading

/// Signatures of calls, and what keeps events in order.
enum PrimitiveChecks {
    static func check(_ library: Library, _ shapes: Shapes, _ findings: inout Findings) {
        for primitive in library.primitives {
            outcomes(primitive, &findings)
            let isIncomplete = primitive.inputs.isEmpty && library.isDamaged(primitive.heading)
            oncePer(primitive, library, shapes, isIncomplete: isIncomplete, &findings)
            conditional(primitive, &findings)
            then(primitive, library, &findings)
        }
        for event in library.events { partition(event, &findings) }
    }

    /// What the machine itself says of every call.
    private static let reserved: [String: String] = [
        "transient": "a call that did not come through is repeated by itself",
        "unknown": "a call of which nobody knows what became is asked about by itself",
        "deferred": "an answer that comes later is waited for by itself",
        "stale": "a call whose records have changed is decided again by itself",
        "late": "\"late\" is what \"within\" gives",
    ]

    private static func outcomes(_ primitive: PrimitiveDefinition, _ findings: inout Findings) {
        var known: [(field: FieldDefinition, outcome: String)] = []
        for outcome in primitive.outcomes {
            let name = outcome.name.value
            if let reason = reserved[name] {
                findings.report(
                    ShapeCodes.reservedOutcome, outcome.name.place, "\"\(name)\" is no outcome of its own: \(reason).",
                    found: "\"\(name)\" among the outcomes",
                    expected: "what the call itself finds out, such as accepted or declined",
                    help: "Delete it, or give it another name if it is something that the called system says.")
            }
            for field in outcome.fields {
                if field.name.value == "outcome" {
                    findings.report(
                        ShapeCodes.reservedField, field.name.place, "\"outcome\" is the name of what happened.",
                        found: "a field \"outcome\" in the outcome \"\(name)\"", expected: "another name",
                        help: "Give the field another name.")
                } else if let twin = known.first(where: { $0.field.name.value == field.name.value }) {
                    guard twin.field.type.value.required != field.type.value.required else { continue }
                    findings.report(
                        ShapeCodes.outcomesDisagree, field.type.place,
                        "\"\(field.name.value)\" is \(field.type.value.required) in the outcome \"\(name)\" and "
                            + "\(twin.field.type.value.required) in the outcome \"\(twin.outcome)\".",
                        found: "\(field.name.value): \(field.type.value)",
                        expected: "\(field.name.value): \(twin.field.type.value)",
                        help: "Give both the same type, or different names.",
                        related: [.init(twin.field.type.place, "the type in \"\(twin.outcome)\"")])
                } else {
                    known.append((field, name))
                }
            }
        }
    }

    /// The business fact is made of the inputs.
    private static func oncePer(
        _ primitive: PrimitiveDefinition, _ library: Library, _ shapes: Shapes, isIncomplete: Bool,
        _ findings: inout Findings
    ) {
        guard !primitive.oncePer.isEmpty else { return }
        var shapes = shapes
        var types: [(String, Type, Bool)] = []
        for input in primitive.inputs {
            let written = input.type.value.required
            // Of a record that is given, its fields can be named too.
            let type: Type
            if case .record(let name) = written {
                type = shapes.type(name) ?? .error
            } else {
                type = shapes.type(of: input, in: primitive.heading.name.value).0
            }
            types.append((input.name.value, type, input.type.value.isOptional))
        }
        var scope = shapes.declarations
        scope.isIncomplete = isIncomplete
        for (name, type, isOptional) in types { scope.declare(name, type, isOptional: isOptional) }
        for excerpt in primitive.oncePer {
            let source = ExpressionSource(excerpt)
            if source.isRefused(in: library, primitive.heading) { continue }
            let compiled = compile(source, scope)
            findings.add(compiled.diagnostics)
            guard let checked = compiled.checked else { continue }
            findings.add(checkCost(checked, scope, source, limit: EvaluationLimits().cost))
        }
    }

    private static func conditional(_ primitive: PrimitiveDefinition, _ findings: inout Findings) {
        guard !primitive.isReading, primitive.node["conditional"] == nil else { return }
        findings.report(
            ShapeCodes.conditionalNotStated, primitive.heading.name.place,
            "It is not said whether \"\(primitive.heading.name.value)\" can be made on the condition that the records are unchanged.",
            found: "a call that changes something, without \"conditional\"",
            expected: "\"conditional: true\" or \"conditional: false\"",
            help:
                "Write \"conditional: true\" if the called system can refuse a call that was decided on older records, "
                + "else \"conditional: false\".")
    }

    /// What follows from a call follows from one of its outcomes, and is an event.
    private static func then(_ primitive: PrimitiveDefinition, _ library: Library, _ findings: inout Findings) {
        let outcomes = primitive.outcomes.map(\.name.value)
        for entry in primitive.then {
            if !outcomes.contains(entry.name.value), !library.hasLostNames(primitive.heading) {
                findings.reportUnknown(entry.name, "an outcome", outcomes, code: CheckingCodes.unknownOutcome)
            }
            for event in entry.value { findings.resolve(event, .event, library.events.map(\.heading.name.value)) }
        }
    }

    private static func partition(_ event: EventDefinition, _ findings: inout Findings) {
        guard let written = event.partition,
            let field = event.fields.first(where: { $0.name.value == written.value })
        else { return }
        let canName: Bool =
            switch field.type.value {
            case .record, .text, .int, .person, .role, .oneOf: true
            default: false
            }
        guard !canName else { return }
        findings.report(
            ShapeCodes.badPartition, written.place,
            field.type.value.isOptional
                ? "\"\(field.name.value)\" may be absent, and then it is not clear what the event belongs to."
                : "The values of \"\(field.name.value)\" do not name what the event belongs to.",
            found: "\"\(field.name.value)\", which is \(field.type.value)",
            expected: "a field that every event has, and that is a record, a text or a whole number",
            help: "Name another field, or make this one required.",
            related: [.init(field.type.place, "its type")])
    }
}
