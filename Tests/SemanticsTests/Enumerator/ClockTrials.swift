// What the clock, a record's date and a person start, time zones, advice: the alphabets of `Catalogue/Clock.swift` and
// `Catalogue/Advice.swift`.

/// An event that only makes the invoice known.
private let noted: [Act] = [.event("invoice.sent")]
private let drafted: [Act] = [.event("invoice.drafted")]
private let annApproves = Act.decide(.approve, "ann", "controller")

extension Act {
    /// A shell begins, or another one after it.
    fileprivate static let begin = Act("begin") { .input(.begin(at: $0.clock)) }

    fileprivate static func again(_ run: String) -> Act {
        Act("do again \(run)") { .input(.again(run: run, at: $0.clock)) }
    }

    fileprivate static func cancel(_ run: String) -> Act {
        Act("cancel \(run)") { .input(.cancel(run: run, at: $0.clock)) }
    }

    /// A person starts a run; the same demand comes twice under one identity.
    fileprivate static func ask(_ amount: Int, _ id: String) -> Act {
        Act("ask for \(amount) as \(id)") { situation in
            let fields: ModelFields = [
                ("amount", .int(amount)), ("customer", .record("customer", "C-1")),
                ("invoice", .record("invoice", "INV-1")),
            ]
            return .input(
                .event(source: "demand", id: id, type: "demand of asked", fields: fields, at: situation.clock))
        }
    }

    /// An event that names one record in two fields.
    fileprivate static let merge = Act("merge INV-1 into itself") { situation in
        guard case .event(let source, let id, let type, _, let at) = situation.event("invoice.merged") else {
            return nil
        }
        let fields: ModelFields = [
            ("customer", .record("customer", "C-1")), ("invoice", .record("invoice", "INV-1")),
            ("into", .record("invoice", "INV-1")),
        ]
        return .input(.event(source: source, id: id, type: type, fields: fields, at: at))
    }

    fileprivate static func promise(_ day: Int) -> Act {
        change("invoice", "INV-1", "promised_on") { _ in .date(CivilTime.day(year: 2026, month: 3, day: day)) }
    }

    fileprivate static func due(_ day: Int) -> Act {
        change("invoice", "INV-1", "due_on") { _ in .date(CivilTime.day(year: 2026, month: 3, day: day)) }
    }

    /// The customer moves.
    fileprivate static func move(_ zone: String?) -> Act {
        change("customer", "C-1", "timezone") { _ in zone.map { .text($0) } ?? .absent }
    }
}

private let scheduleTrials: [Trial] = [
    trial(
        [.s1, .s6], [daily], opening: [.begin],
        acts: [
            .begin, .tick, .tickEarly, .tickLate3, .accepted, .declined, .answer(.transient), .pass(86_400),
            .moveDue(-7),
            .again("daily/2026-03-03#1"), .cancel("daily/2026-03-03#1"), .payUnseen,
        ]),
    trial(
        [.s6], [weekdaysEach], opening: [.begin],
        acts: [.begin, .tick, .tickEarly, .tickLate3, .tickLate40, .pass(86_400), .pass(5 * 86_400)]),
    trial(
        [.s6], [weekdaysLatest], opening: [.begin],
        acts: [.begin, .tick, .tickEarly, .tickLate3, .tickLate40, .pass(86_400), .pass(5 * 86_400)]),
    trial(
        [.s6], [weekdaysSkip], opening: [.begin],
        acts: [.begin, .tick, .tickEarly, .tickLate3, .tickLate40, .pass(86_400), .pass(5 * 86_400)]),
    trial(
        [.s6], [monthly], opening: [],
        acts: [.begin, .tick, .tickEarly, .tickLate3, .tickLate40, .pass(86_400), .pass(35 * 86_400)]),
    trial(
        [.s6], [rolled], opening: [],
        acts: [.begin, .tick, .tickEarly, .tickLate3, .tickLate40, .pass(86_400), .pass(5 * 86_400)]),
    trial(
        [.s5, .s6], [daily, monthly, weekdaysLatest], opening: [.begin],
        acts: [.begin, .tick, .tickLate3, .tickLate40, .accepted, .declined, .pass(86_400), .onTime(.payUnseen)]),
    trial(
        [.s5, .s6], [nightly], opening: [.pass(4 * 86_400)], settings: .inNight,
        acts: [
            .begin, .tick, .tickEarly, .tickLate3, .pass(3600), .pass(86_400), .pass(6 * 86_400),
            .cancel("nightly/2026-03-07#1"),
        ]),
    trial(
        [.s5, .s6], [earlier, early], opening: [.pass(4 * 86_400)], settings: .inWest,
        acts: [
            .begin, .tick, .tickEarly, .tickLate3, .pass(3600), .pass(86_400), .pass(6 * 86_400),
            .cancel("early/2026-03-08#1"),
        ]),
]

private let dateTrials: [Trial] = [
    trial(
        [.s6], [renewal], opening: noted,
        acts: [
            .tick, .tickEarly, .tickLate3, .tickLate40, .accepted, .answer(.transient), .due(4), .due(20), .moveDue(1),
            .loseInvoice, .payUnseen, .merge, .again,
        ]),
    trial(
        [.s6], [renewal], "twice named",
        opening: [.unseen("invoice", "INV-1", "due_on") { _ in .date(CivilTime.day(year: 2026, month: 3, day: 5)) }],
        acts: [
            .merge, .accepted, .tick, .pass(3600), .pass(86_400), .due(4), .due(5), .due(6), .loseInvoice, .pay,
            .reverse, .cancel,
        ]),
    trial(
        [.s6, .s8], [renewalAgain], opening: noted,
        acts: [
            .promise(2), .promise(3), .promise(1), .promise(20), .merge, .tick, .tickLate3, .accepted,
            .answer(.outcome("bounced")), .pass(86_400), .loseInvoice,
            .change("invoice", "INV-1", "promised_on") { _ in .absent },
        ]),
    trial(
        [.s6, .s8, .s10], [renewalReplaced], opening: noted,
        acts: [
            .due(3), .due(4), .due(12), .due(1), .merge, .tick, .tickLate3, .accepted, .answer(.unknown),
            .pass(86_400), .cancel, .fromThePast(.touch("invoice", "INV-1")),
        ]),
]

private let demandTrials: [Trial] = [
    trial(
        [.s8], [asked], opening: [],
        acts: [
            .ask(80, "d1"), .ask(80, "d2"), .ask(0, "d3"), .accepted, .declined, .answer(.transient), .tick,
            .event("payment.received", amount: 50), .event("payment.received", amount: 80), .onTime(.ask(20, "d4")),
            .fromThePast(.ask(30, "d5")), .cancel, .loseInvoice, .again,
        ]),
    trial(
        [.s6, .s8], [asked, renewal, weekdaysLatest], opening: [.begin],
        acts: [
            .ask(80, "d1"), .accepted, .tick, .tickLate3, .tickLate40, .begin, .merge,
            .event("payment.received", amount: 80),
            .unseen("invoice", "INV-1", "due_on") { _ in .date(CivilTime.day(year: 2026, month: 3, day: 5)) },
        ]),
]

private let zoneTrials: [Trial] = [
    trial(
        [.s5, .s7], [zoned], opening: [.event("invoice.sent"), .event("invoice.sent", "INV-2")],
        settings: .byCustomer,
        acts: [
            .tick, .tickEarly, .tickLate3, .accepted, .answer(.transient), .move("Test/Night"), .move(nil),
            .toggle("invoice", "INV-1", "disputed"), .moveDue(1), .payUnseen, .pass(3 * 3600),
        ]),
    trial(
        [.s5], [zoned], "lost", opening: [.event("invoice.sent"), .tick], isSilencedByPayment: true,
        settings: .byCustomer,
        acts: [
            .tick, .tickLate3, .accepted, .answer(.transient), .answer(.unknown), .answer(.outcome("bounced")),
            .move("Test/Nowhere"), .move("Test/West"), .again, .cancel, .loseCustomer,
            .toggle("invoice", "INV-1", "disputed"),
        ]),
    trial(
        [.s5, .s16], [zonedWaits], opening: [.event("invoice.sent"), .tick], settings: .byCustomer,
        acts: [
            .tick, .tickEarly, .tickLate3, annApproves, .move("Test/Night"), .move("Test/Nowhere"),
            .move("Test/West"), .again, .moveDue(-2), .moveDue(5), .accepted, .pass(86_400),
        ]),
    trial(
        [.s5, .s16], [zonedWaits], "deadlines",
        opening: [.due(7), .event("invoice.sent"), .tick, .tick], settings: .byCustomer,
        acts: [
            .tick, .tickEarly, .tickLate3, annApproves, .onTime(annApproves), .move("Test/Night"), .move(nil),
            .pass(23 * 3600), .accepted, .cancel,
        ]),
    trial(
        [.s5, .s6], [zonedRenewal], opening: noted + [.pass(4 * 86_400)], settings: .byCustomer,
        acts: [
            .tick, .tickEarly, .tickLate3, .accepted, .move("Test/Night"), .move("Test/Nowhere"), .move("Test/West"),
            .touch("invoice", "INV-1"), .due(9), .due(17), .again, .pass(86_400),
        ]),
    trial(
        [.s1], [zonedOpen], opening: [.due(3)] + drafted, settings: .byCustomer,
        acts: [
            .tick, .tickLate3, .pass(18 * 3600), .accepted, .declined, .move("Test/Night"), .move("Test/Nowhere"),
            .moveDue(1), .again, .cancel,
        ]),
]

private let adviceTrials: [Trial] = [
    trial(
        [.s9, .s16], [advised], opening: drafted,
        acts: [
            .accepted, .declined, .answer(.outcome("bounced")), .answer(.transient), annApproves,
            .decide(.refuse, "ann", "controller"), .tick, .again, .cancel, .toggle("invoice", "INV-1", "disputed"),
            .change("invoice", "INV-1", "complaint") { _ in .text("the price is wrong") },
            .change("invoice", "INV-1", "complaint") { _ in .absent },
            .unseen("invoice", "INV-1", "balance") { ($0 > 90) == true ? .int(80) : .int(110) },
        ]),
    trial(
        [.s9], [advisedEach], opening: drafted,
        acts: [
            .tick, .again, .cancel, .payUnseen, .loseInvoice,
            .change("invoice", "INV-1", "complaint") { _ in .text("I had already  paid, and the price is wrong") },
            .change("invoice", "INV-1", "complaint") { _ in .absent },
            .change("invoice", "INV-2", "complaint") { _ in .text("hello") },
        ]),
    trial(
        [.s17, .s18], [shared], opening: drafted,
        acts: [
            .accepted, .declined, .answer(.transient), .tick, .again, .cancel, .touch("invoice", "INV-1"),
            .unseen("invoice", "INV-1", "total") { _ in .int(100) },
            .unseen("invoice", "INV-1", "total") { _ in .int(99) },
            .unseen("invoice", "INV-1", "total") { _ in .int(108) },
            .unseen("invoice", "INV-1", "total") { _ in .int(101) },
        ]),
]

/// They are many, so an ordinary test run goes five inputs deep.
let clockTrials: [Trial] = (scheduleTrials + dateTrials + demandTrials + zoneTrials + adviceTrials).map { trial in
    var trial = trial
    trial.depth = 5
    return trial
}
