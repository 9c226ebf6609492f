/// A time of day by the second, from 00:00:00 to 23:59:59, without a date and without a zone.
@frozen
public struct CivilTime: Hashable, Comparable, Sendable {
    /// 0 to 86,399.
    public let secondsOfDay: Int32

    @usableFromInline
    @inline(__always)
    init(unchecked seconds: Int32) { secondsOfDay = seconds }

    @inlinable
    public static var midnight: CivilTime { CivilTime(unchecked: 0) }
    /// 23:59:59.
    @inlinable
    public static var latest: CivilTime { CivilTime(unchecked: 86_399) }

    /// - Throws: `noSuchTime`. 24:00 and second 60 are refused.
    @inlinable
    public init(hour: Int, minute: Int = 0, second: Int = 0) throws(DateError) {
        guard hour >= 0, hour <= 23, minute >= 0, minute <= 59, second >= 0, second <= 59 else {
            throw .noSuchTime(hour: hour, minute: minute, second: second)
        }
        self.init(unchecked: Int32(truncatingIfNeeded: hour &* 3600 &+ minute &* 60 &+ second))
    }

    /// - Throws: `noSuchTime`.
    @inlinable
    public init(secondsOfDay seconds: Int) throws(DateError) {
        guard seconds >= 0, seconds <= 86_399 else { throw .noSuchTime(hour: 0, minute: 0, second: seconds) }
        self.init(unchecked: Int32(truncatingIfNeeded: seconds))
    }

    @inlinable
    public var hour: Int { Int(secondsOfDay) / 3600 }
    @inlinable
    public var minute: Int { Int(secondsOfDay) / 60 % 60 }
    @inlinable
    public var second: Int { Int(secondsOfDay) % 60 }

    @inlinable
    public static func < (left: CivilTime, right: CivilTime) -> Bool { left.secondsOfDay < right.secondsOfDay }
}

extension CivilTime: CustomStringConvertible {
    /// Reads `09:00` or `09:00:30`.
    /// - Throws: `unreadable`, `noSuchTime`.
    public init(_ text: String) throws(DateError) {
        try self.init(utf8: text.utf8Span.span)
    }

    /// Reads UTF-8 bytes as `init(_:)` does.
    public init(utf8 bytes: Swift.Span<UInt8>) throws(DateError) {
        var index = 0
        let parts: Parts
        do throws(Misfit) {
            parts = try Self.scan(bytes, &index, secondsRequired: false)
            guard index == bytes.count else { throw Misfit(index, "there is more after the time") }
        } catch { throw error.error(.time, bytes) }
        try self.init(hour: parts.hour, minute: parts.minute, second: parts.second)
    }

    struct Parts {
        var hour: Int
        var minute: Int
        var second = 0
    }

    /// Reads a time without a look at whether it exists.
    static func scan(
        _ bytes: Swift.Span<UInt8>, _ index: inout Int, secondsRequired: Bool
    ) throws(Misfit) -> Parts {
        let colon = UInt8(ascii: ":")
        guard let hour = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "the hour is two digits") }
        guard ASCII.skip(colon, bytes, &index) else {
            throw Misfit(index, "a colon follows the two digits of the hour")
        }
        guard let minute = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "the minute is two digits") }
        var parts = Parts(hour: hour, minute: minute)
        if ASCII.skip(colon, bytes, &index) {
            guard let second = ASCII.digits(2, bytes, &index) else { throw Misfit(index, "the second is two digits") }
            parts.second = second
        } else if secondsRequired {
            throw Misfit(index, "a colon and the seconds follow the minute")
        }
        return parts
    }

    /// `09:00`, or `09:00:30` where there are seconds.
    public var description: String {
        var text: [UInt8] = []
        write(to: &text, seconds: second != 0)
        return String(decoding: text, as: UTF8.self)
    }

    func write(to text: inout [UInt8], seconds: Bool) {
        ASCII.appendTwo(hour, to: &text)
        text.append(UInt8(ascii: ":"))
        ASCII.appendTwo(minute, to: &text)
        guard seconds else { return }
        text.append(UInt8(ascii: ":"))
        ASCII.appendTwo(second, to: &text)
    }
}
