import Dates
import Encoding
import Evaluation
import Ingest
import SourceText
import TestSupport
import Testing

@Suite struct CloudEventTests {
    private static func layouts(_ unknown: CloudEventLayouts.UnknownTypes = .readUndeclared) throws -> CloudEventLayouts
    {
        let payment = Shapes.make(
            "PaymentReceived",
            [Shape.Field("invoice", .string, isRequired: true), Shape.Field("amount", .money(nil), isRequired: true)])
        return CloudEventLayouts(
            [("invoice.drafted", try Shapes.layout()), ("payment.received", try RecordLayout(payment))],
            unknownTypes: unknown)
    }

    private func describe(_ event: CloudEvent) -> String {
        var text = IngestTests.describe(event.event)
        if let type = event.dataContentType { text += " as \(type)" }
        if let schema = event.dataSchema { text += " by \(schema)" }
        for (name, value) in event.extensions { text += ", \(name) \(IngestTests.describe(value))" }
        return text
    }

    @Test func eventsAndBatches() throws {
        let layouts = try Self.layouts()
        try checkCases("Cases/cloud-events.cases") { input in
            var reader = JSONReader()
            let reading = reader.cloudEvents(of: SourceFile(name: "event.json", bytes: rawBytes(input)), layouts)
            #expect(reading.events.isEmpty || reading.diagnostics.isEmpty)
            return (reading.events.map { describe($0) } + reading.diagnostics.map { IngestTests.describe($0) })
                .joined(separator: "\n")
        }
    }

    @Test func eventsLineByLine() throws {
        let text = """
            {"specversion":"1.0","id":"1","source":"/a","type":"x","time":"2026-03-01T09:00:00Z","data":1}
            {"specversion":"1.0","id":"2","source":"/a","type":"x","data":1}
            {"specversion":"1.0","id":"3","source":"/a","type":"payment.received","time":"2026-03-01T09:00:00Z","data":{}}
            {"data":{"amount":{"amount":1,"currency":"EUR"},"invoice":"I"},"specversion":"1.0","id":"4","source":"/a",\
            "type":"payment.received","time":"2026-03-01T09:00:00Z"}
            """
        var reader = JSONLinesReader(name: "events.ndjson", events: try Self.layouts())
        var lines: [String] = []
        func deliver(_ number: Int, _ line: JSONLinesReader.Line) {
            switch line {
            case .value: lines.append("\(number) value")
            case .event(let event): lines.append("\(number) \(describe(event))")
            case .problems(let diagnostics):
                lines.append("\(number) \(diagnostics.map(\.code.id).joined(separator: " "))")
            }
        }
        reader.read(Array(text.utf8), deliver)
        reader.finish(deliver)
        #expect(
            lines == [
                "1 x 1 from /a at 2026-03-01T09:00:00Z: 1", "2 E1381", "3 E1322 E1322",
                "4 payment.received 4 from /a at 2026-03-01T09:00:00Z: PaymentReceived(invoice: \"I\", amount: 1.00 EUR)",
            ])
    }

    @Test func typesThatAreNotDeclaredCanBeRefused() throws {
        var reader = JSONReader()
        let text = #"{"specversion":"1.0","id":"1","source":"/a","type":"x.y","time":"2026-03-01T09:00:00Z","data":{}}"#
        let reading = reader.cloudEvents(of: SourceFile(name: "e", text: text), try Self.layouts(.refuse))
        #expect(
            reading.diagnostics.map { IngestTests.describe($0) }.joined().contains(
                "found \"x.y\", expected a declared type"))
    }

    @Test func anAbsentTimeCanBeGiven() throws {
        var layouts = try Self.layouts()
        layouts.timeIfAbsent = try Instant("2026-03-01T00:00:00Z")
        var reader = JSONReader()
        let text = #"{"specversion":"1.0","id":"1","source":"/a","type":"x","time":null}"#
        let reading = reader.cloudEvents(of: SourceFile(name: "e", text: text), layouts)
        #expect(reading.events.map(\.event.time.description) == ["2026-03-01T00:00:00Z"])
    }

    @Test func deduplicationKeysAreDistinct() throws {
        let time = try Instant("2026-03-01T00:00:00Z")
        func key(_ source: Text, _ id: Text) -> Text {
            Event(source: source, id: id, type: "t", time: time, data: .null).deduplicationKey
        }
        #expect(key("/a", "1") == key("/a", "1"))
        #expect(key("/a", "1 2") != key("/a 1", "2"))
    }
}
