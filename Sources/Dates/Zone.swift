/// A time zone as a value: its name, every change of its clocks, and the rule by which they go on.
///
/// The value holds all that its answers depend on, so it can lie inside a compiled program or an environment and be part
/// of their digests. It is in one canonical form: two descriptions that agree about every instant give equal values, if
/// they have the same name and the same rule for the far future. (A tz database compiled "fat" and one compiled "slim"
/// do.) Abbreviations such as CET and the notion which of two offsets is "daylight" change no instant and are not kept.
public struct Zone: Hashable, Sendable {
    /// A change of the clocks.
    @frozen
    public struct Transition: Hashable, Sendable {
        /// The first second with the new offset, in seconds since 1970-01-01T00:00:00Z.
        public let seconds: Int64
        /// Seconds ahead of UTC from then on.
        public let offsetSeconds: Int32

        @inlinable
        public init(seconds: Int64, offsetSeconds: Int32) {
            self.seconds = seconds
            self.offsetSeconds = offsetSeconds
        }
    }

    /// An IANA name such as `Europe/Berlin`, or for a fixed offset its text, such as `+05:30`.
    public let name: String
    /// Seconds ahead of UTC before the first transition.
    public let initialOffsetSeconds: Int32
    /// Ascending; each changes the offset; all within the range of `Instant`.
    public let transitions: [Transition]
    /// From the last transition on; for all time if there is none.
    public let rule: ZoneRule

    /// The most transitions a zone may have. The richest zone of the tz database has about 240.
    public static let largestTransitionCount = 10_000

    /// Makes the canonical form of what is given.
    ///
    /// - Parameters:
    ///   - transitions: strictly ascending; changes that change nothing and changes that `rule` says as well are left out.
    ///   - rule: what holds from the last transition on. nil: the last offset stays.
    /// - Throws: `impossibleZone` if the transitions do not ascend, an offset is 26 hours or more, there are more than
    ///   `largestTransitionCount`, or the rule contradicts the offset of the last transition.
    public init(
        name: String, initialOffsetSeconds: Int32, transitions: [Transition], rule: ZoneRule?
    ) throws(DateError) {
        guard transitions.count <= Self.largestTransitionCount else {
            throw .impossibleZone("The zone \(name) has more than \(Self.largestTransitionCount) clock changes.")
        }
        try Self.check(offsetSeconds: initialOffsetSeconds)
        var initial = initialOffsetSeconds
        var kept: [Transition] = []
        kept.reserveCapacity(transitions.count)
        var offset = initialOffsetSeconds
        var previous: Int64?
        for change in transitions {
            try Self.check(offsetSeconds: change.offsetSeconds)
            if let previous, change.seconds <= previous {
                throw .impossibleZone("The clock changes of the zone \(name) are not in the order of time.")
            }
            previous = change.seconds
            if change.seconds <= Instant.earliest.seconds {
                initial = change.offsetSeconds
            } else if change.seconds <= Instant.latest.seconds, change.offsetSeconds != offset {
                kept.append(change)
            }
            offset = change.offsetSeconds
        }
        var final = rule ?? ZoneRule(always: offset)
        if let last = previous {
            guard final.offset(at: last) == offset else {
                throw .impossibleZone("The rule of the zone \(name) contradicts the clock change before it.")
            }
            if last > Instant.latest.seconds {
                // The rule begins after the last representable instant, so it never holds.
                final = ZoneRule(always: kept.last?.offsetSeconds ?? initial)
            } else if kept.last?.seconds != last {
                // The rule begins with a transition that is left out, and need not hold from the one before it: as in
                // Grand Turk, which went from one UTC-4 without to another with daylight time. Its first change is
                // written out instead.
                let next = final.stretch(at: last).end
                if next <= Instant.latest.seconds {
                    kept.append(Transition(seconds: next, offsetSeconds: final.offset(at: next)))
                }
            }
        } else if final.daylight == nil {
            initial = final.standardOffsetSeconds
        }
        Self.dropWhatTheRuleSays(&kept, final)
        self.name = name
        self.initialOffsetSeconds = kept.isEmpty && final.daylight != nil ? final.standardOffsetSeconds : initial
        self.transitions = kept
        self.rule = final
    }

    /// Removes transitions from the end as long as the rule already holds from the one before on.
    private static func dropWhatTheRuleSays(_ kept: inout [Transition], _ rule: ZoneRule) {
        while kept.count >= 2 {
            let last = kept[kept.count - 1]
            let before = kept[kept.count - 2]
            let stretch = rule.stretch(at: before.seconds)
            guard stretch.offset == before.offsetSeconds, stretch.end >= last.seconds else { return }
            kept.removeLast()
        }
    }

    static func check(offsetSeconds: Int32) throws(DateError) {
        guard offsetSeconds > -93_600, offsetSeconds < 93_600 else {
            throw .impossibleZone("A clock cannot be 26 hours or more from UTC.")
        }
    }

    /// Coordinated Universal Time.
    public static let utc = Zone(fixed: 0, name: "UTC")

    private init(fixed offsetSeconds: Int32, name: String) {
        self.name = name
        initialOffsetSeconds = offsetSeconds
        transitions = []
        rule = ZoneRule(always: offsetSeconds)
    }

    /// A zone whose clocks never change. Its name is the offset: `+05:30`, `-00:44:30`; `UTC` for 0.
    /// - Throws: `impossibleZone` for an offset of 26 hours or more.
    public init(fixedOffsetSeconds offsetSeconds: Int32) throws(DateError) {
        try Self.check(offsetSeconds: offsetSeconds)
        guard offsetSeconds != 0 else {
            self = .utc
            return
        }
        var text = [UInt8(ascii: offsetSeconds < 0 ? "-" : "+")]
        let size = Int(offsetSeconds.magnitude)
        ASCII.append(size / 3600, width: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        ASCII.append(size / 60 % 60, width: 2, to: &text)
        if size % 60 > 0 {
            text.append(UInt8(ascii: ":"))
            ASCII.append(size % 60, width: 2, to: &text)
        }
        self.init(fixed: offsetSeconds, name: String(decoding: text, as: UTF8.self))
    }

    /// Reads a fixed offset: `+05:30`, `-09:30`, `Z`, and `02:00` as the Common Expression Language allows.
    /// - Throws: `unreadable`.
    public init(fixedOffset text: String) throws(DateError) {
        let bytes = text.utf8Span.span
        var index = 0
        let offset: Int32
        do throws(Misfit) {
            offset =
                if bytes.count > 0, ASCII.isDigit(bytes[0]) {
                    try UTCOffset.scanHoursAndMinutes(bytes, &index)
                } else {
                    try UTCOffset.scan(bytes, &index)
                }
            guard index == bytes.count else { throw Misfit(index, "there is more after the minutes") }
        } catch { throw error.error(.offset, bytes) }
        try self.init(fixedOffsetSeconds: offset)
    }
}

// MARK: - From instants to clocks

extension Zone {
    /// How far the zone's clocks are ahead of UTC, in seconds.
    public func offsetSeconds(at instant: Instant) -> Int32 { offset(at: instant.seconds) }

    /// The offset of a zone whose clocks never change; `nil` of every other.
    @inline(__always)
    var fixedOffsetSeconds: Int32? {
        transitions.isEmpty && rule.daylight == nil ? rule.standardOffsetSeconds : nil
    }

    func offset(at seconds: Int64) -> Int32 {
        guard let last = transitions.last, seconds < last.seconds else { return rule.offset(at: seconds) }
        let count = countThrough(seconds)
        return count == 0 ? initialOffsetSeconds : transitions[count - 1].offsetSeconds
    }

    /// How many transitions are at or before a moment.
    private func countThrough(_ seconds: Int64) -> Int {
        transitions.withUnsafeBufferPointer { list in
            var low = 0
            var high = list.count
            while low < high {
                let middle = (low &+ high) >> 1
                if list[middle].seconds <= seconds { low = middle &+ 1 } else { high = middle }
            }
            return low
        }
    }

    /// What the zone's clocks show, without the fraction of the second.
    /// - Throws: `outOfRange(.dateTime)` within a day of the ends of the years 1 to 9999.
    public func civil(at instant: Instant) throws(DateError) -> CivilDateTime {
        try CivilDateTime(secondsSinceEpoch: instant.seconds &+ Int64(offset(at: instant.seconds)))
    }

    /// The date that the zone's calendars show: `date_in(instant, zone)`.
    /// - Throws: `outOfRange(.dateTime)` within a day of the ends of the years 1 to 9999.
    public func date(at instant: Instant) throws(DateError) -> CivilDate { try civil(at: instant).date }

    /// The next change of the clocks after an instant, and the offset from then on; nil if there is none.
    public func nextTransition(after instant: Instant) -> Transition? {
        let end = stretch(at: instant.seconds).end
        guard end <= Instant.latest.seconds else { return nil }
        return Transition(seconds: end, offsetSeconds: offset(at: end))
    }

    /// The stretch of one offset around a moment.
    func stretch(at seconds: Int64) -> ZoneRule.Stretch {
        let count = countThrough(seconds)
        if count < transitions.count {
            return ZoneRule.Stretch(
                start: count == 0 ? .min : transitions[count - 1].seconds, end: transitions[count].seconds,
                offset: count == 0 ? initialOffsetSeconds : transitions[count - 1].offsetSeconds)
        }
        var stretch = rule.stretch(at: seconds)
        if let last = transitions.last { stretch.start = max(stretch.start, last.seconds) }
        return stretch
    }
}
