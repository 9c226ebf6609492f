import Definitions
import Expressions
import YAMLReading

/// Expressions in their one way.
enum ExpressionLayout {
    /// The expression on one line; nil if it is not valid or has comments, which its tree does not keep.
    static func printed(_ excerpt: Excerpt) -> String? {
        let parsed = parse(ExpressionSource(text: excerpt.bytes, file: excerpt.file, pieces: []))
        return parsed.isValid && !parsed.syntax.hasComments ? parsed.syntax.printed() : nil
    }

    /// What a scalar of one line says with its expressions in their one way; nil if nothing changes, or for one of several lines.
    static func text(_ node: LocatedNode, _ form: Form) -> String? {
        let old = node.text
        guard !old.utf8.contains(0x0A) else { return nil }
        let new: String? =
            switch form {
            case .expression: expression(node)
            case .freeText, .argument: freeText(node, old)
            case .repetition: repetition(node)
            default: nil
            }
        guard let new, new != old, !new.utf8.contains(0x0A) else { return nil }
        return new
    }

    private static func expression(_ node: LocatedNode) -> String {
        let excerpt = ExpressionText.excerpt(node)
        return printed(excerpt) ?? excerpt.text
    }

    private static func repetition(_ node: LocatedNode) -> String? {
        guard let each = Repetition.written(node) else { return nil }
        return "\(each.name) in \(printed(each.list) ?? each.list.text)"
    }

    /// The literal parts stand as they do; blanks at the end are left out by whoever reads the text, so such a text stays whole.
    private static func freeText(_ node: LocatedNode, _ old: String) -> String? {
        guard old.utf8.last != 0x20, let text = try? FreeText(node) else { return nil }
        return text.pieces.map { piece in
            switch piece {
            case .literal(_, let excerpt): excerpt.text
            case .expression(let excerpt): "${\(printed(excerpt) ?? excerpt.text)}"
            }
        }.joined()
    }
}
