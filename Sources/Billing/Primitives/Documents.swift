import Amounts
import Dates
import Encoding
import Evaluation

/// Posted documents: they are never changed, only sent, paid, credited, written off or made void.
extension Book {
    mutating func post(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .post)
        let date = try postingDate(inputs, Input.on)
        try post(&invoice, series: "INV", on: date)
        invoices.put(invoice)
        tell(.posted, about: invoice)
        return .accepted([
            ("number", .string(invoice.number)), ("reference", .text(invoice.rare.reference)),
            ("total", .money(invoice.total, invoice.currency)),
        ])
    }

    /// The day that something is posted on: today, or an earlier one in a period that is still open.
    func postingDate(_ inputs: Inputs, _ name: Text) throws(Refusal) -> CivilDate {
        let date = inputs.dateIfGiven(name) ?? today
        guard date <= today else { throw Refusal("in_the_future", field: name.string) }
        if let closedUntil, date <= closedUntil { throw Refusal("period_closed", field: name.string) }
        return date
    }

    /// Gives a document its number and its entries.
    mutating func post(_ invoice: inout Invoice, series: String, on date: CivilDate) throws(Refusal) {
        guard let currency = invoice.currency, !invoice.rare.lines.isEmpty || invoice.total != 0 else {
            throw Refusal("no_lines", field: "invoice")
        }
        guard invoice.total >= 0 else { throw Refusal("negative_total", field: "invoice") }
        guard let rate = rate(currency, reportingCurrency ?? currency) else {
            throw Refusal("no_rate", field: "invoice")
        }
        invoice.number = newNumber(series)
        let reference = CreditorReference.make(for: invoice.number)
        invoice.change { rare in
            rare.rate = rate
            rare.reference = reference
        }
        name(invoice.number, invoice.id)
        name(reference, invoice.id)
        invoice.state = .posted
        invoice.postedOn = date
        postEntries(of: invoice, currency, on: date)
        invoice.settle(on: date)
    }

    /// The entries of a posted document: what is owed, what was earned, what is tax.
    mutating func postEntries(of invoice: Invoice, _ currency: Currency, on date: CivilDate) {
        post(Account.receivable, invoice.account, invoice.net, currency, about: invoice.id, on: date)
        post(Account.receivable, Account.tax, invoice.tax, currency, about: invoice.id, on: date)
        move(
            invoice.customer, currency, invoice.total, invoice.number,
            invoice.isDebitNote ? Movement.debitNote : Movement.invoice, on: date)
    }

    mutating func send(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .send)
        guard !invoice.isSent else { throw Refusal("already_sent", field: "invoice") }
        var customer = customers.find(invoice.customer) ?? Customer(id: invoice.customer)
        try checkAddress(customer.email)
        invoice.isSent = true
        invoice.sentOn = today
        invoice.settle(on: today)
        invoices.put(invoice)
        customer.invoicesSent += 1
        customers.put(customer)
        tell(customer.id, at: customer.email, Text("invoice"), about: invoice.id)
        tell(
            .sent, about: invoice,
            [
                ("number", .string(invoice.number)), ("total", .money(invoice.total, invoice.currency)),
                ("due_on", .date(invoice.dueOn)),
            ])
        return .accepted([("sent_on", .date(today))])
    }

    /// Mail to a host under `undeliverable.example` comes back: the simulated mail system says so at once.
    func checkAddress(_ email: Text?) throws(Refusal) {
        guard let email, email.ends(with: Self.undeliverable) else { return }
        throw Refusal(
            "undeliverable", field: "customer", data: .group([("reason", .string("no such mailbox"))]))
    }

    private static let undeliverable = Text("undeliverable.example")

    mutating func tell(_ customer: Text, at email: Text?, _ notice: Text, about: Text) {
        guard keepsOutput else { return }
        scratch.messages.append(
            Message(
                number: 0, at: now, to: customer, address: email, notice: notice, about: about,
                key: scratch.key))
    }

    mutating func void(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .void)
        if invoice.paid > 0 { throw Refusal("partly_paid", field: "invoice") }
        if invoice.credited > 0 { throw Refusal("already_credited", field: "invoice") }
        makeVoid(&invoice)
        tell(.voided, about: invoice)
        return .accepted()
    }

    /// The entries are reversed; a number that was given stays with the document.
    mutating func makeVoid(_ invoice: inout Invoice) {
        if invoice.isInLedger, let currency = invoice.currency {
            post(invoice.account, Account.receivable, invoice.net, currency, about: invoice.id)
            post(Account.tax, Account.receivable, invoice.tax, currency, about: invoice.id)
            move(invoice.customer, currency, -invoice.total, invoice.number, "void")
        }
        releaseUsage(of: invoice)
        releaseOrder(of: &invoice)
        invoice.state = .void
        invoice.isVoid = true
        invoice.endedOn = today
        invoice.isDisputed = false
        invoices.put(invoice)
        closeDispute(of: invoice, as: .withdrawn)
        endPlan(of: invoice)
    }

    /// What a void invoice billed is to be billed again.
    private mutating func releaseUsage(of invoice: Invoice) {
        guard invoice.rare.lines.contains(where: { $0.quantity != nil }) else { return }
        for var usage in usages.all where usage.invoice == invoice.id {
            usage.invoice = nil
            usages.put(usage)
            if var subscription = subscriptions.find(usage.subscription) {
                subscription.unbilled.append(usage.id)
                subscriptions.put(subscription)
            }
        }
    }

    /// A purchase order is matched with what a draft was over; when that changes, it is to be matched again.
    mutating func releaseOrder(of invoice: inout Invoice) {
        guard let id = invoice.rare.purchaseOrder else { return }
        invoice.change { $0.purchaseOrder = nil }
        guard var order = purchaseOrders.find(id) else { return }
        order.used = max(0, order.used - invoice.total)
        purchaseOrders.put(order)
    }

    mutating func endPlan(of invoice: Invoice) {
        guard let id = invoice.paymentPlan, var plan = paymentPlans.find(id), plan.state == .active else { return }
        plan.state = invoice.balance == 0 && invoice.state != .void ? .kept : .broken
        paymentPlans.put(plan)
    }

    mutating func moveDueDate(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .moveDueDate)
        let date = try inputs.date(Input.dueOn)
        if let posted = invoice.postedOn, date < posted { throw Refusal("ends_before_start", field: "due_on") }
        invoice.dueOn = date
        invoices.put(invoice)
        tell(.dueDateMoved, about: invoice, [("due_on", .date(date))])
        return .accepted()
    }

    mutating func writeOff(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .writeOff)
        let currency = try currency(of: invoice)
        let amount = invoice.balance
        invoice.writtenOff += amount
        post(Account.badDebt, Account.receivable, amount, currency, about: invoice.id)
        move(invoice.customer, currency, -amount, invoice.number.isEmpty ? invoice.id : invoice.number, "write_off")
        invoice.settle(on: today)
        invoices.put(invoice)
        if let id = invoice.paymentPlan, var plan = paymentPlans.find(id), plan.state == .active {
            plan.state = .broken
            paymentPlans.put(plan)
        }
        return .accepted([("amount", .money(amount, currency))])
    }

    mutating func archive(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs)
        switch invoice.state {
        case .draft, .archived: throw Refusal(invoice.state.refusal, field: "invoice")
        case .posted, .sent, .partiallyPaid, .disputed: throw Refusal("still_open", field: "invoice")
        case .paid, .credited, .writtenOff, .void: break
        }
        guard !invoice.isDisputed else { throw Refusal("in_dispute", field: "invoice") }
        invoice.state = .archived
        if retention != .everything { invoice.compact() }
        invoices.put(invoice)
        return .accepted()
    }
}

extension Text {
    fileprivate func ends(with end: Text) -> Bool {
        withUTF8 { bytes in end.withUTF8 { bytes.suffix($0.count).elementsEqual($0) } }
    }
}
