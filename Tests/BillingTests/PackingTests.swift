import Amounts
import Billing
import Dates
import Encoding
import Evaluation
import Hosting
import TestSupport
import Testing

/// A book that packs what has ended is no other book: it gives the same answers to all calls, and the same records.
@Suite struct PackingTests {
    /// What a book that packs leaves out on purpose: an archive keeps no lines, and movements of long ago are summed up.
    private static let others: Set<Text> = ["invoice.archive", "statement.issue"]
    private static let types: [Text] = ["invoice", "payment", "customer", "credit_note", "dispute", "payment_plan"]

    @Test(arguments: 0..<30) func aBookThatPacksIsNoOther(seed: Int) throws {
        var course = try RandomCourse(seed: UInt64(1_000 + seed))
        var packing = Book(shapes: Signatures.shapes, retention: .days(60))
        for record in course.book.records(of: "customer") {
            let shape = try #require(record.value.shape)
            var given: [NamedValue] = []
            for field in shape.fields where field.name != "id" {
                if let value = record.value[field.name], !value.isAbsent { given.append(NamedValue(field.name, value)) }
            }
            try packing.set("customer", record.id, given)
        }
        var generator = SeededGenerator(seed: UInt64(seed))
        var taken = 0
        for step in 0..<700 {
            let call = course.next(step)
            packing.moveClock(to: course.book.now)
            // Most invoices of a history are told of, and paid, by events.
            for (type, data) in try events(step, course.book, &generator) {
                let outcomes = [apply(&course.book, type, data), apply(&packing, type, data)]
                #expect(outcomes[0] == outcomes[1], "seed \(seed), step \(step), \(type)")
                if outcomes[0] == "" { taken += 1 }
            }
            if !Self.others.contains(call.primitive) {
                #expect(course.book.perform(call) == packing.perform(call), "seed \(seed), step \(step), \(call)")
            }
            guard step % 9 == 0 else { continue }
            for type in Self.types {
                let same = course.book.records(of: type).map(told) == packing.records(of: type).map(told)
                #expect(same, "seed \(seed), step \(step): \(type)")
            }
            #expect(packing.problems() == [], "seed \(seed), step \(step)")
        }
        #expect(taken > 150)
    }

    /// Whatever parts a book shares with its copies, it is a value.
    @Test(arguments: 0..<6) func aCopyIsAnotherBook(seed: Int) throws {
        var course = try RandomCourse(seed: UInt64(2_000 + seed))
        for step in 0..<250 { _ = course.book.perform(course.next(step)) }
        var copy = course.book
        let (first, balances) = (all(copy), copy.balances.map(\.amount))
        for step in 250..<500 {
            _ = course.book.perform(course.next(step))
            // What is read may be kept at hand, and nobody else's.
            for record in first { _ = course.book.read(Query(type: record.value.shape?.name ?? Text(), id: record.id)) }
        }
        #expect(all(copy) == first && copy.balances.map(\.amount) == balances)
        let second = all(course.book)
        var other = course
        for step in 500..<700 { _ = copy.perform(other.next(step)) }
        #expect(all(course.book) == second && copy.problems() == [] && course.book.problems() == [])
    }

    private func all(_ book: Book) -> [HostRecord] { Signatures.shapes.flatMap { book.records(of: $0.name) } }

    /// Revisions count from when the record was given, and customers were given twice here.
    private func told(_ record: HostRecord) -> HostRecord {
        record.value.shape?.name == "customer" ? HostRecord(id: record.id, revision: 0, value: record.value) : record
    }

    private func apply(_ book: inout Book, _ type: Text, _ data: Value) -> String {
        do throws(Refusal) {
            try book.apply(type, data)
            return ""
        } catch { return error.outcome.string }
    }

    private func events(
        _ step: Int, _ book: Book, _ generator: inout SeededGenerator
    ) throws -> [(Text, Value)] {
        func event(_ type: Text, _ fields: [(Text, Value)]) throws -> (Text, Value) {
            let entries: [MapEntry] = fields.map { (key: .string($0.0), value: $0.1) }
            return (type, try Value.map(entries))
        }
        let customer = Value.string(Text("C-\(1 + generator.next() % 3)"))
        let amount = Value.money(try Money.parse("\(10 + generator.next() % 90).00 USD"))
        let due = Value.date(try CivilDate(year: 2026, month: 4, day: 1))
        switch generator.next() % 4 {
        case 0:
            return [
                try event(
                    "invoice.sent",
                    [
                        ("invoice", .string(Text("E-\(step)"))), ("customer", customer), ("total", amount),
                        ("due_on", due),
                    ])
            ]
        case 1, 2:
            let known = book.records(of: "invoice")
            guard !known.isEmpty else { return [] }
            let record = known[Int(generator.next() % UInt64(known.count))]
            let payment = generator.next() % 3 == 0
            guard let balance = record.value[payment ? "paid" : "balance"], balance.asMoney != nil else { return [] }
            return [
                try event(
                    payment ? "payment.reversed" : "payment.received",
                    [("invoice", .string(record.id)), ("customer", customer), ("amount", balance)])
            ]
        default: return []
        }
    }
}
