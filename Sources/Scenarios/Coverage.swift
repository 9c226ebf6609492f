package import Checking
package import Definitions
import Encoding
import Evaluation
import Hosting
import Machine
import Program
package import Rules
import Runner
package import Simulation
package import SourceText
import YAMLReading

/// Which places of workflows the scenarios have reached: a fold over the traces of their runs.
package struct Coverage: Sendable {
    package enum Kind: String, Sendable {
        case step, stage, outcome
        case conditionTrue = "condition true"
        case conditionFalse = "condition false"
        case level = "approval level"
        case choice = "case"
        case row = "row"
        case tier = "price tier"
    }

    package struct Point: Sendable {
        package var kind: Kind
        /// The step, the stage, or the step with its outcome.
        package var name: String
        package var place: Place
        package var isCovered: Bool
    }

    /// What the traces have shown, in words of the form `kind/name`.
    private var marks: Set<String> = []

    package init() {}

    // MARK: Folding

    /// Adds what one scenario has reached in the runs of one workflow.
    package mutating func add(_ trace: [TracedChange], _ workflow: String, _ stage: ScenarioStage) {
        for traced in trace where traced.change.id.workflow == Text(workflow) {
            guard let program = stage.runner.program(of: traced.change.state) else { continue }
            for entry in traced.change.trace { add(entry, traced.change.effects, program) }
            let names = stage.slotNames[program.identity] ?? []
            for result in traced.change.state.results where names.indices.contains(result.slot) {
                marks.insert("did/\(names[result.slot])")
            }
            if let step = traced.change.state.step(in: program) { marks.insert("did/\(step)") }
        }
    }

    private mutating func add(_ entry: TraceEntry, _ effects: [Effect], _ program: Program) {
        switch entry {
        case .effect(let index):
            switch effects[index] {
            case .call(let call): marks.insert("did/\(call.step)")
            case .ask(let request):
                marks.insert("did/\(request.step)")
                marks.insert("level/\(request.step)/\(request.level)")
            case .flag(let request): marks.insert("did/\(request.step)")
            default: break
            }
        case .skipped(let step): marks.insert("skipped/\(program.steps[step].name)")
        case .passed(let sequence, let stage):
            if let name = program.stageName(stage, in: sequence) { marks.insert("skipped/\(name)") }
        case .outcome(let step, let name):
            marks.insert("did/\(program.steps[step].name)")
            marks.insert("outcome/\(program.steps[step].name)/\(name)")
        case .ruled(let step, let ruled):
            marks.insert("did/\(program.steps[step].name)")
            add(rows: ruled.rows, ruled.value, ruled.rule.string, ruled.version)
        case .took(let step, let branch):
            marks.insert("did/\(program.steps[step].name)")
            marks.insert("case/\(program.steps[step].name)/\(branch)")
        default: break
        }
    }

    /// Adds the rows, cases or tiers that a question to a rule has come to.
    package mutating func add(_ decision: Rules.Decision, of rule: String) {
        add(rows: Array(decision.rows), decision.value, rule, decision.version)
    }

    /// A table says which of its rows decided, a price which of its tiers each of its lines is of.
    private mutating func add(rows: [Int], _ value: Value, _ rule: String, _ version: Int) {
        for row in rows { marks.insert("row/\(rule)/\(version)/\(row)") }
        guard let lines = WrittenData.field("lines", of: value).asList else { return }
        for line in lines {
            let tier = WrittenData.field("tier", of: line)
            if !tier.isAbsent { marks.insert("row/\(rule)/\(version)/\(tier)") }
        }
    }

    /// Adds what another has reached.
    package mutating func add(_ other: Coverage) { marks.formUnion(other.marks) }

    // MARK: Points

    /// The tiers of a price.
    package func points(of price: PriceDefinition) -> [Point] {
        let name = price.heading.name.value
        let tiers =
            switch price.model {
            case .graduated(let tiers), .volume(let tiers), .graduatedPercentage(let tiers): tiers
            case .perUnit, .package, .percentage: [TierDefinition]()
            }
        return tiers.enumerated().map { index, tier in
            Point(
                kind: .tier, name: "\(index + 1) of \(name)", place: tier.node.place,
                isCovered: marks.contains("row/\(name)/\(price.heading.version.value)/\(index + 1)"))
        }
    }

    /// The rows of a rule's table, or its cases.
    package func points(of rule: CheckedRule) -> [Point] {
        let name = rule.definition.heading.name.value
        let version = rule.definition.heading.version.value
        var points: [Point] = []
        while let place = rule.place(ofRow: points.count + 1) {
            let number = points.count + 1
            points.append(
                Point(
                    kind: rule.hasRows ? .row : .choice, name: "\(number) of \(name)", place: place,
                    isCovered: marks.contains("row/\(name)/\(version)/\(number)")))
        }
        return points
    }

    /// Every place of a workflow that a scenario can reach, in the order of the file.
    package func points(of workflow: WorkflowDefinition) -> [Point] {
        var points: [Point] = []
        for step in workflow.steps { add(step, to: &points) }
        return points.sorted { ($0.place.span.start, $0.kind.rawValue) < ($1.place.span.start, $1.kind.rawValue) }
    }

    private func add(_ step: StepDefinition, to points: inout [Point]) {
        let name = step.name
        let isDone = isDone(step)
        let place = step.writtenName?.place ?? first(step.node)
        switch step.verb {
        case .proceed, .beginAgain, .unreadable: return
        case .choose, .group: break
        default: points.append(Point(kind: .step, name: name, place: place, isCovered: isDone))
        }
        if let condition = step.condition {
            points.append(Point(kind: .conditionTrue, name: name, place: condition.place, isCovered: isDone))
            points.append(
                Point(
                    kind: .conditionFalse, name: name, place: condition.place,
                    isCovered: marks.contains("skipped/\(name)")))
        }
        for outcome in step.outcomes {
            points.append(
                Point(
                    kind: .outcome, name: "\(name): \(outcome.name.value)", place: outcome.name.place,
                    isCovered: marks.contains("outcome/\(name)/\(outcome.name.value)")))
        }
        if case .approve = step.verb, let levels = step.node["from"], levels.isSequence {
            for (index, level) in levels.items.enumerated() {
                points.append(
                    Point(
                        kind: .level, name: "\(name), level \(index + 1)", place: level.place,
                        isCovered: marks.contains("level/\(name)/\(index + 1)")))
            }
        }
        if case .choose(let cases) = step.verb {
            for (index, item) in cases.enumerated() {
                points.append(
                    Point(
                        kind: .choice, name: "\(index + 1) of \(name)", place: item.condition?.place ?? place,
                        isCovered: marks.contains("case/\(name)/\(index)")))
            }
        }
        if case .sequence(let sequence) = step.verb {
            for stage in sequence.stages { add(stage, to: &points) }
        }
        for inner in Self.inside(step) { add(inner, to: &points) }
    }

    private func add(_ stage: StageDefinition, to points: inout [Point]) {
        let step = stage.step
        let isDone = isDone(step)
        points.append(
            Point(kind: .stage, name: step.name, place: step.writtenName?.place ?? first(step.node), isCovered: isDone))
        var parts: [Point] = []
        add(step, to: &parts)
        points += parts.filter { $0.kind != .step || $0.name != step.name }
    }

    private func first(_ node: LocatedNode) -> Place {
        node.entries.first { _ in true }.map { Place(node.tree.file, $0.key.span) } ?? node.place
    }

    private func isDone(_ step: StepDefinition) -> Bool {
        switch step.verb {
        case .letValues(let values): values.contains { marks.contains("did/\($0.name.value)") }
        case .choose, .group: Self.inside(step).contains { isDone($0) }
        default: marks.contains("did/\(step.name)")
        }
    }

    private static func inside(_ step: StepDefinition) -> [StepDefinition] {
        var steps = step.outcomes.flatMap(\.value) + step.undo
        switch step.verb {
        case .group(let inner): steps += inner
        case .choose(let cases): steps += cases.flatMap(\.steps)
        case .sequence(let sequence): steps += sequence.cleared + sequence.giveUp.steps
        default: break
        }
        return steps
    }
}
