import Amounts
import Billing
import Dates
import Encoding
import Evaluation
import Patterns
import Rules

/// The prices of a rule set that rate usage, as the reference book asks them for `usage.rate`.
struct PriceList: Pricing {
    private let prices: [Text: UsagePrice]

    init(_ rulebooks: [Rulebook]) {
        var prices: [Text: UsagePrice] = [:]
        for book in rulebooks {
            if let price = try? UsagePrice(book) { prices[book.name] = price }
        }
        self.prices = prices
    }

    func version(of price: Text, on date: CivilDate) -> Int? {
        (try? prices[price]?.book.version(on: date))?.version
    }

    func amount(price: Text, quantity: Decimal, billedBefore: Decimal, on date: CivilDate) -> Money? {
        guard let price = prices[price],
            let values = price.values(
                quantity: .decimal(quantity), billedBefore: .decimal(billedBefore), on: .date(date))
        else { return nil }
        let environment = EvaluationEnvironment(today: date, patterns: RE2Matcher())
        guard let decision = try? price.book.decide(values, environment), let shape = decision.value.shape,
            let slot = shape.slot(of: "amount"), let slots = decision.value.slots
        else { return nil }
        return slots[slot].asMoney
    }
}
