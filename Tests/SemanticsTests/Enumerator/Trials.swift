// For each workflow what can happen to it, and which rules of `Documentation/Semantics.md` show in that. An alphabet is
// chosen so that its acts meet: what reads, calls, answers, decides, tells, and lets time pass, in time or not.

/// The rules that an interleaving of inputs can break.
enum Rule: Int, CaseIterable, Sendable {
    case s1 = 1
    case s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19

    /// Why no trial shows it, and what does.
    var shownElsewhere: String? {
        switch self {
        case .s13: "there is no migration so far: a run ends with the version that it started with"
        case .s19: "sealing is the store's, which there is not so far"
        default: nil
        }
    }
}

func trial(
    _ rules: [Rule], _ workflows: [ModelWorkflow], _ about: String = "", later: [ModelWorkflow] = [],
    opening: [Act] = [.event("invoice.sent")], isSilencedByPayment: Bool = false,
    settings: ModelSettings = .ordinary, acts: [Act]
) -> Trial {
    let names = workflows.map(\.name).joined(separator: ", ")
    return Trial(
        name: about.isEmpty ? names : "\(names): \(about)", rules: rules, workflows: workflows, later: later,
        opening: opening, acts: acts, isSilencedByPayment: isSilencedByPayment, settings: settings)
}

/// A trial whose notices stop when the invoice is paid.
private func dunning(
    _ rules: [Rule], _ workflow: ModelWorkflow, _ about: String = "", opening: [Act] = [], acts: [Act]
) -> Trial {
    trial(
        rules, [workflow], about, opening: [.event("invoice.sent")] + opening, isSilencedByPayment: true, acts: acts)
}

private let answers: [Act] = [.accepted, .answer(.transient), .answer(.unknown), .answer(.stale)]
private let drafted: [Act] = [.event("invoice.drafted")]

private let callTrials: [Trial] = [
    trial(
        [.s1, .s3], [reads], opening: drafted,
        acts: answers + [.pay, .payUnseen, .loseCustomer, .loseInvoice, .again, .cancel, .fromThePast(.pay)]
            + Act.strayAnswers),
    trial(
        [.s2, .s3, .s9], [guarded],
        acts: answers + [
            .declined, .tick, .payUnseen, .pay, .lateAnswer, .loseInvoice, .again, .answer(.deferred),
            .fromThePast(.accepted),
        ]),
    trial(
        [.s2], [guarded], "stale", opening: [.event("invoice.sent")] + Array(repeating: .answer(.stale), count: 5),
        acts: answers + [.tick, .payUnseen, .again, .cancel]),
    trial(
        [.s3], [retried],
        acts: answers + [.declined, .answer(.absent), .answer(.deferred), .tick, .tickEarly, .again, .cancel]),
    trial(
        [.s3, .s10], [doubted],
        acts: answers + [
            .answer(.absent), .answer(.deferred), .tick, .tickEarly, .payUnseen, .pay, .cancel, .again, .lateAnswer,
        ]),
    trial(
        [.s3], [fallback], acts: answers + [.declined, .answer(.absent), .tick, .tickEarly, .again, .payUnseen]),
    dunning(
        [.s4, .s7], keys,
        acts: answers + [
            .answer(.outcome("bounced")), .tick, .tickLate3, .pay, .again, .moveDue(2), .answer(.deferred),
        ]),
]

private let outages: [Trial] = [outageLatest, outageSkip, outageEach].map { workflow in
    dunning(
        [.s5, .s6], workflow,
        acts: [
            .accepted, .answer(.transient), .answer(.stale), .tick, .tickEarly, .tickLate3, .tickLate40,
            .toggle("customer", "C-1", "autopay"), .pay, .onTime(.pay), .moveDue(5), .pass(86_400),
        ])
}

private let sequenceTrials: [Trial] =
    outages + [
        dunning(
            [.s6], noticeDays,
            acts: answers + [
                .answer(.deferred), .tick, .tickLate3, .pass(86_400), .moveDue(-1), .onTime(.payUnseen), .again,
            ]),
        dunning(
            [.s6], needsLatest,
            acts: [
                .accepted, .answer(.transient), .answer(.outcome("bounced")), .again, .tick, .tickLate3, .tickLate40,
                .moveDue(3), .payUnseen, .cancel,
            ]),
        dunning(
            [.s6], needsSkip,
            acts: [
                .accepted, .answer(.deferred), .tick, .tickLate3, .pass(86_400),
                .toggle("customer", "C-1", "suspended"), .moveDue(-4), .moveDue(8),
            ]),
        dunning(
            [.s6, .s7], recalled,
            acts: [
                .accepted, .answer(.transient), .tick, .tickLate3, .pass(86_400),
                .toggle("invoice", "INV-1", "disputed"), .moveDue(-3), .answer(.outcome("bounced")), .again,
                .later(3, .accepted),
            ]),
        dunning(
            [.s6, .s7], recalled, "late", opening: [.tick, .accepted, .pass(7 * 86_400)],
            acts: [
                .accepted, .answer(.transient), .tick, .pass(86_400), .pass(3600),
                .toggle("invoice", "INV-1", "disputed"), .moveDue(1), .payUnseen,
            ]),
        dunning(
            [.s7, .s2], reminders, "payments",
            acts: [
                .accepted, .answer(.transient), .answer(.unknown), .tick, .tickLate40,
                .toggle("customer", "C-1", "suspended"), .pay, .onTime(.pay), .reverse, .again, .cancel, .loseInvoice,
            ]),
        dunning(
            [.s7], reminders, "pauses", opening: [.tick, .accepted],
            acts: [
                .accepted, .answer(.stale), .answer(.transient), .tick, .tickLate3,
                .toggle("invoice", "INV-1", "disputed"), .moveDue(4), .again, .pay, .pass(86_400),
                .unseen("invoice", "INV-1", "disputed") { .bool(!$0.isTrue) },
            ]),
        dunning(
            [.s7, .s8], closing, opening: [.accepted],
            acts: [
                .accepted, .answer(.outcome("bounced")), .answer(.transient), .tick, .tickLate40, .pay, .reverse,
                .event("payment.reversed"), .event("invoice.sent"), .again,
                .later(130, .event("payment.reversed")),
            ]),
        dunning(
            [.s7], moving,
            acts: [
                .accepted, .answer(.transient), .answer(.stale), .tick, .pass(2 * 86_400), .moveDue(1), .moveDue(-9),
                .toggle("invoice", "INV-1", "disputed"), .payUnseen,
                .unseen("invoice", "INV-1", "due_on") { .date(($0.date ?? 0) + 3) },
            ]),
        dunning(
            [.s7, .s9], restarted,
            acts: [
                .accepted, .declined, .answer(.outcome("bounced")), .answer(.transient), .tick, .tickLate3,
                .toggle("invoice", "INV-1", "disputed"), .moveDue(2), .again, .pay, .pass(86_400),
            ]),
        dunning(
            [.s7, .s8], revived,
            acts: [
                .accepted, .answer(.outcome("bounced")), .tick, .tickLate40, .pay, .reverse, .event("invoice.sent"),
                .event("payment.reversed"), .sameEvent, .again, .fromThePast(.event("payment.reversed")),
                .fromThePast(.event("invoice.sent")), .later(130, .event("payment.reversed")),
            ]),
        dunning(
            [.s7, .s8, .s10], superseded,
            acts: [
                .accepted, .answer(.unknown), .answer(.transient), .tick, .tickLate40, .pay, .reverse,
                .event("invoice.sent"), .event("payment.reversed"), .cancel, .again,
                .fromThePast(.event("invoice.sent")), .fromThePast(.accepted),
            ]),
    ]

private let eventTrials: [Trial] = [
    trial(
        [.s5, .s8], [waits], "dates",
        acts: [
            .tick, .tickEarly, .tickLate3, .moveDue(-6), .moveDue(2), .pay, .onTime(.pay), .again, .loseInvoice,
            .fromThePast(.touch("invoice", "INV-1")), .cancel,
        ]),
    trial(
        [.s5, .s8], [waits], "events", opening: [.event("invoice.sent"), .tick, .tick],
        acts: [
            .tick, .tickLate3, .payUnseen, .sameEvent, .otherContent, .otherSource,
            .event("payment.received", amount: 50), .event("payment.received", amount: 100, earlier: 86_400),
            .onTime(.event("payment.received", amount: 100)), .again,
        ]),
    trial(
        [.s8], [awaited],
        acts: [
            .accepted, .answer(.unknown), .event("payment.received", amount: 50), .tick,
            .event("payment.received", amount: 150), .event("invoice.sent"), .cancel, .sameEvent, .otherContent,
            .onTime(.event("payment.received", amount: 100)),
        ]),
    trial(
        [.s8], [receipts], opening: [],
        acts: [
            .accepted, .answer(.outcome("bounced")), .event("payment.received", amount: 99), .sameEvent,
            .event("payment.received", amount: 100), .tick, .tickLate40, .payUnseen, .touch("invoice", "INV-1"),
            .otherContent, .otherSource, .event("payment.received"),
        ]),
    trial(
        [.s8, .s10], [replaced], opening: drafted,
        acts: answers + [
            .answer(.outcome("refused")), .event("invoice.drafted"), .event("payment.received", amount: 1), .tick,
            .again, .cancel,
        ]),
    trial(
        [.s8, .s10], [charged], opening: [.event("payment.received", amount: 10)],
        acts: [
            .accepted, .answer(.unknown), .answer(.transient), .answer(.outcome("refused")), .declined, .tick,
            .event("payment.received", amount: 20), .event("payment.received", amount: 30), .payUnseen, .cancel,
            .again,
        ]),
    trial(
        [.s9, .s16], [computed], opening: drafted,
        acts: [
            .accepted, .declined, .answer(.transient), .tick, .cancel, .decide(.approve, "ann", "controller"),
            .decide(.refuse, "ann", "controller"), .again, otherTotalUnseen,
            .change("invoice", "INV-1", "total") { ($0 > 100) == true ? .int(80) : .int(150) },
        ]),
    trial(
        [.s10, .s4], [cancelled], opening: drafted,
        acts: answers + [
            .declined, .answer(.outcome("refused")), .answer(.deferred), .tick, .cancel, .again, .pay, .lateAnswer,
            .loseInvoice,
        ]),
    trial(
        [.s10], [undone], opening: drafted,
        acts: answers + [
            .declined, .answer(.outcome("refused")), .answer(.deferred), .tick, .cancel, .again, .pay, .lateAnswer,
            .loseInvoice,
        ]),
    trial(
        [.s11, .s12], [published], later: [publishedLater],
        acts: [
            .accepted, .answer(.transient), .tick, .publish, .pay, .event("invoice.sent"),
            .event("invoice.sent", "INV-2"), .again, .declined, .cancel,
        ]),
    trial(
        [.s14], [looping], opening: [],
        acts: [
            .event("invoice.drafted"), .accepted, .again, .cancel, .sameEvent,
            .change("invoice", "INV-1", "status") { $0 == .text("loop") ? .text("draft") : .text("loop") },
            .answer(.transient), .tick,
        ]),
    trial(
        [.s5, .s15, .s18], [partitions, postings],
        acts: [
            .event("invoice.sent", "INV-2"), .sameEvent, .tick, .tickLate3, .moveDue(-5), .payUnseen,
            .touch("customer", "C-1"), .cancel, .onTime(.pay),
        ]),
]

private let leeApproves = Act.decide(.approve, "lee", "finance-manager", "controller")
private let annApproves = Act.decide(.approve, "ann", "controller")

/// What an approval covers changes under it, and nobody has told.
private let otherTotalUnseen = Act.unseen("invoice", "INV-1", "total") {
    ($0 > 120) == true ? .int(120) : .int(130)
}

private let peopleTrials: [Trial] = [
    trial(
        [.s16], [approval], "people", opening: drafted,
        acts: [
            leeApproves, annApproves, .decide(.approve, "maria", "finance-manager"),
            .decide(.approve, "maria", "controller"), .decide(.refuse, "kim", "controller"), .accepted,
            .decide(.refuse, "maria", "controller"), .cancel,
            .change("invoice", "INV-1", "total") { ($0 > 120) == true ? .int(120) : .int(130) },
            .decide(.approve, "lee", "finance-manager", step: "other"),
            .change("invoice", "INV-1", "prepared_by") { $0 == .text("maria") ? .text("lee") : .text("maria") },
            .decide(.approve, "kim", "controller"), otherTotalUnseen,
        ]),
    trial(
        [.s16, .s5], [approval], "deadlines", opening: drafted,
        acts: [
            leeApproves, annApproves, .decide(.approve, "pat", "cfo-office"), .tick, .tickLate3, .tickLate40,
            .pass(36 * 3600), .pass(54 * 3600), .onTime(leeApproves), .onTime(.decide(.refuse, "pat", "cfo-office")),
            .tickEarly,
            .fromThePast(annApproves), .onTime(.decide(.approve, "maria", "controller")), .again,
            otherTotalUnseen,
        ]),
    trial(
        [.s16], [approvalLevels], opening: drafted,
        acts: [
            annApproves, .decide(.approve, "max", "finance-manager"), .decide(.refuse, "lee", "finance-manager"),
            .change("invoice", "INV-1", "levels") { _ in .list([.text("controller")]) },
            .change("invoice", "INV-1", "levels") { _ in .list([]) }, .tick, .tickLate3, .again, .loseInvoice,
            otherTotalUnseen,
            .change("invoice", "INV-1", "total") { ($0 > 120) == true ? .int(120) : .int(130) }, .cancel,
        ]),
    trial(
        [.s16], [delegated], opening: drafted,
        acts: [
            .decide(.approve, "ivy"), .decide(.approve, "max"), .decide(.approve, "sam"), .decide(.approve, "tom"),
            annApproves, .decide(.refuse, "tom"), .decide(.approve, "max", "controller"), .tick, .pass(26 * 3600),
            .change("invoice", "INV-1", "prepared_by") { $0 == .text("maria") ? .text("ivy") : .text("maria") },
            .change("invoice", "INV-1", "prepared_by") { $0 == .text("maria") ? .text("sam") : .text("maria") },
            .accepted, .cancel,
        ]),
    trial(
        [.s9, .s16], [routed], opening: drafted,
        acts: [
            annApproves, .decide(.approve, "lee", "controller"), .decide(.refuse, "lee", "controller"), .accepted,
            .answer(.outcome("refused")), .declined,
            .answer(.transient),
            .change("invoice", "INV-1", "total") { ($0 > 120) == true ? .int(80) : .int(150) },
            .unseen("invoice", "INV-1", "total") { ($0 > 100) == true ? .int(80) : .int(120) },
            .toggle("invoice", "INV-1", "disputed"), .loseInvoice, .again, .cancel,
        ]),
    trial(
        [.s7, .s9], [branches], opening: [],
        acts: [
            .event("invoice.drafted"), .sameEvent, .accepted, .answer(.outcome("refused")),
            .toggle("invoice", "INV-1", "disputed"), .toggle("customer", "C-1", "suspended"),
            .toggle("customer", "C-1", "autopay"), .again, .loseCustomer,
        ]),
]

private let listTrials: [Trial] = [
    trial(
        [.s9, .s4], [repeated], opening: drafted,
        acts: answers + [
            .declined, .answer(.outcome("refused")), .tick, .again, .cancel, .payUnseen, .loseInvoice,
            .toggle("invoice", "INV-2", "disputed"),
        ]),
    trial(
        [.s9], [parts], opening: drafted,
        acts: [
            .accepted, .answer(.outcome("refused")), .answer(.transient), .tick, .again, .cancel,
            .change("invoice", "INV-1", "levels") { _ in .list([.text("auditor"), .text("controller")]) },
            .change("invoice", "INV-1", "levels") { _ in .list([.text("controller"), .text("controller")]) },
        ]),
    trial(
        [.s16], [covered], opening: drafted,
        acts: [
            annApproves, .decide(.refuse, "lee", "controller"), .tick, .accepted, .declined, .answer(.transient),
            otherTotalUnseen, .again, .cancel, .pass(3600),
            .change("invoice", "INV-1", "total") { ($0 > 120) == true ? .int(120) : .int(130) },
        ]),
    dunning(
        [.s7], promised,
        acts: [
            .accepted, .answer(.transient), .tick, .tickLate3, .pass(86_400), .moveDue(2), .payUnseen, .again,
            .toggle("invoice", "INV-1", "disputed"),
            .change("invoice", "INV-1", "promised_on") { value in
                .date(max(value.date ?? 0, CivilTime.day(year: 2026, month: 3, day: 9)) + 4)
            },
        ]),
]

let trials: [Trial] = callTrials + sequenceTrials + eventTrials + peopleTrials + listTrials + clockTrials
