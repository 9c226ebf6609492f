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

    /// What is wrong with the scenarios about rules and notices themselves.
    func caseFindings() -> [Diagnostic] {
        var found: [Diagnostic] = []
        for scenario in library.ruleCases {
            found += stage(for: scenario).map { RuleCases.check(scenario, $0) } ?? [unknownRule(scenario)]
        }
        for scenario in library.noticeCases {
            found += stage(for: scenario).map { NoticeCases.check(scenario, $0) } ?? [unknownNotice(scenario)]
        }
        return found
    }

    private func unknownRule(_ scenario: RuleCasesDefinition) -> Diagnostic {
        unknown(scenario.rule, "rule or price", rules)
    }

    private func unknownNotice(_ scenario: NoticeCasesDefinition) -> Diagnostic {
        unknown(scenario.notice, "notice", Array(Set(library.notices.map(\.heading.name.value))).sorted())
    }

    private func play(_ scenario: RuleCasesDefinition) -> ScenarioReport {
        guard let result = played(scenario) else {
            return report(scenario.title, scenario.rule, 0, [unknownRule(scenario)])
        }
        return report(scenario.title, scenario.rule, result.expectations, result.failures.sortedByPlace())
    }

    /// Nothing if there is no such rule.
    private func played(_ scenario: RuleCasesDefinition) -> RuleCases.Result? {
        stage(for: scenario).map { RuleCases.play(scenario, $0) }
    }

    private func stage(for scenario: RuleCasesDefinition) -> RuleCases.Stage? {
        guard let book = decisions.rulebook(scenario.rule.value),
            let latest = decisions.asked(scenario.rule.value, version: book.latest.version)
        else { return nil }
        return RuleCases.Stage(
            book: book, inputs: latest.inputs, environment: EvaluationEnvironment(patterns: RE2Matcher())
        ) { error in
            RuleErrorMessages.diagnostic(
                error, in: decisions.asked(error.rule.string, version: error.version) ?? latest
            ) { _ in scenario.rule.place }
        }
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

    private func stage(for scenario: NoticeCasesDefinition) -> NoticeCases.Stage? {
        let name = scenario.notice.value
        guard let notice = outlets.notice(Text(name)), let definition = library.notice(name) else { return nil }
        return NoticeCases.Stage(
            notice: notice, inputs: definition.inputs, library: library, shapes: shapes,
            environment: EvaluationEnvironment(patterns: RE2Matcher()))
    }

    private func play(_ scenario: NoticeCasesDefinition) -> ScenarioReport {
        guard let stage = stage(for: scenario) else {
            return report(scenario.title, scenario.notice, 0, [unknownNotice(scenario)])
        }
        let (count, failures) = NoticeCases.play(scenario, stage)
        return report(scenario.title, scenario.notice, count, failures.sortedByPlace())
    }
}
