import Definitions
import YAMLReading

/// By step and stage: its condition, its reason and the condition of the timetable that it stands in, as the author wrote them.
struct StepTexts {
    struct Texts {
        var condition: String?
        var why: String?
        /// Of a choice: the conditions of its cases.
        var cases: [String] = []
        /// `while` of the timetable round it.
        var sequence: String?
    }

    private var texts: [String: Texts] = [:]

    init(_ workflow: WorkflowDefinition) { add(workflow.steps, sequence: nil) }

    subscript(step: String) -> Texts? { texts[step] }

    private mutating func add(_ steps: [StepDefinition], sequence: String?) {
        for step in steps { add(step, sequence: sequence) }
    }

    private mutating func add(_ step: StepDefinition, sequence: String?) {
        texts[step.name] = Texts(
            condition: step.condition.map { Self.line($0.text) }, why: step.why.map { Self.line($0.node.text) },
            sequence: sequence)
        add(step.outcomes.flatMap(\.value) + step.undo, sequence: nil)
        switch step.verb {
        case .group(let inner): add(inner, sequence: sequence)
        case .choose(let cases):
            texts[step.name]?.cases = cases.compactMap { $0.condition.map { Self.line($0.text) } }
            add(cases.flatMap(\.steps), sequence: nil)
        case .sequence(let timetable):
            for stage in timetable.stages { add(stage.step, sequence: Self.line(timetable.whileCondition.text)) }
            add(timetable.cleared + timetable.giveUp.steps, sequence: nil)
        default: break
        }
    }

    private static func line(_ text: String) -> String {
        text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    }
}
