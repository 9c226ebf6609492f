/// The text of a zone's rule for the far future: a POSIX `TZ` string, `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Its signs run against everything else: `CET-1` is one hour *ahead* of UTC. The names are required, checked and dropped.
extension ZoneRule {
    /// Reads a POSIX `TZ` string (IEEE Std 1003.1, section 8.3), with or without daylight time.
    ///
    /// - Parameters:
    ///   - posix: UTF-8 bytes. The implementation-defined form that begins with a colon, and daylight time without a
    ///     rule for its days, are refused.
    ///   - longHours: whether the hour of a change may be signed and go to 167, as RFC 8536 has it from version 3 of its
    ///     file format on. Else it goes from 0 to 24.
    /// - Throws: `unreadable`, `impossibleZone`.
    public init(posix bytes: Swift.Span<UInt8>, longHours: Bool = true) throws(DateError) {
        let scanned: POSIXRule
        do throws(Misfit) {
            var index = 0
            scanned = try POSIXRule.scan(bytes, &index, longHours: longHours)
            guard index == bytes.count else { throw Misfit(index, "there is more after the rule") }
        } catch { throw error.error(.zoneRule, bytes) }
        var daylight: Daylight?
        if let found = scanned.daylight {
            daylight = Daylight(
                offsetSeconds: found.offset, start: try YearlyChange(found.start.day, seconds: found.start.seconds),
                end: try YearlyChange(found.end.day, seconds: found.end.seconds))
        }
        try self.init(standardOffsetSeconds: scanned.offset, daylight: daylight)
    }

    /// Reads a POSIX `TZ` string as `init(posix:longHours:)` does.
    public init(posix text: String) throws(DateError) {
        try self.init(posix: text.utf8Span.span)
    }
}

/// The parts of a POSIX `TZ` string as they are written.
private struct POSIXRule {
    typealias Change = (day: YearlyChange.Day, seconds: Int32)

    /// Seconds ahead of UTC.
    var offset: Int32
    var daylight: (offset: Int32, start: Change, end: Change)?

    static func scan(_ bytes: Swift.Span<UInt8>, _ index: inout Int, longHours: Bool) throws(Misfit) -> POSIXRule {
        try scanName(bytes, &index)
        var rule = POSIXRule(offset: -(try scanTime(bytes, &index, largestHour: 24, signed: true)))
        guard index < bytes.count else { return rule }
        try scanName(bytes, &index)
        let comma = UInt8(ascii: ",")
        var daylightOffset = rule.offset + 3600
        if index < bytes.count, bytes[index] != comma {
            daylightOffset = -(try scanTime(bytes, &index, largestHour: 24, signed: true))
        }
        guard ASCII.skip(comma, bytes, &index) else { throw Misfit(index, "the days of the changes are missing") }
        let start = try scanChange(bytes, &index, longHours: longHours)
        guard ASCII.skip(comma, bytes, &index) else { throw Misfit(index, "the day of the second change is missing") }
        let end = try scanChange(bytes, &index, longHours: longHours)
        rule.daylight = (daylightOffset, start, end)
        return rule
    }

    /// Three or more letters, or three or more letters, digits and signs in angle brackets.
    private static func scanName(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) {
        let isQuoted = ASCII.skip(UInt8(ascii: "<"), bytes, &index)
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            guard ASCII.isLetter(byte) || (isQuoted && (isSign || ASCII.isDigit(byte))) else { break }
            index += 1
        }
        guard index - start >= 3 else { throw Misfit(index, "a name of three or more letters is missing") }
        if isQuoted, !ASCII.skip(UInt8(ascii: ">"), bytes, &index) {
            throw Misfit(index, "the name's closing bracket is missing")
        }
    }

    /// `h`, `hh:mm` or `hh:mm:ss` in seconds.
    private static func scanTime(
        _ bytes: Swift.Span<UInt8>, _ index: inout Int, largestHour: Int, signed: Bool
    ) throws(Misfit) -> Int32 {
        let start = index
        let isNegative = signed && ASCII.skip(UInt8(ascii: "-"), bytes, &index)
        if signed, !isNegative { _ = ASCII.skip(UInt8(ascii: "+"), bytes, &index) }
        let hour = try scanNumber(bytes, &index, digits: largestHour > 99 ? 3 : 2)
        guard hour <= largestHour else { throw Misfit(start, "an hour here is at most \(largestHour)") }
        var seconds = hour * 3600
        var factor = 60
        while factor > 0, ASCII.skip(UInt8(ascii: ":"), bytes, &index) {
            let place = index
            guard let part = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "two digits follow a colon") }
            guard part <= 59 else { throw Misfit(place, "minutes and seconds go to 59") }
            seconds += part * factor
            factor /= 60
        }
        return Int32(isNegative ? -seconds : seconds)
    }

    /// One to so many digits.
    private static func scanNumber(_ bytes: Swift.Span<UInt8>, _ index: inout Int, digits: Int) throws(Misfit) -> Int {
        let start = index
        var value = 0
        while index < bytes.count, index - start < digits, ASCII.isDigit(bytes[index]) {
            value = value * 10 + Int(bytes[index] - ASCII.zero)
            index += 1
        }
        guard index > start else { throw Misfit(index, "a number is missing") }
        return value
    }

    private static func scanChange(
        _ bytes: Swift.Span<UInt8>, _ index: inout Int, longHours: Bool
    ) throws(Misfit) -> Change {
        let day: YearlyChange.Day
        if ASCII.skip(UInt8(ascii: "J"), bytes, &index) {
            day = .julian(try scanNumber(bytes, &index, digits: 3))
        } else if ASCII.skip(UInt8(ascii: "M"), bytes, &index) {
            let month = try scanNumber(bytes, &index, digits: 2)
            guard ASCII.skip(UInt8(ascii: "."), bytes, &index) else { throw Misfit(index, "a point follows the month") }
            let week = try scanNumber(bytes, &index, digits: 1)
            guard ASCII.skip(UInt8(ascii: "."), bytes, &index) else { throw Misfit(index, "a point follows the week") }
            let number = try scanNumber(bytes, &index, digits: 1)
            guard number <= 6, let weekday = Weekday(rawValue: number == 0 ? 7 : UInt8(number)) else {
                throw Misfit(index - 1, "days of the week go from 0 to 6")
            }
            day = .weekday(weekday, week: week, month: month)
        } else {
            day = .ofYear(try scanNumber(bytes, &index, digits: 3))
        }
        guard ASCII.skip(UInt8(ascii: "/"), bytes, &index) else { return (day, 2 * 3600) }
        let seconds = try scanTime(bytes, &index, largestHour: longHours ? 167 : 24, signed: longHours)
        return (day, seconds)
    }
}

extension ZoneRule: CustomStringConvertible {
    /// The rule as a POSIX `TZ` string that `init(posix:)` reads back. Names are not kept, so they say the offset:
    /// `<+01>-1<+02>-2,M3.5.0,M10.5.0/3`.
    public var description: String {
        var text = Self.name(standardOffsetSeconds) + Self.clock(-standardOffsetSeconds)
        guard let daylight else { return text }
        text += Self.name(daylight.offsetSeconds)
        if daylight.offsetSeconds != standardOffsetSeconds + 3600 { text += Self.clock(-daylight.offsetSeconds) }
        return "\(text),\(daylight.start),\(daylight.end)"
    }

    private static func name(_ offset: Int32) -> String {
        let minutes = Int(offset.magnitude) / 60
        var digits: [UInt8] = []
        ASCII.append(minutes / 60, width: 2, to: &digits)
        if minutes % 60 > 0 { ASCII.append(minutes % 60, width: 2, to: &digits) }
        return "<\(offset < 0 ? "-" : "+")\(String(decoding: digits, as: UTF8.self))>"
    }

    fileprivate static func clock(_ seconds: Int32) -> String {
        let size = Int(seconds.magnitude)
        var digits: [UInt8] = []
        ASCII.append(size / 3600, width: 1, to: &digits)
        for part in size % 3600 == 0 ? [] : size % 60 == 0 ? [size / 60 % 60] : [size / 60 % 60, size % 60] {
            digits.append(UInt8(ascii: ":"))
            ASCII.append(part, width: 2, to: &digits)
        }
        return (seconds < 0 ? "-" : "") + String(decoding: digits, as: UTF8.self)
    }
}

extension YearlyChange: CustomStringConvertible {
    /// As in a POSIX `TZ` string: `M3.5.0`, `M10.5.0/3`, `J60`, `59/-1`.
    public var description: String {
        let day =
            switch day {
            case .weekday(let weekday, let week, let month): "M\(month).\(week).\(weekday.fromSunday)"
            case .julian(let number): "J\(number)"
            case .ofYear(let number): "\(number)"
            }
        return seconds == 7200 ? day : "\(day)/\(ZoneRule.clock(seconds))"
    }
}
