/// Finding the next occurrence of a schedule.
///
/// Occurrences before rolling ("raw") ascend strictly, and rolling keeps their order, though it may bring two onto one
/// day. So the first rolled occurrence after a date is found by walking the raw ones from that date in both directions: on
/// while they roll to no later than the date, back while they roll to after it. Both walks end with the closure (weekend,
/// holidays) around the date.
extension ScheduleRule {
    /// How far ahead a raw occurrence is looked for. Nothing that exists is rarer than 29 February on a given weekday,
    /// which can be 40 years away.
    static let searchLimitMonths = 41 * 12

    /// The first occurrence after a date.
    ///
    /// - Parameter calendar: needed if `needsCalendar`.
    /// - Throws: `noOccurrence` if there is none in 41 years or before the year 10000, `scheduleNeedsCalendar`,
    ///   `notCovered`.
    public func next(
        after date: CivilDate, calendar: BusinessCalendar? = nil
    ) throws(DateError) -> CivilDate {
        guard date < .latest else { throw .noOccurrence(after: date) }
        return try first(onOrAfter: CivilDate(unchecked: date.daysSinceEpoch + 1), calendar: calendar)
    }

    /// The first occurrence on a date or after it.
    public func first(
        onOrAfter date: CivilDate, calendar: BusinessCalendar? = nil
    ) throws(DateError) -> CivilDate {
        guard let calendar else {
            if needsCalendar { throw .scheduleNeedsCalendar(self) }
            return try raw(onOrAfter: date, nil)
        }
        if needsCalendar { try calendar.check(date) }
        guard roll != .none else { return try raw(onOrAfter: date, calendar) }
        if let earlier = try rolledFromBefore(date, calendar) { return earlier }
        var start = date
        while true {
            let found = try raw(onOrAfter: start, calendar)
            let rolled = try calendar.rolled(found, roll)
            if rolled >= date { return rolled }
            guard found < .latest else { throw .noOccurrence(after: date) }
            start = CivilDate(unchecked: found.daysSinceEpoch + 1)
        }
    }

    /// Whether a date is an occurrence.
    public func contains(_ date: CivilDate, calendar: BusinessCalendar? = nil) throws(DateError) -> Bool {
        do throws(DateError) {
            return try first(onOrAfter: date, calendar: calendar) == date
        } catch {
            if case .noOccurrence = error { return false }
            throw error
        }
    }

    /// The earliest occurrence on or after a date that is rolled there from before it; nil if there is none.
    ///
    /// Only the closed days directly before the date can be rolled over it. If they reach back to the calendar's first
    /// day, the days before that are looked at as well: an occurrence among them would need to know whether its day is
    /// closed, and a day of the week that is neither an occurrence nor weekend is taken to be open.
    private func rolledFromBefore(
        _ date: CivilDate, _ calendar: BusinessCalendar
    ) throws(DateError) -> CivilDate? {
        guard roll != .preceding else { return nil }
        var earliest: CivilDate?
        var day = date
        while day > .earliest {
            day = CivilDate(unchecked: day.daysSinceEpoch - 1)
            let isKnown = day >= calendar.first
            if isKnown, try calendar.isBusinessDay(day) { break }
            if try isRaw(day, calendar) {
                let rolled = try calendar.rolled(day, roll)
                if rolled >= date { earliest = rolled }
            }
            if !isKnown, !calendar.weekend.contains(day.weekday) { break }
        }
        return earliest
    }

    private func isRaw(_ date: CivilDate, _ calendar: BusinessCalendar) throws(DateError) -> Bool {
        let parts = date.components
        guard months.contains(month: parts.month) else { return false }
        switch days {
        case .everyDay: return true
        case .everyBusinessDay: return try calendar.isBusinessDay(date)
        case .weekly(let weekdays): return weekdays.contains(date.weekday)
        case .nth(let ordinal, let counted):
            return try Self.nth(ordinal, counted, year: parts.year, month: parts.month, calendar) == date
        }
    }

    // MARK: - Before rolling

    private func raw(onOrAfter date: CivilDate, _ calendar: BusinessCalendar?) throws(DateError) -> CivilDate {
        var (year, month) = (date.year, date.month)
        var start = date
        for _ in 0...Self.searchLimitMonths {
            if months.contains(month: month), let found = try raw(from: start, calendar) { return found }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
            guard year <= 9999 else { break }
            start = CivilDate(uncheckedYear: year, month: month, day: 1)
        }
        throw .noOccurrence(
            after: CivilDate(unchecked: max(date.daysSinceEpoch - 1, CivilDate.earliest.daysSinceEpoch)))
    }

    /// The first raw occurrence from a date to the end of its month.
    private func raw(from date: CivilDate, _ calendar: BusinessCalendar?) throws(DateError) -> CivilDate? {
        let last = date.lastOfMonth
        switch days {
        case .everyDay:
            return date
        case .weekly(let weekdays):
            var day = date
            while !weekdays.contains(day.weekday) {
                guard day < last else { return nil }
                day = CivilDate(unchecked: day.daysSinceEpoch + 1)
            }
            return day
        case .everyBusinessDay:
            guard let calendar else { throw .scheduleNeedsCalendar(self) }
            var day = date
            while try !calendar.isBusinessDay(day) {
                guard day < last else { return nil }
                day = CivilDate(unchecked: day.daysSinceEpoch + 1)
            }
            return day
        case .nth(let ordinal, let counted):
            let found = try Self.nth(ordinal, counted, year: date.year, month: date.month, calendar)
            return found.flatMap { $0 >= date ? $0 : nil }
        }
    }

    /// The so-manieth day of a kind in a month; nil if the month has none.
    private static func nth(
        _ ordinal: Int, _ counted: Counted, year: Int, month: Int, _ calendar: BusinessCalendar?
    ) throws(DateError) -> CivilDate? {
        let first = CivilDate(uncheckedYear: year, month: month, day: 1)
        let length = CivilDate.daysInMonth(year: year, month: month)
        switch counted {
        case .day:
            let day = ordinal > 0 ? min(ordinal, length) : max(length + 1 + ordinal, 1)
            return CivilDate(uncheckedYear: year, month: month, day: day)
        case .weekday(let weekday):
            let toFirst = (Int(weekday.rawValue) - Int(first.weekday.rawValue) + 7) % 7
            let count = (length - toFirst + 6) / 7
            let index = ordinal > 0 ? ordinal - 1 : count + ordinal
            guard index >= 0, index < count else { return nil }
            return CivilDate(uncheckedYear: year, month: month, day: 1 + toFirst + index * 7)
        case .businessDay:
            // `first` and the other functions ask for a calendar before they come here.
            guard let calendar else { return nil }
            var left = ordinal.magnitude
            for step in 0..<length {
                let number = ordinal > 0 ? 1 + step : length - step
                let day = CivilDate(uncheckedYear: year, month: month, day: number)
                if try calendar.isBusinessDay(day) { left -= 1 }
                if left == 0 { return day }
            }
            return nil
        }
    }
}
