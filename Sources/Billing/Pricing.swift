package import Amounts
package import Dates
package import Encoding

/// What rates a quantity: the prices of a library. The book knows none of its own.
package protocol Pricing: Sendable {
    /// The amount of a quantity by the price of a name, as it holds on a day; unrounded or rounded as the price says.
    ///
    /// - Returns: nothing if there is no such price, or it does not hold on that day.
    func amount(price: Text, quantity: Decimal, on date: CivilDate) -> Money?
}
