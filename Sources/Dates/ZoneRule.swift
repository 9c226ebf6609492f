/// How a zone's clocks go after the last change that is written out: one offset, or two that alternate every year.
///
/// This is what the `TZ` string of POSIX says (IEEE Std 1003.1, section 8.3) as RFC 8536 extends it, without the names of
/// the times, which change nothing about any instant.
public struct ZoneRule: Hashable, Sendable {
    /// The part of the year in which the clocks are not at the standard offset.
    public struct Daylight: Hashable, Sendable {
        /// Seconds ahead of UTC. Less than the standard offset where the law calls summer the standard, as in Dublin.
        public let offsetSeconds: Int32
        public let start: YearlyChange
        public let end: YearlyChange

        public init(offsetSeconds: Int32, start: YearlyChange, end: YearlyChange) {
            self.offsetSeconds = offsetSeconds
            self.start = start
            self.end = end
        }
    }

    /// Seconds ahead of UTC.
    public let standardOffsetSeconds: Int32
    public let daylight: Daylight?

    /// - Throws: `impossibleZone` if an offset is 26 hours or more.
    public init(standardOffsetSeconds: Int32, daylight: Daylight? = nil) throws(DateError) {
        try Zone.check(offsetSeconds: standardOffsetSeconds)
        if let daylight { try Zone.check(offsetSeconds: daylight.offsetSeconds) }
        self.standardOffsetSeconds = standardOffsetSeconds
        // A change between equal offsets is none.
        self.daylight = daylight?.offsetSeconds == standardOffsetSeconds ? nil : daylight
    }

    /// One offset for ever, which is known to be possible.
    init(always offsetSeconds: Int32) {
        standardOffsetSeconds = offsetSeconds
        daylight = nil
    }
}

/// A moment that comes back every year: a day and the seconds from its midnight on the wall clock before the change.
public struct YearlyChange: Hashable, Sendable {
    public enum Day: Hashable, Sendable {
        /// `Mm.w.d`: a month from 1 to 12, a week from 1 to 5 where 5 is the last, a weekday.
        case weekday(Weekday, week: Int, month: Int)
        /// `Jn`: 1 to 365, where 29 February is never counted.
        case julian(Int)
        /// `n`: 0 to 365, where 29 February is counted.
        case ofYear(Int)
    }

    public let day: Day
    /// -604,799 to 604,799: RFC 8536 lets the hour go from -167 to 167.
    public let seconds: Int32

    /// - Throws: `impossibleZone` for a day or a time outside its range.
    public init(_ day: Day, seconds: Int32) throws(DateError) {
        let isPossible =
            switch day {
            case .weekday(_, let week, let month): (1...5).contains(week) && (1...12).contains(month)
            case .julian(let number): (1...365).contains(number)
            case .ofYear(let number): (0...365).contains(number)
            }
        guard isPossible else { throw .impossibleZone("A yearly clock change lies on a day that no year has.") }
        guard seconds.magnitude <= 604_799 else {
            throw .impossibleZone("A yearly clock change lies more than 167 hours from its day.")
        }
        self.day = day
        self.seconds = seconds
    }

    /// The moment in a year as seconds of the wall clock since 1970-01-01T00:00:00. Any year from -2 to 10,002 will do.
    func wallSeconds(in year: Int) -> Int64 {
        let days =
            switch day {
            case .julian(let number):
                Self.dayNumber(year: year, month: 1) + number - 1
                    + (CivilDate.isLeapYear(year) && number >= 60 ? 1 : 0)
            case .ofYear(let number):
                // Day 365 of a common year is 1 January of the next.
                Self.dayNumber(year: year, month: 1) + number
            case .weekday(let weekday, let week, let month):
                Self.dayNumber(of: weekday, week: week, month: month, year: year)
            }
        return Int64(days) * 86_400 + Int64(seconds)
    }

    private static func dayNumber(of weekday: Weekday, week: Int, month: Int, year: Int) -> Int {
        let first = dayNumber(year: year, month: month)
        // 719,163 days lie between Sunday, 31 December of the year 0, and 1970-01-01; the multiple of 7 makes all positive.
        let firstWeekday = Int(UInt32(truncatingIfNeeded: first &+ 719_163 &+ 7 &* 60_000) % 7)
        let distance = Int(weekday.rawValue) &- firstWeekday
        let toWeekday = distance < 0 ? distance &+ 7 : distance == 7 ? 0 : distance
        let day = toWeekday &+ (week &- 1) &* 7
        return first &+ (day >= CivilDate.daysInMonth(year: year, month: month) ? day &- 7 : day)
    }

    /// The first day of a month in days since 1970-01-01, also for the years beside 1 to 9999.
    private static func dayNumber(year: Int, month: Int) -> Int {
        // The calendar repeats every 400 years of 146,097 days.
        let day = CivilDate(uncheckedYear: year + 400, month: month, day: 1)
        return Int(day.daysSinceEpoch) - 146_097
    }

    /// Whether the moment, in any year and with any offset, is at least a week from both ends of the year.
    var isInsideTheYear: Bool {
        switch day {
        case .weekday(_, _, let month): (2...11).contains(month)
        case .julian(let number), .ofYear(let number): (20...345).contains(number)
        }
    }
}

// MARK: - Reading the clocks

extension ZoneRule {
    /// One stretch of time with one offset, in seconds since 1970-01-01T00:00:00Z.
    struct Stretch {
        var start: Int64
        /// The first second that is no longer in it.
        var end: Int64
        var offset: Int32
    }

    /// The moment of a year at which daylight begins, in seconds since 1970-01-01T00:00:00Z.
    private func start(_ daylight: Daylight, in year: Int) -> Int64 {
        daylight.start.wallSeconds(in: year) &- Int64(standardOffsetSeconds)
    }

    /// The moment of a year at which daylight ends, in seconds since 1970-01-01T00:00:00Z.
    private func end(_ daylight: Daylight, in year: Int) -> Int64 {
        daylight.end.wallSeconds(in: year) &- Int64(daylight.offsetSeconds)
    }

    func offset(at seconds: Int64) -> Int32 {
        guard let daylight else { return standardOffsetSeconds }
        guard daylight.start.isInsideTheYear, daylight.end.isInsideTheYear else {
            return stretch(at: seconds).offset
        }
        let year = Self.utcYear(seconds)
        let (start, end) = (self.start(daylight, in: year), self.end(daylight, in: year))
        let isDaylight = start < end ? seconds >= start && seconds < end : !(seconds >= end && seconds < start)
        return isDaylight ? daylight.offsetSeconds : standardOffsetSeconds
    }

    /// The stretch around a moment. Stretches of equal offsets are joined within the years that are looked at.
    func stretch(at seconds: Int64) -> Stretch {
        guard let daylight else { return Stretch(start: .min, end: .max, offset: standardOffsetSeconds) }
        if daylight.start.isInsideTheYear, daylight.end.isInsideTheYear {
            let year = Self.utcYear(seconds)
            let (start, end) = (self.start(daylight, in: year), self.end(daylight, in: year))
            if start < end {
                if seconds < start {
                    return Stretch(
                        start: self.end(daylight, in: year - 1), end: start, offset: standardOffsetSeconds)
                }
                if seconds < end { return Stretch(start: start, end: end, offset: daylight.offsetSeconds) }
                return Stretch(start: end, end: self.start(daylight, in: year + 1), offset: standardOffsetSeconds)
            }
            if end < start {
                if seconds < end {
                    return Stretch(
                        start: self.start(daylight, in: year - 1), end: end, offset: daylight.offsetSeconds)
                }
                if seconds < start { return Stretch(start: end, end: start, offset: standardOffsetSeconds) }
                return Stretch(start: start, end: self.end(daylight, in: year + 1), offset: daylight.offsetSeconds)
            }
        }
        return stretchNearTheEndOfAYear(seconds, daylight)
    }

    /// A change may lie a week outside its year, so all changes of the two years before and after are put in order. Where
    /// the end of one daylight time is the start of the next, there is no change: that is how a rule says "daylight all
    /// year".
    private func stretchNearTheEndOfAYear(_ seconds: Int64, _ daylight: Daylight) -> Stretch {
        let year = Self.utcYear(seconds)
        var events: [(at: Int64, offset: Int32, isStart: Bool)] = []
        for each in (year - 2)...(year + 2) {
            events.append((start(daylight, in: each), daylight.offsetSeconds, true))
            events.append((end(daylight, in: each), standardOffsetSeconds, false))
        }
        // At one moment the end comes first, so that the start decides.
        events.sort { $0.at == $1.at ? !$0.isStart && $1.isStart : $0.at < $1.at }
        var stretch = Stretch(start: .min, end: .max, offset: events[0].offset)
        // The last one, two years ahead, is left out: what follows it is not in the list.
        for (index, event) in events.dropLast().enumerated() {
            if events[index + 1].at == event.at { continue }
            if event.at <= seconds {
                if event.offset != stretch.offset || stretch.start == .min {
                    stretch.start = event.at
                    stretch.offset = event.offset
                }
            } else if event.offset != stretch.offset {
                stretch.end = event.at
                break
            }
        }
        return stretch
    }

    /// The year of a moment in UTC, held within 0 to 10,000.
    private static func utcYear(_ seconds: Int64) -> Int {
        let held = min(max(seconds, Instant.earliest.seconds - 86_400 * 2), Instant.latest.seconds + 86_400 * 2)
        let day = (held + 62_135_596_800 + 86_400 * 366) / 86_400 - 366 - 719_162
        return CivilDate(unchecked: Int32(day)).year
    }
}
