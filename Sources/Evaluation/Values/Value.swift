public import Encoding

// Every value of the expression language, in 32 bytes.
//
//   object   nothing, or the one reference: the bytes of a long text, the elements of a list, map or record, …
//   meta     bits 0…7 the kind, 8…15 the scale of a decimal, 16…31 the currency, 32…63 by kind
//   low      the payload's lower word
//   high     the payload's upper word
//
// A copy is two loads, two stores and one retain that a missing object turns into nothing; there is no switch over
// kinds in it, as there is in the copy of an enum with several payloads. And because the bits of a value are those of a
// struct without an owner, the evaluator's registers borrow values and count no references at all. Why this and
// no enum, with the numbers: Documentation/Decisions/0050-layout-of-values.md.
//
// By kind (numbers are two's complement; an Int128 has its upper half in `high`):
//
//   bool        low 0 or 1                      string, bytes   object, low, high as in `Text`
//   int, uint   low                             type            likewise, the type's name
//   double      low, its bits                   list, map, record   object: `ValueStorage`
//   decimal     low and high, scale             optional        object: `ValueStorage` of one element, or nothing
//   money       likewise, and the currency      rate            object: `RateBox`
//   ratio       object: `RatioBox`, or nothing and two Int64: low the numerator, high the denominator
//   timestamp, duration   low seconds, high nanoseconds
//   date        low days since 1970-01-01       time            low seconds of the day
//   period      low seconds, high months and days (32 bits each), bits 32…63 of meta the business days
//   address     high and low: the address; bits 32…39 of meta 4 or 6
//   network     likewise, and bits 40…47 the length of the prefix

/// What a value is. The raw values are part of the canonical encoding: a number is never given to another kind.
public enum ValueKind: UInt8, Hashable, Sendable, CaseIterable {
    /// A field that is not there. It equals nothing, and nothing but a test for presence can be done with it.
    case absent = 0
    case null = 1
    case bool = 2
    case int = 3
    case uint = 4
    case double = 5
    case decimal = 6
    case ratio = 7
    case money = 8
    case rate = 9
    case string = 10
    case bytes = 11
    case list = 12
    case map = 13
    case record = 14
    case type = 15
    case timestamp = 16
    case duration = 17
    case date = 18
    case time = 19
    case period = 20
    case optional = 21
    /// An IP address.
    case address = 22
    /// A network: an IP address and the length of a prefix.
    case network = 23
}

/// A value of the expression language. Immutable; a copy shares what is large.
///
/// `==` asks whether two values are the same value of the same kind, as tests and stores need it: 1 is not 1u, 2.50 is 2.5,
/// a NaN is itself. The language's own equality is `Equality` in the function library.
@frozen
public struct Value: @unchecked Sendable {
    // Unchecked since `AnyObject` is not Sendable; the only classes ever stored are immutable after they are made.
    @usableFromInline let object: AnyObject?
    @usableFromInline let meta: UInt64
    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64

    @inlinable
    @inline(__always)
    init(object: AnyObject? = nil, meta: UInt64, low: UInt64 = 0, high: UInt64 = 0) {
        self.object = object
        self.meta = meta
        self.low = low
        self.high = high
    }

    @inlinable
    @inline(__always)
    init(_ kind: ValueKind, object: AnyObject? = nil, low: UInt64 = 0, high: UInt64 = 0) {
        self.init(object: object, meta: UInt64(kind.rawValue), low: low, high: high)
    }

    @inlinable
    public var kind: ValueKind {
        // The initialisers are the only way to a `meta`, and each takes its kind from the enumeration.
        unsafeBitCast(UInt8(truncatingIfNeeded: meta), to: ValueKind.self)
    }

    @inlinable
    @inline(__always)
    var scale: Int8 { Int8(truncatingIfNeeded: meta &>> 8) }

    /// The coefficient of a decimal or of money.
    @inlinable
    @inline(__always)
    var coefficient: Int128 { Int128(truncatingIfNeeded: high) &<< 64 | Int128(low) }
}

// MARK: Simple kinds

extension Value {
    public static var absent: Value { @inlinable get { Value(.absent) } }
    public static var null: Value { @inlinable get { Value(.null) } }
    public static var `true`: Value { @inlinable get { Value(.bool, low: 1) } }
    public static var `false`: Value { @inlinable get { Value(.bool) } }

    @inlinable
    public static func bool(_ value: Bool) -> Value { Value(.bool, low: value ? 1 : 0) }

    @inlinable
    public static func int(_ value: Int64) -> Value { Value(.int, low: UInt64(bitPattern: value)) }

    @inlinable
    public static func uint(_ value: UInt64) -> Value { Value(.uint, low: value) }

    /// There is one NaN: its sign and payload would differ between processors.
    @inlinable
    public static func double(_ value: Double) -> Value { Value(.double, low: (value.isNaN ? .nan : value).bitPattern) }

    @inlinable
    public static func string(_ text: Text) -> Value {
        let (object, first, second) = text.words
        return Value(.string, object: object, low: first, high: second)
    }

    @inlinable
    public static func string(_ string: some StringProtocol) -> Value { .string(Text(string)) }

    /// The type of a name: `int`, `google.protobuf.Timestamp`.
    @inlinable
    public static func type(named name: Text) -> Value {
        let (object, first, second) = name.words
        return Value(.type, object: object, low: first, high: second)
    }

    @inlinable
    public var isAbsent: Bool { kind == .absent }

    @inlinable
    public var isNull: Bool { kind == .null }

    @inlinable
    public var asBool: Bool? { kind == .bool ? low != 0 : nil }

    @inlinable
    public var asInt: Int64? { kind == .int ? Int64(bitPattern: low) : nil }

    @inlinable
    public var asUInt: UInt64? { kind == .uint ? low : nil }

    @inlinable
    public var asDouble: Double? { kind == .double ? Double(bitPattern: low) : nil }

    @inlinable
    public var asText: Text? { kind == .string ? Text(words: object, low, high) : nil }

    /// The name of a type value.
    @inlinable
    public var asTypeName: Text? { kind == .type ? Text(words: object, low, high) : nil }
}

// MARK: Bytes

extension Value {
    /// A copy of bytes, at most 2³²−1.
    public static func bytes(_ bytes: some Collection<UInt8>) -> Value {
        let copy = [UInt8](bytes)
        let (object, first, second) = copy.withUnsafeBytes { Text(validUTF8: $0).words }
        return Value(.bytes, object: object, low: first, high: second)
    }

    /// A copy of the bytes.
    public var asBytes: [UInt8]? { kind == .bytes ? Text(words: object, low, high).utf8 : nil }

    /// The words of a string, of bytes or of a type's name, whatever the bytes are.
    @inlinable
    var content: Text { Text(words: object, low, high) }
}

// MARK: Optionals

extension Value {
    /// An optional value that holds nothing.
    public static var none: Value { @inlinable get { Value(.optional) } }

    /// An optional value that holds `value`.
    public static func optional(_ value: Value) -> Value {
        Value(.optional, object: ValueStorage.make(CollectionOfOne(value)))
    }

    /// Of an optional value, what it holds, or `.some(nil)` if that is nothing; of any other value, nothing.
    public var asOptional: Value?? {
        guard kind == .optional else { return nil }
        return .some(object.map { unsafeDowncast($0, to: ValueStorage.self)[0] })
    }
}
