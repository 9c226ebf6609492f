import Amounts
import Dates
import Encoding
import Evaluation
import Ingest
import SourceText

/// Readers of what arrives from other systems, for the goldens: by the events of the world.
enum Arriving {
    static func json(_ file: SourceFile) -> [Diagnostic] {
        var reader = JSONReader()
        return reader.value(of: file).diagnostics
    }

    /// Memory that has run out cannot be had in a test; what would be told then can.
    static func withoutMemory(_ file: SourceFile) -> [Diagnostic] { [JSONReader().outOfMemory(file)] }

    static func record(_ file: SourceFile) -> [Diagnostic] {
        guard let layout = layout("payment.received") else { return [] }
        var reader = JSONReader()
        return reader.record(of: file, layout).diagnostics
    }

    static func lines(_ file: SourceFile) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var reader = JSONLinesReader(name: file.name)
        func deliver(_ number: Int, _ line: JSONLinesReader.Line) {
            if case .problems(let problems) = line { diagnostics += problems }
        }
        reader.read(file.bytes, deliver)
        reader.finish(deliver)
        return diagnostics
    }

    static func cloudEvent(_ file: SourceFile, _ unknown: CloudEventLayouts.UnknownTypes) -> [Diagnostic] {
        guard let payment = layout("payment.received") else { return [] }
        var reader = JSONReader()
        let layouts = CloudEventLayouts([("payment.received", payment)], unknownTypes: unknown)
        return reader.cloudEvents(of: file, layouts).diagnostics
    }

    /// Bytes in hexadecimal.
    static func stored(_ file: SourceFile) -> [Diagnostic] {
        let digits = file.text(in: 0..<file.bytes.count).filter { $0 != "\n" }
        guard let bytes = Hexadecimal.bytes(digits) else { return [] }
        do throws(CanonicalDecodingError) { try CanonicalDecoder.validate(bytes) } catch {
            return [error.diagnostic(in: bytes, name: "the state of run INV-1")]
        }
        return []
    }

    static func rows(_ file: SourceFile) -> [Diagnostic] {
        guard let mapping = try? mapping(), var reader = try? CSVReader(name: file.name, mapping: mapping) else {
            return []
        }
        var diagnostics: [Diagnostic] = []
        func deliver(_ position: CSVReader.Position, _ item: CSVReader.Item) {
            if case .problems(let problems) = item { diagnostics += problems }
        }
        reader.read(file.bytes, deliver)
        reader.finish(deliver)
        return diagnostics
    }

    private static func layout(_ event: String) -> RecordLayout? {
        World.shape(event).flatMap { try? RecordLayout($0) }
    }

    /// The columns invoice, customer, sent, due, amount, currency, disputed and days.
    private static func mapping() throws -> CSVMapping? {
        let format = try DateFormat("M/d/yyyy")
        guard let sent = World.shape("invoice.sent") else { return nil }
        let newYork = try Zone(fixedOffsetSeconds: -5 * 3600)
        return CSVMapping([
            CSVMapping.EventMapping(
                source: "/receivables", type: "invoice.sent", id: [.column("invoice")],
                time: CSVMapping.Moment("sent", format, at: try CivilTime(hour: 21), zone: newYork), shape: sent,
                fields: [
                    ("customer", .text([.column("customer")])), ("invoice", .text([.column("invoice")])),
                    (
                        "amount",
                        .moneyWithCurrency(amount: "amount", CSVMapping.NumberFormat(), currency: "currency")
                    ),
                    ("due_on", .date("due", format)),
                    ("disputed", .bool("disputed", trueTexts: ["Yes"], falseTexts: ["No"])),
                    ("days", .int("days", CSVMapping.NumberFormat())),
                ])
        ])
    }
}
