/// The shapes of data: records, events and the signatures of primitives.
enum DataSchema {
    static let record = BlockSchema(
        .record, "a record",
        [
            KeySchema("record", .required, .name(.snake), "The name of one such record."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.description,
            KeySchema("plural", .optional, .name(.snake), "The name of many; the name with an \"s\" if silent."),
            KeySchema(
                "fields", .required, CommonSchema.types("a field", mayBeEmpty: false), "The fields with their types."),
            KeySchema(
                "material", .optional, .list(.reference(.field), minimum: 1),
                "The fields whose change makes an earlier approval void."),
        ])

    static let event = BlockSchema(
        .event, "an event",
        [
            KeySchema("event", .required, .name(.dotted), "The name of the event."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.description,
            KeySchema(
                "partition", .optional, .reference(.field),
                "The field by whose value events are kept in order; the customer if silent."),
            KeySchema("fields", .optional, CommonSchema.types("a field"), "The fields with their types."),
        ])

    static let primitive = BlockSchema(
        .primitive, "a primitive",
        [
            KeySchema("primitive", .required, .name(.dotted), "The name of the call."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.description,
            KeySchema("effect", .required, .oneOrMore(.choice(effects)), "What the call does in the world."),
            KeySchema("inputs", .required, CommonSchema.types("an input"), "The inputs with their types."),
            KeySchema(
                "outcomes", .required,
                .byShape(
                    scalar: nil, list: .list(.name(.snake), minimum: 1),
                    group: .map(
                        MapSchema(.name(.snake, noun: "an outcome"), CommonSchema.types("a field"), isOrdered: false))),
                "How the call can end, and what is known then."),
            KeySchema(
                "then", .optional,
                .map(MapSchema(.name(.snake, noun: "an outcome"), .oneOrMore(.reference(.event)))),
                "By outcome: the events that the called system tells after it."),
            KeySchema(
                "once_per", .optional, .oneOrMore(.expression),
                "The business fact for which the call may happen once, whoever asks."),
            KeySchema(
                "conditional", .optional, .boolean,
                "Whether the call can be made on the condition that the records are unchanged; false if silent."),
        ])

    static let effects: [Word] = [
        Word("reads", "it changes nothing"),
        Word("changes_document", "it makes or changes an invoice, a credit note or another document"),
        Word("changes_record", "it changes a record that is no document, such as a subscription"),
        Word("moves_money", "it charges, refunds, pays out or writes off"),
        Word("sends_notice", "it sends a notice to a person"),
    ]

    static let field = BlockSchema(
        .field, "a field",
        [
            KeySchema("type", .required, .type, "The type of the value."),
            KeySchema("title", .optional, .text, "What people call it."),
            KeySchema("optional", .optional, .boolean, "Whether it may be absent; false if silent."),
            KeySchema(
                "personal", .optional, .boolean, "Whether it says something about a person, and is kept out of logs."),
            KeySchema("secret", .optional, .boolean, "Whether nobody may read it in a log, a trace or a message."),
            KeySchema("material", .optional, .boolean, "Whether its change makes an earlier approval void."),
            KeySchema(
                "fields", .optional, CommonSchema.types("a field", mayBeEmpty: false), "The fields of a \"group\"."),
            KeySchema(
                "at_most", .optional, .count(1...1_000_000),
                "How many items a list has at most, or how many bytes a text; 100 and 256 are reckoned with if silent."),
        ])
}
