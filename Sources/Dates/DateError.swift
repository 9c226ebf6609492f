/// What cannot be said or computed with dates, times, periods and zones.
///
/// `description` is a sentence for the author of a file: what is wrong and why. It holds no place; whoever reads the
/// file adds that.
public enum DateError: Error, Hashable, Sendable {
    /// A text does not have the form that its place asks for.
    case unreadable(UnreadableText)
    /// A year outside 1 to 9999.
    case noSuchYear(Int)
    /// A month outside 1 to 12.
    case noSuchMonth(Int)
    /// A day that its month does not have. The year and the month exist.
    case noSuchDay(year: Int, month: Int, day: Int)
    /// A week that its ISO 8601 year does not have.
    case noSuchWeek(year: Int, week: Int)
    /// An hour, minute or second that a day does not have.
    case noSuchTime(hour: Int, minute: Int, second: Int)
    /// A nanosecond outside 0 to 999,999,999, or one whose sign differs from that of the seconds.
    case noSuchNanosecond(Int)
    /// A result that lies outside what a kind of value can hold.
    case outOfRange(DateQuantity)
    /// Business days were added without a calendar.
    case needsCalendar(Period)
    /// An occurrence of a schedule that counts or rolls to business days was asked for without a calendar.
    case scheduleNeedsCalendar(ScheduleRule)
    /// Hours, minutes or seconds were added to a date, which has no time of day.
    case needsTime(Period)
    /// A month has no such day, and the stated rule forbids to choose another.
    case dayMissing(year: Int, month: Int, day: Int)
    /// A period that cannot repeat: zero, or one that goes back in some of its parts.
    case cannotRepeat(Period)
    /// A date outside the years for which a business calendar's holidays are known.
    case notCovered(calendar: String, first: CivilDate, last: CivilDate, asked: CivilDate)
    /// A business calendar or a schedule that contradicts itself; the sentence says how.
    case contradiction(String)
    /// A local time that its zone's clocks skip, where the stated rule forbids to choose another.
    case skipped(CivilDateTime, zone: String)
    /// A local time that its zone's clocks show twice, where the stated rule forbids to choose one.
    case doubled(CivilDateTime, zone: String)
    /// A day that a zone never had, such as 30 December 2011 in Apia.
    case noSuchDayInZone(CivilDate, zone: String)
    /// A zone's parts that do not make a zone; the sentence says why.
    case impossibleZone(String)
    /// A schedule that has no occurrence after the date before the last year ends.
    case noOccurrence(after: CivilDate)
}

/// The kinds of value that have a range.
public enum DateQuantity: String, Hashable, Sendable, CaseIterable {
    case date, dateTime, instant, duration, period
}

/// A text that does not have the form that its place asks for.
public struct UnreadableText: Hashable, Sendable {
    /// What was to be read.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        case date, time, dateTime, instant, duration, period, offset, schedule, zoneRule
    }

    public var form: Form
    /// The text, cut after 80 bytes.
    public var text: String
    /// The UTF-8 byte offset of the first byte that does not fit; the text's length if it ends too early.
    public var offset: Int
    /// Why, as a clause: `the month is two digits`.
    public var problem: String

    public init(_ form: Form, _ text: String, at offset: Int, _ problem: String) {
        self.form = form
        self.text = text
        self.offset = offset
        self.problem = problem
    }
}

extension UnreadableText.Form {
    /// The form by its name and an example.
    public var example: String {
        switch self {
        case .date: "a date such as 2026-03-01"
        case .time: "a time of day such as 09:00 or 09:00:30"
        case .dateTime: "a date and time such as 2026-03-01T09:00:00"
        case .instant: "an instant such as 2026-03-01T09:00:00Z or 2026-03-01T09:00:00+01:00"
        case .duration: "a duration such as 3600s or 1h30m"
        case .period: "a period such as 3 days, 2 business days or 1 month"
        case .offset: "an offset from UTC such as +01:00"
        case .schedule: "a schedule such as first business day of the month"
        case .zoneRule: "a yearly clock-change rule such as CET-1CEST,M3.5.0,M10.5.0/3"
        }
    }
}

extension DateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let text):
            "\"\(text.text)\" is not \(text.form.example): \(text.problem)."
        case .noSuchYear(let year):
            "The year \(year) is outside 1 to 9999."
        case .noSuchMonth(let month):
            "There is no month \(month); a year has 12 months."
        case .noSuchDay(let year, let month, let day):
            Self.describeMissingDay(year: year, month: month, day: day)
        case .noSuchWeek(let year, let week):
            "There is no week \(week) in \(year); the ISO year \(year) has \(ISOWeek.weeks(inYear: year)) weeks."
        case .noSuchTime(let hour, let minute, let second):
            Self.describeMissingTime(hour: hour, minute: minute, second: second)
        case .noSuchNanosecond(let nanosecond):
            "\(nanosecond) nanoseconds do not fit beside the seconds; there are 0 to 999999999, of the same sign."
        case .outOfRange(let quantity):
            quantity.rangeSentence
        case .needsCalendar(let period):
            "\"\(period)\" counts business days, so it needs a business calendar to be added."
        case .scheduleNeedsCalendar(let schedule):
            "The schedule \"\(schedule)\" counts business days, so it needs a business calendar."
        case .needsTime(let period):
            "\"\(period)\" has hours, minutes or seconds, and a date has no time of day to add them to."
        case .dayMissing(let year, let month, let day):
            "\(CivilDate.monthName(month)) \(year) has no day \(day), and the stated rule forbids to take another day."
        case .cannotRepeat(let period):
            "\"\(period)\" cannot repeat: a step must go forward in each of its parts."
        case .notCovered(let calendar, let first, let last, let asked):
            "The calendar \(calendar) covers \(first) to \(last), and \(asked) is outside that."
        case .contradiction(let sentence), .impossibleZone(let sentence):
            sentence
        case .skipped(let time, let zone):
            "\(time) does not exist in \(zone): the clocks go forward over it."
        case .doubled(let time, let zone):
            "\(time) happens twice in \(zone): the clocks go back over it."
        case .noSuchDayInZone(let date, let zone):
            "\(date) does not exist in \(zone): the clocks skip the whole day."
        case .noOccurrence(let date):
            "The schedule has no occurrence after \(date)."
        }
    }

    private static func describeMissingDay(year: Int, month: Int, day: Int) -> String {
        let length = CivilDate.daysInMonth(year: year, month: month)
        let name = CivilDate.monthName(month)
        if month == 2, day == 29 {
            return "There is no 29 February \(year): \(year) is not a leap year."
        }
        return "There is no day \(day) in \(name) \(year); \(name) has \(length) days\(month == 2 ? " that year" : "")."
    }

    private static func describeMissingTime(hour: Int, minute: Int, second: Int) -> String {
        if hour == 24, minute == 0, second == 0 {
            return "24:00 is written as 00:00 of the next day."
        }
        if !(0...23).contains(hour) { return "There is no hour \(hour); hours go from 0 to 23." }
        if !(0...59).contains(minute) { return "There is no minute \(minute); minutes go from 0 to 59." }
        if second == 60 {
            return "Second 60 is a leap second, and leap seconds are not counted; seconds go from 0 to 59."
        }
        return "There is no second \(second); seconds go from 0 to 59."
    }
}

extension DateQuantity {
    fileprivate var rangeSentence: String {
        switch self {
        case .date: "The date lies outside 0001-01-01 to 9999-12-31."
        case .dateTime: "The date and time lies outside 0001-01-01T00:00:00 to 9999-12-31T23:59:59."
        case .instant: "The instant lies outside 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z."
        case .duration: "The duration is longer than 315576000000 seconds, which is 10,000 years."
        case .period: "The period has a part that is too large to be counted."
        }
    }
}
