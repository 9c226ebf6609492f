import Checking
import Compiling
import Definitions
import Encoding
import Evaluation
import Patterns
import Rules
import Scenarios
import SourceText

extension RuleSet {
    /// Asks the rules what the scenarios about rules ask, in the order of their files.
    ///
    /// - Parameter isWanted: says of a title and a file's name whether the scenario is played.
    func playRuleCases(_ isWanted: (_ title: String, _ file: String) -> Bool) -> [ScenarioReport] {
        library.ruleCases.filter { isWanted($0.title.value, $0.title.place.file.name) }.map { play($0) }
    }

    /// What the scenarios about rules have reached of them.
    func ruleCoverage() -> Coverage {
        var coverage = Coverage()
        for scenario in library.ruleCases {
            for decision in played(scenario)?.decisions ?? [] { coverage.add(decision, of: scenario.rule.value) }
        }
        return coverage
    }

    private func play(_ scenario: RuleCasesDefinition) -> ScenarioReport {
        guard let result = played(scenario) else { return report(scenario, 0, [unknown(scenario.rule)]) }
        return report(scenario, result.expectations, result.failures.sortedByPlace())
    }

    /// Nothing if there is no such rule.
    private func played(_ scenario: RuleCasesDefinition) -> RuleCases.Result? {
        guard let book = decisions.rulebook(scenario.rule.value),
            let latest = decisions.checked(scenario.rule.value, version: book.latest.version)
        else { return nil }
        let stage = RuleCases.Stage(
            book: book, latest: latest.definition, environment: EvaluationEnvironment(patterns: RE2Matcher())
        ) { error in
            RuleErrorMessages.diagnostic(
                error, in: decisions.checked(error.rule.string, version: error.version) ?? latest
            ) { _ in scenario.rule.place }
        }
        return RuleCases.play(scenario, stage)
    }

    private func report(_ scenario: RuleCasesDefinition, _ count: Int, _ failures: [Diagnostic]) -> ScenarioReport {
        ScenarioReport(
            title: scenario.title.value, place: scenario.title.place, workflow: scenario.rule.value,
            expectationCount: count, diagnostics: failures, failures: [], story: [], expectations: [])
    }

    private func unknown(_ name: WrittenName) -> Diagnostic {
        let known = rules
        return Diagnostic(
            CheckingCodes.unknownName, at: name.place, "There is no rule \"\(name.value)\".",
            found: "\"\(name.value)\"",
            expected: known.isEmpty
                ? "a file that defines it" : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
            help: didYouMean(name.value, among: known).map { "Write \"\($0)\"." }
                ?? "Correct the name, or add the file that defines it.")
    }
}
