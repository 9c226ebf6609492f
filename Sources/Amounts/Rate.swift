/// What one unit of a currency is worth in another: one `from` is `value` `to`.
///
/// A rate has a direction. It converts amounts of `from` into amounts of `to`; the way back is asked for by its own name, since
/// a rate that was quoted one way is not a quotation of the other. It keeps where it is from and which instant it is of,
/// so that an auditor can look it up.
public struct Rate: Hashable, Sendable {
    public let from: Currency
    public let to: Currency
    /// Above zero; how many `to` one `from` is.
    public let value: Decimal
    /// Who quoted it: `ECB reference rate`.
    public let source: String
    /// The instant it is of: seconds since 1970-01-01T00:00:00Z.
    public let time: Int64

    /// - Throws: `invalidRate` unless the value is above zero, and one where both currencies are the same.
    public init(
        from: Currency, to: Currency, value: Decimal, source: String, time: Int64
    ) throws(AmountError) {
        guard value.signum > 0, from != to || value == .one else { throw .invalidRate }
        self.from = from
        self.to = to
        self.value = value
        self.source = source
        self.time = time
    }

    /// The exact product, as many places as it has.
    public func convert(_ money: Money) throws(AmountError) -> Money {
        guard money.currency == from else { throw .rateDoesNotConvert(money.currency, from: from, to: to) }
        return Money(try money.amount.multiplying(value), to)
    }

    /// The amount in the other currency, rounded once, from the exact product.
    public func convert(_ money: Money, places: Int, _ rounding: Rounding) throws(AmountError) -> Money {
        guard money.currency == from else { throw .rateDoesNotConvert(money.currency, from: from, to: to) }
        return Money(try money.amount.multiplying(value, places: places, rounding), to)
    }

    /// The amount of `from` that an amount of `to` is worth: divided by the value, rounded once.
    public func convertBack(_ money: Money, places: Int, _ rounding: Rounding) throws(AmountError) -> Money {
        guard money.currency == to else { throw .rateDoesNotConvert(money.currency, from: to, to: from) }
        return Money(try Ratio(money.amount, over: value).rounded(places: places, rounding), from)
    }
}

extension Rate: CustomStringConvertible {
    /// `1 EUR = 1.0845 USD (ECB reference rate)`.
    public var description: String { "1 \(from) = \(value) \(to) (\(source))" }
}
