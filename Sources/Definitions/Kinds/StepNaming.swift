import SourceText
import YAMLReading

/// Gives every step of a workflow its name (rule 6 of the notation), and reports names that stand twice or are missing.
struct StepNaming {
    private(set) var diagnostics: [Diagnostic] = []
    private var taken: [String: LocatedNode] = [:]
    private var counts: [String: Int] = [:]

    mutating func name(_ step: inout StepDefinition) {
        if case .unreadable = step.verb {
            // Its name may be referred to, but nothing is said about a step that was reported.
            if let written = step.writtenName, taken[written.value] == nil { taken[written.value] = written.node }
            return
        }
        let object = step.objectName
        if let name = step.writtenName?.value ?? object?.name {
            step.name = name
            let node = step.writtenName?.node ?? object?.node ?? step.node
            if let first = taken[name] {
                if step.writtenName == nil, Self.hasUnknownKey(step.node) { return }
                reportTwice(name, node, first, isWritten: step.writtenName != nil)
            } else {
                taken[name] = node
            }
            return
        }
        let verb = step.verbName
        let count = (counts[verb] ?? 0) + 1
        counts[verb] = count
        step.name = "\(verb)-\(count)"
        if step.needsWrittenName, !Self.hasUnknownKey(step.node) { reportMissing(step) }
    }

    /// A key that was reported may have been meant to be `as`.
    private static func hasUnknownKey(_ node: LocatedNode) -> Bool {
        let known = BlockIndex.of(.step)
        return node.entries.contains { !known.knows(KeyID($0.key)) }
    }

    private mutating func reportTwice(_ name: String, _ node: LocatedNode, _ first: LocatedNode, isWritten: Bool) {
        let line = node.tree.file.position(at: Int(first.span.start)).line
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.stepNameTwice, at: node.place, "Two steps have the name \"\(name)\".",
                found: isWritten ? "a second \"\(name)\"" : "a step that \"\(shortened(node.text))\" names \"\(name)\"",
                expected: "a name that no other step of this workflow has",
                help: isWritten
                    ? "Give this step or the one in line \(line) another name."
                    : "Give this step a name of its own with \"as\", such as \"as: \(name)_2\".",
                related: [.init(first.place, "\"\(name)\" is named here first")]))
    }

    private mutating func reportMissing(_ step: StepDefinition) {
        let key = step.node.entry(step.verbName)?.key ?? step.node
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.stepNeedsName, at: key.place,
                "\(step.verbName == "approve" ? "An approval" : "A wait") needs a name.",
                found: "\"\(step.verbName)\" without \"as\"", expected: "\"as\" with a name such as \"as: release\"",
                help: "Write \"as:\" and a name below \"\(step.verbName)\"."))
    }
}

extension WorkflowDefinition {
    /// Names all steps in the order of the file.
    mutating func nameSteps() -> [Diagnostic] {
        var naming = StepNaming()
        for index in steps.indices { steps[index].forEachStep { naming.name(&$0) } }
        return naming.diagnostics
    }

    /// All steps in the order of the file, stages and those of branches included.
    package var allSteps: [StepDefinition] {
        var all: [StepDefinition] = []
        for var step in steps { step.forEachStep { all.append($0) } }
        return all
    }
}

extension StepDefinition {
    /// Calls `body` for this step and all inside it, each before those inside it.
    mutating func forEachStep(_ body: (inout StepDefinition) -> Void) {
        body(&self)
        switch verb {
        case .choose(var cases):
            for index in cases.indices { Self.forEach(&cases[index].steps, body) }
            verb = .choose(cases)
        case .group(var steps):
            Self.forEach(&steps, body)
            verb = .group(steps)
        case .sequence(var sequence):
            for index in sequence.stages.indices { sequence.stages[index].step.forEachStep(body) }
            Self.forEach(&sequence.cleared, body)
            Self.forEach(&sequence.giveUp.steps, body)
            verb = .sequence(sequence)
        default: break
        }
        for index in outcomes.indices { Self.forEach(&outcomes[index].value, body) }
        Self.forEach(&undo, body)
    }

    private static func forEach(_ steps: inout [StepDefinition], _ body: (inout StepDefinition) -> Void) {
        for index in steps.indices { steps[index].forEachStep(body) }
    }

    /// The key that is the verb, or the word that the step is.
    package var verbName: String {
        switch verb {
        case .call: "do"
        case .decide: "decide"
        case .letValues: "let"
        case .choose: "choose"
        case .wait: "wait"
        case .approve: "approve"
        case .sequence: "sequence"
        case .emit: "emit"
        case .advise: "advise"
        case .flag: "flag"
        case .end: "end"
        case .group: "steps"
        case .proceed: "continue"
        case .beginAgain: "begin_again"
        case .unreadable: ""
        }
    }

    /// The name of what the verb acts on, and where it stands.
    fileprivate var objectName: (name: String, node: LocatedNode)? {
        func last(_ written: WrittenName) -> (name: String, node: LocatedNode) {
            (String(written.value.split(separator: ".").last ?? ""), written.node)
        }
        func snake(_ written: WrittenName) -> (name: String, node: LocatedNode) {
            (String(written.value.map { $0 == "-" ? "_" : $0 }), written.node)
        }
        switch verb {
        case .call(let call): return last(call.primitive)
        case .emit(let emit): return last(emit.event)
        case .decide(let decide), .advise(let decide): return snake(decide.rule)
        case .sequence(let sequence): return snake(sequence.name)
        case .wait(let wait):
            if case .event(let event, _) = wait.goal { return last(event) }
            return nil
        default: return nil
        }
    }

    /// People and the journal speak of it by its name.
    fileprivate var needsWrittenName: Bool {
        switch verb {
        case .approve, .wait: true
        default: false
        }
    }
}
