// S9, S11, S17: what a score, words and arithmetic say.

/// What the rule `complaint-class` says of a text.
private func complaintClass(_ field: @escaping ModelExpression) -> ModelRule {
    { scope in
        guard let text = field(scope).text else { return nil }
        let words = text.split { !$0.isLetter }.map { $0.lowercased() }
        let isDuplicate =
            words.contains("twice") || zip(words, words.dropFirst()).contains { $0 == ("already", "paid") }
        let isPrice = words.contains("price") || words.contains("overcharged")
        return [("class", .text(isDuplicate ? "duplicate" : isPrice ? "price" : "other"))]
    }
}

/// What the score `late-risk` says, in tenths.
private let lateRisk: ModelRule = { scope in
    guard case .int(let balance) = scope("invoice", "balance"), let isDisputed = scope("invoice", "disputed").truth
    else { return nil }
    return [("score", .int(-400 + 5 * balance + (isDisputed ? 15 : 0)))]
}

/// S9, S16: advice, and the people who decide
let advised = ModelWorkflow(
    name: "advised", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        advise(as: "complaint", complaintClass(fieldOf("invoice", "complaint"))),
        choose(
            as: "route",
            [
                ModelStep.Case(
                    condition: { $0("complaint", "class").equals(.text("duplicate")) },
                    then: [flag(as: "told", to: "controller")]),
                ModelStep.Case(
                    condition: { $0("complaint", "class").equals(.text("price")) },
                    then: [remind("receipt", as: "tell", outcomes: ["bounced": [beginAgain]])]),
            ]),
        advise(as: "risk", lateRisk),
        approve(
            as: "release", if: { $0("risk", "score") > 110 },
            ModelApproval(levels: { _ in .list([.text("controller")]) }, covers: [fieldOf("invoice", "balance")]),
            outcomes: ["changed": [beginAgain], "refused": [end("refused")]]),
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            outcomes: ["declined": [beginAgain]]),
    ])

/// S9: advice about each item of a list
let advisedEach = ModelWorkflow(
    name: "advised-each", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    lists: [ModelList(name: "open", type: "invoice") { $0("item", "balance") > 0 }],
    steps: [
        each(
            "one", in: .list("open"), atMost: 3,
            group(
                as: "part",
                [
                    advise(as: "complaint", complaintClass(fieldOf("one", "complaint"))),
                    flag(
                        as: "told", if: { not($0("complaint", "class").equals(.text("other"))) }, to: "controller"),
                    wait(as: "rest", .period(.hours(1))),
                    flag(
                        as: "done", if: { $0("complaint", "class").equals(.text("price")) }, to: "collections"),
                ])),
        end("all"),
    ])

/// An eighth, to the nearest whole number, a half to the even one.
private let eighth: ModelExpression = { scope in
    guard case .int(let total) = scope("invoice", "total") else { return .absent }
    let whole = total / 8
    let rest = total % 8
    return .int(rest > 4 || rest == 4 && whole % 2 == 1 ? whole + 1 : whole)
}

/// S17
let shared = ModelWorkflow(
    name: "shared", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        bind("part", eighth),
        perform(
            "payment.charge", as: "charge", if: { $0("invoice", "total") > 99 },
            with: ["amount": record("part"), "invoice": record("invoice")], outcomes: ["declined": [beginAgain]]),
        flag(as: "more", if: { $0("invoice", "total") > 100 }, to: "collections"),
    ])
