public import Amounts
public import Dates

// Amounts, dates and times as values, and back.

/// A ratio one part of which needs more than 64 bits.
@usableFromInline
final class RatioBox: Sendable {
    let ratio: Ratio

    init(_ ratio: Ratio) { self.ratio = ratio }
}

final class RateBox: Sendable {
    let rate: Rate

    init(_ rate: Rate) { self.rate = rate }
}

extension Value {
    @inlinable
    public static func decimal(_ value: Decimal) -> Value {
        Value(
            meta: UInt64(ValueKind.decimal.rawValue) | UInt64(UInt8(bitPattern: value.scale)) &<< 8,
            low: UInt64(truncatingIfNeeded: value.coefficient),
            high: UInt64(truncatingIfNeeded: value.coefficient &>> 64))
    }

    @inlinable
    public var asDecimal: Decimal? {
        kind == .decimal ? Decimal(unchecked: coefficient, scale: scale) : nil
    }

    @inlinable
    public static func money(_ value: Money) -> Value {
        Value(
            meta: UInt64(ValueKind.money.rawValue) | UInt64(UInt8(bitPattern: value.amount.scale)) &<< 8
                | UInt64(value.currency.packed) &<< 16,
            low: UInt64(truncatingIfNeeded: value.amount.coefficient),
            high: UInt64(truncatingIfNeeded: value.amount.coefficient &>> 64))
    }

    @inlinable
    public var asMoney: Money? {
        guard kind == .money else { return nil }
        return Money(Decimal(unchecked: coefficient, scale: scale), currency)
    }

    /// The currency of money.
    @inlinable
    var currency: Currency { Currency(packed: UInt16(truncatingIfNeeded: meta &>> 16)) }

    public static func ratio(_ value: Ratio) -> Value {
        guard let numerator = Int64(exactly: value.numerator), let denominator = Int64(exactly: value.denominator)
        else { return Value(.ratio, object: RatioBox(value)) }
        return Value(.ratio, low: UInt64(bitPattern: numerator), high: UInt64(bitPattern: denominator))
    }

    public var asRatio: Ratio? {
        guard kind == .ratio else { return nil }
        if let object { return unsafeDowncast(object, to: RatioBox.self).ratio }
        return Ratio(reduced: Int128(Int64(bitPattern: low)), Int128(Int64(bitPattern: high)))
    }

    public static func rate(_ value: Rate) -> Value { Value(.rate, object: RateBox(value)) }

    public var asRate: Rate? {
        guard kind == .rate, let object else { return nil }
        return unsafeDowncast(object, to: RateBox.self).rate
    }
}

extension Value {
    @inlinable
    public static func timestamp(_ value: Instant) -> Value {
        Value(.timestamp, low: UInt64(bitPattern: value.seconds), high: UInt64(value.nanoseconds))
    }

    public var asInstant: Instant? {
        guard kind == .timestamp else { return nil }
        return try? Instant(seconds: Int64(bitPattern: low), nanoseconds: Int(high))
    }

    @inlinable
    public static func duration(_ value: ExactDuration) -> Value {
        Value(
            .duration, low: UInt64(bitPattern: value.seconds),
            high: UInt64(bitPattern: Int64(value.nanoseconds)))
    }

    public var asDuration: ExactDuration? {
        guard kind == .duration else { return nil }
        return try? ExactDuration(seconds: Int64(bitPattern: low), nanoseconds: Int(truncatingIfNeeded: high))
    }

    @inlinable
    public static func date(_ value: CivilDate) -> Value {
        Value(.date, low: UInt64(bitPattern: Int64(value.daysSinceEpoch)))
    }

    public var asDate: CivilDate? {
        guard kind == .date else { return nil }
        return try? CivilDate(daysSinceEpoch: Int(truncatingIfNeeded: low))
    }

    @inlinable
    public static func time(_ value: CivilTime) -> Value { Value(.time, low: UInt64(value.secondsOfDay)) }

    public var asTime: CivilTime? {
        guard kind == .time else { return nil }
        return try? CivilTime(secondsOfDay: Int(truncatingIfNeeded: low))
    }

    public static func period(_ value: Period) -> Value {
        Value(
            meta: UInt64(ValueKind.period.rawValue) | UInt64(UInt32(bitPattern: value.businessDays)) << 32,
            low: UInt64(bitPattern: value.seconds),
            high: UInt64(UInt32(bitPattern: value.months)) << 32 | UInt64(UInt32(bitPattern: value.days)))
    }

    public var asPeriod: Period? {
        guard kind == .period else { return nil }
        return try? Period(
            months: Int(Int32(truncatingIfNeeded: high >> 32)), days: Int(Int32(truncatingIfNeeded: high)),
            businessDays: Int(Int32(truncatingIfNeeded: meta >> 32)), seconds: Int(Int64(bitPattern: low)))
    }
}
