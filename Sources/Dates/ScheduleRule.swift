/// When something happens again and again by the calendar: `first business day of the month`, `every monday`, `last day
/// of the quarter`, `15th day of the month, or the next business day`.
public struct ScheduleRule: Hashable, Sendable {
    /// What is counted within a month.
    public enum Counted: Hashable, Sendable {
        case day
        case businessDay
        case weekday(Weekday)
    }

    public enum Days: Hashable, Sendable {
        case everyDay
        case everyBusinessDay
        /// Every week on these days; not empty.
        case weekly(WeekdaySet)
        /// The so-manieth of a month, from its end if negative: `nth(1, .businessDay)`, `nth(-1, .weekday(.friday))`.
        ///
        /// A day that the month does not have becomes its last (or first) one: the 31st of February is the 28th or 29th. A
        /// weekday or business day that it does not have, such as a fifth Friday, is left out.
        case nth(Int, Counted)
    }

    public let days: Days
    /// The months in which it happens.
    public let months: MonthSet
    /// Where an occurrence goes that is no business day.
    public let roll: RollConvention

    /// The largest number of days, business days and weekdays of a month that can be asked for.
    static func largestOrdinal(_ counted: Counted) -> Int {
        switch counted {
        case .day: 31
        case .businessDay: 31
        case .weekday: 5
        }
    }

    /// - Throws: `contradiction` for no weekday, no month, or a number that no month reaches.
    public init(_ days: Days, in months: MonthSet = .all, roll: RollConvention = .none) throws(DateError) {
        guard months != [] else { throw .contradiction("The schedule has no month.") }
        switch days {
        case .weekly(let weekdays) where weekdays == []:
            throw .contradiction("The schedule has no day of the week.")
        case .nth(let ordinal, let counted):
            let largest = Self.largestOrdinal(counted)
            guard ordinal != 0, ordinal.magnitude <= largest else {
                throw .contradiction("The schedule asks for number \(ordinal) of a month; it goes to \(largest).")
            }
        default: break
        }
        self.days = days
        self.months = months
        // What counts business days has nothing to roll.
        switch days {
        case .everyBusinessDay, .nth(_, .businessDay): self.roll = .none
        case .everyDay, .weekly, .nth: self.roll = roll
        }
    }

    /// Whether an occurrence can only be found with a business calendar.
    public var needsCalendar: Bool {
        if roll != .none { return true }
        switch days {
        case .everyBusinessDay, .nth(_, .businessDay): return true
        case .everyDay, .weekly, .nth: return false
        }
    }
}

/// A set of months: bit 0 is January.
@frozen
public struct MonthSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    /// Bits above 11 are ignored, so that equal sets are equal values.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue & 0xFFF }

    /// The month, 1 to 12; another number gives the empty set.
    @inlinable
    public init(month: Int) { self.init(rawValue: month >= 1 && month <= 12 ? 1 << UInt16(month &- 1) : 0) }

    public static let all = MonthSet(rawValue: 0xFFF)
    /// January, April, July, October.
    public static let firstOfQuarters = MonthSet(rawValue: 0b0010_0100_1001)
    /// March, June, September, December.
    public static let lastOfQuarters = MonthSet(rawValue: 0b1001_0010_0100)

    @inlinable
    public func contains(month: Int) -> Bool { month >= 1 && month <= 12 && rawValue >> UInt16(month &- 1) & 1 == 1 }

    /// 1 to 12, ascending.
    public var months: [Int] { (1...12).filter(contains(month:)) }
}
