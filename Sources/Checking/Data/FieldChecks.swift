import Amounts
import Definitions
import SourceText
import YAMLReading

/// The types of all fields, and what the names of records and fields may be.
enum FieldChecks {
    static func check(_ library: Library, _ findings: inout Findings) {
        for record in library.records {
            types(record.fields, library, &findings)
            check(record, library, &findings)
        }
        for event in library.events { types(event.fields, library, &findings) }
        for primitive in library.primitives {
            types(primitive.inputs, library, &findings)
            for outcome in primitive.outcomes { types(outcome.fields, library, &findings) }
        }
        for notice in library.notices { types(notice.inputs, library, &findings) }
        plurals(library, &findings)
        currencies(library, &findings)
    }

    /// Every currency that a type or a price names is one.
    private static func currencies(_ library: Library, _ findings: inout Findings) {
        for record in library.records { currencies(record.fields, &findings) }
        for event in library.events { currencies(event.fields, &findings) }
        for primitive in library.primitives {
            currencies(primitive.inputs, &findings)
            for outcome in primitive.outcomes { currencies(outcome.fields, &findings) }
        }
        for notice in library.notices { currencies(notice.inputs, &findings) }
        for rule in library.rules { currencies(rule.inputs + rule.outputs, &findings) }
        for price in library.prices {
            currencies(price.inputs, &findings)
            check(currency: price.currency.value, price.currency.place, &findings)
        }
    }

    private static func currencies(_ fields: [FieldDefinition], _ findings: inout Findings) {
        for field in fields {
            currencies(field.fields, &findings)
            if let code = field.type.value.currencyCode { check(currency: code, field.type.place, &findings) }
        }
    }

    private static func check(currency code: String, _ place: Place, _ findings: inout Findings) {
        if Currency(code) != nil { return }
        findings.report(
            PriceCodes.unknownCurrency, place, "There is no currency \"\(code)\".", found: "\"\(code)\"",
            expected: "a currency of ISO 4217, such as EUR", help: "Correct the currency.")
    }

    /// Every record that a type names is defined.
    static func types(_ fields: [FieldDefinition], _ library: Library, _ findings: inout Findings) {
        for field in fields {
            types(field.fields, library, &findings)
            guard let name = field.type.value.recordName, library.record(name) == nil,
                !library.isUnreadable(.record, name)
            else { continue }
            let records = Array(Set(library.records.map(\.heading.name.value))).sorted()
            let guess = didYouMean(name, among: records + WrittenType.plainNames)
            let node = field.type.node
            // The name is a word of its own in the type: `list of invioce?`.
            let end = node.utf8Count - node.text.utf8.reversed().prefix { $0 == UInt8(ascii: "?") || $0 == 0x20 }.count
            let word = Excerpt(node, max(0, end - name.utf8.count)..<end)
            let fix = guess.flatMap { guess in
                word.text == name ? Fix("Write \"\(guess)\"", [.init(word.span, guess)]) : nil
            }
            findings.report(
                ShapeCodes.unknownType, node.place, "There is no type and no record \"\(name)\".",
                found: "\"\(name)\" as the type of \"\(field.name.value)\"",
                expected: "a type such as text, money USD or date"
                    + (records.isEmpty
                        ? ", or the name of a record that a file defines"
                        : ", or a record: " + Findings.quoted(records)),
                help: guess.map { "Write \"\($0)\"." } ?? "Correct the type, or add the file that defines the record.",
                fix: fix)
        }
    }

    private static func check(_ record: RecordDefinition, _ library: Library, _ findings: inout Findings) {
        let names = record.fields.map(\.name.value)
        let isIncomplete = names.isEmpty && library.isDamaged(record.heading)
        for name in record.material where !isIncomplete && !names.contains(name.value) {
            findings.reportUnknown(name, "a field", names)
        }
        guard let id = record.fields.first(where: { $0.name.value == "id" }) else { return }
        guard id.type.value != .text else { return }
        findings.report(
            ShapeCodes.reservedField, id.type.place, "The id of a record is a text that every record has.",
            found: "\"\(id.type.value)\" as the type of \"id\"", expected: "id: text",
            help: "Write \"id: text\", or give the field another name. Without the field, every record has an id too.",
            fix: Fix("Write \"text\"", [.init(id.type.node.span, "text")]))
    }

    /// The name for many is one record's own.
    private static func plurals(_ library: Library, _ findings: inout Findings) {
        let latest = library.records.filter { library.isLatest(.record, $0.heading) }
        for (index, record) in latest.enumerated() {
            let plural = record.pluralName
            let place = (record.plural ?? record.heading.name).place
            if let other = latest[..<index].first(where: { $0.pluralName == plural }) {
                findings.report(
                    ShapeCodes.pluralTaken, place,
                    "Many of \"\(record.heading.name.value)\" and many of \"\(other.heading.name.value)\" are both called \"\(plural)\".",
                    found: "\"\(plural)\" as the name for many of two records", expected: "a name for each",
                    help: "Write another name under \"plural\".",
                    related: [.init((other.plural ?? other.heading.name).place, "the other record")])
            } else if let other = latest.first(where: { $0.heading.name.value == plural }) {
                findings.report(
                    ShapeCodes.pluralTaken, place,
                    "\"\(plural)\" is the name of a record, and also the name for many of \"\(record.heading.name.value)\".",
                    found: "\"\(plural)\" as two names", expected: "a name for many that no record has",
                    help: "Write another name under \"plural\".",
                    related: [.init(other.heading.name.place, "the record of that name")])
            }
        }
    }
}

extension WrittenType {
    /// The record that a value of this type is, or consists of.
    package var recordName: String? {
        switch self {
        case .record(let name): name
        case .list(let item): item.recordName
        case .optional(let type): type.recordName
        default: nil
        }
    }

    /// The currency of a value of this type, or of those that it consists of.
    var currencyCode: String? {
        switch self {
        case .money(let code): code
        case .list(let item): item.currencyCode
        case .optional(let type): type.currencyCode
        default: nil
        }
    }

    /// With an article, for messages.
    var phrase: String {
        switch self {
        case .text: "a text"
        case .int: "a whole number"
        case .decimal: "a decimal number"
        case .bool: "true or false"
        case .date: "a date"
        case .time: "a time of day"
        case .instant: "an instant"
        case .period: "a period"
        case .ratio: "a share in per cent"
        case .money: "an amount of money"
        case .optional(let type): type.phrase
        default: "a \(self)"
        }
    }

    /// The types that are one word or two, for "did you mean".
    static let plainNames = [
        "text", "int", "decimal", "money", "bool", "date", "time", "instant", "period", "ratio", "rate", "notice",
        "price", "role", "person", "approval level", "group",
    ]
}
