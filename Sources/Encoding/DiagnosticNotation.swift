/// The diagnostic notation of RFC 8949 section 8: what bytes say, item by item and tag by tag, for tests, documents and an
/// auditor's questions. `{1: "C-1", 2: 4([-2, 1250])}`.
public enum DiagnosticNotation {
    /// - Throws: what `CanonicalDecoder.validate` throws; only canonical bytes have a notation.
    public static func text(
        of bytes: [UInt8], maximumDepth: Int = CanonicalDecoder.defaultMaximumDepth
    ) throws(CanonicalDecodingError) -> String {
        try CanonicalDecoder.validate(bytes, maximumDepth: maximumDepth)
        // Tags count as containers here: their content is written by the same function.
        return try CanonicalDecoder.decode(bytes, maximumDepth: 4 * maximumDepth) {
            (decoder) throws(CanonicalDecodingError) in
            var text: [UInt8] = []
            try write(&decoder, to: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }

    private static func write(_ decoder: inout CanonicalDecoder, to text: inout [UInt8]) throws(CanonicalDecodingError)
    {
        switch try decoder.peekKind() {
        case .unsigned: text += "\(try decoder.head(0))".utf8
        case .negative: text += "\(~Int128(try decoder.head(1)))".utf8
        case .bytes: text += "h'\(Hexadecimal.text(try decoder.decodeByteBuffer()))'".utf8
        case .text: JSONText.appendString(try decoder.decodeTextBuffer(), to: &text)
        case .bool: text += "\(try decoder.decodeBool())".utf8
        case .null:
            _ = try decoder.decodeNullIfPresent()
            text += "null".utf8
        case .float:
            let value = try decoder.decodeDouble()
            text += (value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)").utf8
        case .tag:
            text += "\(try decoder.decodeTag())(".utf8
            try write(&decoder, to: &text)
            text += ")".utf8
        case .array:
            var elements = try decoder.beginArray()
            var isFirst = true
            text += "[".utf8
            while decoder.nextElement(&elements) {
                if !isFirst { text += ", ".utf8 }
                isFirst = false
                try write(&decoder, to: &text)
            }
            text += "]".utf8
        case .map:
            let count = try decoder.length(5, unit: 2)
            text += "{".utf8
            for index in 0..<count {
                if index > 0 { text += ", ".utf8 }
                try write(&decoder, to: &text)
                text += ": ".utf8
                try write(&decoder, to: &text)
            }
            text += "}".utf8
        }
    }
}
