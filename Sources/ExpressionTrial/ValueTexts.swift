internal import Amounts
internal import Dates
internal import Encoding
public import Evaluation

// A value for the reader of a terminal, and as JSON for programs.

public enum ValueTexts {
    /// As it is written in an expression; a number with a binary point as CEL writes it.
    public static func written(_ value: Value) -> String {
        if let double = value.asDouble { return self.double(double) }
        if let list = value.asList { return "[" + list.map(written).joined(separator: ", ") + "]" }
        if let map = value.asMap {
            return "{" + map.map { "\(written($0.key)): \(written($0.value))" }.joined(separator: ", ") + "}"
        }
        if case .some(let held?) = value.asOptional { return "optional.of(\(written(held)))" }
        return value.description
    }

    private static func double(_ value: Double) -> String {
        if value.isNaN { return "double(\"NaN\")" }
        return value.isInfinite ? "double(\"\(value < 0 ? "-" : "")Infinity\")" : value.description
    }

    /// As JSON (RFC 8259): numbers with every digit, amounts as an object of `amount` and `currency`, bytes in base 64, null for
    /// what is absent or held by nothing, and everything that JSON has no form for as the text that it is written as.
    public static func json(_ value: Value) -> String {
        var text: [UInt8] = []
        append(value, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func append(_ value: Value, to text: inout [UInt8]) {
        switch value.kind {
        case .absent, .null: text += "null".utf8
        case .bool, .int, .decimal: text += value.description.utf8
        case .uint: text += "\(value.asUInt ?? 0)".utf8
        case .double:
            let double = value.asDouble ?? .nan
            if double.isFinite {
                text += double.description.utf8
            } else {
                JSONText.appendString(double.isNaN ? "NaN" : double < 0 ? "-Infinity" : "Infinity", to: &text)
            }
        case .string: JSONText.appendString(value.asText?.string ?? "", to: &text)
        case .type: JSONText.appendString(value.asTypeName?.string ?? "", to: &text)
        case .money:
            guard let money = value.asMoney else { return }
            text += "{\"amount\":\"\(money.amountText)\",\"currency\":\"\(money.currency.code)\"}".utf8
        case .list: appendAll(value.asList.map { Array($0) } ?? [], to: &text)
        case .map, .record: appendFields(value, to: &text)
        case .optional:
            guard case .some(let held?) = value.asOptional else {
                text += "null".utf8
                return
            }
            append(held, to: &text)
        case .bytes: JSONText.appendString(base64(value.asBytes ?? []), to: &text)
        case .timestamp: JSONText.appendString(value.asInstant?.description ?? "", to: &text)
        case .duration: JSONText.appendString(value.asDuration?.description ?? "", to: &text)
        default: JSONText.appendString(value.description, to: &text)
        }
    }

    private static func appendAll(_ values: [Value], to text: inout [UInt8]) {
        text.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            append(value, to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private static func appendFields(_ value: Value, to text: inout [UInt8]) {
        var fields: [(String, Value)] = []
        if let map = value.asMap {
            for (key, held) in map { fields.append((key.asText?.string ?? written(key), held)) }
        }
        if let shape = value.shape, let slots = value.slots {
            for (field, held) in zip(shape.fields, slots) where !held.isAbsent {
                fields.append((field.name.string, held))
            }
        }
        text.append(UInt8(ascii: "{"))
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            JSONText.appendString(field.0, to: &text)
            text.append(UInt8(ascii: ":"))
            append(field.1, to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
            for digit in 0..<4 {
                text.append(
                    start + digit <= bytes.count ? digits[group >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
