import Amounts
import Definitions
import Encoding
import Rules
import SourceText
import YAMLReading

// The amounts and numbers of a price, read exactly.

extension PriceChecker {
    static let maximumTiers = 1_000

    mutating func price() -> Price? {
        let model = model()
        let free = definition.freeUnits.map { number($0, "free units", mayBeZero: true) }
        let fee = definition.flatFee.map { amount($0, mayBeNegative: false) }
        let minimum = definition.minimum.map { amount($0, mayBeNegative: false) }
        let maximum = definition.maximum.map { amount($0, mayBeNegative: false) }
        if let least = minimum ?? nil, let most = maximum ?? nil, least > most, let written = definition.minimum,
            let other = definition.maximum
        {
            expressions.report(
                PriceCodes.minimumAboveMaximum, written.place, "The minimum is above the maximum.",
                found: "a minimum of \(written.value)", expected: "at most \(other.value)",
                help: "Correct one of the two.",
                related: [.init(other.place, "the maximum")])
        }
        guard let currency, let model, let rounding = rounding(), free != .some(nil), fee != .some(nil),
            minimum != .some(nil), maximum != .some(nil)
        else { return nil }
        var proration: Price.ProrationRule?
        if let written = definition.proration {
            guard let rule = self.proration(written) else { return nil }
            proration = rule
        }
        return Price(
            title: Text(definition.heading.title?.value ?? definition.heading.name.value), currency: currency,
            model: model, freeUnits: free ?? nil, flatFee: fee ?? nil, minimum: minimum ?? nil, maximum: maximum ?? nil,
            rounding: rounding, proration: proration, tax: definition.tax.map { Price.TaxRule($0) })
    }

    private mutating func rounding() -> Price.RoundingRule? {
        let written = definition.rounding
        guard let places = value(written.places), let mode = Rounding(name: written.mode.value) else { return nil }
        return Price.RoundingRule(places: places, mode: mode, each: Price.Each(written.each.value))
    }

    private mutating func proration(_ written: ProrationDefinition) -> Price.ProrationRule? {
        guard let places = value(written.ratioPlaces), let mode = Rounding(name: written.ratioMode.value) else {
            return nil
        }
        var prorated: Price.Prorated = []
        for word in written.prorated {
            switch word.value {
            case .units: prorated.insert(.units)
            case .flatFee: prorated.insert(.flatFee)
            case .minimum: prorated.insert(.minimum)
            case .maximum: prorated.insert(.maximum)
            }
        }
        return Price.ProrationRule(
            days: written.days.value == .actual ? .actual : .thirty360, changeDayIsNew: written.changeDay.value == .new,
            ratioPlaces: places, ratioMode: mode, prorated: prorated)
    }

    private mutating func value(_ written: Written<Parametric<Int>>) -> Int? {
        switch written.value {
        case .value(let value): return value
        case .parameter(let name):
            expressions.report(
                CheckingCodes.notYet, written.place, "A parameter of the settings cannot stand here yet.",
                found: "\"parameters.\(name)\"", expected: "the value itself", help: "Write the value.")
            return nil
        }
    }

    // MARK: The model

    private mutating func model() -> Price.Model? {
        switch definition.model {
        case .perUnit(let written): return amount(written, mayBeNegative: false).map { .perUnit($0) }
        case .percentage(let written): return percentage(written).map { .percentage($0) }
        case .package(let package):
            let size = number(package.size, "a package", mayBeZero: false)
            let price = amount(package.price, mayBeNegative: false)
            guard let size, let price else { return nil }
            return .package(size: size, price: price, begunCounts: package.begun.value == .full)
        case .graduated(let written): return tiers(written, ofAmount: false).map { .graduated($0) }
        case .volume(let written): return tiers(written, ofAmount: false).map { .volume($0) }
        case .graduatedPercentage(let written): return tiers(written, ofAmount: true).map { .graduatedPercentage($0) }
        }
    }

    private mutating func tiers(_ written: [TierDefinition], ofAmount: Bool) -> [Price.Tier]? {
        if written.count > Self.maximumTiers {
            expressions.report(
                PriceCodes.tooMany, written[Self.maximumTiers].node.place, "This price has \(written.count) tiers.",
                found: "\(written.count) tiers",
                expected: "at most \(Self.maximumTiers) (the limit on a price's tiers)",
                help: "Put the prices into a rule with a table.")
            return nil
        }
        var tiers: [Price.Tier] = []
        var below: (bound: Decimal, tier: TierDefinition)?
        for (index, tier) in written.enumerated() {
            var bound: Decimal?
            if let upTo = tier.upTo {
                bound = number(upTo, "the end of a tier", mayBeZero: false)
                if let bound, let below, bound <= below.bound {
                    expressions.report(
                        PriceCodes.tierOrder, upTo.place, "This tier ends no later than the one above it.",
                        found: "up_to: \(upTo.value)", expected: "more than \(below.bound)",
                        help: "Put the tiers into the order of their ends, each end once.",
                        related: below.tier.upTo.map { [.init($0.place, "the end of the tier before it")] } ?? [])
                }
                if let bound { below = (bound, tier) }
            } else if index < written.count - 1 {
                expressions.report(
                    PriceCodes.tierOrder, tier.node.place, "Only the last tier may have no end.",
                    found: "tier \(index + 1) of \(written.count) without \"up_to\"",
                    expected: "\"up_to\" with its last unit",
                    help: "Write where this tier ends, or make it the last one.")
            }
            guard let price = price(of: tier, ofAmount: ofAmount) else { continue }
            var fee: Decimal?
            if let written = tier.flatFee { fee = amount(written, mayBeNegative: false) }
            tiers.append(Price.Tier(upTo: bound, price: price, flatFee: fee))
        }
        return tiers.count == written.count ? tiers : nil
    }

    private mutating func price(of tier: TierDefinition, ofAmount: Bool) -> Decimal? {
        let (wrong, wanted) =
            ofAmount ? (tier.unit, "percentage: 2.5%") : (tier.percentage, "unit: 0.05 \(currency?.code ?? "USD")")
        if let wrong {
            expressions.report(
                PriceCodes.tierPrice, wrong.place,
                ofAmount ? "A tier of an amount has no price of a unit." : "A tier of a quantity has no percentage.",
                found: ofAmount ? "unit: \(wrong.value)" : "percentage: \(wrong.value)", expected: wanted,
                help: ofAmount
                    ? "Write the share as \"percentage\", or bill the \"quantity\" by \"graduated\"."
                    : "Write the price of a \"unit\", or bill an \"amount\" by \"graduated_percentage\".")
            return nil
        }
        if ofAmount, let written = tier.percentage { return percentage(written) }
        if !ofAmount, let written = tier.unit { return amount(written, mayBeNegative: false) }
        if tier.flatFee != nil { return .zero }
        expressions.report(
            PriceCodes.tierPrice, tier.node.place, "This tier has no price.", found: "a tier without a price",
            expected: wanted + ", or a flat_fee", help: "Write the price; what costs nothing costs 0.")
        return nil
    }

    // MARK: Amounts and numbers

    private mutating func amount(_ written: Written<String>, mayBeNegative: Bool) -> Decimal? {
        let text = written.value
        guard let money = try? Money.parse(text) else {
            reportLength(written)
            return nil
        }
        if let currency, money.currency != currency {
            expressions.report(
                PriceCodes.otherCurrency, written.place, "This price bills in \(currency).", found: text,
                expected: "an amount in \(currency)",
                help: "Write the amount in \(currency), or make a price of its own.",
                related: [.init(definition.currency.place, "the currency of the price")])
            return nil
        }
        if money.amount.isNegative, !mayBeNegative {
            reportNegative(written, "An amount of a price is not below zero.")
            return nil
        }
        return money.amount
    }

    /// `2.5%` as 0.025.
    private mutating func percentage(_ written: Written<String>) -> Decimal? {
        let digits = written.value.filter { $0 != "%" && $0 != " " }
        guard let number = try? Decimal.parse(digits),
            let share = try? number.multiplying(Decimal(coefficient: 1, scale: 2))
        else {
            reportLength(written)
            return nil
        }
        if share.isNegative {
            reportNegative(written, "A share of an amount is not below zero.")
            return nil
        }
        return share
    }

    private mutating func number(_ written: Written<String>, _ what: String, mayBeZero: Bool) -> Decimal? {
        guard let number = try? Decimal.parse(written.value) else {
            reportLength(written)
            return nil
        }
        if number.isNegative || (number.isZero && !mayBeZero) {
            expressions.report(
                PriceCodes.badNumber, written.place, "The number of \(what) cannot be \(written.value).",
                found: written.value, expected: mayBeZero ? "zero or more" : "more than zero",
                help: "Correct the number.")
            return nil
        }
        return number
    }

    private mutating func reportNegative(_ written: Written<String>, _ message: String) {
        expressions.report(
            PriceCodes.badNumber, written.place, message, found: written.value, expected: "zero or more",
            help: "Take the sign away. A credit is a negative quantity.")
    }

    private mutating func reportLength(_ written: Written<String>) {
        expressions.report(
            PriceCodes.badNumber, written.place, "This number has more digits than a number can have.",
            found: written.value,
            expected: "at most 38 digits, of which at most 38 behind the point", help: "Write fewer digits.")
    }
}

extension Price.Each {
    init(_ written: LineOrInvoice) { self = written == .line ? .line : .invoice }
}

extension Price.TaxRule {
    init(_ written: TaxDefinition) {
        let residue: Price.Residue =
            switch written.residue.value {
            case .firstLine: .firstLine
            case .lastLine: .lastLine
            case .largestLine: .largestLine
            }
        self.init(
            isIncluded: written.prices.value == .includeTax, each: Price.Each(written.each.value), residue: residue)
    }
}
