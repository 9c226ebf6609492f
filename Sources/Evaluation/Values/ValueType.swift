public import Amounts
public import Encoding

/// The declared type of a field, a variable or an input: what a reader of data makes and what the checker starts from.
public indirect enum ValueType: Hashable, Sendable {
    /// Anything: what its value is shows when it is used.
    case dynamic
    case null
    case bool
    case int
    case uint
    case double
    case decimal
    case ratio
    /// Money of one stated currency, or of whatever currency the value has.
    case money(Currency?)
    case rate
    case string
    case bytes
    case list(ValueType)
    case map(key: ValueType, value: ValueType)
    /// A record of the shape of this name.
    case record(Text)
    case timestamp
    case duration
    case date
    case time
    case period
    case optional(ValueType)
    case type
    case address
    case network
}
