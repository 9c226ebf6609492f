import Amounts

// Types in words. In the dialect they are what an author calls them; in CEL they are CEL's.

struct TypeNames {
    let declarations: Declarations
    let dialect: Dialect

    /// A noun phrase with its article: `an amount in USD`, `a list of text`.
    func phrase(_ type: Type) -> String {
        if dialect == .cel { return cel(type) }
        switch type {
        case .error, .dyn, .variable, .parameter: return "a value of unknown kind"
        case .null: return "null"
        case .bool: return "true or false"
        case .int: return "a whole number"
        case .uint: return "an unsigned whole number"
        case .double: return "a binary floating-point number"
        case .string: return "text"
        case .bytes: return "bytes"
        case .timestamp: return "an instant"
        case .duration: return "a duration"
        case .list: return "a \(plain(type))"
        case .map: return "a \(plain(type))"
        case .optional: return "an \(plain(type))"
        case .type: return "a type"
        case .wrapper(let inner): return "\(phrase(inner)) or null"
        case .abstract(let name, _): return "the id of \(Self.withArticle(name))"
        case .decimal: return "a decimal number"
        case .money(let currency): return currency.map { "an amount in \($0)" } ?? "an amount of money"
        case .ratio: return "a ratio"
        case .quotient: return "the ratio of a division"
        case .rate(let from, let to):
            return "an exchange rate\(from.map { " from \($0)" } ?? "")\(to.map { " to \($0)" } ?? "")"
        case .date: return "a date"
        case .time: return "a time of day"
        case .period: return "a period"
        case .record(let number): return "the record \(declarations.records[number].name)"
        case .enumeration(let number): return "one of the names of \(declarations.enumerations[number].name)"
        case .absent(let inner): return "\(phrase(inner)) that may be absent"
        }
    }

    /// `an invoice`
    static func withArticle(_ noun: String) -> String {
        ("aeiou".contains(noun.prefix(1)) ? "an " : "a ") + noun
    }

    /// The same without an article, for use after "list of".
    private func plain(_ type: Type) -> String {
        switch type {
        case .int: "whole numbers"
        case .decimal: "decimal numbers"
        case .bool: "true or false"
        case .money(let currency): currency.map { "amounts in \($0)" } ?? "amounts of money"
        case .date: "dates"
        case .record(let number): "records \(declarations.records[number].name)"
        case .abstract(let name, _): "ids of \(name)s"
        case .enumeration(let number): "names of \(declarations.enumerations[number].name)"
        case .list(let element): element.isOpen ? "list" : "list of \(plain(element))"
        case .map(let key, let value): "map from \(plain(key)) to \(plain(value))"
        case .optional(let inner): "optional value: \(phrase(inner))"
        case .dyn, .error, .variable: "anything"
        default: phrase(type)
        }
    }

    /// CEL's notation: `map(string, list(int))`.
    private func cel(_ type: Type) -> String {
        switch type {
        case .error, .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(cel(element)))"
        case .map(let key, let value): "map(\(cel(key)), \(cel(value)))"
        case .optional(let inner): "optional(\(cel(inner)))"
        case .type(let inner): inner.isOpen ? "type" : "type(\(cel(inner)))"
        case .wrapper(let inner): "wrapper(\(cel(inner)))"
        case .abstract(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map { cel($0) }.joined(separator: ", ")))"
        case .parameter(let name): name
        case .variable: "dyn"
        case .decimal: "decimal"
        case .money(let currency): currency.map { "money(\($0))" } ?? "money"
        case .ratio, .quotient: "ratio"
        case .rate: "rate"
        case .date: "date"
        case .time: "time"
        case .period: "period"
        case .record(let number): declarations.records[number].name
        case .enumeration(let number): declarations.enumerations[number].name
        case .absent(let inner): cel(inner)
        }
    }
}

extension Declarations {
    /// A type in words, as messages say it: `an amount in USD`; in CEL its own notation.
    public func phrase(_ type: Type, dialect: Dialect = .proviso) -> String {
        TypeNames(declarations: self, dialect: dialect).phrase(type)
    }
}
