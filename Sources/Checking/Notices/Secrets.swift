import Definitions
import Encoding
import Evaluation
import Expressions
import SourceText

/// Fields that nobody may read, and the texts that would show them.
enum Secrets {
    /// The first secret field that the value of an expression shows. A secret that is only compared or tested for presence decides what
    /// is shown, and is not shown itself.
    static func first(in checked: Checked, _ declarations: Declarations, _ shapes: Shapes) -> String? {
        shown(checked.root, checked, declarations, shapes)
    }

    private static func shown(
        _ id: NodeID, _ checked: Checked, _ declarations: Declarations, _ shapes: Shapes
    ) -> String? {
        let syntax = checked.syntax
        if case .bool = checked.type(of: id).present { return nil }
        if syntax[id].kind == .select, let secret = secret(id, checked, declarations, shapes) { return secret }
        let children = syntax.children(of: id)
        for child in syntax[id].kind == .conditional ? children.dropFirst() : children {
            if let found = shown(child, checked, declarations, shapes) { return found }
        }
        return nil
    }

    private static func secret(
        _ id: NodeID, _ checked: Checked, _ declarations: Declarations, _ shapes: Shapes
    ) -> String? {
        guard case .field(let position) = checked.reference(of: id),
            case .record(let number) = checked.type(of: checked.syntax.child(id, 0)).present,
            declarations.records.indices.contains(number)
        else { return nil }
        let record = declarations.records[number]
        guard let shape = shapes.shape(record.name), record.fields.indices.contains(position),
            let slot = shape.slot(of: Text(record.fields[position].name)),
            shape.fields[slot].marks.contains(.secret)
        else { return nil }
        return record.fields[position].name
    }
}

extension Findings {
    /// - Parameter text: where it would be read, with its article.
    mutating func reportSecret(_ field: String, _ excerpt: Excerpt, _ text: String) {
        report(
            ShapeCodes.secretShown, excerpt.place, "\"\(field)\" is secret and cannot stand in \(text).",
            found: "\"\(excerpt.text)\", which shows \"\(field)\"", expected: "values that people may read",
            help: "Take it out of the text.")
    }
}
