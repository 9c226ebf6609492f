/// A length of time as people agree on it: `1 month`, `3 days`, `2 business days`, `1 month -3 days`, `90 minutes`.
///
/// Four parts are kept apart, since none is a fixed number of another: a month is 28 to 31 days, a day 23 to 25 hours, a
/// business day depends on a calendar. Within a part units fold exactly: a year is 12 months, a week 7 days, an hour
/// 3,600 seconds. So `1 year` equals `12 months`, and `1 month` equals no number of days until it is added to a date.
///
/// Where a period is added, the parts act from the largest: months, then days, then business days, then seconds.
@frozen
public struct Period: Hashable, Sendable {
    /// Years and months, in months.
    public let months: Int32
    /// Weeks and days, in days.
    public let days: Int32
    public let businessDays: Int32
    /// Hours, minutes and seconds, in seconds; at most 315,576,000,000 in magnitude, as an `ExactDuration`.
    public let seconds: Int64

    @usableFromInline
    @inline(__always)
    init(uncheckedMonths months: Int32, days: Int32, businessDays: Int32, seconds: Int64) {
        self.months = months
        self.days = days
        self.businessDays = businessDays
        self.seconds = seconds
    }

    @inlinable
    public static var zero: Period { Period(uncheckedMonths: 0, days: 0, businessDays: 0, seconds: 0) }

    /// The largest magnitude of the months, days and business days: 2,147,483,647. The range is symmetric, so that
    /// every period has its opposite.
    @inlinable
    public static var largestCount: Int { Int(Int32.max) }
    /// The largest magnitude of the seconds.
    @inlinable
    public static var largestSeconds: Int64 { 315_576_000_000 }

    /// - Throws: `outOfRange(.period)` if a part passes `largestCount` or `largestSeconds`.
    public init(
        years: Int = 0, months: Int = 0, weeks: Int = 0, days: Int = 0, businessDays: Int = 0, hours: Int = 0,
        minutes: Int = 0, seconds: Int = 0
    ) throws(DateError) {
        try self.init(
            months: Self.sum([(years, 12), (months, 1)]), days: Self.sum([(weeks, 7), (days, 1)]),
            businessDays: businessDays, seconds: Self.sum([(hours, 3600), (minutes, 60), (seconds, 1)]))
    }

    @inlinable
    init(months: Int, days: Int, businessDays: Int, seconds: Int) throws(DateError) {
        guard months.magnitude <= Int32.max.magnitude, days.magnitude <= Int32.max.magnitude,
            businessDays.magnitude <= Int32.max.magnitude, seconds.magnitude <= 315_576_000_000
        else { throw .outOfRange(.period) }
        self.init(
            uncheckedMonths: Int32(truncatingIfNeeded: months), days: Int32(truncatingIfNeeded: days),
            businessDays: Int32(truncatingIfNeeded: businessDays), seconds: Int64(seconds))
    }

    private static func sum(_ parts: [(count: Int, factor: Int)]) throws(DateError) -> Int {
        var total: Int128 = 0
        for part in parts { total += Int128(part.count) * Int128(part.factor) }
        guard let sum = Int(exactly: total) else { throw .outOfRange(.period) }
        return sum
    }

    /// - Throws: `outOfRange(.period)` if the duration is not a whole number of seconds.
    public init(_ duration: ExactDuration) throws(DateError) {
        guard duration.nanoseconds == 0 else { throw .outOfRange(.period) }
        self.init(uncheckedMonths: 0, days: 0, businessDays: 0, seconds: duration.seconds)
    }

    @inlinable
    public var isZero: Bool { self == .zero }

    /// No month, day or business day: the same length wherever it lies.
    @inlinable
    public var isExact: Bool { months == 0 && days == 0 && businessDays == 0 }

    /// No hour, minute or second: it can be added to a date.
    @inlinable
    public var isCalendar: Bool { seconds == 0 }

    /// The duration, if the period is exact; nil if its length depends on where it lies.
    @inlinable
    public var exactDuration: ExactDuration? { isExact ? ExactDuration(uncheckedSeconds: seconds) : nil }

    /// Which way a period goes, part by part.
    public enum Direction: Hashable, Sendable {
        case none, forward, back
        /// Some parts go forward and some back; which prevails depends on the date.
        case mixed
    }

    public var direction: Direction {
        let forward = months > 0 || days > 0 || businessDays > 0 || seconds > 0
        let back = months < 0 || days < 0 || businessDays < 0 || seconds < 0
        return forward ? (back ? .mixed : .forward) : (back ? .back : .none)
    }

    /// Part by part.
    /// - Throws: `outOfRange(.period)`.
    @inlinable
    public func adding(_ other: Period) throws(DateError) -> Period {
        try Period(
            months: Int(months) &+ Int(other.months), days: Int(days) &+ Int(other.days),
            businessDays: Int(businessDays) &+ Int(other.businessDays), seconds: Int(seconds &+ other.seconds))
    }

    /// Part by part.
    /// - Throws: `outOfRange(.period)`.
    @inlinable
    public func subtracting(_ other: Period) throws(DateError) -> Period { try adding(other.negated) }

    @inlinable
    public var negated: Period {
        Period(
            uncheckedMonths: 0 &- months, days: 0 &- days, businessDays: 0 &- businessDays, seconds: 0 &- seconds)
    }

    /// Part by part: `n * months`.
    /// - Throws: `outOfRange(.period)`.
    @inlinable
    public func multiplied(by factor: Int) throws(DateError) -> Period {
        let (months, overflow1) = Int(months).multipliedReportingOverflow(by: factor)
        let (days, overflow2) = Int(days).multipliedReportingOverflow(by: factor)
        let (businessDays, overflow3) = Int(businessDays).multipliedReportingOverflow(by: factor)
        let (seconds, overflow4) = Int(seconds).multipliedReportingOverflow(by: factor)
        guard !(overflow1 || overflow2 || overflow3 || overflow4) else { throw .outOfRange(.period) }
        return try Period(months: months, days: days, businessDays: businessDays, seconds: seconds)
    }
}
