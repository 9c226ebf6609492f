import Definitions
import SourceText

/// Waits that can never end, and limits without what follows.
enum Waits {
    static func check(_ step: StepDefinition, _ workflow: WorkflowDefinition, _ findings: inout Findings) {
        switch step.verb {
        case .wait(let wait):
            if case .until(let excerpt, _) = wait.goal {
                changing(excerpt, workflow, "the wait", &findings, isLimited: step.within != nil)
            }
            late(step, &findings)
        case .approve, .call, .advise: late(step, &findings)
        case .sequence(let sequence):
            changing(sequence.whileCondition, workflow, "the sequence", &findings, isLimited: false)
        default: break
        }
    }

    /// What wakes a waiting run is a change of its records.
    private static func changing(
        _ excerpt: Excerpt, _ workflow: WorkflowDefinition, _ who: String, _ findings: inout Findings, isLimited: Bool
    ) {
        guard let expression = FlowExpression(excerpt), expression.isCondition else { return }
        let names = expression.names
        guard !names.isEmpty, names.isDisjoint(with: workflow.records.map(\.name.value)) else { return }
        let clock = names.intersection(["today", "now"]).sorted().first
        if let clock {
            findings.report(
                FlowCodes.neverChanges, excerpt.place, "Nothing wakes \(who) when \"\(clock)\" has become what it asks for.",
                found: "a condition over \"\(clock)\" and no record", expected: "a date, or a condition over a record",
                help: who == "the wait"
                    ? "Write the date that is waited for itself, as in \"until: invoice.due_on\"."
                    : "Name a field of a record that says when it is over.")
        } else if !isLimited {
            findings.report(
                FlowCodes.neverChanges, excerpt.place, "What this condition depends on never changes while the run waits.",
                found: "a condition over \(Findings.quoted(names.sorted())), none of which is a record of this workflow",
                expected: workflow.records.isEmpty
                    ? "a condition over a record"
                    : "a condition over one of " + Findings.quoted(workflow.records.map(\.name.value)),
                help: "Name a record under \"records\" and a field of it, or wait for an event.")
        }
    }

    private static func late(_ step: StepDefinition, _ findings: inout Findings) {
        guard let within = step.within, step.branch("late") == nil else { return }
        // A wait for a length of time ends by itself.
        if case .wait(let wait) = step.verb, case .period = wait.goal { return }
        let what = within.node.text
        findings.report(
            FlowCodes.lateMissing, within.place, "Nothing says what is done when \(what) are over.",
            found: "\"within: \(what)\" without a branch \"late\"", expected: "a branch \"late\" under \"outcomes\"",
            help: "Add \"late:\" under \"outcomes\" with the steps that follow, such as a \"flag\" or an \"end\".")
    }
}
