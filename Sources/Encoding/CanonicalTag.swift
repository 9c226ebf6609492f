/// The tags (RFC 8949 section 3.4) of this format. Registered ones carry their registered meaning; the others lie in the
/// part of the registry that is first come, first served, and mean something only inside Proviso's data.
public enum CanonicalTag {
    /// Seconds since 1970-01-01T00:00:00Z as an integer (RFC 8949 section 3.4.2): an instant of a whole second.
    public static let epochSeconds: UInt64 = 1
    /// A non-negative integer beyond 64 bits (RFC 8949 section 3.4.3).
    public static let bignum: UInt64 = 2
    /// -1 minus such an integer.
    public static let negativeBignum: UInt64 = 3
    /// `[exponent, coefficient]` (RFC 8949 section 3.4.4): a decimal.
    public static let decimalFraction: UInt64 = 4
    /// `[numerator, denominator]`: an exact ratio.
    public static let ratio: UInt64 = 30
    /// Days since 1970-01-01 as an integer (RFC 8943): a civil date.
    public static let epochDays: UInt64 = 100
    /// `{1: seconds, -9: nanoseconds}` (RFC 9581): an instant with a part of a second.
    public static let extendedTime: UInt64 = 1001
    /// `{1: seconds}` or `{1: seconds, -9: nanoseconds}` (RFC 9581): an exact duration.
    public static let duration: UInt64 = 1002
    /// `[currency, exponent, coefficient]`: money.
    public static let money: UInt64 = 47_001
    /// `[months, days, business days, seconds]`: a period of the calendar.
    public static let period: UInt64 = 47_002
    /// Seconds since midnight: a civil time of day.
    public static let civilTime: UInt64 = 47_003
    /// `[days since 1970-01-01, seconds since midnight]`: a civil date and time without a zone.
    public static let civilDateTime: UInt64 = 47_004
    /// `[from, to, exponent, coefficient, source, seconds since 1970]`: a rate between two currencies.
    public static let rate: UInt64 = 47_005
}
