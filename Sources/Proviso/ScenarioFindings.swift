import Checking
import Definitions
import Scenarios
public import SourceText

extension RuleSet {
    /// All that is found in the files, what scenarios speak of among it: a name that nothing has, data that does not fit its declaration.
    /// As long as the other files have an error, nothing is said of the scenarios, since it may follow from it.
    ///
    /// A scenario with such a mistake does not stand in the way of running the workflows; so it is not among `diagnostics`.
    public var findings: [Diagnostic] {
        guard isSound else { return diagnostics }
        var found = diagnostics
        for scenario in library.scenarios {
            if let problem = unready(scenario) {
                found.append(problem)
            } else if let workflow = library.workflow(scenario.workflow.value) {
                found += ScenarioNames.check(scenario, of: workflow, library)
            }
        }
        return (found + caseFindings()).sortedByPlace()
    }
}
