/// Writes JSON with its keys in the order in which they are given, so that the same diagnostics give the same bytes.
enum JSONText {
    indirect enum Value {
        case text(String)
        case number(Int)
        case list([Value])
        case object([(String, Value)])
        /// A member that is left out.
        case absent
    }

    /// One line, without a line break at its end.
    static func line(_ value: Value) -> String {
        var text = ""
        write(value, &text, indent: nil)
        return text
    }

    /// Several lines, indented by two spaces, with a line break at the end.
    static func document(_ value: Value) -> String {
        var text = ""
        write(value, &text, indent: 0)
        return text + "\n"
    }

    private static func write(_ value: Value, _ text: inout String, indent: Int?) {
        switch value {
        case .absent: text += "null"
        case .text(let content): text += quoted(content)
        case .number(let number): text += String(number)
        case .list(let items):
            write(items.map { (nil, $0) }, &text, "[", "]", indent)
        case .object(let members):
            write(members.filter { if case .absent = $0.1 { false } else { true } }, &text, "{", "}", indent)
        }
    }

    private static func write(
        _ members: [(String?, Value)], _ text: inout String, _ open: String, _ close: String, _ indent: Int?
    ) {
        text += open
        for (index, member) in members.enumerated() {
            if index > 0 { text += indent == nil ? ", " : "," }
            if let indent { text += "\n" + String(repeating: " ", count: indent + 2) }
            if let key = member.0 { text += quoted(key) + ": " }
            write(member.1, &text, indent: indent.map { $0 + 2 })
        }
        if let indent, !members.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += close
    }

    /// RFC 8259, section 7; controls and the invisible characters that `DisplayText` names are escaped, so that the text is
    /// harmless in a log too.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if DisplayText.mustNotBePrinted(scalar) {
                    for unit in String(scalar).utf16 { result += "\\u\(hexadecimal(UInt32(unit), digits: 4))" }
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
