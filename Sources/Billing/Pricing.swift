package import Amounts
package import Dates
package import Encoding

/// What rates a quantity: the prices of a library. The book knows none of its own.
package protocol Pricing: Sendable {
    /// The number of the version of a price that holds on a day; nothing if there is no such price, if it does not hold on that day, or if
    /// it cannot rate usage.
    func version(of price: Text, on date: CivilDate) -> Int?

    /// The amount of a quantity by the price of a name, as it holds on a day; unrounded or rounded as the price says.
    ///
    /// - Parameter billedBefore: the quantity that was billed before in the same period; a price that does not ask for it begins anew.
    /// - Returns: nothing where `version` gives nothing, and for a quantity that the price does not take.
    func amount(price: Text, quantity: Decimal, billedBefore: Decimal, on date: CivilDate) -> Money?
}
