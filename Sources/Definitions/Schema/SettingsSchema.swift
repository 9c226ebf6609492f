/// What is said once for all workflows: settings, calendars, notices and controls.
enum SettingsSchema {
    static let settings = BlockSchema(
        .settings, "settings",
        [
            KeySchema("settings", .required, .name(.kebab), "The name of these settings."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.description,
            KeySchema(
                "applies_to", .optional, .oneOrMore(.reference(.tenant)),
                "The tenants for which they hold; all if silent."),
            KeySchema("timezone", .required, .zone, "The time zone in which days begin and end."),
            KeySchema(
                "fallback_timezone", .optional, .zone,
                "The time zone of runs whose record names none, where \"timezone\" is an expression."),
            KeySchema("calendar", .required, .reference(.calendar), "The calendar that knows the business days."),
            KeySchema(
                "languages", .optional, .list(.name(.language), minimum: 1),
                "The languages of notices, the preferred first."),
            KeySchema("reporting_currency", .optional, .currency, "The currency of reports."),
            KeySchema(
                "rounding", .optional, .choice(CommonSchema.roundingModes), "How amounts of reports are rounded."),
            KeySchema(
                "grace", .optional, .period(.length),
                "How late a stage may be and still be on time; 1 business day if silent."),
            KeySchema(
                "reopen_within", .optional, .period(.length),
                "How long an ended run can be taken up again; 120 days if silent."),
            KeySchema("retry", .optional, .block(.retry), "How attempts are repeated where a step does not say it."),
            KeySchema(
                "roles", .optional,
                .byShape(
                    scalar: nil, list: .list(.name(.kebab), minimum: 1),
                    group: .map(
                        MapSchema(
                            .name(.kebab, noun: "a role"),
                            .byShape(scalar: nil, list: .list(.text, minimum: 0), group: .block(.role))))),
                "The roles, alone or each with its people."),
            KeySchema(
                "absences", .optional, .list(.block(.absence), minimum: 0), "Who is away, and who decides instead."),
            KeySchema(
                "grants", .optional, .map(MapSchema(.reference(.owner), .list(.reference(.primitive), minimum: 0))),
                "What an owner's workflows may call."),
            KeySchema(
                "parameters", .optional, .map(MapSchema(.name(.snake, noun: "a parameter"), .argument)),
                "Values that workflows read as \"parameters.name\", so that one workflow serves several tenants."),
        ])

    static let role = BlockSchema(
        .role, "a role",
        [
            CommonSchema.optionalTitle,
            KeySchema("people", .required, .list(.text, minimum: 0), "The people who hold it."),
        ])

    static let absence = BlockSchema(
        .absence, "an absence",
        [
            KeySchema("person", .required, .text, "Who is away."),
            KeySchema("from", .required, .date, "The first day."),
            KeySchema("until", .required, .date, "The last day."),
            KeySchema("delegate", .optional, .text, "Who decides instead."),
        ])

    static let calendar = BlockSchema(
        .calendar, "a calendar",
        [
            KeySchema("calendar", .required, .name(.kebab), "The name of the calendar."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.description,
            KeySchema(
                "covers", .required, .block(.covers),
                "The days that the calendar knows; another day is an error, not a guess."),
            KeySchema(
                "weekend", .required, .list(.choice(weekdays), minimum: 0), "The days of the week without business."),
            KeySchema(
                "holidays", .required,
                .list(.byShape(scalar: .date, list: nil, group: .block(.holiday)), minimum: 0),
                "The days without business."),
        ])

    static let weekdays: [Word] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ].map { Word($0, "") }

    static let covers = BlockSchema(
        .covers, "a range of days",
        [
            KeySchema("from", .required, .date, "The first day."),
            KeySchema("until", .required, .date, "The last day."),
        ])

    static let holiday = BlockSchema(
        .holiday, "a holiday",
        [
            KeySchema("date", .required, .date, "The day."),
            KeySchema("name", .required, .text, "What it is called."),
        ])

    static let notice = BlockSchema(
        .notice, "a notice",
        [
            KeySchema("notice", .required, .name(.kebab), "The name of the notice."),
            CommonSchema.version,
            CommonSchema.optionalTitle,
            CommonSchema.optionalOwner,
            CommonSchema.description,
            KeySchema(
                "inputs", .optional, CommonSchema.types("an input"), "What the text can speak of, with the types."),
            KeySchema("only_if", .optional, .expression, "It is sent only if this is true."),
            KeySchema("fallback", .required, .reference(.language), "The language for people whose own is not here."),
            KeySchema(
                "languages", .required, .map(MapSchema(.name(.language, noun: "a language"), .block(.message))),
                "The text, language by language."),
        ])

    static let message = BlockSchema(
        .message, "a message",
        [
            KeySchema("subject", .required, .freeText, "The subject."),
            KeySchema("body", .required, .freeText, "The text."),
        ])

    static let control = BlockSchema(
        .control, "a control",
        [
            KeySchema("control", .required, .name(.kebab), "The name of the control."),
            CommonSchema.version,
            CommonSchema.title,
            CommonSchema.optionalOwner,
            CommonSchema.description,
            KeySchema("never", .required, .oneOrMore(.reference(.primitive)), "What must not happen,"),
            KeySchema("if", .optional, .expression, "under this condition,"),
            KeySchema("unless", .optional, .expression, "but for this."),
        ])
}
