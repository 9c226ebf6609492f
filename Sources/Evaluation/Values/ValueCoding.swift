public import Encoding

// The canonical encoding of values. A record is written as a map of its present fields: its shape belongs to the program that
// reads it, not to the data, so a record that comes back is a map with the same bytes and the same fields.

extension Value: CanonicallyCodable {
    /// Tags of this part of the format, beside those of `CanonicalTag`.
    private enum Tag {
        static let absent: UInt64 = 47_011
        static let uint: UInt64 = 47_012
        static let pairs: UInt64 = 47_013
        static let type: UInt64 = 47_014
        static let optional: UInt64 = 47_015
    }

    public func encode(into encoder: inout CanonicalEncoder) {
        switch kind {
        case .null: encoder.encodeNull()
        case .bool: encoder.encode(asBool ?? false)
        case .int: encoder.encode(Int(asInt ?? 0))
        case .uint:
            encoder.tag(Tag.uint)
            encoder.encode(asUInt ?? 0)
        case .double: encoder.encode(asDouble ?? 0)
        case .string: content.encode(into: &encoder)
        case .bytes: encoder.encode(bytes: asBytes ?? [])
        case .type:
            encoder.tag(Tag.type)
            content.encode(into: &encoder)
        case .list: encoder.encode(Array(asList ?? ValueElements(nil, 0..<0)))
        case .map, .record: encodeEntries(into: &encoder)
        case .optional:
            encoder.tag(Tag.optional)
            encoder.encode((asOptional ?? nil).map { [$0] } ?? [])
        default: encodeScalar(into: &encoder)
        }
    }

    /// Amounts and times, and what has no form of its own.
    private func encodeScalar(into encoder: inout CanonicalEncoder) {
        if let value = asDecimal { return encoder.encode(value) }
        if let value = asMoney { return encoder.encode(value) }
        if let value = asRatio { return encoder.encode(value) }
        if let value = asRate { return encoder.encode(value) }
        if let value = asInstant { return encoder.encode(value) }
        if let value = asDuration { return encoder.encode(value) }
        if let value = asDate { return encoder.encode(value) }
        if let value = asTime { return encoder.encode(value) }
        if let value = asPeriod { return encoder.encode(value) }
        encoder.tag(Tag.absent)
        encoder.encodeNull()
    }

    private func encodeEntries(into encoder: inout CanonicalEncoder) {
        var entries: [(key: Text, value: Value)] = []
        if let shape, let slots {
            for (field, value) in zip(shape.fields, slots) where !value.isAbsent { entries.append((field.name, value)) }
        } else if let map = asMap {
            for entry in map {
                guard let key = entry.key.asText else { return encodePairs(map, into: &encoder) }
                entries.append((key, entry.value))
            }
        }
        // Deterministic CBOR orders keys by their encoded bytes: the shorter first, then byte by byte.
        entries.sort { ($0.key.utf8Count, $0.key) < ($1.key.utf8Count, $1.key) }
        encoder.beginTextMap(count: entries.count)
        for entry in entries {
            entry.key.encode(into: &encoder)
            entry.value.encode(into: &encoder)
        }
    }

    private func encodePairs(_ map: MapEntries, into encoder: inout CanonicalEncoder) {
        encoder.tag(Tag.pairs)
        encoder.encode(map.flatMap { [$0.key, $0.value] })
    }

    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        switch try decoder.peekKind() {
        case .null:
            _ = try decoder.decodeNullIfPresent()
            self = .null
        case .bool: self = .bool(try decoder.decodeBool())
        case .unsigned, .negative: self = .int(Int64(try decoder.decodeInt()))
        case .float: self = .double(try decoder.decodeDouble())
        case .text: self = .string(try decoder.decode(Text.self))
        case .bytes: self = .bytes(try decoder.decodeBytes())
        case .array: self = .list(try decoder.decodeArray(of: Value.self))
        case .map: self = try Self.decodeEntries(&decoder)
        case .tag: self = try Self.decodeTagged(&decoder)
        }
    }

    private static func decodeEntries(_ decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) -> Value {
        let start = decoder.offset
        var keys = try decoder.beginTextMap()
        var entries: [MapEntry] = []
        while let key = try decoder.nextKey(&keys) {
            entries.append((key: .string(Text(validUTF8: key)), value: try Value(from: &decoder)))
        }
        guard let map = try? Value.map(entries) else { throw decoder.failure(.duplicateKey, at: start) }
        return map
    }

    private static func decodeTagged(_ decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) -> Value {
        let start = decoder.offset
        switch try decoder.peekTag() {
        case CanonicalTag.decimalFraction: return .decimal(try decoder.decodeDecimal())
        case CanonicalTag.money: return .money(try decoder.decodeMoney())
        case CanonicalTag.ratio: return .ratio(try decoder.decodeRatio())
        case CanonicalTag.rate: return .rate(try decoder.decodeRate())
        case CanonicalTag.epochSeconds, CanonicalTag.extendedTime: return .timestamp(try decoder.decodeInstant())
        case CanonicalTag.duration: return .duration(try decoder.decodeDuration())
        case CanonicalTag.epochDays: return .date(try decoder.decodeDate())
        case CanonicalTag.civilTime: return .time(try decoder.decodeTime())
        case CanonicalTag.period: return .period(try decoder.decodePeriod())
        case Tag.uint:
            _ = try decoder.decodeTag()
            return .uint(try decoder.decodeUInt64())
        case Tag.type:
            _ = try decoder.decodeTag()
            return .type(named: try decoder.decode(Text.self))
        case Tag.absent:
            _ = try decoder.decodeTag()
            guard try decoder.decodeNullIfPresent() else { throw decoder.failure(.outOfRange, at: start) }
            return .absent
        case Tag.optional:
            _ = try decoder.decodeTag()
            let content: [Value] = try decoder.decodeArray()
            guard content.count < 2 else { throw decoder.failure(.wrongCount, at: start) }
            return content.first.map { .optional($0) } ?? .none
        case Tag.pairs:
            _ = try decoder.decodeTag()
            return try decodePairs(&decoder, at: start)
        default: throw decoder.failure(.outOfRange, at: start)
        }
    }

    private static func decodePairs(
        _ decoder: inout CanonicalDecoder, at start: Int
    ) throws(CanonicalDecodingError) -> Value {
        let parts: [Value] = try decoder.decodeArray()
        guard parts.count % 2 == 0 else { throw decoder.failure(.wrongCount, at: start) }
        let entries = stride(from: 0, to: parts.count, by: 2).map { (key: parts[$0], value: parts[$0 + 1]) }
        guard let map = try? Value.map(entries) else { throw decoder.failure(.duplicateKey, at: start) }
        return map
    }
}
