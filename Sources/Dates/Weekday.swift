/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
@frozen
public enum Weekday: UInt8, Hashable, Sendable, CaseIterable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The number from Sunday, which is 0, as the Common Expression Language's `getDayOfWeek` counts.
    @inlinable
    public var fromSunday: Int { self == .sunday ? 0 : Int(rawValue) }

    /// The English name in small letters.
    public var name: String {
        switch self {
        case .monday: "monday"
        case .tuesday: "tuesday"
        case .wednesday: "wednesday"
        case .thursday: "thursday"
        case .friday: "friday"
        case .saturday: "saturday"
        case .sunday: "sunday"
        }
    }

    /// The weekday of a full English name in small letters or with a capital.
    public init?(name: some StringProtocol) {
        let small = name.lowercased()
        guard let day = Self.allCases.first(where: { $0.name == small }) else { return nil }
        self = day
    }
}

/// A set of weekdays: bit 0 is Monday, bit 6 is Sunday.
@frozen
public struct WeekdaySet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    /// Bit 7 is ignored, so that equal sets are equal values.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue & 0x7F }

    @inlinable
    public init(_ day: Weekday) { self.init(rawValue: 1 << (day.rawValue &- 1)) }

    public static let monday = WeekdaySet(.monday)
    public static let tuesday = WeekdaySet(.tuesday)
    public static let wednesday = WeekdaySet(.wednesday)
    public static let thursday = WeekdaySet(.thursday)
    public static let friday = WeekdaySet(.friday)
    public static let saturday = WeekdaySet(.saturday)
    public static let sunday = WeekdaySet(.sunday)
    /// Saturday and Sunday.
    public static let saturdayAndSunday: WeekdaySet = [.saturday, .sunday]
    /// Friday and Saturday, the weekend of much of the Arab world.
    public static let fridayAndSaturday: WeekdaySet = [.friday, .saturday]
    public static let everyDay = WeekdaySet(rawValue: 0x7F)

    @inlinable
    public func contains(_ day: Weekday) -> Bool { rawValue & (1 << (day.rawValue &- 1)) != 0 }

    /// The number of days in the set.
    @inlinable
    public var count: Int { rawValue.nonzeroBitCount }

    /// The days in the order of the week, Monday first.
    public var days: [Weekday] { Weekday.allCases.filter(contains) }
}

/// A week of ISO 8601: it begins on Monday and belongs to the year that has its Thursday.
public struct ISOWeek: Hashable, Comparable, Sendable {
    /// The week's year, 1 to 9999; near New Year it may differ from the date's year.
    public let year: Int
    /// 1 to 52, or 53 in a long year.
    public let week: Int

    /// - Throws: `noSuchYear`, `noSuchWeek`.
    public init(year: Int, week: Int) throws(DateError) {
        guard (1...9999).contains(year) else { throw .noSuchYear(year) }
        guard week >= 1, week <= Self.weeks(inYear: year) else { throw .noSuchWeek(year: year, week: week) }
        self.year = year
        self.week = week
    }

    /// The week of a date. No date's week lies outside the years 1 to 9999: 0001-01-01 is a Monday, and 9999-12-31 a
    /// Friday.
    public init(of date: CivilDate) {
        let toThursday = Int(Weekday.thursday.rawValue) - Int(date.weekday.rawValue)
        let thursday = CivilDate(unchecked: date.daysSinceEpoch &+ Int32(toThursday))
        year = thursday.year
        week = (thursday.dayOfYear - 1) / 7 + 1
    }

    /// 52 or 53. A year is long if it begins on a Thursday, or on a Wednesday and is a leap year.
    public static func weeks(inYear year: Int) -> Int {
        guard let first = try? CivilDate(year: year, month: 1, day: 1) else { return 52 }
        let isLong =
            first.weekday == .thursday || (first.weekday == .wednesday && CivilDate.isLeapYear(year))
        return isLong ? 53 : 52
    }

    /// The date of a day of the week; the last days of the last week of 9999 do not exist.
    public func date(of day: Weekday) throws(DateError) -> CivilDate {
        // 4 January is always in the first week.
        let fourth = try CivilDate(year: year, month: 1, day: 4)
        let monday = Int(fourth.daysSinceEpoch) - Int(fourth.weekday.rawValue) + 1
        return try CivilDate(daysSinceEpoch: monday + (week - 1) * 7 + Int(day.rawValue) - 1)
    }

    public static func < (left: ISOWeek, right: ISOWeek) -> Bool {
        (left.year, left.week) < (right.year, right.week)
    }
}

extension ISOWeek: CustomStringConvertible {
    /// As in ISO 8601: `2026-W09`.
    public var description: String {
        var text: [UInt8] = []
        ASCII.append(year, width: 4, to: &text)
        text.append(contentsOf: [UInt8(ascii: "-"), UInt8(ascii: "W")])
        ASCII.append(week, width: 2, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
