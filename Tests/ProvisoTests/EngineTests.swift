import Amounts
import Dates
import Encoding
import Evaluation
import Foundation
import Hosting
import Ingest
import Proviso
import SourceText
import TestSupport
import Testing

/// The façade as an embedding program uses it.
@Suite struct EngineTests {
    private static let set = Result {
        try RuleSet.load(["Rules", "Workflows"].map { repositoryRoot.path + "/" + $0 })
    }

    private func rules() throws -> Rules { try Self.set.get().rules(only: ["invoice-reminders"]) }

    private func event(_ type: String, _ id: String, _ time: Instant, _ fields: [String: Value]) throws -> Event {
        let shape = try #require(try Self.set.get().shape(type))
        return Event(
            source: Text("test"), id: Text(id), type: Text(type), time: time,
            data: .record(shape, shape.fields.map { fields[$0.name.string] ?? .absent }))
    }

    /// A history of sent and paid invoices of some customers, in the order of time; some events come twice.
    private func history(_ count: Int, seed: UInt64) throws -> [Event] {
        var generator = SeededGenerator(seed: seed)
        let start = try Instant("2026-01-01T00:00:00Z")
        var events: [Event] = []
        for number in 0..<count {
            let customer = Value.string("C-\(number % 5)")
            let invoice = Value.string("INV-\(number)")
            let sent = Int.random(in: 0..<200, using: &generator)
            let due = try CivilDate(year: 2026, month: 1, day: 1).adding(days: sent + 14)
            let total = try Money.parse("\(Int.random(in: 1...900, using: &generator)).50 USD")
            let at = try start.adding(ExactDuration(hours: 24 * sent))
            let event = try event(
                "invoice.sent", "S-\(number)", at,
                ["invoice": invoice, "customer": customer, "total": .money(total), "due_on": .date(due)])
            events.append(event)
            if number % 3 == 0 { events.append(event) }
            guard number % 4 != 0 else { continue }
            let paid = try at.adding(ExactDuration(hours: Int.random(in: 0...1_000, using: &generator)))
            events.append(
                try self.event(
                    "payment.received", "P-\(number)", paid,
                    ["invoice": invoice, "customer": customer, "amount": .money(total)]))
        }
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Engines that are saved and made anew between any two deliveries do what a dry run does.
    @Test(arguments: [true, false])
    func anEngineDoesWhatADryRunDoes(isSaved: Bool) async throws {
        let rules = try rules()
        let events = try history(120, seed: 11)
        let end = try Instant("2026-12-01T00:00:00Z")
        let expected = await DryRun(rules).run(events, until: end).compactMap(\.callLine)
        #expect(expected.count > 100)
        var lines: [String] = []
        for customer in 0..<5 {
            var engine = Engine(rules, host: ReferenceBook(rules))
            for event in events where event.data["customer"] == Value.string("C-\(customer)") {
                // An event comes before a timer of its own time.
                lines += await engine.fastForward(before: event.time).compactMap(\.callLine)
                if !engine.hasSeen(event) { _ = engine.host.record(event) }
                lines += await engine.deliver(event).compactMap(\.callLine)
                if isSaved { engine = try Engine(rules, host: engine.host, saved: engine.saved()) }
            }
            lines += await engine.fastForward(to: end).compactMap(\.callLine)
        }
        #expect(lines.sorted() == expected.sorted())
    }

    /// A host that sees how it is asked.
    private struct Counting: BillingHost {
        var book: ReferenceBook
        var batches: [Int] = []
        var reads: [Int] = []

        mutating func perform(_ calls: [Call]) async -> [Answer] {
            batches.append(calls.count)
            return await book.perform(calls)
        }

        mutating func read(_ queries: [Query]) async -> [HostRecord?] {
            reads.append(queries.count)
            return await book.read(queries)
        }
    }

    @Test func whatIsDueAtOneMomentIsOneBatch() async throws {
        let rules = try rules()
        let at = try Instant("2026-01-01T00:00:00Z")
        var engine = Engine(rules, host: Counting(book: ReferenceBook(rules)))
        for number in 0..<40 {
            let event = try event(
                "invoice.sent", "\(number)", at,
                [
                    "invoice": .string("INV-\(number)"), "customer": .string("C-1"),
                    "total": .money(Money.parse("1.00 USD")),
                    "due_on": .date(CivilDate(year: 2026, month: 1, day: 31)),
                ])
            _ = engine.host.book.record(event)
            _ = await engine.deliver(event)
        }
        engine.host.reads = []
        #expect(engine.nextTime == (try Instant("2026-02-01T09:00:00Z")))
        let happenings = await engine.tick(at: try Instant("2026-02-01T09:00:00Z"))
        #expect(happenings.compactMap(\.callLine).count == 40)
        #expect(engine.host.batches == [40])
        // Each run reads two records before it acts, and again after it has its answer.
        #expect(engine.host.reads == [40, 1, 40, 1])
    }

    /// A host that loses every other answer and does not know afterwards.
    private struct Forgetful: BillingHost {
        var book: ReferenceBook
        var count = 0

        mutating func perform(_ calls: [Call]) async -> [Answer] {
            var answers = await book.perform(calls)
            for index in answers.indices {
                count += 1
                if count % 2 == 1 { answers[index] = .unknown }
            }
            // One that has gone missing counts as unknown.
            return Array(answers.dropLast(count % 4 == 3 ? 1 : 0))
        }

        mutating func read(_ queries: [Query]) async -> [HostRecord?] { await book.read(queries) }

        mutating func answers(toKeys keys: [Text]) async -> [Answer] { await book.answers(toKeys: keys) }
    }

    @Test func aLostAnswerIsAskedForAndTheCallNeverRepeated() async throws {
        let rules = try rules()
        let at = try Instant("2026-01-01T00:00:00Z")
        var engine = Engine(rules, host: Forgetful(book: ReferenceBook(rules)))
        for number in 0..<7 {
            let event = try event(
                "invoice.sent", "\(number)", at,
                [
                    "invoice": .string("INV-\(number)"), "customer": .string("C-1"),
                    "total": .money(Money.parse("1.00 USD")),
                    "due_on": .date(CivilDate(year: 2026, month: 1, day: 31)),
                ])
            _ = engine.host.book.record(event)
            _ = await engine.deliver(event)
        }
        let happenings = await engine.fastForward(to: try Instant("2026-02-20T00:00:00Z"))
        let keys = happenings.compactMap { happening -> Text? in
            if case .call(let call, _) = happening.kind { call.key } else { nil }
        }
        #expect(keys.count == 14)
        #expect(Set(keys).count == keys.count)
    }

    /// A clock that stood still for a month: the reminders of that time are one, not a burst.
    @Test func afterAnOutageOneReminderLeaves() async throws {
        let rules = try rules()
        var engine = Engine(rules, host: ReferenceBook(rules))
        let event = try event(
            "invoice.sent", "1", Instant("2026-01-01T00:00:00Z"),
            [
                "invoice": .string("INV-1"), "customer": .string("C-1"), "total": .money(Money.parse("1.00 USD")),
                "due_on": .date(CivilDate(year: 2026, month: 1, day: 31)),
            ])
        _ = engine.host.record(event)
        _ = await engine.deliver(event)
        let happenings = await engine.tick(at: try Instant("2026-02-09T12:00:00Z"))
        let steps = happenings.compactMap { happening -> Text? in
            if case .call(let call, _) = happening.kind { call.step } else { nil }
        }
        #expect(steps == [Text("second_reminder")])
    }

    @Test func whatCannotBeTakenIsSaid() async throws {
        let rules = try rules()
        let now = try Instant("2026-01-01T00:00:00Z")
        var engine = Engine(rules, host: ReferenceBook(rules))
        let unknown = Event(source: Text("test"), id: Text("1"), type: Text("nobody.knows"), time: now, data: .absent)
        #expect(await engine.deliver(unknown).map(\.shown) == ["refused unknown_event nobody.knows"])
        #expect(
            await engine.start("invoice-reminders", id: "1", inputs: [:], at: now).map(\.shown)
                == ["refused unknown_workflow invoice-reminders"])
        #expect(await engine.answer(Text("nonsense"), .stale, at: now).map(\.shown) == ["unknown run"])
        #expect(
            await engine.decide(.cancel, run: Text("main/x/y#1"), by: Text("kim"), roles: [], at: now).map(\.shown)
                == ["unknown run"])
    }
}

extension Happening {
    fileprivate var shown: String {
        switch kind {
        case .refused(let problem, let field): "refused \(problem) \(field ?? Text())"
        case .unknownRun: "unknown run"
        default: "\(kind)"
        }
    }
}
