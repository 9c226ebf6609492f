import SourceText

// From the text of a string or bytes literal to its value. A string is code points: `\xFF` is U+00FF. In bytes, `\xFF` and
// `\377` are one byte, and everything else is its UTF-8.

extension Parser {
    mutating func stringLiteral(_ token: Token) -> Literal? {
        let bytes: ArraySlice<UInt8> = token.repair > 0 ? Array(text(token).utf8)[...] : syntax.text[token.span.range]
        var start = bytes.startIndex
        var isRaw = false
        while bytes[start] != UInt8(ascii: "\""), bytes[start] != UInt8(ascii: "'") {
            if bytes[start] | 0x20 == UInt8(ascii: "r") { isRaw = true }
            start += 1
        }
        let isTriple =
            bytes.endIndex - start >= 6 && bytes[start + 1] == bytes[start] && bytes[start + 2] == bytes[start]
        let mark = isTriple ? 3 : 1
        let content = bytes[(start + mark)..<(bytes.endIndex - mark)]
        let isBytes = token.kind == .bytes
        guard !isRaw, content.contains(UInt8(ascii: "\\")) else {
            return isBytes ? .bytes(Array(content)) : .string(String(decoding: content, as: UTF8.self))
        }
        guard let value = unescape(content, isBytes: isBytes, offset: token.repair > 0 ? token.start : 0) else {
            return nil
        }
        return isBytes ? .bytes(value) : .string(String(decoding: value, as: UTF8.self))
    }

    private mutating func unescape(_ content: ArraySlice<UInt8>, isBytes: Bool, offset: UInt32) -> [UInt8]? {
        var value: [UInt8] = []
        value.reserveCapacity(content.count)
        var index = content.startIndex
        var isGood = true
        while index < content.endIndex {
            guard content[index] == UInt8(ascii: "\\") else {
                value.append(content[index])
                index += 1
                continue
            }
            let rest = content[(index + 1)...]
            if let (scalar, length, isOctet) = escape(rest) {
                if isOctet, isBytes {
                    value.append(UInt8(truncatingIfNeeded: scalar.value))
                } else {
                    value.append(contentsOf: String(scalar).utf8)
                }
                // An eight-digit escape names a code point, which bytes have none of.
                if !(isBytes && rest.first == UInt8(ascii: "U")) {
                    index += 1 + length
                    continue
                }
            }
            isGood = false
            reportEscape(Span(Int(offset) + index..<min(Int(offset) + index + 2, Int(offset) + content.endIndex)))
            index += 2
        }
        return isGood ? value : nil
    }

    private mutating func reportEscape(_ span: Span) {
        let written = source.string(span)
        report(
            SyntaxCodes.badEscape, span, "\"\(written)\" is no escape.", found: "\"\(written)\"",
            expected: "an escape such as \\n, \\\", \\\\ or \\u00E9",
            help: "Write \\\\ for a backslash, or put an r before the opening quote.")
    }

    /// The code point that the bytes after a backslash write, their number, and whether it is one octet in bytes.
    private func escape(_ rest: ArraySlice<UInt8>) -> (Unicode.Scalar, Int, Bool)? {
        guard let first = rest.first else { return nil }
        switch first {
        case UInt8(ascii: "a"): return ("\u{07}", 1, false)
        case UInt8(ascii: "b"): return ("\u{08}", 1, false)
        case UInt8(ascii: "f"): return ("\u{0C}", 1, false)
        case UInt8(ascii: "n"): return ("\n", 1, false)
        case UInt8(ascii: "r"): return ("\r", 1, false)
        case UInt8(ascii: "t"): return ("\t", 1, false)
        case UInt8(ascii: "v"): return ("\u{0B}", 1, false)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            return (Unicode.Scalar(first), 1, false)
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return digits(rest.dropFirst(), 2, radix: 16, isOctet: true)
        case UInt8(ascii: "u"): return digits(rest.dropFirst(), 4, radix: 16, isOctet: false)
        case UInt8(ascii: "U"): return digits(rest.dropFirst(), 8, radix: 16, isOctet: false)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            return digits(rest, 3, radix: 8, isOctet: true).map { ($0.0, $0.1 - 1, $0.2) }
        default: return nil
        }
    }

    private func digits(
        _ rest: ArraySlice<UInt8>, _ count: Int, radix: UInt32, isOctet: Bool
    ) -> (Unicode.Scalar, Int, Bool)? {
        guard rest.count >= count else { return nil }
        var value: UInt32 = 0
        for byte in rest.prefix(count) {
            guard let digit = hexValue(byte), digit < radix else { return nil }
            value = value &* radix &+ digit
        }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, count + 1, isOctet)
    }
}
