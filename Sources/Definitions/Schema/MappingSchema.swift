/// How a file of rows and columns becomes events.
enum MappingSchema {
    static let mapping = BlockSchema(
        .mapping, "a mapping",
        [
            KeySchema("mapping", .required, .name(.kebab), "The name of the mapping."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.optionalOwner,
            CommonSchema.description,
            KeySchema("delimiter", .optional, .choice(delimiters), "What stands between two cells; a comma if silent."),
            KeySchema(
                "absent", .optional, .oneOrMore(.text), "What a cell without a value says, besides being empty: N/A."),
            KeySchema(
                "dates", .optional, .text, "How dates are written, such as M/d/yyyy; yyyy-MM-dd if silent."),
            KeySchema(
                "timezone", .optional, .zone, "The time zone of dates that become instants; UTC if silent."),
            KeySchema(
                "numbers", .optional, .block(.numbers), "How numbers are written; as 1234.56 if silent."),
            KeySchema(
                "currency", .optional, .currency, "The currency of amounts, where no column and no event says it."),
            KeySchema(
                "yes", .optional, .oneOrMore(.text), "What stands for true; \"true\", \"yes\" and \"Yes\" if silent."),
            KeySchema(
                "no", .optional, .oneOrMore(.text), "What stands for false; \"false\", \"no\" and \"No\" if silent."),
            KeySchema("events", .required, .list(.block(.rowEvent), minimum: 1), "The events that a row gives."),
        ])

    static let rowEvent = BlockSchema(
        .rowEvent, "an event of a row",
        [
            KeySchema("event", .required, .reference(.event), "The event."),
            KeySchema(
                "only_if", .optional, .oneOrMore(.block(.rowCondition)), "A row gives the event only if all this holds."
            ),
            KeySchema(
                "id", .required, .freeText, "What tells the event from every other, such as paid-${invoiceNumber}."),
            KeySchema("at", .required, .text, "The column that says when it happened."),
            KeySchema("plus", .optional, .period(.offset), "How long after that it happened, or before it."),
            KeySchema("at_time", .optional, .timeOfDay, "The time of the day, for a column of dates; 00:00 if silent."),
            KeySchema(
                "data", .required,
                .map(
                    MapSchema(
                        .reference(.field), .byShape(scalar: .text, list: nil, group: .block(.cell)))),
                "For each field of the event the column that has its value."),
        ])

    static let rowCondition = BlockSchema(
        .rowCondition, "a condition on a column",
        leading: [LeadingKeys("what the column must say", ["is", "is_not", "present"])],
        [
            KeySchema("column", .required, .text, "The column."),
            KeySchema("is", .optional, .oneOrMore(.text), "It says this, or one of these."),
            KeySchema("is_not", .optional, .oneOrMore(.text), "It says something else."),
            KeySchema("present", .optional, .boolean, "It has a value, or it has none."),
        ])

    static let cell = BlockSchema(
        .cell, "the place of a value",
        leading: [LeadingKeys("where the value comes from", ["column", "text"])],
        [
            KeySchema("column", .optional, .text, "The column that has the value."),
            KeySchema("text", .optional, .freeText, "A text put together from columns, such as INV-${invoiceNumber}."),
            KeySchema("dates", .optional, .text, "How this column writes dates.", with: ["column"]),
            KeySchema("currency", .optional, .currency, "The currency of this column's amounts.", with: ["column"]),
            KeySchema(
                "currency_column", .optional, .text, "The column that says the currency.", with: ["column"]),
        ])

    static let numbers = BlockSchema(
        .numbers, "a way to write numbers",
        [
            KeySchema("decimal_sign", .optional, .choice(decimalSigns), "What stands before the decimals."),
            KeySchema("grouping_sign", .optional, .choice(groupingSigns), "What stands between thousands."),
            KeySchema(
                "parentheses", .optional, .boolean, "Whether (12.50) is an amount below zero; false if silent."),
            KeySchema("signs", .optional, .oneOrMore(.text), "What may stand beside the digits and says nothing: $."),
        ])

    static let delimiters: [Word] = [
        Word("comma", ","), Word("semicolon", ";"), Word("tab", "a tab"), Word("pipe", "|"),
    ]
    static let decimalSigns: [Word] = [Word("point", "1234.56"), Word("comma", "1234,56")]
    static let groupingSigns: [Word] = [
        Word("comma", "1,234"), Word("point", "1.234"), Word("blank", "1 234"), Word("apostrophe", "1'234"),
    ]
}
