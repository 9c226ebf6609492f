import Amounts
import Encoding
package import Evaluation

// Values held against declared types. What the checker knows is proven before a rule runs; this is for values that come from outside,
// such as the JSON of `proviso decide`, and for amounts whose currency shows only when they are there.

extension RuleInput {
    /// The value as this input's type has it: a whole number is a decimal where one is asked for.
    func accepted(_ value: Value) throws(RuleError.Kind) -> Value {
        if value.isAbsent || value.isNull {
            if isRequired { throw .absentInput(name) }
            return .absent
        }
        guard let fitting = value.fitting(type) else {
            if case .money(let currency?) = type, let money = value.asMoney {
                throw .wrongCurrency(input: name, money, currency)
            }
            throw .wrongKind(input: name, value, type)
        }
        if let words, let word = fitting.asText, !words.contains(word) {
            throw .unknownWord(input: name, word, words)
        }
        return fitting
    }

    /// The value as an output of this type.
    func given(_ value: Value, row: Int?) throws(RuleError.Kind) -> Value {
        if value.isAbsent || value.isNull {
            if isRequired { throw .absentOutput(row: row, name) }
            return .absent
        }
        guard let fitting = value.fitting(type) else { throw .wrongOutput(row: row, name, value, type) }
        if let words, let word = fitting.asText, !words.contains(word) {
            throw .wrongOutput(row: row, name, value, type)
        }
        return fitting
    }
}

/// What most values of an input are, in a form that is compared at once: whatever differs is looked at by its type.
struct InputCheck: Sendable {
    private let kind: ValueKind
    /// Packed; nothing if any will do.
    private let currency: UInt16?

    init(_ input: RuleInput) {
        currency = if case .money(let currency) = input.type { currency?.packed } else { nil }
        kind =
            switch input.type {
            case .decimal: .decimal
            case .date: .date
            case .bool: .bool
            case .int: .int
            case .time: .time
            case .timestamp: .timestamp
            case .money: .money
            case .string: input.words == nil ? .string : .absent
            default: .absent
            }
    }

    /// The value is surely what the input's type has.
    @inline(__always)
    func holds(_ words: ValueWords) -> Bool {
        guard words.kind == kind, kind != .absent else { return false }
        guard let currency else { return true }
        return words.packedCurrency == currency
    }
}

extension Value {
    /// The value as a type has it; nothing if it is of another kind, or an amount of another currency.
    package func fitting(_ type: ValueType) -> Value? {
        switch type {
        case .dynamic: return self
        case .null: return kind == .null ? self : nil
        case .bool: return kind == .bool ? self : nil
        case .int:
            if kind == .int { return self }
            return asUInt.flatMap { Int64(exactly: $0) }.map { .int($0) }
        case .uint: return kind == .uint ? self : nil
        case .double: return kind == .double ? self : nil
        case .decimal:
            if kind == .decimal { return self }
            if let whole = asInt { return .decimal(Decimal(Int128(whole))) }
            return asUInt.map { .decimal(Decimal(Int128($0))) }
        case .ratio:
            if kind == .ratio { return self }
            return fitting(.decimal)?.asDecimal.map { .ratio(Ratio($0)) }
        case .money(let currency):
            guard let money = asMoney else { return nil }
            return currency == nil || currency == money.currency ? self : nil
        case .rate: return kind == .rate ? self : nil
        case .string: return kind == .string ? self : nil
        case .bytes: return kind == .bytes ? self : nil
        case .list(let item): return fittingList(item)
        case .map: return kind == .map ? self : nil
        case .record: return kind == .record || kind == .map ? self : nil
        case .timestamp: return kind == .timestamp ? self : nil
        case .duration: return kind == .duration ? self : nil
        case .date: return kind == .date ? self : nil
        case .time: return kind == .time ? self : nil
        case .period: return kind == .period ? self : nil
        case .optional: return kind == .optional ? self : nil
        case .type: return kind == .type ? self : nil
        case .address: return kind == .address ? self : nil
        case .network: return kind == .network ? self : nil
        }
    }

    private func fittingList(_ item: ValueType) -> Value? {
        guard let elements = asList else { return nil }
        var fitting: [Value] = []
        fitting.reserveCapacity(elements.count)
        for element in elements {
            guard let element = element.fitting(item) else { return nil }
            fitting.append(element)
        }
        return .list(fitting)
    }
}
