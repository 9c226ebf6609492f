/// Every workflow of `Workflows/`, as the model has it.
let catalogue: [ModelWorkflow] = [
    reads, guarded, retried, doubted, keys, outageLatest, outageSkip, outageEach, noticeDays, needsLatest, needsSkip,
    reminders, closing, moving, waits, awaited, receipts, replaced, computed, cancelled, partitions, postings, approval,
    approvalLevels, branches, recalled, restarted, revived, superseded, looping, published, charged, fallback,
    repeated, parts, covered, promised, undone, delegated, routed,
    daily, weekdaysEach, weekdaysLatest, weekdaysSkip, monthly, rolled, nightly, early, earlier, renewal, renewalAgain,
    renewalReplaced, asked, zoned, zonedWaits, zonedRenewal, zonedOpen, advised, advisedEach, shared,
]

func workflow(_ name: String) -> ModelWorkflow? { catalogue.first { $0.name == name } }

/// The versions that are published later, those of `Workflows/later/`.
let laterCatalogue: [ModelWorkflow] = [publishedLater]

private func day(_ month: Int, _ day: Int) -> ModelValue { .date(CivilTime.day(year: 2026, month: month, day: day)) }

private func instant(_ text: String) -> Seconds { CivilTime.instant(text) ?? 0 }

/// Its clocks skip 02:00 to 03:00 on 8 March, and show 01:00 to 02:00 twice on the 15th.
private let west = ModelZone(
    name: "Test/West", offset: -5 * 3600,
    changes: [
        ModelZone.Change(at: instant("2026-03-08T07:00:00Z"), offset: -4 * 3600),
        ModelZone.Change(at: instant("2026-03-15T06:00:00Z"), offset: -5 * 3600),
    ])

/// Its clocks skip the last hour of 7 March, and show that of the 14th twice.
private let night = ModelZone(
    name: "Test/Night", offset: -2 * 3600,
    changes: [
        ModelZone.Change(at: instant("2026-03-08T01:00:00Z"), offset: -3600),
        ModelZone.Change(at: instant("2026-03-15T01:00:00Z"), offset: -2 * 3600),
    ])

extension ModelSettings {
    static let inWest = ModelSettings(zone: west)
    static let inNight = ModelSettings(zone: night)
    /// Each run where its customer is, in UTC where nobody has said.
    static let byCustomer = ModelSettings(zoneOfRun: { $0("customer", "timezone") }, zones: [west, night])
}

/// Two customers in two time zones, with an invoice each. 2026-03-10, the due date of the first, is a Tuesday.
let ordinaryWorld: ModelWorld = {
    var world = ModelWorld()
    let all = [
        ("C-1", "INV-1", "Acme", west, day(3, 10), "You charged me TWICE!"),
        ("C-2", "INV-2", "Bolt", night, day(3, 4), "The price is too high."),
    ]
    for (customer, invoice, name, zone, due, complaint) in all {
        world.set(
            "customer", customer,
            [
                ("name", .text(name)), ("autopay", .bool(true)), ("suspended", .bool(false)),
                ("timezone", .text(zone.name)),
            ])
        world.set(
            "invoice", invoice,
            [
                ("customer", .record("customer", customer)), ("balance", .int(100)), ("total", .int(120)),
                ("due_on", due), ("disputed", .bool(false)), ("status", .text("draft")),
                ("prepared_by", .text("maria")), ("complaint", .text(complaint)),
                ("levels", .list([.text("controller"), .text("2 of finance-manager")])),
            ])
    }
    return world
}()
