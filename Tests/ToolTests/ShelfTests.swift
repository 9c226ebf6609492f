import Foundation
import TestSupport
import Testing

/// The shelf of `Workflows` and `Rules` as its readers get it: sound, in the one layout, and with scenarios that would notice a mistake.
@Suite struct ShelfTests {
    private func proviso(_ words: String...) throws -> ProgramResult {
        try run(builtProgram("proviso"), words, in: repositoryRoot)
    }

    @Test func theShelfIsSoundAndLaidOut() throws {
        for words in [["check"], ["fmt", "--check"]] {
            let result = try run(builtProgram("proviso"), words + ["Rules", "Workflows"], in: repositoryRoot)
            #expect(result.status == 0, "\(words)\n\(result.outputText)\(result.errorText)")
        }
    }

    @Test func itsScenariosHoldAndReachNearlyAll() throws {
        let result = try proviso("test", "--coverage", "--require", "95")
        #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
        // One folder for each workflow of the library is named on its page, and has scenarios.
        let page = try String(
            contentsOf: repositoryRoot.appendingPathComponent("Documentation/Library.md"), encoding: .utf8)
        let files = try run("git", ["ls-files", "Workflows"]).outputText.split(separator: "\n").map(String.init)
        let workflows = files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }
        #expect(workflows.count >= 19)
        for workflow in workflows {
            #expect(page.contains("(../\(workflow))"), "Library.md does not speak of \(workflow)")
            let stem = workflow.dropLast(".yaml".count)
            #expect(
                files.contains { $0.hasPrefix(stem + ".") && $0.hasSuffix(".test.yaml") }, "\(workflow) has no scenario"
            )
        }
    }

    /// The quickest of three runs, since others may use the machine.
    @Test func itsScenariosArePlayedInTwoSeconds() throws {
        var quickest = 60.0
        for _ in 0..<3 {
            let start = Date()
            _ = try proviso("test")
            quickest = min(quickest, Date().timeIntervalSince(start))
        }
        #expect(quickest < 2)
    }

    @Test func itsScenariosNoticeMistakes() throws {
        let result = try proviso("test", "--mutate", "--require", "90")
        #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
        var count = 0
        for line in result.outputText.split(separator: "\n") where line.contains(" noticed, ") {
            count += 1
            let share = line.components(separatedBy: " noticed, ").last.flatMap { Double($0.prefix { $0 != "%" }) } ?? 0
            #expect(share >= 80, "\(line)")
        }
        #expect(count >= 37)
    }
}
