/// The steps of a workflow and the stages of a sequence.
///
/// A step has one leading key, its verb; `each` repeats the step for every item of a list. A key that says nothing
/// beside a verb may not stand beside it, so that nothing in a file is silently ignored.
enum StepSchema {
    /// Steps that are a single word.
    static let bareSteps: [Word] = [
        Word("continue", "go on after the step that this branch belongs to"),
        Word("begin_again", "start over with fresh records"),
    ]

    static let verbs = [
        "do", "decide", "let", "choose", "wait", "approve", "sequence", "emit", "advise", "flag", "end", "steps",
    ]
    static let stageVerbs = ["do", "emit", "flag", "steps"]

    static let step = BlockSchema(
        .step, "a step", leading: [LeadingKeys("what the step does", verbs)],
        [
            KeySchema(
                "each", .optional, .repetition,
                "A name and a list, as in \"line in invoice.lines\": the step is done for each."),
            KeySchema(
                "at_most", .required, .integer(1...1_000_000), "How many items the list may have; more are an error.",
                with: ["each"]),
        ] + actions(verbs) + [asName(verbs.filter { $0 != "end" && $0 != "sequence" }), condition, CommonSchema.why]
            + objects(verbs)
            + approval + sequence + modifiers(verbs))

    static let stage = BlockSchema(
        .stage, "a stage",
        leading: [
            LeadingKeys("when the stage is due", ["at", "every"]), LeadingKeys("what the stage does", stageVerbs),
        ],
        [
            KeySchema(
                "at", .optional, .period(.offset), "How long before (-) or after (+) the sequence's date it is due."),
            KeySchema("every", .optional, .period(.length), "The stage comes again and again, this long apart."),
            KeySchema(
                "after_stage", .required, .reference(.step), "The stage that the repetition is counted from.",
                with: ["every"]),
            KeySchema(
                "after_stage", .optional, .reference(.step), "The stage whose day it is counted from.", with: ["at"]),
            KeySchema("at_most", .required, .times(1...1000), "How often the stage comes.", with: ["every"]),
            asName(stageVerbs),
            condition,
            KeySchema(
                "needs", .optional, .map(MapSchema(.reference(.step), .period(.length))),
                "Stages that must have happened, and how long before."),
            CommonSchema.why,
        ] + actions(stageVerbs) + objects(stageVerbs) + modifiers(stageVerbs))

    private static func asName(_ verbs: [String]) -> KeySchema {
        KeySchema(
            "as", .optional, .name(.snake), "The name of the step, by which later steps read its result.", with: verbs)
    }

    private static let condition = KeySchema(
        "if", .optional, .expression, "Only if this is true; else the next step follows.")

    /// The verbs.
    private static func actions(_ verbs: [String]) -> [KeySchema] {
        [
            KeySchema("do", .optional, .reference(.primitive), "Call this primitive."),
            KeySchema("decide", .optional, .reference(.decision), "Ask this rule or price."),
            KeySchema(
                "let", .optional, .map(MapSchema(.name(.snake, noun: "a value"), .expression, isOrdered: true)),
                "Values that are computed once and kept."),
            KeySchema(
                "choose", .optional, .list(.block(.choice), minimum: 1),
                "The first case whose condition is true; a last one with \"else\" if none is."),
            KeySchema("wait", .optional, .block(.wait), "Wait for a period, a condition or an event."),
            KeySchema("approve", .optional, .freeText, "Ask people to approve what this says."),
            KeySchema(
                "sequence", .optional, .name(.snake), "A timetable of stages that follows a date, under this name."),
            KeySchema("emit", .optional, .reference(.event), "Send out this event; other workflows may start on it."),
            KeySchema("advise", .optional, .reference(.rule), "Ask this score or classification for advice."),
            KeySchema("flag", .optional, .freeText, "Hand something to a person, who reads this."),
            KeySchema("end", .optional, .name(.snake), "End the run with this result."),
            KeySchema("steps", .optional, CommonSchema.steps, "A group of steps."),
        ].filter { verbs.contains($0.name) }
    }

    /// What the verbs act on.
    private static func objects(_ verbs: [String]) -> [KeySchema] {
        [
            KeySchema("with", .optional, CommonSchema.arguments, "The inputs.", with: only(["do", "emit"], verbs)),
            KeySchema(
                "given", .optional, CommonSchema.arguments, "The inputs.", with: only(["decide", "advise"], verbs)),
            KeySchema(
                "to", .required, .reference(.role), "The role whose people it is handed to.",
                with: only(["flag"], verbs)),
        ].filter { !$0.companions.isEmpty }
    }

    private static let approval: [KeySchema] = [
        KeySchema(
            "from", .required, .byShape(scalar: .expression, list: .list(.level, minimum: 1), group: nil),
            "Who approves, level by level in this order.", with: ["approve"]),
        KeySchema(
            "except", .optional, .oneOrMore(.expression), "People who may not decide, such as who prepared it.",
            with: ["approve"]),
        KeySchema(
            "covers", .optional, .oneOrMore(.expression),
            "What is approved; if one of these values changes, so does the outcome.", with: ["approve"]),
        KeySchema(
            "remind", .optional, .period(.length), "Remind those who are asked, this long apart.", with: ["approve"]),
        KeySchema(
            "escalate", .optional, .reference(.role), "The role that is asked when the time is over, once.",
            with: ["approve"]),
    ]

    private static let sequence: [KeySchema] = [
        KeySchema(
            "about", .optional, .reference(.recordName), "The record that the sequence is about.", with: ["sequence"]),
        KeySchema(
            "from", .required, .expression, "The date that the timetable follows, also when it moves.",
            with: ["sequence"]),
        KeySchema("at_time", .required, .timeOfDay, "The time of day at which stages are due.", with: ["sequence"]),
        KeySchema("while", .required, .expression, "The sequence goes on while this is true.", with: ["sequence"]),
        KeySchema(
            "pause", .optional, .block(.pause), "When the timetable stands still, and for how long.", with: ["sequence"]
        ),
        KeySchema(
            "missed", .optional,
            .choice([
                Word("latest", "the last stage that is due is done, the earlier ones are recorded as missed"),
                Word("skip", "stages that are late are recorded as missed"),
                Word("each", "all are done, one after the other"),
            ]), "What happens to stages whose time passed while nothing ran; \"latest\" if silent.", with: ["sequence"]),
        KeySchema("stages", .required, .list(.block(.stage), minimum: 1), "The stages.", with: ["sequence"]),
        KeySchema(
            "cleared", .optional, CommonSchema.steps, "What is done when \"while\" is no longer true, also late.",
            with: ["sequence"]),
        KeySchema(
            "give_up", .required, .byShape(scalar: .period(.length), list: nil, group: .block(.giveUp)),
            "How long after the date the sequence ends, whatever happened.", with: ["sequence"]),
    ]

    private static func modifiers(_ verbs: [String]) -> [KeySchema] {
        [
            KeySchema(
                "retry", .optional, .block(.retry),
                "How often and when an attempt is repeated that did not come through.",
                with: only(["do"], verbs)),
            KeySchema(
                "within", .optional, .period(.length), "The time it may take; after it the outcome is \"late\".",
                with: only(["wait", "approve", "flag"], verbs)),
            KeySchema(
                "undo", .optional, CommonSchema.steps, "What takes it back if the run is cancelled later.",
                with: only(["do", "emit", "steps"], verbs)),
            KeySchema(
                "outcomes", .optional, .map(MapSchema(.name(.snake, noun: "an outcome"), CommonSchema.steps)),
                "What follows when it does not simply succeed, outcome by outcome.",
                with: only(["do", "wait", "approve"], verbs)),
        ]
    }

    private static func only(_ wanted: [String], _ verbs: [String]) -> [String] { wanted.filter(verbs.contains) }

    // MARK: Parts

    static let choice = BlockSchema(
        .choice, "a case", leading: [LeadingKeys("when the case holds", ["if", "else"])],
        [
            KeySchema("if", .optional, .expression, "The condition of the case."),
            KeySchema("then", .required, CommonSchema.steps, "What is done.", with: ["if"]),
            KeySchema("else", .optional, CommonSchema.steps, "What is done if no case before it holds."),
            CommonSchema.why,
        ])

    static let wait = BlockSchema(
        .wait, "a wait", leading: [LeadingKeys("what is waited for", ["for", "until", "event"])],
        [
            KeySchema("for", .optional, .period(.length), "How long."),
            KeySchema("until", .optional, .expression, "A condition, or a date or time."),
            KeySchema("at_time", .optional, .timeOfDay, "The time of day on the date.", with: ["until"]),
            KeySchema("event", .optional, .reference(.event), "The event."),
            KeySchema("if", .optional, .expression, "Only an event of which this is true.", with: ["event"]),
        ])

    static let pause = BlockSchema(
        .pause, "a pause",
        [
            KeySchema("if", .optional, .expression, "The timetable stands still while this is true."),
            KeySchema(
                "until", .optional, .expression,
                "A date up to which the timetable stands still, such as a promise to pay; it may be absent."),
            KeySchema("at_most", .required, .period(.length), "After this time a person must look at it."),
        ])

    static let giveUp = BlockSchema(
        .giveUp, "an end",
        [
            KeySchema("after", .required, .period(.length), "How long after the date the sequence ends."),
            KeySchema("steps", .required, CommonSchema.steps, "What is done then."),
        ])

    static let retry = BlockSchema(
        .retry, "a repetition",
        [
            KeySchema("times", .optional, .integer(0...100), "How often it is repeated after the first attempt."),
            KeySchema("first", .optional, .period(.exactLength), "The time before the first repetition."),
            KeySchema("factor", .optional, .integer(1...100), "How many times as long each next time is."),
            KeySchema("at_most", .optional, .period(.exactLength), "The longest time between two attempts."),
        ])
}
