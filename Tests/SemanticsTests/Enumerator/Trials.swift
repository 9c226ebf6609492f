// For each workflow what can happen to it. An alphabet is small enough that six acts in every order take a moment, and
// is chosen so that they meet; a workflow to which more can happen has two.

private let answers: [Act] = [.accepted, .answer(.transient), .answer(.unknown), .answer(.stale)]

private func trial(
    _ workflows: [ModelWorkflow], _ about: String = "", opening: [Act] = [.event("invoice.sent")],
    isSilencedByPayment: Bool = false, acts: [Act]
) -> Trial {
    let names = workflows.map(\.name).joined(separator: ", ")
    return Trial(
        name: about.isEmpty ? names : "\(names): \(about)", workflows: workflows, opening: opening, acts: acts,
        isSilencedByPayment: isSilencedByPayment)
}

/// A trial whose notices stop when the invoice is paid.
private func dunning(_ workflow: ModelWorkflow, _ about: String = "", opening: [Act] = [], acts: [Act]) -> Trial {
    trial(
        [workflow], about, opening: [.event("invoice.sent")] + opening, isSilencedByPayment: true, acts: acts)
}

private let callTrials: [Trial] = [
    trial([reads], opening: [.event("invoice.drafted")], acts: answers + [.pay, .payUnseen, .loseCustomer, .again]),
    trial([guarded], acts: answers + [.declined, .tick, .payUnseen, .pay, .lateAnswer]),
    trial([retried], acts: answers + [.declined, .answer(.absent), .tick, .tickEarly, .again]),
    trial([doubted], acts: answers + [.answer(.absent), .answer(.deferred), .tick, .payUnseen, .cancel, .again]),
    dunning(keys, acts: answers + [.answer(.outcome("bounced")), .tick, .tickLate3, .pay, .again]),
]

private let sequenceTrials: [Trial] =
    [outageLatest, outageSkip, outageEach].map { workflow in
        dunning(
            workflow,
            acts: [
                .accepted, .answer(.transient), .answer(.stale), .tick, .tickEarly, .tickLate3, .tickLate40,
                .toggle("customer", "C-1", "autopay"), .pay, .moveDue(5),
            ])
    } + [
        dunning(
            noticeDays, acts: answers + [.answer(.deferred), .tick, .tickLate3, .pass(86_400), .moveDue(-1)]),
        dunning(
            needsLatest,
            acts: [
                .accepted, .answer(.transient), .answer(.outcome("bounced")), .again, .tick, .tickLate3, .tickLate40,
                .moveDue(3), .payUnseen,
            ]),
        dunning(
            needsSkip,
            acts: [
                .accepted, .answer(.deferred), .tick, .tickLate3, .pass(86_400),
                .toggle("customer", "C-1", "suspended"), .moveDue(-4), .moveDue(8),
            ]),
        dunning(
            reminders, "payments",
            acts: [
                .accepted, .answer(.transient), .answer(.unknown), .tick, .tickLate40,
                .toggle("customer", "C-1", "suspended"), .pay, .reverse, .again,
            ]),
        dunning(
            reminders, "pauses", opening: [.tick, .accepted],
            acts: [
                .accepted, .answer(.stale), .tick, .tickLate3, .toggle("invoice", "INV-1", "disputed"), .moveDue(4),
                .again,
            ]),
        dunning(
            closing, opening: [.accepted],
            acts: [
                .accepted, .answer(.outcome("bounced")), .answer(.transient), .tick, .tickLate40, .pay, .reverse,
                .event("payment.reversed"), .event("invoice.sent"),
            ]),
        dunning(
            moving,
            acts: [
                .accepted, .answer(.transient), .answer(.stale), .tick, .pass(2 * 86_400), .moveDue(1), .moveDue(-9),
                .toggle("invoice", "INV-1", "disputed"), .payUnseen,
            ]),
    ]

private let eventTrials: [Trial] = [
    trial(
        [waits], "dates", acts: [.tick, .tickEarly, .tickLate3, .moveDue(-6), .moveDue(2), .pay, .again]),
    trial(
        [waits], "events", opening: [.event("invoice.sent"), .tick, .tick],
        acts: [
            .tick, .tickLate3, .payUnseen, .sameEvent, .event("payment.received", amount: 50),
            .event("payment.received", amount: 100, earlier: 86_400), .again,
        ]),
    trial(
        [awaited],
        acts: [
            .accepted, .answer(.unknown), .event("payment.received", amount: 50), .tick,
            .event("payment.received", amount: 150), .event("invoice.sent"), .cancel,
        ]),
    trial(
        [receipts], opening: [],
        acts: [
            .accepted, .answer(.outcome("bounced")), .event("payment.received", amount: 99), .sameEvent,
            .event("payment.received", amount: 100), .tick, .tickLate40, .payUnseen, .touch("invoice", "INV-1"),
        ]),
    trial(
        [replaced], opening: [.event("invoice.drafted")],
        acts: answers + [
            .answer(.outcome("refused")), .event("invoice.drafted"), .event("payment.received", amount: 1), .tick,
            .again,
        ]),
    trial(
        [computed], opening: [.event("invoice.drafted")],
        acts: [
            .accepted, .declined, .answer(.transient), .tick, .cancel, .decide(.approve, "ann", "controller"),
            .decide(.refuse, "ann", "controller"),
            .change("invoice", "INV-1", "total") { $0 > 100 ? .int(80) : .int(150) },
        ]),
    trial(
        [cancelled], opening: [.event("invoice.drafted")],
        acts: answers + [.declined, .answer(.outcome("refused")), .answer(.deferred), .tick, .cancel, .again]),
    trial(
        [partitions, postings],
        acts: [
            .event("invoice.sent", "INV-2"), .sameEvent, .tick, .tickLate3, .moveDue(-5), .payUnseen,
            .touch("customer", "C-1"),
        ]),
]

private let leeApproves = Act.decide(.approve, "lee", "finance-manager", "controller")
private let annApproves = Act.decide(.approve, "ann", "controller")

private let peopleTrials: [Trial] = [
    trial(
        [approval], "people", opening: [.event("invoice.drafted")],
        acts: [
            leeApproves, annApproves, .decide(.approve, "maria", "finance-manager"),
            .decide(.refuse, "kim", "controller"), .accepted,
            .change("invoice", "INV-1", "total") { $0 > 120 ? .int(120) : .int(130) },
        ]),
    trial(
        [approval], "deadlines", opening: [.event("invoice.drafted")],
        acts: [
            leeApproves, annApproves, .decide(.approve, "pat", "cfo-office"), .tick, .tickLate3, .tickLate40,
            .pass(36 * 3600),
        ]),
    trial(
        [approvalLevels], opening: [.event("invoice.drafted")],
        acts: [
            annApproves, .decide(.approve, "max", "finance-manager"), .decide(.refuse, "lee", "finance-manager"),
            .change("invoice", "INV-1", "levels") { _ in .list([.text("controller")]) }, .tick, .tickLate3, .again,
        ]),
    trial(
        [branches], opening: [],
        acts: [
            .event("invoice.drafted"), .sameEvent, .accepted, .answer(.outcome("refused")),
            .toggle("invoice", "INV-1", "disputed"), .toggle("customer", "C-1", "suspended"),
            .toggle("customer", "C-1", "autopay"), .again,
        ]),
]

let trials: [Trial] = callTrials + sequenceTrials + eventTrials + peopleTrials
