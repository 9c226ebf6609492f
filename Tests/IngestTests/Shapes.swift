import Amounts
import Encoding
import Evaluation
import Ingest

/// The shapes that the typed cases are read by.
enum Shapes {
    static func make(_ name: Text, _ fields: [Shape.Field]) -> Shape {
        guard let shape = Shape(name, fields) else { preconditionFailure("two fields of one name") }
        return shape
    }

    static let customer = make(
        "Customer",
        [
            Shape.Field("id", .string, isRequired: true), Shape.Field("name", .string),
            Shape.Field("email", .string, marks: .personal),
        ])

    static let line = make(
        "Line",
        [
            Shape.Field("description", .string, isRequired: true), Shape.Field("quantity", .decimal),
            Shape.Field("amount", .money(nil), isRequired: true),
        ])

    static let invoice = make(
        "InvoiceDrafted",
        [
            Shape.Field("invoice", .string, isRequired: true), Shape.Field("number", .int),
            Shape.Field("total", .money(Currency("USD")), isRequired: true), Shape.Field("tax_rate", .decimal),
            Shape.Field("issued", .date), Shape.Field("due_on", .date), Shape.Field("created_at", .timestamp),
            Shape.Field("autopay", .bool), Shape.Field("customer", .record("Customer")),
            Shape.Field("lines", .list(.record("Line"))), Shape.Field("tags", .list(.string)),
            Shape.Field("terms", .period), Shape.Field("attributes", .map(key: .string, value: .decimal)),
            Shape.Field("note", .dynamic), Shape.Field("a_name_longer_than_sixteen_bytes", .uint),
            Shape.Field("starts", .time), Shape.Field("grace", .duration), Shape.Field("pdf", .bytes),
            Shape.Field("share", .ratio), Shape.Field("rate", .rate),
        ])

    static func layout(_ unknownFields: UnknownFields = .refuse) throws -> RecordLayout {
        try RecordLayout(invoice, shapes: [customer, line], unknownFields: unknownFields)
    }
}
