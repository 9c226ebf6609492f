// Splitting an amount without losing any of it.
//
// The method is the largest remainder (Hamilton): each part first gets its share cut to whole units, then the units that are left
// go one each to the parts that lost most by the cut, earlier ones first where that is equal. A negative amount is split as
// the positive one and then negated, so a credit note mirrors its invoice.

extension Decimal {
    /// The parts of this number in proportion to `weights`, each a multiple of 10^−`places`; their sum is this number.
    ///
    /// - Parameter weights: at least one above zero and none below; a weight of zero gets zero.
    /// - Throws: `tooManyPlaces` if this number itself has more than `places` places; `negativeWeight`,
    ///   `nothingToAllocateBy`; `overflow` if the weights, brought to one scale, or their sum leave 128 bits.
    public func allocated(by weights: [Decimal], places: Int) throws(AmountError) -> [Decimal] {
        guard places >= 0, places <= Self.maximumScale else { throw .placesOutOfRange(places) }
        guard let whole = normalized.rescaled(to: places) else {
            throw significantPlaces > places ? .tooManyPlaces : .overflow
        }
        let shares = try Self.wholeWeights(weights)
        var total: UInt128 = 0
        for share in shares {
            let (sum, overflow) = total.addingReportingOverflow(share)
            if overflow { throw .overflow }
            total = sum
        }
        guard total > 0 else { throw .nothingToAllocateBy }

        let units = whole.coefficient.magnitude
        var parts: [UInt128] = []
        var remainders: [UInt128] = []
        parts.reserveCapacity(shares.count)
        remainders.reserveCapacity(shares.count)
        var left = units
        for share in shares {
            // units × share / total is at most units, so it fits in 128 bits.
            let (quotient, remainder) = Wide(units, times: share).divided(by: total)
            parts.append(quotient.low)
            remainders.append(remainder)
            left -= quotient.low
        }
        // The remainders add up to left × total and each is below total: more than `left` of them are above zero, so the
        // units run out before a weight of zero is reached.
        if left > 0 {
            let order = parts.indices.sorted {
                remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1]
            }
            for position in order.prefix(Int(left)) { parts[position] += 1 }
        }
        var result: [Decimal] = []
        result.reserveCapacity(parts.count)
        for part in parts {
            guard let coefficient = Int128(magnitude: part, isNegative: isNegative) else { throw .overflow }
            result.append(Decimal(unchecked: coefficient, scale: Int8(places)))
        }
        return result
    }

    /// The weights as whole numbers in the same proportions.
    private static func wholeWeights(_ weights: [Decimal]) throws(AmountError) -> [UInt128] {
        var scale = 0
        for (position, weight) in weights.enumerated() {
            if weight.isNegative { throw .negativeWeight(position: position) }
            scale = max(scale, weight.significantPlaces)
        }
        var whole: [UInt128] = []
        whole.reserveCapacity(weights.count)
        for weight in weights {
            guard let widened = weight.normalized.rescaled(to: scale) else { throw .overflow }
            whole.append(widened.coefficient.magnitude)
        }
        return whole
    }
}

extension Money {
    /// The most parts an amount is split into by number.
    public static let maximumInstalmentParts = 10_000

    /// The parts of this amount in proportion to `weights`, each in whole minor units; their sum is this amount.
    ///
    /// Largest remainder, ties by position: 100.00 USD by 1, 1, 1 is 33.34, 33.33, 33.33.
    ///
    /// - Throws: `noMinorUnit`, `finerThanMinorUnit` if this amount is not in whole minor units itself, and what
    ///   `Decimal.allocated` throws.
    public func allocated(by weights: [Decimal]) throws(AmountError) -> [Money] {
        guard let places = currency.minorUnits else { throw .noMinorUnit(currency) }
        guard fitsMinorUnits else { throw .finerThanMinorUnit(currency) }
        let currency = currency
        return try amount.allocated(by: weights, places: places).map { Money($0, currency) }
    }

    /// This amount in `count` parts that differ by at most one minor unit, the larger ones first; their sum is this amount.
    ///
    /// - Throws: `partsOutOfRange` unless 1 ≤ `count` ≤ `maximumInstalmentParts`, and what `allocated` throws.
    public func instalments(_ count: Int) throws(AmountError) -> [Money] {
        guard count >= 1, count <= Self.maximumInstalmentParts else {
            throw .partsOutOfRange(count, limit: Self.maximumInstalmentParts)
        }
        return try allocated(by: [Decimal](repeating: .one, count: count))
    }
}
