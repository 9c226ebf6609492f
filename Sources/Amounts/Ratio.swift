/// An exact quotient: `numerator` / `denominator`, in lowest terms.
///
/// What division gives. It can be compared, multiplied, added, and rounded to a decimal with stated places; it never turns into
/// a decimal by itself. The denominator is above zero, both are at most 128 bits; a result that needs more in lowest terms is
/// an overflow, and only such a one.
@frozen
public struct Ratio: Hashable, Sendable {
    public let numerator: Int128
    /// Above zero, and without a common divisor with the numerator.
    public let denominator: Int128

    /// The denominator must be above zero and the two without a common divisor.
    package init(reduced numerator: Int128, _ denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// `numerator` / `denominator`.
    public init(_ numerator: Int128, over denominator: Int128) throws(AmountError) {
        guard denominator != 0 else { throw .divisionByZero }
        let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        self = try Ratio.reduced(
            Wide(low: numerator.magnitude / divisor), Wide(low: denominator.magnitude / divisor),
            isNegative: (numerator < 0) != (denominator < 0))
    }

    /// The number as a ratio: 2.50 is 5/2.
    public init(_ value: Decimal) {
        let plain = value.normalized
        let power = powerOfTen(Int(plain.scale))
        // A divisor of a power of ten is below 2¹²⁷, so neither division can overflow.
        let divisor = Int128(greatestCommonDivisor(plain.coefficient.magnitude, power.magnitude))
        self.init(reduced: plain.coefficient / divisor, power / divisor)
    }

    /// `dividend` / `divisor`, exactly.
    public init(_ dividend: Decimal, over divisor: Decimal) throws(AmountError) {
        guard !divisor.isZero else { throw .divisionByZero }
        let common = greatestCommonDivisor(dividend.coefficient.magnitude, divisor.coefficient.magnitude)
        let upper = dividend.coefficient.magnitude / common
        let lower = divisor.coefficient.magnitude / common
        // Of the two powers of ten one cancels; what the other shares with the opposite side goes before it is multiplied in.
        let steps = Int(divisor.scale) - Int(dividend.scale)
        let power = powerOfTen(abs(steps)).magnitude
        let shared = greatestCommonDivisor(steps >= 0 ? lower : upper, power)
        let isNegative = dividend.isNegative != divisor.isNegative
        self =
            steps >= 0
            ? try Ratio.reduced(
                Wide(upper, times: power / shared), Wide(low: lower / shared), isNegative: isNegative)
            : try Ratio.reduced(
                Wide(low: upper / shared), Wide(lower, times: power / shared), isNegative: isNegative)
    }

    public static let zero = Ratio(reduced: 0, 1)

    public var isZero: Bool { numerator == 0 }
    public var isNegative: Bool { numerator < 0 }

    public func negated() throws(AmountError) -> Ratio {
        guard numerator != Int128.min else { throw .overflow }
        return Ratio(reduced: -numerator, denominator)
    }

    /// The exact product.
    public func multiplying(_ other: Ratio) throws(AmountError) -> Ratio {
        // Both are in lowest terms: what is left to cancel is across them (Knuth, vol. 2, 4.5.1).
        let first = greatestCommonDivisor(numerator.magnitude, other.denominator.magnitude)
        let second = greatestCommonDivisor(other.numerator.magnitude, denominator.magnitude)
        return try Ratio.reduced(
            Wide(numerator.magnitude / first, times: other.numerator.magnitude / second),
            Wide(denominator.magnitude / second, times: other.denominator.magnitude / first),
            isNegative: isNegative != other.isNegative)
    }

    /// The exact product with a decimal; it stays a ratio.
    public func multiplying(_ factor: Decimal) throws(AmountError) -> Ratio { try multiplying(Ratio(factor)) }

    /// The exact quotient.
    public func dividing(by other: Ratio) throws(AmountError) -> Ratio {
        guard !other.isZero else { throw .divisionByZero }
        let first = greatestCommonDivisor(numerator.magnitude, other.numerator.magnitude)
        let second = greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude)
        return try Ratio.reduced(
            Wide(numerator.magnitude / first, times: other.denominator.magnitude / second),
            Wide(denominator.magnitude / second, times: other.numerator.magnitude / first),
            isNegative: isNegative != other.isNegative)
    }

    /// The exact sum.
    public func adding(_ other: Ratio) throws(AmountError) -> Ratio {
        try combining(other, otherIsNegative: other.isNegative)
    }

    /// The exact difference.
    public func subtracting(_ other: Ratio) throws(AmountError) -> Ratio {
        try combining(other, otherIsNegative: !other.isNegative)
    }

    private func combining(_ other: Ratio, otherIsNegative: Bool) throws(AmountError) -> Ratio {
        // With d = gcd of the denominators, only a divisor of d can be left in the sum (Knuth, vol. 2, 4.5.1). The products
        // are below 2²⁵⁴, their sum below 2²⁵⁵.
        let common = greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude)
        let own = Wide(numerator.magnitude, times: other.denominator.magnitude / common)
        let foreign = Wide(other.numerator.magnitude, times: denominator.magnitude / common)
        var sum: Wide
        var negative = isNegative
        if isNegative == otherIsNegative {
            sum = own.plus(foreign)
        } else if own < foreign {
            sum = foreign.minus(own)
            negative = otherIsNegative
        } else {
            sum = own.minus(foreign)
        }
        if sum.isZero { return .zero }
        let shared = greatestCommonDivisor(sum.divided(by: common).remainder, common)
        sum = sum.divided(by: shared).quotient
        return try Ratio.reduced(
            sum, Wide(denominator.magnitude / common, times: other.denominator.magnitude / shared), isNegative: negative
        )
    }

    /// The nearest decimal with `places` places, in the sense of `rounding`.
    ///
    /// - Parameter places: −38...38, as for `Decimal.rounded`. A ratio that is a decimal of at most `places` places is
    ///   returned as that, unchanged under each rounding.
    public func rounded(places: Int, _ rounding: Rounding) throws(AmountError) -> Decimal {
        guard places >= -Decimal.maximumScale, places <= Decimal.maximumScale else { throw .placesOutOfRange(places) }
        let scaled = Wide(numerator.magnitude, times: powerOfTen(max(0, places)).magnitude)
        let (quotient, rest) = scaled.divided(by: denominator.magnitude)
        if places < 0 {
            return try Decimal.rounding(
                quotient, isNegative: isNegative, sticky: rest != 0, scale: 0, places: places, rounding)
        }
        var cut = quotient
        if rest != 0 {
            // The denominator is below 2¹²⁷, so twice the rest fits in 128 bits.
            let twice = rest &* 2
            let half = denominator.magnitude
            let part: Rounding.Rest = twice < half ? .belowHalf : (twice == half ? .half : .aboveHalf)
            if rounding.increments(isNegative: isNegative, isOdd: quotient.low & 1 == 1, rest: part) {
                cut = cut.plus(Wide(low: 1))
            }
        }
        return try Decimal.fitting(cut, isNegative: isNegative, scale: places)
    }

    /// The decimal of exactly this value, or nothing: 1/3 is none.
    public var exactDecimal: Decimal? {
        guard let rounded = try? rounded(places: Decimal.maximumScale, .down), compare(rounded) == 0 else { return nil }
        return rounded.normalized
    }

    /// ±`numerator` / `denominator`, already in lowest terms.
    private static func reduced(
        _ numerator: Wide, _ denominator: Wide, isNegative: Bool
    ) throws(AmountError) -> Ratio {
        if numerator.isZero { return .zero }
        guard numerator.high == 0, denominator.high == 0,
            let upper = Int128(magnitude: numerator.low, isNegative: isNegative),
            let lower = Int128(magnitude: denominator.low, isNegative: false)
        else { throw .overflow }
        return Ratio(reduced: upper, lower)
    }
}

extension Ratio: Comparable {
    /// −1, 0 or 1 as this ratio is below, equal to or above `other`, exactly.
    public func compare(_ other: Ratio) -> Int {
        Ratio.compare(numerator, denominator, other.numerator, other.denominator)
    }

    /// −1, 0 or 1 as this ratio is below, equal to or above the decimal, exactly.
    public func compare(_ other: Decimal) -> Int {
        Ratio.compare(numerator, denominator, other.coefficient, powerOfTen(Int(other.scale)))
    }

    public static func < (a: Ratio, b: Ratio) -> Bool { a.compare(b) < 0 }

    /// Crosswise products in 256 bits.
    private static func compare(_ a: Int128, _ under: Int128, _ b: Int128, _ below: Int128) -> Int {
        if a.signum() != b.signum() { return a < b ? -1 : 1 }
        let left = Wide(a.magnitude, times: below.magnitude)
        let right = Wide(b.magnitude, times: under.magnitude)
        if left == right { return 0 }
        return (left < right) == (a >= 0) ? -1 : 1
    }
}

extension Ratio: CustomStringConvertible {
    /// `7/30`; `4` for a whole number.
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
