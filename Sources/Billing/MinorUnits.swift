import Amounts
import Dates
import Encoding
import Evaluation

// Amounts in the book are whole numbers of the smallest unit of their currency.
//
// That is what can be paid, and the one form in which nothing can be lost: a document's parts are added and compared as integers,
// and an amount that has more digits than its currency is refused at the door, never trimmed. Prices of a unit may have more digits; they
// are multiplied and then rounded where the description of the primitive says so.

/// A whole number of the smallest unit of a currency: of cents, for dollars.
typealias Minor = Int64

enum Limits {
    /// The largest amount of a document or a payment, in smallest units. Sums of a billion of them fit into 64 bits.
    static let largestAmountInMinorUnits: Minor = 9_000_000_000_000_000
    static let largestLineCount = 10_000
    static let largestShareCount = 1_000
    static let largestPartCount = 360
}

extension Money {
    /// The amount in smallest units.
    ///
    /// - Throws: `too_fine` for an amount with more digits than the currency has, and for a currency without a smallest unit; `too_large`.
    func minor() throws(Refusal) -> Minor {
        guard let places = currency.minorUnits else { throw .tooFine }
        let coefficient: Int128
        if Int(amount.scale) == places {
            coefficient = amount.coefficient
        } else {
            guard let exact = amount.rescaled(to: places) else {
                throw amount.significantPlaces > places ? .tooFine : .tooLarge
            }
            coefficient = exact.coefficient
        }
        return try coefficient.minor()
    }

    init(minor: Minor, _ currency: Currency) {
        self.init(
            Decimal(unchecked: Int128(minor), scale: Int8(truncatingIfNeeded: currency.minorUnits ?? 0)), currency)
    }

    /// An exact amount rounded half up to smallest units.
    func roundedToMinor() throws(Refusal) -> Minor {
        guard currency.minorUnits != nil else { throw .tooFine }
        let rounded = try exactly { () throws(AmountError) in try roundedToMinorUnits(.halfUp) }
        return try rounded.minor()
    }
}

/// An exact calculation; what does not fit is `too_large`.
func exactly<Result>(_ body: () throws(AmountError) -> Result) throws(Refusal) -> Result {
    do throws(AmountError) { return try body() } catch {
        if case .currenciesDiffer = error { throw .otherCurrency }
        throw .tooLarge
    }
}

extension Int128 {
    func minor() throws(Refusal) -> Minor {
        guard let value = Minor(exactly: self), value.magnitude <= Limits.largestAmountInMinorUnits.magnitude else {
            throw .tooLarge
        }
        return value
    }
}

extension Minor {
    func plus(_ other: Minor) throws(Refusal) -> Minor { try (Int128(self) + Int128(other)).minor() }
    func minus(_ other: Minor) throws(Refusal) -> Minor { try (Int128(self) - Int128(other)).minor() }

    /// This amount times a ratio, rounded half up: away from zero where it lies exactly between two.
    func times(_ ratio: Ratio) throws(Refusal) -> Minor {
        let product = try exactly { () throws(AmountError) in
            try ratio.multiplying(Decimal(Int128(self))).rounded(places: 0, .halfUp)
        }
        return try product.coefficient.minor()
    }

    func times(_ numerator: Int, over denominator: Int) throws(Refusal) -> Minor {
        try times(try exactly { () throws(AmountError) in try Ratio(Int128(numerator), over: Int128(denominator)) })
    }
}

extension Currency {
    /// Its code as a text.
    var text: Text {
        let (first, second, third) = letters
        return withUnsafeBytes(of: (first, second, third)) { Text(validUTF8: $0) }
    }
}
