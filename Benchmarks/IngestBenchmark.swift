import Amounts
import Encoding
import Evaluation
import Foundation
import Ingest

/// Billing events as they come: about 300 bytes, twelve fields, two amounts, two dates, a customer, two lines.
private enum BillingEvents {
    static func shape(_ name: Text, _ fields: [Shape.Field]) -> Shape {
        guard let shape = Shape(name, fields) else { preconditionFailure("two fields of one name") }
        return shape
    }

    static func layout() throws -> RecordLayout {
        let customer = shape("Customer", [Shape.Field("id", .string, isRequired: true), Shape.Field("name", .string)])
        let line = shape(
            "Line", [Shape.Field("item", .string), Shape.Field("quantity", .int), Shape.Field("amount", .decimal)])
        let event = shape(
            "InvoiceDrafted",
            [
                Shape.Field("id", .string, isRequired: true), Shape.Field("type", .string),
                Shape.Field("invoice", .string, isRequired: true), Shape.Field("number", .int),
                Shape.Field("total", .money(nil), isRequired: true), Shape.Field("tax_rate", .decimal),
                Shape.Field("issued", .date), Shape.Field("due_on", .date), Shape.Field("autopay", .bool),
                Shape.Field("customer", .record("Customer")), Shape.Field("lines", .list(.record("Line"))),
                Shape.Field("note", .string),
            ])
        return try RecordLayout(event, shapes: [customer, line])
    }

    static func text(_ count: Int) -> [UInt8] {
        var text = ""
        for index in 0..<count {
            let cents = (index * 7919) % 1_000_000
            text += #"{"id":"evt_\#(100_000 + index)","type":"invoice.drafted","invoice":"INV-2026-\#(index)","#
            text += #""number":\#(index),"total":{"amount":"\#(cents / 100).\#(10 + cents % 90)","currency":"USD"},"#
            text += #""tax_rate":0.0825,"issued":"2026-03-\#(10 + index % 20)","due_on":"2026-04-\#(10 + index % 20)","#
            text += #""autopay":\#(index % 2 == 0),"customer":{"id":"C-\#(index % 500)","name":"Acme Incorporated"},"#
            text += #""lines":[{"item":"seats","quantity":\#(index % 40),"amount":480.00},"#
            text += #"{"item":"support","quantity":1,"amount":20.50}],"note":""}"# + "\n"
        }
        return Array(text.utf8)
    }
}

/// What became of the lines.
private final class Tally {
    private(set) var values = 0
    private(set) var problems = 0

    func count(_ number: Int, _ line: JSONLinesReader.Line) {
        if case .problems = line { problems += 1 } else { values += 1 }
    }
}

let ingestBenchmark = Benchmark(name: "ingest") {
    let bytes = BillingEvents.text(20_000)
    let layout = try BillingEvents.layout()
    var typed = JSONLinesReader(name: "events.ndjson", layout: layout)
    let tally = Tally()
    let count = tally.count
    let record = nanoseconds(operations: bytes.count) {
        typed.read(bytes, count)
        typed.finish(count)
    }
    var plain = JSONLinesReader(name: "events.ndjson")
    let value = nanoseconds(rounds: 3, operations: bytes.count) {
        plain.read(bytes, count)
        plain.finish(count)
    }
    let lines = bytes.split(separator: 0x0A).map { Data($0) }
    let foundation = try nanoseconds(rounds: 2, operations: bytes.count) {
        for line in lines { blackHole(try JSONSerialization.jsonObject(with: line)) }
    }
    guard tally.problems == 0, tally.values > 0 else {
        throw BenchmarkFailure(what: "\(tally.problems) events could not be read")
    }
    return [
        Figure(name: "NDJSON events to typed exact values", value: 1e3 / record, unit: "MB/s", bound: .atLeast(200)),
        Figure(
            name: "an event of \(bytes.count / 20_000) bytes", value: record * Double(bytes.count) / 20_000, unit: "ns",
            bound: .none),
        Figure(name: "NDJSON events to values of no declared shape", value: 1e3 / value, unit: "MB/s", bound: .none),
        Figure(
            name: "typed values, against Foundation's JSONSerialization", value: foundation / record, unit: "×",
            bound: .atLeast(5)),
    ]
}

struct BenchmarkFailure: Error { var what: String }
