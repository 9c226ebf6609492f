// Text is compared by Unicode scalars and by nothing else.
//
// Swift's `String` calls two texts equal that are canonically equivalent, and its order follows from that; so two names
// whose bytes differ could be one key of a dictionary and two keys of a database. `Text` is its UTF-8: two texts are equal
// if their bytes are, and the order is that of the bytes, which for UTF-8 is the order of the scalars.
//
// Layout, three words:
//
//   buffer   nothing, or the bytes of a text that has more than 15
//   first    the first eight bytes, the first of them in the highest place, filled up with zero
//   second   short: the next seven bytes likewise, and the number of bytes in the lowest place
//            long:  the number of bytes in the upper half, the number of scalars in the lower
//
// Because the first byte lies highest, two unsigned comparisons order short texts, and two equality tests compare them;
// most names, codes and statuses are short and are never allocated.

/// A text that is compared by its Unicode scalars: for names, ids, keys and every string of the expression language.
///
/// At most 2³²−1 bytes of well-formed UTF-8. A text of up to 15 bytes lies in the value itself.
@frozen
public struct Text: @unchecked Sendable {
    // Unchecked since a ManagedBuffer is not Sendable; this one is never changed once it is made.
    @usableFromInline let buffer: TextBuffer?
    @usableFromInline let first: UInt64
    @usableFromInline let second: UInt64

    /// The most bytes that need no allocation.
    public static let inlineCapacity = 15

    @inlinable
    @inline(__always)
    init(buffer: TextBuffer?, first: UInt64, second: UInt64) {
        self.buffer = buffer
        self.first = first
        self.second = second
    }

    /// The empty text.
    @inlinable
    public init() { self.init(buffer: nil, first: 0, second: 0) }

    /// A copy of a string's scalars, as they are: nothing is normalised.
    public init(_ string: some StringProtocol) {
        var string = String(string)
        self = string.withUTF8 { Text(validUTF8: UnsafeRawBufferPointer($0)) }
    }

    /// A copy of bytes that must be well-formed UTF-8; nothing if they are not.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard UTF8Check.isValid(bytes) else { return nil }
        self.init(validUTF8: bytes)
    }

    /// A copy of bytes that must be well-formed UTF-8; nothing if they are not.
    public init?(utf8 bytes: [UInt8]) {
        guard let text = bytes.withUnsafeBytes({ Text(utf8: $0) }) else { return nil }
        self = text
    }

    /// A copy of bytes that the caller knows to be well-formed UTF-8.
    @inlinable
    public init(validUTF8 bytes: UnsafeRawBufferPointer) {
        let count = bytes.count
        guard count <= 15, let base = bytes.baseAddress else {
            self = count == 0 ? Text() : Text(long: bytes)
            return
        }
        var first: UInt64 = 0
        var second: UInt64 = 0
        if count >= 8 {
            first = UInt64(bigEndian: base.loadUnaligned(as: UInt64.self))
            var index = 8
            while index < count {
                second |= UInt64(base.load(fromByteOffset: index, as: UInt8.self)) &<< UInt64(120 &- 8 &* index)
                index &+= 1
            }
        } else {
            var index = 0
            while index < count {
                first |= UInt64(base.load(fromByteOffset: index, as: UInt8.self)) &<< UInt64(56 &- 8 &* index)
                index &+= 1
            }
        }
        self.init(buffer: nil, first: first, second: second | UInt64(count))
    }

    @usableFromInline
    @inline(never)
    init(long bytes: UnsafeRawBufferPointer) {
        let length = UInt32(clamping: bytes.count)
        let copied = UnsafeRawBufferPointer(rebasing: bytes[..<Int(length)])
        var scalars: UInt32 = 0
        for byte in copied where byte & 0xC0 != 0x80 { scalars &+= 1 }
        self.init(
            buffer: TextBuffer.copying(copied),
            first: UInt64(bigEndian: copied.loadUnaligned(as: UInt64.self)),
            second: UInt64(length) << 32 | UInt64(scalars))
    }

    /// The number of bytes of its UTF-8.
    @inlinable
    public var utf8Count: Int { Int(buffer == nil ? second & 0xFF : second >> 32) }

    @inlinable
    public var isEmpty: Bool { buffer == nil && second == 0 }

    /// The number of Unicode scalars.
    public var scalarCount: Int {
        guard buffer == nil else { return Int(second & 0xFFFF_FFFF) }
        let continuations = Self.continuationCount(first) + Self.continuationCount(second & ~0xFF)
        return Int(second & 0xFF) - continuations
    }

    /// Whether every scalar is one byte.
    public var isASCII: Bool {
        buffer == nil
            ? (first | second & ~0xFF) & 0x8080_8080_8080_8080 == 0 : second >> 32 == second & 0xFFFF_FFFF
    }

    /// How many of eight bytes are 10xxxxxx: bit 7 set and bit 6 clear.
    private static func continuationCount(_ word: UInt64) -> Int {
        (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
    }

    /// Lends the UTF-8 bytes; the buffer is valid only during the call.
    @inlinable
    public func withUTF8<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if let buffer {
            return try buffer.withUnsafeMutablePointerToElements { (start) throws(Failure) in
                try body(UnsafeRawBufferPointer(start: start, count: Int(second >> 32)))
            }
        }
        var words = (first.bigEndian, second.bigEndian)
        return try withUnsafeBytes(of: &words) { (bytes) throws(Failure) in
            try body(UnsafeRawBufferPointer(start: bytes.baseAddress, count: Int(second & 0xFF)))
        }
    }

    /// A copy of the UTF-8 bytes.
    public var utf8: [UInt8] { withUTF8 { [UInt8]($0) } }

    /// The same scalars as Swift's string.
    public var string: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }
}

/// The bytes of a long text; the header is their number. Never changed once made.
@usableFromInline
final class TextBuffer: ManagedBuffer<Int, UInt8> {
    static func copying(_ bytes: UnsafeRawBufferPointer) -> TextBuffer {
        let buffer = unsafeDowncast(
            TextBuffer.create(minimumCapacity: bytes.count) { _ in bytes.count }, to: TextBuffer.self)
        buffer.withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0).copyMemory(bytes) }
        return buffer
    }
}

extension UnsafeMutableRawPointer {
    fileprivate func copyMemory(_ bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress { copyMemory(from: start, byteCount: bytes.count) }
    }
}

extension Text: Hashable, Comparable {
    @inlinable
    public static func == (left: Text, right: Text) -> Bool {
        guard left.first == right.first, left.second == right.second else { return false }
        if left.buffer == nil, right.buffer == nil { return true }
        return left.equalsLong(right)
    }

    /// The words are equal and at least one of the two is long.
    @usableFromInline
    func equalsLong(_ other: Text) -> Bool {
        guard let mine = buffer, let others = other.buffer else { return false }
        return mine === others
            || withUTF8 { left in other.withUTF8 { right in Self.order(left, right, from: 8) == 0 } }
    }

    @inlinable
    public static func < (left: Text, right: Text) -> Bool {
        if left.first != right.first { return left.first < right.first }
        if left.buffer == nil, right.buffer == nil { return left.second < right.second }
        return left.precedesLong(right)
    }

    @usableFromInline
    func precedesLong(_ other: Text) -> Bool {
        withUTF8 { left in other.withUTF8 { right in Self.order(left, right, from: 0) < 0 } }
    }

    /// Below zero, zero or above, as the bytes from `start` on are ordered; what ends first comes first.
    private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        let common = min(left.count, right.count)
        while index + 8 <= common {
            let mine = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let others = right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if mine != others { return UInt64(bigEndian: mine) < UInt64(bigEndian: others) ? -1 : 1 }
            index += 8
        }
        while index < common {
            if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
            index += 1
        }
        return left.count - right.count
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(second)
        if buffer != nil { withUTF8 { hasher.combine(bytes: $0) } }
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: StaticString) {
        if value.hasPointerRepresentation {
            self.init(validUTF8: UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
        } else {
            self.init(String(Character(value.unicodeScalar)))
        }
    }

    public var description: String { string }
}

extension Text {
    /// The words of the layout above, for a container that keeps a text in words of its own.
    @inlinable
    package var words: (object: AnyObject?, first: UInt64, second: UInt64) { (buffer, first, second) }

    /// A number that equal texts have in common and few others: for a table of few texts.
    @inlinable
    package var mark: UInt64 { (first ^ second &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93 }

    /// The text of words that `words` gave.
    @inlinable
    package init(words object: AnyObject?, _ first: UInt64, _ second: UInt64) {
        self.init(buffer: object.map { unsafeDowncast($0, to: TextBuffer.self) }, first: first, second: second)
    }
}
