import Amounts
import Dates
import Encoding
import Evaluation

/// Money that has come, and where it went: matched with invoices, paid back, taken back, or still the customer's.
struct Payment: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, customer, amount, matched, left, refunded, status
        case receivedOn = "received_on"
        case reference, method, invoice
        case paidOut = "paid_out"
    }

    /// A part of it that paid an invoice.
    struct Match: Hashable, Sendable {
        var invoice: Text
        var amount: Minor
    }

    static var kind: RecordKind { .payment }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    /// Nobody, for money that came without a name.
    var customer: Text?
    var currency: Currency?
    var amount: Minor = 0
    var refunded: Minor = 0
    /// What was taken back by the payer's bank.
    var reversed: Minor = 0
    var paidOut: Minor = 0
    var isSplit = false
    /// The latest last; each invoice at most once.
    var matches: [Match] = []
    var receivedOn: CivilDate?
    var reference: Text?
    var method: Text?

    init(id: Text) { self.id = id }

    var matched: Minor { matches.reduce(0) { $0 + $1.amount } }

    /// What is matched with no invoice and still here.
    var left: Minor { amount - matched - refunded - reversed }

    var state: PaymentState {
        if amount > 0, reversed > 0, reversed + refunded == amount { return .reversed }
        if amount > 0, refunded == amount { return .refunded }
        if matches.isEmpty { return .unmatched }
        return left == 0 ? .matched : .partlyMatched
    }

    mutating func add(_ amount: Minor, to invoice: Text) {
        if let place = matches.firstIndex(where: { $0.invoice == invoice }) {
            let match = matches.remove(at: place)
            matches.append(Match(invoice: invoice, amount: match.amount + amount))
        } else {
            matches.append(Match(invoice: invoice, amount: amount))
        }
    }

    /// - Returns: what of the amount was matched with the invoice, and is not any more.
    mutating func free(_ amount: Minor, from invoice: Text) -> Minor {
        guard let place = matches.firstIndex(where: { $0.invoice == invoice }) else { return 0 }
        let part = min(amount, matches[place].amount)
        matches[place].amount -= part
        if matches[place].amount == 0 { matches.remove(at: place) }
        return part
    }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .customer: .text(customer)
        case .amount: .money(amount, currency)
        case .matched: .money(matched, currency)
        case .left: .money(left, currency)
        case .refunded: .money(refunded, currency)
        case .status: .string(state.rawValue)
        case .receivedOn: .date(receivedOn)
        case .reference: .text(reference)
        case .method: .text(method)
        case .invoice: .text(matches.last?.invoice)
        case .paidOut: .money(paidOut, currency)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .customer: return take(value.asText, into: &customer)
        case .amount: return take(value, into: &amount, &currency)
        case .refunded: return take(value, into: &refunded, &currency)
        case .receivedOn: return take(value.asDate, into: &receivedOn)
        case .reference: return take(value.asText, into: &reference)
        case .method: return take(value.asText, into: &method)
        case .paidOut: return take(value, into: &paidOut, &currency)
        case .invoice:
            // Matched with it as far as the rest is not said to be elsewhere.
            guard let invoice = value.asText else { return false }
            matches = left > 0 ? [Match(invoice: invoice, amount: left)] : []
            return true
        case .status:
            if value.asText == Text(PaymentState.reversed.rawValue) { reversed = amount - refunded }
            if value.asText == Text(PaymentState.refunded.rawValue) { refunded = amount }
            return true
        case .matched, .left:
            // They follow from the others.
            return value.asMoney != nil
        }
    }
}

/// What is paid out to one who has a share in a payment.
struct Payout: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, payment, payee, amount
        case madeOn = "made_on"
    }

    static var kind: RecordKind { .payout }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var payment = Text()
    var payee = Text()
    var amount: Minor = 0
    var currency: Currency?
    var madeOn: CivilDate?

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .payment: .string(payment)
        case .payee: .string(payee)
        case .amount: .money(amount, currency)
        case .madeOn: .date(madeOn)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .payment: return take(value.asText, into: &payment)
        case .payee: return take(value.asText, into: &payee)
        case .amount: return take(value, into: &amount, &currency)
        case .madeOn: return take(value.asDate, into: &madeOn)
        }
    }
}
