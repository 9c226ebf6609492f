import Encoding
package import Evaluation

/// The shapes of the results that the language itself defines.
package enum ResultShapes {
    /// Who decided: `release.by.name`.
    package static let person = shape("person", [Shape.Field(Text("name"), .string, isRequired: true)])

    /// The result of an approval: `release.by.name`, `release.comment`, `release.at`, `release.asked_at`.
    package static let approval = shape(
        "approval",
        [
            Shape.Field(Text("outcome"), .string, isRequired: true),
            Shape.Field(Text("by"), .record(Text("person"))),
            Shape.Field(Text("comment"), .string),
            Shape.Field(Text("at"), .timestamp, isRequired: true),
            Shape.Field(Text("asked_at"), .timestamp, isRequired: true),
        ])

    private static func shape(_ name: String, _ fields: [Shape.Field]) -> Shape {
        guard let shape = Shape(Text(name), fields) else { preconditionFailure("the names above are distinct") }
        return shape
    }
}
