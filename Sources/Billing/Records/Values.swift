import Amounts
import Dates
import Encoding
import Evaluation

extension Value {
    static func date(_ date: CivilDate?) -> Value { date.map { .date($0) } ?? .absent }

    static func money(_ amount: Minor, _ currency: Currency?) -> Value {
        currency.map { .money(Money(minor: amount, $0)) } ?? .absent
    }

    static func period(_ period: Period?) -> Value { period.map { .period($0) } ?? .absent }
}

/// Takes a given value if it is there.
func take<Taken>(_ value: Taken?, into place: inout Taken) -> Bool {
    guard let value else { return false }
    place = value
    return true
}

func take<Taken>(_ value: Taken?, into place: inout Taken?) -> Bool {
    guard let value else { return false }
    place = value
    return true
}

/// Takes a given amount; all amounts of a record are of one currency.
func take(_ value: Value, into place: inout Minor, _ currency: inout Currency?) -> Bool {
    guard let money = value.asMoney, currency == nil || currency == money.currency, let amount = try? money.minor()
    else {
        return false
    }
    currency = money.currency
    place = amount
    return true
}
