/// A value of the model: what fields, inputs and results hold.
enum ModelValue: Equatable, Sendable {
    case absent
    case bool(Bool)
    case int(Int)
    case text(String)
    case date(CivilDay)
    case instant(Seconds)
    case list([ModelValue])
    /// A record, by type and id.
    case record(String, String)

    var isTrue: Bool { self == .bool(true) }

    /// As a condition; what is not there cannot be asked.
    var truth: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    var text: String? {
        switch self {
        case .text(let text): return text
        case .record(_, let id): return id
        default: return nil
        }
    }

    var date: CivilDay? {
        if case .date(let day) = self { return day }
        return nil
    }

    /// What a call line shows.
    var description: String {
        switch self {
        case .absent: return "absent"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return "\(value)"
        case .text(let value): return "\"\(value)\""
        case .date(let day): return CivilTime.text(day: day)
        case .instant(let instant): return CivilTime.text(instant)
        case .list(let values): return "[" + values.map(\.description).joined(separator: ", ") + "]"
        case .record(let type, let id): return "\(type)/\(id)"
        }
    }

    /// An absent value equals nothing, not even another absent one.
    func equals(_ other: ModelValue) -> Bool { self != .absent && self == other }

    /// What is not there has no place in an order.
    static func > (left: ModelValue, right: Int) -> Bool? {
        if case .int(let value) = left { return value > right }
        return nil
    }

    static func >= (left: ModelValue, right: Int) -> Bool? {
        if case .int(let value) = left { return value >= right }
        return nil
    }
}

/// The fields of a record, an event or a result, in the order in which they were written.
typealias ModelFields = [(name: String, value: ModelValue)]

func field(_ name: String, of fields: ModelFields) -> ModelValue {
    for field in fields where field.name == name { return field.value }
    return .absent
}

/// `{a: 1, b: "x"}`
func braced(_ fields: ModelFields) -> String {
    "{" + fields.map { "\($0.name): \($0.value.description)" }.joined(separator: ", ") + "}"
}

/// The order of names and ids: by Unicode scalars.
func precedes(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}

// Conditions of which one side may be impossible to ask: the other side can still settle it.

func both(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == false || right == false { return false }
    return left == nil || right == nil ? nil : true
}

func either(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == true || right == true { return true }
    return left == nil || right == nil ? nil : false
}

func not(_ condition: Bool?) -> Bool? { condition.map { !$0 } }
