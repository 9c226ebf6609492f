extension CanonicalDecoder {
    /// Reads one item of whatever kind, checking every rule of the format inside it, and keeps nothing of it.
    public mutating func skip() throws(CanonicalDecodingError) {
        switch try peekKind() {
        case .unsigned: _ = try head(0)
        case .negative: _ = try head(1)
        case .bytes: _ = try decodeByteBuffer()
        case .text: _ = try decodeTextBuffer()
        case .bool: _ = try decodeBool()
        case .null: _ = try decodeNullIfPresent()
        case .float: _ = try decodeDouble()
        case .array:
            var elements = try beginArray()
            while nextElement(&elements) { try skip() }
        case .map: try skipMap()
        case .tag: try skipTagged()
        }
    }

    /// The raw bytes of one item, checked; the buffer is valid only as long as the decoder.
    public mutating func decodeItemBuffer() throws(CanonicalDecodingError) -> UnsafeRawBufferPointer {
        let start = offset
        try skip()
        return UnsafeRawBufferPointer(start: base + start, count: offset - start)
    }

    /// Whether the keys of the map that is next are integers; an empty map counts as one of fields.
    public func mapHasFields() throws(CanonicalDecodingError) -> Bool {
        guard offset < end else { throw failure(.endOfBytes) }
        let head = base.load(fromByteOffset: offset, as: UInt8.self)
        let headLength = head & 31 < 24 ? 1 : head & 31 < 28 ? 1 + (1 << Int(head & 31 - 24)) : 1
        guard head & 31 != 0, head & 31 != 31, offset + headLength < end else { return true }
        switch base.load(fromByteOffset: offset + headLength, as: UInt8.self) >> 5 {
        case 0: return true
        case 3: return false
        default: throw failure(.keyType, at: offset + headLength)
        }
    }

    private mutating func skipMap() throws(CanonicalDecodingError) {
        if try mapHasFields() {
            var fields = try beginFields()
            while try nextGenericField(&fields) != nil { try skip() }
        } else {
            var keys = try beginTextMap()
            while try nextKey(&keys) != nil { try skip() }
        }
    }

    /// Like `nextField`, for a map of unknown type: another kind of key is named as such.
    mutating func nextGenericField(_ fields: inout CanonicalFieldReader) throws(CanonicalDecodingError) -> UInt64? {
        if fields.remaining > 0, offset < end, base.load(fromByteOffset: offset, as: UInt8.self) >> 5 != 0 {
            throw failure(.keyType)
        }
        return try nextField(&fields)
    }

    private mutating func skipTagged() throws(CanonicalDecodingError) {
        switch try peekTag() {
        case CanonicalTag.bignum, CanonicalTag.negativeBignum: _ = try decodeBignum()
        case CanonicalTag.decimalFraction: _ = try decodeDecimal()
        case CanonicalTag.money: _ = try decodeMoney()
        case CanonicalTag.ratio: _ = try decodeRatio()
        case CanonicalTag.rate: _ = try decodeRate()
        case CanonicalTag.epochDays: _ = try decodeDate()
        case CanonicalTag.epochSeconds, CanonicalTag.extendedTime: _ = try decodeInstant()
        case CanonicalTag.duration: _ = try decodeDuration()
        case CanonicalTag.period: _ = try decodePeriod()
        case CanonicalTag.civilTime: _ = try decodeTime()
        case CanonicalTag.civilDateTime: _ = try decodeDateTime()
        default: throw failure(.unknownTag)
        }
    }
}
