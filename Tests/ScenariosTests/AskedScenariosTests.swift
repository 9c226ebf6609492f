import Authoring
import Definitions
import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// Scenarios that are played with no more read than they need: what comes of them is what comes of them with everything read.
@Suite struct AskedScenariosTests {
    private static let files = Result {
        try RuleFiles.read(["Rules", "Workflows"].map { repositoryRoot.path + "/" + $0 })
    }

    @Test func everyScenarioOfTheShelf() async throws {
        let files = try Self.files.get()
        let whole = try await Self.reports(RuleSet(files))
        var count = 0
        for file in files where file.name.hasSuffix(".test.yaml") {
            let rules = try #require(AskedFiles(files, asked: [file.name]).rulesToPlay(), "\(file.name)")
            let own = try await Self.reports(rules).filter { $0.place.file.name == file.name }
            #expect(own.map(Self.shown) == whole.filter { $0.place.file.name == file.name }.map(Self.shown))
            count += own.count
        }
        #expect(count == whole.count)
    }

    /// A mistake in a workflow, a rule or a price that the scenario would notice is not hidden by what was left out.
    @Test func mistakesAreNoticed() async throws {
        let files = try Self.files.get()
        let read = files.map { DefinitionFile.read($0) }
        let primitives = read.filter { $0.kind == .primitive }.compactMap { $0.name?.value }.sorted()
        var generator = SeededGenerator(seed: 9)
        let mutants = read.flatMap { Mutator.mutants(of: $0, primitives: primitives) }.shuffled(using: &generator)
        var noticed = 0
        for mutant in mutants.prefix(40) {
            guard let changed = mutant.file(), let name = read.first(where: { $0.file === mutant.place.file })?.name
            else { continue }
            let files = files.map { $0.name == changed.name ? changed : $0 }
            let asked = files.filter {
                $0.name.hasSuffix(".test.yaml") && String(decoding: $0.bytes, as: UTF8.self).contains(name.value)
            }
            let whole = RuleSet(files)
            // With an error elsewhere all that is there would not be played.
            guard whole.isSound else { continue }
            let reports = try await Self.reports(whole)
            for file in asked.prefix(3) {
                guard let rules = AskedFiles(files, asked: [file.name]).rulesToPlay() else { continue }
                let own = try await Self.reports(rules).filter { $0.place.file.name == file.name }
                let expected = reports.filter { $0.place.file.name == file.name }
                #expect(
                    own.map(Self.shown) == expected.map(Self.shown),
                    "\(file.name) with \(mutant.mistake): \(mutant.change)")
                if own.contains(where: { !$0.holds }) { noticed += 1 }
            }
        }
        #expect(noticed > 10)
    }

    private static func reports(_ rules: RuleSet) async throws -> [ScenarioReport] {
        try await rules.playScenarios(workers: 1) { _, _ in true }
    }

    private static func shown(_ report: ScenarioReport) -> String {
        ([report.title, report.workflow, "\(report.expectationCount)"] + report.story
            + report.diagnostics.map { "\($0.code.id) \($0.message) \($0.found)" }).joined(separator: "\n")
    }
}
