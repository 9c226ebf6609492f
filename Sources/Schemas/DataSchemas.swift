package import Checking
package import Definitions

/// JSON Schemas of the data that rule files declare: what the events and records of a history, of a stream and of a billing system look
/// like as JSON, what a call is given, and what is known after each of its outcomes. They take what the program's own reader takes.
package enum DataSchemas {
    /// One declared shape.
    package struct Document: Sendable {
        /// `event`, `record` or `primitive`.
        package var kind: DefinitionKind
        package var name: String
        package var text: String
    }

    /// The latest version of every event, record and primitive, in this order, each by name.
    package static func documents(_ library: Library) -> [Document] {
        var documents: [Document] = []
        for name in Set(library.events.map(\.heading.name.value)).sorted() {
            guard let event = library.event(name) else { continue }
            documents.append(document(.event, event.heading, event.fields))
        }
        for name in Set(library.records.map(\.heading.name.value)).sorted() {
            guard let record = library.record(name) else { continue }
            let id = FieldDefinition.identity(in: record.fields, of: record.heading.name)
            documents.append(document(.record, record.heading, (id.map { [$0] } ?? []) + record.fields))
        }
        for name in Set(library.primitives.map(\.heading.name.value)).sorted() {
            if let primitive = library.primitive(name) { documents.append(document(primitive)) }
        }
        return documents
    }

    private static func document(
        _ kind: DefinitionKind, _ heading: Heading, _ fields: [FieldDefinition]
    ) -> Document {
        document(kind, heading, object(fields))
    }

    /// The inputs of a call; under `$defs`, what is known after its outcomes.
    private static func document(_ primitive: PrimitiveDefinition) -> Document {
        document(
            .primitive, primitive.heading,
            .object([
                ("$ref", .text("#/$defs/inputs")),
                (
                    "$defs",
                    .object([
                        ("inputs", object(primitive.inputs)),
                        ("outcome", .object([("oneOf", .list(primitive.outcomes.map(outcome)))])),
                    ])
                ),
            ]))
    }

    private static func outcome(_ outcome: OutcomeDefinition) -> JSON {
        let required = outcome.fields.filter { !$0.type.value.isOptional }.map(\.name.value)
        return .object([
            ("type", .text("object")),
            (
                "properties",
                .object(
                    [("outcome", .object([("const", .text(outcome.name.value))]))]
                        + outcome.fields.map { ($0.name.value, schema(of: $0)) })
            ),
            ("required", .texts(["outcome"] + required)), ("additionalProperties", .bool(false)),
        ])
    }

    private static func document(_ kind: DefinitionKind, _ heading: Heading, _ shape: JSON) -> Document {
        let name = heading.name.value
        var members: [(String, JSON)] = [
            ("$schema", .text(KindSchemas.dialect)),
            ("$id", .text("urn:proviso:\(kind.rawValue):\(name):\(heading.version.value)")),
            ("title", .text(heading.title?.value ?? name)),
        ]
        if let description = heading.description?.value { members.append(("description", .text(description))) }
        if case .object(let shape) = shape { members += shape }
        return Document(kind: kind, name: name, text: JSON.object(members).document)
    }

    private static func object(_ fields: [FieldDefinition]) -> JSON {
        let required = fields.filter { !$0.type.value.isOptional }.map(\.name.value)
        return .object(
            [("type", .text("object")), ("properties", .object(fields.map { ($0.name.value, schema(of: $0)) }))]
                + (required.isEmpty ? [] : [("required", .texts(required))])
                + [("additionalProperties", .bool(false))])
    }

    private static func schema(of field: FieldDefinition) -> JSON {
        var words = field.title.map { [$0.value + "."] } ?? []
        if let record = field.type.value.recordName { words.append("The id of \(article(record)) \(record).") }
        if field.isPersonal { words.append("Personal: it says something about a person.") }
        if field.isSecret { words.append("Secret: it never stands in a log or a message.") }
        var value = schema(field.type.value.required, field)
        if field.type.value.isOptional {
            value = .object([("anyOf", .list([value, .object([("type", .text("null"))])]))])
        }
        guard !words.isEmpty, case .object(let members) = value else { return value }
        return .object([("description", .text(words.joined(separator: " ")))] + members)
    }

    private static func article(_ noun: String) -> String { "aeiou".contains(noun.prefix(1)) ? "an" : "a" }

    private static func schema(_ type: WrittenType, _ field: FieldDefinition) -> JSON {
        switch type {
        case .text:
            .object(
                [("type", .text("string"))] + (field.atMost.map { [("maxLength", .number($0.value))] } ?? []))
        case .record, .notice, .price, .role, .person, .approvalLevel: .object([("type", .text("string"))])
        case .int: .object([("type", .text("integer"))])
        case .decimal: decimal
        case .ratio: .object([("type", .text("number"))])
        case .bool: .object([("type", .text("boolean"))])
        case .date: text(Patterns.date, "date")
        case .time: text("^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", nil)
        case .instant: text(Patterns.instant, "date-time")
        case .period: text(Patterns.period(.offset), nil)
        case .money(let currency): money(currency)
        case .rate: rate
        case .oneOf(let words): .object([("enum", .texts(words))])
        case .group: object(field.fields)
        case .list(let item):
            .object(
                [("type", .text("array")), ("items", schema(item.required, field))]
                    + (field.atMost.map { [("maxItems", .number($0.value))] } ?? []))
        case .optional(let type): schema(type, field)
        }
    }

    private static let decimalText = "^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$"

    private static var decimal: JSON {
        .object([("type", .texts(["number", "string"])), ("pattern", .text(decimalText))])
    }

    /// The time is an instant, or seconds since 1970 as a rate leaves.
    private static var rate: JSON {
        let currency = JSON.object([("type", .text("string")), ("pattern", .text("^[A-Z]{3}$"))])
        let seconds = JSON.object([("type", .text("integer"))])
        return .object([
            ("type", .text("object")),
            (
                "properties",
                .object([
                    ("from", currency), ("to", currency), ("value", decimal),
                    ("source", .object([("type", .text("string"))])),
                    ("time", .object([("anyOf", .list([text(Patterns.instant, "date-time"), seconds]))])),
                ])
            ),
            ("required", .texts(["from", "to", "value", "source", "time"])), ("additionalProperties", .bool(false)),
        ])
    }

    private static func text(_ pattern: String, _ format: String?) -> JSON {
        .object(
            [("type", .text("string")), ("pattern", .text(pattern))] + (format.map { [("format", .text($0))] } ?? []))
    }

    /// The amount and its currency, as a group or as one text; where the file says the currency, the amount alone will do.
    private static func money(_ currency: String?) -> JSON {
        let code: JSON =
            currency.map { .object([("const", .text($0))]) }
            ?? .object([("type", .text("string")), ("pattern", .text("^[A-Z]{3}$"))])
        let object = JSON.object([
            ("type", .text("object")), ("properties", .object([("amount", decimal), ("currency", code)])),
            ("required", .texts(["amount", "currency"])), ("additionalProperties", .bool(false)),
        ])
        let text = Self.text("^-?[0-9]+(\\.[0-9]+)? \(currency ?? "[A-Z]{3}")$", nil)
        return .object([("anyOf", .list([object, text] + (currency == nil ? [] : [decimal])))])
    }
}
