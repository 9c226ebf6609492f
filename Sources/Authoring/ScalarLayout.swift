import Definitions
import SourceText
import YAMLReading

/// How a scalar is written on one line.
enum ScalarLayout {
    /// The scalar on one line; nil if it needs several.
    static func line(_ node: LocatedNode, _ form: Form, isFlow: Bool, _ care: LayoutCare) -> String? {
        if node.style == .literal || node.style == .folded { return nil }
        let source = node.tree.file.text(in: node.span)
        let isOneLine = !source.utf8.contains { $0 == 0x0A || $0 == 0x0D }
        guard care == .everything else { return isOneLine ? source : nil }
        let new = ExpressionLayout.text(node, form)
        let text = new ?? node.text
        if text.utf8.contains(0x0A) { return isOneLine ? source : nil }
        switch node.style {
        case .plain:
            if new == nil, isOneLine { return source }
            if isSafePlain(text, isFlow) { return text }
            return isOneLine ? source : nil
        default:
            if mayBeBare(form), isSafePlain(text, isFlow) { return text }
            if let quoted = quoted(text, node.style) { return quoted }
            return isOneLine ? source : nil
        }
    }

    /// A key: bare if it is a name.
    static func key(_ node: LocatedNode) -> String {
        let text = node.text
        let isName = text.utf8.allSatisfy {
            ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
        let startsWithLetter = text.utf8.first.map { ($0 | 0x20) &- UInt8(ascii: "a") < 26 } ?? false
        return isName && startsWithLetter ? text : node.tree.file.text(in: node.span)
    }

    /// Places at which quotation marks say nothing. In a text they can: they tell a text from a name (rule 3 of the notation).
    private static func mayBeBare(_ form: Form) -> Bool {
        switch form {
        case .text, .freeText, .argument, .data, .table, .zone: false
        case .byShape(let scalar?, _, _): mayBeBare(scalar)
        case .byShape: false
        case .oneOrMore(let form): mayBeBare(form)
        default: true
        }
    }

    /// Text that is certainly read as it stands, without quotation marks.
    static func isSafePlain(_ text: String, _ isFlow: Bool) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        let isLetterOrDigit = (first | 0x20) &- UInt8(ascii: "a") < 26 || first &- UInt8(ascii: "0") < 10
        guard isLetterOrDigit || "$(_+".utf8.contains(first),
            last != 0x20, last != UInt8(ascii: ":")
        else { return false }
        for (index, byte) in bytes.enumerated() {
            guard byte >= 0x20, byte < 0x7F else { return false }
            switch byte {
            case UInt8(ascii: ":"): if isFlow || (index + 1 < bytes.count && bytes[index + 1] == 0x20) { return false }
            case UInt8(ascii: "#"): if index > 0, bytes[index - 1] == 0x20 { return false }
            case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
                if isFlow { return false }
            default: break
            }
        }
        return true
    }

    /// In double quotation marks; in single ones where double ones would need an escape. Nil for what needs an escape anyway.
    private static func quoted(_ text: String, _ style: ScalarStyle) -> String? {
        guard text.unicodeScalars.allSatisfy({ isVisible($0) }) else { return nil }
        if !text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) { return "\"\(text)\"" }
        return "'" + text.replacing("'", with: "''") + "'"
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
