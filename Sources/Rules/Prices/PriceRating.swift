import Amounts
import Dates

// What one quantity costs, line by line and not yet rounded. Free units come off first; tiers, packages and prices count what remains.

/// A line before it is rounded.
struct RatedLine {
    var kind: PriceLine.Kind
    var tier: Int?
    var quantity: Exact?
    var price: Decimal?
    var amount: Exact
    /// The part of the period that it is for; nothing where the period does not matter.
    var part: PricePart?
    /// Which part, to tell apart the lines of several ones.
    var partIndex = 0

    func isSame(_ other: RatedLine) -> Bool {
        kind == other.kind && tier == other.tier && partIndex == other.partIndex
    }
}

extension Price {
    /// The lines for a quantity of zero or more.
    func rated(_ quantity: Exact) throws(PriceError) -> [RatedLine] {
        var lines: [RatedLine] = []
        var billable = quantity
        if let freeUnits, freeUnits.signum > 0, quantity.signum > 0 {
            let free = quantity.compare(.decimal(freeUnits)) < 0 ? quantity : .decimal(freeUnits)
            lines.append(RatedLine(kind: .freeUnits, quantity: free, price: .zero, amount: .zero))
            do throws(AmountError) { billable = try quantity.subtracting(free) } catch { throw .amount(error) }
        }
        guard billable.signum > 0 else { return lines }
        if let last = lastBound, billable.compare(.decimal(last)) > 0 { throw .noTier(billable, last: last) }
        do throws(AmountError) { try add(billable, &lines) } catch { throw .amount(error) }
        return lines
    }

    /// The end of the last tier, if it has one.
    private var lastBound: Decimal? {
        switch model {
        case .graduated(let tiers), .volume(let tiers), .graduatedPercentage(let tiers): tiers.last?.upTo
        default: nil
        }
    }

    private func add(_ quantity: Exact, _ lines: inout [RatedLine]) throws(AmountError) {
        switch model {
        case .perUnit(let price): lines.append(try line(.units, quantity, price))
        case .percentage(let rate): lines.append(try line(.percentage, quantity, rate))
        case .package(let size, let price, let begunCounts):
            let whole = try quantity.dividing(by: .decimal(size)).rounded(places: 0, begunCounts ? .ceiling : .floor)
            if !whole.isZero { lines.append(try line(.packages, .decimal(whole), price)) }
        case .graduated(let tiers): try addGraduated(tiers, .tier, quantity, &lines)
        case .graduatedPercentage(let tiers): try addGraduated(tiers, .percentage, quantity, &lines)
        case .volume(let tiers):
            guard let index = tiers.firstIndex(where: { $0.reaches(quantity) }) else { return }
            lines.append(try line(.tier, quantity, tiers[index].price, tier: index + 1))
            addFee(tiers[index], index, &lines)
        }
    }

    private func addGraduated(
        _ tiers: [Tier], _ kind: PriceLine.Kind, _ quantity: Exact, _ lines: inout [RatedLine]
    ) throws(AmountError) {
        var lower = Exact.zero
        for (index, tier) in tiers.enumerated() {
            let isLast = tier.reaches(quantity)
            var upper = quantity
            if !isLast, let upTo = tier.upTo { upper = .decimal(upTo) }
            lines.append(try line(kind, try upper.subtracting(lower), tier.price, tier: index + 1))
            addFee(tier, index, &lines)
            if isLast { return }
            lower = upper
        }
    }

    private func addFee(_ tier: Tier, _ index: Int, _ lines: inout [RatedLine]) {
        guard let fee = tier.flatFee, !fee.isZero else { return }
        lines.append(RatedLine(kind: .tierFee, tier: index + 1, amount: .decimal(fee)))
    }

    private func line(
        _ kind: PriceLine.Kind, _ quantity: Exact, _ price: Decimal, tier: Int? = nil
    ) throws(AmountError) -> RatedLine {
        RatedLine(
            kind: kind, tier: tier, quantity: quantity, price: price, amount: try quantity.multiplying(price))
    }
}

extension Price.Tier {
    /// The quantity does not pass the end of the tier.
    fileprivate func reaches(_ quantity: Exact) -> Bool {
        guard let upTo else { return true }
        return quantity.compare(.decimal(upTo)) <= 0
    }
}
