import Amounts
import Dates
import Encoding
import Evaluation
import Foundation
import Ingest
import SourceText
import TestSupport
import Testing

@Suite struct CSVTests {
    /// The mapping of the case files: one or two events of a row.
    private static func mapping() throws -> CSVMapping {
        let sent = Shapes.make(
            "InvoiceSent",
            [
                Shape.Field("invoice", .string, isRequired: true), Shape.Field("customer", .string),
                Shape.Field("amount", .money(Currency("USD")), isRequired: true), Shape.Field("due_on", .date),
                Shape.Field("disputed", .bool), Shape.Field("days", .int), Shape.Field("channel", .string),
            ])
        let paid = Shapes.make(
            "PaymentReceived",
            [Shape.Field("invoice", .string, isRequired: true), Shape.Field("amount", .money(nil), isRequired: true)])
        let format = try DateFormat("M/d/yyyy")
        var grouped = CSVMapping.NumberFormat()
        grouped.grouping = UInt8(ascii: ",")
        grouped.affixes = ["$"]
        grouped.parenthesesAreNegative = true
        var mapping = CSVMapping([
            CSVMapping.EventMapping(
                source: "/receivables", type: "invoice.sent", id: [.text("sent-"), .column("invoice")],
                subject: [.column("invoice")], time: .init("sent", format, at: try CivilTime(hour: 9)), shape: sent,
                fields: [
                    ("invoice", .text([.column("invoice")])),
                    ("customer", .text([.column("customer"), .text("/"), .column("country")])),
                    ("amount", .money("amount", grouped, Currency("USD") ?? Currency.all[0])),
                    ("due_on", .date("due", format)),
                    ("disputed", .bool("disputed", trueTexts: ["Yes"], falseTexts: ["No"])),
                    ("days", .int("days", CSVMapping.NumberFormat())), ("channel", .constant(.string("csv"))),
                ]),
            CSVMapping.EventMapping(
                source: "/receivables", type: "payment.received", id: [.text("paid-"), .column("invoice")],
                time: .init("settled", format),
                filters: [.init("settled", .present), .init("disputed", .isNone(of: ["Yes"]))],
                shape: paid,
                fields: [
                    ("invoice", .text([.column("invoice")])),
                    ("amount", .moneyWithCurrency(amount: "amount", grouped, currency: "currency")),
                ]),
        ])
        mapping.absentTexts = ["N/A"]
        return mapping
    }

    private func read(_ bytes: [UInt8], piece: Int, _ limits: CSVLimits = CSVLimits()) throws -> [String] {
        var reader = try CSVReader(name: "rows.csv", mapping: try Self.mapping(), limits: limits)
        var lines: [String] = []
        func deliver(_ position: CSVReader.Position, _ item: CSVReader.Item) {
            switch item {
            case .event(let event):
                lines.append("line \(position.line), row \(position.row): \(describe(event))")
            case .problems(let diagnostics):
                lines.append("line \(position.line), row \(position.row):")
                lines += diagnostics.map { describe($0) }
            }
        }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            reader.read(Array(bytes[start..<min(start + piece, bytes.count)]), deliver)
        }
        reader.finish(deliver)
        return lines
    }

    @Test func rowsBecomeEvents() throws {
        try checkCases("Cases/csv.cases") { input in
            // A case that needs no names of its own has those of the mapping.
            let names = "invoice,customer,country,sent,due,amount,currency,disputed,settled,days\n"
            let text = input.hasPrefix("+") ? names + input.dropFirst(2) : input
            let bytes = rawBytes(text)
            let lines = try read(bytes, piece: bytes.count + 1)
            for piece in [1, 3, 64] { #expect(try read(bytes, piece: piece) == lines) }
            return lines.joined(separator: "\n")
        }
    }

    /// Random rows, written by RFC 4180, come back cell by cell.
    @Test func whatIsWrittenIsReadBack() throws {
        var generator = SeededGenerator(seed: 4180)
        let shape = Shapes.make("Row", (0..<4).map { Shape.Field(Text("f\($0)"), .string) })
        let pool = ["", "a", ",", "\"", "\n", "\r\n", "é", " ", "\"\"", "x,y", "😀", "\t"]
        var text = "id,c0,c1,c2,c3,day\r\n"
        var expected: [[String]] = []
        for row in 0..<3000 {
            let cells = (0..<4).map { _ in
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in pool.randomElement(using: &generator) ?? "" }
                    .joined()
            }
            expected.append(cells)
            let written = cells.map { cell in
                let needsQuotes = cell.contains { ",\"\n\r\r\n".contains($0) } || Bool.random(using: &generator)
                return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
            }
            text += "r\(row)," + written.joined(separator: ",") + ",2026-03-01"
            text += Bool.random(using: &generator) ? "\n" : "\r\n"
        }
        let mapping = CSVMapping([
            CSVMapping.EventMapping(
                source: "/t", type: "row", id: [.column("id")], time: .init("day", try DateFormat("yyyy-MM-dd")),
                shape: shape,
                fields: (0..<4).map { (Text("f\($0)"), .text([.column(Text("c\($0)"))])) })
        ])
        for piece in [7, 4096, 1 << 20] {
            var reader = try CSVReader(name: "rows.csv", mapping: mapping)
            var found: [[String]] = []
            var lines: [Int] = []
            func deliver(_ position: CSVReader.Position, _ item: CSVReader.Item) {
                guard case .event(let event) = item else { return }
                found.append((event.data.slots.map(Array.init) ?? []).map { $0.asText?.string ?? "" })
                lines.append(position.line)
            }
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: piece) {
                reader.read(Array(bytes[start..<min(start + piece, bytes.count)]), deliver)
            }
            reader.finish(deliver)
            #expect(found == expected)
            let file = SourceFile(name: "rows.csv", bytes: bytes)
            #expect(zip(lines, 0..<3000).allSatisfy { file.text(in: file.lineRange($0)).hasPrefix("r\($1),") })
        }
    }

    @Test func aRowThatIsTooLongIsToldOnce() throws {
        var limits = CSVLimits()
        limits.maximumRowBytes = 300
        let names = "invoice,customer,country,sent,due,amount,currency,disputed,settled,days\n"
        let good = "1,C,US,1/2/2013,2/1/2013,5,USD,No,,\n"
        let long = "2,\(String(repeating: "x", count: 400_000)),US,1/2/2013,,5,USD,No,,\n"
        let open = "3,\"open,US,1/2/2013,,5,USD,No,,\n" + String(repeating: good, count: 9000)
        let lines = try read(Array((names + good + long + good + open).utf8), piece: 50_000, limits)
        #expect(lines.filter { $0.hasPrefix("E1357") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("E1355 at 5:3") }.count == 1)
        #expect(lines.filter { $0.contains("InvoiceSent") }.count == 9002)
        #expect(lines.last?.hasPrefix("line 9005, row 9004: ") == true)
    }

    @Test func mappingsAreChecked() throws {
        let shape = Shapes.make("A", [Shape.Field("x", .int, isRequired: true), Shape.Field("y", .string)])
        func mapping(_ fields: [(field: Text, source: CSVMapping.Source)]) throws -> CSVMapping {
            CSVMapping([
                CSVMapping.EventMapping(
                    source: "/t", type: "a", id: [.column("x")], time: .init("x", try DateFormat("M/d/yyyy")),
                    shape: shape,
                    fields: fields)
            ])
        }
        let x: (field: Text, source: CSVMapping.Source) = ("x", .int("x", CSVMapping.NumberFormat()))
        try mapping([x]).check()
        #expect(throws: CSVMappingError.missingField(event: "a", field: "x")) { try mapping([]).check() }
        #expect(throws: CSVMappingError.fieldTwice(event: "a", field: "x")) { try mapping([x, x]).check() }
        #expect(throws: CSVMappingError.unknownField(event: "a", field: "z")) {
            try mapping([x, ("z", .constant(.null))]).check()
        }
        #expect(throws: CSVMappingError.wrongType(event: "a", field: "y")) {
            try mapping([x, ("y", .date("x", try DateFormat("M/d/yyyy")))]).check()
        }
        #expect(throws: CSVMappingError.wrongType(event: "a", field: "y")) {
            try mapping([x, ("y", .constant(.int(1)))]).check()
        }
    }

    @Test func datePatterns() throws {
        try checkCases("Cases/date-formats.cases") { input in
            let parts = input.split(separator: "\n").map(String.init)
            let format: DateFormat
            do throws(DateFormat.PatternError) { format = try DateFormat(parts[0]) } catch { return "\(error)" }
            return parts.dropFirst().map { text in
                guard let (date, time) = Array(text.utf8).withUnsafeBytes({ format.read($0) }) else {
                    return "\(text): no"
                }
                return "\(text): \(date)" + (time.map { " \($0)" } ?? "")
            }.joined(separator: "\n")
        }
    }
}

func describe(_ event: Event) -> String {
    let subject = event.subject.map { " about \($0)" } ?? ""
    return "\(event.type) \(event.id) from \(event.source)\(subject) at \(event.time): \(describe(event.data))"
}
