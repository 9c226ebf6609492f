import Amounts
import Encoding

// The language's equality: numbers by the number line, lists and maps by their elements, everything else by kind and
// content; values of different kinds are not equal, and absent equals nothing. Two amounts of different currencies are an
// error and not unequal: who compares them has forgotten to convert.
//
// Cost: 1 for each pair of elements of lists, maps and records that is looked at, and 1 for each 64 bytes of two texts or
// bytes of one length and of a map's key.

enum Equality {
    static func equal(_ left: Value, _ right: Value, _ meter: inout Meter, depth: Int = 0) throws(EvaluationError)
        -> Bool
    {
        try meter.checkDepth(depth)
        guard left.kind == right.kind else { return try equalAcrossKinds(left, right) }
        switch left.kind {
        case .absent: return false
        case .null: return true
        case .bool, .int, .uint, .date, .time, .timestamp, .duration:
            return left.low == right.low && left.high == right.high
        case .period, .address: return left.meta == right.meta && left.low == right.low && left.high == right.high
        case .network: return left.meta == right.meta && left.low == right.low && left.high == right.high
        case .double: return Double(bitPattern: left.low) == Double(bitPattern: right.low)
        case .decimal: return left.asDecimal == right.asDecimal
        case .ratio: return left.asRatio == right.asRatio
        case .money: return try equalMoney(left, right)
        case .rate: return left.asRate == right.asRate
        case .string, .bytes, .type:
            let (a, b) = (left.content, right.content)
            if a.utf8Count == b.utf8Count { try meter.chargeText(a.utf8Count) }
            return a == b
        case .list: return try equalLists(left, right, &meter, depth)
        case .map: return try equalMaps(left, right, &meter, depth)
        case .record: return try equalRecords(left, right, &meter, depth)
        case .optional:
            guard case .some(let a?) = left.asOptional, case .some(let b?) = right.asOptional else {
                return left.object == nil && right.object == nil
            }
            return try equal(a, b, &meter, depth: depth + 1)
        }
    }

    private static func equalAcrossKinds(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        if NumberLine.isNumber(left.kind), NumberLine.isNumber(right.kind) {
            return NumberLine.compare(left, right) == 0
        }
        // A bare zero is zero in every currency.
        if left.kind == .money, Ordering.isZero(right) { return left.coefficient == 0 }
        if right.kind == .money, Ordering.isZero(left) { return right.coefficient == 0 }
        if let (a, b) = Ordering.durations(left, right) { return a == b }
        return false
    }

    private static func equalMoney(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        guard left.currency == right.currency else { throw EvaluationError(.currenciesDiffer, .equal, left, right) }
        return left.asMoney == right.asMoney
    }

    private static func equalLists(
        _ left: Value, _ right: Value, _ meter: inout Meter, _ depth: Int
    ) throws(EvaluationError) -> Bool {
        guard let a = left.asList, let b = right.asList, a.count == b.count else { return false }
        for index in 0..<a.count {
            try meter.charge(1)
            guard try equal(a[index], b[index], &meter, depth: depth + 1) else { return false }
        }
        return true
    }

    private static func equalMaps(
        _ left: Value, _ right: Value, _ meter: inout Meter, _ depth: Int
    ) throws(EvaluationError) -> Bool {
        guard let a = left.asMap, let b = right.asMap, a.count == b.count else { return false }
        // Both are in the order of their keys, so equal maps have equal keys at equal places.
        for index in 0..<a.count {
            try meter.charge(1)
            if a[index].key.kind == .string { try meter.chargeText(a[index].key.content.utf8Count) }
            guard KeyOrder.compare(a[index].key, b[index].key) == 0 else { return false }
            guard try equal(a[index].value, b[index].value, &meter, depth: depth + 1) else { return false }
        }
        return true
    }

    /// Records are equal if they have one shape and the same fields, absent ones included.
    private static func equalRecords(
        _ left: Value, _ right: Value, _ meter: inout Meter, _ depth: Int
    ) throws(EvaluationError) -> Bool {
        guard left.shape == right.shape, let a = left.slots, let b = right.slots else { return false }
        for index in 0..<a.count {
            try meter.charge(1)
            if a[index].isAbsent, b[index].isAbsent { continue }
            guard try equal(a[index], b[index], &meter, depth: depth + 1) else { return false }
        }
        return true
    }

    /// Whether a list has the element, or a map or record the key.
    static func contains(_ container: Value, _ element: Value, _ meter: inout Meter) throws(EvaluationError) -> Bool {
        switch container.kind {
        case .list:
            for candidate in container.asList ?? ValueElements(nil, 0..<0) {
                try meter.charge(1)
                if try equal(candidate, element, &meter, depth: 1) { return true }
            }
            return false
        case .map:
            guard let key = Maps.key(element) else { return false }
            return container.asMap?.value(of: key) != nil
        default: throw EvaluationError.wrongKinds(.in, element, container)
        }
    }
}

enum Maps {
    /// The key that finds what a value asks for: whole doubles and decimals ask for whole numbers. Nothing if no map can
    /// have such a key.
    static func key(_ value: Value) -> Value? {
        switch value.kind {
        case .bool, .int, .uint, .string: return value
        case .double:
            let double = Double(bitPattern: value.low)
            if let whole = Int64(exactly: double) { return .int(whole) }
            return UInt64(exactly: double).map { .uint($0) }
        case .decimal:
            guard let whole = value.asDecimal?.wholeNumber else { return nil }
            if let int = Int64(exactly: whole) { return .int(int) }
            return UInt64(exactly: whole).map { .uint($0) }
        default: return nil
        }
    }
}
