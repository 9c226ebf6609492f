/// Keys that several kinds of definition have in common.
enum CommonSchema {
    static let version = KeySchema(
        "version", .required, .count(1...999_999),
        "The version of this definition; a change that was released gets the next number.")

    static let title = KeySchema("title", .required, .text, "What it is, in a few words, for lists and reviews.")

    static let optionalTitle = KeySchema(
        "title", .optional, .text, "What it is, in a few words, for lists and reviews.")

    static let owner = KeySchema(
        "owner", .required, .reference(.owner),
        "Who answers for it; the settings say what an owner's workflows may call.")

    static let optionalOwner = KeySchema("owner", .optional, .reference(.owner), "Who answers for it.")

    static let description = KeySchema("description", .optional, .text, "What a reader should know before the details.")

    static let why = KeySchema(
        "why", .optional, .freeText, "The reason, for the trace, the approval and the audit.")

    /// Versions that stand side by side, one for each stretch of time.
    static let effectivePeriod: [KeySchema] = [
        KeySchema("effective", .optional, .date, "The first day on which this version holds."),
        KeySchema("until", .optional, .date, "The last day on which this version holds."),
        KeySchema(
            "dated_by", .optional, .reference(.input),
            "The input whose date chooses the version: the date of the business fact, not of the run."),
    ]

    static let steps = Form.list(
        .byShape(scalar: .choice(StepSchema.bareSteps), list: nil, group: .block(.step)), minimum: 1)

    /// Names with the types of their values, in the order of the file.
    static func types(_ noun: String, mayBeEmpty: Bool = true) -> Form {
        .map(MapSchema(.name(.snake, noun: noun), fieldType, mayBeEmpty: mayBeEmpty, isOrdered: true))
    }

    static let fieldType = Form.byShape(scalar: .type, list: nil, group: .block(.field))

    static let arguments = Form.map(MapSchema(.name(.snake, noun: "an input"), .argument))

    static let roundingModes: [Word] = [
        Word("half_even", "to the nearest, a tie to the even digit"),
        Word("half_up", "to the nearest, a tie away from zero"),
        Word("half_down", "to the nearest, a tie toward zero"),
        Word("up", "away from zero"),
        Word("down", "toward zero"),
        Word("ceiling", "toward the larger number"),
        Word("floor", "toward the smaller number"),
    ]
}
