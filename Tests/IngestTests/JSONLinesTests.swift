import Encoding
import Evaluation
import Ingest
import SourceText
import TestSupport
import Testing

@Suite struct JSONLinesTests {
    /// What a reader makes of the bytes, given to it in pieces of `piece` bytes.
    private func read(_ bytes: [UInt8], piece: Int, _ layout: RecordLayout? = nil, _ limits: JSONLimits = JSONLimits())
        -> [String]
    {
        var reader = JSONLinesReader(name: "events.ndjson", layout: layout, limits: limits)
        var lines: [String] = []
        func deliver(_ number: Int, _ line: JSONLinesReader.Line) {
            switch line {
            case .event: lines.append("\(number): an event")
            case .value(let value): lines.append("\(number): \(describe(value))")
            case .problems(let diagnostics):
                lines.append("\(number): " + diagnostics.map(describe).joined(separator: "\n"))
            }
        }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            reader.read(Array(bytes[start..<min(start + piece, bytes.count)]), deliver)
        }
        reader.finish(deliver)
        return lines
    }

    @Test func eachLineStandsForItself() throws {
        try checkCases("Cases/json-lines.cases") { input in
            let bytes = rawBytes(input)
            let lines = read(bytes, piece: bytes.count + 1)
            for piece in [1, 2, 7] { #expect(read(bytes, piece: piece) == lines) }
            return lines.joined(separator: "\n")
        }
    }

    /// Many batches, with broken lines here and there: every clean line comes, in order, with its number.
    @Test func noCleanLineIsLost() {
        var generator = SeededGenerator(seed: 99)
        let broken = [
            "{\"a\":", "{\"a\": \"x}", "[1,2", "{\"b\": \"\u{1}\"}", "nul", "\"\\ud800\"", "{\"a\":1,\"a\":2}", "\\\"a",
            "]",
        ]
        var bytes: [UInt8] = []
        var expected: [Int] = []
        var problems: [Int] = []
        for number in 1...20_000 {
            switch Int.random(in: 0..<200, using: &generator) {
            case 0:
                bytes += (broken.randomElement(using: &generator) ?? "").utf8
                problems.append(number)
            case 1:
                bytes += [0x22, 0xC3, 0x28, 0x22]
                problems.append(number)
            case 2: break
            default:
                bytes += "{\"line\": \(number), \"text\": \"é {[:,\\\" \(number)\"}".utf8
                expected.append(number)
            }
            bytes += Bool.random(using: &generator) ? [0x0A] : [0x0D, 0x0A]
        }
        for piece in [4093, 1 << 20, 1 << 24] {
            var reader = JSONLinesReader(name: "events.ndjson")
            var found: [Int] = []
            var told: [Int] = []
            func deliver(_ number: Int, _ line: JSONLinesReader.Line) {
                switch line {
                case .value(let value):
                    #expect(value["line"]?.asInt == Int64(number))
                    found.append(number)
                case .event: break
                case .problems(let diagnostics):
                    #expect(diagnostics.count == 1)
                    for diagnostic in diagnostics {
                        let place = diagnostic.place
                        #expect(place.file.position(at: Int(place.span.start)).line == number)
                    }
                    told.append(number)
                }
            }
            for start in stride(from: 0, to: bytes.count, by: piece) {
                reader.read(Array(bytes[start..<min(start + piece, bytes.count)]), deliver)
            }
            reader.finish(deliver)
            #expect(found == expected)
            #expect(told == problems)
        }
    }

    @Test func aLineThatIsTooLongIsToldOnceAndSkipped() {
        var limits = JSONLimits()
        limits.maximumLineBytes = 1000
        let long = "\"" + String(repeating: "x", count: 500_000) + "\""
        let exact = "\"" + String(repeating: "y", count: 998) + "\""
        let text = "1\n\(long)\n2\n\(exact)\n\(exact) \n3\n\(long)"
        for piece in [1000, 100_000, 10_000_000] {
            let lines = read(Array(text.utf8), piece: piece, nil, limits)
            #expect(
                lines.map { String($0.prefix(8)) } == [
                    "1: 1", "2: E1315", "3: 2", "4: \"yyyy", "5: E1315", "6: 3", "7: E1315",
                ])
        }
    }

    @Test func recordsAndTheirProblemsComeLineByLine() throws {
        let text = """
            {"invoice":"I-1","total":5}
            {"invoice":"I-2","total":"x","y":1}
            {"invoice":"I-3"
            {"invoice":"I-4","total":7}
            """
        let lines = read(Array(text.utf8), piece: 5, try Shapes.layout())
        #expect(lines.count == 4)
        #expect(lines[0] == #"1: InvoiceDrafted(invoice: "I-1", total: 5.00 USD)"#)
        #expect(lines[1].hasPrefix("2: E1310 at 2:26-29") && lines[1].contains("E1321 at 2:30-33"))
        #expect(lines[2].hasPrefix("3: E1308 at 3:17-17"))
        #expect(lines[3] == #"4: InvoiceDrafted(invoice: "I-4", total: 7.00 USD)"#)
    }

    @Test func aReaderCanReadAnotherTextAfterTheFirst() {
        var reader = JSONLinesReader(name: "events.ndjson")
        for _ in 0..<2 {
            var lines: [Int] = []
            reader.read(Array("⟦\n1".utf8)) { number, _ in lines.append(number) }
            reader.finish { number, _ in lines.append(number) }
            #expect(lines == [1, 2])
        }
    }
}
