import Dates
import Definitions
import SourceText
import YAMLReading

/// A definition as indented lines, a value each: what it says, not how its file is laid out.
///
/// It walks the values by reflection, so a property that is added to a definition shows in every expectation.
struct Dump {
    private(set) var lines: [String] = []

    static func text(_ definition: Definition) -> String {
        var dump = Dump()
        dump.add("", definition, 0)
        return dump.lines.joined(separator: "\n")
    }

    private mutating func line(_ label: String, _ text: String, _ depth: Int) {
        let head = label.isEmpty ? text : text.isEmpty ? "\(label):" : "\(label): \(text)"
        lines.append(String(repeating: "  ", count: depth) + head)
    }

    private mutating func add(_ label: String, _ value: Any, _ depth: Int) {
        if let short = Self.short(value) { return line(label, short, depth) }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let wrapped = mirror.children.first?.value else { return }
            let inner = Mirror(reflecting: wrapped)
            if inner.displayStyle == .collection, inner.children.isEmpty { return line(label, "none", depth) }
            add(label, wrapped, depth)
        case .collection:
            if mirror.children.isEmpty { return }
            line(label, "", depth)
            for child in mirror.children { add("-", child.value, depth + 1) }
        case .enum: addCase(label, value, mirror, depth)
        case .struct, .tuple: addMembers(label, mirror, depth)
        default: line(label, "\(value)", depth)
        }
    }

    private mutating func addCase(_ label: String, _ value: Any, _ mirror: Mirror, _ depth: Int) {
        guard let child = mirror.children.first, let name = child.label else { return line(label, "\(value)", depth) }
        let head = label.isEmpty || label == "-" ? (label.isEmpty ? name : "- \(name)") : "\(label) \(name)"
        add(head, child.value, depth)
    }

    private mutating func addMembers(_ label: String, _ mirror: Mirror, _ depth: Int) {
        // The node of an argument is its value; of other definitions, it is all that is shown anyway.
        let all = Array(mirror.children)
        let isArgument = String(describing: mirror.subjectType) == "ArgumentDefinition"
        var members = all.filter { isArgument || $0.label != "node" }.filter { !($0.value as? Bool == false) }
        // A named entry is its name with its value.
        if members.first?.label == "name", members.count == 2,
            let name = members.first.flatMap({ Self.short($0.value) })
        {
            let value = members[members.index(after: members.startIndex)].value
            if Self.short(value) != nil { return add(label == "-" ? "- \(name)" : "\(label) \(name)", value, depth) }
            members.removeFirst()
            line(label == "-" ? "- \(name)" : "\(label) \(name)", "", depth)
            return add("value", value, depth + 1)
        }
        line(label, "", depth)
        for child in members { add(child.label ?? "", child.value, depth + 1) }
    }

    /// A value on one line.
    private static func short(_ value: Any) -> String? {
        switch value {
        case let excerpt as Excerpt: return "‹\(excerpt.text)›"
        case let text as FreeText: return text.pieces.map(piece).joined(separator: " ")
        case let node as LocatedNode: return shown(node)
        case let repetition as Repetition: return "\(repetition.name) in ‹\(repetition.list.text)›"
        case let level as Level: return "\(level.count) of \(level.role)"
        case let text as String: return "\"\(text.replacing("\n", with: "⏎"))\""
        case let type as WrittenType: return "\(type)"
        case let date as CivilDate: return "\(date)"
        case let time as CivilTime: return "\(time)"
        case let instant as Instant: return "\(instant)"
        case let period as Period: return "\(period)"
        case let rule as ScheduleRule: return "\(rule)"
        case is Bool, is Int, is Weekday: return "\(value)"
        default: break
        }
        let mirror = Mirror(reflecting: value)
        if String(describing: mirror.subjectType).hasPrefix("Written<") {
            return mirror.children.first.flatMap { short($0.value) }
        }
        if mirror.displayStyle == .enum, mirror.children.isEmpty { return "\(value)" }
        if mirror.displayStyle == .enum, let child = mirror.children.first, let inner = short(child.value) {
            return child.label == "value" ? inner : "\(child.label ?? "") \(inner)"
        }
        if mirror.displayStyle == .optional { return mirror.children.first.flatMap { short($0.value) } }
        return nil
    }

    private static func piece(_ piece: FreeText.Piece) -> String {
        switch piece {
        case .literal(let text, _): "\"\(text.replacing("\n", with: "⏎"))\""
        case .expression(let excerpt): "‹\(excerpt.text)›"
        }
    }

    private static func shown(_ node: LocatedNode) -> String {
        switch node.kind {
        case .scalar: "`\(node.text)`"
        case .sequence: "[" + node.items.map(shown).joined(separator: ", ") + "]"
        case .mapping: "{" + node.entries.map { "\($0.key.text): \(shown($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
