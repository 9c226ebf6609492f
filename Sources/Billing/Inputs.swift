import Amounts
import Dates
import Encoding
import Evaluation
import Hosting

/// The inputs of a call. The checker has seen to it that they are there and of their types; a caller who did not ask it gets
/// `missing_input`.
struct Inputs {
    let all: [NamedValue]

    init(_ call: Call) { all = call.inputs }

    func value(_ name: Text) -> Value { place(of: name).map { all[$0].value } ?? .absent }

    /// Where the input of a name is, if it is there.
    func place(of name: Text) -> Int? {
        for place in all.indices where all[place].name == name { return place }
        return nil
    }

    func text(_ name: Text) throws(Refusal) -> Text {
        guard let text = value(name).asText, !text.isEmpty else { throw missing(name) }
        return text
    }

    func textIfGiven(_ name: Text) -> Text? { value(name).asText.flatMap { $0.isEmpty ? nil : $0 } }

    func date(_ name: Text) throws(Refusal) -> CivilDate {
        guard let date = value(name).asDate else { throw missing(name) }
        return date
    }

    func dateIfGiven(_ name: Text) -> CivilDate? { value(name).asDate }

    func money(_ name: Text) throws(Refusal) -> Money {
        guard let money = value(name).asMoney else { throw missing(name) }
        return money
    }

    func moneyIfGiven(_ name: Text) -> Money? { value(name).asMoney }

    /// An amount above zero, in whole smallest units.
    func amount(_ name: Text) throws(Refusal) -> (Minor, Currency) {
        let money = try money(name)
        return (try Self.positive(money, name), money.currency)
    }

    /// An amount above zero in a currency that it has to have.
    func amount(_ name: Text, _ currency: Currency?) throws(Refusal) -> Minor {
        let (amount, own) = try amount(name)
        if let currency, own != currency { throw Refusal("other_currency", field: name.string) }
        return amount
    }

    func amountIfGiven(_ name: Text, _ currency: Currency?) throws(Refusal) -> Minor? {
        value(name).isAbsent || value(name).isNull ? nil : try amount(name, currency)
    }

    static func positive(_ money: Money, _ name: Text) throws(Refusal) -> Minor {
        guard money.amount.signum > 0 else { throw Refusal("not_positive", field: name.string) }
        do throws(Refusal) { return try money.minor() } catch {
            throw Refusal(error.outcome.string, field: name.string)
        }
    }

    /// A number above zero.
    func quantity(_ name: Text) throws(Refusal) -> Decimal {
        guard let number = number(value(name)) else { throw missing(name) }
        guard number.signum > 0 else { throw Refusal("not_positive", field: name.string) }
        return number
    }

    func quantityIfGiven(_ name: Text) throws(Refusal) -> Decimal? {
        value(name).isAbsent || value(name).isNull ? nil : try quantity(name)
    }

    func number(_ value: Value) -> Decimal? { value.asDecimal ?? value.asInt.map { Decimal(Int128($0)) } }

    /// A share from 0 to a limit.
    func ratio(_ name: Text, atMost limit: Ratio) throws(Refusal) -> Ratio {
        let value = value(name)
        guard let ratio = value.asRatio ?? number(value).map({ Ratio($0) }) else { throw missing(name) }
        guard !ratio.isNegative, !(limit < ratio) else { throw Refusal("bad_rate", field: name.string) }
        return ratio
    }

    func ratioIfGiven(_ name: Text, atMost limit: Ratio) throws(Refusal) -> Ratio? {
        value(name).isAbsent || value(name).isNull ? nil : try ratio(name, atMost: limit)
    }

    func int(_ name: Text) throws(Refusal) -> Int {
        guard let number = value(name).asInt else { throw missing(name) }
        return Int(number)
    }

    func periodIfGiven(_ name: Text) -> Period? { value(name).asPeriod }

    func missing(_ name: Text) -> Refusal { Refusal("missing_input", field: name.string) }
}

/// The names of inputs and of fields of events, made once.
enum Input {
    static let customer = Text("customer")
    static let invoice = Text("invoice")
    static let subscription = Text("subscription")
    static let contract = Text("contract")
    static let payment = Text("payment")
    static let purchaseOrder = Text("purchase_order")
    static let paymentPlan = Text("payment_plan")
    static let amount = Text("amount")
    static let description = Text("description")
    static let reason = Text("reason")
    static let reference = Text("reference")
    static let on = Text("on")
    static let since = Text("since")
    static let until = Text("until")
    static let dueOn = Text("due_on")
    static let price = Text("price")
    static let quantity = Text("quantity")
    static let unitPrice = Text("unit_price")
    static let taxRate = Text("tax_rate")
    static let lines = Text("lines")
    static let fee = Text("fee")
    static let total = Text("total")
    static let number = Text("number")
    static let method = Text("method")
    static let share = Text("share")
}
