import Dates
import Encoding
import Foundation
import Generation
import Proviso
import SourceText
import TestSupport
import Testing

/// A dry run leaves runs asleep that an event cannot concern. Each workflow here waits for something else, and its calls must be those
/// that it makes when every event wakes every run that holds a record which the event names.
@Suite struct LeftAsleepTests {
    private static func workflow(_ name: String, _ records: String, _ steps: String) -> SourceFile {
        SourceFile(
            name: "\(name).yaml",
            text: """
                workflow: \(name)
                version: 1
                title: Waits for something
                owner: collections
                trigger: { event: invoice.sent, key: event.invoice }
                records: \(records)
                may: [notify.email, invoice.write_off, invoice.move_due_date]
                steps:
                \(steps)

                """)
    }

    private static let both = "{ invoice: event.invoice, customer: invoice.customer }"
    private static let tell = "  - do: notify.email\n    with: { to: customer, notice: balance-due, about: invoice }"

    private static func wait(_ goal: String, _ days: Int) -> String {
        "  - wait: { \(goal) }\n    as: there\n    within: \(days) days\n    outcomes: { late: [ end: late ] }\n"
    }

    static let workflows = [
        // A field of the customer that every other invoice changes.
        workflow("waits-for-customer", both, wait("until: customer.invoices_sent >= 3", 200) + tell),
        // A field that events change for all invoices of the customer at once.
        workflow("waits-for-country", both, wait("until: has(customer.country)", 90) + tell),
        // The day: any event may be the first of it.
        workflow("waits-for-day", both, wait("until: today > invoice.due_on and invoice.balance > 0", 120) + tell),
        // A list that other invoices' events change, gone through.
        workflow(
            "waits-for-list",
            "{ invoice: event.invoice, customer: invoice.customer, open: \"Invoices.where(i, i.balance > 0)\" }",
            "  - wait: { for: 20 days }\n    as: some_weeks\n  - each: one in open\n    at_most: 400\n    as: told\n"
                + "    do: notify.email\n    with: { to: customer, notice: balance-due, about: one }\n"
                + "    outcomes: { already_sent: [ continue ] }"),
        // An event about the invoice.
        workflow("waits-for-event", both, wait("event: payment.received", 150) + tell),
        // A record that is found through another one, and is there only later.
        workflow(
            "waits-for-payment",
            "{ invoice: event.invoice, customer: invoice.customer, payment: invoice.last_payment }",
            wait("until: has(payment.amount)", 150) + tell),
        // Calls that change what others wait for.
        workflow(
            "moves-dates", both,
            "  - wait: { for: 45 days }\n    as: some_weeks\n  - if: invoice.balance > 0\n    do: invoice.move_due_date\n"
                + "    with: { invoice: invoice, due_on: invoice.due_on + 10 days }\n"
                + wait("until: invoice.balance == 0", 60) + tell),
        // A pause that ends with a day, and at nine o'clock.
        workflow(
            "pauses-for-days", both,
            """
              - sequence: reminders
                about: invoice
                from: invoice.due_on
                at_time: 09:00
                while: invoice.balance > 0
                pause: { until: invoice.due_on + 3 days, at_most: 120 days }
                stages:
                  - at: -3 days
                    as: before
                    do: notify.email
                    with: { to: customer, notice: balance-due-soon, about: invoice }
                  - at: +2 days
                    as: after
                    do: notify.email
                    with: { to: customer, notice: balance-due, about: invoice }
                give_up: 60 days
            """),
    ]

    private static func calls(_ rules: Rules, _ file: HistoryFile, leavesAsleep: Bool, workers: Int) async throws
        -> [UInt8]
    {
        var run = DryRun(rules, workers: workers)
        run.leavesAsleep = leavesAsleep
        var bytes: [UInt8] = []
        _ = try await run.play(file) {
            bytes += $0
            return true
        }
        return bytes
    }

    @Test func whoIsLeftAsleepWouldHaveDoneNothing() async throws {
        let root = repositoryRoot.path
        let files = try RuleFiles.read([root + "/Rules", root + "/Workflows", root + "/Examples/five-reminders"])
        let set = RuleSet(files.filter { !$0.name.hasSuffix(".test.yaml") } + Self.workflows)
        #expect(set.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let names = Self.workflows.map { String($0.name.dropLast(5)) } + ["five-reminders", "invoice-reminders"]
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            for (seed, customers) in [(1, 2), (2, 9)] {
                // Many invoices of few customers, so that one event names the records of many runs.
                let path = folder.appendingPathComponent("h\(seed).ndjson")
                var generator = HistoryGenerator(
                    HistoryPlan(
                        seed: UInt64(seed), invoices: 90, customers: customers,
                        from: try CivilDate(year: 2025, month: 1, day: 1), days: 200, tenants: []))
                var text: [UInt8] = []
                while let lines = generator.next() { text += lines }
                try Data(text).write(to: path)
                for only in names.map({ [$0] }) + [names] {
                    let rules = try set.rules(only: only)
                    let file = HistoryFile.lines(path.path)
                    let all = try await Self.calls(rules, file, leavesAsleep: false, workers: 1)
                    let few = try await Self.calls(rules, file, leavesAsleep: true, workers: 2)
                    #expect(!all.isEmpty, "\(only) make no call")
                    #expect(all == few, "\(only) of \(customers) customers")
                }
            }
        }
    }
}
