/// A date of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31, without a time and without a zone.
///
/// Four bytes: the days since 1970-01-01. The conversions from and to year, month and day are those of Neri and
/// Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022): the year is taken to
/// begin on 1 March, so that the leap day is its last, and the divisions by 1461/4 and 153/5 days become multiplications.
@frozen
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, from -719,162 to 2,932,896.
    public let daysSinceEpoch: Int32

    @usableFromInline
    @inline(__always)
    init(unchecked days: Int32) { daysSinceEpoch = days }

    /// 0001-01-01.
    @inlinable
    public static var earliest: CivilDate { CivilDate(unchecked: -719_162) }
    /// 9999-12-31.
    @inlinable
    public static var latest: CivilDate { CivilDate(unchecked: 2_932_896) }

    /// - Throws: `outOfRange(.date)`.
    @inlinable
    public init(daysSinceEpoch days: Int) throws(DateError) {
        guard days >= -719_162, days <= 2_932_896 else { throw .outOfRange(.date) }
        self.init(unchecked: Int32(truncatingIfNeeded: days))
    }

    /// - Throws: `noSuchYear`, `noSuchMonth`, `noSuchDay`.
    @inlinable
    public init(year: Int, month: Int, day: Int) throws(DateError) {
        guard year >= 1, year <= 9999 else { throw .noSuchYear(year) }
        guard month >= 1, month <= 12 else { throw .noSuchMonth(month) }
        guard day >= 1, day <= Self.daysInMonth(year: year, month: month) else {
            throw .noSuchDay(year: year, month: month, day: day)
        }
        self.init(uncheckedYear: year, month: month, day: day)
    }

    @inlinable
    init(uncheckedYear year: Int, month: Int, day: Int) {
        let early: UInt32 = month <= 2 ? 1 : 0
        let marchYear = UInt32(truncatingIfNeeded: year) &- early
        let marchMonth = UInt32(truncatingIfNeeded: month) &+ 12 &* early
        let century = marchYear / 100
        let yearDays = 1461 &* marchYear / 4 &- century &+ century / 4
        let monthDays = (979 &* marchMonth &- 2919) / 32
        let sinceMarchZero = yearDays &+ monthDays &+ UInt32(truncatingIfNeeded: day) &- 1
        self.init(unchecked: Int32(truncatingIfNeeded: sinceMarchZero) &- 719_468)
    }

    /// A date's year (1 to 9999), month (1 to 12) and day (1 to 31).
    @frozen
    public struct Components: Hashable, Sendable {
        public var year: Int
        public var month: Int
        public var day: Int

        @inlinable
        public init(year: Int, month: Int, day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }
    }

    @inlinable
    public var components: Components {
        let sinceMarchZero = UInt32(truncatingIfNeeded: daysSinceEpoch &+ 719_468)
        let quarterDays = 4 &* sinceMarchZero &+ 3
        let century = quarterDays / 146_097
        let dayOfCentury = quarterDays % 146_097 / 4
        let product = 2_939_745 &* UInt64(4 &* dayOfCentury &+ 3)
        let yearOfCentury = UInt32(truncatingIfNeeded: product >> 32)
        let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
        let packed = 2141 &* dayOfYear &+ 197_913
        let late = dayOfYear >= 306
        let month = Int(packed >> 16)
        return Components(
            year: Int(100 &* century &+ yearOfCentury) &+ (late ? 1 : 0), month: late ? month &- 12 : month,
            day: Int((packed & 0xFFFF) / 2141) &+ 1)
    }

    @inlinable
    public var year: Int { components.year }
    @inlinable
    public var month: Int { components.month }
    @inlinable
    public var day: Int { components.day }

    @inlinable
    public var weekday: Weekday {
        // 0001-01-01 is a Monday.
        let index = UInt32(truncatingIfNeeded: daysSinceEpoch &+ 719_162) % 7
        return Weekday(rawValue: UInt8(truncatingIfNeeded: index) &+ 1) ?? .monday
    }

    /// 1 to 366.
    @inlinable
    public var dayOfYear: Int {
        Int(daysSinceEpoch &- CivilDate(uncheckedYear: year, month: 1, day: 1).daysSinceEpoch) &+ 1
    }

    public var isoWeek: ISOWeek { ISOWeek(of: self) }

    @inlinable
    public static func isLeapYear(_ year: Int) -> Bool {
        // A year divisible by 100 and 4 is divisible by 400 exactly if it is divisible by 16.
        year % 100 == 0 ? year & 15 == 0 : year & 3 == 0
    }

    /// 28 to 31; `month` is 1 to 12.
    @inlinable
    public static func daysInMonth(year: Int, month: Int) -> Int {
        if month == 2 { return isLeapYear(year) ? 29 : 28 }
        // Months alternate between 31 and 30, and the alternation starts anew in August.
        return 30 &+ ((month ^ (month >> 3)) & 1)
    }

    @inlinable
    public var firstOfMonth: CivilDate { CivilDate(unchecked: daysSinceEpoch &- Int32(day) &+ 1) }

    @inlinable
    public var lastOfMonth: CivilDate {
        let parts = components
        let left = Self.daysInMonth(year: parts.year, month: parts.month) &- parts.day
        return CivilDate(unchecked: daysSinceEpoch &+ Int32(truncatingIfNeeded: left))
    }

    @inlinable
    public var isLastOfMonth: Bool { self == lastOfMonth }

    /// The date `days` later, or earlier if negative.
    /// - Throws: `outOfRange(.date)`.
    @inlinable
    public func adding(days: Int) throws(DateError) -> CivilDate {
        let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
        guard !overflow else { throw .outOfRange(.date) }
        return try CivilDate(daysSinceEpoch: sum)
    }

    /// The days from `other` to this date; negative if `other` is later.
    @inlinable
    public func days(since other: CivilDate) -> Int { Int(daysSinceEpoch) &- Int(other.daysSinceEpoch) }

    @inlinable
    public static func < (left: CivilDate, right: CivilDate) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

    /// The English name of a month from 1 to 12.
    static func monthName(_ month: Int) -> String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return names.indices.contains(month - 1) ? names[month - 1] : "month \(month)"
    }
}

extension CivilDate: CustomStringConvertible {
    /// Reads `2026-03-01` and nothing else: ISO 8601's extended calendar date with a four-digit year.
    /// - Throws: `unreadable` for another form, `noSuchYear`, `noSuchMonth`, `noSuchDay` for a date that cannot be.
    public init(_ text: String) throws(DateError) {
        try self.init(utf8: text.utf8Span.span)
    }

    /// Reads UTF-8 bytes as `init(_:)` does.
    public init(utf8 bytes: Swift.Span<UInt8>) throws(DateError) {
        var index = 0
        let parts: Components
        do throws(Misfit) {
            parts = try Self.scan(bytes, &index)
            guard index == bytes.count else { throw Misfit(index, "there is more after the day") }
        } catch { throw error.error(.date, bytes) }
        try self.init(year: parts.year, month: parts.month, day: parts.day)
    }

    /// Reads the ten bytes of a date without a look at whether it exists.
    static func scan(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) -> Components {
        let dash = UInt8(ascii: "-")
        guard let year = ASCII.digits(4, bytes, &index) else { throw Misfit(index, "the year is four digits") }
        guard ASCII.skip(dash, bytes, &index) else {
            throw Misfit(index, "a hyphen follows the four digits of the year")
        }
        guard let month = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "the month is two digits") }
        guard ASCII.skip(dash, bytes, &index) else {
            throw Misfit(index, "a hyphen follows the two digits of the month")
        }
        guard let day = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "the day is two digits") }
        return Components(year: year, month: month, day: day)
    }

    /// ISO 8601: `2026-03-01`.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(10)
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the ten bytes of `description`.
    public func write(to text: inout [UInt8]) {
        let parts = components
        ASCII.appendFour(parts.year, to: &text)
        text.append(UInt8(ascii: "-"))
        ASCII.appendTwo(parts.month, to: &text)
        text.append(UInt8(ascii: "-"))
        ASCII.appendTwo(parts.day, to: &text)
    }
}
