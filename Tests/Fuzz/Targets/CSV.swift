import Amounts
import Dates
import Encoding
import Evaluation
import Ingest
import SourceText

extension FuzzTarget {
    /// Rows of CSV, once with the bytes' own row of names and once with the right one before them: places lie in what is shown,
    /// rows come in order, and events that are written as CSV again are read as the same events.
    package static let csv = FuzzTarget(name: "csv") { (bytes) throws(BrokenProperty) in
        let bytes = Array(bytes)
        _ = try read(bytes)
        let events = try read(Array(header.utf8) + bytes)
        let again = try read(written(events))
        try require(again.count == events.count, "\(events.count) events become \(again.count)")
        for (one, other) in zip(events, again) {
            try require(
                one.id == other.id && one.subject == other.subject && one.time == other.time && one.data == other.data,
                "\(one) becomes \(other)")
        }
    }

    private static let header = "invoice,sent,amount,due,note\n"

    private static let mapping: CSVMapping? = {
        guard let format = try? DateFormat("yyyy-MM-dd"),
            let shape = Shape(
                "InvoiceSent",
                [
                    Shape.Field("amount", .decimal, isRequired: true), Shape.Field("due", .date),
                    Shape.Field("note", .string),
                ])
        else { return nil }
        return CSVMapping([
            CSVMapping.EventMapping(
                source: "/fuzzed", type: "invoice.sent", id: [.column("invoice")], subject: [.column("note")],
                time: CSVMapping.Moment("sent", format), shape: shape,
                fields: [
                    ("amount", .decimal("amount", CSVMapping.NumberFormat())), ("due", .date("due", format)),
                    ("note", .text([.column("note")])),
                ])
        ])
    }()

    private static func read(_ bytes: [UInt8]) throws(BrokenProperty) -> [Event] {
        guard let mapping, var reader = try? CSVReader(name: "fuzzed.csv", mapping: mapping) else {
            throw BrokenProperty("the mapping is refused")
        }
        var events: [Event] = []
        var diagnostics: [Diagnostic] = []
        var positions: [CSVReader.Position] = []
        func deliver(_ position: CSVReader.Position, _ item: CSVReader.Item) {
            positions.append(position)
            switch item {
            case .event(let event): events.append(event)
            case .problems(let problems): diagnostics += problems
            }
        }
        reader.read(bytes, deliver)
        reader.finish(deliver)
        for diagnostic in diagnostics { try inspect(diagnostic, in: diagnostic.place.file) }
        for (one, next) in zip(positions, positions.dropFirst()) {
            try require(one.line < next.line && one.row < next.row, "rows are out of order: \(one), \(next)")
        }
        return events
    }

    /// The events as RFC 4180 has them, every text in quotation marks.
    private static func written(_ events: [Event]) -> [UInt8] {
        func quoted(_ text: Text) -> [UInt8] {
            [0x22] + text.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
        }
        var bytes = Array(header.utf8)
        for event in events {
            let slots = event.data.slots.map(Array.init) ?? []
            guard slots.count == 3 else { continue }
            bytes += quoted(event.id)
            bytes += ",\(event.time)".utf8.prefix { $0 != UInt8(ascii: "T") }
            bytes += ",\(slots[0].asDecimal?.description ?? ""),\(slots[1].asDate?.description ?? ""),".utf8
            if let note = slots[2].asText { bytes += quoted(note) }
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }
}
