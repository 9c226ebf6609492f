/// Dates that come again after a period, each counted from the first one.
///
/// Every date is the start plus so many times the step, and never the date before plus one step. So a start on 31
/// January with a step of a month gives 28 February, 31 March and 30 April: the anchor day survives the short months, as
/// 29 February survives the common years.
public struct Recurrence: Hashable, Sendable {
    public let start: CivilDate
    /// Forward in each of its parts, without hours, minutes or seconds.
    public let step: Period
    /// The day of the month that the dates aim at, 1 to 31. It is the day of `start` unless that was itself shortened: a
    /// subscription of the 31st that was taken over on 28 February.
    public let anchorDay: Int
    /// What becomes of the anchor day in months that do not have it.
    public let endOfMonth: EndOfMonthRule

    /// - Parameter anchorDay: nil: the day of `start`.
    /// - Throws: `cannotRepeat` for a step that is zero or goes back in any part; `needsTime` for one with hours,
    ///   minutes or seconds; `contradiction` for an anchor day that does not lead to `start` in its own month.
    public init(
        from start: CivilDate, every step: Period, anchorDay: Int? = nil, _ endOfMonth: EndOfMonthRule = .lastDay
    ) throws(DateError) {
        guard step.isCalendar else { throw .needsTime(step) }
        guard step.direction == .forward else { throw .cannotRepeat(step) }
        let parts = start.components
        let day = anchorDay ?? parts.day
        if day != parts.day {
            let length = CivilDate.daysInMonth(year: parts.year, month: parts.month)
            let shortens = endOfMonth == .lastDay || endOfMonth == .lastDayStays
            guard shortens, (1...31).contains(day), min(day, length) == parts.day else {
                throw .contradiction("An anchor day of \(day) does not lead to \(start).")
            }
        }
        self.start = start
        self.step = step
        self.anchorDay = day
        self.endOfMonth = endOfMonth
    }

    /// The date number `index`: 0 is the start, 1 the one after it, -1 the one before it.
    ///
    /// - Parameter calendar: needed if the step has business days.
    /// - Throws: what `CivilDate.adding` throws.
    public func date(at index: Int, calendar: BusinessCalendar? = nil) throws(DateError) -> CivilDate {
        try date(at: index, endOfMonth, calendar)
    }

    private func date(
        at index: Int, _ rule: EndOfMonthRule, _ calendar: BusinessCalendar?
    ) throws(DateError) -> CivilDate {
        let total = try Self.inDateRange { () throws(DateError) in try step.multiplied(by: index) }
        var date = start
        if total.months != 0 { date = try date.adding(months: Int(total.months), aimingAt: anchorDay, rule) }
        let rest = Period(uncheckedMonths: 0, days: total.days, businessDays: total.businessDays, seconds: 0)
        return try date.adding(rest, calendar: calendar)
    }

    /// A multiple that is no period leads to no date either.
    private static func inDateRange(_ body: () throws(DateError) -> Period) throws(DateError) -> Period {
        do { return try body() } catch { throw error == .outOfRange(.period) ? .outOfRange(.date) : error }
    }

    // MARK: - Searching

    /// The first date after a given one, which may be before the start: then dates before the start are found.
    public func next(after date: CivilDate, calendar: BusinessCalendar? = nil) throws(DateError) -> CivilDate {
        try self.date(at: index(after: date, calendar: calendar), calendar: calendar)
    }

    /// The number of the first date after a given one.
    ///
    /// The dates ascend by at least a day, so this is a binary search in which a step out of the calendar's range, or the
    /// range of dates, is far away in its direction.
    /// - Throws: `outOfRange(.date)`, `notCovered` if that date lies outside what is known; `needsCalendar`.
    public func index(after date: CivilDate, calendar: BusinessCalendar? = nil) throws(DateError) -> Int {
        // No two dates are more than 3,652,058 days apart.
        var low = -3_652_060
        var high = 3_652_060
        var above: DateError?
        var below: DateError?
        while high - low > 1 {
            let middle = low + (high - low) / 2
            do throws(DateError) {
                // Which of the days of a short month is taken is no matter for the order.
                let found = try self.date(at: middle, endOfMonth == .reject ? .lastDay : endOfMonth, calendar)
                if found > date {
                    high = middle
                } else {
                    low = middle
                    below = nil
                }
            } catch {
                guard let isAbove = Self.isAbove(error, index: middle) else { throw error }
                if isAbove {
                    high = middle
                    above = error
                } else {
                    low = middle
                    below = error
                }
            }
        }
        // Before the calendar's range a date that is after the given one may be hidden.
        if case .notCovered = below, let below { throw below }
        do throws(DateError) {
            _ = try self.date(at: high, endOfMonth == .reject ? .lastDay : endOfMonth, calendar)
        } catch { throw above ?? error }
        return high
    }
}

extension Recurrence {
    /// Whether a date that cannot be made lies after all that can; nil for an error that says nothing of the kind.
    private static func isAbove(_ error: DateError, index: Int) -> Bool? {
        switch error {
        case .outOfRange(.date): index > 0
        case .notCovered(_, _, let last, let asked): asked > last
        default: nil
        }
    }
}

extension CivilDate {
    /// As `adding(months:_:)`, with another day of the month than this date's to aim at.
    func adding(months: Int, aimingAt day: Int, _ rule: EndOfMonthRule) throws(DateError) -> CivilDate {
        if day == self.day { return try adding(months: months, rule) }
        // January has every day that a month can have.
        let parts = components
        let january = CivilDate(uncheckedYear: parts.year, month: 1, day: day)
        return try january.adding(months: months + parts.month - 1, rule)
    }
}
