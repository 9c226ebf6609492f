// Rounding to a number of places.
//
// The magnitude is divided by the power of ten that goes; what is left over is held against half of it. Money is nearly always
// below 2⁶³ minor units, so that case divides in one machine register.

extension Decimal {
    /// The nearest number with `places` decimal places, in the sense of `rounding`.
    ///
    /// - Parameter places: −38...38. Below zero it counts to the left of the point: −3 gives whole thousands.
    ///
    /// The result is written with `places` places (2.5 to 2 is `2.50`), or with as many of them as fit if only padding zeros
    /// are in the way. It is an overflow if the rounded number itself does not fit, which only places below zero can cause.
    @inlinable
    public func rounded(places: Int, _ rounding: Rounding) throws(AmountError) -> Decimal {
        let dropped = Int(scale) &- places
        if dropped > 0, dropped < 19, places >= 0,
            let narrow = Int64(exactly: coefficient), narrow != Int64.min
        {
            let rounded = Decimal.cutting(dropped, off: narrow, rounding)
            return Decimal(unchecked: Int128(rounded), scale: Int8(truncatingIfNeeded: places))
        }
        return try roundedWide(places: places, rounding)
    }

    /// `value` / 10^`dropped`, rounded; 0 < `dropped` < 19, so the power of ten and its double fit in 64 bits.
    @inlinable
    static func cutting(_ dropped: Int, off value: Int64, _ rounding: Rounding) -> Int64 {
        let divisor = UInt64(truncatingIfNeeded: powerOfTen(dropped))
        let (cut, rest) = value.magnitude.quotientAndRemainder(dividingBy: divisor)
        var magnitude = cut
        if rest != 0 {
            let twice = rest &* 2
            let part: Rounding.Rest = twice < divisor ? .belowHalf : (twice == divisor ? .half : .aboveHalf)
            if rounding.increments(isNegative: value < 0, isOdd: cut & 1 == 1, rest: part) { magnitude &+= 1 }
        }
        // At most 2⁶³ / 10 + 1.
        let signed = Int64(truncatingIfNeeded: magnitude)
        return value < 0 ? 0 &- signed : signed
    }

    @usableFromInline
    func roundedWide(places: Int, _ rounding: Rounding) throws(AmountError) -> Decimal {
        guard places >= -Self.maximumScale, places <= Self.maximumScale else { throw .placesOutOfRange(places) }
        if places >= Int(scale) { return padded(to: places) }
        return try Decimal.rounding(
            Wide(low: coefficient.magnitude), isNegative: isNegative, sticky: false, scale: Int(scale), places: places,
            rounding)
    }

    /// The exact product, rounded once to `places` (as for `rounded`): the product itself may be longer than a decimal.
    @inlinable
    public func multiplying(
        _ other: Decimal, places: Int, _ rounding: Rounding
    ) throws(AmountError) -> Decimal {
        let scale = scale &+ other.scale
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        if !overflow, scale <= 38 {
            return try Decimal(unchecked: product, scale: scale).rounded(places: places, rounding)
        }
        return try multiplyingWide(other, places: places, rounding)
    }

    @usableFromInline
    func multiplyingWide(_ other: Decimal, places: Int, _ rounding: Rounding) throws(AmountError) -> Decimal {
        guard places >= -Self.maximumScale, places <= Self.maximumScale else { throw .placesOutOfRange(places) }
        let product = Wide(coefficient.magnitude, times: other.coefficient.magnitude)
        let scale = Int(scale) + Int(other.scale)
        let isNegative = isNegative != other.isNegative
        if places >= scale {
            return try Decimal.fitting(product, isNegative: isNegative, scale: scale).padded(to: places)
        }
        return try Decimal.rounding(
            product, isNegative: isNegative, sticky: false, scale: scale, places: places, rounding)
    }

    /// The same number with the largest scale up to `places` at which it fits.
    func padded(to places: Int) -> Decimal {
        var places = places
        while places > Int(scale) {
            if let wider = rescaled(to: places) { return wider }
            places -= 1
        }
        return self
    }

    /// ±(`magnitude` + a part of one unit, if `sticky`) / 10^`scale`, rounded to `places` below `scale`.
    static func rounding(
        _ magnitude: Wide, isNegative: Bool, sticky: Bool, scale: Int, places: Int, _ rounding: Rounding
    ) throws(AmountError) -> Decimal {
        var dropped = scale - places
        var cut = magnitude
        var sticky = sticky
        // Up to 114 digits go (a product's 76 and 38 before the point), 38 in a step; of what all but the last step cut off
        // only whether it is zero matters.
        while dropped > maximumScale {
            let step = min(maximumScale, dropped - maximumScale)
            let (quotient, rest) = cut.divided(by: powerOfTen(step).magnitude)
            cut = quotient
            sticky = sticky || rest != 0
            dropped -= step
        }
        let divisor = powerOfTen(dropped).magnitude
        let (quotient, rest) = cut.divided(by: divisor)
        cut = quotient
        if rest != 0 || sticky {
            // The divisor is a power of ten of at least ten, hence even.
            let half = divisor / 2
            let part: Rounding.Rest = rest < half ? .belowHalf : (rest == half && !sticky ? .half : .aboveHalf)
            if rounding.increments(isNegative: isNegative, isOdd: cut.low & 1 == 1, rest: part) {
                cut = cut.plus(Wide(low: 1))
            }
        }
        if places >= 0 { return try fitting(cut, isNegative: isNegative, scale: places) }
        guard cut.high == 0 else { throw .overflow }
        return try fitting(
            Wide(cut.low, times: powerOfTen(-places).magnitude), isNegative: isNegative, scale: 0)
    }
}
