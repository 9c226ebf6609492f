/// Writing JSON (RFC 8259) deterministically: one text for one string.
public enum JSONText {
    /// Appends a string in quotes. Only what must be escaped is: quote, backslash and the control characters, which take
    /// their short form where there is one.
    ///
    /// - Parameter utf8: valid UTF-8.
    public static func appendString(_ utf8: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<utf8.count {
            let byte = utf8[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            text += UnsafeRawBufferPointer(rebasing: utf8[start..<index])
            start = index + 1
            text.append(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: text.append(UInt8(ascii: "b"))
            case 0x09: text.append(UInt8(ascii: "t"))
            case 0x0A: text.append(UInt8(ascii: "n"))
            case 0x0C: text.append(UInt8(ascii: "f"))
            case 0x0D: text.append(UInt8(ascii: "r"))
            case 0x00..<0x20:
                text += "u00".utf8
                text += Hexadecimal.text(CollectionOfOne(byte)).utf8
            default: text.append(byte)
            }
        }
        text += UnsafeRawBufferPointer(rebasing: utf8[start...])
        text.append(UInt8(ascii: "\""))
    }

    public static func appendString(_ string: String, to text: inout [UInt8]) {
        var string = string
        string.withUTF8 { appendString(UnsafeRawBufferPointer($0), to: &text) }
    }

    // MARK: Into memory

    /// The bytes that `write` may need for a text of so many bytes.
    @inlinable
    package static func mostBytes(_ count: Int) -> Int { 6 * count + 18 }

    /// Writes a string in quotes, as `appendString` does.
    ///
    /// - Parameter place: has room for `mostBytes`.
    /// - Returns: how many bytes it was.
    package static func write(_ text: Text, at place: UnsafeMutableRawPointer) -> Int {
        let (count, first, second) = (text.utf8Count, text.first, text.second)
        place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        if text.buffer == nil {
            // The bytes that the text does not have are zero, and stand for control characters: they are made to letters.
            let unused = UInt64.max &>> UInt64(truncatingIfNeeded: 8 &* (count & 7))
            let (one, other) = count < 8 ? (first | unused, UInt64.max) : (first, second | unused)
            guard (escapes(one) | escapes(other)) == 0 else { return writeEscaped(text, at: place) }
            place.storeBytes(of: first.bigEndian, toByteOffset: 1, as: UInt64.self)
            place.storeBytes(of: second.bigEndian, toByteOffset: 9, as: UInt64.self)
        } else {
            let isPlain = text.withUTF8 { bytes in
                // A text that does not lie in its words has sixteen bytes or more; the last word may cover what the one before it has.
                var (index, found) = (0, UInt64(0))
                while true {
                    let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    found |= escapes(word)
                    place.storeBytes(of: word, toByteOffset: index + 1, as: UInt64.self)
                    if index == count - 8 { return found == 0 }
                    index = min(index + 8, count - 8)
                }
            }
            guard isPlain else { return writeEscaped(text, at: place) }
        }
        place.storeBytes(of: UInt8(ascii: "\""), toByteOffset: count + 1, as: UInt8.self)
        return count + 2
    }

    @inline(never)
    private static func writeEscaped(_ text: Text, at place: UnsafeMutableRawPointer) -> Int {
        var bytes: [UInt8] = []
        text.withUTF8 { appendString($0, to: &bytes) }
        bytes.withUnsafeBytes { place.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count) }
        return bytes.count
    }

    /// Not zero if one of eight bytes must be escaped.
    @inline(__always)
    private static func escapes(_ word: UInt64) -> UInt64 {
        // The high bit of each byte, up to the first, from which something below it has been taken; a byte of 0x80 or more has it of itself.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let below = (word &- ones &* 0x20) & ~word
        return (below | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & (ones &* 0x80)
    }
}
