import Foundation
import TestSupport
import Testing

/// The commands as their users call them: words in, exit code and text out.
@Suite struct CommandTests {
    @Test func commands() throws {
        try checkCases("Cases") { input in
            try input.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                let words = line.split(separator: " ").map(String.init)
                let result = try run(builtProgram("proviso"), words)
                var text = "exit \(result.status)"
                if !result.output.isEmpty { text += "\nout:\n" + result.outputText }
                if !result.errors.isEmpty { text += "\nerr:\n" + result.errorText }
                return text
            }.joined(separator: "\n")
        }
    }
}
