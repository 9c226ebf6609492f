/// What becomes of a day that the month arrived at does not have, when months or years are added to a date.
public enum EndOfMonthRule: String, Hashable, Sendable, CaseIterable {
    /// The last day of that month: 31 January plus 1 month is 28 or 29 February. The default: it is what contracts,
    /// ISO 8601 implementations and most billing systems do.
    case lastDay
    /// As `lastDay`, and the last day of a month leads to the last day of a month: 28 February 2026 plus 1 month is 31
    /// March. The "end of month" convention of bonds (ISDA 2006 definitions, section 4.10, "EOM").
    case lastDayStays
    /// The first day of the following month: 31 January plus 1 month is 1 March.
    case firstOfNext
    /// The surplus days carry over: 31 January 2026 plus 1 month is 3 March.
    case carry
    /// An error.
    case reject
}

extension CivilDate {
    /// The date `months` later, or earlier if negative.
    /// - Throws: `outOfRange(.date)`; `dayMissing` under the rule `reject`.
    public func adding(months: Int, _ rule: EndOfMonthRule = .lastDay) throws(DateError) -> CivilDate {
        let parts = components
        let (sum, overflow) = (parts.year * 12 + parts.month - 1).addingReportingOverflow(months)
        guard !overflow, sum >= 12, sum < 120_000 else { throw .outOfRange(.date) }
        let year = sum / 12
        let month = sum % 12 + 1
        let length = Self.daysInMonth(year: year, month: month)
        if rule == .lastDayStays, parts.day == Self.daysInMonth(year: parts.year, month: parts.month) {
            return CivilDate(uncheckedYear: year, month: month, day: length)
        }
        if parts.day <= length { return CivilDate(uncheckedYear: year, month: month, day: parts.day) }
        let last = CivilDate(uncheckedYear: year, month: month, day: length)
        // December has 31 days, so no surplus leads out of the last year.
        switch rule {
        case .lastDay, .lastDayStays: return last
        case .firstOfNext: return CivilDate(unchecked: last.daysSinceEpoch + 1)
        case .carry: return CivilDate(unchecked: last.daysSinceEpoch + Int32(parts.day - length))
        case .reject: throw .dayMissing(year: year, month: month, day: parts.day)
        }
    }

    /// The date a calendar period later: first its months, then its days, then its business days.
    ///
    /// - Parameter calendar: needed if the period has business days. See `BusinessCalendar.adding` for a start that is
    ///   no business day.
    /// - Throws: `outOfRange(.date)`, `needsTime` for a period with hours, minutes or seconds, `needsCalendar`,
    ///   `notCovered`; `dayMissing` under the rule `reject`.
    public func adding(
        _ period: Period, _ rule: EndOfMonthRule = .lastDay, calendar: BusinessCalendar? = nil
    ) throws(DateError) -> CivilDate {
        guard period.isCalendar else { throw .needsTime(period) }
        var date = self
        if period.months != 0 { date = try date.adding(months: Int(period.months), rule) }
        if period.days != 0 { date = try date.adding(days: Int(period.days)) }
        if period.businessDays != 0 {
            guard let calendar else { throw .needsCalendar(period) }
            date = try calendar.adding(businessDays: Int(period.businessDays), to: date)
        }
        return date
    }

    /// The period between two dates in whole months and then days: the most months that, added to `self`, do not pass
    /// `other`, and the days that then remain. Negative if `other` is earlier. `self.adding(result)` is `other`.
    public func period(to other: CivilDate) -> Period {
        let from = components
        let to = other.components
        var months = (to.year - from.year) * 12 + to.month - from.month
        func reached(_ months: Int) -> CivilDate { (try? adding(months: months)) ?? other }
        if months > 0, reached(months) > other {
            months -= 1
        } else if months < 0, reached(months) < other {
            months += 1
        }
        let days = other.days(since: reached(months))
        return Period(uncheckedMonths: Int32(months), days: Int32(days), businessDays: 0, seconds: 0)
    }
}
