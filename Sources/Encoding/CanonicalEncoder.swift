/// Writes the canonical encoding: CBOR under the core deterministic rules of RFC 8949 section 4.2.1.
///
/// Equal values give equal bytes: every number and length takes its shortest form, every length is definite, and a map's
/// keys stand in the order of their encoded bytes. The wire format is described in Documentation/Encoding.md.
///
/// The bytes grow in one allocation that the encoder owns; nothing is allocated for an item. A caller that encodes many
/// values keeps one encoder and calls `removeAll()` in between.
@frozen
public struct CanonicalEncoder: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var written: Int

    /// The number of bytes written so far.
    @inlinable
    public var count: Int { written }

    /// - Parameter minimumCapacity: bytes that are written before the first reallocation.
    public init(minimumCapacity: Int = 256) {
        capacity = max(minimumCapacity, 32)
        base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        written = 0
    }

    deinit { base.deallocate() }

    /// A copy of what was written.
    public var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: base, count: written)) }

    /// Lends what was written, without a copy; the buffer is valid only during the call.
    @inlinable
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: written))
    }

    /// Forgets what was written and keeps the memory.
    @inlinable
    public mutating func removeAll() { written = 0 }

    @inlinable
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if _slowPath(more > capacity &- written) { grow(more) }
    }

    @usableFromInline
    @inline(never)
    mutating func grow(_ more: Int) {
        let newCapacity = max(capacity * 2, written + more)
        let newBase = UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 16)
        newBase.copyMemory(from: base, byteCount: written)
        base.deallocate()
        base = newBase
        capacity = newCapacity
    }

    /// The first bytes of an item: its major type (0 to 7) and its argument in the shortest form.
    @inlinable
    @inline(__always)
    mutating func head(_ major: UInt8, _ argument: UInt64) {
        reserve(9)
        let kind = major &<< 5
        if argument < 24 {
            base.storeBytes(of: kind | UInt8(truncatingIfNeeded: argument), toByteOffset: written, as: UInt8.self)
            written &+= 1
        } else {
            longHead(kind, argument)
        }
    }

    @inlinable
    mutating func longHead(_ kind: UInt8, _ argument: UInt64) {
        if argument <= 0xFF {
            base.storeBytes(of: kind | 24, toByteOffset: written, as: UInt8.self)
            base.storeBytes(of: UInt8(truncatingIfNeeded: argument), toByteOffset: written &+ 1, as: UInt8.self)
            written &+= 2
        } else if argument <= 0xFFFF {
            base.storeBytes(of: kind | 25, toByteOffset: written, as: UInt8.self)
            let value = UInt16(truncatingIfNeeded: argument).bigEndian
            base.storeBytes(of: value, toByteOffset: written &+ 1, as: UInt16.self)
            written &+= 3
        } else if argument <= 0xFFFF_FFFF {
            base.storeBytes(of: kind | 26, toByteOffset: written, as: UInt8.self)
            let value = UInt32(truncatingIfNeeded: argument).bigEndian
            base.storeBytes(of: value, toByteOffset: written &+ 1, as: UInt32.self)
            written &+= 5
        } else {
            base.storeBytes(of: kind | 27, toByteOffset: written, as: UInt8.self)
            base.storeBytes(of: argument.bigEndian, toByteOffset: written &+ 1, as: UInt64.self)
            written &+= 9
        }
    }

    // MARK: Numbers and simple values

    /// An unsigned integer.
    @inlinable
    public mutating func encode(_ value: UInt64) { head(0, value) }

    /// An integer.
    @inlinable
    public mutating func encode(_ value: Int) {
        if value >= 0 { head(0, UInt64(value)) } else { head(1, UInt64(bitPattern: Int64(~value))) }
    }

    /// An integer; beyond 64 bits it is a bignum (tag 2 or 3) without leading zero bytes.
    @inlinable
    public mutating func encode(_ value: Int128) {
        let magnitude = UInt128(bitPattern: value >= 0 ? value : ~value)
        if let small = UInt64(exactly: magnitude) {
            head(value >= 0 ? 0 : 1, small)
        } else {
            bignum(isNegative: value < 0, magnitude)
        }
    }

    @usableFromInline
    mutating func bignum(isNegative: Bool, _ magnitude: UInt128) {
        let length = (128 - magnitude.leadingZeroBitCount + 7) / 8
        head(6, isNegative ? CanonicalTag.negativeBignum : CanonicalTag.bignum)
        head(2, UInt64(length))
        reserve(length)
        for index in 0..<length {
            let byte = UInt8(truncatingIfNeeded: magnitude >> UInt128(8 * (length - 1 - index)))
            base.storeBytes(of: byte, toByteOffset: written + index, as: UInt8.self)
        }
        written += length
    }

    @inlinable
    public mutating func encode(_ value: Bool) { head(7, value ? 21 : 20) }

    /// The null item: an absent value.
    @inlinable
    public mutating func encodeNull() { head(7, 22) }

    /// A binary floating-point number (the plain CEL dialect has them; an amount never is one), in the shortest of
    /// 16, 32 and 64 bits that holds it exactly; every NaN is the one quiet NaN.
    public mutating func encode(_ value: Double) {
        if value.isNaN { return half(0x7E00) }
        let single = Float(value)
        guard Double(single) == value else {
            reserve(9)
            base.storeBytes(of: 0xFB, toByteOffset: written, as: UInt8.self)
            base.storeBytes(of: value.bitPattern.bigEndian, toByteOffset: written + 1, as: UInt64.self)
            written += 9
            return
        }
        if let bits = HalfPrecision.bits(of: single) { return half(bits) }
        reserve(5)
        base.storeBytes(of: 0xFA, toByteOffset: written, as: UInt8.self)
        base.storeBytes(of: single.bitPattern.bigEndian, toByteOffset: written + 1, as: UInt32.self)
        written += 5
    }

    private mutating func half(_ bits: UInt16) {
        reserve(3)
        base.storeBytes(of: 0xF9, toByteOffset: written, as: UInt8.self)
        base.storeBytes(of: bits.bigEndian, toByteOffset: written + 1, as: UInt16.self)
        written += 3
    }

    // MARK: Strings

    /// A byte string.
    @inlinable
    public mutating func encode(bytes: UnsafeRawBufferPointer) {
        head(2, UInt64(bytes.count))
        append(bytes)
    }

    /// A byte string.
    @inlinable
    public mutating func encode(bytes: [UInt8]) {
        bytes.withUnsafeBytes { encode(bytes: $0) }
    }

    /// Text whose bytes the caller knows to be UTF-8.
    @inlinable
    public mutating func encode(validUTF8 bytes: UnsafeRawBufferPointer) {
        head(3, UInt64(bytes.count))
        append(bytes)
    }

    /// Text, byte for byte: nothing is normalised.
    @inlinable
    public mutating func encode(_ text: String) {
        var text = text
        text.withUTF8 { encode(validUTF8: UnsafeRawBufferPointer($0)) }
    }

    /// Bytes as they are; the caller knows that they are whole canonical items.
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + written).copyMemory(from: start, byteCount: bytes.count)
        written &+= bytes.count
    }

    // MARK: Containers

    /// The head of an array; exactly `count` items must follow.
    @inlinable
    public mutating func beginArray(count: Int) { head(4, UInt64(count)) }

    /// A tag; exactly one item must follow.
    @inlinable
    public mutating func tag(_ number: UInt64) { head(6, number) }

    /// The head of a map with text keys; exactly `count` pairs must follow, with their keys in canonical order (shorter
    /// keys first, keys of one length by their bytes). `CanonicalOrder.precedes` is that order.
    @inlinable
    public mutating func beginTextMap(count: Int) { head(5, UInt64(count)) }

    /// A map with small integers as keys: how a type writes its fields.
    ///
    /// ```
    /// var fields = encoder.beginFields()
    /// encoder.field(1, &fields)
    /// encoder.encode(name)
    /// encoder.endFields(fields)
    /// ```
    ///
    /// A field that is absent is left out, so the number of fields is known only at the end.
    @inlinable
    public mutating func beginFields() -> CanonicalFieldWriter {
        reserve(1)
        let start = written
        written &+= 1
        return CanonicalFieldWriter(start: start)
    }

    /// The number of the field whose item follows. Numbers must rise: that they do is the type's promise, not its input's.
    @inlinable
    public mutating func field(_ number: UInt64, _ fields: inout CanonicalFieldWriter) {
        precondition(fields.count == 0 || number > fields.last, "field numbers must rise")
        fields.last = number
        fields.count &+= 1
        head(0, number)
    }

    @inlinable
    public mutating func endFields(_ fields: CanonicalFieldWriter) {
        if fields.count < 24 {
            let byte = 0xA0 | UInt8(truncatingIfNeeded: fields.count)
            base.storeBytes(of: byte, toByteOffset: fields.start, as: UInt8.self)
        } else {
            insertLongMapHead(fields)
        }
    }

    /// The room for one byte was left; a longer head moves the fields up.
    @usableFromInline
    mutating func insertLongMapHead(_ fields: CanonicalFieldWriter) {
        let end = written
        reserve(9)
        longHead(5 << 5, UInt64(fields.count))
        let length = written - end
        var head: [UInt8] = []
        for index in 0..<length { head.append(base.load(fromByteOffset: end + index, as: UInt8.self)) }
        written = end
        reserve(length)
        let body = base + fields.start + 1
        (base + fields.start + length).copyMemory(from: body, byteCount: end - fields.start - 1)
        for index in 0..<length {
            base.storeBytes(of: head[index], toByteOffset: fields.start + index, as: UInt8.self)
        }
        written = end + length - 1
    }
}

/// Where a map of fields began and what was written of it.
@frozen
public struct CanonicalFieldWriter {
    @usableFromInline let start: Int
    @usableFromInline var count = 0
    @usableFromInline var last: UInt64 = 0

    @inlinable
    init(start: Int) { self.start = start }
}
