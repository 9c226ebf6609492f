/// A scenario: records, what the billing system answers, what happens when, and what is expected.
enum ScenarioSchema {
    private static let moves = [
        "event", "begin", "approve", "refuse", "answer", "cancel", "again", "change",
    ]

    private static let records = Form.map(
        MapSchema(.name(.snake, noun: "the plural of a record"), .list(.data, minimum: 0), mayBeEmpty: true))
    private static let values = Form.map(MapSchema(.name(.snake, noun: "a field"), .data, mayBeEmpty: true))

    static let scenario = BlockSchema(
        .scenario, "a scenario", leading: [LeadingKeys("what the scenario tries", ["workflow", "rule", "notice"])],
        [
            KeySchema("scenario", .required, .text, "What is shown, in a sentence."),
            CommonSchema.description,
            KeySchema("workflow", .optional, .reference(.workflow), "The workflow that is tried."),
            KeySchema("rule", .optional, .reference(.rule), "The rule or price that is asked."),
            KeySchema("notice", .optional, .reference(.notice), "The notice that is read."),
            KeySchema(
                "cases", .required, .list(.block(.ruleCase), minimum: 1),
                "What the rule is asked, and what it answers; or whom the notice is for, and what that person reads.",
                with: ["rule", "notice"]),
            KeySchema(
                "settings", .optional, .reference(.settings), "The settings under which it runs.", with: ["workflow"]),
            KeySchema("start", .required, .instant, "When the clock starts.", with: ["workflow"]),
            KeySchema("given", .optional, records, "The records of the billing system.", with: ["workflow"]),
            KeySchema(
                "answers", .optional,
                .map(
                    MapSchema(
                        .reference(.primitive),
                        .list(
                            .byShape(
                                scalar: .name(.snake), list: nil,
                                group: .block(.answer)), minimum: 1))),
                "What each primitive answers, call by call; the last answer stays. \"accepted\" if silent.",
                with: ["workflow"]),
            KeySchema(
                "timeline", .required, .list(.block(.moment), minimum: 1), "What happens, one after the other.",
                with: ["workflow"]),
        ])

    static let ruleCase = BlockSchema(
        .ruleCase, "a case", leading: [LeadingKeys("what is expected", ["expect", "withheld", "error"])],
        [
            KeySchema("case", .optional, .text, "What is shown, in a few words."),
            KeySchema(
                "languages", .optional, .list(.text, minimum: 1),
                "Of a notice: the languages that the person reads, the preferred first; the fallback if silent."),
            KeySchema(
                "given", .optional, values,
                "The values of the inputs of the rule or the notice; a record that a notice speaks of is a group of its fields."
            ),
            KeySchema(
                "on", .optional, .date,
                "The day that picks the version of a rule without a date among its inputs, or on which a notice is sent."
            ),
            KeySchema(
                "expect", .optional, .data,
                "The result: each output that is of interest, or a list of such groups. Of a notice: \"language\", \"subject\", and what the body \"says\"."
            ),
            KeySchema(
                "why", .optional, .byShape(scalar: .text, list: .list(.text, minimum: 0), group: nil),
                "The reasons that the rows or cases give that decide.", with: ["expect"]),
            KeySchema("withheld", .optional, .boolean, "Of a notice: whether \"only_if\" holds it back."),
            KeySchema("error", .optional, .text, "Words of the message that says why there is no result."),
        ])

    static let answer = BlockSchema(
        .answer, "an answer",
        [
            KeySchema("outcome", .required, .name(.snake), "The outcome."),
            KeySchema("data", .optional, values, "What is known with it."),
        ])

    static let moment = BlockSchema(
        .moment, "a moment",
        leading: [
            LeadingKeys("when it happens", ["after", "at"], isRequired: false),
            LeadingKeys("what happens", moves, isRequired: false),
        ],
        [
            KeySchema("after", .optional, .period(.length), "How long after the moment before it."),
            KeySchema("at", .optional, .moment, "When: an instant, or the beginning of a day."),
            KeySchema(
                "outage", .optional, .boolean,
                "The engine stood still since the moment before: what was planned is done only now.",
                with: ["after", "at"]),
            KeySchema("run", .optional, .text, "The business key of the run that is meant, if there are several."),
            KeySchema("event", .optional, .reference(.event), "An event arrives."),
            KeySchema("data", .optional, values, "Its data.", with: ["event", "answer"]),
            KeySchema("id", .optional, .text, "The event's own number, by which it is known again.", with: ["event"]),
            KeySchema("twice", .optional, .boolean, "The event arrives a second time.", with: ["event"]),
            KeySchema("begin", .optional, values, "A run is started on demand with these inputs."),
            KeySchema("approve", .optional, .reference(.step), "Someone approves."),
            KeySchema("refuse", .optional, .reference(.step), "Someone refuses."),
            KeySchema("by", .required, .block(.actor), "Who.", with: ["approve", "refuse"]),
            KeySchema("comment", .optional, .text, "What is said.", with: ["approve", "refuse"]),
            KeySchema("answer", .optional, .reference(.step), "The late answer to the call of this step arrives."),
            KeySchema("outcome", .required, .name(.snake), "The outcome.", with: ["answer"]),
            KeySchema("cancel", .optional, .text, "Someone cancels the run, for this reason."),
            KeySchema("again", .optional, .reference(.step), "Someone says \"do again\" at this step."),
            KeySchema("change", .optional, records, "Records change; fields that are not named stay."),
            KeySchema("expect", .optional, .block(.expectation), "What is the case then."),
        ])

    static let actor = BlockSchema(
        .actor, "a person",
        [
            KeySchema("name", .required, .text, "The person."),
            KeySchema("roles", .optional, .list(.reference(.role), minimum: 0), "The roles of the person."),
        ])

    static let expectation = BlockSchema(
        .expectation, "an expectation",
        [
            KeySchema("waiting", .optional, .reference(.step), "The step that the run waits at."),
            KeySchema("calls_since", .optional, calls(.primitive), "All calls since the moment before, in this order."),
            KeySchema(
                "events_since", .optional, calls(.event), "All events sent since the moment before, in this order."),
            KeySchema("ended", .optional, .name(.snake), "The result with which the run has ended."),
            KeySchema("dormant", .optional, .boolean, "Whether the run has ended and can be taken up again."),
            KeySchema("denied", .optional, .text, "Why the decision was not counted."),
            KeySchema(
                "flagged", .optional,
                .byShape(scalar: .text, list: .list(flag, minimum: 0), group: .block(.expectedFlag)),
                "All that was handed to a person since the moment before, in this order."),
            KeySchema(
                "asked_since", .optional, .list(.text, minimum: 0),
                "Who was asked to decide since the moment before: controller, or 2 of controller."),
            KeySchema("reminded_since", .optional, .list(.text, minimum: 0), "Who was reminded to decide."),
            KeySchema(
                "escalated_since", .optional, .list(.text, minimum: 0), "Who was asked since nobody had decided."),
            KeySchema("suspended", .optional, .text, "Why the run is in the exception queue."),
            KeySchema("paused", .optional, .boolean, "Whether the sequence stands still."),
            KeySchema(
                "missed_since", .optional, .list(.reference(.step), minimum: 0), "The stages recorded as missed."),
            KeySchema(
                "missed_runs_since", .optional, .list(.text, minimum: 0),
                "The days of a schedule, or the months, for which no run was started after an outage."),
            KeySchema("values", .optional, values, "Results and values of the run, as long as it is under way."),
            KeySchema(
                "records", .optional, records,
                "What the billing system has then: by the plural of a record, each with its `id` and the fields of interest."
            ),
            KeySchema("runs", .optional, .count(0...100_000), "How many runs there are."),
        ])

    private static let flag = Form.byShape(scalar: .text, list: nil, group: .block(.expectedFlag))

    static let expectedFlag = BlockSchema(
        .expectedFlag, "something handed to a person",
        [
            KeySchema("text", .required, .text, "What it says."),
            KeySchema("to", .optional, .reference(.role), "To whom."),
            KeySchema("until", .optional, .instant, "Until when it is to be done."),
        ])

    private static func calls(_ reference: Reference) -> Form {
        .list(
            .byShape(
                scalar: .reference(reference), list: nil,
                group: .map(MapSchema(.reference(reference), values, isSingle: true))),
            minimum: 0)
    }
}
