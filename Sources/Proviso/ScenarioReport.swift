import Checking
import Compiling
public import Dates
import Definitions
import Digests
import Program
import Runner
import Scenarios
import Simulation
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

    /// Those of them that are expectations which did not hold, with what led there.
    public let failures: [Failure]
    /// All that happened, a line each.
    public let story: [String]
    let expectations: [ScenarioExpectation]

    /// All that it expects has happened.
    public var holds: Bool { diagnostics.isEmpty }

    /// An expectation that did not hold.
    public struct Failure: Sendable {
        public let diagnostic: Diagnostic
        /// The moment of the scenario.
        public let at: Instant
        /// Line by line: `  ` before what is as expected, `- ` before what is missing, `+ ` before what is there instead.
        public let difference: [String]
        /// What happened since the moment before, a line each.
        public let trail: [String]
    }
}

extension RuleSet {
    /// Plays the scenarios of the rule set, in the order of their files, each for itself.
    ///
    /// - Parameter isWanted: says of a title whether the scenario is played.
    public func playScenarios(_ isWanted: (String) -> Bool = { _ in true }) throws(NotReady) -> [ScenarioReport] {
        let errors = diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw .unsound(errors) }
        return library.scenarios.filter { isWanted($0.title.value) }.map { play($0) }
            + playRuleCases { title, _ in isWanted(title) }
    }

    /// The same, several at once; the order of the reports is that of the files whatever ends first.
    ///
    /// - Parameters:
    ///   - workers: how many are played at once.
    ///   - isWanted: says of a title and a file's name whether the scenario is played.
    public func playScenarios(
        workers: Int, _ isWanted: @Sendable (_ title: String, _ file: String) -> Bool
    ) async throws(NotReady) -> [ScenarioReport] {
        let errors = diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw .unsound(errors) }
        let scenarios = library.scenarios.filter { isWanted($0.title.value, $0.title.place.file.name) }
        let lanes = max(1, min(workers, scenarios.count))
        // A rule answers in no time: its cases are not worth a lane.
        let ofRules = playRuleCases(isWanted) + playNoticeCases(isWanted)
        guard lanes > 1 else { return scenarios.map { play($0) } + ofRules }
        return await withTaskGroup(of: [(Int, ScenarioReport)].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    stride(from: lane, to: scenarios.count, by: lanes).map { ($0, play(scenarios[$0])) }
                }
            }
            var reports: [(Int, ScenarioReport)] = []
            for await part in group { reports += part }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        } + ofRules
    }

    /// What came of every scenario, with its title and its file.
    func scenarioResults() throws(NotReady) -> [(title: String, file: String, result: ScenarioResult)] {
        let errors = diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw .unsound(errors) }
        return library.scenarios.map { ($0.title.value, $0.title.place.file.name, result($0)) }
    }

    /// What came of every scenario that can be played, with the machine's traces.
    func tracedResults(
        _ isWanted: (_ title: String, _ file: String) -> Bool = { _, _ in true }
    ) throws(NotReady) -> [(ScenarioDefinition, ScenarioStage, ScenarioResult)] {
        let errors = diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw .unsound(errors) }
        return library.scenarios.compactMap { scenario in
            guard isWanted(scenario.title.value, scenario.title.place.file.name) else { return nil }
            guard unready(scenario) == nil, var stage = stage(for: scenario) else { return nil }
            stage.keepsTrace = true
            return (scenario, stage, ScenarioPlayer.play(scenario, stage))
        }
    }

    private func result(_ scenario: ScenarioDefinition) -> ScenarioResult {
        let problem = unready(scenario)
        if problem == nil, let stage = stage(for: scenario) { return ScenarioPlayer.play(scenario, stage) }
        return ScenarioResult(scenario: scenario, diagnostics: [problem ?? noSettings(scenario)])
    }

    private func play(_ scenario: ScenarioDefinition) -> ScenarioReport {
        let result = result(scenario)
        return ScenarioReport(
            title: scenario.title.value, place: scenario.title.place, workflow: scenario.workflow.value,
            expectationCount: result.expectationCount, diagnostics: result.diagnostics.sortedByPlace(),
            failures: result.failures.map {
                ScenarioReport.Failure(
                    diagnostic: $0.diagnostic, at: $0.at, difference: $0.difference, trail: $0.trail)
            },
            story: result.happenings.map { "\($0.at)  \(Trail.words($0.kind))" }, expectations: result.expectations)
    }

    func unready(_ scenario: ScenarioDefinition) -> Diagnostic? {
        if !workflows.contains(scenario.workflow.value) {
            return unknown(scenario.workflow, "workflow", workflows)
        }
        let known = Set(library.settings.map(\.heading.name.value)).sorted()
        if let name = scenario.settings, !known.contains(name.value) { return unknown(name, "settings", known) }
        return nil
    }

    /// A scenario names something that no file defines.
    func unknown(_ name: WrittenName, _ kind: String, _ known: [String]) -> Diagnostic {
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
            library: library, shapes: shapes, runner: rules.runner, routes: routes, slotNames: slotNames,
            book: rules.book())
    }
}
