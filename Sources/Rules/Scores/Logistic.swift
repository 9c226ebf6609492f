package import Amounts

/// The logistic function 1 / (1 + e⁻ˣ) in whole numbers, the same on every machine.
///
/// The result has 12 places, rounded half to even, and differs from the true value by at most half a unit of the last place and 10⁻¹⁶:
///
/// 1. |x| is rounded half to even to 24 places; from 64 on the result is 1, or 0 below zero (what is lost is below 10⁻²⁷).
/// 2. |x| = k ln 2 + r with 0 ≤ r < ln 2, ln 2 taken to 24 places: the error of r is below 10⁻²².
/// 3. e⁻ʳ is summed as its power series in units of 10⁻¹⁸, each term cut off, until a term is zero: fewer than 25 terms, so the
///    error is below 5 × 10⁻¹⁷. e⁻ˣ is that, divided by 2ᵏ.
/// 4. 1 / (1 + e⁻ˣ) in units of 10⁻¹⁸, whose slope in e⁻ˣ is at most 1; for a negative x it is 1 less that of −x, so that the two sum to 1.
package enum Logistic {
    package static let places = 12

    private static let unit: Int128 = 1_000_000_000_000_000_000
    private static let inputPlaces = 24
    private static let naturalLogarithmOf2: Int128 = 693_147_180_559_945_309_417_232
    /// 64 in units of 10⁻²⁴.
    private static let limit: Int128 = 64 * 1_000_000_000_000_000_000_000_000

    package static func value(_ x: Decimal) throws(AmountError) -> Decimal {
        let magnitude = try x.absolute()
        let share: Int128
        if magnitude.compare(Decimal(64)) >= 0 {
            share = unit
        } else {
            let rounded = try magnitude.rounded(places: inputPlaces, .halfEven)
            share = unit * unit / (unit + exponential(rounded.rescaled(to: inputPlaces)?.coefficient ?? limit))
        }
        return try Decimal(coefficient: x.isNegative ? unit - share : share, scale: 18)
            .rounded(places: places, .halfEven)
    }

    /// e⁻ˣ in units of 10⁻¹⁸, for x in units of 10⁻²⁴.
    private static func exponential(_ x: Int128) -> Int128 {
        let (halvings, rest) = x.quotientAndRemainder(dividingBy: naturalLogarithmOf2)
        let r = rest / 1_000_000
        var sum: Int128 = 0
        var term = unit
        var n: Int128 = 1
        while term != 0 {
            sum += term
            term = -(term * r / unit / n)
            n += 1
        }
        return sum >> halvings
    }
}
