/// Every workflow of `Workflows/`, as the model has it.
let catalogue: [ModelWorkflow] = [
    reads, guarded, retried, doubted, keys, outageLatest, outageSkip, outageEach, noticeDays, needsLatest, needsSkip,
    reminders, closing, moving, waits, awaited, receipts, replaced, computed, cancelled, partitions, postings, approval,
    approvalLevels, branches, recalled, restarted, revived, superseded, looping, published, charged, fallback,
    repeated, parts, covered, promised, undone, delegated, routed,
]

func workflow(_ name: String) -> ModelWorkflow? { catalogue.first { $0.name == name } }

/// The versions that are published later, those of `Workflows/later/`.
let laterCatalogue: [ModelWorkflow] = [publishedLater]

private func day(_ month: Int, _ day: Int) -> ModelValue { .date(CivilTime.day(year: 2026, month: month, day: day)) }

/// Two customers with an invoice each. 2026-03-10, the due date of the first, is a Tuesday.
let ordinaryWorld: ModelWorld = {
    var world = ModelWorld()
    for (customer, invoice, name, due) in [("C-1", "INV-1", "Acme", day(3, 10)), ("C-2", "INV-2", "Bolt", day(3, 4))] {
        world.set(
            "customer", customer,
            [("name", .text(name)), ("autopay", .bool(true)), ("suspended", .bool(false))])
        world.set(
            "invoice", invoice,
            [
                ("customer", .record("customer", customer)), ("balance", .int(100)), ("total", .int(120)),
                ("due_on", due), ("disputed", .bool(false)), ("status", .text("draft")),
                ("prepared_by", .text("maria")),
                ("levels", .list([.text("controller"), .text("2 of finance-manager")])),
            ])
    }
    return world
}()
