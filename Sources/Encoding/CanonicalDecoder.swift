/// Reads the canonical encoding and nothing else: bytes that mean the same but are written otherwise are refused, so one
/// value has one sequence of bytes and a digest over bytes is a digest over values.
///
/// The decoder works over bytes that it borrows and exists only inside `decode`. Every length is checked against the bytes
/// that are left before anything is allocated, and containers inside one another are counted.
@frozen
public struct CanonicalDecoder: ~Copyable {
    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline let end: Int
    /// The byte that is read next, counted from 0.
    @inlinable
    public var offset: Int { position }
    @usableFromInline var position: Int
    @usableFromInline var depth: Int
    @usableFromInline let maximumDepth: Int

    /// Containers inside one another, tags not counted.
    public static let defaultMaximumDepth = 64

    @usableFromInline
    init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = bytes.count
        position = 0
        depth = 0
        self.maximumDepth = maximumDepth
    }

    /// Lets `body` read one item and checks that nothing follows it.
    @inlinable
    public static func decode<Value>(
        _ bytes: UnsafeRawBufferPointer, maximumDepth: Int = defaultMaximumDepth,
        _ body: (inout CanonicalDecoder) throws(CanonicalDecodingError) -> Value
    ) throws(CanonicalDecodingError) -> Value {
        var decoder = CanonicalDecoder(bytes, maximumDepth: maximumDepth)
        let value = try body(&decoder)
        guard decoder.offset == decoder.end else {
            throw CanonicalDecodingError(.trailingBytes, at: decoder.offset)
        }
        return value
    }

    /// Lets `body` read one item and checks that nothing follows it.
    @inlinable
    public static func decode<Value>(
        _ bytes: [UInt8], maximumDepth: Int = defaultMaximumDepth,
        _ body: (inout CanonicalDecoder) throws(CanonicalDecodingError) -> Value
    ) throws(CanonicalDecodingError) -> Value {
        try bytes.withUnsafeBufferPointer { (buffer) throws(CanonicalDecodingError) in
            try decode(UnsafeRawBufferPointer(buffer), maximumDepth: maximumDepth, body)
        }
    }

    /// Checks that the bytes are one canonical item, of whatever kind.
    public static func validate(_ bytes: [UInt8], maximumDepth: Int = defaultMaximumDepth)
        throws(CanonicalDecodingError)
    {
        try decode(bytes, maximumDepth: maximumDepth) { (decoder) throws(CanonicalDecodingError) in
            try decoder.skip()
        }
    }

    /// Whether nothing is left to read.
    @inlinable
    public var isAtEnd: Bool { offset == end }

    /// Ends the reading with a reason at the item that begins at `start`.
    @inlinable
    public func failure(_ reason: CanonicalDecodingError.Reason, at start: Int? = nil, detail: UInt64 = 0)
        -> CanonicalDecodingError
    {
        CanonicalDecodingError(reason, at: start ?? offset, detail: detail)
    }

    // MARK: Heads

    /// The kind of the next item.
    @inlinable
    public func peekKind() throws(CanonicalDecodingError) -> CanonicalKind {
        guard offset < end else { throw failure(.endOfBytes) }
        let byte = base.load(fromByteOffset: offset, as: UInt8.self)
        switch byte >> 5 {
        case 0: return .unsigned
        case 1: return .negative
        case 2: return .bytes
        case 3: return .text
        case 4: return .array
        case 5: return .map
        case 6: return .tag
        default:
            switch byte {
            case 0xF4, 0xF5: return .bool
            case 0xF6: return .null
            case 0xF9, 0xFA, 0xFB: return .float
            default: throw failure(.reserved)
            }
        }
    }

    /// The argument of an item that must have the major type `major`.
    @inlinable
    @inline(__always)
    mutating func head(_ major: UInt8) throws(CanonicalDecodingError) -> UInt64 {
        guard offset < end else { throw failure(.endOfBytes) }
        let byte = base.load(fromByteOffset: offset, as: UInt8.self)
        guard byte >> 5 == major else { throw failure(byte & 31 >= 28 && byte & 31 != 31 ? .reserved : .wrongType) }
        let low = byte & 31
        if low < 24 {
            position &+= 1
            return UInt64(low)
        }
        return try longArgument(low)
    }

    @inlinable
    mutating func longArgument(_ low: UInt8) throws(CanonicalDecodingError) -> UInt64 {
        guard low < 28 else { throw failure(low == 31 ? .indefiniteLength : .reserved) }
        let length = 1 &<< Int(low &- 24)
        guard end &- offset > length else { throw failure(.endOfBytes) }
        let at = base + (offset &+ 1)
        let value: UInt64
        let least: UInt64
        switch low {
        case 24: (value, least) = (UInt64(at.load(as: UInt8.self)), 24)
        case 25: (value, least) = (UInt64(UInt16(bigEndian: at.loadUnaligned(as: UInt16.self))), 0x100)
        case 26: (value, least) = (UInt64(UInt32(bigEndian: at.loadUnaligned(as: UInt32.self))), 0x1_0000)
        default: (value, least) = (UInt64(bigEndian: at.loadUnaligned(as: UInt64.self)), 0x1_0000_0000)
        }
        guard value >= least else { throw failure(.notShortest) }
        position &+= 1 &+ length
        return value
    }

    /// A length that fits into what is left, where each element takes at least `unit` bytes.
    @inlinable
    @inline(__always)
    mutating func length(_ major: UInt8, unit: Int = 1) throws(CanonicalDecodingError) -> Int {
        let start = offset
        let argument = try head(major)
        guard argument <= UInt64((end &- offset) / unit) else { throw failure(.endOfBytes, at: start) }
        return Int(truncatingIfNeeded: argument)
    }

    // MARK: Numbers and simple values

    @inlinable
    public mutating func decodeUInt64() throws(CanonicalDecodingError) -> UInt64 { try head(0) }

    @inlinable
    public mutating func decodeInt() throws(CanonicalDecodingError) -> Int {
        guard offset < end else { throw failure(.endOfBytes) }
        let start = offset
        let isNegative = base.load(fromByteOffset: offset, as: UInt8.self) >> 5 == 1
        let argument = try head(isNegative ? 1 : 0)
        guard argument <= UInt64(Int.max) else { throw failure(.outOfRange, at: start) }
        let magnitude = Int(truncatingIfNeeded: argument)
        return isNegative ? ~magnitude : magnitude
    }

    /// An integer of any width up to 128 bits.
    @inlinable
    public mutating func decodeInt128() throws(CanonicalDecodingError) -> Int128 {
        switch try peekKind() {
        case .unsigned: return Int128(try head(0))
        case .negative: return ~Int128(try head(1))
        default: return try decodeBignum()
        }
    }

    @usableFromInline
    mutating func decodeBignum() throws(CanonicalDecodingError) -> Int128 {
        let start = offset
        let tag = try head(6)
        guard tag == CanonicalTag.bignum || tag == CanonicalTag.negativeBignum else {
            throw failure(.wrongType, at: start)
        }
        let length = try length(2)
        let at = base + offset
        guard length > 8, at.load(as: UInt8.self) != 0 else { throw failure(.notShortest, at: start) }
        guard length <= 16 else { throw failure(.outOfRange, at: start) }
        var magnitude: UInt128 = 0
        for index in 0..<length { magnitude = magnitude << 8 | UInt128(at.load(fromByteOffset: index, as: UInt8.self)) }
        guard magnitude >> 127 == 0 else { throw failure(.outOfRange, at: start) }
        position += length
        let value = Int128(truncatingIfNeeded: magnitude)
        return tag == CanonicalTag.bignum ? value : ~value
    }

    @inlinable
    public mutating func decodeBool() throws(CanonicalDecodingError) -> Bool {
        guard offset < end else { throw failure(.endOfBytes) }
        let byte = base.load(fromByteOffset: offset, as: UInt8.self)
        guard byte & 0xFE == 0xF4 else { throw failure(.wrongType) }
        position &+= 1
        return byte == 0xF5
    }

    /// Reads the null item if it is next, and says whether it was.
    @inlinable
    public mutating func decodeNullIfPresent() throws(CanonicalDecodingError) -> Bool {
        guard offset < end else { throw failure(.endOfBytes) }
        guard base.load(fromByteOffset: offset, as: UInt8.self) == 0xF6 else { return false }
        position &+= 1
        return true
    }

    public mutating func decodeDouble() throws(CanonicalDecodingError) -> Double {
        let start = offset
        guard offset < end else { throw failure(.endOfBytes) }
        let byte = base.load(fromByteOffset: offset, as: UInt8.self)
        let length: Int
        switch byte {
        case 0xF9: length = 2
        case 0xFA: length = 4
        case 0xFB: length = 8
        default: throw failure(.wrongType)
        }
        guard end - offset > length else { throw failure(.endOfBytes) }
        let at = base + (offset + 1)
        position += 1 + length
        switch length {
        case 2:
            let bits = UInt16(bigEndian: at.loadUnaligned(as: UInt16.self))
            let value = HalfPrecision.value(of: bits)
            guard !value.isNaN || bits == 0x7E00 else { throw failure(.notNormal, at: start) }
            return Double(value)
        case 4:
            let value = Float(bitPattern: UInt32(bigEndian: at.loadUnaligned(as: UInt32.self)))
            guard !value.isNaN, HalfPrecision.bits(of: value) == nil else { throw failure(.notShortest, at: start) }
            return Double(value)
        default:
            let value = Double(bitPattern: UInt64(bigEndian: at.loadUnaligned(as: UInt64.self)))
            guard !value.isNaN, Double(Float(value)) != value else { throw failure(.notShortest, at: start) }
            return value
        }
    }

    // MARK: Strings

    /// Lends a byte string; the buffer is valid only as long as the decoder.
    @inlinable
    public mutating func decodeByteBuffer() throws(CanonicalDecodingError) -> UnsafeRawBufferPointer {
        let length = try length(2)
        let buffer = UnsafeRawBufferPointer(start: base + offset, count: length)
        position &+= length
        return buffer
    }

    public mutating func decodeBytes() throws(CanonicalDecodingError) -> [UInt8] { [UInt8](try decodeByteBuffer()) }

    /// Lends a text's bytes, which are valid UTF-8; the buffer is valid only as long as the decoder.
    @inlinable
    public mutating func decodeTextBuffer() throws(CanonicalDecodingError) -> UnsafeRawBufferPointer {
        let start = offset
        let length = try length(3)
        let buffer = UnsafeRawBufferPointer(start: base + offset, count: length)
        guard UTF8Check.isValid(buffer) else { throw failure(.invalidUTF8, at: start) }
        position &+= length
        return buffer
    }

    public mutating func decodeString() throws(CanonicalDecodingError) -> String {
        String(decoding: try decodeTextBuffer(), as: UTF8.self)
    }

    // MARK: Containers

    @inlinable
    @inline(__always)
    mutating func enter(at start: Int) throws(CanonicalDecodingError) {
        guard depth < maximumDepth else { throw failure(.tooDeep, at: start, detail: UInt64(maximumDepth)) }
        depth &+= 1
    }

    /// Begins an array of however many elements:
    ///
    /// ```
    /// var elements = try decoder.beginArray()
    /// while try decoder.nextElement(&elements) { names.append(try decoder.decodeString()) }
    /// ```
    @inlinable
    public mutating func beginArray() throws(CanonicalDecodingError) -> CanonicalElementReader {
        let start = offset
        let count = try length(4)
        try enter(at: start)
        return CanonicalElementReader(remaining: count)
    }

    /// Whether another element follows; at the end it leaves the array.
    @inlinable
    @inline(__always)
    public mutating func nextElement(_ elements: inout CanonicalElementReader) -> Bool {
        guard elements.remaining > 0 else {
            depth &-= 1
            return false
        }
        elements.unread &-= 1
        return true
    }

    /// Begins an array that must have exactly `count` elements, which the caller then reads before `endArray`.
    @inlinable
    public mutating func beginArray(count: Int) throws(CanonicalDecodingError) {
        let start = offset
        guard try length(4) == count else { throw failure(.wrongCount, at: start) }
        try enter(at: start)
    }

    @inlinable
    public mutating func endArray() { depth &-= 1 }

    /// Begins a map of fields, the counterpart of `CanonicalEncoder.beginFields`:
    ///
    /// ```
    /// var fields = try decoder.beginFields()
    /// while let number = try decoder.nextField(&fields) {
    ///     switch number {
    ///     case 1: name = try decoder.decodeString()
    ///     default: throw decoder.unknownField(number)
    ///     }
    /// }
    /// ```
    @inlinable
    public mutating func beginFields() throws(CanonicalDecodingError) -> CanonicalFieldReader {
        let start = offset
        let count = try length(5, unit: 2)
        try enter(at: start)
        return CanonicalFieldReader(start: start, remaining: count)
    }

    /// The number of the next field, or nothing at the end, where it leaves the map.
    @inlinable
    @inline(__always)
    public mutating func nextField(_ fields: inout CanonicalFieldReader) throws(CanonicalDecodingError) -> UInt64? {
        guard fields.remaining > 0 else {
            depth &-= 1
            return nil
        }
        fields.remaining &-= 1
        let start = offset
        let number = try head(0)
        if !fields.isFirst, number <= fields.last {
            throw failure(number == fields.last ? .duplicateKey : .keysOutOfOrder, at: start)
        }
        fields.isFirst = false
        fields.last = number
        return number
    }

    /// What to throw at a field that the type does not have.
    @inlinable
    public func unknownField(_ number: UInt64) -> CanonicalDecodingError { failure(.unknownField, detail: number) }

    /// What to throw if a field that a type cannot be without did not come.
    @inlinable
    public func missingField(_ number: UInt64, _ fields: CanonicalFieldReader) -> CanonicalDecodingError {
        failure(.missingField, at: fields.start, detail: number)
    }

    /// Begins a map with text keys.
    @inlinable
    public mutating func beginTextMap() throws(CanonicalDecodingError) -> CanonicalKeyReader {
        let start = offset
        let count = try length(5, unit: 2)
        try enter(at: start)
        return CanonicalKeyReader(remaining: count)
    }

    /// The bytes of the next key, or nothing at the end, where it leaves the map.
    @inlinable
    public mutating func nextKey(_ keys: inout CanonicalKeyReader) throws(CanonicalDecodingError)
        -> UnsafeRawBufferPointer?
    {
        guard keys.remaining > 0 else {
            depth &-= 1
            return nil
        }
        keys.unread &-= 1
        let start = offset
        guard start < end, base.load(fromByteOffset: start, as: UInt8.self) >> 5 == 3 else {
            throw failure(start < end ? .keyType : .endOfBytes, at: start)
        }
        let key = try decodeTextBuffer()
        if let last = keys.last, !CanonicalOrder.precedes(last, key) {
            throw failure(CanonicalOrder.precedes(key, last) ? .keysOutOfOrder : .duplicateKey, at: start)
        }
        keys.last = key
        return key
    }

    /// A tag's number; its content is the next item.
    @inlinable
    public mutating func decodeTag() throws(CanonicalDecodingError) -> UInt64 { try head(6) }

    /// A tag that must be `number`.
    @inlinable
    public mutating func expectTag(_ number: UInt64) throws(CanonicalDecodingError) {
        let start = offset
        guard try head(6) == number else { throw failure(.wrongType, at: start) }
    }
}

/// What an item is, by its first byte.
@frozen
public enum CanonicalKind: UInt8, Hashable, Sendable {
    case unsigned, negative, bytes, text, array, map, tag, bool, null, float
}

/// How many elements of an array are still to come.
@frozen
public struct CanonicalElementReader {
    @usableFromInline var unread: Int

    /// Elements not yet read: never more than there are bytes left.
    @inlinable
    public var remaining: Int { unread }

    @inlinable
    init(remaining: Int) { unread = remaining }
}

/// How many fields of a map are still to come, and the last one's number.
@frozen
public struct CanonicalFieldReader {
    @usableFromInline let start: Int
    @usableFromInline var remaining: Int
    @usableFromInline var last: UInt64 = 0
    @usableFromInline var isFirst = true

    @inlinable
    init(start: Int, remaining: Int) {
        self.start = start
        self.remaining = remaining
    }
}

/// How many entries of a map with text keys are still to come, and the last key.
@frozen
public struct CanonicalKeyReader {
    @usableFromInline var unread: Int

    @inlinable
    public var remaining: Int { unread }
    @usableFromInline var last: UnsafeRawBufferPointer?

    @inlinable
    init(remaining: Int) { unread = remaining }
}

/// The order of a map's text keys: that of their encoded bytes, in which the length stands first.
public enum CanonicalOrder {
    @inlinable
    public static func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        if left.count != right.count { return left.count < right.count }
        var index = 0
        while index < left.count {
            if left[index] != right[index] { return left[index] < right[index] }
            index &+= 1
        }
        return false
    }
}
