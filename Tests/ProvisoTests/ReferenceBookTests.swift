import Amounts
import Dates
import Encoding
import Evaluation
import Foundation
import Hosting
import Ingest
import Proviso
import TestSupport
import Testing

/// The reference billing book: once under a key, only on unchanged records, all or nothing.
@Suite struct ReferenceBookTests {
    private static let set = Result {
        try RuleSet.load(["Rules", "Workflows"].map { repositoryRoot.path + "/" + $0 })
    }

    private func book() throws -> ReferenceBook { ReferenceBook(try Self.set.get().rules()) }

    private func event(_ type: String, _ fields: [String: Value]) throws -> Event {
        let shape = try #require(try Self.set.get().shape(type))
        return Event(
            source: Text("test"), id: Text("1"), type: Text(type), time: try Instant("2026-01-01T00:00:00Z"),
            data: .record(shape, shape.fields.map { fields[$0.name.string] ?? .absent }))
    }

    private func sent(_ total: String) throws -> Event {
        try event(
            "invoice.sent",
            [
                "invoice": .string("INV-1"), "customer": .string("C-1"), "total": .money(Money.parse(total)),
                "due_on": .date(CivilDate(year: 2026, month: 1, day: 31)),
            ])
    }

    private func payment(_ type: String, _ amount: String) throws -> Event {
        try event(
            type,
            ["invoice": .string("INV-1"), "customer": .string("C-1"), "amount": .money(Money.parse(amount))])
    }

    private func call(_ primitive: String, key: String, _ inputs: [(String, String)], revision: Int64? = nil) -> Call {
        Call(
            key: Text(key), primitive: Text(primitive), inputs: inputs.map { NamedValue(Text($0), .string($1)) },
            assuming: revision.map { [.init(type: Text("invoice"), id: Text("INV-1"), revision: $0)] } ?? [],
            step: Text("step"), why: nil)
    }

    private func outcome(_ answer: Answer?) -> String {
        guard case .outcome(let name, _)? = answer else { return answer.map { "\($0)" } ?? "nothing" }
        return name.string
    }

    /// The files of `Rules/primitives` and the book know the same primitives.
    @Test func everyDeclaredPrimitiveIsKnown() async throws {
        let folder = repositoryRoot.appendingPathComponent("Rules/primitives")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .map { $0.replacingOccurrences(of: ".yaml", with: "") }
        #expect(names.sorted() == ReferenceBook.primitives)
        var book = try book()
        #expect(outcome(await book.perform([call("invoice.burn", key: "burn", [])]).first) == "unsupported")
    }

    /// What an embedding program can take out: the ledger, the documents, the messages, and that all of it agrees.
    @Test func theBookShowsWhatItHolds() async throws {
        var book = try book()
        _ = book.record(try sent("10.00 USD"))
        _ = book.record(try payment("payment.received", "12.00 USD"))
        let answers = await book.perform([
            call("notify.email", key: "n", [("to", "C-1"), ("notice", "receipt"), ("about", "INV-1")])
        ])
        #expect(answers.map(outcome) == ["accepted"])
        #expect(book.problems == [])
        #expect(book.takeMessages().map { "\($0.to) \($0.notice) \($0.about)" } == ["C-1 receipt INV-1"])
        #expect(
            book.balances.map { "\($0.account) \($0.currency) \($0.minorUnits)" } == [
                "cash USD 1200", "receivable USD 0", "revenue USD -1000", "unapplied USD -200",
            ])
        #expect(
            book.ledger.first
                == #"{"entry":1,"on":"2026-01-01","debit":"receivable","credit":"revenue","amount":"10.00","currency":"USD","#
                + #""about":"INV-1","by":"invoice.sent"}"#)
        #expect(book.documents.count == 2)
    }

    @Test func aCallIsMadeOnceUnderItsKey() async throws {
        var book = try book()
        #expect(book.record(try sent("10.00 USD")) == nil)
        let void = call("invoice.void", key: "k", [("invoice", "INV-1")])
        #expect(outcome(await book.perform([void, void]).last) == "accepted")
        let records = await book.read([Query(type: Text("invoice"), id: Text("INV-1"))])
        #expect(records.first??.revision == 2)
        #expect(outcome(await book.answers(toKeys: [Text("k")]).first) == "accepted")
        #expect(await book.answers(toKeys: [Text("other")]) == [.absent])
    }

    @Test func aCallOnRecordsThatHaveChangedIsStale() async throws {
        var book = try book()
        _ = book.record(try sent("10.00 USD"))
        _ = book.record(try payment("payment.received", "4.00 USD"))
        let answers = await book.perform([
            call("invoice.void", key: "a", [("invoice", "INV-1")], revision: 1),
            call("invoice.void", key: "b", [("invoice", "INV-1")], revision: 2),
        ])
        #expect(answers.map(outcome) == ["stale", "partly_paid"])
        #expect(await book.answers(toKeys: [Text("a")]) == [.absent])
    }

    /// Balance and status after each step of a payment's life; what cannot be changes nothing.
    @Test func paymentsMoveTheBalanceExactly() async throws {
        var book = try book()
        #expect(book.record(try payment("payment.received", "1.00 USD"))?.problem == Text("unknown_invoice"))
        _ = book.record(try sent("10.00 USD"))
        #expect(book.record(try sent("10.00 USD"))?.problem == Text("invoice_exists"))
        let steps: [(type: String, amount: String, expected: String)] = [
            ("payment.received", "3.33 USD", "6.67 USD partially_paid"),
            ("payment.received", "6.67 EUR", "6.67 USD partially_paid other_currency"),
            ("payment.received", "6.675 USD", "6.67 USD partially_paid too_fine"),
            ("payment.received", "6.68 USD", "0.00 USD paid"),
            ("payment.reversed", "6.67 USD", "6.67 USD partially_paid"),
            ("payment.reversed", "3.34 USD", "6.67 USD partially_paid more_than_paid"),
            ("payment.reversed", "3.33 USD", "10.00 USD sent"),
        ]
        for step in steps {
            let refusal = book.record(try payment(step.type, step.amount))
            let record = await book.read([Query(type: Text("invoice"), id: Text("INV-1"))]).first ?? nil
            let value = try #require(record?.value)
            let shown = [
                value["balance"]?.asMoney?.description ?? "", value["status"]?.asText?.string ?? "",
                refusal?.problem.string ?? "",
            ].filter { !$0.isEmpty }.joined(separator: " ")
            #expect(shown == step.expected)
        }
    }
}
