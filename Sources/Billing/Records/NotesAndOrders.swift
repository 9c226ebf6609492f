import Amounts
import Dates
import Encoding
import Evaluation

struct CreditNote: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, number, invoice, customer, amount, tax, reason
        case issuedOn = "issued_on"
    }

    static var kind: RecordKind { .creditNote }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var number = Text()
    var invoice = Text()
    var customer = Text()
    /// With tax.
    var amount: Minor = 0
    var tax: Minor = 0
    var currency: Currency?
    var reason: Text?
    var issuedOn: CivilDate?

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .number: .string(number.isEmpty ? id : number)
        case .invoice: .string(invoice)
        case .customer: .string(customer)
        case .amount: .money(amount, currency)
        case .tax: .money(tax, currency)
        case .reason: .text(reason)
        case .issuedOn: .date(issuedOn)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .number: return take(value.asText, into: &number)
        case .invoice: return take(value.asText, into: &invoice)
        case .customer: return take(value.asText, into: &customer)
        case .amount: return take(value, into: &amount, &currency)
        case .tax: return take(value, into: &tax, &currency)
        case .reason: return take(value.asText, into: &reason)
        case .issuedOn: return take(value.asDate, into: &issuedOn)
        }
    }
}

struct Dispute: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, invoice, customer, amount, reason, status
        case openedOn = "opened_on"
        case resolvedOn = "resolved_on"
        case credited
    }

    static var kind: RecordKind { .dispute }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var invoice = Text()
    var customer = Text()
    var amount: Minor = 0
    var credited: Minor = 0
    var currency: Currency?
    var reason: Text?
    var state = DisputeState.open
    var openedOn: CivilDate?
    var resolvedOn: CivilDate?

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .invoice: .string(invoice)
        case .customer: .string(customer)
        case .amount: .money(amount, currency)
        case .reason: .text(reason)
        case .status: .string(state.rawValue)
        case .openedOn: .date(openedOn)
        case .resolvedOn: .date(resolvedOn)
        case .credited: .money(credited, currency)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .invoice: return take(value.asText, into: &invoice)
        case .customer: return take(value.asText, into: &customer)
        case .amount: return take(value, into: &amount, &currency)
        case .reason: return take(value.asText, into: &reason)
        case .status: return take(value.asText.flatMap { DisputeState(rawValue: $0.string) }, into: &state)
        case .openedOn: return take(value.asDate, into: &openedOn)
        case .resolvedOn: return take(value.asDate, into: &resolvedOn)
        case .credited: return take(value, into: &credited, &currency)
        }
    }
}

/// Instalments that were agreed on for the open balance of an invoice.
struct PaymentPlan: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, invoice, customer, status, instalments
        case nextOn = "next_on"
        case nextAmount = "next_amount"
    }

    struct Instalment: Hashable, Sendable {
        var dueOn: CivilDate
        var amount: Minor
    }

    static var kind: RecordKind { .paymentPlan }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var invoice = Text()
    var customer = Text()
    var state = PlanState.active
    var instalments: [Instalment] = []
    /// What was paid or credited since it was agreed on: it pays the earliest instalments first.
    var settled: Minor = 0
    var currency: Currency?

    init(id: Text) { self.id = id }

    var total: Minor { instalments.reduce(0) { $0 + $1.amount } }

    /// What is open of each instalment.
    var open: [Minor] {
        var left = settled
        return instalments.map { instalment in
            let part = min(max(0, left), instalment.amount)
            left -= part
            return instalment.amount - part
        }
    }

    private var next: Int? { state == .active ? open.firstIndex { $0 > 0 } : nil }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .invoice: .string(invoice)
        case .customer: .string(customer)
        case .status: .string(state.rawValue)
        case .nextOn: .date(next.map { instalments[$0].dueOn })
        case .nextAmount: next.map { .money(open[$0], currency) } ?? .absent
        case .instalments:
            .list(
                zip(instalments, open).map { instalment, open in
                    .group([
                        ("due_on", .date(instalment.dueOn)), ("amount", .money(instalment.amount, currency)),
                        ("open", .money(open, currency)),
                    ])
                })
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .invoice: return take(value.asText, into: &invoice)
        case .customer: return take(value.asText, into: &customer)
        case .status: return take(value.asText.flatMap { PlanState(rawValue: $0.string) }, into: &state)
        case .nextOn, .nextAmount: return true
        case .instalments:
            guard let list = value.asList else { return false }
            instalments = []
            settled = 0
            for item in list {
                var amount: Minor = 0
                var open: Minor = 0
                guard let date = item.field("due_on").asDate, take(item.field("amount"), into: &amount, &currency)
                else {
                    return false
                }
                if take(item.field("open"), into: &open, &currency) { settled += amount - open }
                instalments.append(Instalment(dueOn: date, amount: amount))
            }
            return true
        }
    }
}

struct PurchaseOrder: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, customer, amount, used, left
        case expiresOn = "expires_on"
    }

    static var kind: RecordKind { .purchaseOrder }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var customer = Text()
    var amount: Minor = 0
    var used: Minor = 0
    var currency: Currency?
    var expiresOn: CivilDate?

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .customer: .string(customer)
        case .amount: .money(amount, currency)
        case .used: .money(used, currency)
        case .left: .money(amount - used, currency)
        case .expiresOn: .date(expiresOn)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .customer: return take(value.asText, into: &customer)
        case .amount: return take(value, into: &amount, &currency)
        case .used: return take(value, into: &used, &currency)
        case .left:
            var left: Minor = 0
            guard take(value, into: &left, &currency) else { return false }
            used = amount - left
            return true
        case .expiresOn: return take(value.asDate, into: &expiresOn)
        }
    }
}

struct Statement: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, customer, since, until, opening, closing
        case issuedOn = "issued_on"
        case lines
    }

    /// What changed the account: billed amounts are above zero, what lowers the debt below.
    struct Line: Hashable, Sendable {
        var on: CivilDate
        var document: Text
        var kind: Text
        var amount: Minor
    }

    static var kind: RecordKind { .statement }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var customer = Text()
    var since: CivilDate?
    var until: CivilDate?
    var opening: Minor = 0
    var currency: Currency?
    var issuedOn: CivilDate?
    var lines: [Line] = []

    init(id: Text) { self.id = id }

    var closing: Minor { lines.reduce(opening) { $0 + $1.amount } }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .customer: .string(customer)
        case .since: .date(since)
        case .until: .date(until)
        case .opening: .money(opening, currency)
        case .closing: .money(closing, currency)
        case .issuedOn: .date(issuedOn)
        case .lines:
            .list(lineValues)
        }
    }

    private var lineValues: [Value] {
        var balance = opening
        return lines.map { line in
            balance += line.amount
            return .group([
                ("on", .date(line.on)), ("document", .string(line.document)), ("kind", .string(line.kind)),
                ("amount", .money(line.amount, currency)), ("balance", .money(balance, currency)),
            ])
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .customer: return take(value.asText, into: &customer)
        case .since: return take(value.asDate, into: &since)
        case .until: return take(value.asDate, into: &until)
        case .opening: return take(value, into: &opening, &currency)
        case .issuedOn: return take(value.asDate, into: &issuedOn)
        case .closing, .lines: return false
        }
    }
}
