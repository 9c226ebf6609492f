// S9: what is done for every item of a list.

/// S9: records of the host
let repeated = ModelWorkflow(
    name: "repeated", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    lists: [ModelList(name: "open", type: "invoice") { $0("item", "balance") > 0 }],
    steps: [
        each(
            "one", in: .list("open"), atMost: 3,
            perform(
                "payment.charge", as: "charge", if: { not($0("one", "disputed").truth) },
                with: ["amount": fieldOf("one", "balance"), "invoice": record("one")],
                retry: ModelRetry(times: 1, first: 600, factor: 1, atMost: 600),
                outcomes: [
                    "declined": [perform("invoice.void", as: "void", with: ["invoice": record("one")]), carryOn]
                ])),
        end("all"),
    ])

/// S9: a list that a record holds
let parts = ModelWorkflow(
    name: "parts", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        each(
            "level", in: .value(fieldOf("invoice", "levels")), atMost: 4,
            group(
                as: "part",
                [
                    perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
                    wait(as: "an_hour", .period(.hours(1))),
                    flag(as: "tell", if: { $0("level").equals(.text("controller")) }, to: "controller"),
                ])),
        end("all"),
    ])
