import Definitions
import SourceText
import YAMLReading

/// Waits that can never end, and limits without what follows.
struct Waits {
    /// What changes while a run waits: its records, that of its trigger, and the items of lists of records.
    private let live: Set<String>
    private let records: [String]

    init(_ workflow: WorkflowDefinition, _ steps: [StepDefinition]) {
        records = workflow.records.map(\.name.value)
        var live = Set(records)
        if case .recordDate(let date) = workflow.trigger.kind { live.insert(date.record.value) }
        for step in steps { if let item = step.repetition?.item { live.insert(item.name) } }
        self.live = live
    }

    func check(_ step: StepDefinition, _ findings: inout Findings) {
        switch step.verb {
        case .wait(let wait):
            if case .until(let excerpt, _) = wait.goal {
                changing(excerpt, "the wait", &findings, isLimited: step.within != nil)
            }
            Self.late(step, &findings)
        case .approve: Self.late(step, &findings)
        case .sequence(let sequence):
            changing(sequence.whileCondition, "the sequence", &findings, isLimited: false)
        default: break
        }
    }

    /// What wakes a waiting run is a change of its records.
    private func changing(_ excerpt: Excerpt, _ who: String, _ findings: inout Findings, isLimited: Bool) {
        guard let expression = FlowExpression(excerpt), expression.isCondition else { return }
        let names = expression.names
        let clock = names.intersection(["today", "now"]).sorted().first
        if let clock, who == "the wait", !isLimited, !names.isDisjoint(with: live) {
            return findings.report(
                FlowCodes.neverChanges, excerpt.place,
                "Nothing wakes the wait when \"\(clock)\" has become what it asks for.",
                found: "a condition over \"\(clock)\", which is asked again only when a record changes",
                expected: "a bound on the wait",
                help:
                    "Wait for the date itself, as in \"until: invoice.due_on\", or ask for the record alone and bound it with "
                    + "\"within:\" and a branch \"late\".")
        }
        guard !names.isEmpty, names.isDisjoint(with: live) else { return }
        if let clock {
            findings.report(
                FlowCodes.neverChanges, excerpt.place,
                "Nothing wakes \(who) when \"\(clock)\" has become what it asks for.",
                found: "a condition over \"\(clock)\" and no record", expected: "a date, or a condition over a record",
                help: who == "the wait"
                    ? "Write the date that is waited for itself, as in \"until: invoice.due_on\"."
                    : "Name a field of a record that says when it is over.")
        } else if !isLimited {
            findings.report(
                FlowCodes.neverChanges, excerpt.place,
                "What this condition depends on never changes while the run waits.",
                found:
                    "a condition over \(Findings.quoted(names.sorted())), none of which is a record of this workflow",
                expected: records.isEmpty
                    ? "a condition over a record" : "a condition over one of " + Findings.quoted(records),
                help: "Name a record under \"records\" and a field of it, or wait for an event.")
        }
    }

    private static func late(_ step: StepDefinition, _ findings: inout Findings) {
        guard let within = step.within, step.branch("late") == nil else { return }
        // A wait for a length of time ends by itself.
        if case .wait(let wait) = step.verb, case .period = wait.goal { return }
        let what = within.node.text
        findings.report(
            FlowCodes.lateMissing, within.place, "Nothing says what is done after \(what).",
            found: "\"within: \(what)\" without a branch \"late\"", expected: "a branch \"late\" under \"outcomes\"",
            help: "Add \"late:\" under \"outcomes\" with the steps that follow, such as a \"flag\" or an \"end\".")
    }
}
