import Foundation
import TestSupport
import Testing

/// The dry run over a history of receivables, against a script that knows only dates.
@Suite struct DryRunTests {
    private static let workflow = "Workflows/collections/invoice-reminders.yaml"
    private static let mapping = "Rules/mappings/accounts-receivable.yaml"

    /// A file in the form of the receivables, with settlements on, before and after every boundary.
    private static func receivables(_ count: Int, seed: UInt64) -> String {
        var generator = SeededGenerator(seed: seed)
        var lines = [
            "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,"
                + "PaperlessBill,DaysToSettle,DaysLate"
        ]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        func day(_ offset: Int) -> String {
            let date = Date(timeIntervalSince1970: 1_325_376_000 + Double(offset) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            return "\(parts.month ?? 0)/\(parts.day ?? 0)/\(parts.year ?? 0)"
        }
        for number in 0..<count {
            let sent = Int.random(in: 0..<700, using: &generator)
            let due = sent + [0, 7, 14, 30, 60].randomElement(using: &generator)!
            let boundaries = [due - 3, due, due + 1, due + 2, due + 6, due + 7, due + 8, due + 9, due + 40]
            let settled = boundaries.randomElement(using: &generator)!
            let isSettled = number % 11 != 0
            let amount = "\(Int.random(in: 1...9_999, using: &generator)).\(number % 10)\(number % 7)"
            lines.append(
                "391,C-\(number % 60),1/1/2012,\(number + 1000),\(day(sent)),\(day(due)),\(amount),No,"
                    + "\(isSettled ? day(max(sent, settled)) : ""),Paper,1,0")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func dryRun(_ events: String, _ arguments: [String] = []) throws -> ProgramResult {
        try run(
            builtProgram("proviso"),
            ["dry-run", Self.workflow, "--events", events, "--map", Self.mapping] + arguments)
    }

    /// Each call as the oracle writes it.
    private func lines(_ calls: String) throws -> [String] {
        try calls.split(separator: "\n").map { line in
            let call = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let inputs = call?["inputs"] as? [String: Any]
            return "\(call?["at"] ?? "") \(inputs?["about"] ?? "") \(call?["step"] ?? "")"
        }.sorted()
    }

    private func compare(_ file: String) throws {
        let expected = try run(
            "python3",
            ["Tests/ToolTests/receivables_oracle.py", file, "1=first_reminder", "7=second_reminder"])
        let result = try dryRun(file)
        #expect(result.status == 0, "\(result.errorText)")
        let lines = try lines(result.outputText)
        #expect(lines.count > 500)
        #expect(lines == expected.outputText.split(separator: "\n").map(String.init))
        for workers in ["1", "2", "7"] {
            let again = try dryRun(file, ["--workers", workers])
            #expect(again.output == result.output, "\(workers) workers give other bytes")
        }
    }

    @Test func aHistoryOfReceivablesIsRemindedByItsDates() throws {
        try inScratchFolder { folder in
            let file = folder.appendingPathComponent("receivables.csv")
            try Self.receivables(1_500, seed: 7).write(to: file, atomically: true, encoding: .utf8)
            try compare(file.path)
        }
    }

    /// The published sample data may not lie in the project: `PROVISO_RECEIVABLES` says where it is.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PROVISO_RECEIVABLES"] != nil))
    func thePublishedReceivablesAreRemindedByTheirDates() throws {
        try compare(ProcessInfo.processInfo.environment["PROVISO_RECEIVABLES"] ?? "")
    }

    @Test func dirtyRowsAreLeftOutAndTouchNoOther() throws {
        try inScratchFolder { folder in
            let clean = Self.receivables(300, seed: 9).split(separator: "\n").map(String.init)
            var dirty = clean
            // From the end, so that the numbers stay those of the file that is read.
            dirty.insert("391,C-1,1/1/2012,77,2/30/2012,3/1/2012,5.00,No,,Paper,1,0", at: 200)
            dirty.insert("391,C-1,1/1/2012,78,2/1/2012,3/1/2012,five,No,,Paper,1,0", at: 120)
            dirty.insert("391,C-1,1/1/2012,79,2/1/2012", at: 60)
            dirty.insert("391,,1/1/2012,80,2/1/2012,3/1/2012,5.00,No,,Paper,1,0", at: 20)
            let files = try [("clean.csv", clean), ("dirty.csv", dirty)].map { name, lines in
                let file = folder.appendingPathComponent(name)
                try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
                return file.path
            }
            let expected = try dryRun(files[0])
            let result = try dryRun(files[1])
            #expect(result.status == 1)
            #expect(try lines(result.outputText) == lines(expected.outputText))
            #expect(result.errorText.contains("left out: lines 21, 62, 123, 204\n"), "\(result.errorText)")
        }
    }

    @Test func aFileIsWrittenWholeOrNotAtAll() throws {
        try inScratchFolder { folder in
            let file = folder.appendingPathComponent("receivables.csv")
            try Self.receivables(50, seed: 3).write(to: file, atomically: true, encoding: .utf8)
            let out = folder.appendingPathComponent("calls.ndjson")
            let written = try dryRun(file.path, ["--out", out.path])
            #expect(written.status == 0)
            #expect(try Data(contentsOf: out) == Data(try dryRun(file.path).output))
            let full = try dryRun(file.path, ["--out", folder.path + "/missing/calls.ndjson"])
            #expect(full.status == 2)
            #expect(full.errorText.contains("cannot be written"))
            let words = ["dry-run", Self.workflow, "--events", file.path, "--map", Self.mapping]
            let noRoom = try run("/bin/sh", ["-c", "\"$@\" >/dev/full", "sh", builtProgram("proviso")] + words)
            #expect(noRoom.status == 2)
            #expect(noRoom.errorText.contains("there is no room for them"), "\(noRoom.errorText)")
        }
    }
}

/// A folder that is gone afterwards.
func inScratchFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
}
