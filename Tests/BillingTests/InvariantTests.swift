import Amounts
import Billing
import Dates
import Definitions
import Encoding
import Evaluation
import Foundation
import Hosting
import TestSupport
import Testing

/// Random courses of calls and events: after each of them the ledger agrees with the documents, a refused call has changed nothing, and a
/// repeated one changes nothing more.
@Suite struct InvariantTests {
    @Test(arguments: 0..<60) func theBookBalancesWhateverHappens(seed: Int) throws {
        var course = try RandomCourse(seed: UInt64(seed))
        var outcomes: [String: Int] = [:]
        for step in 0..<600 {
            let call = course.next(step)
            let before = step % 7 == 0 ? Snapshot(course.book) : nil
            _ = course.book.takeChanged()
            let answer = course.book.perform(call)
            let outcome = BookScript.words(answer).split(separator: " ").first.map(String.init) ?? ""
            outcomes[outcome, default: 0] += 1
            let changed = course.book.takeChanged()
            if !["accepted", "declined"].contains(outcome) {
                #expect(changed.isEmpty, "seed \(seed), step \(step): \(call.primitive) \(outcome) changed \(changed)")
                if let before { #expect(before == Snapshot(course.book), "seed \(seed), step \(step)") }
            }
            let problems = course.book.problems()
            #expect(problems.isEmpty, "seed \(seed), step \(step), \(call.primitive): \(problems)")
            guard problems.isEmpty else { return }
            if step % 11 == 0, answer != .transient {
                let after = Snapshot(course.book)
                #expect(course.book.perform(call) == answer)
                #expect(after == Snapshot(course.book), "seed \(seed), step \(step): repeated \(call.primitive)")
            }
        }
        #expect((outcomes["accepted"] ?? 0) > 100)
        #expect(outcomes["missing_input"] == nil && outcomes["key_conflict"] == nil)
        checkNumbers(course.book, seed)
        try checkStatements(&course, seed)
    }

    /// Every series counts from one without a gap, and every number stands on one document.
    private func checkNumbers(_ book: Book, _ seed: Int) {
        var numbers: [String: [Int]] = [:]
        for record in book.records(of: Text("invoice")) + book.records(of: Text("credit_note")) {
            guard let number = record.value["number"]?.asText?.string else { continue }
            let parts = number.split(separator: "-").map(String.init)
            guard ["INV", "DN", "CN"].contains(parts[0]), let count = Int(parts[1]), parts[1].count == 6 else {
                continue
            }
            numbers[parts[0], default: []].append(count)
        }
        for (series, found) in numbers {
            #expect(found.sorted() == Array(1...found.count), "seed \(seed): gaps in \(series)")
        }
    }

    /// What a statement says is open is what the documents say, less what was paid in advance.
    private func checkStatements(_ course: inout RandomCourse, _ seed: Int) throws {
        for customer in course.customers {
            for currency in ["USD", "JPY"] {
                let call = Call(
                    key: Text("statement \(customer) \(currency)"), primitive: Text("statement.issue"),
                    inputs: [
                        NamedValue(Text("customer"), .string(customer)),
                        NamedValue(Text("since"), .date(try CivilDate("2026-03-20"))),
                        NamedValue(Text("until"), .date(try CivilDate("2030-01-01"))),
                        NamedValue(Text("currency"), .string(currency)),
                    ], assuming: [], step: Text("s"), why: nil)
                guard case .outcome(_, let data) = course.book.perform(call) else { continue }
                var owed = Decimal.zero
                for record in course.book.records(of: Text("invoice")) {
                    guard record.value["customer"]?.asText == Text(customer),
                        let money = record.value["balance"]?.asMoney, money.currency.code == currency
                    else { continue }
                    owed = try owed.adding(money.amount)
                }
                for record in course.book.records(of: Text("payment")) {
                    guard record.value["customer"]?.asText == Text(customer), let money = record.value["left"]?.asMoney,
                        money.currency.code == currency
                    else { continue }
                    owed = try owed.subtracting(money.amount)
                }
                #expect(data["closing"]?.asMoney?.amount == owed, "seed \(seed): \(customer) in \(currency)")
            }
        }
    }
}

/// Calls that could be made, with inputs of which most fit.
struct RandomCourse {
    var book: Book
    let customers = ["C-1", "C-2", "C-3"]
    private var generator: SeededGenerator
    private var day = 0

    init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        book = Signatures.newBook()
        var script = BookScript(book)
        try script.play(
            try BookScript.steps(
                """
                - customers: { id: C-1, name: One, card: "4000000000000000" }
                - customers: { id: C-2, name: Two, card: "4000000000002201" }
                - customers: { id: C-3, name: Three, card: "4000000000003100", email: x@undeliverable.example }
                """))
        book = script.book
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int(generator.next() % UInt64(list.count))]
    }

    private mutating func roll(_ sides: Int) -> Int { Int(generator.next() % UInt64(sides)) }

    private mutating func money() -> Value {
        let currency = roll(8) == 0 ? "JPY" : "USD"
        let cents = 1 + roll(20_000)
        let text = currency == "JPY" ? "\(cents)" : "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
        return (try? Money.parse("\(text) \(currency)")).map { .money($0) } ?? .absent
    }

    private mutating func date() -> Value {
        (try? CivilDate(daysSinceEpoch: 20_514 + day + roll(90) - 30)).map { .date($0) } ?? .absent
    }

    private mutating func id(_ type: String, or other: String) -> Value {
        let known = book.records(of: Text(type))
        // The latest mostly, so that courses grow long.
        guard !known.isEmpty, roll(40) > 0 else { return .string(other) }
        return .string(pick(roll(2) == 0 ? known : Array(known.suffix(6))).id)
    }

    mutating func next(_ step: Int) -> Call {
        if roll(6) == 0 {
            day += roll(5)
            if let time = try? Instant("2026-03-02T10:00:00Z").adding(ExactDuration(seconds: Int64(day) * 86_400)) {
                book.moveClock(to: time)
            }
        }
        let primitives = Signatures.library.primitives
        let primitive = primitives[roll(primitives.count)]
        var inputs: [NamedValue] = []
        for input in primitive.inputs {
            if input.type.value.isOptional, roll(3) > 0, input.name.value != "amount" { continue }
            inputs.append(
                NamedValue(Text(input.name.value), value(primitive.heading.name.value, input.name.value, step)))
        }
        return Call(
            key: Text("key \(step)"), primitive: Text(primitive.heading.name.value), inputs: inputs, assuming: [],
            step: Text("step"), why: nil)
    }

    private mutating func value(_ primitive: String, _ name: String, _ step: Int) -> Value {
        switch name {
        case "customer": return .string(roll(30) == 0 ? "C-9" : pick(customers))
        case "to": return .string(pick(customers))
        case "invoice", "about": return id("invoice", or: "I-99")
        case "subscription", "with": return id("subscription", or: "S-99")
        case "contract": return id("contract", or: "K-99")
        case "payment":
            if primitive == "payment.record" { return .string(roll(10) == 0 ? "PAY-0" : "PAY-\(step)") }
            return id("payment", or: "P-99")
        case "purchase_order":
            if primitive == "purchase_order.record" { return .string("PO-\(step)") }
            return id("purchase_order", or: "PO-99")
        case "payment_plan": return id("payment_plan", or: "PP-99")
        case "credit_note": return id("credit_note", or: "CN-99")
        case "statement": return id("statement", or: "ST-99")
        case "credit" where primitive == "ledger.post": return .string(pick(["cash", "rent", "equity"]))
        case "amount", "fee", "price", "unit_price", "credit": return money()
        case "quantity", "value": return .decimal(Decimal(1 + roll(9)))
        case "rate", "share", "yearly_rate", "tax_rate":
            return (try? Ratio(Int128(1 + roll(40)), over: 100)).map { .ratio($0) } ?? .absent
        case "included": return .bool(roll(2) == 0)
        case "rounded": return .string(pick(["line", "invoice"]))
        case "days_by": return .string(pick(["actual_360", "actual_365", "thirty_360"]))
        case "resolution": return .string(pick(["upheld", "rejected", "withdrawn"]))
        case "parts": return .int(Int64(roll(6)))
        case "every", "term", "terms": return (try? Period(months: 1 + roll(3))).map { .period($0) } ?? .absent
        case "at": return .timestamp(book.now)
        case "currency": return .string(pick(["USD", "JPY"]))
        case "base", "quote": return .string(pick(["USD", "JPY", "EUR"]))
        case "shares":
            let share =
                (try? Value.map([(.string("payee"), .string("Ann")), (.string("share"), .decimal(.one))])) ?? .absent
            return .list([share])
        case "lines": return .list((0...roll(3)).map { _ in line() })
        case "reference":
            guard primitive != "payment.record" else {
                return pick([id("invoice", or: "nothing"), .string("INV-000003")])
            }
            return .string("R-\(roll(30))")
        case "debit", "credit_account": return .string(pick(["cash", "rent", "equity"]))
        default:
            if name == "on" || name == "since" || name == "until" || name.hasSuffix("_on") || name.hasPrefix("period_")
            {
                return date()
            }
            return .string("\(name) \(roll(5))")
        }
    }

    private mutating func line() -> Value {
        var amount = money()
        if roll(6) == 0, let money = amount.asMoney, let negative = try? money.negated() { amount = .money(negative) }
        return (try? Value.map([(.string("description"), .string("line")), (.string("amount"), amount)])) ?? .absent
    }
}
