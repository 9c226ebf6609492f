// S6 and S7: timetables, what is late, notices, needs, pauses, moved anchors, and their ends.

private func chargeBalance(if condition: ModelCondition? = nil) -> ModelStep {
    perform(
        "payment.charge", as: "card", if: condition,
        with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
        outcomes: ["declined": [carryOn]])
}

private let dueOn = fieldOf("invoice", "due_on")

private let isOwed: ModelCondition = { $0("invoice", "balance") > 0 }

/// One workflow for each way to treat what is late.
private func outage(_ name: String, _ missed: ModelSequence.Missed) -> ModelWorkflow {
    ModelWorkflow(
        name: name, event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
        steps: [
            sequence(
                "reminders",
                ModelSequence(
                    from: dueOn, holds: isOwed, missed: missed,
                    stages: [
                        stage(at: .days(1), remind("overdue-first", as: "first")),
                        stage(at: .days(2), chargeBalance { $0("customer", "autopay").truth }),
                        stage(at: .days(9), remind("final-notice", as: "final")),
                        stage(at: .days(10), flag(as: "hand_over", to: "collections")),
                    ],
                    giveUp: .days(30)))
        ])
}

/// S5, S6
let outageLatest = outage("outage-latest", .latest)
let outageSkip = outage("outage-skip", .skip)
let outageEach = outage("outage-each", .each)

/// S6: one notice a day
let noticeDays = ModelWorkflow(
    name: "notice-days", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, missed: .each,
                stages: [
                    stage(at: .days(1), remind("overdue-first", as: "first")),
                    stage(at: .days(1), remind("overdue-second", as: "second")),
                    stage(at: .days(1), chargeBalance()),
                    stage(at: .days(2), remind("overdue-third", as: "third")),
                ],
                giveUp: .days(20)))
    ])

private let stop = perform("subscription.suspend", as: "stop", with: ["customer": record("customer")])

/// S6: needs
let needsLatest = ModelWorkflow(
    name: "needs-latest", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, missed: .latest,
                stages: [
                    stage(at: .days(1), remind("overdue-first", as: "first")),
                    stage(at: .days(3), remind("final-notice", as: "final")),
                    stage(at: .days(4), flag(as: "hand_over", to: "collections")),
                    stage(at: .days(5), needs: [("final", .days(6))], stop),
                ],
                giveUp: .days(30)))
    ])

/// S6: needs
let needsSkip = ModelWorkflow(
    name: "needs-skip", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, missed: .skip,
                stages: [
                    stage(
                        at: .days(1),
                        remind("final-notice", as: "final", if: { not($0("customer", "suspended").truth) })),
                    stage(at: .days(5), needs: [("final", .days(2))], stop),
                ],
                giveUp: .days(30)))
    ])

/// S7: pause, repeated stages, cleared, reopened
let reminders = ModelWorkflow(
    name: "reminders", event: "invoice.sent", key: keyedByInvoice, reopen: ["payment.reversed"],
    records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, pause: { $0("invoice", "disputed").truth }, pauseAtMost: .days(10),
                stages: [
                    stage(at: .days(-3), remind("payment-due-soon", as: "courtesy")),
                    stage(at: .days(1), remind("overdue-first", as: "first")),
                ]
                    + stages(
                        every: .days(10), after: .days(1), atMost: 2, remind("overdue-second", as: "second")),
                cleared: [
                    perform(
                        "subscription.resume", as: "resume", if: { $0("customer", "suspended").truth },
                        with: ["customer": record("customer")])
                ],
                giveUp: .days(40)))
    ])

/// S7: what comes before and after the sequence, an `end` within it
let closing = ModelWorkflow(
    name: "closing", event: "invoice.sent", key: keyedByInvoice, reopen: ["payment.reversed"],
    records: invoiceAndCustomer,
    steps: [
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed,
                stages: [
                    stage(
                        at: .days(1),
                        remind("overdue-first", as: "first", outcomes: ["bounced": [end("unreachable")]]))
                ],
                giveUp: .days(5))),
        perform(
            "invoice.void", as: "void", if: { $0("invoice", "balance") > 0 }, with: ["invoice": record("invoice")]),
    ])

/// S7: a moved anchor, business days
let moving = ModelWorkflow(
    name: "moving", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, atTime: 10 * 3600 + 1800, holds: isOwed, pause: { $0("invoice", "disputed").truth },
                pauseAtMost: .days(60),
                stages: [
                    stage(at: .businessDays(-2), remind("payment-due-soon", as: "courtesy")),
                    stage(at: .businessDays(1), remind("overdue-first", as: "first")),
                    stage(at: .days(4), remind("overdue-second", as: "second")),
                ],
                giveUp: .days(20)))
    ])

/// S6, S7: two needs, what is recalled, a pause between
let recalled = ModelWorkflow(
    name: "recalled", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, pause: { $0("invoice", "disputed").truth }, pauseAtMost: .days(30),
                missed: .latest,
                stages: [
                    stage(at: .days(1), remind("overdue-first", as: "first")),
                    stage(at: .days(3), remind("final-notice", as: "final")),
                    stage(at: .days(6), flag(as: "hand_over", to: "collections")),
                    stage(at: .days(7), needs: [("first", .days(1)), ("final", .days(2))], stop),
                    stage(at: .days(7), flag(as: "report", to: "controller")),
                ],
                giveUp: .days(40)))
    ])

/// S7, S9: `begin_again` out of a sequence
let restarted = ModelWorkflow(
    name: "restarted", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        bind("first_balance", fieldOf("invoice", "balance")),
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, pause: { $0("invoice", "disputed").truth }, pauseAtMost: .days(5),
                missed: .each,
                stages: [
                    stage(at: .days(1), remind("overdue-first", as: "first", outcomes: ["bounced": [beginAgain]])),
                    stage(
                        at: .days(2),
                        perform(
                            "payment.charge", as: "card",
                            with: ["amount": record("first_balance"), "invoice": record("invoice")],
                            outcomes: ["declined": [flag(as: "card_failed", to: "collections"), beginAgain]])),
                ],
                giveUp: .days(9))),
    ])

private let oneReminder = sequence(
    "reminders",
    ModelSequence(
        from: dueOn, holds: isOwed, stages: [stage(at: .days(1), remind("overdue-first", as: "first"))],
        giveUp: .days(5)))

/// S7, S8: `reopen` beside `again: after_end`
let revived = ModelWorkflow(
    name: "revived", event: "invoice.sent", key: keyedByInvoice, again: .afterEnd, reopen: ["payment.reversed"],
    records: invoiceAndCustomer, steps: [oneReminder])

/// S7, S8, S10: `reopen` beside `again: replace`
let superseded = ModelWorkflow(
    name: "superseded", event: "invoice.sent", key: keyedByInvoice, again: .replace, reopen: ["payment.reversed"],
    records: invoiceAndCustomer, steps: [postAndVoid, oneReminder])

/// S7: a date up to which the timetable stands still; a stage counted from another one
let promised = ModelWorkflow(
    name: "promised", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: dueOn, holds: isOwed, pause: { $0("invoice", "disputed").truth },
                pauseUntil: fieldOf("invoice", "promised_on"), pauseAtMost: .days(12),
                stages: [
                    stage(at: .days(1), remind("overdue-first", as: "first")),
                    ModelSequence.Stage(
                        name: "second", offsets: [.days(1), .days(4)], step: remind("overdue-second", as: "second")),
                ],
                giveUp: .days(40)))
    ])
