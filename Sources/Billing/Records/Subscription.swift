import Amounts
import Dates
import Encoding
import Evaluation

struct Subscription: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, customer, plan, price, quantity, status
        case startsOn = "starts_on"
        case every
        case periodStart = "period_start"
        case periodEnd = "period_end"
        case term
        case termEnd = "term_end"
        case renewals
        case cancelledOn = "cancelled_on"
        case billedUntil = "billed_until"
        case contract
    }

    static var kind: RecordKind { .subscription }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var customer = Text()
    var plan = Text()
    /// Of one unit for one period.
    var price: Minor?
    var currency: Currency?
    var quantity = Decimal.one
    var state = SubscriptionState.active
    var startsOn: CivilDate?
    /// The day that the periods are counted from: the first, or the one that a co-terming has set.
    var anchor: CivilDate?
    /// How many periods after the anchor the current one begins.
    var periodCount = 0
    var every: Period?
    var periodStart: CivilDate?
    var periodEnd: CivilDate?
    var term: Period?
    var termEnd: CivilDate?
    var renewals = 0
    var cancelledOn: CivilDate?
    var billedUntil: CivilDate?
    var contract: Text?
    /// The usage that no invoice has billed, as it came.
    var unbilled: [Text] = []

    init(id: Text) { self.id = id }

    /// What one period costs.
    func amount() throws(Refusal) -> Minor? {
        guard let price else { return nil }
        return try price.times(Ratio(quantity))
    }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .customer: .string(customer)
        case .plan: .string(plan)
        case .price: price.map { .money($0, currency) } ?? .absent
        case .quantity: .decimal(quantity)
        case .status: .string(state.rawValue)
        case .startsOn: .date(startsOn)
        case .every: .period(every)
        case .periodStart: .date(periodStart)
        case .periodEnd: .date(periodEnd)
        case .term: .period(term)
        case .termEnd: .date(termEnd)
        case .renewals: .int(Int64(renewals))
        case .cancelledOn: .date(cancelledOn)
        case .billedUntil: .date(billedUntil)
        case .contract: .text(contract)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .customer: return take(value.asText, into: &customer)
        case .plan: return take(value.asText, into: &plan)
        case .price:
            var amount: Minor = 0
            guard take(value, into: &amount, &currency) else { return false }
            price = amount
            return true
        case .quantity: return take(value.asDecimal, into: &quantity)
        case .status: return take(value.asText.flatMap { SubscriptionState(rawValue: $0.string) }, into: &state)
        case .startsOn: return take(value.asDate, into: &startsOn)
        case .every: return take(value.asPeriod, into: &every)
        case .periodStart: return take(value.asDate, into: &periodStart)
        case .periodEnd: return take(value.asDate, into: &periodEnd)
        case .term: return take(value.asPeriod, into: &term)
        case .termEnd: return take(value.asDate, into: &termEnd)
        case .renewals: return take(value.asInt.map { Int($0) }, into: &renewals)
        case .cancelledOn: return take(value.asDate, into: &cancelledOn)
        case .billedUntil: return take(value.asDate, into: &billedUntil)
        case .contract: return take(value.asText, into: &contract)
        }
    }

    mutating func complete(_ fields: [Field]) {
        every = every ?? (try? Period(months: 1))
        periodStart = periodStart ?? startsOn
        anchor = anchor ?? periodStart
        guard periodEnd == nil, let start = periodStart, let every else { return }
        periodEnd = try? start.adding(every)
    }
}

struct Usage: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, customer, subscription, metric, quantity
        case usedOn = "used_on"
        case late, invoice
    }

    static var kind: RecordKind { .usage }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var customer = Text()
    var subscription = Text()
    var metric = Text()
    var quantity = Decimal.zero
    var usedOn: CivilDate?
    var isLate = false
    /// The invoice that billed it.
    var invoice: Text?

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .customer: .string(customer)
        case .subscription: .string(subscription)
        case .metric: .string(metric)
        case .quantity: .decimal(quantity)
        case .usedOn: .date(usedOn)
        case .late: .bool(isLate)
        case .invoice: .text(invoice)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .customer: return take(value.asText, into: &customer)
        case .subscription: return take(value.asText, into: &subscription)
        case .metric: return take(value.asText, into: &metric)
        case .quantity: return take(value.asDecimal, into: &quantity)
        case .usedOn: return take(value.asDate, into: &usedOn)
        case .late: return take(value.asBool, into: &isLate)
        case .invoice: return take(value.asText, into: &invoice)
        }
    }
}
