import Amounts
import Evaluation

/// Numbers and amounts as the cases write them.
enum AmountValues {
    struct Unknown: Error { let text: String }

    static func value(_ text: String) throws -> Value {
        if let money = try? Money.parse(text) { return .money(money) }
        if text.hasSuffix("%") {
            return .ratio(try Ratio(try Decimal.parse(String(text.dropLast())), over: Decimal(100)))
        }
        if text.contains("/") {
            let parts = text.split(separator: "/").compactMap { Int128($0) }
            guard parts.count == 2 else { throw Unknown(text: text) }
            return .ratio(try Ratio(parts[0], over: parts[1]))
        }
        if let int = Int64(text) { return .int(int) }
        return .decimal(try Decimal.parse(text))
    }
}
