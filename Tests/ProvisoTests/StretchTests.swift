import Dates
import Foundation
import Generation
import Proviso
import SourceText
import TestSupport
import Testing

/// A history is played in stretches, of which several are under way at once. How long they are and how many workers play them changes nothing of the calls, of
/// what is counted and of what is told.
@Suite struct StretchTests {
    private let rules: Rules
    private let files: [HistoryFile]
    private let folder: URL

    init() throws {
        let root = repositoryRoot.path
        let read = try RuleFiles.read([root + "/Rules", root + "/Workflows", root + "/Examples/five-reminders"])
        let set = RuleSet(read.filter { !$0.name.hasSuffix(".test.yaml") })
        rules = try set.rules(only: ["five-reminders", "invoice-reminders"])
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("history.ndjson")
        var generator = HistoryGenerator(
            HistoryPlan(
                seed: 5, invoices: 400, customers: 60, from: try CivilDate(year: 2025, month: 1, day: 1), days: 120,
                tenants: []))
        var text: [UInt8] = []
        while let lines = generator.next() { text += lines }
        try Data(text).write(to: path)
        let source = try String(
            contentsOfFile: root + "/Examples/five-reminders/settled.mapping.yaml", encoding: .utf8)
        let mapping = set.mapping(SourceFile(name: "settled.mapping.yaml", text: source), source: "rows.csv").mapping
        files = [
            .lines(path.path),
            .rows(root + "/Tests/ToolTests/Files/dirty-receivables.csv", try #require(mapping)),
        ]
    }

    /// All that a dry run gives and says.
    ///
    /// - Parameter most: after so many bytes nobody wants more.
    private func told(
        _ file: HistoryFile, workers: Int, stretchEvents: Int?, upTo most: Int = .max
    ) async throws -> (calls: String, rest: String) {
        var run = DryRun(rules, workers: workers)
        run.stretchEvents = stretchEvents
        var bytes: [UInt8] = []
        var fractions = [0.0]
        let report = try await run.play(file) {
            fractions.append($0)
        } calls: {
            bytes += $0
            return bytes.count < most
        }
        #expect(fractions == fractions.sorted(), "the progress goes back")
        #expect(report.isCutShort == (bytes.count >= most))
        let history = report.history
        let lines = history.diagnostics.map { "\($0.place.file.firstLine): \($0.code) \($0.message)" }
        return (
            String(decoding: bytes, as: UTF8.self),
            """
            \(history.rowCount) rows, \(history.eventCount) events, problems on \(history.linesLeftOut), \(report.tally.runs) runs
            \(lines.joined(separator: "\n"))
            """
        )
    }

    @Test func anyStretchesGiveTheSame() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in files {
            let whole = try await told(file, workers: 1, stretchEvents: nil)
            #expect(whole.calls.contains("\"notify.email\""))
            for (workers, events) in [(1, 1), (2, 1), (2, 7), (3, 50), (7, 20), (2, 300)] {
                let parts = try await told(file, workers: workers, stretchEvents: events)
                #expect(parts == whole, "\(file.path), \(workers) workers, stretches of \(events) events")
            }
        }
    }

    @Test func whatIsCutShortIsABeginning() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in files {
            let whole = try await told(file, workers: 1, stretchEvents: nil)
            for most in [1, 500, 2_000] {
                let part = try await told(file, workers: 2, stretchEvents: 10, upTo: most)
                #expect(part.calls.utf8.count >= most)
                #expect(whole.calls.hasPrefix(part.calls), "\(file.path), cut short behind \(most) bytes")
            }
        }
    }
}
