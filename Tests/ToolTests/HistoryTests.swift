import Foundation
import TestSupport
import Testing

/// Dry runs over histories that are generated, dirty, out of order, cut, or unlucky; each against what a script says that knows only
/// the file.
@Suite struct HistoryTests {
    static let rules = ["five-reminders", "--rules", "Rules", "--rules", "Examples/five-reminders"]
    static let settled = "Examples/five-reminders/settled.mapping.yaml"
    static let disputed = "Examples/five-reminders/disputed.mapping.yaml"
    static let stages = ["-3=due_soon", "1=first", "7=second", "14=third", "30=last"]

    private func proviso(_ words: [String], status: Int32 = 0) throws -> ProgramResult {
        let result = try run(builtProgram("proviso"), words)
        #expect(result.status == status, "\(words.joined(separator: " "))\n\(result.errorText)")
        return result
    }

    private func dryRun(_ events: String, _ more: [String] = [], status: Int32 = 0) throws -> ProgramResult {
        try proviso(["dry-run"] + Self.rules + ["--events", events] + more, status: status)
    }

    private func generate(_ kind: String, _ out: URL, seed: Int, invoices: Int) throws -> String {
        _ = try proviso(
            ["generate", kind, "--seed", "\(seed)", "--invoices", "\(invoices)", "--out", out.path])
        return out.path
    }

    /// The same bytes whatever the number of workers.
    private func sameForAllWorkers(_ events: String, _ more: [String], status: Int32 = 0) throws -> ProgramResult {
        let first = try dryRun(events, more + ["--workers", "1"], status: status)
        for workers in ["2", "7"] {
            let again = try dryRun(events, more + ["--workers", workers], status: status)
            #expect(again.output == first.output, "\(workers) workers give other bytes")
            #expect(again.errors == first.errors, "\(workers) workers tell something else")
        }
        return first
    }

    // MARK: Generated

    @Test func aGeneratedHistoryIsRemindedAsItsEventsSay() throws {
        try inScratchFolder { folder in
            let history = try generate("history", folder.appendingPathComponent("h.ndjson"), seed: 11, invoices: 3_000)
            let again = try generate("history", folder.appendingPathComponent("i.ndjson"), seed: 11, invoices: 3_000)
            let other = try generate("history", folder.appendingPathComponent("j.ndjson"), seed: 12, invoices: 3_000)
            let bytes = try [history, again, other].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            #expect(bytes[0] == bytes[1] && bytes[0] != bytes[2])
            for type in [
                "customer.changed", "invoice.sent", "invoice.voided", "invoice.disputed", "invoice.dispute_resolved",
                "invoice.due_date_moved", "payment.received", "payment.reversed", "payment.failed",
            ] { #expect(String(decoding: bytes[0], as: UTF8.self).contains("\"\(type)\""), "no \(type)") }
            let result = try sameForAllWorkers(history, [])
            let calls = folder.appendingPathComponent("calls.ndjson")
            try Data(result.output).write(to: calls)
            let checked = try run("python3", ["Tests/ToolTests/history_checker.py", history, calls.path])
            #expect(checked.status == 0, "\(checked.outputText)\(checked.errorText)")

            // The checker sees what is missing, too late, and too much.
            let lines = result.outputText.split(separator: "\n").map(String.init)
            #expect(lines.count > 2_000)
            let broken = [
                Array(lines.dropFirst()), lines + [lines[lines.count - 1]],
                [lines[0].replacingOccurrences(of: "T09:", with: "T10:")] + lines.dropFirst(),
            ]
            for lines in broken {
                try lines.joined(separator: "\n").write(to: calls, atomically: true, encoding: .utf8)
                let checked = try run("python3", ["Tests/ToolTests/history_checker.py", history, calls.path])
                #expect(checked.status == 1)
            }
        }
    }

    /// What `make demo` shows is what its seed gives.
    @Test func theExampleIsGenerated() throws {
        try inScratchFolder { folder in
            let file = folder.appendingPathComponent("history.ndjson")
            _ = try proviso(
                [
                    "generate", "history", "--seed", "2026", "--invoices", "200", "--customers", "20", "--out",
                    file.path,
                ])
            #expect(try Data(contentsOf: file) == Data(contentsOf: URL(fileURLWithPath: "Examples/history.ndjson")))
        }
    }

    @Test func aGeneratedListIsRemindedAsItsDatesSay() throws {
        try inScratchFolder { folder in
            try compare(
                generate("receivables", folder.appendingPathComponent("r.csv"), seed: 5, invoices: 2_000), folder)
        }
    }

    /// The published sample data may not lie in the project: `PROVISO_RECEIVABLES` says where it is.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PROVISO_RECEIVABLES"] != nil))
    func thePublishedListIsRemindedAsItsDatesSay() throws {
        try inScratchFolder { try compare(ProcessInfo.processInfo.environment["PROVISO_RECEIVABLES"] ?? "", $0) }
    }

    /// Without disputes on a first try, with them as pauses on a second.
    private func compare(_ file: String, _ folder: URL) throws {
        for (mapping, option) in [(Self.settled, []), (Self.disputed, ["--pause"])] {
            let expected = try run(
                "python3", ["Tests/ToolTests/receivables_oracle.py", file] + option + Self.stages)
            let result = try sameForAllWorkers(file, ["--map", mapping])
            let lines = try reminders(result.outputText)
            #expect(lines.count > 1_000)
            #expect(lines == expected.outputText.split(separator: "\n").map(String.init))
        }
    }

    /// Each call as the oracle writes it.
    private func reminders(_ calls: String) throws -> [String] {
        try calls.split(separator: "\n").map { line in
            let call = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let inputs = call?["inputs"] as? [String: Any]
            return "\(call?["at"] ?? "") \(inputs?["about"] ?? "") \(call?["step"] ?? "")"
        }.sorted()
    }

    // MARK: Dirty

    private func leftOut(_ result: ProgramResult) -> [String] {
        guard let line = result.errorText.split(separator: "\n").first(where: { $0.hasPrefix("left out: line") }) else {
            return []
        }
        return line.split(whereSeparator: { !$0.isNumber }).map(String.init)
    }

    @Test func dirtyRowsAreToldByTheirLinesAndTouchNoOther() throws {
        try inScratchFolder { folder in
            let file = "Tests/ToolTests/Files/dirty-receivables.csv"
            let known = try String(contentsOfFile: "Tests/ToolTests/Files/dirty-receivables.lines", encoding: .utf8)
                .split(separator: "\n").map(String.init)
            let result = try sameForAllWorkers(file, ["--map", Self.disputed], status: 1)
            #expect(leftOut(result) == known)
            for line in known { #expect(result.errorText.contains("csv:\(line):"), "no message for line \(line)") }
            let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            let clean = folder.appendingPathComponent("clean.csv")
            try rows.enumerated().filter { !known.contains("\($0.offset + 1)") }.map(\.element)
                .joined(separator: "\n").write(to: clean, atomically: true, encoding: .utf8)
            let expected = try dryRun(clean.path, ["--map", Self.disputed])
            // Of a row whose payment cannot have happened the invoice is clean.
            let calls = result.outputText.split(separator: "\n").filter { !$0.contains("/1010#") }
            #expect(!calls.isEmpty && calls == expected.outputText.split(separator: "\n"))
        }
    }

    @Test func linesOutOfOrderAndLinesThatComeTwiceAreLeftOut() throws {
        try inScratchFolder { folder in
            let history = try generate("history", folder.appendingPathComponent("h.ndjson"), seed: 3, invoices: 300)
            let clean = try String(contentsOfFile: history, encoding: .utf8).split(separator: "\n").map(String.init)
            var dirty = clean
            dirty.insert("{\"specversion\":\"1.0\",", at: 400)
            dirty.insert(clean[280].replacingOccurrences(of: "invoice.sent", with: "invoice.snt"), at: 350)
            dirty.insert(clean[299], at: 300)
            dirty.insert(clean[5].replacingOccurrences(of: "evt-", with: "old-"), at: 200)
            let file = folder.appendingPathComponent("dirty.ndjson")
            try dirty.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let result = try sameForAllWorkers(file.path, [], status: 1)
            #expect(leftOut(result) == ["201", "302", "353", "404"])
            #expect(result.output == (try dryRun(history).output))
            for code in ["E4000", "E4001"] { #expect(result.errorText.contains(code)) }
        }
    }

    // MARK: Parts, failures, fixtures

    @Test func aPeriodShowsThePartOfTheCallsThatLiesInIt() throws {
        try inScratchFolder { folder in
            let history = try generate("history", folder.appendingPathComponent("h.ndjson"), seed: 4, invoices: 500)
            let all = try dryRun(history).outputText.split(separator: "\n")
            let part = try dryRun(history, ["--from", "2025-04-01", "--to", "2025-06-30"])
            let inside = all.filter { line in
                let day = line.dropFirst(7).prefix(10)
                return day >= "2025-04-01" && day <= "2025-06-30"
            }
            #expect(inside.count > 100 && part.outputText.split(separator: "\n") == inside)
        }
    }

    /// A line that fails now and then delays reminders, and neither loses nor doubles one.
    @Test func aSeedMakesTheLineFailAndChangesNothingElse() throws {
        try inScratchFolder { folder in
            let history = try generate("history", folder.appendingPathComponent("h.ndjson"), seed: 6, invoices: 800)
            let calm = try dryRun(history).outputText.split(separator: "\n")
            let result = try sameForAllWorkers(history, ["--seed", "9"])
            let rough = result.outputText.split(separator: "\n")
            #expect(result.output != (try dryRun(history, ["--seed", "10"]).output))
            func keys(_ lines: [Substring], _ answers: [String]) -> Set<Substring> {
                Set(
                    lines.filter { line in answers.contains { line.hasSuffix("\"answer\":\"\($0)\"}") } }.compactMap {
                        $0.split(separator: "\"").drop { $0 != "key" }.dropFirst(2).first
                    })
            }
            let made = keys(rough, ["accepted", "unknown"])
            #expect(rough.contains { $0.hasSuffix("\"answer\":\"transient\"}") })
            #expect(made.count > 300 && made == keys(calm, ["accepted"]))
        }
    }

    @Test func fixturesAreThereBeforeTheHistoryBegins() throws {
        try inScratchFolder { folder in
            func write(_ name: String, _ text: String) throws -> String {
                let file = folder.appendingPathComponent(name)
                try text.write(to: file, atomically: true, encoding: .utf8)
                return file.path
            }
            let history = try write(
                "h.ndjson",
                """
                {"specversion":"1.0","id":"e1","source":"/billing","type":"payment.received","time":"2026-01-05T10:00:00Z",\
                "data":{"invoice":"INV-1","customer":"C-1","amount":{"amount":"5.00","currency":"USD"}}}

                """)
            let given = try write(
                "fixtures.ndjson",
                """
                {"customer":{"id":"C-1","name":"Acme","suspended":false}}
                {"invoice":{"id":"INV-1","number":"INV-1","customer":"C-1","total":{"amount":"5.00","currency":"USD"},\
                "balance":{"amount":"5.00","currency":"USD"},"due_on":"2026-02-01","status":"sent","disputed":false}}

                """)
            #expect(try dryRun(history, status: 1).errorText.contains("E4002"))
            #expect(!(try dryRun(history, ["--fixtures", given]).errorText.contains("E4002")))
            let wrong = try write("wrong.ndjson", "{\"custmer\":{\"id\":\"C-1\"}}\n")
            #expect(try dryRun(history, ["--fixtures", wrong], status: 1).errorText.contains("custmer"))
        }
    }
}
