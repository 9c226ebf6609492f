import Encoding
package import Evaluation

/// The shapes of the results that the language itself defines.
package enum ResultShapes {
    /// Who decided: `release.by.name`.
    package static let person = shape("person", [Shape.Field(Text("name"), .string, isRequired: true)])

    /// The result of an approval: `release.by.name`, `release.comment`, `release.at`, `release.asked_at`;
    /// `release.approvers` are all who have agreed, and `release.on_behalf_of` is whose place the last one took.
    package static let approval = shape(
        "approval",
        [
            Shape.Field(Text("outcome"), .string, isRequired: true),
            Shape.Field(Text("by"), .record(Text("person"))),
            Shape.Field(Text("comment"), .string),
            Shape.Field(Text("at"), .timestamp, isRequired: true),
            Shape.Field(Text("asked_at"), .timestamp, isRequired: true),
            Shape.Field(Text("on_behalf_of"), .string),
            Shape.Field(Text("approvers"), .list(.string), isRequired: true),
        ])

    /// What a run knows that the clock has started: `planned.day`, `planned.at`; of a schedule the period that its key has,
    /// and of a record's date that record and the date.
    package static let planned = shape(
        "planned",
        [
            Shape.Field(Text("day"), .date, isRequired: true), Shape.Field(Text("at"), .timestamp, isRequired: true),
            Shape.Field(Text("period"), .string), Shape.Field(Text("record"), .string),
            Shape.Field(Text("date"), .date),
        ])

    private static func shape(_ name: String, _ fields: [Shape.Field]) -> Shape {
        guard let shape = Shape(Text(name), fields) else { preconditionFailure("the names above are distinct") }
        return shape
    }
}
