// S1 to S4: what a run reads, on what condition it calls, and what follows from an answer.

/// S1
let reads = ModelWorkflow(
    name: "reads", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
        wait(as: "paid", .condition { $0("invoice", "balance").equals(.int(0)) }),
        remind("payment-received", as: "thanks"),
    ])

/// S2, S9
let guarded = ModelWorkflow(
    name: "guarded", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        perform(
            "payment.charge", as: "charge", if: { $0("invoice", "balance") > 0 },
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            outcomes: ["declined": [carryOn]]),
        remind("receipt", as: "receipt", if: { $0("charge", "outcome").equals(.text("accepted")) }),
    ])

/// S3: answers and attempts
let retried = ModelWorkflow(
    name: "retried", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            retry: ModelRetry(times: 2, first: 600, factor: 3, atMost: 1200),
            outcomes: [
                "declined": [flag(as: "card_failed", to: "collections"), carryOn],
                "unavailable": [end("gave_way")],
            ]),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
    ])

/// S3: unknown and inquiries
let doubted = ModelWorkflow(
    name: "doubted", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        perform(
            "payment.charge", as: "charge", if: { $0("invoice", "balance") > 0 },
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            retry: ModelRetry(times: 2, first: 3600, factor: 1, atMost: 3600)),
        end("charged"),
    ])

/// S4
let keys = ModelWorkflow(
    name: "keys", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: fieldOf("invoice", "due_on"), holds: { $0("invoice", "balance") > 0 }, missed: .each,
                stages: [stage(at: .days(1), remind("overdue-first", as: "first"))]
                    + stages(
                        every: .days(2), after: .days(1), atMost: 2,
                        remind(
                            "overdue-second", as: "second",
                            outcomes: [
                                "bounced": [
                                    perform("subscription.suspend", as: "stop", with: ["customer": record("customer")]),
                                    carryOn,
                                ]
                            ])),
                cleared: [perform("subscription.resume", as: "resume", with: ["customer": record("customer")])],
                giveUp: .days(6)))
    ])

/// S3: the attempts of a branch's first step
let fallback = ModelWorkflow(
    name: "fallback", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            retry: ModelRetry(times: 1, first: 600, factor: 1, atMost: 600),
            outcomes: [
                "declined": [
                    remind(
                        "overdue-first", as: "tell", retry: ModelRetry(times: 1, first: 1200, factor: 1, atMost: 1200)),
                    carryOn,
                ]
            ]),
        end("done"),
    ])
