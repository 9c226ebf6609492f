import Encoding

extension JSONCursor {
    /// Reads a string's content with its escapes (RFC 8259 section 7) into `unescaped`.
    @inline(never)
    mutating func unescape(_ from: Int, _ to: Int) throws(JSONFault) {
        unescaped.removeAll(keepingCapacity: true)
        var at = from
        while at < to {
            let byte = base[at]
            if byte != UInt8(ascii: "\\") {
                unescaped.append(byte)
                at += 1
                continue
            }
            guard at + 1 < to else { throw JSONFault(.badEscape, at, to) }
            switch base[at + 1] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(base[at + 1])
            case UInt8(ascii: "b"): unescaped.append(0x08)
            case UInt8(ascii: "f"): unescaped.append(0x0C)
            case UInt8(ascii: "n"): unescaped.append(0x0A)
            case UInt8(ascii: "r"): unescaped.append(0x0D)
            case UInt8(ascii: "t"): unescaped.append(0x09)
            case UInt8(ascii: "u"):
                at = try unescapeUnit(at, to)
                continue
            default:
                var shown = at + 2
                while shown < to, base[shown] & 0xC0 == 0x80 { shown += 1 }
                throw JSONFault(.badEscape, at, shown)
            }
            at += 2
        }
    }

    /// `\uXXXX`, or a pair of them; returns the offset behind.
    private mutating func unescapeUnit(_ at: Int, _ to: Int) throws(JSONFault) -> Int {
        guard let unit = hexadecimalUnit(at + 2, to) else { throw JSONFault(.badEscape, at, Swift.min(at + 6, to)) }
        if unit < 0xD800 || unit > 0xDFFF {
            appendScalar(unit)
            return at + 6
        }
        // A high surrogate must be followed by a low one; a low one alone is nothing.
        guard unit < 0xDC00, at + 8 <= to, base[at + 6] == UInt8(ascii: "\\"), base[at + 7] == UInt8(ascii: "u"),
            let low = hexadecimalUnit(at + 8, to), low >= 0xDC00, low <= 0xDFFF
        else { throw JSONFault(.loneSurrogate, at, at + 6) }
        appendScalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        return at + 12
    }

    private func hexadecimalUnit(_ from: Int, _ to: Int) -> UInt32? {
        guard from + 4 <= to else { return nil }
        var value: UInt32 = 0
        for offset in from..<from + 4 {
            let byte = base[offset]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }

    private mutating func appendScalar(_ value: UInt32) {
        switch value {
        case 0..<0x80: unescaped.append(UInt8(value))
        case 0x80..<0x800:
            unescaped.append(UInt8(0xC0 | value >> 6))
            unescaped.append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            unescaped.append(UInt8(0xE0 | value >> 12))
            unescaped.append(UInt8(0x80 | value >> 6 & 0x3F))
            unescaped.append(UInt8(0x80 | value & 0x3F))
        default:
            unescaped.append(UInt8(0xF0 | value >> 18))
            unescaped.append(UInt8(0x80 | value >> 12 & 0x3F))
            unescaped.append(UInt8(0x80 | value >> 6 & 0x3F))
            unescaped.append(UInt8(0x80 | value & 0x3F))
        }
    }

    /// The text of the string at `offset`, which is the position before `index`.
    @inline(__always)
    mutating func text(at offset: Int) throws(JSONFault) -> Text {
        let content = try string(at: offset)
        if content.hasEscapes { return unescapedText() }
        return Text(paddedUTF8: UnsafeRawPointer(base + content.from), count: content.to &- content.from)
    }

    /// Escapes only ever make well-formed UTF-8 of well-formed UTF-8.
    @inline(never)
    func unescapedText() -> Text { unescaped.withUnsafeBytes { Text(validUTF8: $0) } }
}
