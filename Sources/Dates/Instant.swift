/// A point on the time line, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, by the nanosecond.
///
/// The scale is POSIX time: each day of UTC has 86,400 seconds and leap seconds are not counted. The range is that of
/// the `timestamp` of the Common Expression Language and of Protocol Buffers.
@frozen
public struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, rounded towards the past: -62,135,596,800 to 253,402,300,799.
    public let seconds: Int64
    /// 0 to 999,999,999, counted forward from `seconds` also before 1970.
    public let nanoseconds: Int32

    @usableFromInline
    @inline(__always)
    init(uncheckedSeconds seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// 0001-01-01T00:00:00Z.
    @inlinable
    public static var earliest: Instant { Instant(uncheckedSeconds: -62_135_596_800) }
    /// 9999-12-31T23:59:59.999999999Z.
    @inlinable
    public static var latest: Instant { Instant(uncheckedSeconds: 253_402_300_799, nanoseconds: 999_999_999) }
    /// 1970-01-01T00:00:00Z.
    @inlinable
    public static var epoch: Instant { Instant(uncheckedSeconds: 0) }

    /// - Throws: `outOfRange(.instant)`, `noSuchNanosecond`.
    @inlinable
    public init(seconds: Int64, nanoseconds: Int = 0) throws(DateError) {
        guard nanoseconds >= 0, nanoseconds <= 999_999_999 else { throw .noSuchNanosecond(nanoseconds) }
        guard seconds >= -62_135_596_800, seconds <= 253_402_300_799 else { throw .outOfRange(.instant) }
        self.init(uncheckedSeconds: seconds, nanoseconds: Int32(truncatingIfNeeded: nanoseconds))
    }

    /// The instant at which a clock that runs `offsetSeconds` ahead of UTC shows `local`.
    /// - Throws: `outOfRange(.instant)`.
    @inlinable
    public init(_ local: CivilDateTime, offsetSeconds: Int32) throws(DateError) {
        try self.init(seconds: local.secondsSinceEpoch &- Int64(offsetSeconds))
    }

    /// What a clock in UTC shows, without the fraction of the second.
    @inlinable
    public var utc: CivilDateTime {
        let shifted = UInt64(bitPattern: seconds &+ 62_135_596_800)
        let days = shifted / 86_400
        return CivilDateTime(
            CivilDate(unchecked: Int32(truncatingIfNeeded: days) &- 719_162),
            CivilTime(unchecked: Int32(truncatingIfNeeded: shifted &- days &* 86_400)))
    }

    /// - Throws: `outOfRange(.instant)`.
    @inlinable
    public func adding(_ duration: ExactDuration) throws(DateError) -> Instant {
        var seconds = seconds &+ duration.seconds
        var nanoseconds = nanoseconds &+ duration.nanoseconds
        if nanoseconds < 0 {
            nanoseconds &+= 1_000_000_000
            seconds &-= 1
        } else if nanoseconds > 999_999_999 {
            nanoseconds &-= 1_000_000_000
            seconds &+= 1
        }
        guard seconds >= -62_135_596_800, seconds <= 253_402_300_799 else { throw .outOfRange(.instant) }
        return Instant(uncheckedSeconds: seconds, nanoseconds: nanoseconds)
    }

    /// - Throws: `outOfRange(.instant)`.
    @inlinable
    public func subtracting(_ duration: ExactDuration) throws(DateError) -> Instant { try adding(duration.negated) }

    /// The time from `other` to this instant; negative if `other` is later. It always fits.
    @inlinable
    public func duration(since other: Instant) -> ExactDuration {
        ExactDuration(
            carryingSeconds: seconds &- other.seconds, nanoseconds: Int64(nanoseconds) &- Int64(other.nanoseconds))
    }

    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}

extension Instant: CustomStringConvertible {
    /// Reads RFC 3339: `2026-03-01T09:00:00Z`, `2026-03-01T09:00:00.5+01:00`.
    ///
    /// As RFC 3339 has it, `t` and `z` may be small letters and `-00:00` is read as UTC. A fraction has one to nine
    /// digits: a finer one would have to be rounded, and nothing is rounded that was not asked to be.
    /// - Throws: `unreadable`, `noSuchYear`, `noSuchMonth`, `noSuchDay`, `noSuchTime` (also for leap seconds),
    ///   `outOfRange(.instant)` if the offset leads out of the years 1 to 9999.
    public init(_ text: String) throws(DateError) {
        try self.init(utf8: text.utf8Span.span)
    }

    /// Reads UTF-8 bytes as `init(_:)` does.
    public init(utf8 bytes: Swift.Span<UInt8>) throws(DateError) {
        var index = 0
        let date: CivilDate.Components
        let time: CivilTime.Parts
        let nanoseconds: Int
        let offset: Int32
        do throws(Misfit) {
            date = try CivilDate.scan(bytes, &index)
            guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "t") else {
                throw Misfit(index, "a T stands between the date and the time")
            }
            index += 1
            time = try CivilTime.scan(bytes, &index, secondsRequired: true)
            nanoseconds = try Self.scanFraction(bytes, &index)
            offset = try UTCOffset.scan(bytes, &index)
            guard index == bytes.count else { throw Misfit(index, "there is more after the offset from UTC") }
        } catch { throw error.error(.instant, bytes) }
        let local = CivilDateTime(
            try CivilDate(year: date.year, month: date.month, day: date.day),
            try CivilTime(hour: time.hour, minute: time.minute, second: time.second))
        try self.init(seconds: local.secondsSinceEpoch &- Int64(offset), nanoseconds: nanoseconds)
    }

    private static func scanFraction(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) -> Int {
        guard ASCII.skip(UInt8(ascii: "."), bytes, &index) else { return 0 }
        var value = 0
        var count = 0
        while index < bytes.count, ASCII.isDigit(bytes[index]) {
            guard count < 9 else { throw Misfit(index, "a second is divided into at most nine digits") }
            value = value * 10 + Int(bytes[index] - ASCII.zero)
            count += 1
            index += 1
        }
        guard count > 0 else { throw Misfit(index, "digits follow the point") }
        for _ in count..<9 { value *= 10 }
        return value
    }

    /// RFC 3339 in UTC with as many digits of a fraction as are needed: `2026-03-01T09:00:00Z`.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(30)
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the 20 to 30 bytes of `description`.
    public func write(to text: inout [UInt8]) {
        utc.write(to: &text)
        ASCII.appendFraction(nanoseconds: Int(nanoseconds), to: &text)
        text.append(UInt8(ascii: "Z"))
    }
}

/// The text of an offset from UTC.
enum UTCOffset {
    /// Reads `Z`, `+01:00` or `-09:30`; the seconds east of UTC.
    static func scan(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) -> Int32 {
        guard index < bytes.count else { throw Misfit(index, "a Z or an offset such as +01:00 follows the time") }
        if bytes[index] | 0x20 == UInt8(ascii: "z") {
            index += 1
            return 0
        }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        guard isNegative || bytes[index] == UInt8(ascii: "+") else {
            throw Misfit(index, "a Z or an offset such as +01:00 follows the time")
        }
        index += 1
        let seconds = try scanHoursAndMinutes(bytes, &index)
        return isNegative ? -seconds : seconds
    }

    static func scanHoursAndMinutes(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) -> Int32 {
        let start = index
        guard let hour = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "the offset's hour is two digits") }
        guard ASCII.skip(UInt8(ascii: ":"), bytes, &index) else {
            throw Misfit(index, "a colon follows the offset's hour")
        }
        guard let minute = ASCII.digits(2, bytes, &index) else {
            throw Misfit(index, "the offset's minute is two digits")
        }
        guard hour <= 23, minute <= 59 else { throw Misfit(start, "an offset is at most 23:59") }
        return Int32(hour * 3600 + minute * 60)
    }
}
