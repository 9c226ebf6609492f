/// Prices: rate cards with their rounding, proration and tax stated.
enum PriceSchema {
    static let models = ["per_unit", "graduated", "volume", "package", "percentage", "graduated_percentage"]
    private static let byQuantity = ["per_unit", "graduated", "volume", "package"]
    private static let byAmount = ["percentage", "graduated_percentage"]

    static let price = BlockSchema(
        .price, "a price", leading: [LeadingKeys("how the price is made", models)],
        [
            KeySchema("price", .required, .name(.kebab), "The name of the price."),
            CommonSchema.version,
            CommonSchema.title,
            CommonSchema.optionalOwner,
            CommonSchema.description,
        ] + CommonSchema.effectivePeriod + [
            KeySchema("currency", .required, .currency, "The currency of every amount in this price."),
            KeySchema("inputs", .optional, CommonSchema.types("an input"), "The inputs with their types."),
            KeySchema("quantity", .required, .expression, "How many units are billed.", with: byQuantity),
            KeySchema("amount", .required, .expression, "The amount that the percentage is of.", with: byAmount),
            KeySchema("per_unit", .optional, .money, "One price for every unit."),
            KeySchema(
                "graduated", .optional, .list(.block(.tier), minimum: 1), "Each tier's price for the units within it."),
            KeySchema(
                "volume", .optional, .list(.block(.tier), minimum: 1), "The price of the tier reached, for all units."),
            KeySchema("package", .optional, .block(.package), "A price for each package of units."),
            KeySchema("percentage", .optional, .percentage, "A share of the amount."),
            KeySchema(
                "graduated_percentage", .optional, .list(.block(.tier), minimum: 1),
                "Each tier's share of the part of the amount within it."),
            KeySchema("free_units", .optional, .number, "Units that cost nothing, before any other.", with: byQuantity),
            KeySchema("flat_fee", .optional, .money, "A fee that is added once."),
            KeySchema("minimum", .optional, .money, "The least that is billed."),
            KeySchema("maximum", .optional, .money, "The most that is billed."),
            KeySchema(
                "billed_before", .optional, .expression,
                "The quantity that was billed before in the same period; tiers, free units and fees go on from there."),
            KeySchema(
                "already_billed", .optional, .expression,
                "The amount that was billed before for the same; it is taken off."),
            KeySchema("rounding", .required, .block(.rounding), "How amounts are rounded; there is no default."),
            KeySchema(
                "proration", .optional, .block(.proration), "Which part of a period is billed, and what share that is."),
            KeySchema("tax", .optional, .block(.tax), "How tax is treated."),
        ])

    static let tier = BlockSchema(
        .tier, "a tier",
        [
            KeySchema("up_to", .optional, .number, "The last unit of the tier; the last tier has none."),
            KeySchema("unit", .optional, .money, "The price of a unit."),
            KeySchema("percentage", .optional, .percentage, "The share of the amount."),
            KeySchema("flat_fee", .optional, .money, "A fee for the tier."),
        ])

    static let package = BlockSchema(
        .package, "a package",
        [
            KeySchema("size", .required, .number, "How many units a package has."),
            KeySchema("price", .required, .money, "The price of a package."),
            KeySchema(
                "begun", .required,
                .choice([
                    Word("full", "a package that is begun is billed in full"),
                    Word("free", "only full packages are billed"),
                ]), "What a package costs that is begun."),
        ])

    static let rounding = BlockSchema(
        .rounding, "rounding",
        [
            KeySchema("places", .required, .count(0...12), "How many digits behind the point stay."),
            KeySchema("mode", .required, .choice(CommonSchema.roundingModes), "Which way."),
            KeySchema(
                "each", .required, .choice([Word("line", "every line"), Word("invoice", "only the sum of the lines")]),
                "What is rounded."),
        ])

    private static let proratedWords: [Word] = [
        Word("units", "what the quantity or the amount costs, with the fees of tiers"),
        Word("flat_fee", "the flat fee of the price"), Word("minimum", "the minimum"),
        Word("maximum", "the maximum"),
    ]

    static let proration = BlockSchema(
        .proration, "proration",
        [
            KeySchema("from", .required, .expression, "The first day of the period that is billed."),
            KeySchema("until", .required, .expression, "The last day of the period that is billed."),
            KeySchema(
                "starts", .optional, .expression, "The first day of the service, if it begins inside the period."),
            KeySchema("ends", .optional, .expression, "The last day of the service, if it ends inside the period."),
            KeySchema("takes_over", .optional, .expression, "The day on which this price took over from another one."),
            KeySchema("is_replaced", .optional, .expression, "The day on which another price took over from this one."),
            KeySchema(
                "changes", .optional, .expression,
                "Changes of the quantity inside the period: a list of groups with \"on\", a date, and \"quantity\"."),
            KeySchema(
                "prorated", .required, .list(.choice(proratedWords), minimum: 1),
                "What the share of the period multiplies; the rest is billed in full."),
            KeySchema(
                "days", .required,
                .choice([Word("actual", "the days as they are"), Word("30/360", "every month has 30 days")]),
                "How the days of a period are counted."),
            KeySchema(
                "change_day", .required,
                .choice([Word("old", "the plan before it"), Word("new", "the plan after it")]),
                "Which plan has the day of a change."),
            KeySchema("ratio_places", .required, .count(0...12), "How many digits the share of a period has."),
            KeySchema("ratio_mode", .required, .choice(CommonSchema.roundingModes), "How the share is rounded."),
        ])

    static let tax = BlockSchema(
        .tax, "a tax",
        [
            KeySchema("rate", .required, .expression, "The rate."),
            KeySchema(
                "prices", .required,
                .choice([Word("include_tax", "tax is a part of them"), Word("exclude_tax", "tax comes on top")]),
                "Whether prices include tax."),
            KeySchema(
                "each", .required,
                .choice([Word("line", "on every line"), Word("invoice", "on the sum of the lines")]),
                "What tax is computed on."),
            KeySchema(
                "residue", .required,
                .choice([
                    Word("first_line", "to the first line"), Word("last_line", "to the last line"),
                    Word("largest_line", "to the line with the largest amount"),
                ]), "Where a difference of rounding goes."),
        ])
}
