/// A length of time by the nanosecond, from -315,576,000,000 to 315,576,000,000 seconds, which is 10,000 years.
///
/// It is exact: it knows no days and no months, since their length depends on where they lie. The range and the shape
/// are those of the `duration` of the Common Expression Language and of Protocol Buffers.
@frozen
public struct ExactDuration: Hashable, Comparable, Sendable {
    /// Whole seconds, rounded towards zero.
    public let seconds: Int64
    /// -999,999,999 to 999,999,999; its sign is that of `seconds`, where both are not zero.
    public let nanoseconds: Int32

    @usableFromInline
    @inline(__always)
    init(uncheckedSeconds seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    @inlinable
    public static var zero: ExactDuration { ExactDuration(uncheckedSeconds: 0) }
    @inlinable
    public static var longest: ExactDuration { ExactDuration(uncheckedSeconds: 315_576_000_000) }

    /// - Throws: `noSuchNanosecond` if the nanoseconds make a second or contradict the sign of `seconds`,
    ///   `outOfRange(.duration)`.
    @inlinable
    public init(seconds: Int64, nanoseconds: Int = 0) throws(DateError) {
        guard nanoseconds > -1_000_000_000, nanoseconds < 1_000_000_000,
            seconds == 0 || nanoseconds == 0 || (seconds < 0) == (nanoseconds < 0)
        else { throw .noSuchNanosecond(nanoseconds) }
        let made = ExactDuration(uncheckedSeconds: seconds, nanoseconds: Int32(truncatingIfNeeded: nanoseconds))
        guard made.isInRange else { throw .outOfRange(.duration) }
        self = made
    }

    /// - Throws: `outOfRange(.duration)`.
    @inlinable
    public init(hours: Int = 0, minutes: Int = 0, seconds: Int = 0) throws(DateError) {
        let (hourSeconds, overflow1) = hours.multipliedReportingOverflow(by: 3600)
        let (minuteSeconds, overflow2) = minutes.multipliedReportingOverflow(by: 60)
        let (sum1, overflow3) = hourSeconds.addingReportingOverflow(minuteSeconds)
        let (sum2, overflow4) = sum1.addingReportingOverflow(seconds)
        guard !(overflow1 || overflow2 || overflow3 || overflow4) else { throw .outOfRange(.duration) }
        try self.init(seconds: Int64(sum2))
    }

    /// Brings parts of any sign into the one form. The seconds are far from the limits of `Int64`, the nanoseconds
    /// less than two seconds.
    @inlinable
    init(carryingSeconds seconds: Int64, nanoseconds: Int64) {
        var seconds = seconds &+ nanoseconds / 1_000_000_000
        var nanoseconds = nanoseconds % 1_000_000_000
        if seconds > 0, nanoseconds < 0 {
            seconds &-= 1
            nanoseconds &+= 1_000_000_000
        } else if seconds < 0, nanoseconds > 0 {
            seconds &+= 1
            nanoseconds &-= 1_000_000_000
        }
        self.init(uncheckedSeconds: seconds, nanoseconds: Int32(truncatingIfNeeded: nanoseconds))
    }

    @inlinable
    var isInRange: Bool {
        if seconds > -315_576_000_000, seconds < 315_576_000_000 { return true }
        return (seconds == 315_576_000_000 || seconds == -315_576_000_000) && nanoseconds == 0
    }

    @inlinable
    public var isNegative: Bool { seconds < 0 || nanoseconds < 0 }

    @inlinable
    public var negated: ExactDuration { ExactDuration(uncheckedSeconds: 0 &- seconds, nanoseconds: 0 &- nanoseconds) }

    /// The whole length in nanoseconds. Implementations of the Common Expression Language that hold a duration in 64
    /// bits, and its conformance tests, refuse what does not fit `Int64`.
    @inlinable
    public var totalNanoseconds: Int128 { Int128(seconds) &* 1_000_000_000 &+ Int128(nanoseconds) }

    /// - Throws: `outOfRange(.duration)`.
    @inlinable
    public init(totalNanoseconds total: Int128) throws(DateError) {
        guard total >= -315_576_000_000_000_000_000, total <= 315_576_000_000_000_000_000 else {
            throw .outOfRange(.duration)
        }
        let (quotient, remainder) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(
            uncheckedSeconds: Int64(truncatingIfNeeded: quotient), nanoseconds: Int32(truncatingIfNeeded: remainder))
    }

    /// - Throws: `outOfRange(.duration)`.
    @inlinable
    public func adding(_ other: ExactDuration) throws(DateError) -> ExactDuration {
        let sum = ExactDuration(
            carryingSeconds: seconds &+ other.seconds, nanoseconds: Int64(nanoseconds) &+ Int64(other.nanoseconds))
        guard sum.isInRange else { throw .outOfRange(.duration) }
        return sum
    }

    /// - Throws: `outOfRange(.duration)`.
    @inlinable
    public func subtracting(_ other: ExactDuration) throws(DateError) -> ExactDuration { try adding(other.negated) }

    /// - Throws: `outOfRange(.duration)`.
    @inlinable
    public func multiplied(by factor: Int) throws(DateError) -> ExactDuration {
        // At most 2^69 times 2^63: the product can pass 128 bits.
        let (product, overflow) = totalNanoseconds.multipliedReportingOverflow(by: Int128(factor))
        guard !overflow else { throw .outOfRange(.duration) }
        return try ExactDuration(totalNanoseconds: product)
    }

    // Of two durations in the one form, the one with more seconds is never shorter: seconds first, then nanoseconds.
    @inlinable
    public static func < (left: ExactDuration, right: ExactDuration) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}
