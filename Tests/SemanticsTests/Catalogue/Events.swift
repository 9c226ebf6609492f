// S5, S8 to S10, S15: waits, events, occurrences, names, cancelling, partitions.

/// S5
let waits = ModelWorkflow(
    name: "waits", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        wait(as: "cooling", .period(.businessDays(2))),
        wait(as: "due", .date(fieldOf("invoice", "due_on"), at: 8 * 3600)),
        wait(
            as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }, within: .days(3),
            outcomes: ["late": [flag(as: "overdue", to: "collections"), carryOn]]),
        wait(as: "payment", .event("payment.received") { $0("event", "amount") >= 100 }, within: .days(2)),
        end("settled"),
    ])

/// S8: event-waits, `again: after_end`
let awaited = ModelWorkflow(
    name: "awaited", event: "invoice.sent", key: keyedByInvoice, again: .afterEnd, records: invoiceAndCustomer,
    steps: [
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
        wait(
            as: "payment", .event("payment.received") { $0("event", "amount") >= 100 }, within: .days(5),
            outcomes: ["late": [end("unpaid")]]),
        wait(as: "another", .event("payment.received", nil)),
        emit(
            "invoice.settled", as: "report",
            with: [
                "amount": fieldOf("payment", "amount"), "customer": record("customer"), "invoice": record("invoice"),
            ]),
    ])

/// S8: a trigger with a condition
let receipts = ModelWorkflow(
    name: "receipts", event: "payment.received", key: keyedByInvoice, if: { $0("event", "amount") >= 100 },
    again: .afterEnd, records: invoiceAndCustomer,
    steps: [
        remind("receipt", as: "receipt", outcomes: ["bounced": [carryOn]]),
        wait(
            as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }, within: .days(10),
            outcomes: ["late": [end("open")]]),
    ])

let postAndVoid = perform(
    "invoice.post", as: "post", with: ["invoice": record("invoice")],
    undo: [perform("invoice.void", as: "void", with: ["invoice": record("invoice")])])

/// S8: `again: replace`
let replaced = ModelWorkflow(
    name: "replaced", event: "invoice.drafted", key: keyedByInvoice, again: .replace, records: invoiceAndCustomer,
    steps: [
        postAndVoid,
        wait(as: "payment", .event("payment.received", nil)),
        end("paid"),
    ])

/// S9
let computed = ModelWorkflow(
    name: "computed", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        bind("first", fieldOf("invoice", "total")),
        choose(
            as: "route",
            [
                ModelStep.Case(
                    condition: { $0("invoice", "total") > 100 },
                    then: [
                        approve(
                            as: "release",
                            ModelApproval(
                                levels: { _ in .list([.text("controller")]) }, covers: [fieldOf("invoice", "total")]),
                            outcomes: ["changed": [beginAgain], "refused": [end("refused")]])
                    ]),
                ModelStep.Case(condition: nil, then: [flag(as: "small", to: "collections")]),
            ]),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
        perform(
            "payment.charge", as: "charge", if: { $0("release", "outcome").equals(.text("approved")) },
            with: ["amount": record("first"), "invoice": record("invoice")],
            outcomes: ["declined": [beginAgain]]),
    ])

/// S10
let cancelled = ModelWorkflow(
    name: "cancelled", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        postAndVoid,
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            outcomes: ["declined": [carryOn]],
            undo: [perform("payment.refund", as: "refund", with: ["invoice": record("invoice")])]),
        wait(as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }),
        end("paid"),
    ])

/// S10: what is no call
let undone = ModelWorkflow(
    name: "undone", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        emit(
            "invoice.settled", as: "announce",
            with: [
                "amount": fieldOf("invoice", "balance"), "customer": record("customer"), "invoice": record("invoice"),
            ],
            undo: [
                emit(
                    "invoice.rejected", as: "withdraw",
                    with: ["customer": record("customer"), "invoice": record("invoice")])
            ]),
        group(
            as: "both", if: { $0("invoice", "status").equals(.text("draft")) },
            [
                postAndVoid,
                perform(
                    "payment.charge", as: "charge",
                    with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
                    outcomes: ["declined": [carryOn]]),
            ],
            undo: [perform("payment.refund", as: "refund", with: ["invoice": record("invoice")])]),
        wait(as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }),
        end("paid"),
    ])

/// S15
let partitions = ModelWorkflow(
    name: "partitions", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        wait(as: "first_day", .period(.days(1))),
        flag(as: "day", to: "collections"),
        wait(as: "due", .date(fieldOf("invoice", "due_on"), at: 9 * 3600)),
        end("due"),
    ])

/// S8, S15: a second workflow beside `partitions`
let postings = ModelWorkflow(
    name: "postings", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        wait(
            as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }, within: .days(1),
            outcomes: ["late": [end("open")]]),
        end("paid"),
    ])

/// S14
let looping = ModelWorkflow(
    name: "looping", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        bind("shown", fieldOf("invoice", "total")),
        choose(
            as: "route",
            [
                ModelStep.Case(condition: { $0("invoice", "status").equals(.text("loop")) }, then: [beginAgain]),
                ModelStep.Case(
                    condition: nil,
                    then: [perform("invoice.post", as: "post", with: ["invoice": record("invoice")])]),
            ]),
        end("posted"),
    ])

/// S11, S12
let published = ModelWorkflow(
    name: "published", event: "invoice.sent", key: keyedByInvoice, again: .afterEnd, records: invoiceAndCustomer,
    steps: [
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
        wait(as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }),
        end("first_version"),
    ])

let publishedLater = ModelWorkflow(
    name: "published", event: "invoice.sent", key: keyedByInvoice, again: .afterEnd, records: invoiceAndCustomer,
    steps: [
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")]),
        end("second_version"),
    ])

/// S8: `again: replace` with what the latest event says
let charged = ModelWorkflow(
    name: "charged", event: "payment.received", key: keyedByInvoice, again: .replace, records: invoiceAndCustomer,
    steps: [
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("event", "amount"), "invoice": record("invoice")],
            undo: [perform("payment.refund", as: "refund", with: ["invoice": record("invoice")])]),
        wait(as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }),
        end("paid"),
    ])
