import Amounts
import Dates
import Encoding

/// The order of two values, where their kinds have one.
enum Ordering {
    /// Whether the operator `function`, one of `<`, `<=`, `>` and `>=`, holds.
    static func holds(
        _ function: FunctionID, _ left: Value, _ right: Value, _ meter: inout Meter
    ) throws(EvaluationError) -> Bool {
        // A NaN is neither below nor above anything.
        guard let order = try compare(left, right, function, &meter) else { return false }
        switch function {
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        default: return order >= 0
        }
    }

    /// Below zero, zero or above; nothing if one of two numbers is NaN.
    static func compare(
        _ left: Value, _ right: Value, _ function: FunctionID, _ meter: inout Meter
    ) throws(EvaluationError) -> Int? {
        if NumberLine.isNumber(left.kind), NumberLine.isNumber(right.kind) { return NumberLine.compare(left, right) }
        if left.kind == .money || right.kind == .money { return try compareMoney(left, right, function) }
        if let (a, b) = durations(left, right) { return a < b ? -1 : (a == b ? 0 : 1) }
        guard left.kind == right.kind else { throw EvaluationError.wrongKinds(function, left, right) }
        switch left.kind {
        case .bool: return Int(left.low) - Int(right.low)
        case .string, .bytes:
            let (a, b) = (left.content, right.content)
            try meter.chargeText(min(a.utf8Count, b.utf8Count))
            return a == b ? 0 : (a < b ? -1 : 1)
        case .date, .time, .timestamp, .duration:
            let (a, b) = (Int64(bitPattern: left.low), Int64(bitPattern: right.low))
            if a != b { return a < b ? -1 : 1 }
            let (c, d) = (Int64(bitPattern: left.high), Int64(bitPattern: right.high))
            return c == d ? 0 : (c < d ? -1 : 1)
        case .period:
            guard let order = try comparePeriods(left, right, function) else {
                throw EvaluationError.wrongKinds(function, left, right)
            }
            return order
        default: throw EvaluationError.wrongKinds(function, left, right)
        }
    }

    private static func compareMoney(
        _ left: Value, _ right: Value, _ function: FunctionID
    ) throws(EvaluationError) -> Int {
        if left.kind == .money, isZero(right) { return left.coefficient.signum().asInt }
        if right.kind == .money, isZero(left) { return -right.coefficient.signum().asInt }
        guard let a = left.asMoney, let b = right.asMoney else {
            throw EvaluationError.wrongKinds(function, left, right)
        }
        guard a.currency == b.currency else { throw EvaluationError(.currenciesDiffer, function, left, right) }
        return a.amount.compare(b.amount)
    }

    /// Two periods of one and the same unit have an order: months, days, business days, or exact time. 30 days and 1 month
    /// have none.
    private static func comparePeriods(
        _ left: Value, _ right: Value, _ function: FunctionID
    ) throws(EvaluationError) -> Int? {
        guard let a = left.asPeriod, let b = right.asPeriod else { return nil }
        let parts = [
            (Int64(a.months), Int64(b.months)), (Int64(a.days), Int64(b.days)),
            (Int64(a.businessDays), Int64(b.businessDays)), (a.seconds, b.seconds),
        ]
        let used = parts.filter { $0.0 != 0 || $0.1 != 0 }
        guard used.count <= 1 else { return nil }
        guard let (c, d) = used.first else { return 0 }
        return c == d ? 0 : (c < d ? -1 : 1)
    }

    /// A duration and a period of exact time, which lie on one line.
    static func durations(_ left: Value, _ right: Value) -> (ExactDuration, ExactDuration)? {
        guard left.kind != right.kind, let a = left.asDuration ?? left.asPeriod?.exactDuration,
            let b = right.asDuration ?? right.asPeriod?.exactDuration
        else { return nil }
        return (a, b)
    }

    /// A bare zero: the number, without a currency.
    static func isZero(_ value: Value) -> Bool {
        switch value.kind {
        case .int, .uint: value.low == 0
        case .decimal: value.coefficient == 0
        default: false
        }
    }
}

extension Int128 {
    /// Of −1, 0 or 1.
    fileprivate var asInt: Int { Int(truncatingIfNeeded: self) }
}
