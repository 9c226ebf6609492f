import Amounts
import Dates
import Encoding
package import Evaluation

/// The order of two values of one type, by which cells, priorities, smallest and largest values are found.
package enum ValueOrder {
    /// Whether values of a type have an order in which a cell can compare. Periods have none: a month and 30 days cannot be compared.
    package static func isOrdered(_ type: ValueType) -> Bool {
        switch type {
        case .bool, .int, .decimal, .ratio, .money, .string, .date, .time, .timestamp: true
        default: false
        }
    }

    /// Below zero, zero or above. Values that have no order count as equal; amounts are compared without their currencies.
    package static func compare(_ left: Value, _ right: Value) -> Int {
        switch (left.kind, right.kind) {
        case (.money, .money), (.money, .decimal), (.decimal, .money), (.decimal, .decimal):
            return amount(left).compare(amount(right))
        case (.string, .string):
            guard let a = left.asText, let b = right.asText else { return 0 }
            return a == b ? 0 : (a < b ? -1 : 1)
        case (.date, .date):
            guard let a = left.asDate, let b = right.asDate else { return 0 }
            return Int(a.daysSinceEpoch) - Int(b.daysSinceEpoch)
        case (.int, .int):
            guard let a = left.asInt, let b = right.asInt else { return 0 }
            return a < b ? -1 : (a == b ? 0 : 1)
        case (.bool, .bool): return (left.asBool == true ? 1 : 0) - (right.asBool == true ? 1 : 0)
        case (.time, .time):
            guard let a = left.asTime, let b = right.asTime else { return 0 }
            return Int(a.secondsOfDay) - Int(b.secondsOfDay)
        case (.timestamp, .timestamp):
            guard let a = left.asInstant, let b = right.asInstant else { return 0 }
            return a == b ? 0 : (a < b ? -1 : 1)
        case (.ratio, .ratio), (.ratio, .decimal), (.ratio, .int), (.decimal, .ratio), (.int, .ratio):
            return ratio(left).compare(ratio(right))
        case (.int, .decimal), (.decimal, .int): return amount(left).compare(amount(right))
        default: return 0
        }
    }

    private static func amount(_ value: Value) -> Decimal {
        value.asDecimal ?? value.asMoney?.amount ?? Decimal(Int128(value.asInt ?? 0))
    }

    private static func ratio(_ value: Value) -> Ratio { value.asRatio ?? Ratio(amount(value)) }
}
