import Amounts
import Dates
import Definitions
import Encoding
import Evaluation
import SourceText
import YAMLReading

/// Reads data as it is written in a scenario into values of declared types.
struct WrittenData {
    private(set) var diagnostics: [Diagnostic] = []
    /// Groups inside, such as an invoice's lines, name the fields that matter as well.
    var isPartInside = false

    /// The fields of a group.
    ///
    /// - Parameters:
    ///   - noun: what has the fields, for messages: `an invoice`.
    ///   - isPart: fields that are not named stay as they are, so none is missed.
    mutating func fields(
        _ node: LocatedNode, _ declared: [FieldDefinition], of noun: String, isPart: Bool = false
    ) -> [(name: Text, value: Value)] {
        guard node.isMapping else {
            report(node.place, "Fields and their values are expected here.", node.text, "a group such as { id: A-1 }")
            return []
        }
        return fields(
            node.entries.map { NamedEntry(name: Written($0.key.text, $0.key), value: $0.value) }, declared, of: noun,
            at: node, isPart: isPart)
    }

    /// The fields of a group, entry by entry.
    mutating func fields(
        _ entries: [NamedEntry<LocatedNode>], _ declared: [FieldDefinition], of noun: String, at node: LocatedNode,
        isPart: Bool = false
    ) -> [(name: Text, value: Value)] {
        var fields: [(name: Text, value: Value)] = []
        var hasUnknown = false
        for entry in entries {
            guard let field = declared.first(where: { $0.name.value == entry.name.value }) else {
                unknown(entry.name.node, declared.map(\.name.value), of: noun)
                hasUnknown = true
                continue
            }
            if let value = value(entry.value, field.type.value, field.fields) {
                fields.append((Text(field.name.value), value))
            }
        }
        // What seems to be missing may be what is misspelt.
        guard !isPart, !hasUnknown else { return fields }
        for field in declared
        where !field.type.value.isOptional && !entries.contains(where: { $0.name.value == field.name.value }) {
            report(
                node.place, "\"\(field.name.value)\" is missing.", "\(noun) without \"\(field.name.value)\"",
                "\(field.name.value): \(field.type.value)")
        }
        return fields
    }

    private mutating func unknown(_ key: LocatedNode, _ known: [String], of noun: String) {
        let guess = didYouMean(key.text, among: known)
        diagnostics.append(
            Diagnostic(
                ScenarioCodes.badData, at: key.place, "\"\(key.text)\" is no field of \(noun).",
                found: "\"\(key.text)\"",
                expected: known.isEmpty ? "no field" : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
                help: guess.map { "Write \"\($0)\"." } ?? "Name one of the declared fields, or delete the line.",
                fix: guess.map { Fix("Write \"\($0)\"", [.init(key.span, $0)]) }))
    }

    private mutating func report(_ place: Place, _ message: String, _ found: String, _ expected: String) {
        diagnostics.append(
            Diagnostic(
                ScenarioCodes.badData, at: place, message, found: found, expected: expected,
                help: "Write it as its declaration asks."))
    }

    /// A value of a type; nothing, and a message, for one that is none.
    mutating func value(_ node: LocatedNode, _ type: WrittenType, _ fields: [FieldDefinition] = []) -> Value? {
        if node.isAbsent, type.isOptional { return .absent }
        let type = type.required
        if case .list(let item) = type {
            guard node.isSequence else { return misfit(node, type) }
            let items = node.items.map { value($0, item, fields) }
            return items.contains(nil) ? nil : .list(items.compactMap { $0 })
        }
        if case .group = type {
            let values = self.fields(node, fields, of: "this group", isPart: isPartInside)
            return try? .map(values.map { (key: .string($0.name), value: $0.value) })
        }
        guard node.isScalar, let value = Self.scalar(node.text, type) else { return misfit(node, type) }
        return value
    }

    private mutating func misfit(_ node: LocatedNode, _ type: WrittenType) -> Value? {
        report(
            node.place, "This is not a value of its field.", node.isScalar ? "\"\(node.text)\"" : "a list or a group",
            "\(type)" + (Self.example(type).map { ", such as \($0)" } ?? ""))
        return nil
    }

    private static func example(_ type: WrittenType) -> String? {
        switch type {
        case .money(let code): "100.00 \(code ?? "USD")"
        case .date: "2026-03-31"
        case .time: "09:00"
        case .instant: "2026-03-31T09:00:00Z"
        case .period: "30 days"
        case .ratio: "2.5%"
        case .rate: "1 EUR = 1.0845 USD"
        default: nil
        }
    }

    private static func scalar(_ text: String, _ type: WrittenType) -> Value? {
        switch type {
        case .text, .notice, .price, .role, .person, .approvalLevel, .record: .string(text)
        case .oneOf(let words): words.contains(text) ? .string(text) : nil
        case .int: Int64(text).map { .int($0) }
        case .decimal: (try? Decimal.parse(text)).map { .decimal($0) }
        case .money(let code):
            (try? Money.parse(text)).flatMap { code == nil || code == $0.currency.code ? .money($0) : nil }
        case .bool: text == "true" ? .true : text == "false" ? .false : nil
        case .date: (try? CivilDate(text)).map { .date($0) }
        case .time: (try? CivilTime(text)).map { .time($0) }
        case .instant: (try? Instant(text)).map { .timestamp($0) }
        case .period: (try? Period(text)).map { .period($0) }
        case .ratio: ratio(text)
        case .rate: rate(text)
        case .group, .list, .optional: nil
        }
    }

    /// `1 EUR = 1.0845 USD`, and its source in brackets if it matters.
    private static func rate(_ text: String) -> Value? {
        let parts = text.split(separator: "(", maxSplits: 1)
        let sides = (parts.first ?? "").split(separator: "=").map { $0.split(separator: " ") }
        guard sides.count == 2, sides.allSatisfy({ $0.count == 2 }), sides[0][0] == "1",
            let from = Currency(String(sides[0][1])), let to = Currency(String(sides[1][1])),
            let value = try? Decimal.parse(String(sides[1][0]))
        else { return nil }
        let source = parts.count > 1 && parts[1].hasSuffix(")") ? String(parts[1].dropLast()) : "the scenario"
        guard parts.count == 1 || parts[1].hasSuffix(")") else { return nil }
        return (try? Rate(from: from, to: to, value: value, source: source, time: 0)).map { .rate($0) }
    }

    /// `2.5%`, or a number.
    private static func ratio(_ text: String) -> Value? {
        let isPercentage = text.hasSuffix("%")
        guard let number = try? Decimal.parse(isPercentage ? String(text.dropLast()) : text) else { return nil }
        guard isPercentage else { return .ratio(Ratio(number)) }
        return (try? Ratio(number, over: Decimal(100))).map { .ratio($0) }
    }

    // MARK: Expectations

    /// Whether a value is what an expectation says: a text in the form of the value's own kind, each item of a list, the named
    /// fields of a group.
    static func matches(_ node: LocatedNode, _ value: Value) -> Bool {
        if node.isAbsent { return value.isAbsent }
        // As in a table: nothing, or a list with nothing in it.
        if node.isScalar, node.text == "none", value.isAbsent || value.asList?.isEmpty == true { return true }
        switch node.kind {
        case .sequence:
            guard let list = value.asList, list.count == node.count else { return false }
            return zip(node.items, list).allSatisfy { matches($0, $1) }
        case .mapping:
            return node.entries.allSatisfy { entry in matches(entry.value, field(entry.key.text, of: value)) }
        case .scalar: return isWritten(node.text, value)
        }
    }

    static func field(_ name: String, of value: Value) -> Value {
        if let slot = value.shape?.slot(of: Text(name)), let slots = value.slots, slot < slots.count {
            return slots[slot]
        }
        return value[Text(name)] ?? .absent
    }

    private static func isWritten(_ text: String, _ value: Value) -> Bool {
        if let known = value.asText { return known.string == text }
        if let known = value.asMoney { return (try? Money.parse(text)) == known }
        if let known = value.asDecimal { return (try? Decimal.parse(text)) == known }
        if let known = value.asRatio { return ratio(text)?.asRatio == known }
        if let known = value.asPeriod { return (try? Period(text)) == known }
        if let known = value.asInstant { return (try? Instant(text)) == known }
        return text == "\(value)"
    }
}
