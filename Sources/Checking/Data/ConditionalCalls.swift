import Definitions
import SourceText

extension WorkflowChecker {
    /// S2: what was decided on records is done on the condition that they are still those. A call with weight that cannot be is told of.
    mutating func checkConditional(_ call: CallDefinition, _ primitive: PrimitiveDefinition) {
        let hasWeight = primitive.has(.movesMoney) || primitive.has(.changesDocument)
        guard hasWeight, primitive.isUnconditional, !workflow.records.isEmpty else { return }
        let name = call.primitive.value
        report(
            ShapeCodes.unconditionalCall, call.primitive.place,
            "\"\(name)\" cannot be made on the condition that the records are unchanged.",
            found:
                "a call that \(primitive.has(.movesMoney) ? "moves money" : "changes a document"), with \"conditional: false\"",
            expected: "a call that is refused if a record has changed since it was read",
            help:
                "Let the called system look at the records once more itself, or ask for a primitive that can be conditional."
        )
    }
}
