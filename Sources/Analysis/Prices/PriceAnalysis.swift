package import Amounts

// Where buying more costs less.
//
// Within one tier the total goes one way: up with a price of zero or more, down with one below. So all that can be wrong shows at two kinds of
// places: between the last quantity of a tier and the first behind it, and within a tier whose price is below zero. Rounding, the minimum and
// the maximum keep the order of two sums, so they can hide a fall but not make one; both quantities are computed with them.

/// What an analysis found in a price. Tiers are counted from 0.
package struct PriceReport: Sendable {
    /// A tier that no quantity reaches, and the earlier one behind whose end it does not come; nothing if it ends at or below zero.
    package struct Unreached: Hashable, Sendable {
        package let tier: Int
        package let before: Int?
    }

    /// Two quantities of which the larger one costs less.
    package struct Cliff: Hashable, Sendable {
        /// The tier of the larger quantity; nothing if there are no tiers.
        package let tier: Int?
        /// The smaller quantity, and the first whole one from which on every quantity up to it costs more than the larger one.
        package let smaller: Decimal
        package let from: Decimal
        package let smallerTotal: Decimal
        package let larger: Decimal
        package let largerTotal: Decimal
    }

    package internal(set) var unreached: [Unreached] = []
    /// The quantity above which no tier holds.
    package internal(set) var openAbove: Decimal?
    package internal(set) var cliffs: [Cliff] = []
    /// A number had too many digits: there may be cliffs that are not told.
    package internal(set) var isUndecided = false
}

extension PriceSchedule {
    package func analysed() -> PriceReport {
        var report = PriceReport()
        findUnreached(&report)
        // Tiers out of order have no total to speak of.
        if report.unreached.isEmpty {
            do throws(AmountError) { try findCliffs(&report) } catch { report.isUndecided = true }
        }
        return report
    }

    private func findUnreached(_ report: inout PriceReport) {
        var reached = Decimal.zero
        var last: Int?
        var isOpen = true
        for (index, tier) in tiers.enumerated() {
            if !isOpen || tier.upTo.map({ $0 <= reached }) ?? false {
                report.unreached.append(.init(tier: index, before: last))
                continue
            }
            last = index
            if let upTo = tier.upTo { reached = upTo } else { isOpen = false }
        }
        if isOpen, !tiers.isEmpty {
            // The amount that is billed; the free units come on top.
            report.openAbove = (try? reached.adding(max(freeUnits, .zero))) ?? reached
        }
    }

    private func findCliffs(_ report: inout PriceReport) throws(AmountError) {
        let free = max(freeUnits, .zero)
        switch model {
        case .package(let size, let price, _):
            guard price.isNegative else { return }
            try findFall(from: free, until: nil, step: size, tier: nil, &report)
        case .graduated(let tiers), .volume(let tiers):
            // What the first tier adds at once, such as a fee below zero.
            try findDrop(at: free, tier: 0, tierStart: free, &report)
            var start = free
            for (index, tier) in tiers.enumerated() {
                let end = try tier.upTo.map { upTo throws(AmountError) in try upTo.adding(free) }
                if tier.price.isNegative { try findFall(from: start, until: end, step: .one, tier: index, &report) }
                guard let end, index + 1 < tiers.count else { continue }
                try findDrop(at: end, tier: index + 1, tierStart: start, &report)
                start = end
            }
        }
    }

    /// Compares the last quantity up to `end` with the first behind it.
    private func findDrop(
        at end: Decimal, tier: Int, tierStart: Decimal, _ report: inout PriceReport
    ) throws(AmountError) {
        let smaller = isWhole ? try end.rounded(places: 0, .floor) : end
        guard let smallerTotal = try total(smaller) else { return }
        for step in steps(at: end, tier) {
            let larger = try smaller.adding(step)
            guard let largerTotal = try total(larger), largerTotal < smallerTotal else { continue }
            if report.cliffs.contains(where: { $0.smaller == smaller }) { return }
            let from = try first(above: largerTotal, from: tierStart, to: smaller)
            report.cliffs.append(
                .init(
                    tier: tier, smaller: smaller, from: from, smallerTotal: smallerTotal, larger: larger,
                    largerTotal: largerTotal))
            return
        }
    }

    /// How far behind the end of a tier it is looked: one unit; where there are parts of a unit, less and less, until no rounding can lie
    /// between the end and that place.
    private func steps(at end: Decimal, _ tier: Int) -> [Decimal] {
        if isWhole { return [.one] }
        let price = tiers[tier].price.significantPlaces
        let digits = price + max(end.significantPlaces + price, places + 1) + 1
        var steps = [Decimal.one]
        for scale in 1...max(1, min(digits, Decimal.maximumScale - price)) {
            if let step = try? Decimal(coefficient: 1, scale: scale) { steps.append(step) }
        }
        return steps
    }

    /// Looks in a tier whose total falls for two quantities that show it.
    private func findFall(
        from start: Decimal, until end: Decimal?, step: Decimal, tier: Int?, _ report: inout PriceReport
    ) throws(AmountError) {
        let smaller = isWhole ? try start.rounded(places: 0, .floor).adding(.one) : try start.adding(step)
        if let end, smaller > end { return }
        guard let smallerTotal = try total(smaller) else { return }
        var distance = step
        for _ in 0..<12 {
            var larger = try smaller.adding(distance)
            if let end, larger > end { larger = isWhole ? try end.rounded(places: 0, .floor) : end }
            guard let largerTotal = try total(larger) else { return }
            if largerTotal < smallerTotal {
                report.cliffs.append(
                    .init(
                        tier: tier, smaller: smaller, from: smaller, smallerTotal: smallerTotal, larger: larger,
                        largerTotal: largerTotal))
                return
            }
            distance = try distance.multiplying(Decimal(10))
        }
    }

    /// The first whole quantity of a tier that costs more than an amount, if the tier's total rises; the last quantity costs more.
    private func first(above amount: Decimal, from start: Decimal, to end: Decimal) throws(AmountError) -> Decimal {
        let first = try start.rounded(places: 0, .floor).adding(.one)
        guard let last = try end.rounded(places: 0, .floor).wholeNumber, var low = first.wholeNumber, low <= last,
            let lastTotal = try total(Decimal(last)), lastTotal > amount
        else { return end }
        var high = last
        while low < high {
            let middle = low + (high - low) / 2
            guard let own = try total(Decimal(middle)) else { return end }
            if own > amount { high = middle } else { low = middle + 1 }
        }
        return Decimal(low)
    }
}
