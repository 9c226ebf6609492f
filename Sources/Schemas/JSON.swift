/// JSON whose members keep the order in which they are given, so that the same schema gives the same bytes.
indirect enum JSON {
    case text(String)
    case number(Int)
    case bool(Bool)
    case list([JSON])
    case object([(String, JSON)])

    static func texts(_ texts: [String]) -> JSON { .list(texts.map { .text($0) }) }

    /// Several lines, indented by two spaces, with a line break at the end.
    var document: String {
        var text = ""
        write(to: &text, indent: 0)
        return text + "\n"
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .text(let content): Self.quote(content, to: &text)
        case .number(let number): text += "\(number)"
        case .bool(let flag): text += flag ? "true" : "false"
        case .list(let items):
            Self.write(items, "[", "]", to: &text, indent) { item, text, indent in item.write(to: &text, indent: indent)
            }
        case .object(let members):
            Self.write(members, "{", "}", to: &text, indent) { member, text, indent in
                Self.quote(member.0, to: &text)
                text += ": "
                member.1.write(to: &text, indent: indent)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], _ open: String, _ close: String, to text: inout String, _ indent: Int,
        _ one: (Item, inout String, Int) -> Void
    ) {
        guard !items.isEmpty else {
            text += open + close
            return
        }
        let margin = String(repeating: "  ", count: indent + 1)
        text += open
        for (index, item) in items.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + margin
            one(item, &text, indent + 1)
        }
        text += "\n" + margin.dropLast(2) + close
    }

    private static func quote(_ content: String, to text: inout String) {
        text += "\""
        for scalar in content.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
