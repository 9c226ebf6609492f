/// An unsigned integer of 256 bits: what exact intermediate results need.
///
/// A product of two magnitudes has at most 256 bits, a magnitude times 10³⁸ at most 254. Only the slow paths come here.
struct Wide: Equatable {
    var high: UInt128
    var low: UInt128

    init(high: UInt128 = 0, low: UInt128) {
        self.high = high
        self.low = low
    }

    /// `a` × `b`; it always fits.
    init(_ a: UInt128, times b: UInt128) {
        let product = a.multipliedFullWidth(by: b)
        self.init(high: product.high, low: product.low)
    }

    var isZero: Bool { high == 0 && low == 0 }

    static func < (a: Wide, b: Wide) -> Bool {
        a.high == b.high ? a.low < b.low : a.high < b.high
    }

    /// The sum, wrapping at 2²⁵⁶; the callers' operands stay below 2²⁵⁵.
    func plus(_ other: Wide) -> Wide {
        let (low, carry) = low.addingReportingOverflow(other.low)
        return Wide(high: high &+ other.high &+ (carry ? 1 : 0), low: low)
    }

    /// The difference; `other` is at most `self`.
    func minus(_ other: Wide) -> Wide {
        let (low, borrow) = low.subtractingReportingOverflow(other.low)
        return Wide(high: high &- other.high &- (borrow ? 1 : 0), low: low)
    }

    /// Quotient and remainder by a divisor above zero.
    func divided(by divisor: UInt128) -> (quotient: Wide, remainder: UInt128) {
        guard high != 0 else {
            let (quotient, remainder) = low.quotientAndRemainder(dividingBy: divisor)
            return (Wide(low: quotient), remainder)
        }
        let (upper, rest) = high.quotientAndRemainder(dividingBy: divisor)
        let (lower, remainder) = divisor.dividingFullWidth((high: rest, low: low))
        return (Wide(high: upper, low: lower), remainder)
    }
}

/// The greatest common divisor, by Euclid; `gcd(0, b)` is `b`.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var (a, b) = (a, b)
    while b != 0 {
        // Most steps happen on small numbers, where a machine division is ten times faster than one of 128 bits.
        if a <= UInt128(UInt64.max), b <= UInt128(UInt64.max) {
            var (x, y) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b))
            while y != 0 { (x, y) = (y, x % y) }
            return UInt128(x)
        }
        (a, b) = (b, a % b)
    }
    return a
}
