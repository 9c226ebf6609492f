import Definitions
import SourceText
import YAMLReading

// Findings about the way that workflows go. They work on the steps as they are written and on the trees of their expressions, and know
// nothing of how a step is resolved or lowered: so a new verb is at first one that just goes on.

enum FlowChecks {
    /// All findings about a workflow that could be read whole.
    ///
    /// - Parameter steps: all steps of the workflow, at all depths.
    /// - Returns: the events that it sends because of advice.
    static func check(
        _ workflow: WorkflowDefinition, _ steps: [StepDefinition], _ library: Library, _ findings: inout Findings
    ) -> [AdvisedEvent] {
        guard !library.isDamaged(workflow.heading) else { return [] }
        Reachability.check(workflow.steps, &findings)
        if let condition = workflow.trigger.condition { Guards.check(condition, "the trigger", &findings) }
        let waits = Waits(workflow, steps)
        for step in steps {
            Guards.check(step, &findings)
            waits.check(step, &findings)
        }
        return AdviceChecks.check(workflow, steps, library, &findings)
    }
}

/// Which steps of a list can be done at all.
enum Reachability {
    static func check(_ steps: [StepDefinition], _ findings: inout Findings) {
        if let last = steps.dropLast().firstIndex(where: endsAlways) {
            let next = steps[last + 1]
            findings.report(
                FlowCodes.neverReached, next.node.headPlace, "This step is never reached.",
                found: "a step behind one that always \(ending(steps[last]))",
                expected: "no step, or one that can be reached",
                help: "Delete the steps from here on, or give the step before it a condition.",
                related: [.init(steps[last].node.headPlace, "here the way always ends")])
        }
        for step in steps { for list in step.lists { check(list, &findings) } }
    }

    /// Nothing that stands behind the step in its list is ever done.
    static func endsAlways(_ step: StepDefinition) -> Bool {
        guard step.condition == nil, step.repetition == nil else { return false }
        switch step.verb {
        case .end, .proceed, .beginAgain: return true
        case .group(let steps): return steps.contains(where: endsAlways)
        case .choose(let cases):
            return cases.contains { $0.condition == nil } && cases.allSatisfy { $0.steps.contains(where: endsAlways) }
        default: return false
        }
    }

    private static func ending(_ step: StepDefinition) -> String {
        switch step.verb {
        case .end: "ends the run"
        case .beginAgain: "starts the run over"
        case .proceed: "goes on elsewhere"
        default: "ends, whichever way it takes"
        }
    }
}

extension StepDefinition {
    var isUnreadable: Bool { if case .unreadable = verb { true } else { false } }

    /// The lists of steps directly inside it.
    var lists: [[StepDefinition]] {
        var lists: [[StepDefinition]]
        switch verb {
        case .choose(let cases): lists = cases.map(\.steps)
        case .group(let steps): lists = [steps]
        case .sequence(let sequence):
            lists = sequence.stages.map { [$0.step] } + [sequence.cleared, sequence.giveUp.steps]
        default: lists = []
        }
        return lists + outcomes.map(\.value) + [undo]
    }
}
