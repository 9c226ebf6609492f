import Amounts
import Billing
import Dates
import Encoding
import Evaluation
import Patterns
import Rules

/// The prices of a rule set, as the reference book asks them for `usage.rate`.
///
/// A price can rate a metered quantity by itself if all it must be given is that quantity, and the day that picks its version where it has
/// versions. What it may be given besides stays out.
struct PriceList: Pricing {
    private let prices: [Text: Rulebook]

    init(_ rulebooks: [Rulebook]) {
        var prices: [Text: Rulebook] = [:]
        for book in rulebooks {
            if case .price = book.latest.body { prices[book.name] = book }
        }
        self.prices = prices
    }

    func amount(price: Text, quantity: Decimal, on date: CivilDate) -> Money? {
        guard let book = prices[price], let values = Self.values(book, quantity, date) else { return nil }
        let environment = EvaluationEnvironment(today: date, patterns: RE2Matcher())
        guard let decision = try? book.decide(values, environment), let shape = decision.value.shape,
            let slot = shape.slot(of: "amount"), let slots = decision.value.slots
        else { return nil }
        return slots[slot].asMoney
    }

    private static func values(_ book: Rulebook, _ quantity: Decimal, _ date: CivilDate) -> [Value]? {
        var values: [Value] = []
        var isGiven = false
        for (index, input) in book.inputs.enumerated() {
            if index == book.datedBy {
                values.append(.date(date))
            } else if !input.isRequired {
                values.append(.absent)
            } else {
                guard !isGiven, let value = Value.decimal(quantity).asInput(input.type) else { return nil }
                values.append(value)
                isGiven = true
            }
        }
        return isGiven ? values : nil
    }
}

extension Value {
    /// A quantity as an input of this type; nothing if it is none of numbers, or the quantity is not whole where it must be.
    fileprivate func asInput(_ type: ValueType) -> Value? {
        switch type {
        case .decimal: self
        case .int: asDecimal?.wholeNumber.flatMap { Int64(exactly: $0) }.map { .int($0) }
        default: nil
        }
    }
}
