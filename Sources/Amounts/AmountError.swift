/// Why an operation on amounts has no result.
///
/// An operation returns the exact result or one of these; it never rounds unasked. The cases carry values and no text:
/// the module that knows the author's file makes the message.
@frozen
public enum AmountError: Error, Hashable, Sendable {
    /// The exact result needs a coefficient outside −2¹²⁷ ..< 2¹²⁷, trailing zeros removed.
    case overflow
    /// The exact result needs more than `Decimal.maximumScale` decimal places, trailing zeros removed.
    case tooManyPlaces
    /// The text is not a number of the grammar; `offset` is the byte at which it stops being one.
    case notANumber(offset: Int)
    /// A division by zero.
    case divisionByZero
    /// A number of places outside what the operation takes.
    case placesOutOfRange(Int)
    /// Two amounts of different currencies met.
    case currenciesDiffer(Currency, Currency)
    /// A currency without a minor unit was used where the smallest unit had to be known.
    case noMinorUnit(Currency)
    /// An amount has more decimal places than its currency, and nobody said how to round it.
    case finerThanMinorUnit(Currency)
    /// A rate was applied to an amount of a currency that it does not convert from.
    case rateDoesNotConvert(Currency, from: Currency, to: Currency)
    /// A rate is not above zero, or says that a currency is worth something else than itself.
    case invalidRate
    /// The weight at this position is below zero.
    case negativeWeight(position: Int)
    /// The weights are none, or all zero, so nothing says where the amount goes.
    case nothingToAllocateBy
    /// A split into fewer than one part, or into more than `limit`.
    case partsOutOfRange(Int, limit: Int)
}
