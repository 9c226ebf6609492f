/// What a form asks for, in the author's words.
extension Form {
    /// A noun phrase: `a period such as 3 days`.
    package var expectation: String {
        switch self {
        case .text, .freeText: "a text"
        case .expression: "an expression such as invoice.balance > 0"
        case .argument, .data: "a value"
        case .table: "a table, one row a line, below \"|\""
        case .name(let style): style.description
        case .reference(let reference): "the name of \(reference.noun), such as \(reference.example)"
        case .choice(let words): Self.alternatives(words.map(\.text))
        case .type: "a type such as text, money USD or list of text"
        case .zone: "a time zone such as America/New_York"
        case .integer(let bounds), .count(let bounds):
            "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .times: "how often, such as 3 times"
        case .period(.offset): "a period such as +7 days or -3 business days"
        case .period(.length): "a period such as 3 days"
        case .period(.exactLength): "a period such as 30 seconds"
        case .timeOfDay: "a time of day such as 09:00"
        case .date: "a date such as 2026-03-01"
        case .instant: "an instant such as 2026-03-01T09:00:00Z"
        case .moment: "an instant such as 2026-03-01T09:00:00Z, or a date"
        case .boolean: "true or false"
        case .number: "a number such as 1200 or 0.05"
        case .money: "an amount such as 0.05 USD"
        case .percentage: "a percentage such as 2.5%"
        case .currency: "a currency such as USD"
        case .schedule: "days such as first business day of the month"
        case .repetition: "a name and a list, such as line in invoice.lines"
        case .level: "a role such as controller, or 2 of controller"
        case .list(let item, _): "a list, \(item.itemWords)"
        case .oneOrMore(let form): "\(form.expectation), or a list of them"
        case .block(let name): Self.blockWords(name.schema)
        case .map(let map): "a group in which each key is \(map.key.noun)"
        case .byShape(let scalar, let list, let group):
            [scalar, list, group].compactMap { $0?.expectation }.joined(separator: ", or ")
        }
    }

    /// What the items of a list are, as the end of a sentence.
    private var itemWords: String {
        switch self {
        case .byShape(_, _, .block(.step)): "each item a step such as \"do: invoice.post\""
        case .block(let name): "each item \(name.schema.noun)"
        default: "each item \(expectation)"
        }
    }

    private static func blockWords(_ schema: BlockSchema) -> String {
        let required = schema.keys.filter { $0.presence == .required && $0.companions.isEmpty }.map { "\"\($0.name)\"" }
        if let leading = schema.leading.first, leading.isRequired {
            return "\(schema.noun) with \(alternatives(leading.names.map { "\"\($0)\"" }))"
        }
        let some = required.isEmpty ? schema.keys.prefix(3).map { "\"\($0.name)\"" } : required
        return required.isEmpty
            ? "\(schema.noun) with keys such as \(alternatives(some))" : "\(schema.noun) with \(list(some))"
    }

    /// `a, b or c`.
    package static func alternatives(_ words: [String]) -> String { joined(words, "or") }

    /// `a, b and c`.
    package static func list(_ words: [String]) -> String { joined(words, "and") }

    private static func joined(_ words: [String], _ last: String) -> String {
        guard words.count > 1, let final = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + final
    }

    /// A single value is meant.
    package var isScalar: Bool {
        switch self {
        case .list, .block, .map, .oneOrMore, .byShape: false
        default: true
        }
    }
}

extension MapKey {
    /// With its article.
    package var noun: String {
        switch self {
        case .name(_, let noun): noun
        case .reference(let reference): "the name of \(reference.noun)"
        }
    }

    package var style: NameStyle {
        switch self {
        case .name(let style, _): style
        case .reference(let reference): reference.style
        }
    }
}
