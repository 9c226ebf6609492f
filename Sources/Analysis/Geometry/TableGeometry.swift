package import Amounts
package import Encoding

// A decision table as nothing but sets: what each cell lets through, and what each row says. Whoever reads tables makes this; it knows
// neither how a cell was written nor how it is evaluated.

/// A place on the line of a column.
///
/// Whole numbers, decimals and amounts are numbers; a date is the number of days, a time that of seconds, and an instant that of nanoseconds
/// since 1970 or midnight; false is 0 and true is 1.
package enum LinePoint: Hashable, Sendable {
    case number(Decimal)
    /// A ratio that no decimal equals.
    case ratio(Ratio)
    case text(Text)

    package static func whole(_ number: Int) -> LinePoint { .number(Decimal(number)) }
}

/// One end of a stretch.
package struct LineEdge: Hashable, Sendable {
    package var point: LinePoint
    /// The point itself is inside.
    package var isIncluded: Bool

    package init(_ point: LinePoint, isIncluded: Bool) {
        self.point = point
        self.isIncluded = isIncluded
    }
}

/// A connected part of a line; no edge where it has no end.
package struct Stretch: Hashable, Sendable {
    package var lower: LineEdge?
    package var upper: LineEdge?

    package init(lower: LineEdge? = nil, upper: LineEdge? = nil) {
        self.lower = lower
        self.upper = upper
    }

    package static let everything = Stretch()

    package static func point(_ point: LinePoint) -> Stretch {
        let edge = LineEdge(point, isIncluded: true)
        return Stretch(lower: edge, upper: edge)
    }
}

/// What a cell lets through.
package struct CellSet: Hashable, Sendable {
    /// The amounts of one currency.
    package struct Amounts: Hashable, Sendable {
        package var currency: Currency
        package var stretches: [Stretch]

        package init(_ currency: Currency, _ stretches: [Stretch]) {
            self.currency = currency
            self.stretches = stretches
        }
    }

    /// In any order. In a column that takes every currency: of each that is not among `amounts`.
    package var stretches: [Stretch]
    package var amounts: [Amounts]
    package var takesAbsent: Bool

    package init(_ stretches: [Stretch], amounts: [Amounts] = [], takesAbsent: Bool = false) {
        self.stretches = stretches
        self.amounts = amounts
        self.takesAbsent = takesAbsent
    }
}

/// What can stand in a column.
package enum Domain: Hashable, Sendable {
    /// Whole numbers of 64 bits.
    case whole
    /// Decimals and ratios: between any two lies another.
    case number
    /// Amounts of one currency, or of any.
    case money(Currency?)
    case date, time, instant
    case boolean
    /// One of these words.
    case choice([Text])
    /// Any text.
    case text
    /// Values of which no cell can say anything but `-` and conditions.
    case other
}

/// A decision table, as sets.
package struct TableGeometry: Sendable {
    package struct Column: Hashable, Sendable {
        package var name: String
        package var domain: Domain
        package var isOptional: Bool

        package init(_ name: String, _ domain: Domain, isOptional: Bool = false) {
            self.name = name
            self.domain = domain
            self.isOptional = isOptional
        }
    }

    package enum Cell: Hashable, Sendable {
        /// `-`
        case any
        case set(CellSet)
        /// A condition whose truth only a value can show. The text tells two of them apart.
        case condition(String)
    }

    package struct Row: Sendable {
        /// One a column.
        package var cells: [Cell]
        /// What the row gives, as one text: rows with equal texts give the same.
        package var result: String
        /// The result is computed, so rows with different texts may give the same as well.
        package var isComputed: Bool
        /// The place of the result among the priorities: the lower one wins. Nothing if that is computed.
        package var rank: [Int]?
        /// What the row says besides; empty if nothing.
        package var reason: String

        package init(
            _ cells: [Cell], result: String, isComputed: Bool = false, rank: [Int]? = [], reason: String = ""
        ) {
            self.cells = cells
            self.result = result
            self.isComputed = isComputed
            self.rank = rank
            self.reason = reason
        }
    }

    /// What it means that several rows fit.
    package enum Policy: Hashable, Sendable {
        /// They must not.
        case unique
        /// They must give the same.
        case any
        /// The first one decides.
        case first
        /// The one of the lowest rank decides, of several the first.
        case priority
        /// Each adds to the result.
        case all
        /// One that gives the same as another adds nothing to the result.
        case extreme
    }

    package var columns: [Column]
    package var rows: [Row]
    package var policy: Policy
    /// That no row fits is an error.
    package var needsRow: Bool

    package init(_ columns: [Column], _ rows: [Row], policy: Policy, needsRow: Bool = true) {
        self.columns = columns
        self.rows = rows
        self.policy = policy
        self.needsRow = needsRow
    }
}
