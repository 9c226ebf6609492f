import Checking
import Encoding
import Evaluation
import Expressions
import Program
import Rules

/// The forms of what a run remembers, from the types that the checker found.
struct Forms {
    private let workflow: CheckedWorkflow

    init(_ workflow: CheckedWorkflow) { self.workflow = workflow }

    /// By slot.
    var slots: [Form] { (0..<workflow.slotCount).map { form(workflow.declarations.variables[$0].type) } }

    func event(_ type: Text) -> Form {
        let name = type.string
        return workflow.declarations.records.first { $0.name == name }.map(record) ?? .plain
    }

    private func form(_ type: Type) -> Form {
        switch type.present {
        case .record(let number): return record(workflow.declarations.records[number])
        case .list(let element):
            let form = form(element)
            return form == .plain ? .plain : .list(form)
        default: return .plain
        }
    }

    private func record(_ declaration: RecordDeclaration) -> Form {
        guard let shape = shape(declaration.name) else {
            // What the language itself defines has other names in the data than among the checker's types.
            switch declaration.fields.map(\.name) {
            case ResultShapes.approval.fields.map(\.name.string): return Self.approval
            case ResultShapes.person.fields.map(\.name.string): return .record(ResultShapes.person)
            case ResultShapes.planned.fields.map(\.name.string): return .record(ResultShapes.planned)
            default: return .plain
            }
        }
        // Groups inside it; a record that it only refers to is a text. A group is not inside itself, so this ends.
        var inner: [Int: Form] = [:]
        for (slot, field) in declaration.fields.enumerated() where slot < shape.fields.count {
            let form = form(field.type)
            if form != .plain { inner[slot] = form }
        }
        return .record(shape, inner)
    }

    private func shape(_ name: String) -> Shape? {
        let name = Text(name)
        if let shape = workflow.shapes.first(where: { $0.name == name }) { return shape }
        for step in workflow.steps {
            if let shape = step.resultShape, shape.name == name { return shape }
            if let shape = step.repetition?.resultsShape, shape.name == name { return shape }
        }
        return workflow.rulebooks.first { $0.outputShape.name == name }?.outputShape
    }

    private static let approval: Form = {
        var inner: [Int: Form] = [:]
        if let by = ResultShapes.approval.slot(of: Text("by")) { inner[by] = .record(ResultShapes.person) }
        return .record(ResultShapes.approval, inner)
    }()
}
