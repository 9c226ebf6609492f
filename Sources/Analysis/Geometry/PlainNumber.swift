import Amounts

/// The number that a person would name for a stretch of a line: the one with the shortest text, above zero if there is such a one.
enum PlainNumber {
    /// - Parameters:
    ///   - lower: the lower end and whether it is inside; nothing for a stretch without one.
    ///   - upper: likewise. Some number must lie between the two.
    ///   - isWhole: only whole numbers lie on the line.
    static func between(
        _ lower: (number: Decimal, isIncluded: Bool)?, _ upper: (number: Decimal, isIncluded: Bool)?, isWhole: Bool
    ) -> Decimal? {
        if let upper, upper.number.isNegative || (upper.number.isZero && (!upper.isIncluded || isNegative(lower))) {
            // The mirror of a stretch above zero.
            guard let low = try? upper.number.negated() else { return upper.number }
            var high: (number: Decimal, isIncluded: Bool)?
            if let lower {
                guard let mirrored = try? lower.number.negated() else { return upper.isIncluded ? upper.number : nil }
                high = (mirrored, lower.isIncluded)
            }
            return try? positive((low, upper.isIncluded), high, isWhole)?.negated()
        }
        let zero = (number: Decimal.zero, isIncluded: false)
        let hasZero = contains(.zero, lower, upper)
        let start = lower.map { $0.number.isNegative || $0.number.isZero ? zero : $0 } ?? zero
        let found = positive(start, upper, isWhole)
        guard hasZero else { return found }
        guard let found, found.significantPlaces == 0 else { return .zero }
        return found
    }

    private static func isNegative(_ edge: (number: Decimal, isIncluded: Bool)?) -> Bool {
        edge.map { $0.number.isNegative } ?? true
    }

    private static func contains(
        _ number: Decimal, _ lower: (number: Decimal, isIncluded: Bool)?,
        _ upper: (number: Decimal, isIncluded: Bool)?
    ) -> Bool {
        if let lower, lower.number > number || (lower.number == number && !lower.isIncluded) { return false }
        if let upper, upper.number < number || (upper.number == number && !upper.isIncluded) { return false }
        return true
    }

    /// A number above zero: of those that are the first multiple of a power of ten inside, the one with the shortest text, and of several
    /// that of the largest power.
    private static func positive(
        _ lower: (number: Decimal, isIncluded: Bool), _ upper: (number: Decimal, isIncluded: Bool)?, _ isWhole: Bool
    ) -> Decimal? {
        var best: (number: Decimal, length: Int)?
        for exponent in stride(from: 38, through: isWhole ? 0 : -Decimal.maximumScale, by: -1) {
            if let best, exponent < 0, best.number.significantPlaces < -exponent { break }
            guard let candidate = firstMultiple(exponent, lower), contains(candidate, lower, upper) else { continue }
            let length = candidate.description.utf8.count
            if best.map({ length < $0.length }) ?? true { best = (candidate, length) }
        }
        return best?.number
    }

    /// The first multiple of 10 to a power that is above zero and not below the lower end.
    private static func firstMultiple(
        _ exponent: Int, _ lower: (number: Decimal, isIncluded: Bool)
    ) -> Decimal? {
        guard let unit = unit(exponent), let raised = try? lower.number.rounded(places: -exponent, .ceiling) else {
            return nil
        }
        if raised.isZero || (raised == lower.number && !lower.isIncluded) {
            return (try? raised.adding(unit))?.normalized
        }
        return raised.normalized
    }

    private static func unit(_ exponent: Int) -> Decimal? {
        if exponent < 0 { return try? Decimal(coefficient: 1, scale: -exponent) }
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return Decimal(power)
    }
}
