import Checking
import Compiling
import Definitions
import Encoding
import Evaluation
import Notices
import Patterns
import Rules
import Scenarios
import SourceText

extension RuleSet {
    /// Asks the rules what the scenarios about rules ask, in the order of their files.
    ///
    /// - Parameter isWanted: says of a title and a file's name whether the scenario is played.
    func playRuleCases(_ isWanted: (_ title: String, _ file: String) -> Bool) -> [ScenarioReport] {
        library.ruleCases.filter { isWanted($0.title.value, $0.title.place.file.name) }.map { askedRule($0) }
    }

    /// What the scenarios about rules have reached of them.
    func ruleCoverage() -> Coverage {
        var coverage = Coverage()
        for scenario in library.ruleCases {
            for decision in played(scenario)?.decisions ?? [] { coverage.add(decision, of: scenario.subject.value) }
        }
        return coverage
    }

    private func askedRule(_ scenario: CasesDefinition) -> ScenarioReport {
        guard let result = played(scenario) else {
            return report(scenario, 0, [unknown(scenario.subject, "rule or price", rules)])
        }
        return report(scenario, result.expectations, result.failures.sortedByPlace())
    }

    /// Nothing if there is no such rule.
    private func played(_ scenario: CasesDefinition) -> RuleCases.Result? {
        guard let book = decisions.rulebook(scenario.subject.value),
            let latest = decisions.asked(scenario.subject.value, version: book.latest.version)
        else { return nil }
        let stage = RuleCases.Stage(
            book: book, inputs: latest.inputs, environment: EvaluationEnvironment(patterns: RE2Matcher())
        ) { error in
            RuleErrorMessages.diagnostic(
                error, in: decisions.asked(error.rule.string, version: error.version) ?? latest
            ) { _ in scenario.subject.place }
        }
        return RuleCases.play(scenario, stage)
    }

    private func report(_ scenario: CasesDefinition, _ count: Int, _ failures: [Diagnostic]) -> ScenarioReport {
        ScenarioReport(
            title: scenario.title.value, place: scenario.title.place, workflow: scenario.subject.value,
            expectationCount: count, diagnostics: failures, failures: [], story: [], expectations: [])
    }

    /// Renders the notices for the people of the scenarios about notices, in the order of their files.
    func playNoticeCases(_ isWanted: (_ title: String, _ file: String) -> Bool) -> [ScenarioReport] {
        library.noticeCases.filter { isWanted($0.title.value, $0.title.place.file.name) }.map { renderedNotice($0) }
    }

    private func renderedNotice(_ scenario: CasesDefinition) -> ScenarioReport {
        let name = scenario.subject.value
        guard let notice = outlets.notice(Text(name)), let definition = library.notice(name) else {
            let known = Array(Set(library.notices.map(\.heading.name.value))).sorted()
            return report(scenario, 0, [unknown(scenario.subject, "notice", known)])
        }
        let stage = NoticeCases.Stage(
            notice: notice, inputs: definition.inputs, library: library, shapes: shapes,
            environment: EvaluationEnvironment(patterns: RE2Matcher()))
        let (count, failures) = NoticeCases.play(scenario, stage)
        return report(scenario, count, failures.sortedByPlace())
    }
}
