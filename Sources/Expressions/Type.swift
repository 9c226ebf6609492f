public import Amounts

// The types that an expression can have before it runs.
//
// `dyn` fits everywhere and is looked at while running. `variable` stands for a type that is still open while one
// expression is checked. The dialect adds exact numbers, money, dates and records.

/// A static type.
public enum Type: Hashable, Sendable {
    /// The type of something that has been reported: it fits everywhere and says nothing more.
    case error
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    /// A point in time: CEL's timestamp, the dialect's instant.
    case timestamp
    /// A fixed length of time: CEL's duration.
    case duration
    indirect case list(Type)
    indirect case map(key: Type, value: Type)
    indirect case optional(Type)
    /// A type as a value, such as `int`.
    indirect case type(Type)
    /// A value of this type or null: CEL's wrapper messages.
    indirect case wrapper(Type)
    /// A type known by its name, perhaps with parameters: `net.IP`, or one that a program declares.
    case abstract(String, [Type])
    /// A parameter of a declared function: any type, the same at each use within one call.
    case parameter(String)
    /// A type that is still open.
    case variable(Int)

    // The dialect's types.

    /// An exact decimal.
    case decimal
    /// An amount; of this currency, if it is known.
    case money(Currency?)
    /// An exact ratio that can be calculated with: `2%`, or a field that is declared as one.
    case ratio
    /// What a division gives: an exact ratio that can be compared and rounded, nothing else.
    case quotient
    /// An exchange rate; from and to these currencies, where they are known.
    case rate(from: Currency?, to: Currency?)
    case date
    case time
    case period
    /// A record of a declared shape, by its number in `Declarations.records`.
    case record(Int)
    /// One of the names of an enumeration, by its number in `Declarations.enumerations`.
    case enumeration(Int)
    /// A field's value that may be absent.
    indirect case absent(Type)

    /// Fits everywhere: `dyn` or what has been reported.
    package var isOpen: Bool { self == .dyn || self == .error }

    /// Whether a type variable or parameter is part of it.
    package var hasVariables: Bool {
        switch self {
        case .variable, .parameter: true
        case .list(let element), .optional(let element), .type(let element), .wrapper(let element),
            .absent(let element):
            element.hasVariables
        case .map(let key, let value): key.hasVariables || value.hasVariables
        case .abstract(_, let parameters): parameters.contains(where: \.hasVariables)
        default: false
        }
    }

    /// A number of the dialect that mixes with the others.
    package var isNumber: Bool {
        switch self {
        case .int, .decimal, .ratio: true
        default: false
        }
    }

    package var isMoney: Bool { if case .money = self { true } else { false } }

    /// Without the possibility of being absent.
    package var present: Type { if case .absent(let type) = self { type } else { self } }

    package var isAbsent: Bool { if case .absent = self { true } else { false } }

    /// The types that a type has as parts, in order.
    package var parts: [Type] {
        switch self {
        case .list(let part), .optional(let part), .type(let part), .wrapper(let part), .absent(let part): [part]
        case .map(let key, let value): [key, value]
        case .abstract(_, let parameters): parameters
        default: []
        }
    }
}
