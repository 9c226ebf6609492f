package import Amounts
package import Encoding

// A rate card as it is computed: plain data, every number exact, every convention stated. What each part means, with numbers and
// sources: Documentation/Prices.md.

package struct Price: Hashable, Sendable {
    /// A stretch of the quantity, or of the amount for percentages: above the end of the tier before it, up to its own end included.
    package struct Tier: Hashable, Sendable {
        /// Nothing for a tier without an end.
        package var upTo: Decimal?
        /// The price of a unit, or the share of the amount: 2.5% is 0.025.
        package var price: Decimal
        package var flatFee: Decimal?

        package init(upTo: Decimal? = nil, price: Decimal, flatFee: Decimal? = nil) {
            self.upTo = upTo
            self.price = price
            self.flatFee = flatFee
        }
    }

    package enum Model: Hashable, Sendable {
        case perUnit(Decimal)
        /// Each unit at the price of the tier that it lies in.
        case graduated([Tier])
        /// Every unit at the price of the tier that the quantity reaches.
        case volume([Tier])
        /// A price for each package; one that is begun counts in full or not at all.
        case package(size: Decimal, price: Decimal, begunCounts: Bool)
        /// A share of an amount.
        case percentage(Decimal)
        case graduatedPercentage([Tier])

        /// It is of an amount and not of a quantity.
        package var isOfAmount: Bool {
            switch self {
            case .percentage, .graduatedPercentage: true
            default: false
            }
        }
    }

    package enum Each: UInt8, Hashable, Sendable {
        case line, invoice
    }

    package struct RoundingRule: Hashable, Sendable {
        package var places: Int
        package var mode: Rounding
        package var each: Each

        package init(places: Int, mode: Rounding, each: Each) {
            self.places = places
            self.mode = mode
            self.each = each
        }
    }

    /// What a part of a period is counted by.
    package enum Days: UInt8, Hashable, Sendable {
        /// The days of the calendar.
        case actual
        /// Months of 30 days, bond basis, counted from the first day of the period.
        case thirty360
    }

    /// What the share of the period multiplies.
    package struct Prorated: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// What the quantity or the amount costs, with the fees of tiers.
        package static let units = Prorated(rawValue: 1)
        package static let flatFee = Prorated(rawValue: 2)
        package static let minimum = Prorated(rawValue: 4)
        package static let maximum = Prorated(rawValue: 8)
    }

    package struct ProrationRule: Hashable, Sendable {
        package var days: Days
        /// The day of a change belongs to what comes after it.
        package var changeDayIsNew: Bool
        package var ratioPlaces: Int
        package var ratioMode: Rounding
        package var prorated: Prorated

        package init(
            days: Days, changeDayIsNew: Bool, ratioPlaces: Int, ratioMode: Rounding, prorated: Prorated
        ) {
            self.days = days
            self.changeDayIsNew = changeDayIsNew
            self.ratioPlaces = ratioPlaces
            self.ratioMode = ratioMode
            self.prorated = prorated
        }
    }

    /// The line that a difference of rounding goes to.
    package enum Residue: UInt8, Hashable, Sendable {
        case firstLine, lastLine
        /// The line of the largest amount, whatever its sign; the first of several.
        case largestLine
    }

    package struct TaxRule: Hashable, Sendable {
        package var isIncluded: Bool
        package var each: Each
        package var residue: Residue

        package init(isIncluded: Bool, each: Each, residue: Residue) {
            self.isIncluded = isIncluded
            self.each = each
            self.residue = residue
        }
    }

    /// What the lines are called.
    package var title: Text
    package var currency: Currency
    package var model: Model
    package var freeUnits: Decimal?
    package var flatFee: Decimal?
    package var minimum: Decimal?
    package var maximum: Decimal?
    package var rounding: RoundingRule
    package var proration: ProrationRule?
    package var tax: TaxRule?

    package init(
        title: Text, currency: Currency, model: Model, freeUnits: Decimal? = nil, flatFee: Decimal? = nil,
        minimum: Decimal? = nil, maximum: Decimal? = nil, rounding: RoundingRule, proration: ProrationRule? = nil,
        tax: TaxRule? = nil
    ) {
        self.title = title
        self.currency = currency
        self.model = model
        self.freeUnits = freeUnits
        self.flatFee = flatFee
        self.minimum = minimum
        self.maximum = maximum
        self.rounding = rounding
        self.proration = proration
        self.tax = tax
    }
}
