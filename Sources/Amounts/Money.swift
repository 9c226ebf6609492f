/// An exact amount of one currency.
///
/// Two amounts of different currencies never meet: every operation on two throws `currenciesDiffer`, naming both. The amount
/// may be finer than the currency's minor unit (a unit price, a part before rounding); `fitsMinorUnits` says whether it is.
@frozen
public struct Money: Hashable, Sendable {
    public let amount: Decimal
    public let currency: Currency

    @inlinable
    public init(_ amount: Decimal, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }

    @inlinable
    public func adding(_ other: Money) throws(AmountError) -> Money {
        guard currency == other.currency else { throw .currenciesDiffer(currency, other.currency) }
        return Money(try amount.adding(other.amount), currency)
    }

    @inlinable
    public func subtracting(_ other: Money) throws(AmountError) -> Money {
        guard currency == other.currency else { throw .currenciesDiffer(currency, other.currency) }
        return Money(try amount.subtracting(other.amount), currency)
    }

    @inlinable
    public func multiplying(_ factor: Decimal) throws(AmountError) -> Money {
        Money(try amount.multiplying(factor), currency)
    }

    @inlinable
    public func negated() throws(AmountError) -> Money { Money(try amount.negated(), currency) }

    @inlinable
    public func absolute() throws(AmountError) -> Money { Money(try amount.absolute(), currency) }

    /// −1, 0 or 1 as this amount is below, equal to or above `other`.
    @inlinable
    public func compare(_ other: Money) throws(AmountError) -> Int {
        guard currency == other.currency else { throw .currenciesDiffer(currency, other.currency) }
        return amount.compare(other.amount)
    }

    /// How often `other` goes into this amount, exactly: two amounts of one currency make a plain ratio.
    public func ratio(to other: Money) throws(AmountError) -> Ratio {
        guard currency == other.currency else { throw .currenciesDiffer(currency, other.currency) }
        return try Ratio(amount, over: other.amount)
    }

    public func rounded(places: Int, _ rounding: Rounding) throws(AmountError) -> Money {
        Money(try amount.rounded(places: places, rounding), currency)
    }

    /// The nearest amount of whole minor units; an error for a currency that has none.
    public func roundedToMinorUnits(_ rounding: Rounding) throws(AmountError) -> Money {
        guard let places = currency.minorUnits else { throw .noMinorUnit(currency) }
        return try rounded(places: places, rounding)
    }

    /// Whether the amount is a whole number of minor units, as a document or a payment needs it. 12.340 USD is, 12.345 USD is
    /// not. A currency without a minor unit takes every amount.
    public var fitsMinorUnits: Bool {
        guard let places = currency.minorUnits else { return true }
        return Int(amount.scale) <= places || amount.significantPlaces <= places
    }
}

extension Money: CustomStringConvertible {
    /// The canonical text: the amount with the places of the currency's minor unit, more only where the value needs them, a
    /// space, the code. `5000.00 USD`, `800 JPY`, `0.0125 EUR`. Equal amounts have equal texts.
    public var description: String {
        "\(amountText) \(currency)"
    }

    /// The canonical text of the amount alone: `5000.00`.
    public var amountText: String {
        let places = currency.minorUnits ?? 0
        let plain = amount.normalized
        if let written = plain.rescaled(to: max(places, Int(plain.scale))) { return written.description }
        // Nearly 2¹²⁷ and without room for the zeros in 128 bits: the text has room.
        let missing = String(repeating: "0", count: places - Int(plain.scale))
        return plain.description + (plain.scale == 0 ? "." : "") + missing
    }

    /// The money of a canonical text, and of any text of its form: a number, one space, a code.
    ///
    /// - Throws: what `Decimal.parse` throws; `notANumber` with the offset of the code if that is unknown.
    public static func parse(_ text: String) throws(AmountError) -> Money {
        let bytes = Array(text.utf8)
        guard bytes.count > 4, bytes[bytes.count - 4] == UInt8(ascii: " ") else {
            throw .notANumber(offset: max(0, bytes.count - 4))
        }
        let amount = try Decimal.parse(bytes[..<(bytes.count - 4)])
        guard let currency = Currency(utf8: bytes.suffix(3)) else { throw .notANumber(offset: bytes.count - 3) }
        return Money(amount, currency)
    }
}
