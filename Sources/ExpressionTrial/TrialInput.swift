internal import Amounts
internal import Encoding
internal import Evaluation
internal import Expressions

/// A value of JSON as an expression of a dialect takes it.
enum TrialInput {
    /// In the dialect of files an object of just an `amount` and a `currency` is money: amounts are sent so. In CEL, whose
    /// numbers with a fraction are doubles, a decimal becomes the nearest one.
    static func value(_ value: Value, _ dialect: Dialect) -> Value {
        if let list = value.asList { return .list(list.map { Self.value($0, dialect) }) }
        if let map = value.asMap {
            if dialect == .proviso, let money = money(value, map.count) { return money }
            return (try? .map(map.map { ($0.key, Self.value($0.value, dialect)) })) ?? value
        }
        if dialect == .cel, let decimal = value.asDecimal { return .double(Double(decimal.description) ?? .nan) }
        return value
    }

    private static func money(_ value: Value, _ count: Int) -> Value? {
        guard count == 2, let amount = value["amount"], let code = value["currency"]?.asText,
            let currency = Currency(code.string)
        else { return nil }
        let decimal =
            amount.asDecimal ?? amount.asInt.map { Decimal(Int128($0)) }
            ?? amount.asText.flatMap { try? Decimal.parse($0.string) }
        return decimal.map { .money(Money($0, currency)) }
    }
}
