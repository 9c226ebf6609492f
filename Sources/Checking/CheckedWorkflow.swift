package import Definitions
package import Evaluation
package import Expressions
package import Program
package import Rules

/// A workflow whose names and types have been resolved: the program but for its code, which is still checked syntax.
package struct CheckedWorkflow: Sendable {
    package var definition: WorkflowDefinition
    package var trigger: Trigger
    /// Gives the name of the run's time zone, where the settings leave it to a record.
    package var zone: CodeIndex?
    /// The parameters of the settings, as one record.
    package var parameters: Value
    package var lists: [ListRead]
    /// The rules that its steps ask.
    package var rulebooks: [Rulebook]
    package var records: [RecordRead]
    package var slotCount: Int
    package var steps: [Step]
    package var blocks: [Block]
    package var body: BlockIndex
    package var templates: [Template]
    package var expressions: [CheckedExpression]
    /// What the expressions name; its variables are the slots.
    package var declarations: Declarations
    /// The shapes of the declared records, by their numbers; a value of that very shape is read by slot.
    package var shapes: [Shape]

    /// What the author calls the values of the slots, in their order.
    package var slotNames: [String] { declarations.variables.map(\.name) }
}

/// An expression whose names and types are known, and where its text stands.
package struct CheckedExpression: Sendable {
    package var checked: Checked
    package var source: ExpressionSource
}
