import Definitions
import Expressions
import SourceText
import YAMLReading

// Advice is followed as it flows: from an `advise` step through values computed of it (`let`, the inputs of a `decide`, the data of a call)
// and through conditions over it, to the steps that are only done, or not done, because of it. A step that decides by advice whether the
// rest of its list is reached at all (`end` under a condition over advice) lends its colour to that rest. An approval takes the colour
// away: behind it, and in its branches in which a person has decided, a person stands for what happens. A model that is asked by
// `decide` is advice as well.

/// An event that is sent because of advice.
package struct AdvisedEvent: Sendable {
    var event: String
    /// Where it is sent.
    var place: Place
    var advice: Place
}

/// Refuses workflows in which advice alone decides on a call that moves money or changes a document.
enum AdviceChecks {
    /// - Returns: the events that are sent because of advice.
    static func check(
        _ workflow: WorkflowDefinition, _ steps: [StepDefinition], _ library: Library, _ findings: inout Findings
    ) -> [AdvisedEvent] {
        var walk = Walk(library)
        guard steps.contains(where: walk.isAdvice) else { return [] }
        var state = Walk.State()
        walk.list(workflow.steps, &state)
        for call in walk.calls { report(call, &findings) }
        return walk.emitted
    }

    /// Workflows that are started by an event which advice has sent go on where that one stopped.
    static func check(_ emitted: [AdvisedEvent], _ library: Library, _ findings: inout Findings) {
        for sent in emitted {
            var seen: Set<String> = []
            var open = [sent.event]
            while let event = open.popLast() {
                guard seen.insert(event).inserted else { continue }
                for workflow in library.workflows {
                    guard case .event(let trigger) = workflow.trigger.kind, trigger.event.value == event,
                        library.isLatest(.workflow, workflow.heading)
                    else { continue }
                    var walk = Walk(library)
                    var state = Walk.State(control: sent.advice, values: ["event": sent.advice])
                    walk.list(workflow.steps, &state)
                    open += walk.emitted.map(\.event)
                    guard let call = walk.calls.first else { continue }
                    findings.report(
                        FlowCodes.adviceDecides, sent.place,
                        "Advice decides that \"\(sent.event)\" is sent, upon which \"\(workflow.heading.name.value)\" calls "
                            + "\"\(call.name.value)\".",
                        found: "an event that is sent because of advice",
                        expected: "an \"approve\" step here or there, in between",
                        help: "Let a person approve before the event is sent, or before the call is made.",
                        related: [.init(sent.advice, "the advice"), .init(call.name.place, "the call")])
                }
            }
        }
    }

    private static func report(_ call: Walk.Call, _ findings: inout Findings) {
        let effect = call.movesMoney ? "moves money" : "changes a document"
        findings.report(
            FlowCodes.adviceDecides, call.name.place,
            call.isByValue
                ? "What \"\(call.name.value)\" is given comes from advice, and nobody has approved it."
                : "Advice decides whether \"\(call.name.value)\" is called, and nobody has approved it.",
            found: "a call that \(effect), with advice before it",
            expected: "an \"approve\" step between the advice and the call",
            help: "Let a person approve before the call, or let a rule decide that does not ask for advice.",
            related: [.init(call.advice, "the advice")])
    }
}

/// One way through the steps of a workflow.
struct Walk {
    struct State {
        /// The advice that decides whether what stands here is done.
        var control: Place?
        /// What comes from advice, by name.
        var values: [String: Place] = [:]
    }

    struct Call {
        var name: WrittenName
        var movesMoney: Bool
        var isByValue: Bool
        var advice: Place
    }

    private let library: Library
    private(set) var calls: [Call] = []
    private(set) var emitted: [AdvisedEvent] = []

    init(_ library: Library) { self.library = library }

    func isAdvice(_ step: StepDefinition) -> Bool {
        switch step.verb {
        case .advise: true
        case .decide(let decide): isModel(decide.rule.value)
        default: false
        }
    }

    /// A score or a classification by words, whichever verb asks it.
    private func isModel(_ name: String) -> Bool {
        library.rules.contains { rule in
            guard rule.heading.name.value == name else { return false }
            switch rule.body {
            case .score, .words: return true
            default: return false
            }
        }
    }

    mutating func list(_ steps: [StepDefinition], _ state: inout State) {
        for step in steps { self.step(step, &state) }
    }

    private mutating func step(_ step: StepDefinition, _ state: inout State) {
        let asked = step.condition.flatMap { advice(in: $0, state) }
        var inner = state
        inner.control = state.control ?? asked
        if let repetition = step.repetition, let source = advice(in: repetition.item.list, state) {
            inner.control = inner.control ?? source
            inner.values[repetition.item.name] = source
        }
        switch step.verb {
        case .advise(let advise): state.values[step.name] = advise.rule.place
        case .decide(let decide):
            let source = isModel(decide.rule.value) ? decide.rule.place : advice(in: decide.inputs, inner)
            if let source = source ?? inner.control { state.values[step.name] = source }
        case .letValues(let values):
            for value in values {
                if let source = advice(in: value.value, inner) ?? inner.control {
                    state.values[value.name.value] = source
                    inner.values[value.name.value] = source
                }
            }
        case .call(let call): self.call(call, step, inner, &state)
        case .emit(let emit):
            if let source = inner.control ?? advice(in: emit.fields, inner) {
                emitted.append(AdvisedEvent(event: emit.event.value, place: emit.event.place, advice: source))
            }
        case .approve: approval(step, inner, &state)
        case .choose(let cases): choice(cases, inner, &state)
        case .group(let steps): group(steps, step, asked, inner, &state)
        case .sequence(let sequence): self.sequence(sequence, inner, &state)
        case .end, .beginAgain, .proceed:
            // Under a condition over advice it is advice that decides whether the rest is reached.
            if let asked { state.control = state.control ?? asked }
        case .wait, .flag, .unreadable: break
        }
        if case .approve = step.verb { return }
        branches(step, inner, &state)
    }

    private mutating func group(
        _ steps: [StepDefinition], _ step: StepDefinition, _ asked: Place?, _ inner: State, _ state: inout State
    ) {
        var group = inner
        list(steps, &group)
        if step.condition == nil, step.repetition == nil {
            state = group
            return
        }
        merge(group, into: &state)
        // Whether the rest is reached depends on what asks for the group, or on what is asked in it.
        if let asked, Self.canLeave(steps) { state.control = state.control ?? asked }
        if inner.control == nil { state.control = state.control ?? group.control }
    }

    /// The branches of outcomes, and what takes the step back.
    private mutating func branches(_ step: StepDefinition, _ inner: State, _ state: inout State) {
        for steps in step.outcomes.map(\.value) + [step.undo] {
            var branch = inner
            list(steps, &branch)
            merge(branch, into: &state)
        }
    }

    private mutating func call(_ call: CallDefinition, _ step: StepDefinition, _ inner: State, _ state: inout State) {
        let byValue = advice(in: call.inputs, inner)
        guard let source = inner.control ?? byValue else { return }
        state.values[step.name] = source
        guard let primitive = library.primitive(call.primitive.value),
            primitive.has(.movesMoney) || primitive.has(.changesDocument)
        else { return }
        calls.append(
            Call(
                name: call.primitive, movesMoney: primitive.has(.movesMoney), isByValue: inner.control == nil,
                advice: source))
    }

    /// Where a person has decided, advice no longer does.
    private mutating func approval(_ step: StepDefinition, _ inner: State, _ state: inout State) {
        var mayPassLate = false
        for outcome in step.outcomes {
            if outcome.name.value == "late" {
                var branch = inner
                list(outcome.value, &branch)
                mayPassLate = !outcome.value.contains(where: Reachability.leavesAlways)
            } else {
                var decided = State()
                list(outcome.value, &decided)
            }
        }
        // An approval that only some runs need leaves the others as they were.
        if step.condition == nil, step.repetition == nil, !mayPassLate { state = State() }
    }

    private mutating func choice(_ cases: [CaseDefinition], _ inner: State, _ state: inout State) {
        var before = inner.control
        var leaving: Place?
        for item in cases {
            before = before ?? item.condition.flatMap { advice(in: $0, inner) }
            var branch = inner
            branch.control = before
            list(item.steps, &branch)
            if let before, Self.canLeave(item.steps) { leaving = leaving ?? before }
            if before == nil { leaving = leaving ?? branch.control }
            merge(branch, into: &state)
        }
        if let leaving { state.control = state.control ?? leaving }
    }

    private mutating func sequence(_ sequence: SequenceDefinition, _ inner: State, _ state: inout State) {
        var within = inner
        for excerpt in [
            sequence.whileCondition, sequence.from, sequence.pause?.condition, sequence.pause?.until,
        ] {
            within.control = within.control ?? excerpt.flatMap { advice(in: $0, inner) }
        }
        for stage in sequence.stages { step(stage.step, &within) }
        list(sequence.cleared, &within)
        list(sequence.giveUp.steps, &within)
        merge(within, into: &state)
    }

    private func merge(_ branch: State, into state: inout State) {
        for name in branch.values.keys.sorted() where state.values[name] == nil {
            state.values[name] = branch.values[name]
        }
    }

    /// Whether a run can leave from inside these steps without a person's decision.
    private static func canLeave(_ steps: [StepDefinition]) -> Bool {
        steps.contains { step in
            switch step.verb {
            case .end, .beginAgain: return true
            case .approve: return step.branch("late").map(canLeave) ?? false
            default: return step.lists.contains(where: canLeave)
            }
        }
    }

    // MARK: Where advice is read

    private func advice(in excerpt: Excerpt, _ state: State) -> Place? {
        guard !state.values.isEmpty, let names = FlowExpression(excerpt)?.names else { return nil }
        return names.sorted().lazy.compactMap { state.values[$0] }.first
    }

    private func advice(in arguments: [ArgumentDefinition], _ state: State) -> Place? {
        guard !state.values.isEmpty else { return nil }
        return arguments.lazy.compactMap { advice(in: $0.node, state) }.first
    }

    private func advice(in node: LocatedNode, _ state: State) -> Place? {
        for item in node.items { if let found = advice(in: item, state) { return found } }
        for entry in node.entries { if let found = advice(in: entry.value, state) { return found } }
        guard node.isScalar, node.utf8Count > 0 else { return nil }
        if let text = try? FreeText(node), !text.isLiteral {
            return text.expressions.lazy.compactMap { advice(in: $0, state) }.first
        }
        return advice(in: Excerpt(node), state)
    }
}

extension Reachability {
    /// Behind the step nothing of the whole workflow is done: it ends the run or starts it over.
    static func leavesAlways(_ step: StepDefinition) -> Bool {
        guard step.condition == nil, step.repetition == nil else { return false }
        switch step.verb {
        case .end, .beginAgain: return true
        case .group(let steps): return steps.contains(where: leavesAlways)
        case .choose(let cases):
            return cases.contains { $0.condition == nil } && cases.allSatisfy { $0.steps.contains(where: leavesAlways) }
        default: return false
        }
    }
}
