import Amounts
import Encoding
import Evaluation
import SourceText

// What a text says that is JSON and not what was declared.

extension JSONMessages {
    func fieldWords(_ fault: JSONFault) -> Words {
        let field = field(fault)
        switch fault.kind {
        case .unknownField: return unknownWords(fault)
        case .missingField:
            return Words(
                JSONCodes.missingField, "The field \"\(field.name)\" is missing.", found: "no field \"\(field.name)\"",
                expected: "\"\(field.name)\" with \(TypeWords.one(field.type))",
                help: "Add \"\(field.name)\", or declare that it may be absent.")
        case .nullField:
            return Words(
                JSONCodes.nullField, "\(field.subject) must have a value and is null.", found: "null",
                expected: TypeWords.one(field.type), help: "Send the value, or declare that it may be absent.")
        case .notWhole, .integerOutOfRange:
            let isFraction = fault.kind == .notWhole
            return Words(
                JSONCodes.notWhole,
                "\(field.subject) is a whole number, and this is \(isFraction ? "not one" : "outside its range").",
                found: value(fault, field),
                expected: isFraction
                    ? "a whole number"
                    : field.type == .uint
                        ? "a whole number from 0 to 18446744073709551615" : "a whole number of at most 18 digits",
                help: "Correct the value, or declare \"\(field.name)\" as a decimal.")
        case .badDate, .badInstant, .badTime, .badPeriod, .badDuration, .badDecimalText: return formWords(fault, field)
        case .badMoney, .unknownCurrency, .otherCurrency: return moneyWords(fault, field)
        case .badRate:
            return Words(
                JSONCodes.badRate, "\(field.subject) is not an exchange rate that can be read.",
                found: "an object that is no rate", expected: TypeWords.rate,
                help: "Give the five fields, each once, with a value above zero.")
        default: return typeWords(fault, field)
        }
    }

    struct Field {
        var name: String
        var type: ValueType
        var isHidden: Bool
        /// How a sentence about the value begins: `"total"`, `A value of "tags"`.
        var subject: String
    }

    private func field(_ fault: JSONFault) -> Field {
        let layout = layout(fault)
        guard let layout, fault.layout >= 0, fault.slot >= 0 else {
            return Field(name: "", type: .record(layout?.shape.name ?? ""), isHidden: false, subject: "")
        }
        let field = layout.records[fault.layout].shape.fields[fault.slot]
        let isHidden = !field.marks.isDisjoint(with: [.personal, .secret])
        let name = field.name.string
        var type = field.type
        if fault.isElement {
            if case .list(let element) = type { type = element }
            if case .map(_, let value) = type { type = value }
        }
        let subject = fault.isElement ? "A value in \"\(name)\"" : "\"\(name)\""
        return Field(name: name, type: type, isHidden: isHidden, subject: subject)
    }

    /// What was found; of a field that is personal or secret only of what kind it is.
    private func value(_ fault: JSONFault, _ field: Field) -> String {
        if fault.kind == .badMoney, kind(fault) == "an object" { return "an object without one of the two" }
        guard field.isHidden else { return shown(fault) }
        return kind(fault)
    }

    private func kind(_ fault: JSONFault) -> String {
        guard clamped(fault.start) < file.bytes.count else { return "nothing" }
        switch file.bytes[clamped(fault.start)] {
        case UInt8(ascii: "\""): return "a text"
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: "["): return "a list"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return "true or false"
        case UInt8(ascii: "n"): return "null"
        default: return "a number"
        }
    }

    private func typeWords(_ fault: JSONFault, _ field: Field) -> Words {
        let kind = kind(fault)
        let isPlain = kind == "a text" || kind == "a number" || kind == "true or false"
        let found =
            isPlain && !field.isHidden ? (kind == "true or false" ? shown(fault) : "\(kind), \(shown(fault))") : kind
        if field.name.isEmpty {
            return Words(
                JSONCodes.wrongType, "An object is expected here.", found: found,
                expected: "an object with the fields of \(field.type.recordName)",
                help: "Write the fields in braces: {\"name\": \"value\"}.")
        }
        let help: String? =
            switch field.type {
            case .int, .uint, .decimal: kind == "a text" ? "Write the number without quotation marks." : nil
            case .bool: "Write true or false, in small letters and without quotation marks."
            case .string: kind == "a number" ? "Put the value into quotation marks." : nil
            case .money(nil):
                "Write the amount with its currency: {\"amount\": \"5000.00\", \"currency\": \"USD\"}."
            case .rate: "Write \(TypeWords.rate)."
            default: nil
            }
        return Words(
            JSONCodes.wrongType, "\(field.subject) holds \(TypeWords.one(field.type)), and this is \(kind).",
            found: found, expected: TypeWords.one(field.type),
            help: help ?? "Correct the value, or the declaration of \"\(field.name)\".")
    }

    private func unknownWords(_ fault: JSONFault) -> Words {
        let shape = layout(fault).map { $0.records[max(fault.layout, 0)].shape }
        let names = shape?.fields.map(\.name.string) ?? []
        var name = shown(fault)
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        let listed = names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
        let near = didYouMean(name, among: names)
        return Words(
            JSONCodes.unknownField, "The field \"\(name)\" is not declared for \(shape?.name.string ?? "this").",
            found: "the field \"\(name)\"", expected: names.isEmpty ? "no fields" : "one of \(listed)",
            help: near.map { "Write \"\($0)\"." } ?? "Leave the field out, or declare it.")
    }

    private func formWords(_ fault: JSONFault, _ field: Field) -> Words {
        let found = value(fault, field)
        switch fault.kind {
        case .badDecimalText:
            return Words(
                JSONCodes.badNumber, "\(field.subject) holds a number, and this text is none.", found: found,
                expected: "a number such as 0.5, -12 or 1250.00",
                help: "Write only digits, with a point before the places and no thousands separator.")
        case .badPeriod, .badDuration:
            let isPeriod = fault.kind == .badPeriod
            return Words(
                JSONCodes.badPeriod,
                "\(field.subject) is not \(isPeriod ? "a period" : "a duration") that can be read.",
                found: found,
                expected: isPeriod ? "a period such as \"3 days\" or \"1 month\"" : "a duration such as \"90s\"",
                help: "Write a number and its unit.")
        default:
            let (noun, example) =
                switch fault.kind {
                case .badDate: ("a date", "2026-03-01")
                case .badTime: ("a time of day", "09:00")
                default: ("a date and time", "2026-03-01T09:00:00Z")
                }
            return Words(
                JSONCodes.badDate, "\(field.subject) is not \(noun) that can be read.", found: found,
                expected: "\(noun) such as \"\(example)\"",
                help:
                    "Write year, month and day with hyphens, check that the day exists, and give a time with its offset from UTC."
                    .forKind(fault.kind))
        }
    }

    private func moneyWords(_ fault: JSONFault, _ field: Field) -> Words {
        let found = value(fault, field)
        switch fault.kind {
        case .unknownCurrency:
            return Words(
                JSONCodes.badMoney, "\(found) is not a currency.", found: found,
                expected: "an ISO 4217 code such as \"USD\"", help: "Write the three capital letters of the currency.")
        case .otherCurrency:
            var declared = "its currency"
            if case .money(let currency?) = field.type { declared = currency.code }
            return Words(
                JSONCodes.otherCurrency, "\(field.subject) is in \(declared), and this amount is not.", found: found,
                expected: "\"\(declared)\"",
                help: "Send the amount in \(declared), or declare the field as money of any currency.")
        default:
            return Words(
                JSONCodes.badMoney, "\(field.subject) is not an amount of money that can be read.", found: found,
                expected: "an amount and a currency: {\"amount\": \"5000.00\", \"currency\": \"USD\"}",
                help: "Give \"amount\" and \"currency\", each once, and nothing else.")
        }
    }
}

extension String {
    /// The part of the advice that fits the kind of date or time.
    fileprivate func forKind(_ kind: JSONFault.Kind) -> String {
        switch kind {
        case .badDate: "Write year, month and day with hyphens, and check that the day exists."
        case .badTime: "Write the hour and the minute with two digits each."
        default: self
        }
    }
}

/// Types in an author's words.
enum TypeWords {
    static let rate =
        "an object such as {\"from\": \"EUR\", \"to\": \"USD\", \"value\": \"1.0845\", \"source\": \"ECB\", "
        + "\"time\": \"2026-03-31T14:00:00Z\"}"

    static func one(_ type: ValueType) -> String {
        switch type {
        case .dynamic: "a value"
        case .null: "null"
        case .bool: "true or false"
        case .int, .uint: "a whole number"
        case .double, .decimal, .ratio: "a number"
        case .money(nil): "an amount of money"
        case .money(let currency?): "an amount in \(currency.code)"
        case .rate: "an exchange rate"
        case .string: "a text"
        case .bytes: "a text in Base64"
        case .list(let element): "a list of \(many(element))"
        case .map: "an object"
        case .record(let name): "an object with the fields of \(name)"
        case .timestamp: "a date and time"
        case .duration: "a duration"
        case .date: "a date"
        case .time: "a time of day"
        case .period: "a period"
        case .optional(let inner): one(inner)
        case .type: "the name of a type"
        case .address, .network: "an internet address"
        }
    }

    private static func many(_ type: ValueType) -> String {
        switch type {
        case .string: "texts"
        case .int, .uint: "whole numbers"
        case .decimal, .double, .ratio: "numbers"
        case .money: "amounts"
        case .date: "dates"
        case .record(let name): "objects with the fields of \(name)"
        case .list: "lists"
        default: "values"
        }
    }
}

extension ValueType {
    fileprivate var recordName: String { if case .record(let name) = self { name.string } else { "" } }
}
