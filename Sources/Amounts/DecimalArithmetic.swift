// Sum, difference, product and remainder.
//
// Each has two paths. The fast one works on the two coefficients as they are and is inlined into other modules; it is taken
// whenever nothing leaves 128 bits. The slow one (not inlined) computes the exact result in 256 bits and then finds the
// largest scale at which it fits.

extension Decimal {
    /// The exact sum. Scale: the larger one of the two.
    @inlinable
    @inline(__always)
    public func adding(_ other: Decimal) throws(AmountError) -> Decimal {
        if scale == other.scale {
            let (sum, overflow) = coefficient.addingReportingOverflow(other.coefficient)
            if !overflow { return Decimal(unchecked: sum, scale: scale) }
        }
        return try addingAcrossScales(other)
    }

    /// The exact difference. Scale: the larger one of the two.
    @inlinable
    @inline(__always)
    public func subtracting(_ other: Decimal) throws(AmountError) -> Decimal {
        if scale == other.scale {
            let (difference, overflow) = coefficient.subtractingReportingOverflow(other.coefficient)
            if !overflow { return Decimal(unchecked: difference, scale: scale) }
        }
        return try subtractingAcrossScales(other)
    }

    /// The exact product. Scale: the sum of the two, as far as it is at most `maximumScale`.
    @inlinable
    @inline(__always)
    public func multiplying(_ other: Decimal) throws(AmountError) -> Decimal {
        let places = scale &+ other.scale
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        if !overflow, places <= 38 { return Decimal(unchecked: product, scale: places) }
        return try multiplyingWide(other)
    }

    /// The number with the other sign. Only −2¹²⁷ at any scale has none.
    @inlinable
    public func negated() throws(AmountError) -> Decimal {
        let (negative, overflow) = Int128(0).subtractingReportingOverflow(coefficient)
        // −2¹²⁷ is not divisible by ten, so there are no zeros to remove.
        if overflow { throw .overflow }
        return Decimal(unchecked: negative, scale: scale)
    }

    /// The distance from zero.
    @inlinable
    public func absolute() throws(AmountError) -> Decimal {
        coefficient < 0 ? try negated() : self
    }

    /// What is left of this number after the divisor is taken out of it as often as it goes in whole.
    ///
    /// The sign is this number's: the quotient is cut towards zero, as in CEL and in the General Decimal Arithmetic.
    /// Scale: the larger one of the two. Always exact; a divisor of zero is an error.
    public func remainder(dividingBy divisor: Decimal) throws(AmountError) -> Decimal {
        guard !divisor.isZero else { throw .divisionByZero }
        let places = max(scale, divisor.scale)
        let own = Wide(coefficient.magnitude, times: powerOfTen(Int(places - scale)).magnitude)
        let other = Wide(divisor.coefficient.magnitude, times: powerOfTen(Int(places - divisor.scale)).magnitude)
        // One of the two was not widened. If the divisor is the wide one, it is above this number or as narrow as it.
        let rest = other.high != 0 ? own : Wide(low: own.divided(by: other.low).remainder)
        return try Decimal.fitting(rest, isNegative: isNegative, scale: Int(places))
    }

    @inlinable
    @inline(never)
    func addingAcrossScales(_ other: Decimal) throws(AmountError) -> Decimal {
        if scale < other.scale {
            let step = powerOfTen(Int(other.scale &- scale))
            let (widened, lost) = coefficient.multipliedReportingOverflow(by: step)
            let (sum, overflow) = widened.addingReportingOverflow(other.coefficient)
            if !lost, !overflow { return Decimal(unchecked: sum, scale: other.scale) }
        } else {
            let step = powerOfTen(Int(scale &- other.scale))
            let (widened, lost) = other.coefficient.multipliedReportingOverflow(by: step)
            let (sum, overflow) = widened.addingReportingOverflow(coefficient)
            if !lost, !overflow { return Decimal(unchecked: sum, scale: scale) }
        }
        return try addingWide(other.coefficient.magnitude, otherIsNegative: other.isNegative, otherScale: other.scale)
    }

    @inlinable
    @inline(never)
    func subtractingAcrossScales(_ other: Decimal) throws(AmountError) -> Decimal {
        if other.coefficient != Int128.min {
            return try addingAcrossScales(Decimal(unchecked: 0 &- other.coefficient, scale: other.scale))
        }
        return try addingWide(other.coefficient.magnitude, otherIsNegative: false, otherScale: other.scale)
    }

    /// The sum by 256 bits: both magnitudes at the larger scale are below 2²⁵⁴, their sum below 2²⁵⁵.
    @usableFromInline
    func addingWide(_ magnitude: UInt128, otherIsNegative: Bool, otherScale: Int8) throws(AmountError) -> Decimal {
        let places = max(scale, otherScale)
        let own = Wide(coefficient.magnitude, times: powerOfTen(Int(places - scale)).magnitude)
        let other = Wide(magnitude, times: powerOfTen(Int(places - otherScale)).magnitude)
        if isNegative == otherIsNegative {
            return try Decimal.fitting(own.plus(other), isNegative: isNegative, scale: Int(places))
        }
        return own < other
            ? try Decimal.fitting(other.minus(own), isNegative: otherIsNegative, scale: Int(places))
            : try Decimal.fitting(own.minus(other), isNegative: isNegative, scale: Int(places))
    }

    @usableFromInline
    func multiplyingWide(_ other: Decimal) throws(AmountError) -> Decimal {
        let product = Wide(coefficient.magnitude, times: other.coefficient.magnitude)
        return try Decimal.fitting(
            product, isNegative: isNegative != other.isNegative, scale: Int(scale) + Int(other.scale))
    }

    /// The exact value ±`magnitude` / 10^`scale` at the largest scale of at most `scale` at which it fits.
    ///
    /// `scale` may exceed `maximumScale` here (76 after a product).
    static func fitting(_ magnitude: Wide, isNegative: Bool, scale: Int) throws(AmountError) -> Decimal {
        var magnitude = magnitude
        var scale = scale
        if magnitude.isZero { return Decimal(unchecked: 0, scale: Int8(min(scale, maximumScale))) }
        while true {
            if scale <= maximumScale, magnitude.high == 0,
                let coefficient = Int128(magnitude: magnitude.low, isNegative: isNegative)
            {
                return Decimal(unchecked: coefficient, scale: Int8(scale))
            }
            guard scale > 0 else { throw .overflow }
            let (quotient, remainder) = magnitude.divided(by: 10)
            guard remainder == 0 else { throw scale > maximumScale ? .tooManyPlaces : .overflow }
            magnitude = quotient
            scale -= 1
        }
    }
}

extension Int128 {
    /// ±`magnitude`, or nothing when it is outside −2¹²⁷ ..< 2¹²⁷.
    init?(magnitude: UInt128, isNegative: Bool) {
        if isNegative {
            guard magnitude <= Int128.min.magnitude else { return nil }
            self = 0 &- Int128(truncatingIfNeeded: magnitude)
        } else {
            guard magnitude <= Int128.max.magnitude else { return nil }
            self = Int128(truncatingIfNeeded: magnitude)
        }
    }
}
