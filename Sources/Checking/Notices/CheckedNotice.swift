package import Definitions
package import Evaluation
package import Expressions
package import Program
import SourceText

/// A notice whose names and types have been resolved: ready to be lowered.
package struct CheckedNotice: Sendable {
    package struct Message: Sendable {
        package var language: String
        package var subject: Template
        package var body: Template
    }

    package var definition: NoticeDefinition
    package var onlyIf: CodeIndex?
    package var messages: [Message]
    package var expressions: [CheckedExpression]
    /// What the expressions name; its variables are the inputs, in their order.
    package var declarations: Declarations
    /// The shapes of the declared records, by their numbers.
    package var shapes: [Shape]
}
