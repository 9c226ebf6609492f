/// How the days of a period, and the part of a year that they are, are counted: a stated choice, never an assumption.
///
/// A period runs from a first date to an end date. Sources: ISDA, "2006 ISDA Definitions", section 4.16 (the letters
/// below); for `thirty360US`, Securities Industry Association, "Standard Securities Calculation Methods" (Mayle 1993).
public enum DayCount: String, Hashable, Sendable, CaseIterable {
    /// The days of the calendar, divided by 360. (e)
    case actual360
    /// The days of the calendar, divided by 365 in every year. (d)
    case actual365Fixed
    /// The days that lie in leap years divided by 366, the others by 365. (b)
    case actualActualISDA
    /// 30/360, bond basis: months of 30 days. A first day 31 becomes 30; an end day 31 becomes 30 if the first day is 30 or
    /// 31. February is as long as it is. (f)
    case thirty360
    /// 30/360 as United States securities have it: bond basis, and the last day of February becomes 30; at the end of the
    /// period only if it also begins on the last day of a February.
    case thirty360US
    /// 30E/360, Eurobond basis: a day 31 becomes 30 at either end. (g)
    case thirtyE360
    /// 30E/360 (ISDA): a day 31 and the last day of February become 30, the latter not where the period ends with the
    /// whole contract. (h)
    case thirtyE360ISDA

    /// Whether the end date itself belongs to the period.
    public enum End: String, Hashable, Sendable, CaseIterable {
        /// It does not: 1 March to 1 April is March. What finance assumes.
        case excluded
        /// It does: 1 March to 31 March is March. The same as ending, excluded, on the day after; also for months of 30
        /// days.
        case included
    }

    /// An exact part of a year, not reduced: 181 days of Actual/365 are 181/365.
    @frozen
    public struct YearFraction: Hashable, Sendable {
        /// Negative if the period's end is before its start.
        public var numerator: Int64
        /// Positive.
        public var denominator: Int64

        @inlinable
        public init(numerator: Int64, denominator: Int64) {
            self.numerator = numerator
            self.denominator = denominator
        }
    }

    /// The days of a period by this convention; those of the calendar for the three "actual" ones.
    ///
    /// If `end` is before `start` the count is that of the two exchanged, negative. An included end adds its day only to a
    /// period that goes forward.
    ///
    /// - Parameter termination: for `thirtyE360ISDA`, the last date of the whole contract; the others do not look at it.
    ///   With an included end it is a date on which the contract still runs.
    public func days(
        from start: CivilDate, to end: CivilDate, end inclusion: End = .excluded, termination: CivilDate? = nil
    ) -> Int {
        if end < start { return -days(from: end, to: start, termination: termination) }
        switch self {
        case .actual360, .actual365Fixed, .actualActualISDA:
            return end.days(since: start) + (inclusion == .included ? 1 : 0)
        case .thirty360, .thirty360US, .thirtyE360, .thirtyE360ISDA:
            return days360(Bound(start, .excluded), Bound(end, inclusion), endsContract: end == termination)
        }
    }

    /// The part of a year that a period is, exactly.
    ///
    /// The denominator is 360 or 365; for `actualActualISDA` it is 365, 366 or, where a period touches both kinds of
    /// year, 133,590.
    public func yearFraction(
        from start: CivilDate, to end: CivilDate, end inclusion: End = .excluded, termination: CivilDate? = nil
    ) -> YearFraction {
        switch self {
        case .actualActualISDA:
            return actualActual(from: start, to: end, inclusion)
        case .actual365Fixed:
            return YearFraction(
                numerator: Int64(days(from: start, to: end, end: inclusion)), denominator: 365)
        case .actual360, .thirty360, .thirty360US, .thirtyE360, .thirtyE360ISDA:
            let days = days(from: start, to: end, end: inclusion, termination: termination)
            return YearFraction(numerator: Int64(days), denominator: 360)
        }
    }

    private func actualActual(from start: CivilDate, to end: CivilDate, _ inclusion: End) -> YearFraction {
        if end < start {
            let opposite = actualActual(from: end, to: start, .excluded)
            return YearFraction(numerator: -opposite.numerator, denominator: opposite.denominator)
        }
        let all = Int64(days(from: start, to: end, end: inclusion))
        let leap = Int64(
            Self.leapYearDays(before: end, inclusion) - Self.leapYearDays(before: start, .excluded))
        if leap == 0 { return YearFraction(numerator: all, denominator: 365) }
        if leap == all { return YearFraction(numerator: all, denominator: 366) }
        return YearFraction(numerator: (all - leap) * 366 + leap * 365, denominator: 365 * 366)
    }

    /// The days since the beginning of the year 1 that lie in leap years and before a date, or up to it.
    private static func leapYearDays(before date: CivilDate, _ inclusion: End) -> Int {
        let year = date.year
        let past = year - 1
        let leapYears = past / 4 - past / 100 + past / 400
        let thisYear = CivilDate.isLeapYear(year) ? date.dayOfYear - (inclusion == .included ? 0 : 1) : 0
        return leapYears * 366 + thisYear
    }
}

// MARK: - Months of 30 days

extension DayCount {
    /// A date as the 30-day conventions see it. It may be the day after 9999-12-31.
    private struct Bound {
        var year: Int
        var month: Int
        var day: Int

        /// The date, or the day after it if it is included.
        init(_ date: CivilDate, _ inclusion: End) {
            let parts = date.components
            (year, month, day) = (parts.year, parts.month, parts.day)
            guard inclusion == .included else { return }
            day += 1
            if day > CivilDate.daysInMonth(year: year, month: month) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }

        var isLastOfFebruary: Bool { month == 2 && day == CivilDate.daysInMonth(year: year, month: 2) }
    }

    private func days360(_ start: Bound, _ end: Bound, endsContract: Bool) -> Int {
        var first = start.day
        var last = end.day
        switch self {
        case .thirtyE360:
            first = min(first, 30)
            last = min(last, 30)
        case .thirtyE360ISDA:
            if first == 31 || start.isLastOfFebruary { first = 30 }
            if last == 31 || (end.isLastOfFebruary && !endsContract) { last = 30 }
        case .thirty360US where start.isLastOfFebruary:
            if end.isLastOfFebruary || last == 31 { last = 30 }
            first = 30
        default:
            if last == 31, first >= 30 { last = 30 }
            first = min(first, 30)
        }
        return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first
    }
}
