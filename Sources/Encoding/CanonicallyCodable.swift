/// A type that has one canonical encoding.
///
/// Equal values must write equal bytes, and `init(from:)` must accept exactly what `encode(into:)` writes. A type with
/// fields writes a map of small integers (`beginFields`), whose numbers are never given to another field; one with few
/// parts that will not grow writes an array.
public protocol CanonicallyCodable {
    /// Writes exactly one item.
    func encode(into encoder: inout CanonicalEncoder)
    /// Reads exactly one item.
    init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError)
}

extension CanonicallyCodable {
    @inlinable
    public func canonicalBytes() -> [UInt8] {
        var encoder = CanonicalEncoder()
        encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads the value that all of `bytes` is the encoding of.
    @inlinable
    public init(canonicalBytes bytes: [UInt8], maximumDepth: Int = CanonicalDecoder.defaultMaximumDepth)
        throws(CanonicalDecodingError)
    {
        self = try CanonicalDecoder.decode(bytes, maximumDepth: maximumDepth) {
            (decoder) throws(CanonicalDecodingError) in try Self(from: &decoder)
        }
    }
}

extension CanonicalEncoder {
    @inlinable
    public mutating func encode(_ value: some CanonicallyCodable) { value.encode(into: &self) }

    /// An array of values in their order.
    @inlinable
    public mutating func encode(_ values: [some CanonicallyCodable]) {
        beginArray(count: values.count)
        for value in values { value.encode(into: &self) }
    }

    /// A field, unless its value is absent: an absent field is left out and never written as null.
    @inlinable
    public mutating func field(
        _ number: UInt64, _ value: (some CanonicallyCodable)?, _ fields: inout CanonicalFieldWriter
    ) {
        guard let value else { return }
        field(number, &fields)
        value.encode(into: &self)
    }
}

extension CanonicalDecoder {
    @inlinable
    public mutating func decode<Value: CanonicallyCodable>(_: Value.Type = Value.self)
        throws(CanonicalDecodingError) -> Value
    {
        try Value(from: &self)
    }

    @inlinable
    public mutating func decodeArray<Value: CanonicallyCodable>(of: Value.Type = Value.self)
        throws(CanonicalDecodingError) -> [Value]
    {
        var elements = try beginArray()
        var values: [Value] = []
        // What is reserved is bounded by the bytes that are there, not by the count they claim.
        values.reserveCapacity(Swift.min(elements.remaining, 1024))
        while nextElement(&elements) { values.append(try Value(from: &self)) }
        return values
    }
}

extension Int: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    @inlinable
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) { self = try decoder.decodeInt() }
}

extension UInt64: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    @inlinable
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeUInt64()
    }
}

extension Int128: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    @inlinable
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeInt128()
    }
}

extension Bool: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    @inlinable
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) { self = try decoder.decodeBool() }
}

extension Double: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeDouble()
    }
}

extension String: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    @inlinable
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeString()
    }
}
