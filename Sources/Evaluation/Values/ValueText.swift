internal import Amounts
internal import Dates
internal import Encoding

// A value in words, for traces, tests and the messages of errors.
//
// The notation is the language's own: what it prints can be read as an expression, but for the kinds that have no literal,
// which print as a call: `timestamp("2026-03-01T00:00:00Z")`.

extension Value: CustomStringConvertible {
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// As it stands in a sentence for people: text without quotation marks, an instant and a duration as they are written, the items of a
    /// list with commas between them, and nothing for what is absent.
    package var inSentence: String {
        if isAbsent { return "" }
        if let text = asText { return text.string }
        if let instant = asInstant { return "\(instant)" }
        if let duration = asDuration { return "\(duration)" }
        if let list = asList { return list.map(\.inSentence).joined(separator: ", ") }
        return description
    }

    func write(to text: inout String) {
        switch kind {
        case .absent: text += "absent"
        case .null: text += "null"
        case .bool: text += low != 0 ? "true" : "false"
        case .int: text += "\(Int64(bitPattern: low))"
        case .uint: text += "\(low)u"
        case .double: text += "double(\(Double(bitPattern: low)))"
        case .string: Self.quote(content, to: &text)
        case .type: text += content.string
        case .bytes: writeBytes(to: &text)
        case .list: writeElements("[", "]", to: &text)
        case .map: writeMap(to: &text)
        case .record: writeRecord(to: &text)
        case .optional: writeOptional(to: &text)
        case .address: text += "ip(\"\(AddressText.string(self))\")"
        case .network: text += "cidr(\"\(AddressText.string(self))\")"
        default: writeAmountOrDate(to: &text)
        }
    }

    private func writeAmountOrDate(to text: inout String) {
        if let value = asDecimal { text += value.description }
        if let value = asMoney { text += value.description }
        if let value = asRatio { text += value.description }
        if let value = asRate { text += value.description }
        if let value = asInstant { text += "timestamp(\"\(value)\")" }
        if let value = asDuration { text += "duration(\"\(value)\")" }
        if let value = asDate { text += value.description }
        if let value = asTime { text += value.description }
        if let value = asPeriod { text += value.description }
    }

    /// A text in double quotes, with the escapes of the language.
    static func quote(_ content: Text, to text: inout String) {
        text += "\""
        for scalar in content.string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    text += "\\x" + hexadecimal(UInt8(scalar.value))
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private func writeBytes(to text: inout String) {
        text += "b\""
        for byte in content.utf8 {
            switch byte {
            case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: text.unicodeScalars.append(UnicodeScalar(byte))
            default: text += "\\x" + Self.hexadecimal(byte)
            }
        }
        text += "\""
    }

    private func writeElements(_ open: String, _ close: String, to text: inout String) {
        text += open
        for index in 0..<(storage?.count ?? 0) {
            if index > 0 { text += ", " }
            storage?[index].write(to: &text)
        }
        text += close
    }

    private func writeMap(to text: inout String) {
        text += "{"
        var isFirst = true
        for (key, value) in asMap ?? MapEntries(nil) {
            if !isFirst { text += ", " }
            isFirst = false
            key.write(to: &text)
            text += ": "
            value.write(to: &text)
        }
        text += "}"
    }

    private func writeRecord(to text: inout String) {
        guard let shape, let slots else { return }
        text += shape.name.string + "{"
        var isFirst = true
        for (field, value) in zip(shape.fields, slots) where !value.isAbsent {
            if !isFirst { text += ", " }
            isFirst = false
            text += field.name.string + ": "
            value.write(to: &text)
        }
        text += "}"
    }

    private func writeOptional(to text: inout String) {
        guard let storage else {
            text += "optional.none()"
            return
        }
        text += "optional.of("
        storage[0].write(to: &text)
        text += ")"
    }
}
