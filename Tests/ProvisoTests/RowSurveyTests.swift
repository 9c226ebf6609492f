import Foundation
import Ingest
import Proviso
import SourceText
import TestSupport
import Testing

/// A file of rows is looked over by several workers in pieces. Whatever stands where it is cut, they must find what one finds who reads it from its beginning to its end.
@Suite struct RowSurveyTests {
    private static let names = "invoiceNumber,customerID,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n"

    /// The rows by the numbers of their invoices, some of them with something in them that is wrong or seldom.
    private static func row(_ number: Int, _ odd: Int?) -> String {
        let plain = "\(number),C-\(number % 7),\(number % 12 + 1)/\(number % 28 + 1)/2025,12/31/2025"
        return switch odd {
        case 0: "\(plain),\"1\(number % 10).50\",1/\(number % 28 + 1)/2026"
        case 1: "\(number),\"C-\n\(number % 3)\",1/2/2025,2/1/2025,3.00,2/3/2025"
        case 2: "\(number),\"C \"\"\(number % 3)\"\"\n\n\r\nLtd\",1/2/2025,2/1/2025,3.00,"
        case 3: "\(plain),\"3.00,"
        case 4: "\(plain),3.00\",1/1/2026"
        case 5: "\(number - 1),C-1,1/2/2025,2/1/2025,4.00,2/3/2025"
        case 6: "\(plain),eighty,1/1/2026"
        case 7: "\(plain),5.00"
        case 8: ""
        case 9: "\(number),,2/30/2025,2/1/2025,4.00,"
        case 10: "\(number),C-\u{1},1/2/2025,2/1/2025,4.00,"
        case 11: "\r\n\n\r"
        default: "\(plain),6.00," + (number % 3 == 0 ? "" : "1/\(number % 28 + 1)/2026")
        }
    }

    /// - Parameter kinds: of what may be odd about a row.
    private static func rows(_ count: Int, _ kinds: ClosedRange<Int>, lineBreak: String, seed: UInt64) -> String {
        var generator = SeededGenerator(seed: seed)
        return (1...count).map { number in
            let isOdd = Int.random(in: 0..<4, using: &generator) == 0
            return row(number, isOdd ? Int.random(in: kinds, using: &generator) : nil) + lineBreak
        }.joined()
    }

    /// The texts of files, by what is seldom in them.
    private static var files: [(name: String, text: String)] {
        let many = rows(60, 12...12, lineBreak: "\n", seed: 1)
        let nothing = ["", "\n\n\r\n", names, String(names.dropLast())]
        let shapes: [(String, String)] = [
            ("plain", names + many), ("a byte order mark", "\u{FEFF}" + names + many),
            ("no line break at the end", names + many + "61,C-1,1/2/2025,2/1/2025,4.00,"),
            ("one row", names + "1,C-1,1/2/2025,2/1/2025,4.00,2/3/2025"),
            ("blank lines first", "\n\n\n\r\n\n" + names + "\n\n" + many),
            ("other names", "a,b,c\n" + many),
            ("no names in time", String(repeating: "\n", count: 70_000) + names + many),
            ("names in quotation marks", names.replacing("DueDate", with: "\"DueDate\"") + many),
            ("a quotation mark that is never closed", names + many + "90,\"C-1,1/2/2025\n" + many),
            ("a row that is too long", names + many + String(repeating: "x", count: 1_200_000) + "\r\r\n" + many),
            ("all in one cell", names + many + "99,\"C\n" + many + "\",1/2/2025,2/1/2025,4.00,\n" + many),
        ]
        let mixed = ["\n", "\r\n", "\r"].flatMap { lineBreak in
            [0...0, 0...2, 3...4, 5...9, 0...11].map { kinds in
                let text = names.replacing("\n", with: lineBreak) + rows(80, kinds, lineBreak: lineBreak, seed: 7)
                return ("\(kinds) with \(lineBreak.utf8.map { Int($0) })", text)
            }
        }
        return nothing.map { ("nothing of \($0.utf8.count) bytes", $0) } + shapes + mixed
    }

    private static func mapping(_ set: RuleSet) -> CSVMapping? {
        let text = """
            mapping: rows
            version: 1
            title: Rows that are odd
            dates: M/d/yyyy
            timezone: UTC
            currency: USD
            events:
              - event: invoice.sent
                id: sent-${invoiceNumber}
                at: InvoiceDate
                data: { invoice: invoiceNumber, customer: customerID, total: InvoiceAmount, due_on: DueDate }
              - event: payment.received
                only_if: { column: SettledDate, present: true }
                id: paid-${invoiceNumber}
                at: SettledDate
                data: { invoice: invoiceNumber, customer: customerID, amount: InvoiceAmount }

            """
        return set.mapping(SourceFile(name: "rows.mapping.yaml", text: text), source: "rows.csv").mapping
    }

    /// All that a dry run says of a file.
    private static func told(_ rules: Rules, _ file: HistoryFile, workers: Int, pieceBytes: Int) async throws -> String
    {
        var run = DryRun(rules, workers: workers)
        run.pieceBytes = pieceBytes
        var calls: [UInt8] = []
        let report = try await run.play(file) {
            calls += $0
            return true
        }
        let history = report.history
        let lines = history.diagnostics.map { "\($0.place.file.firstLine): \($0.code) \($0.message) \($0.found)" }
        return """
            \(history.rowCount) rows, \(history.eventCount) events, \(String(describing: history.first)) to \
            \(String(describing: history.last)), \(history.diagnosticCount) problems on \(history.linesLeftOut)
            \(lines.joined(separator: "\n"))
            \(String(decoding: calls, as: UTF8.self))
            """
    }

    @Test func anyNumberOfWorkersFindsTheSame() async throws {
        let root = repositoryRoot.path
        let files = try RuleFiles.read([root + "/Rules", root + "/Examples/five-reminders"])
        let set = RuleSet(files.filter { !$0.name.hasSuffix(".test.yaml") })
        let rules = try set.rules(only: ["five-reminders"])
        let mapping = try #require(Self.mapping(set))
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: path) }
        for (name, text) in Self.files {
            try Data(text.utf8).write(to: path)
            let file = HistoryFile.rows(path.path, mapping)
            let one = try await Self.told(rules, file, workers: 1, pieceBytes: 1 << 20)
            for (workers, pieceBytes) in [(2, 1), (2, 100), (3, 333), (7, 50), (7, 1_000), (2, 1 << 20)] {
                let several = try await Self.told(rules, file, workers: workers, pieceBytes: pieceBytes)
                #expect(several == one, "\(name), \(workers) workers, pieces of \(pieceBytes) bytes")
            }
        }
    }
}
