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
        guard let result = played(scenario) else {
            return report(scenario.title, scenario.rule, 0, [unknown(scenario.rule, "rule or price", rules)])
        }
        return report(scenario.title, scenario.rule, result.expectations, result.failures.sortedByPlace())
    }

    /// Nothing if there is no such rule.
    private func played(_ scenario: RuleCasesDefinition) -> RuleCases.Result? {
        guard let book = decisions.rulebook(scenario.rule.value),
            let latest = decisions.asked(scenario.rule.value, version: book.latest.version)
        else { return nil }
        let stage = RuleCases.Stage(
            book: book, inputs: latest.inputs, environment: EvaluationEnvironment(patterns: RE2Matcher())
        ) { error in
            RuleErrorMessages.diagnostic(
                error, in: decisions.asked(error.rule.string, version: error.version) ?? latest
            ) { _ in scenario.rule.place }
        }
        return RuleCases.play(scenario, stage)
    }

    /// - Parameter subject: the rule or the notice that the cases are about.
    private func report(
        _ title: Written<String>, _ subject: WrittenName, _ count: Int, _ failures: [Diagnostic]
    ) -> ScenarioReport {
        ScenarioReport(
            title: title.value, place: title.place, workflow: subject.value, expectationCount: count,
            diagnostics: failures, failures: [], story: [], expectations: [])
    }

    /// Renders the notices for the people of the scenarios about notices, in the order of their files.
    func playNoticeCases(_ isWanted: (_ title: String, _ file: String) -> Bool) -> [ScenarioReport] {
        library.noticeCases.filter { isWanted($0.title.value, $0.title.place.file.name) }.map { play($0) }
    }

    private func play(_ scenario: NoticeCasesDefinition) -> ScenarioReport {
        let name = scenario.notice.value
        guard let notice = outlets.notice(Text(name)), let definition = library.notice(name) else {
            let known = Array(Set(library.notices.map(\.heading.name.value))).sorted()
            return report(scenario.title, scenario.notice, 0, [unknown(scenario.notice, "notice", known)])
        }
        let stage = NoticeCases.Stage(
            notice: notice, inputs: definition.inputs, library: library, shapes: shapes,
            environment: EvaluationEnvironment(patterns: RE2Matcher()))
        let (count, failures) = NoticeCases.play(scenario, stage)
        return report(scenario.title, scenario.notice, count, failures.sortedByPlace())
    }
}
