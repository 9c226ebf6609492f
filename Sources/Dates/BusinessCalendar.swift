/// Which days are business days: a weekend, holidays and the years for which the holidays are known, as one value.
///
/// A question about a date outside the covered range is an error and not a guess: a calendar that ends in 2030 does not
/// know the holidays of 2031.
public struct BusinessCalendar: Hashable, Sendable {
    public let name: String
    /// The days of the week on which no business is done.
    public let weekend: WeekdaySet
    /// The holidays, ascending, each once; also those that fall on the weekend.
    public let holidays: [CivilDate]
    /// The first and the last date that the calendar knows.
    public let first: CivilDate
    public let last: CivilDate
    /// The holidays that take a business day away, so that counting is arithmetic and two binary searches.
    private let closures: [CivilDate]

    /// - Parameters:
    ///   - holidays: in any order, given twice or not; each within the range.
    ///   - first: the first date that is covered.
    ///   - last: the last date that is covered.
    /// - Throws: `contradiction` if every weekday is weekend or the range is empty; `notCovered` for a holiday outside
    ///   the range.
    public init(
        name: String, weekend: WeekdaySet = .saturdayAndSunday, holidays: [CivilDate], first: CivilDate, last: CivilDate
    ) throws(DateError) {
        guard weekend != .everyDay else {
            throw .contradiction("The calendar \(name) has no business day: every day of the week is weekend.")
        }
        guard first <= last else {
            throw .contradiction(
                "The calendar \(name) covers nothing: its first day \(first) is after its last \(last).")
        }
        var sorted: [CivilDate] = []
        sorted.reserveCapacity(holidays.count)
        for day in holidays.sorted() where sorted.last != day {
            guard day >= first, day <= last else {
                throw .notCovered(calendar: name, first: first, last: last, asked: day)
            }
            sorted.append(day)
        }
        self.name = name
        self.weekend = weekend
        self.holidays = sorted
        self.first = first
        self.last = last
        closures = sorted.filter { !weekend.contains($0.weekday) }
    }

    /// Covers 1 January of the first to 31 December of the last year.
    public init(
        name: String, weekend: WeekdaySet = .saturdayAndSunday, holidays: [CivilDate], years: ClosedRange<Int>
    ) throws(DateError) {
        try self.init(
            name: name, weekend: weekend, holidays: holidays,
            first: CivilDate(year: years.lowerBound, month: 1, day: 1),
            last: CivilDate(year: years.upperBound, month: 12, day: 31))
    }

    /// - Throws: `notCovered`.
    public func isBusinessDay(_ date: CivilDate) throws(DateError) -> Bool {
        try check(date)
        return isOpen(date)
    }

    /// - Throws: `notCovered`.
    public func isHoliday(_ date: CivilDate) throws(DateError) -> Bool {
        try check(date)
        return Self.contains(date, holidays)
    }

    func check(_ date: CivilDate) throws(DateError) {
        guard date >= first, date <= last else {
            throw .notCovered(calendar: name, first: first, last: last, asked: date)
        }
    }

    /// Whether a covered date is a business day.
    private func isOpen(_ date: CivilDate) -> Bool {
        !weekend.contains(date.weekday) && !Self.contains(date, closures)
    }

    private static func contains(_ date: CivilDate, _ sorted: [CivilDate]) -> Bool {
        let place = countBefore(date, sorted)
        return place < sorted.count && sorted[place] == date
    }

    /// How many dates of an ascending list are before `date`.
    private static func countBefore(_ date: CivilDate, _ sorted: [CivilDate]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: - Counting

extension BusinessCalendar {
    /// The date `count` business days later, or earlier if negative.
    ///
    /// Counting begins with the next day: the first business day after the start is 1, whether the start is one or
    /// not. So Saturday plus 1 business day is Monday, Saturday minus 1 is Friday, Friday plus 1 is Monday. Zero changes
    /// nothing, also where the start is no business day: `rolled` is for that.
    /// - Throws: `notCovered`, also if the count leads out of the covered range.
    public func adding(businessDays count: Int, to date: CivilDate) throws(DateError) -> CivilDate {
        try check(date)
        if count == 0 { return date }
        let step: Int32 = count > 0 ? 1 : -1
        let end = count > 0 ? last : first
        if count.magnitude <= 16 {
            var left = count.magnitude
            var day = date
            while left > 0 {
                guard day != end else { throw leaves(end, step) }
                day = CivilDate(unchecked: day.daysSinceEpoch + step)
                if isOpen(day) { left -= 1 }
            }
            return day
        }
        return try count > 0
            ? addingMany(count.magnitude, after: date) : subtractingMany(count.magnitude, before: date)
    }

    /// Finds the earliest day with so many business days after the start up to it.
    private func addingMany(_ count: UInt, after date: CivilDate) throws(DateError) -> CivilDate {
        guard UInt(businessDays(after: date, through: last)) >= count else { throw leaves(last, 1) }
        var low = date.daysSinceEpoch
        var high = last.daysSinceEpoch
        while high - low > 1 {
            let middle = low + (high - low) / 2
            let found = UInt(businessDays(after: date, through: CivilDate(unchecked: middle)))
            if found >= count { high = middle } else { low = middle }
        }
        return CivilDate(unchecked: high)
    }

    /// Finds the latest day with so many business days from it up to the day before the start.
    private func subtractingMany(_ count: UInt, before date: CivilDate) throws(DateError) -> CivilDate {
        func businessDays(from day: Int32) -> UInt {
            UInt(openDays(from: day, until: date.daysSinceEpoch))
        }
        guard businessDays(from: first.daysSinceEpoch) >= count else { throw leaves(first, -1) }
        var low = first.daysSinceEpoch
        var high = date.daysSinceEpoch
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if businessDays(from: middle) >= count { low = middle } else { high = middle }
        }
        return CivilDate(unchecked: low)
    }

    /// The error for a count that goes past the end of what is covered; names the first date that is not covered,
    /// where there is one.
    private func leaves(_ end: CivilDate, _ step: Int32) -> DateError {
        guard let asked = try? end.adding(days: Int(step)) else { return .outOfRange(.date) }
        return .notCovered(calendar: name, first: first, last: last, asked: asked)
    }

    /// The business days after `start` up to and with `end`, negative if `end` is earlier: the count that `adding` needs
    /// to come from `start` to `end`, where `end` is a business day.
    /// - Throws: `notCovered`.
    public func businessDays(from start: CivilDate, to end: CivilDate) throws(DateError) -> Int {
        try check(start)
        try check(end)
        return start <= end
            ? businessDays(after: start, through: end)
            : -openDays(from: end.daysSinceEpoch, until: start.daysSinceEpoch)
    }

    private func businessDays(after start: CivilDate, through end: CivilDate) -> Int {
        openDays(from: start.daysSinceEpoch + 1, until: end.daysSinceEpoch + 1)
    }

    /// The business days of a half-open range of days since 1970-01-01.
    private func openDays(from start: Int32, until end: Int32) -> Int {
        guard start < end else { return 0 }
        let weeks = Int(end - start) / 7
        var count = weeks * (7 - weekend.count)
        for day in (start + Int32(weeks * 7))..<end where !weekend.contains(CivilDate(unchecked: day).weekday) {
            count += 1
        }
        return count - Self.countBefore(CivilDate(unchecked: end), closures)
            + Self.countBefore(CivilDate(unchecked: start), closures)
    }
}

// MARK: - Rolling

/// Where a date goes that is no business day (ISDA 2006 definitions, section 4.12, business day conventions).
public enum RollConvention: String, Hashable, Sendable, CaseIterable {
    /// Stays where it is.
    case none
    /// To the next business day.
    case following
    /// To the next business day, unless that lies in another month: then to the previous one.
    case modifiedFollowing
    /// To the previous business day.
    case preceding
    /// To the previous business day, unless that lies in another month: then to the next one.
    case modifiedPreceding
}

extension BusinessCalendar {
    /// The date itself if it is a business day, or else where the convention sends it.
    /// - Throws: `notCovered`, also if no business day is found in the covered range.
    public func rolled(_ date: CivilDate, _ convention: RollConvention) throws(DateError) -> CivilDate {
        try check(date)
        if convention == .none || isOpen(date) { return date }
        switch convention {
        case .none:
            return date
        case .following:
            return try adding(businessDays: 1, to: date)
        case .preceding:
            return try adding(businessDays: -1, to: date)
        case .modifiedFollowing:
            // The end of the month bounds the look ahead, so a calendar that ends with a month is enough for it.
            if let day = try nearest(date, 1, within: date.lastOfMonth) { return day }
            return try adding(businessDays: -1, to: date)
        case .modifiedPreceding:
            if let day = try nearest(date, -1, within: date.firstOfMonth) { return day }
            return try adding(businessDays: 1, to: date)
        }
    }

    /// The first business day from `date` on in steps up to and with `end`; nil if there is none.
    private func nearest(_ date: CivilDate, _ step: Int32, within end: CivilDate) throws(DateError) -> CivilDate? {
        var day = date
        while true {
            try check(day)
            if isOpen(day) { return day }
            if day == end { return nil }
            day = CivilDate(unchecked: day.daysSinceEpoch + step)
        }
    }
}
