package import Amounts
package import Dates

/// What is rated: the values of a price's expressions.
package struct PriceRequest: Hashable, Sendable {
    /// A quantity that holds from a day on.
    package struct Change: Hashable, Sendable {
        package var on: CivilDate
        package var quantity: Exact

        package init(on: CivilDate, quantity: Exact) {
            self.on = on
            self.quantity = quantity
        }
    }

    /// The period that is billed and the part of it that the price holds for. Both ends of each are days that count.
    package struct Stretch: Hashable, Sendable {
        package var from: CivilDate
        package var until: CivilDate
        /// The first and the last day of the service, where it begins or ends inside the period.
        package var starts: CivilDate?
        package var ends: CivilDate?
        /// The day on which this price took over from another one, and the day on which another one took over from it.
        package var takesOver: CivilDate?
        package var isReplaced: CivilDate?
        /// In rising order of their days.
        package var changes: [Change]

        package init(
            from: CivilDate, until: CivilDate, starts: CivilDate? = nil, ends: CivilDate? = nil,
            takesOver: CivilDate? = nil, isReplaced: CivilDate? = nil, changes: [Change] = []
        ) {
            self.from = from
            self.until = until
            self.starts = starts
            self.ends = ends
            self.takesOver = takesOver
            self.isReplaced = isReplaced
            self.changes = changes
        }
    }

    /// The quantity, or the amount that a percentage is of. Below zero it is a credit: the bill of the positive one with every sign
    /// turned.
    package var quantity: Exact
    /// The quantity that was billed before in the same period; the tiers go on from there.
    package var billedBefore: Exact?
    /// What was billed before for the same, in the terms of the price; it is taken off.
    package var alreadyBilled: Money?
    /// The rate of the tax: 0.19.
    package var taxRate: Exact?
    package var stretch: Stretch?

    package init(
        quantity: Exact, billedBefore: Exact? = nil, alreadyBilled: Money? = nil, taxRate: Exact? = nil,
        stretch: Stretch? = nil
    ) {
        self.quantity = quantity
        self.billedBefore = billedBefore
        self.alreadyBilled = alreadyBilled
        self.taxRate = taxRate
        self.stretch = stretch
    }
}

/// One line of what a price comes to.
package struct PriceLine: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case freeUnits, units, tier, tierFee, packages, percentage, flatFee, minimum, maximum, alreadyBilled

        /// The word that a file and an expression know it by.
        package var word: String {
            switch self {
            case .freeUnits: "free_units"
            case .units: "units"
            case .tier: "tier"
            case .tierFee: "tier_fee"
            case .packages: "packages"
            case .percentage: "percentage"
            case .flatFee: "flat_fee"
            case .minimum: "minimum"
            case .maximum: "maximum"
            case .alreadyBilled: "already_billed"
            }
        }
    }

    package var kind: Kind
    /// Counted from 1.
    package var tier: Int?
    /// Units, or packages.
    package var quantity: Exact?
    /// What a percentage is of.
    package var base: Exact?
    /// The price of a unit or of a package.
    package var unitPrice: Decimal?
    /// The share of the amount: 0.025.
    package var rate: Decimal?
    /// The days that the line is for, both included, and their share of the period.
    package var from: CivilDate?
    package var until: CivilDate?
    package var share: Decimal?
    /// In the terms of the price: with the tax if prices include it, else without.
    package var amount: Decimal
    package var tax: Decimal = .zero
    package var net: Decimal
    package var gross: Decimal
}

/// The lines of a price, and what they sum to: `amount`, `net`, `tax` and `total` are the exact sums of the lines' amounts, nets, taxes
/// and grosses.
package struct PricedLines: Hashable, Sendable {
    package var lines: [PriceLine]
    package var currency: Currency
    package var amount: Decimal
    package var net: Decimal
    package var tax: Decimal
    package var total: Decimal
}

/// Why a price has no lines.
package enum PriceError: Error, Hashable, Sendable {
    /// The quantity lies beyond the last tier.
    case noTier(Exact, last: Decimal)
    /// Only a price that is asked for one quantity as a whole can be a credit.
    case negativeQuantity(Exact)
    case negativeBilledBefore(Exact)
    /// Two ways of saying what was billed before, or one that cannot go with changes of the quantity.
    case billedTwice
    case billedBeforeWithChanges
    /// The quantity changes within the period, and the price does not prorate units.
    case changesWithoutUnits
    case needsStretch
    case noProration
    case needsTaxRate
    case noTax
    case negativeTaxRate(Exact)
    case currency(Money, Currency)
    /// An amount that was billed has more places than a bill of this price can have.
    case finerThanBilled(Money, places: Int)
    case periodEndsBeforeItBegins(CivilDate, CivilDate)
    /// The period has no day by the count of days.
    case emptyPeriod(CivilDate, CivilDate)
    case changesOutOfOrder(CivilDate, CivilDate)
    case amount(AmountError)
    /// A date beyond the calendar.
    case date(DateError)
}
