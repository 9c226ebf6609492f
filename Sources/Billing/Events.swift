import Amounts
import Dates
import Encoding
import Evaluation

/// What the events of a history do to the book. They have happened: what a call would be refused, an event may tell, as long as the
/// amounts can be true.
extension Book {
    mutating func happen(_ type: Text, _ data: Value) throws(Refusal) {
        guard let event = KnownEvent.named(type) else { return meet(data) }
        switch event {
        case .sent: try wasSent(data)
        case .received: try wasPaid(data)
        case .reversed: try wasTakenBack(data)
        case .remitted: try wasRemitted(data)
        case .disputed: try wasDisputed(data)
        case .resolved: try wasResolved(data)
        case .dueDateMoved: try dueDateWasMoved(data)
        case .voided: try wasVoided(data)
        case .usage: try wasUsed(data)
        case .started: try hasStarted(data)
        case .cancelled: try wasCancelled(data)
        case .signed: try wasSigned(data)
        case .ordered: try wasOrdered(data)
        case .rate: try rateWasPublished(data)
        case .customer: customerHasChanged(data)
        }
    }

    private enum KnownEvent: String, CaseIterable {
        case sent = "invoice.sent"
        case received = "payment.received"
        case reversed = "payment.reversed"
        case remitted = "remittance.received"
        case disputed = "invoice.disputed"
        case resolved = "invoice.dispute_resolved"
        case dueDateMoved = "invoice.due_date_moved"
        case voided = "invoice.voided"
        case usage = "usage.recorded"
        case started = "subscription.started"
        case cancelled = "subscription.cancelled"
        case signed = "contract.signed"
        case ordered = "purchase_order.received"
        case rate = "rate.published"
        case customer = "customer.changed"

        private static let byName = CaseNames<KnownEvent>()

        static func named(_ name: Text) -> KnownEvent? { byName[name] }
    }

    /// The names of the events that change the book.
    package static var knownEvents: [String] { KnownEvent.allCases.map(\.rawValue) }

    // MARK: Reading an event

    /// Where the fields lie of the events that most histories are made of.
    struct KnownFields: Sendable {
        fileprivate var sent = EventFields()
        fileprivate var received = EventFields()
    }

    private func text(_ data: Value, _ name: Text) throws(Refusal) -> Text { try text(of: data.field(name), name) }

    private func text(of value: Value, _ name: Text) throws(Refusal) -> Text {
        guard let text = value.asText else { throw Refusal("missing_field", field: name.string) }
        return text
    }

    private func date(_ data: Value, _ name: Text) throws(Refusal) -> CivilDate {
        guard let date = data.field(name).asDate else { throw Refusal("missing_field", field: name.string) }
        return date
    }

    private func amount(_ data: Value, _ name: Text) throws(Refusal) -> (Minor, Currency) {
        try amount(of: data.field(name), name)
    }

    private func amount(of value: Value, _ name: Text) throws(Refusal) -> (Minor, Currency) {
        guard let money = value.asMoney else { throw Refusal("missing_field", field: name.string) }
        do throws(Refusal) { return (try money.minor(), money.currency) } catch {
            throw Refusal(error.outcome.string, field: name.string)
        }
    }

    private func invoice(_ data: Value) throws(Refusal) -> Invoice {
        let invoice = try invoices.require(try text(data, Input.invoice))
        guard invoice.state != .archived else { throw Refusal("already_archived", field: "invoice") }
        return invoice
    }

    /// A customer that an event names is known from then on.
    private mutating func meet(_ data: Value) { meet(data.field(Input.customer).asText, data) }

    private mutating func meet(_ id: Text?, _ data: Value) {
        guard let id, !id.isEmpty, !customers.contains(id) else { return }
        var customer = Customer(id: id)
        customer.name = data.field("name").asText ?? id
        customer.email = data.field("email").asText
        customers.put(customer)
    }

    // MARK: Invoices

    private mutating func wasSent(_ data: Value) throws(Refusal) {
        let event = fields.sent.find(in: data)
        let id = try text(of: event[.invoice], Input.invoice)
        let (total, currency) = try amount(of: event[.total], Input.total)
        guard total >= 0 else { throw Refusal("not_positive", field: "total") }
        let customer = event[.customer].asText
        meet(customer, data)
        let dueOn = event[.dueOn].asDate
        guard var known = invoices.find(id) else {
            let number = event[.number].asText
            return keepBilled(Invoice(id: id), number, customer ?? Text(), total, currency, dueOn)
        }
        // One that the book has drafted or posted itself is now sent.
        guard known.state == .draft || known.state == .posted, known.total == total, known.currency == currency
        else { throw Refusal("invoice_exists", field: "invoice") }
        if known.state == .draft { try post(&known, series: "INV", on: today) }
        keepSent(known, dueOn)
    }

    /// An invoice that the book has not made: it was posted, and has gone out.
    private mutating func keepBilled(
        _ invoice: consuming Invoice, _ number: Text?, _ customer: Text, _ total: Minor, _ currency: Currency,
        _ dueOn: CivilDate?
    ) {
        let id = invoice.id
        invoice.customer = customer
        invoice.currency = currency
        (invoice.net, invoice.total) = (total, total)
        if let number, number != id {
            invoice.number = number
            name(number, id)
        } else {
            invoice.number = id
        }
        invoice.state = .posted
        invoice.postedOn = today
        postEntries(of: invoice, currency, on: today)
        keepSent(invoice, dueOn)
    }

    private mutating func keepSent(_ invoice: consuming Invoice, _ dueOn: CivilDate?) {
        invoice.dueOn = dueOn ?? invoice.dueOn
        invoice.isSent = true
        invoice.sentOn = today
        invoice.settle(on: today)
        let customer = invoice.customer
        invoices.put(invoice)
        customers.change(customer) { $0.invoicesSent += 1 }
    }

    private mutating func wasDisputed(_ data: Value) throws(Refusal) {
        var invoice = try invoice(data)
        guard !invoice.isDisputed else { return }
        dispute(&invoice, invoice.total, data.field("reason").asText)
    }

    private mutating func wasResolved(_ data: Value) throws(Refusal) {
        var invoice = try invoice(data)
        guard invoice.isDisputed else { return }
        invoice.isDisputed = false
        invoice.settle(on: today)
        invoices.put(invoice)
        closeDispute(of: invoice, as: .withdrawn)
    }

    private mutating func dueDateWasMoved(_ data: Value) throws(Refusal) {
        var invoice = try invoice(data)
        invoice.dueOn = try date(data, Input.dueOn)
        invoices.put(invoice)
    }

    private mutating func wasVoided(_ data: Value) throws(Refusal) {
        var invoice = try invoice(data)
        guard !invoice.isVoid else { return }
        if invoice.credited > 0 { throw Refusal("already_credited", field: "invoice") }
        if invoice.writtenOff > 0 { throw Refusal("already_written_off", field: "invoice") }
        if invoice.paid > 0, let currency = invoice.currency { free(invoice.paid, from: &invoice, currency) }
        makeVoid(&invoice)
    }

    // MARK: Payments

    /// Money for an invoice. What is more than its balance stays the customer's.
    private mutating func wasPaid(_ data: Value) throws(Refusal) {
        let event = fields.received.find(in: data)
        let invoice = try text(of: event[.invoice], Input.invoice)
        let known = try invoices.ask(invoice) { invoice in
            (
                state: invoice.pointee.state, currency: invoice.pointee.currency,
                balance: Invoice.balance(at: invoice), customer: invoice.pointee.customer
            )
        }
        guard known.state != .archived else { throw Refusal("already_archived", field: "invoice") }
        let (amount, currency) = try amount(of: event[.amount], Input.amount)
        guard amount > 0 else { throw Refusal.notPositive }
        guard known.state != .draft else { throw Refusal("not_posted", field: "invoice") }
        guard known.currency == currency else { throw Refusal.otherCurrency }
        let given = event[.payment].asText
        if let given, payments.contains(given) { throw Refusal("payment_exists", field: "payment") }
        let payment = given ?? newID(Self.paymentPrefix, payments)
        let part = min(amount, known.balance)
        keepPaid(Payment(id: payment), amount, currency, by: known.customer, event[.method].asText, part, for: invoice)
        guard part > 0 else { return }
        let today = today
        let kept = invoices.change(invoice) { invoice in
            invoice.take(part, from: payment)
            invoice.settle(on: today)
            return (plan: invoice.paymentPlan, balance: invoice.balance)
        }
        if let kept { follow(kept.plan, kept.balance) }
    }

    /// A payment of which a part pays an invoice.
    private mutating func keepPaid(
        _ payment: consuming Payment, _ amount: Minor, _ currency: Currency, by customer: Text, _ method: Text?,
        _ part: Minor, for invoice: Text
    ) {
        payment.customer = customer
        payment.method = method
        receive(&payment, amount, currency)
        if part > 0 {
            payment.add(part, to: invoice)
            post(Account.unapplied, Account.receivable, part, currency, about: invoice)
        }
        payments.put(payment)
    }

    private static let paymentPrefix = Text("P")

    /// Money for an invoice is taken back: from the payment that is named, else from those that were matched with the invoice, the
    /// latest first.
    private mutating func wasTakenBack(_ data: Value) throws(Refusal) {
        var invoice = try invoice(data)
        let (amount, currency) = try amount(data, Input.amount)
        guard amount > 0 else { throw Refusal.notPositive }
        guard invoice.currency == currency else { throw Refusal.otherCurrency }
        if let id = data.field(Input.payment).asText {
            var payment = try payments.require(id)
            guard amount <= payment.left + payment.matched else { throw Refusal("more_than_paid", field: "amount") }
            return try takeBack(amount, of: &payment, currency)
        }
        guard amount <= invoice.paid else { throw Refusal("more_than_paid", field: "amount") }
        for (id, part) in free(amount, from: &invoice, currency) {
            guard var payment = payments.find(id) else { continue }
            try takeBack(part, of: &payment, currency)
        }
        keep(invoice)
    }

    private mutating func wasRemitted(_ data: Value) throws(Refusal) {
        let id = try text(data, Input.payment)
        guard !payments.contains(id) else { throw Refusal("payment_exists", field: "payment") }
        let (amount, currency) = try amount(data, Input.amount)
        guard amount > 0 else { throw Refusal.notPositive }
        meet(data)
        var payment = Payment(id: id)
        payment.customer = data.field(Input.customer).asText
        payment.receivedOn = data.field("received_on").asDate ?? today
        payment.reference = data.field("reference").asText
        payment.method = data.field(Input.method).asText
        receive(&payment, amount, currency)
        payments.put(payment)
    }

    // MARK: Customers, contracts, subscriptions, usage

    private mutating func customerHasChanged(_ data: Value) {
        guard let id = data.field(Input.customer).asText else { return }
        var customer = customers.find(id) ?? Customer(id: id)
        for field in Customer.Field.allCases {
            let value = data.field(Text(field.rawValue))
            if !value.isAbsent, !value.isNull { _ = customer.set(field, value) }
        }
        customers.put(customer)
    }

    private mutating func wasSigned(_ data: Value) throws(Refusal) {
        let id = try text(data, "contract")
        guard !contracts.contains(id) else { throw Refusal("contract_exists", field: "contract") }
        meet(data)
        var contract = Contract(id: id)
        for field in Contract.Field.allCases where field != .id {
            let value = data.field(Text(field.rawValue))
            if !value.isAbsent, !value.isNull { _ = contract.set(field, value) }
        }
        contracts.put(contract)
    }

    private mutating func hasStarted(_ data: Value) throws(Refusal) {
        let id = try text(data, "subscription")
        guard !subscriptions.contains(id) else { throw Refusal("subscription_exists", field: "subscription") }
        meet(data)
        var subscription = Subscription(id: id)
        for field in Subscription.Field.allCases where field != .id {
            let value = data.field(Text(field.rawValue))
            if !value.isAbsent, !value.isNull { _ = subscription.set(field, value) }
        }
        subscription.complete([])
        if let term = subscription.term, let start = subscription.startsOn {
            subscription.termEnd = try Self.end(of: start, term)
        }
        subscriptions.put(subscription)
    }

    private mutating func wasCancelled(_ data: Value) throws(Refusal) {
        var subscription = try subscriptions.require(try text(data, "subscription"))
        subscription.state = .cancelled
        subscription.cancelledOn = data.field("on").asDate ?? today
        subscriptions.put(subscription)
    }

    private mutating func wasUsed(_ data: Value) throws(Refusal) {
        guard let quantity = data.field("quantity").asDecimal, quantity.signum > 0 else {
            throw Refusal("not_positive", field: "quantity")
        }
        try addUsage(
            try text(data, "event_id"), subscription: try text(data, "subscription"), metric: try text(data, "metric"),
            quantity: quantity, usedOn: try date(data, "used_on"))
    }

    private mutating func wasOrdered(_ data: Value) throws(Refusal) {
        let id = try text(data, "purchase_order")
        guard !purchaseOrders.contains(id) else { throw Refusal("purchase_order_exists", field: "purchase_order") }
        meet(data)
        var order = PurchaseOrder(id: id)
        order.customer = try text(data, Input.customer)
        let (amount, currency) = try amount(data, Input.amount)
        (order.amount, order.currency) = (amount, currency)
        order.expiresOn = data.field("expires_on").asDate
        purchaseOrders.put(order)
    }

    private mutating func rateWasPublished(_ data: Value) throws(Refusal) {
        guard let time = data.field("at").asInstant else { throw Refusal("missing_field", field: "at") }
        guard let value = data.field("value").asDecimal else { throw Refusal("missing_field", field: "value") }
        try addRate(
            base: try text(data, "base"), quote: try text(data, "quote"), value, source: try text(data, "source"),
            at: time)
    }
}

/// Where the fields of an event lie that are read of very many: nearly all events of a type are of one shape, in which they are looked for
/// once.
private struct EventFields: Sendable {
    enum Field: Int {
        case invoice, customer, total, amount, number, dueOn, payment, method
    }

    /// In the order of the cases.
    private static let names = [
        Input.invoice, Input.customer, Input.total, Input.amount, Input.number, Input.dueOn, Input.payment,
        Input.method,
    ]

    private var shape: Shape?
    /// By fields; −1 for those that the shape has not.
    private var slots = SIMD8<Int16>(repeating: -1)

    /// Looks for them, unless the event before had the same shape.
    mutating func find(in data: Value) -> Found {
        let shape = data.shape
        if self.shape == nil || shape !== self.shape {
            self.shape = shape
            for (place, name) in Self.names.enumerated() {
                slots[place] = shape?.slot(of: name).map { Int16($0) } ?? -1
            }
        }
        return Found(values: data.slots, slots: slots, data: data)
    }

    /// The fields of one event.
    struct Found {
        fileprivate let values: ValueElements?
        fileprivate let slots: SIMD8<Int16>
        fileprivate let data: Value

        /// Absent if there is none.
        subscript(field: Field) -> Value {
            guard let values else { return data.field(EventFields.names[field.rawValue]) }
            let slot = Int(slots[field.rawValue])
            return slot < 0 ? .absent : values[slot]
        }
    }
}
