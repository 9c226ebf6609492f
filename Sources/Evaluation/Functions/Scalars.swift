import Encoding

/// A text taken apart into scalars, for functions that count them. A text of one-byte scalars is its bytes.
struct Scalars {
    private let bytes: [UInt8]
    /// Where each scalar begins, and the end; nothing if each is one byte.
    private let starts: [Int32]

    init(_ text: Text) {
        bytes = text.utf8
        guard !text.isASCII else {
            starts = []
            return
        }
        var starts: [Int32] = []
        starts.reserveCapacity(text.scalarCount + 1)
        for (index, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 { starts.append(Int32(index)) }
        starts.append(Int32(bytes.count))
        self.starts = starts
    }

    var count: Int { starts.isEmpty ? bytes.count : starts.count - 1 }

    private func offset(_ position: Int) -> Int { starts.isEmpty ? position : Int(starts[position]) }

    func text(_ range: Range<Int>) -> Text {
        Text(validUTF8Bytes: bytes[offset(range.lowerBound)..<offset(range.upperBound)])
    }

    subscript(position: Int) -> Unicode.Scalar {
        let range = offset(position)..<offset(position + 1)
        return String(decoding: bytes[range], as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    }

    /// The position of a byte offset that begins a scalar.
    private func position(_ offset: Int) -> Int {
        guard !starts.isEmpty else { return offset }
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The first position at or after `start` at which a text stands.
    func first(_ part: Scalars, from start: Int) -> Int? {
        Bytes.find(part.bytes, in: bytes, from: offset(start)).map(position)
    }

    /// The last position, at most `end`, at which a text stands.
    func last(_ part: Scalars, upTo end: Int?) -> Int? {
        let whole = end.map { Array(bytes[..<min(bytes.count, offset(min($0, count)) + part.bytes.count)]) } ?? bytes
        let found = Bytes.find(part.bytes.reversed(), in: whole.reversed())
        return found.map { position(whole.count - $0 - part.bytes.count) }
    }
}

enum Bytes {
    /// Where `part` stands first in `whole`, at or after `start`. Knuth, Morris and Pratt (1977): each byte of both is looked at
    /// twice at most, whatever they are.
    static func find(_ part: [UInt8], in whole: [UInt8], from start: Int = 0) -> Int? {
        guard let first = part.first else { return start }
        guard whole.count - start >= part.count else { return nil }
        if part.count == 1 { return whole[start...].firstIndex(of: first) }
        // How much of the part still fits when its next byte does not.
        var borders = [Int](repeating: 0, count: part.count)
        var length = 0
        for index in 1..<part.count {
            while length > 0, part[index] != part[length] { length = borders[length - 1] }
            if part[index] == part[length] { length += 1 }
            borders[index] = length
        }
        length = 0
        for index in start..<whole.count {
            while length > 0, whole[index] != part[length] { length = borders[length - 1] }
            if whole[index] == part[length] { length += 1 }
            if length == part.count { return index + 1 - length }
        }
        return nil
    }

    static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
    static func raised(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte & ~0x20 : byte }

    /// The number of bytes of the scalar that begins with this one.
    static func width(_ lead: UInt8) -> Int { lead < 0x80 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4)) }
}

extension Text {
    /// A copy of bytes that are known to be well-formed UTF-8.
    init(validUTF8Bytes bytes: some Collection<UInt8>) {
        let text = bytes.withContiguousStorageIfAvailable { Text(validUTF8: UnsafeRawBufferPointer($0)) }
        self = text ?? [UInt8](bytes).withUnsafeBytes { Text(validUTF8: $0) }
    }
}

/// Base 64 with the standard alphabet.
enum Base64 {
    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[index + offset]) : 0) }
            for digit in 0..<4 {
                let value = Int(group >> UInt32(18 - 6 * digit) & 63)
                text.append(digit <= count ? alphabet[value] : UInt8(ascii: "="))
            }
            index += 3
        }
        return text
    }

    /// The bytes of a text with or without its padding; nothing if it is neither.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        var digits = text[...]
        while digits.last == UInt8(ascii: "="), text.count - digits.count < 2 { digits.removeLast() }
        guard digits.count % 4 != 1, digits.count == text.count || text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var group: UInt32 = 0
        var bits = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            group = group << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
