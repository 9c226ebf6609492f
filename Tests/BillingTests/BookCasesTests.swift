import Billing
import TestSupport
import Testing

/// Golden numbers and courses of business on documents in the book. After each case the ledger has to agree with the documents.
@Suite struct BookCasesTests {
    @Test func cases() throws {
        try checkCases("Cases") { input in
            var script = BookScript()
            try script.play(try BookScript.steps(input))
            let problems = script.book.problems()
            if !problems.isEmpty { script.lines.append("PROBLEMS: " + problems.joined(separator: "; ")) }
            return script.lines.joined(separator: "\n")
        }
    }
}
