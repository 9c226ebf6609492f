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

    private func text(_ data: Value, _ name: Text) throws(Refusal) -> Text {
        guard let text = data.field(name).asText else { throw Refusal("missing_field", field: name.string) }
        return text
    }

    private func date(_ data: Value, _ name: Text) throws(Refusal) -> CivilDate {
        guard let date = data.field(name).asDate else { throw Refusal("missing_field", field: name.string) }
        return date
    }

    private func amount(_ data: Value, _ name: Text) throws(Refusal) -> (Minor, Currency) {
        guard let money = data.field(name).asMoney else { throw Refusal("missing_field", field: name.string) }
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
    private mutating func meet(_ data: Value) {
        guard let id = data.field(Input.customer).asText, !id.isEmpty, !customers.contains(id) else { return }
        var customer = Customer(id: id)
        customer.name = data.field("name").asText ?? id
        customer.email = data.field("email").asText
        customers.put(customer)
    }

    // MARK: Invoices

    private mutating func wasSent(_ data: Value) throws(Refusal) {
        let id = try text(data, Input.invoice)
        let (total, currency) = try amount(data, Input.total)
        guard total >= 0 else { throw Refusal("not_positive", field: "total") }
        meet(data)
        var invoice: Invoice
        if let known = invoices.find(id) {
            // One that the book has drafted or posted itself is now sent.
            guard known.state == .draft || known.state == .posted, known.total == total, known.currency == currency
            else { throw Refusal("invoice_exists", field: "invoice") }
            invoice = known
            if known.state == .draft { try post(&invoice, series: "INV", on: today) }
        } else {
            invoice = Invoice(id: id)
            invoice.customer = data.field(Input.customer).asText ?? Text()
            invoice.currency = currency
            (invoice.net, invoice.total) = (total, total)
            if let number = data.field(Input.number).asText, number != id {
                invoice.number = number
                name(number, id)
            } else {
                invoice.number = id
            }
            invoice.state = .posted
            invoice.postedOn = today
            postEntries(of: invoice, currency, on: today)
        }
        invoice.dueOn = data.field(Input.dueOn).asDate ?? invoice.dueOn
        invoice.isSent = true
        invoice.sentOn = today
        invoice.settle(on: today)
        let customer = invoice.customer
        invoices.put(invoice)
        guard var customer = customers.find(customer) else { return }
        customer.invoicesSent += 1
        customers.put(customer)
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
        var invoice = try invoice(data)
        let (amount, currency) = try amount(data, Input.amount)
        guard amount > 0 else { throw Refusal.notPositive }
        guard invoice.state != .draft else { throw Refusal("not_posted", field: "invoice") }
        guard invoice.currency == currency else { throw Refusal.otherCurrency }
        var id = data.field(Input.payment).asText
        if let given = id, payments.contains(given) { throw Refusal("payment_exists", field: "payment") }
        id = id ?? newID("P", payments)
        var payment = Payment(id: id ?? Text())
        payment.customer = invoice.customer
        payment.method = data.field(Input.method).asText
        receive(&payment, amount, currency)
        let part = min(amount, invoice.balance)
        if part > 0 { match(part, of: &payment, with: &invoice, currency) }
        payments.put(payment)
        if part > 0 { keep(invoice) }
    }

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
