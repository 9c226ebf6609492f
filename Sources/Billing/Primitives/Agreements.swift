import Amounts
import Dates
import Encoding
import Evaluation

/// What is agreed with a customer about an invoice: disputes, instalments, orders.
extension Book {
    mutating func openDispute(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .openDispute)
        guard !invoice.isDisputed else { throw Refusal("in_dispute", field: "invoice") }
        let reason = try inputs.text(Input.reason)
        let amount = try inputs.amountIfGiven(Input.amount, invoice.currency) ?? invoice.total
        guard amount <= invoice.total else { throw Refusal("more_than_billed", field: "amount") }
        let id = dispute(&invoice, amount, reason)
        tell(.disputed, about: invoice)
        return .accepted([("dispute", .string(id))])
    }

    @discardableResult
    mutating func dispute(_ invoice: inout Invoice, _ amount: Minor, _ reason: Text?) -> Text {
        var dispute = Dispute(id: newID("DP", disputes))
        dispute.invoice = invoice.id
        dispute.customer = invoice.customer
        dispute.amount = amount
        dispute.currency = invoice.currency
        dispute.reason = reason
        dispute.openedOn = today
        disputes.put(dispute)
        invoice.isDisputed = true
        invoice.change { $0.dispute = dispute.id }
        invoice.settle(on: today)
        invoices.put(invoice)
        return dispute.id
    }

    mutating func resolveDispute(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs)
        guard invoice.isDisputed else { throw Refusal("no_dispute", field: "invoice") }
        guard let resolution = DisputeState(rawValue: try inputs.text(Text("resolution")).string), resolution != .open
        else { throw inputs.missing(Text("resolution")) }
        let amount = try inputs.amountIfGiven(Text("credit"), invoice.currency)
        invoice.isDisputed = false
        invoice.settle(on: today)
        invoices.put(invoice)
        closeDispute(of: invoice, as: resolution, credited: amount ?? 0)
        var note: (note: CreditNote, freed: Minor)?
        if let amount { note = try credit(amount, &invoice, reason: Text("dispute \(resolution.rawValue)")) }
        tell(.resolved, about: invoice)
        return .accepted([
            ("balance", .money(invoice.balance, invoice.currency)), ("credit_note", .text(note?.note.id)),
            ("freed", note.map { .money($0.freed, invoice.currency) } ?? .absent),
        ])
    }

    mutating func closeDispute(of invoice: Invoice, as state: DisputeState, credited: Minor = 0) {
        guard let id = invoice.rare.dispute, var dispute = disputes.find(id), dispute.state == .open else { return }
        dispute.state = state
        dispute.resolvedOn = today
        dispute.credited = credited
        disputes.put(dispute)
    }

    // MARK: Instalments

    mutating func startPlan(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .startPlan)
        let currency = try currency(of: invoice)
        if let id = invoice.paymentPlan, paymentPlans.find(id)?.state == .active {
            throw Refusal("already_started", field: "invoice")
        }
        let count = try inputs.int(Text("parts"))
        guard count >= 1, count <= Limits.largestPartCount, Minor(count) <= invoice.balance else {
            throw Refusal("bad_parts", field: "parts")
        }
        let first = try inputs.date(Text("first_on"))
        let every = try Self.period(inputs, Text("every")) ?? (try? Period(months: 1))
        let parts = try exactly { () throws(AmountError) in
            try Decimal(Int128(invoice.balance)).allocated(by: Array(repeating: .one, count: count), places: 0)
        }
        var plan = PaymentPlan(id: newID("PP", paymentPlans))
        plan.invoice = invoice.id
        plan.customer = invoice.customer
        plan.currency = currency
        for (index, part) in parts.enumerated() {
            guard let every, let date = try? first.adding(every.multiplied(by: index)) else {
                throw Refusal("bad_period", field: "every")
            }
            plan.instalments.append(PaymentPlan.Instalment(dueOn: date, amount: try part.coefficient.minor()))
        }
        paymentPlans.put(plan)
        invoice.dueOn = plan.instalments.last?.dueOn ?? invoice.dueOn
        invoice.change { $0.paymentPlan = plan.id }
        invoices.put(invoice)
        let instalments = plan.instalments.map { instalment in
            Value.group([("due_on", .date(instalment.dueOn)), ("amount", .money(instalment.amount, currency))])
        }
        return .accepted([("payment_plan", .string(plan.id)), ("instalments", .list(instalments))])
    }

    mutating func endPlan(_ inputs: Inputs) throws(Refusal) -> Done {
        var plan = try paymentPlans.require(try inputs.text(Input.paymentPlan))
        guard plan.state == .active else { throw Refusal("already_ended", field: "payment_plan") }
        let isKept = plan.settled >= plan.total
        plan.state = isKept ? .kept : .broken
        paymentPlans.put(plan)
        if !isKept, var invoice = invoices.find(plan.invoice), invoice.state.isOpen {
            invoice.dueOn = today
            invoices.put(invoice)
        }
        return .accepted([("kept", .bool(isKept))])
    }

    // MARK: Purchase orders

    mutating func recordOrder(_ inputs: Inputs) throws(Refusal) -> Done {
        let id = try inputs.text(Input.purchaseOrder)
        guard !purchaseOrders.contains(id) else { throw Refusal("already_recorded", field: "purchase_order") }
        var order = PurchaseOrder(id: id)
        order.customer = try customers.require(try inputs.text(Input.customer)).id
        let (amount, currency) = try inputs.amount(Input.amount)
        (order.amount, order.currency) = (amount, currency)
        order.expiresOn = inputs.dateIfGiven(Text("expires_on"))
        purchaseOrders.put(order)
        tell(
            .ordered,
            [
                ("purchase_order", .string(id)), ("customer", .string(order.customer)),
                ("amount", .money(amount, currency)), ("expires_on", .date(order.expiresOn)),
            ])
        return .accepted([("purchase_order", .string(id))])
    }

    mutating func matchOrder(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .matchOrder)
        var order = try purchaseOrders.require(try inputs.text(Input.purchaseOrder))
        guard invoice.rare.purchaseOrder == nil else { throw Refusal("already_matched", field: "invoice") }
        guard order.customer == invoice.customer else { throw Refusal("other_customer", field: "purchase_order") }
        guard order.currency == invoice.currency else { throw Refusal("other_currency", field: "purchase_order") }
        if let last = order.expiresOn, last < today { throw Refusal("expired", field: "purchase_order") }
        let left = order.amount - order.used
        guard invoice.total <= left else {
            throw Refusal(
                "more_than_ordered", field: "invoice",
                data: .group([("over", .money(invoice.total - left, invoice.currency))]))
        }
        order.used += invoice.total
        purchaseOrders.put(order)
        let id = order.id
        invoice.change { $0.purchaseOrder = id }
        invoices.put(invoice)
        return .accepted([("left", .money(order.amount - order.used, order.currency))])
    }
}
