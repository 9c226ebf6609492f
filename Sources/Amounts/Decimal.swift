/// An exact decimal number: `coefficient` / 10^`scale`.
///
/// ```
/// 2.50  is  coefficient 250, scale 2
/// ```
///
/// The coefficient has 128 bits (any 38 digits, some of 39), the scale is 0...`maximumScale`. The written scale is kept, so
/// 2.50 prints as `2.50`; `==`, `<` and the hash go by the number, so 2.50 equals 2.5. There is one zero: no sign.
///
/// Every operation returns the exact result or throws `AmountError`; nothing is rounded that was not asked to be. A result
/// has its operation's natural scale (the larger one of a sum, the sum of both of a product), or, where it would not fit
/// so, the largest scale at which it fits without its trailing zeros. It is an overflow exactly when there is none.
///
/// Division is not here: the quotient of two decimals is a `Ratio`.
@frozen
public struct Decimal: Sendable {
    public let coefficient: Int128
    /// The number of decimal places, 0...`maximumScale`.
    public let scale: Int8

    /// The most decimal places: 38.
    ///
    /// 10³⁸ is the largest power of ten that an `Int128` holds. With this bound each denominator, and so each step between
    /// two scales, is one multiplication by a constant that exists.
    public static let maximumScale = 38

    /// The scale must be in 0...`maximumScale`.
    @inlinable
    @inline(__always)
    package init(unchecked coefficient: Int128, scale: Int8) {
        self.coefficient = coefficient
        self.scale = scale
    }

    /// `coefficient` / 10^`scale`; an error when the scale is outside 0...`maximumScale`.
    @inlinable
    public init(coefficient: Int128, scale: Int) throws(AmountError) {
        guard scale >= 0, scale <= 38 else { throw .placesOutOfRange(scale) }
        self.init(unchecked: coefficient, scale: Int8(truncatingIfNeeded: scale))
    }

    /// A whole number.
    @inlinable
    public init(_ whole: Int128) { self.init(unchecked: whole, scale: 0) }

    /// A whole number.
    @inlinable
    public init(_ whole: Int) { self.init(unchecked: Int128(whole), scale: 0) }

    public static var zero: Decimal { @inlinable get { Decimal(unchecked: 0, scale: 0) } }
    public static var one: Decimal { @inlinable get { Decimal(unchecked: 1, scale: 0) } }

    @inlinable
    public var isZero: Bool { coefficient == 0 }

    @inlinable
    public var isNegative: Bool { coefficient < 0 }

    /// −1, 0 or 1.
    @inlinable
    public var signum: Int { coefficient < 0 ? -1 : (coefficient == 0 ? 0 : 1) }

    /// The same number without trailing zeros: 2.50 → 2.5, 100 stays 100, 0.00 → 0.
    @inlinable
    public var normalized: Decimal {
        if scale == 0 { return self }
        return withoutTrailingZeros()
    }

    @usableFromInline
    func withoutTrailingZeros() -> Decimal {
        if coefficient == 0 { return .zero }
        var coefficient = coefficient
        var scale = scale
        while scale > 0 {
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { break }
            coefficient = quotient
            scale -= 1
        }
        return Decimal(unchecked: coefficient, scale: scale)
    }

    /// The number of decimal places that the value needs, trailing zeros not counted.
    public var significantPlaces: Int { Int(normalized.scale) }

    /// The value as a whole number, or nothing if it has a fraction.
    public var wholeNumber: Int128? {
        let plain = normalized
        return plain.scale == 0 ? plain.coefficient : nil
    }

    /// The same value written with `places` decimal places, or nothing if that would lose a digit or not fit.
    public func rescaled(to places: Int) -> Decimal? {
        guard places >= 0, places <= Self.maximumScale else { return nil }
        let scale = Int(scale)
        if places >= scale {
            let (wider, overflow) = coefficient.multipliedReportingOverflow(by: powerOfTen(places - scale))
            return overflow ? nil : Decimal(unchecked: wider, scale: Int8(places))
        }
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: powerOfTen(scale - places))
        return remainder == 0 ? Decimal(unchecked: quotient, scale: Int8(places)) : nil
    }
}

extension Decimal: Comparable, Hashable {
    /// −1, 0 or 1 as this number is below, equal to or above `other`, exactly.
    @inlinable
    @inline(__always)
    public func compare(_ other: Decimal) -> Int {
        if scale == other.scale {
            return coefficient < other.coefficient ? -1 : (coefficient == other.coefficient ? 0 : 1)
        }
        return compareAcrossScales(other)
    }

    @inlinable
    func compareAcrossScales(_ other: Decimal) -> Int {
        if scale > other.scale { return -other.compareAcrossScales(self) }
        let step = powerOfTen(Int(other.scale &- scale))
        let (widened, overflow) = coefficient.multipliedReportingOverflow(by: step)
        // What leaves 128 bits is further from zero than every coefficient: its sign decides.
        if overflow { return coefficient < 0 ? -1 : 1 }
        return widened < other.coefficient ? -1 : (widened == other.coefficient ? 0 : 1)
    }

    @inlinable
    @inline(__always)
    public static func == (a: Decimal, b: Decimal) -> Bool {
        a.scale == b.scale ? a.coefficient == b.coefficient : a.compareAcrossScales(b) == 0
    }

    @inlinable
    @inline(__always)
    public static func < (a: Decimal, b: Decimal) -> Bool {
        a.scale == b.scale ? a.coefficient < b.coefficient : a.compareAcrossScales(b) < 0
    }

    /// Equal numbers hash equal, whatever their written scale.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        let plain = normalized
        hasher.combine(plain.coefficient)
        hasher.combine(plain.scale)
    }
}
