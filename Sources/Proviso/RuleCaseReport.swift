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

    /// What is wrong with the scenarios about rules and notices themselves.
    func caseFindings() -> [Diagnostic] {
        var found: [Diagnostic] = []
        for scenario in library.ruleCases {
            found += ruleStage(for: scenario).map { RuleCases.check(scenario, $0) } ?? [unknownRule(scenario)]
        }
        for scenario in library.noticeCases {
            found += noticeStage(for: scenario).map { NoticeCases.check(scenario, $0) } ?? [unknownNotice(scenario)]
        }
        return found
    }

    private func unknownRule(_ scenario: CasesDefinition) -> Diagnostic {
        unknown(scenario.subject, "rule or price", rules)
    }

    private func unknownNotice(_ scenario: CasesDefinition) -> Diagnostic {
        unknown(scenario.subject, "notice", Array(Set(library.notices.map(\.heading.name.value))).sorted())
    }

    private func askedRule(_ scenario: CasesDefinition) -> ScenarioReport {
        guard let result = played(scenario) else {
            return report(scenario, 0, [unknownRule(scenario)])
        }
        return report(scenario, result.expectations, result.failures.sortedByPlace())
    }

    /// Nothing if there is no such rule.
    private func played(_ scenario: CasesDefinition) -> RuleCases.Result? {
        ruleStage(for: scenario).map { RuleCases.play(scenario, $0) }
    }

    private func ruleStage(for scenario: CasesDefinition) -> RuleCases.Stage? {
        guard let book = decisions.rulebook(scenario.subject.value),
            let latest = decisions.asked(scenario.subject.value, version: book.latest.version)
        else { return nil }
        return RuleCases.Stage(
            book: book, inputs: latest.inputs, environment: EvaluationEnvironment(patterns: RE2Matcher())
        ) { error in
            RuleErrorMessages.diagnostic(
                error, in: decisions.asked(error.rule.string, version: error.version) ?? latest
            ) { _ in scenario.subject.place }
        }
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

    private func noticeStage(for scenario: CasesDefinition) -> NoticeCases.Stage? {
        let name = scenario.subject.value
        guard let notice = outlets.notice(Text(name)), let definition = library.notice(name) else { return nil }
        return NoticeCases.Stage(
            notice: notice, inputs: definition.inputs, library: library, shapes: shapes,
            environment: EvaluationEnvironment(patterns: RE2Matcher()))
    }

    private func renderedNotice(_ scenario: CasesDefinition) -> ScenarioReport {
        guard let stage = noticeStage(for: scenario) else { return report(scenario, 0, [unknownNotice(scenario)]) }
        let (count, failures) = NoticeCases.play(scenario, stage)
        return report(scenario, count, failures.sortedByPlace())
    }
}
