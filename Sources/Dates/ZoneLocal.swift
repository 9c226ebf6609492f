/// From what a clock shows to the instant: the part of a zone where there may be none, or two.
///
/// Where clocks go forward, the local times between are skipped; where they go back, they are doubled. Either may be an
/// hour, half an hour (Lord Howe), twenty minutes or a whole day (Apia had no 30 December 2011). What shall hold then is a
/// choice that is stated with the question.

/// What a skipped local time stands for.
public enum SkippedTimeRule: String, Hashable, Sendable, CaseIterable {
    /// As much later as the clocks went forward: 02:30 becomes 03:30. The default, as in RFC 5545 (iCalendar): times keep
    /// their order and their distance from each other, and nothing happens before its time.
    case later
    /// As much earlier as the clocks went forward: 02:30 becomes 01:30.
    case earlier
    /// The first instant after the gap: 02:30 becomes 03:00.
    case afterGap
    /// An error.
    case reject
}

/// Which of its two instants a doubled local time stands for.
public enum DoubledTimeRule: String, Hashable, Sendable, CaseIterable {
    /// The earlier one. The default, as in RFC 5545 (iCalendar): what is due at a time is done when the clocks show it for
    /// the first time.
    case first
    /// The later one.
    case second
    /// An error.
    case reject
}

/// What a local time is in a zone.
public enum LocalTimeKind: Hashable, Sendable {
    /// Clocks show it once.
    case single(Instant)
    /// Clocks never show it. `before` and `after` are the offsets in seconds on the two sides of the gap, which is at `gap`.
    case skipped(gap: Instant, before: Int32, after: Int32)
    /// Clocks show it twice.
    case doubled(first: Instant, second: Instant)
}

extension Zone {
    /// The instant at which the zone's clocks show a local time.
    ///
    /// - Throws: `skipped` and `doubled` where the stated rule forbids to choose; `outOfRange(.instant)` within a day of
    ///   the ends of the years 1 to 9999.
    public func instant(
        of local: CivilDateTime, skipped: SkippedTimeRule = .later, doubled: DoubledTimeRule = .first
    ) throws(DateError) -> Instant {
        if let offset = fixedOffsetSeconds { return try Instant(seconds: local.secondsSinceEpoch - Int64(offset)) }
        switch try kind(of: local) {
        case .single(let instant):
            return instant
        case .skipped(let gap, let before, let after):
            switch skipped {
            case .later: return try Instant(local, offsetSeconds: before)
            case .earlier: return try Instant(local, offsetSeconds: after)
            case .afterGap: return gap
            case .reject: throw .skipped(local, zone: name)
            }
        case .doubled(let first, let second):
            switch doubled {
            case .first: return first
            case .second: return second
            case .reject: throw .doubled(local, zone: name)
            }
        }
    }

    /// Whether clocks show a local time once, never or twice.
    ///
    /// - Throws: `outOfRange(.instant)` within a day of the ends of the years 1 to 9999.
    public func kind(of local: CivilDateTime) throws(DateError) -> LocalTimeKind {
        let wall = local.secondsSinceEpoch
        // No clock is 26 hours from UTC, so every instant that could show this time is within 26 hours of `wall`.
        let furthest: Int64 = 93_600
        let near = self.stretch(at: wall)
        let guess = wall - Int64(near.offset)
        // Two such instants are less than 52 hours apart, so none is in another stretch.
        if guess - 2 * furthest >= near.start, guess + 2 * furthest < near.end {
            return .single(try Instant(seconds: guess))
        }
        var stretch = self.stretch(at: wall - furthest)
        var found: [Int64] = []
        var gap: (at: Int64, before: Int32, after: Int32)?
        while true {
            let instant = wall - Int64(stretch.offset)
            if instant >= stretch.start, instant < stretch.end { found.append(instant) }
            guard stretch.end <= wall + furthest else { break }
            let next = self.stretch(at: stretch.end)
            if gap == nil, wall >= stretch.end + Int64(stretch.offset), wall < stretch.end + Int64(next.offset) {
                gap = (stretch.end, stretch.offset, next.offset)
            }
            stretch = next
        }
        if let first = found.first, let last = found.last {
            let one = try Instant(seconds: first)
            return found.count == 1 ? .single(one) : .doubled(first: one, second: try Instant(seconds: last))
        }
        guard let gap else { throw .outOfRange(.instant) }
        return .skipped(gap: try Instant(seconds: gap.at), before: gap.before, after: gap.after)
    }

    /// The first instant of a date: midnight, or the end of a gap over midnight.
    ///
    /// - Throws: `noSuchDayInZone` for a day that the clocks skip as a whole; `outOfRange(.instant)`.
    public func startOfDay(_ date: CivilDate) throws(DateError) -> Instant {
        let start = try instant(of: CivilDateTime(date, .midnight), skipped: .afterGap, doubled: .first)
        guard try civil(at: start).date == date else { throw .noSuchDayInZone(date, zone: name) }
        return start
    }
}

// MARK: - Periods

extension Zone {
    /// The instant a period later, as the zone's clocks and calendar count.
    ///
    /// Months, days and business days move the date and keep the time of day, which is then found in the zone by the two
    /// rules; after that hours, minutes and seconds pass exactly. So `1 day` over a change of the clocks is 23 or 25
    /// hours, and `24 hours` is 24. A period without a calendar part is exact and asks no rule. The fraction of the
    /// second stays.
    ///
    /// - Throws: what `CivilDate.adding` and `instant(of:)` throw; `outOfRange(.instant)`.
    public func adding(
        _ period: Period, to instant: Instant, _ rule: EndOfMonthRule = .lastDay, calendar: BusinessCalendar? = nil,
        skipped: SkippedTimeRule = .later, doubled: DoubledTimeRule = .first
    ) throws(DateError) -> Instant {
        var result = instant
        if !period.isExact {
            let local = try civil(at: instant)
            let dates = Period(
                uncheckedMonths: period.months, days: period.days, businessDays: period.businessDays, seconds: 0)
            let date = try local.date.adding(dates, rule, calendar: calendar)
            // A sum that comes back to its day must not jump between the two hours of a doubled time.
            if date != local.date {
                let moved = try self.instant(of: CivilDateTime(date, local.time), skipped: skipped, doubled: doubled)
                result = Instant(uncheckedSeconds: moved.seconds, nanoseconds: instant.nanoseconds)
            }
        }
        return try result.adding(ExactDuration(uncheckedSeconds: period.seconds))
    }
}
