import Foundation
import TestSupport
import Testing

/// `proviso eval`, as it is called.
@Suite struct EvalTests {
    private func eval(_ words: String..., files: [String: String] = [:]) throws -> ProgramResult {
        var result: ProgramResult?
        try inScratchFolder { folder in
            for (name, text) in files {
                try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
            }
            result = try run(builtProgram("proviso"), ["eval"] + words, in: folder)
        }
        return try #require(result)
    }

    private let invoice = """
        {"invoice": {"total": 6200.50, "disputed": false}, "customer": {"country": "CA"}}
        """
    private let condition = #"invoice.total > 5000.0 && customer.country in ["US","CA"] && !(invoice.disputed)"#

    @Test func aValueIsPrinted() throws {
        for dialect in ["cel", "proviso"] {
            let result = try eval(
                condition, "--input", "invoice.json", "--dialect", dialect, files: ["invoice.json": invoice])
            #expect(result.status == 0 && result.outputText == "true\n" && result.errors.isEmpty, "\(result.errorText)")
        }
        let alone = try eval("5 USD * 3")
        #expect(alone.status == 0 && alone.outputText == "15.00 USD\n")
        let missing = try eval("invoice.paid_on", "--input", "invoice.json", files: ["invoice.json": invoice])
        #expect(missing.status == 0 && missing.outputText == "absent\n")
        let day = try eval("today + 1 month", "--now", "2026-01-31T10:00:00Z")
        #expect(day.outputText == "2026-02-28\n")
    }

    @Test func anErrorIsShownAtItsPlace() throws {
        let wrong = try eval("invoce.total", "--input", "invoice.json", files: ["invoice.json": invoice])
        #expect(wrong.status == 1 && wrong.output.isEmpty)
        #expect(wrong.errorText.contains("error E2200") && wrong.errorText.contains("--> expression:1:1"))
        let failing = try eval("1 + 7 / n", "--input", "n.json", files: ["n.json": #"{"n": 0}"#])
        #expect(failing.status == 1)
        #expect(failing.errorText.contains("error E2502") && failing.errorText.contains("--> expression:1:5"))
        // A part of CEL that the dialect does not have, and the other way round.
        #expect(try eval("5 USD", "--dialect", "cel").status == 1)
        #expect(try eval("7 % 2").status == 1)
        #expect(try eval("7 % 2", "--dialect", "cel").outputText == "1\n")
    }

    @Test func eachPartIsExplained() throws {
        let result = try eval(
            "invoice.total > 5000 and not invoice.disputed", "--input", "invoice.json", "--explain",
            files: ["invoice.json": invoice])
        #expect(result.status == 0)
        #expect(
            result.outputText == """
                true

                1:1    invoice                                           {"disputed": false, "total": 6200.50}
                1:30   invoice                                           {"disputed": false, "total": 6200.50}
                1:1    invoice.total                                     6200.50
                1:1    invoice.total > 5000                              true
                1:30   invoice.disputed                                  false
                1:26   not invoice.disputed                              true
                1:1    invoice.total > 5000 and not invoice.disputed     true

                cost: 7

                """)
    }

    @Test func manyLinesAreAnsweredInOrder() throws {
        let lines = """
            {"expr": "a + 1", "input": {"a": 1}}
            {"expr": "a + 1", "input": {"a": 2.5}}
            {"expr": "a +", "input": {"a": 2}}
            """
        let result = try eval("--batch", "lines.ndjson", files: ["lines.ndjson": lines])
        #expect(result.status == 1)
        let answers = result.outputText.split(separator: "\n")
        #expect(answers.count == 3 && answers[0] == #"{"value":2}"# && answers[1] == #"{"value":3.5}"#)
        #expect(answers[2].hasPrefix(#"{"error":{"code":"E2017""#))
        let good = try eval(
            "--batch", "lines.ndjson", "--dialect=cel", files: ["lines.ndjson": #"{"expr": "size('é')", "input": {}}"#])
        #expect(good.status == 0 && good.outputText == "{\"value\":1}\n")
    }

    @Test func whatCannotBeDoneIsSaid() throws {
        let calls: [[String]] = [
            [], ["1", "2"], ["1", "--input", "missing.json"], ["1", "--dialect", "sql"], ["--batch", "missing.ndjson"],
            ["1", "--batch", "x"], ["1", "--now", "yesterday"], ["1", "--inptu", "x"],
        ]
        for words in calls {
            let result = try run(builtProgram("proviso"), ["eval"] + words)
            #expect(result.status == 2 && result.output.isEmpty && !result.errors.isEmpty, "\(words)")
        }
        for text in ["[1]", "{", ""] {
            let result = try eval("1", "--input", "input.json", files: ["input.json": text])
            #expect(result.status == 2 && !result.errors.isEmpty, "\(text)")
        }
    }
}
