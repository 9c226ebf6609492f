/// A date and a time of day as a wall clock shows them, without a zone: it is no instant until a zone makes it one.
@frozen
public struct CivilDateTime: Hashable, Comparable, Sendable {
    public let date: CivilDate
    public let time: CivilTime

    @inlinable
    public init(_ date: CivilDate, _ time: CivilTime) {
        self.date = date
        self.time = time
    }

    /// 0001-01-01T00:00:00.
    @inlinable
    public static var earliest: CivilDateTime { CivilDateTime(.earliest, .midnight) }
    /// 9999-12-31T23:59:59.
    @inlinable
    public static var latest: CivilDateTime { CivilDateTime(.latest, .latest) }

    /// The seconds on a wall clock since it showed 1970-01-01T00:00:00, each day counted as 86,400.
    @inlinable
    public var secondsSinceEpoch: Int64 {
        Int64(date.daysSinceEpoch) &* 86_400 &+ Int64(time.secondsOfDay)
    }

    /// - Throws: `outOfRange(.dateTime)`.
    @inlinable
    public init(secondsSinceEpoch seconds: Int64) throws(DateError) {
        guard seconds >= -62_135_596_800, seconds <= 253_402_300_799 else { throw .outOfRange(.dateTime) }
        // Moved to 0001-01-01, so that the division rounds down.
        let shifted = UInt64(bitPattern: seconds &+ 62_135_596_800)
        let days = shifted / 86_400
        date = CivilDate(unchecked: Int32(truncatingIfNeeded: days) &- 719_162)
        time = CivilTime(unchecked: Int32(truncatingIfNeeded: shifted &- days &* 86_400))
    }

    @inlinable
    public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// Reads `2026-03-01T09:00:00`; the seconds may be left out.
    /// - Throws: `unreadable`, `noSuchYear`, `noSuchMonth`, `noSuchDay`, `noSuchTime`.
    public init(_ text: String) throws(DateError) {
        try self.init(utf8: text.utf8Span.span)
    }

    /// Reads UTF-8 bytes as `init(_:)` does.
    public init(utf8 bytes: Swift.Span<UInt8>) throws(DateError) {
        var index = 0
        let date: CivilDate.Components
        let time: CivilTime.Parts
        do throws(Misfit) {
            date = try CivilDate.scan(bytes, &index)
            guard ASCII.skip(UInt8(ascii: "T"), bytes, &index) else {
                throw Misfit(index, "a capital T stands between the date and the time")
            }
            time = try CivilTime.scan(bytes, &index, secondsRequired: false)
            guard index == bytes.count else { throw Misfit(index, "there is more after the time") }
        } catch { throw error.error(.dateTime, bytes) }
        self.date = try CivilDate(year: date.year, month: date.month, day: date.day)
        self.time = try CivilTime(hour: time.hour, minute: time.minute, second: time.second)
    }

    /// ISO 8601, always with seconds: `2026-03-01T09:00:00`.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(19)
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the nineteen bytes of `description`.
    public func write(to text: inout [UInt8]) {
        date.write(to: &text)
        text.append(UInt8(ascii: "T"))
        time.write(to: &text, seconds: true)
    }
}
