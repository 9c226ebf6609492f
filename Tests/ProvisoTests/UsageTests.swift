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

/// Usage that is rated by the rate card `metered-calls` of the library, in any number of bills and however late it comes.
@Suite struct UsageTests {
    private static let set = Result {
        try RuleSet.load(["Rules", "Workflows"].map { repositoryRoot.path + "/" + $0 })
    }

    /// What a period costs by one version of the card, in cents: written a second time, in whole numbers.
    private static func cents(_ calls: Int, _ isJune: Bool) -> Int {
        guard calls > 0 else { return 0 }
        let mills = isJune ? [25, 18, 12] : [20, 15, 10]
        let paid = max(0, calls - 1_000)
        let tiers = [min(paid, 10_000), min(max(0, paid - 10_000), 90_000), max(0, paid - 100_000)]
        let sum = zip(tiers, mills).reduce(0) { $0 + ($1.0 * $1.1 + 5) / 10 }
        return max(sum, isJune ? 3_000 : 2_500)
    }

    private struct Meter {
        var book: ReferenceBook
        var callCount = 0

        init() throws { book = ReferenceBook(try UsageTests.set.get().rules()) }

        /// The data of the outcome `accepted`.
        ///
        /// - Parameter other: another outcome that may come of it; then there is no data.
        mutating func call(
            _ primitive: String, _ inputs: [(String, Value)], or other: String = ""
        ) async throws -> Value {
            callCount += 1
            let call = Call(
                key: Text("call \(callCount)"), primitive: Text(primitive),
                inputs: inputs.map { NamedValue(Text($0.0), $0.1) }, assuming: [], step: Text("step"), why: nil)
            guard case .outcome(let name, let data)? = await book.perform([call]).first else { return .absent }
            try #require(name == Text("accepted") || name == Text(other), "\(primitive) is \(name)")
            return data
        }
    }

    /// 40 subscriptions, each with usage of four months that comes in any order and is billed now and then: what was billed is what each
    /// period costs by itself.
    @Test func billsSumToTheBillOfEachPeriod() async throws {
        for seed in 0..<40 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var meter = try Meter()
            meter.book.now = try Instant("2026-08-01T00:00:00Z")
            let first = try CivilDate(year: 2026, month: 4, day: Int.random(in: 1...28, using: &generator))
            _ = try await meter.call("customer.record", [("customer", .string("C-1")), ("name", .string("Acme"))])
            let started = try await meter.call(
                "subscription.start",
                [("customer", .string("C-1")), ("plan", .string("metered-calls")), ("starts_on", .date(first))])
            let subscription = try #require(started["subscription"])
            var calls: [String: Int] = [:]
            var billed = 0
            for number in 0..<60 {
                let day = try first.adding(days: Int.random(in: 0..<120, using: &generator))
                let quantity = [1, 7, 999, 1_000, 9_000, 40_000].randomElement(using: &generator) ?? 1
                _ = try await meter.call(
                    "usage.record",
                    [
                        ("event_id", .string("U-\(number)")), ("subscription", subscription),
                        ("metric", .string("calls")), ("quantity", .decimal(Decimal(Int128(quantity)))),
                        ("used_on", .date(day)),
                    ])
                var period = 0
                while try first.adding(months: period + 1) <= day { period += 1 }
                let isJune = try day >= CivilDate(year: 2026, month: 6, day: 1)
                calls["\(period) \(isJune ? "June" : "January")", default: 0] += quantity
                guard number == 59 || Int.random(in: 0..<5, using: &generator) == 0 else { continue }
                let draft = try await meter.call(
                    "invoice.draft", [("customer", .string("C-1")), ("currency", .string("USD"))])
                let rating = try await meter.call(
                    "usage.rate",
                    [
                        ("invoice", draft["invoice"] ?? .absent), ("subscription", subscription),
                        ("until", .date(number == 59 ? try first.adding(days: 120) : day)),
                        ("price", .string("metered-calls")),
                    ], or: "nothing_to_rate")
                // Nothing may lie before the day.
                guard let amount = rating["amount"]?.asMoney?.amount else { continue }
                billed += Int(try amount.multiplying(Decimal(100)).wholeNumber ?? -1)
            }
            let expected = calls.reduce(0) { $0 + Self.cents($1.value, $1.key.hasSuffix("June")) }
            #expect(billed == expected, "seed \(seed)")
            #expect(meter.book.problems == [])
        }
    }

    /// From the meters to the lines of the invoices: events, an engine, and the reference book as its host.
    @Test func aHistoryOfMetersIsBilledToTheCent() async throws {
        let set = try Self.set.get()
        let rules = try set.rules(only: ["usage-billing"])
        var engine = Engine(rules, host: ReferenceBook(rules))
        func happen(_ type: String, _ time: String, _ fields: [(String, String)]) async throws {
            let shape = try #require(set.shape(type))
            let slots = try shape.fields.map { field -> Value in
                guard let text = fields.first(where: { $0.0 == field.name.string })?.1 else { return .absent }
                return switch field.type {
                case .date: .date(try CivilDate(text))
                case .money: .money(try Money.parse(text))
                case .decimal: .decimal(try Decimal.parse(text))
                default: .string(text)
                }
            }
            let event = Event(
                source: Text("meters"), id: Text("\(type) \(time) \(fields)"), type: Text(type),
                time: try Instant(time),
                data: .record(shape, slots))
            #expect(engine.host.record(event) == nil)
            _ = await engine.fastForward(before: event.time)
            _ = await engine.deliver(event)
        }
        func use(_ quantity: Int, of subscription: String, on day: CivilDate, at time: String? = nil) async throws {
            try await happen(
                "usage.recorded", time ?? "\(day)T20:00:00Z",
                [
                    ("event_id", "\(subscription) \(day) \(time ?? "")"), ("subscription", subscription),
                    ("customer", "C-1"), ("metric", "calls"), ("quantity", "\(quantity)"), ("used_on", "\(day)"),
                ])
        }
        func bill(_ subscription: String, _ since: String, _ until: String) async throws {
            try await happen(
                "usage.bill_requested", "\(until)T06:00:00Z",
                [("subscription", subscription), ("customer", "C-1"), ("since", since), ("until", until)])
        }
        for subscription in ["S-1", "S-2"] {
            try await happen(
                "subscription.started", "2026-05-01T00:00:00Z",
                [
                    ("subscription", subscription), ("customer", "C-1"), ("plan", "metered-calls"),
                    ("price", "10.00 USD"), ("starts_on", "2026-05-01"),
                ])
        }
        var day = try CivilDate(year: 2026, month: 5, day: 1)
        let june = try CivilDate(year: 2026, month: 6, day: 1)
        while day < june {
            try await use(300, of: "S-1", on: day)
            try await use(3_600, of: "S-2", on: day)
            day = try day.adding(days: 1)
        }
        try await bill("S-1", "2026-05-01", "2026-06-01")
        try await bill("S-2", "2026-05-01", "2026-06-01")
        try await use(3_000, of: "S-1", on: CivilDate(year: 2026, month: 5, day: 20), at: "2026-06-01T08:00:00Z")
        let july = try CivilDate(year: 2026, month: 7, day: 1)
        while day < july {
            try await use(400, of: "S-1", on: day)
            day = try day.adding(days: 1)
        }
        try await bill("S-1", "2026-06-01", "2026-07-01")

        let invoices = engine.host.records(of: Text("invoice")).map { invoice in
            let lines = (invoice.value["lines"]?.asList.map { Array($0) } ?? []).map { line in
                let quantity = line["quantity"]?.asDecimal.map { "\($0) " } ?? ""
                return
                    "  \(quantity)\(line["description"]?.asText?.string ?? ""): \(line["amount"].map { "\($0)" } ?? "")"
            }
            return "\(invoice.id) \(invoice.value["total"].map { "\($0)" } ?? "")\n" + lines.joined(separator: "\n")
        }
        #expect(
            invoices.joined(separator: "\n") == """
                I-1 176.00 USD
                  metered-calls, from 2026-05-01: 10.00 USD
                  9300 calls: 166.00 USD
                I-2 1666.00 USD
                  metered-calls, from 2026-05-01: 10.00 USD
                  111600 calls: 1656.00 USD
                I-3 331.50 USD
                  metered-calls, from 2026-06-01: 10.00 USD
                  3000 calls, 2026-05-20: 53.50 USD
                  12000 calls: 268.00 USD
                """)
        #expect(engine.host.problems == [])
    }
}
