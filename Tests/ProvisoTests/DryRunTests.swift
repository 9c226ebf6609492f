import Amounts
import Dates
import Encoding
import Evaluation
import Foundation
import Ingest
import Proviso
import SourceText
import TestSupport
import Testing

/// Several workflows on one record.
@Suite struct DryRunTests {
    /// Makes a disputed invoice void.
    private static let voiding = """
        workflow: void-disputed
        version: 1
        title: Make a disputed invoice void
        owner: billing-operations
        trigger:
          event: invoice.disputed
          key: event.invoice
        records:
          invoice: event.invoice
        may: [invoice.void]
        steps:
          - do: invoice.void
            with: { invoice: invoice }

        """

    /// Waits for what another workflow does.
    private static let waiting = """
        workflow: wait-for-void
        version: 1
        title: Wait until an invoice is void
        owner: billing-operations
        trigger:
          event: invoice.sent
          key: event.invoice
        records:
          invoice: event.invoice
        may: []
        steps:
          - wait:
              until: invoice.status == void
            as: voided
          - end: voided

        """

    @Test func whatOneWorkflowChangesWakesTheOthers() async throws {
        let files = try RuleFiles.read([repositoryRoot.path + "/Rules"])
        let set = RuleSet(
            files + [
                SourceFile(name: "voiding.yaml", text: Self.voiding),
                SourceFile(name: "waiting.yaml", text: Self.waiting),
            ])
        #expect(set.diagnostics.map(\.message) == [])
        let rules = try set.rules()
        func event(_ type: String, _ time: String, _ more: [String: Value] = [:]) throws -> Event {
            let shape = try #require(set.shape(type))
            let fields = more.merging(["invoice": .string("INV-1"), "customer": .string("C-1")]) { one, _ in one }
            return Event(
                source: Text("test"), id: Text(time), type: Text(type), time: try Instant(time),
                data: .record(shape, shape.fields.map { fields[$0.name.string] ?? .absent }))
        }
        let happenings = await DryRun(rules).run([
            try event(
                "invoice.sent", "2026-01-01T00:00:00Z",
                [
                    "total": .money(Money.parse("1.00 USD")),
                    "due_on": .date(CivilDate(year: 2026, month: 1, day: 31)),
                ]),
            try event("invoice.disputed", "2026-01-05T00:00:00Z"),
        ])
        let ends = happenings.compactMap { happening -> String? in
            guard case .ended(let result) = happening.kind else { return nil }
            return "\(happening.at) \(happening.run?.string ?? "") \(result)"
        }
        #expect(
            ends == [
                "2026-01-05T00:00:00Z main/void-disputed/INV-1#1 done",
                "2026-01-05T00:00:00Z main/wait-for-void/INV-1#1 voided",
            ])
    }
}
