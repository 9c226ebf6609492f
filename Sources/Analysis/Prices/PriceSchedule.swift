package import Amounts

// A rate card as nothing but a function from a quantity to a total. Free units come off first; each line is rounded, or their sum; the fee comes
// on top, and the minimum and the maximum hold for the sum. Tax, proration and what was billed before do not change which of two quantities
// costs more, so they are left out.

package struct PriceSchedule: Sendable {
    /// A stretch of the billable quantity: above the end of the tier before it, up to its own end included.
    package struct Tier: Hashable, Sendable {
        package var upTo: Decimal?
        /// Of a unit, or the share of the amount: 2.5% is 0.025.
        package var price: Decimal
        package var flatFee: Decimal

        package init(upTo: Decimal?, price: Decimal, flatFee: Decimal = .zero) {
            self.upTo = upTo
            self.price = price
            self.flatFee = flatFee
        }
    }

    package enum Model: Sendable {
        /// Each unit at the price of its tier. One tier without an end for a plain price or percentage.
        case graduated([Tier])
        /// Every unit at the price of the tier that the quantity reaches.
        case volume([Tier])
        case package(size: Decimal, price: Decimal, begunCounts: Bool)
    }

    package var model: Model
    package var freeUnits: Decimal
    package var flatFee: Decimal
    package var minimum: Decimal?
    package var maximum: Decimal?
    package var places: Int
    package var rounding: Rounding
    /// Each line is rounded; otherwise their sum.
    package var roundsLines: Bool
    /// There are only whole quantities.
    package var isWhole: Bool

    package init(
        _ model: Model, freeUnits: Decimal = .zero, flatFee: Decimal = .zero, minimum: Decimal? = nil,
        maximum: Decimal? = nil, places: Int = 2, rounding: Rounding = .halfEven, roundsLines: Bool = true,
        isWhole: Bool = true
    ) {
        self.model = model
        self.freeUnits = freeUnits
        self.flatFee = flatFee
        self.minimum = minimum
        self.maximum = maximum
        self.places = places
        self.rounding = rounding
        self.roundsLines = roundsLines
        self.isWhole = isWhole
    }

    var tiers: [Tier] {
        switch model {
        case .graduated(let tiers), .volume(let tiers): tiers
        case .package: []
        }
    }
}

extension PriceSchedule {
    /// What a quantity of zero or more costs.
    ///
    /// - Returns: nothing if no tier takes it.
    /// - Throws: what cannot be computed in the digits that there are.
    package func total(_ quantity: Decimal) throws(AmountError) -> Decimal? {
        var lines: [Decimal] = []
        let billable = try quantity.subtracting(min(freeUnits, quantity))
        if billable.signum > 0 {
            guard try add(billable, &lines) else { return nil }
        }
        lines.append(flatFee)
        var sum = Decimal.zero
        for line in lines { sum = try sum.adding(try roundsLines ? line.rounded(places: places, rounding) : line) }
        if let minimum { sum = max(sum, try bound(minimum)) }
        if let maximum { sum = min(sum, try bound(maximum)) }
        return try sum.rounded(places: places, rounding)
    }

    private func bound(_ bound: Decimal) throws(AmountError) -> Decimal {
        roundsLines ? try bound.rounded(places: places, rounding) : bound
    }

    private func add(_ quantity: Decimal, _ lines: inout [Decimal]) throws(AmountError) -> Bool {
        switch model {
        case .package(let size, let price, let begunCounts):
            let whole = try Ratio(quantity, over: size).rounded(places: 0, begunCounts ? .ceiling : .floor)
            lines.append(try whole.multiplying(price))
            return true
        case .volume(let tiers):
            guard let tier = tiers.first(where: { $0.takes(quantity) }) else { return false }
            lines.append(try quantity.multiplying(tier.price))
            lines.append(tier.flatFee)
            return true
        case .graduated(let tiers):
            var lower = Decimal.zero
            for tier in tiers {
                let isLast = tier.takes(quantity)
                let upper = isLast ? quantity : tier.upTo ?? quantity
                lines.append(try upper.subtracting(lower).multiplying(tier.price))
                lines.append(tier.flatFee)
                if isLast { return true }
                lower = upper
            }
            return false
        }
    }
}

extension PriceSchedule.Tier {
    fileprivate func takes(_ quantity: Decimal) -> Bool { upTo.map { quantity <= $0 } ?? true }
}
