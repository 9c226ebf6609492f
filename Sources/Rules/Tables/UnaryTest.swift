package import Amounts
package import Evaluation

// What a cell says of a value, in one normal form: a union of ranges on the line of the column's type, in rising order and apart from
// each other. A value is a range of one point, `not(…)` the ranges in between. For money of a stated currency the line is that of the
// amounts; where a column takes any currency, each currency has a line of its own.

/// One end of a range.
package struct RangeBound: Hashable, Sendable {
    package var value: Value
    /// The value itself is inside.
    package var isIncluded: Bool

    package init(_ value: Value, isIncluded: Bool) {
        self.value = value
        self.isIncluded = isIncluded
    }
}

/// A stretch of a line; no bound where it has no end.
package struct ValueRange: Hashable, Sendable {
    package var lower: RangeBound?
    package var upper: RangeBound?

    package init(lower: RangeBound? = nil, upper: RangeBound? = nil) {
        self.lower = lower
        self.upper = upper
    }

    package static func point(_ value: Value) -> ValueRange {
        let bound = RangeBound(value, isIncluded: true)
        return ValueRange(lower: bound, upper: bound)
    }

    /// Whether a value lies in it.
    package func contains(_ value: Value) -> Bool {
        if let lower {
            let order = ValueOrder.compare(value, lower.value)
            if order < 0 || (order == 0 && !lower.isIncluded) { return false }
        }
        if let upper {
            let order = ValueOrder.compare(value, upper.value)
            if order > 0 || (order == 0 && !upper.isIncluded) { return false }
        }
        return true
    }

    /// No value can lie in it. (Between two neighbours of a line without fractions none can either; that is not known here.)
    package var isEmpty: Bool {
        guard let lower, let upper else { return false }
        let order = ValueOrder.compare(lower.value, upper.value)
        return order > 0 || (order == 0 && !(lower.isIncluded && upper.isIncluded))
    }

    /// The one value that lies in it.
    package var point: Value? {
        guard let lower, let upper, lower.isIncluded, upper.isIncluded,
            ValueOrder.compare(lower.value, upper.value) == 0
        else { return nil }
        return lower.value
    }
}

/// A union of ranges of one line.
package struct ValueSet: Hashable, Sendable {
    /// In rising order; between two of them lies at least one value that is in neither.
    package private(set) var ranges: [ValueRange]

    package static let none = ValueSet()
    package static let all = ValueSet([ValueRange()])

    private init() { ranges = [] }

    /// The union of ranges in any order.
    package init(_ given: [ValueRange]) {
        if given.count == 1, !given[0].isEmpty {
            ranges = given
            return
        }
        let sorted = given.filter { !$0.isEmpty }.sorted { Self.begins($0, before: $1) }
        ranges = []
        for range in sorted {
            guard let last = ranges.last, Self.touches(last, range) else {
                ranges.append(range)
                continue
            }
            if Self.ends(last, before: range) { ranges[ranges.count - 1].upper = range.upper }
        }
    }

    package func contains(_ value: Value) -> Bool { ranges.contains { $0.contains(value) } }

    /// All values of the line that are not in it.
    package var complement: ValueSet {
        var inverse = ValueSet.none
        var start: RangeBound?
        var isOpen = true
        for range in ranges {
            if let lower = range.lower {
                inverse.ranges.append(
                    ValueRange(lower: start, upper: RangeBound(lower.value, isIncluded: !lower.isIncluded)))
            }
            guard let upper = range.upper else {
                isOpen = false
                break
            }
            start = RangeBound(upper.value, isIncluded: !upper.isIncluded)
        }
        if isOpen { inverse.ranges.append(ValueRange(lower: start, upper: nil)) }
        return inverse
    }

    package func union(_ other: ValueSet) -> ValueSet { ValueSet(ranges + other.ranges) }

    private static func begins(_ left: ValueRange, before right: ValueRange) -> Bool {
        guard let a = left.lower else { return right.lower != nil }
        guard let b = right.lower else { return false }
        let order = ValueOrder.compare(a.value, b.value)
        return order < 0 || (order == 0 && a.isIncluded && !b.isIncluded)
    }

    /// Whether no value lies between the end of one range and the beginning of one that begins no earlier.
    private static func touches(_ left: ValueRange, _ right: ValueRange) -> Bool {
        guard let upper = left.upper, let lower = right.lower else { return true }
        let order = ValueOrder.compare(lower.value, upper.value)
        return order < 0 || (order == 0 && (lower.isIncluded || upper.isIncluded))
    }

    private static func ends(_ left: ValueRange, before right: ValueRange) -> Bool {
        guard let a = left.upper else { return false }
        guard let b = right.upper else { return true }
        let order = ValueOrder.compare(a.value, b.value)
        return order < 0 || (order == 0 && !a.isIncluded && b.isIncluded)
    }
}

/// The values that a cell fits.
package struct UnaryTest: Hashable, Sendable {
    /// The amounts of one currency, in a column that takes any.
    package struct Line: Hashable, Sendable {
        package var currency: Currency
        /// Ranges of decimals.
        package var amounts: ValueSet

        package init(_ currency: Currency, _ amounts: ValueSet) {
            self.currency = currency
            self.amounts = amounts
        }
    }

    /// An absent value fits.
    package var fitsAbsent: Bool
    /// The values that fit. For money they are ranges of decimals: of the column's currency, or of every currency that is not among
    /// `lines`.
    package var values: ValueSet
    /// In the order of their currencies.
    package var lines: [Line]

    package init(_ values: ValueSet, lines: [Line] = [], fitsAbsent: Bool = false) {
        self.values = values
        self.lines = lines.sorted { $0.currency < $1.currency }
        self.fitsAbsent = fitsAbsent
    }

    package func fits(_ value: Value) -> Bool {
        if value.isAbsent { return fitsAbsent }
        guard let money = value.asMoney else { return values.contains(value) }
        let amounts = lines.first { $0.currency == money.currency }?.amounts ?? values
        return amounts.contains(.decimal(money.amount))
    }

    /// The contrary: what does not fit this fits that, absent values too.
    package var complement: UnaryTest {
        UnaryTest(
            values.complement, lines: lines.map { Line($0.currency, $0.amounts.complement) }, fitsAbsent: !fitsAbsent)
    }

    /// What fits one or the other.
    package func union(_ other: UnaryTest) -> UnaryTest {
        var merged: [Line] = []
        for currency in Set((lines + other.lines).map(\.currency)).sorted() {
            merged.append(Line(currency, amounts(currency).union(other.amounts(currency))))
        }
        return UnaryTest(values.union(other.values), lines: merged, fitsAbsent: fitsAbsent || other.fitsAbsent)
    }

    /// The amounts of a currency that fit.
    package func amounts(_ currency: Currency) -> ValueSet {
        lines.first { $0.currency == currency }?.amounts ?? values
    }
}
