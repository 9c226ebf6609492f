/// Rules: decision tables, formulas, ordered cases, scores and classifications by words.
enum RuleSchema {
    static let bodies = ["table", "table_file", "let", "choose", "score", "words"]

    static let rule = BlockSchema(
        .rule, "a rule", leading: [LeadingKeys("how the rule decides", bodies)],
        [
            KeySchema("rule", .required, .name(.kebab), "The name of the rule."),
            CommonSchema.version,
            CommonSchema.title,
            CommonSchema.optionalOwner,
            CommonSchema.description,
        ] + CommonSchema.effectivePeriod + [
            KeySchema("inputs", .optional, CommonSchema.types("an input"), "The inputs with their types."),
            KeySchema(
                "outputs", .required, CommonSchema.types("an output", mayBeEmpty: false),
                "The results with their types.",
                with: ["table", "table_file", "let", "choose"]),
            KeySchema(
                "hit", .required, .choice(hitPolicies), "What holds if several rows fit.",
                with: ["table", "table_file"]),
            KeySchema("table", .optional, .table, "The table: inputs, \"||\", outputs, one row a line."),
            KeySchema("table_file", .optional, .text, "The CSV file beside this one that holds the rows."),
            KeySchema(
                "let", .optional, .map(MapSchema(.name(.snake, noun: "a value"), .expression, isOrdered: true)),
                "Formulas and constants; the outputs are among them."),
            KeySchema(
                "choose", .optional, .list(.block(.option), minimum: 1),
                "The first case whose condition is true; a last one with \"else\" if none is."),
            KeySchema("score", .optional, .block(.score), "A sum of weighted values."),
            KeySchema("words", .optional, .block(.words), "A class, found by the words of a text."),
        ])

    /// The hit policies of DMN.
    static let hitPolicies: [Word] = [
        Word("unique", "at most one row fits"),
        Word("any", "the rows that fit say the same"),
        Word("first", "the first row that fits"),
        Word("priority", "the row whose output stands first in the type's list"),
        Word("rule order", "all rows that fit, in the order of the table"),
        Word("output order", "all rows that fit, in the order of the type's list"),
        Word("collect", "all rows that fit, in no order"),
        Word("collect sum", "the sum over the rows that fit"),
        Word("collect min", "the smallest of the rows that fit"),
        Word("collect max", "the largest of the rows that fit"),
        Word("collect count", "how many rows fit"),
    ]

    private static let results = Form.byShape(
        scalar: .expression, list: nil, group: .map(MapSchema(.reference(.output), .expression)))

    static let option = BlockSchema(
        .option, "a case", leading: [LeadingKeys("when the case holds", ["if", "else"])],
        [
            KeySchema("if", .optional, .expression, "The condition of the case."),
            KeySchema("then", .required, results, "The result, or each output with its value.", with: ["if"]),
            KeySchema("else", .optional, results, "The result if no case before it holds."),
            CommonSchema.why,
        ])

    static let score = BlockSchema(
        .score, "a score",
        [
            KeySchema("start", .required, .number, "The score before anything is added."),
            KeySchema("terms", .required, .list(.block(.term), minimum: 1), "What is added."),
            KeySchema(
                "scale", .optional,
                .choice([
                    Word("plain", "the sum as it is"), Word("logistic", "the sum as a likelihood between 0 and 1"),
                ]), "What is made of the sum; \"plain\" if silent."),
        ])

    static let term = BlockSchema(
        .term, "a term",
        [
            KeySchema("name", .required, .name(.snake), "The name of the term, for the explanation."),
            KeySchema("value", .required, .expression, "The value."),
            KeySchema("weight", .required, .number, "The number that the value is multiplied by."),
            CommonSchema.why,
        ])

    static let words = BlockSchema(
        .words, "a classification",
        [
            KeySchema("text", .required, .expression, "The text that is looked at."),
            KeySchema(
                "classes", .required,
                .map(
                    MapSchema(.name(.snake, noun: "a class"), .list(.text, minimum: 1), isOrdered: true)),
                "The classes, each with its words; the first that fits."),
            KeySchema("otherwise", .required, .name(.snake), "The class of a text without any of the words."),
        ])
}
