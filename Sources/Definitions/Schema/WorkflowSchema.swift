/// A workflow: what starts it, what it reads, what it may do, and its steps.
enum WorkflowSchema {
    static let workflow = BlockSchema(
        .workflow, "a workflow",
        [
            KeySchema("workflow", .required, .name(.kebab), "The name of the workflow."),
            CommonSchema.version,
            CommonSchema.title,
            CommonSchema.owner,
            CommonSchema.description,
            KeySchema("trigger", .required, .block(.trigger), "What starts a run, and when runs are one and the same."),
            KeySchema(
                "records", .optional, .map(MapSchema(.name(.snake, noun: "a record"), .expression, isOrdered: true)),
                "What is read from the billing system, fresh after every wait; a later one may be found through an earlier one."
            ),
            KeySchema(
                "may", .required, .list(.reference(.primitive), minimum: 0),
                "All primitives that this workflow may ever call."),
            KeySchema("steps", .required, CommonSchema.steps, "What is done, in this order."),
        ])

    static let trigger = BlockSchema(
        .trigger, "a trigger",
        leading: [LeadingKeys("what starts a run", ["event", "every", "about", "on"])],
        [
            KeySchema("event", .optional, .reference(.event), "The event that starts a run."),
            KeySchema("every", .optional, .schedule, "The days on which a run starts, one for each period."),
            KeySchema(
                "about", .optional, .reference(.record), "The record of whose date a run starts, one for each record."),
            KeySchema(
                "on", .optional, .choice([Word("demand", "a person or a program starts it")]), "Who starts a run."),
            KeySchema(
                "inputs", .optional, CommonSchema.types("an input"), "What must be given to start a run.", with: ["on"]),
            KeySchema(
                "key", .required, .expression,
                "The business key: one run for each; a second event with it wakes the run.",
                with: ["event", "on"]),
            KeySchema("from", .required, .expression, "The date of the record that is counted from.", with: ["about"]),
            KeySchema(
                "at", .required, .period(.offset), "How long before (-) or after (+) that date a run starts.",
                with: ["about"]),
            KeySchema(
                "at_time", .required, .timeOfDay,
                "The time of day, in the zone of the settings; of a record's date, in that of the run.",
                with: ["every", "about"]),
            KeySchema(
                "if", .optional, .expression, "Start a run only if this is true.", with: ["event", "about", "on"]),
            KeySchema(
                "again", .optional,
                .choice([
                    Word("after_end", "once the earlier run has ended, an event with its key starts another one"),
                    Word("replace", "an event with the same key cancels the run under way and starts another one"),
                ]), "What an event with the key of an earlier run does, besides waking it; of a record, a new date.",
                with: ["event", "about"]),
            KeySchema(
                "missed", .optional,
                .choice([
                    Word("latest", "of the days that passed while nothing ran only the last one starts a run"),
                    Word("skip", "days that passed while nothing ran start none"),
                    Word("each", "every day starts its run, one after the other"),
                ]), "What happens to days that passed while nothing ran; \"each\" if silent.", with: ["every"]),
            KeySchema(
                "reopen", .optional, .list(.reference(.event), minimum: 1),
                "The events that take up an ended run again, such as a reversed payment.", with: ["event"]),
            KeySchema(
                "reopen_within", .optional, .period(.length),
                "How long an ended run can be taken up again; as the settings say if silent.", with: ["event"]),
        ])
}
