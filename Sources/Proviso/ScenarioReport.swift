import Checking
import Compiling
import Definitions
import Digests
import Program
import Runner
import Scenarios
public import SourceText

/// What came of playing one scenario.
public struct ScenarioReport: Sendable {
    public let title: String
    /// Where the scenario is written.
    public let place: Place
    public let workflow: String
    /// What it expects, counted one by one.
    public let expectationCount: Int
    /// Expectations that failed, and everything that is wrong with the scenario itself.
    public let diagnostics: [Diagnostic]

    /// All that it expects has happened.
    public var holds: Bool { diagnostics.isEmpty }
}

extension RuleSet {
    /// Plays the scenarios of the rule set, in the order of their files, each for itself.
    ///
    /// - Parameter isWanted: says of a title whether the scenario is played.
    public func playScenarios(_ isWanted: (String) -> Bool = { _ in true }) throws(NotReady) -> [ScenarioReport] {
        let errors = diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw .unsound(errors) }
        return library.scenarios.filter { isWanted($0.title.value) }.map { play($0) }
    }

    private func play(_ scenario: ScenarioDefinition) -> ScenarioReport {
        let result: ScenarioResult
        let problem = unready(scenario)
        if problem == nil, let stage = stage(for: scenario) {
            result = ScenarioPlayer.play(scenario, stage)
        } else {
            result = ScenarioResult(scenario: scenario, diagnostics: [problem ?? noSettings(scenario)])
        }
        return ScenarioReport(
            title: scenario.title.value, place: scenario.title.place, workflow: scenario.workflow.value,
            expectationCount: result.expectationCount, diagnostics: result.diagnostics.sortedByPlace())
    }

    private func unready(_ scenario: ScenarioDefinition) -> Diagnostic? {
        if !workflows.contains(scenario.workflow.value) {
            return unknown(scenario.workflow, "workflow", workflows)
        }
        let known = Set(library.settings.map(\.heading.name.value)).sorted()
        if let name = scenario.settings, !known.contains(name.value) { return unknown(name, "settings", known) }
        return nil
    }

    private func unknown(_ name: WrittenName, _ kind: String, _ known: [String]) -> Diagnostic {
        Diagnostic(
            CheckingCodes.unknownName, at: name.place, "There is no \(kind) \"\(name.value)\".",
            found: "\"\(name.value)\"",
            expected: known.isEmpty
                ? "a file that defines it" : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
            help: didYouMean(name.value, among: known).map { "Write \"\($0)\"." }
                ?? "Correct the name, or add the file that defines it.")
    }

    private func noSettings(_ scenario: ScenarioDefinition) -> Diagnostic {
        Diagnostic(
            CheckingCodes.unknownName, at: scenario.workflow.place, "No settings hold for this scenario.",
            found: "no settings that apply to all tenants", expected: "\"settings\" and the name of a settings file",
            help: "Add a line \"settings:\" with the name of the settings under which the scenario runs.")
    }

    private func stage(for scenario: ScenarioDefinition) -> ScenarioStage? {
        let settings =
            scenario.settings.flatMap { library.latest(library.settings, \.heading, $0.value) }
            ?? EnvironmentCompiler.settings(for: Self.commonTenant, in: library)
        let tenant = settings?.appliesTo.first?.value ?? Self.commonTenant
        guard let rules = try? rules(for: tenant, only: [scenario.workflow.value]) else { return nil }
        return ScenarioStage(
            library: library, shapes: shapes, runner: rules.runner, routes: routes, slotNames: slotNames)
    }
}
