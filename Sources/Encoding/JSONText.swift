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
}
