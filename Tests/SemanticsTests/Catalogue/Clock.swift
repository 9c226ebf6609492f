// S5, S6, S8: what the clock, a record's date or a person starts, and in which zone.

private let everyDay: @Sendable (CivilDay) -> Bool = { _ in true }

private let told = flag(as: "tell", to: "collections")

private func scheduled(
    _ name: String, _ schedule: ModelSchedule, lists: [ModelList] = [], _ steps: [ModelStep]
) -> ModelWorkflow {
    ModelWorkflow(
        name: name, start: .schedule(schedule), event: "clock of \(name)", key: { $0("planned", "period") },
        records: [],
        lists: lists, steps: steps)
}

/// What is open and due on the run's day.
private let dueToday = ModelList(name: "open", type: "invoice") { scope in
    both(scope("item", "balance") > 0, scope("item", "due_on").date.map { $0 <= scope.today })
}

private let chargeDue = each(
    "one", in: .list("open"), atMost: 3,
    perform(
        "payment.charge", as: "charge", with: ["amount": fieldOf("one", "balance"), "invoice": record("one")],
        outcomes: ["declined": [carryOn]]))

/// S1, S6: a list that is read when the run goes on
let daily = scheduled(
    "daily", ModelSchedule(includes: everyDay, atTime: 6 * 3600), lists: [dueToday],
    [told, wait(as: "rest", .period(.hours(30))), chargeDue, end("all")])

/// One workflow for each way to treat the days that passed while nothing ran.
private func weekdays(_ name: String, _ missed: ModelSchedule.Missed) -> ModelWorkflow {
    scheduled(
        name, ModelSchedule(includes: CivilTime.isBusinessDay, atTime: 8 * 3600, missed: missed),
        [told, wait(as: "rest", .period(.businessDays(1))), end("looked")])
}

/// S6
let weekdaysEach = weekdays("weekdays-each", .each)
let weekdaysLatest = weekdays("weekdays-latest", .latest)
let weekdaysSkip = weekdays("weekdays-skip", .skip)

/// S6: the first business day of a month, whose key is the month
let monthly = scheduled(
    "monthly",
    ModelSchedule(
        includes: { day in
            let earlier = (day - CivilTime.date(day).day + 1)..<day
            return CivilTime.isBusinessDay(day) && !earlier.contains(where: CivilTime.isBusinessDay)
        }, atTime: 6 * 3600, missed: .latest, isMonthly: true),
    [
        told,
        wait(as: "rest", .date({ .date(($0("planned", "day").date ?? 0) + 2) }, at: 12 * 3600)),
        end("closed"),
    ])

/// S6: the 15th, or the next business day
let rolled = scheduled(
    "rolled",
    ModelSchedule(
        includes: { day in
            guard CivilTime.isBusinessDay(day) else { return false }
            var first = day
            while !CivilTime.isBusinessDay(first - 1) { first -= 1 }
            return (first...day).contains { CivilTime.date($0).day == 15 }
        }, atTime: 6 * 3600), [told])

/// S5, S6: times of day that clocks skip or show twice
private func everyDay(_ name: String, at time: Seconds) -> ModelWorkflow {
    scheduled(
        name, ModelSchedule(includes: everyDay, atTime: time), [told, wait(as: "rest", .period(.days(1)))])
}

let nightly = everyDay("nightly", at: 23 * 3600 + 1800)
let early = everyDay("early", at: 2 * 3600 + 1800)
let earlier = everyDay("earlier", at: 3600 + 1800)

private func dated(
    _ name: String, from field: String, _ offset: ModelPeriod, at time: Seconds, if condition: ModelCondition? = nil,
    again: ModelWorkflow.Again = .never, _ steps: [ModelStep]
) -> ModelWorkflow {
    ModelWorkflow(
        name: name,
        start: .recordDate(
            ModelRecordDate(type: "invoice", from: fieldOf("invoice", field), offset: offset, atTime: time)),
        event: "clock of \(name)", key: { $0("planned", "record") }, if: condition, again: again,
        records: [
            ModelWorkflow.ReadPlan(name: "invoice", type: "invoice", id: { $0("planned", "record") }),
            ModelWorkflow.ReadPlan(name: "customer", type: "customer", id: { $0("invoice", "customer") }),
        ], steps: steps)
}

private func soon(undo: [ModelStep] = []) -> ModelStep {
    perform(
        "notify.email", as: "first",
        with: ["about": record("invoice"), "notice": text("payment-due-soon"), "to": record("customer")],
        outcomes: ["bounced": [carryOn]], undo: undo)
}

/// S6: once for a record
let renewal = dated(
    "renewal", from: "due_on", .days(-3), at: 9 * 3600, if: { $0("invoice", "balance") > 0 },
    [
        soon(), wait(as: "rest", .period(.days(1))),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
    ])

/// S6: once for each date
let renewalAgain = dated(
    "renewal-again", from: "promised_on", .businessDays(1), at: 9 * 3600, again: .afterEnd, [soon()])

/// S6, S8, S10: a date that takes the place of another one
let renewalReplaced = dated(
    "renewal-replaced", from: "due_on", .days(-1), at: 9 * 3600, again: .replace,
    [
        soon(undo: [perform("invoice.void", as: "void", with: ["invoice": record("invoice")])]),
        wait(as: "rest", .date(fieldOf("planned", "date"), at: 12 * 3600)),
    ])

/// S8: on demand
let asked = ModelWorkflow(
    name: "asked", event: "demand of asked", key: { $0("inputs", "invoice") }, if: { $0("inputs", "amount") > 0 },
    records: [
        ModelWorkflow.ReadPlan(name: "invoice", type: "invoice", id: { $0("inputs", "invoice") }),
        ModelWorkflow.ReadPlan(name: "customer", type: "customer", id: { $0("invoice", "customer") }),
    ],
    steps: [
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("inputs", "amount"), "invoice": record("invoice")],
            outcomes: ["declined": [end("declined")]]),
        wait(
            as: "payment",
            .event("payment.received") { scope in
                guard case .int(let asked) = scope("inputs", "amount") else { return nil }
                return scope("event", "amount") >= asked
            }, within: .days(2), outcomes: ["late": [end("unpaid")]]),
    ])

/// S5, S7: a timetable at nine where the customer is
let zoned = ModelWorkflow(
    name: "zoned", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        sequence(
            "reminders",
            ModelSequence(
                from: fieldOf("invoice", "due_on"), holds: { $0("invoice", "balance") > 0 },
                pause: { $0("invoice", "disputed").truth }, pauseAtMost: .days(4),
                stages: [
                    stage(at: .days(-3), remind("payment-due-soon", as: "courtesy")),
                    stage(at: .days(-2), remind("overdue-first", as: "first")),
                    stage(
                        at: .days(-1), needs: [("first", .days(1))],
                        perform("subscription.suspend", as: "stop", with: ["customer": record("customer")])),
                ],
                giveUp: .days(9)))
    ])

/// S5, S16: days over a change of the clocks
let zonedWaits = ModelWorkflow(
    name: "zoned-waits", event: "invoice.sent", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        wait(as: "day", .period(.days(1))),
        wait(as: "due", .date(fieldOf("invoice", "due_on"), at: 2 * 3600 + 1800)),
        approve(
            as: "release",
            ModelApproval(levels: { _ in .list([.text("controller")]) }, remind: .days(1), within: .days(2)),
            outcomes: ["refused": [end("refused")], "late": [end("late")]]),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
    ])

/// S6: a record's date in the zone of the run
let zonedRenewal = dated(
    "zoned-renewal", from: "due_on", .days(-3), at: 23 * 3600 + 1800, again: .afterEnd,
    [
        soon(),
        wait(as: "rest", .date({ .date(($0("planned", "day").date ?? 0) + 1) }, at: 9 * 3600)),
    ])

/// S1: what is due today where the customer is
let zonedOpen = ModelWorkflow(
    name: "zoned-open", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer, lists: [dueToday],
    steps: [wait(as: "rest", .period(.hours(5))), chargeDue, end("all")])
