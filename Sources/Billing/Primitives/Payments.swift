import Amounts
import Dates
import Encoding
import Evaluation

/// Money that comes and goes.
extension Book {
    mutating func recordPayment(_ inputs: Inputs) throws(Refusal) -> Done {
        let id = try inputs.text(Input.payment)
        guard !payments.contains(id) else { throw Refusal("already_recorded", field: "payment") }
        let (amount, currency) = try inputs.amount(Input.amount)
        var payment = Payment(id: id)
        if let customer = inputs.textIfGiven(Input.customer) { payment.customer = try customers.require(customer).id }
        payment.receivedOn = try postingDate(inputs, Text("received_on"))
        payment.reference = inputs.textIfGiven(Input.reference)
        payment.method = inputs.textIfGiven(Input.method)
        receive(&payment, amount, currency)
        payments.put(payment)
        return .accepted([("payment", .string(id))])
    }

    /// Money has come; it is the customer's until it is matched.
    mutating func receive(_ payment: inout Payment, _ amount: Minor, _ currency: Currency) {
        payment.amount = amount
        payment.currency = currency
        payment.receivedOn = payment.receivedOn ?? today
        post(Account.cash, Account.unapplied, amount, currency, about: payment.id, on: payment.receivedOn)
        if let customer = payment.customer {
            move(customer, currency, -amount, payment.id, Movement.payment, on: payment.receivedOn)
        }
    }

    mutating func charge(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .charge)
        let currency = try currency(of: invoice)
        let amount = try inputs.amountIfGiven(Input.amount, currency) ?? invoice.balance
        guard amount <= invoice.balance else { throw Refusal("more_than_balance", field: "amount") }
        var customer = try customers.require(invoice.customer)
        guard let card = customer.card else { throw Refusal("no_card", field: "customer") }
        // The gateway counts whatever becomes of the call.
        let tries = attempts[card] ?? 0
        attempts[card] = tries + 1
        if let test = TestCard(card), test.declines(after: tries) {
            if test.decline == .technical { throw Refusal(Self.technical.string) }
            let declineClass = Text(test.decline == .hard ? "hard" : "soft")
            invoice.change { rare in
                rare.attempts += 1
                rare.lastDecline = test.reason
                rare.declineClass = declineClass
            }
            invoices.put(invoice)
            _ = customer.set(.lastDecline, .string(test.reason))
            _ = customer.set(.declineClass, .string(declineClass))
            customers.put(customer)
            tell(
                .failed, about: invoice,
                [
                    ("amount", .money(amount, currency)), ("class", .string(declineClass)),
                    ("reason", .string(test.reason)),
                ])
            return Done("declined", [("class", .string(declineClass)), ("reason", .string(test.reason))])
        }
        var payment = Payment(id: newID("P", payments))
        payment.customer = customer.id
        payment.method = Text("card")
        receive(&payment, amount, currency)
        invoice.change { $0.attempts += 1 }
        match(amount, of: &payment, with: &invoice, currency)
        payments.put(payment)
        keep(invoice)
        tellReceived(amount, of: payment, for: invoice, currency)
        return .accepted([
            ("payment", .string(payment.id)), ("amount", .money(amount, currency)),
            ("balance", .money(invoice.balance, currency)),
        ])
    }

    private mutating func tellReceived(
        _ amount: Minor, of payment: Payment, for invoice: Invoice, _ currency: Currency
    ) {
        tell(
            .received, about: invoice,
            [
                ("amount", .money(amount, currency)), ("payment", .string(payment.id)),
                ("method", .text(payment.method)),
            ])
    }

    private func payment(_ inputs: Inputs, _ act: PaymentAct) throws(Refusal) -> (Payment, Currency) {
        let payment = try payments.require(try inputs.text(Input.payment))
        try payment.state.check(act)
        guard let currency = payment.currency else { throw Refusal("missing_field", field: "amount") }
        return (payment, currency)
    }

    // MARK: Matching

    mutating func matchPayment(_ inputs: Inputs) throws(Refusal) -> Done {
        var (payment, currency) = try payment(inputs, .match)
        let by: String
        var invoice: Invoice
        if let id = inputs.textIfGiven(Input.invoice) {
            (invoice, by) = (try invoices.require(id), "name")
        } else {
            switch fitting(payment, currency) {
            case .found(let found, let reason): (invoice, by) = (found, reason)
            case .nothing(let reason): return Done("unmatched", [("reason", .string(reason))])
            }
        }
        try invoice.state.check(.match)
        if let customer = payment.customer, customer != invoice.customer {
            throw Refusal("other_customer", field: "invoice")
        }
        guard invoice.currency == currency else { throw Refusal("other_currency", field: "invoice") }
        if payment.customer == nil {
            // Now it is known whose it is.
            payment.customer = invoice.customer
            move(invoice.customer, currency, -payment.left, payment.id, "payment")
        }
        let part = min(payment.left, invoice.balance)
        match(part, of: &payment, with: &invoice, currency)
        payments.put(payment)
        keep(invoice)
        tellReceived(part, of: payment, for: invoice, currency)
        return .accepted([
            ("invoice", .string(invoice.id)), ("matched", .money(part, currency)),
            ("left", .money(payment.left, currency)), ("balance", .money(invoice.balance, currency)),
            ("by", .string(by)),
        ])
    }

    private enum Fit {
        case found(Invoice, by: String)
        case nothing(String)
    }

    /// The invoice that a payment is for: by what the payer wrote, else by the amount among the open invoices of the customer.
    private func fitting(_ payment: Payment, _ currency: Currency) -> Fit {
        if let reference = payment.reference {
            if let found = named(reference) { return .found(found.invoice, by: found.by) }
            let capitals = CreditorReference.compact(reference)
            if capitals.starts(with: Array("RF".utf8)), !CreditorReference.isValid(reference) {
                return .nothing("wrong_check_digits")
            }
        }
        guard let customer = payment.customer else { return .nothing("unknown_payer") }
        let open = (invoicesOf[customer] ?? []).compactMap { invoices.find($0) }.filter {
            $0.state.isOpen && $0.currency == currency
        }
        let exact = open.filter { $0.balance == payment.left }
        if exact.count == 1 { return .found(exact[0], by: "amount") }
        return .nothing(exact.isEmpty ? (open.isEmpty ? "nothing_open" : "no_such_amount") : "ambiguous")
    }

    private func named(_ reference: Text) -> (invoice: Invoice, by: String)? {
        if let invoice = invoices.find(reference) { return (invoice, "number") }
        if let id = invoiceByName[reference], let invoice = invoices.find(id) {
            return (invoice, CreditorReference.isValid(reference) ? "reference" : "number")
        }
        guard CreditorReference.isValid(reference) else { return nil }
        let plain = Text(String(decoding: CreditorReference.compact(reference), as: UTF8.self))
        return invoiceByName[plain].flatMap { invoices.find($0) }.map { ($0, "reference") }
    }

    // MARK: Money that goes

    mutating func refund(_ inputs: Inputs) throws(Refusal) -> Done {
        var (payment, currency) = try payment(inputs, .refund)
        try once([payment.id, inputs.textIfGiven(Input.reference)], else: "already_refunded")
        let all = payment.left + payment.matched
        let amount = try inputs.amountIfGiven(Input.amount, currency) ?? all
        guard amount <= all else { throw Refusal("more_than_paid", field: "amount") }
        try open(amount - min(amount, payment.left), of: &payment, currency)
        payment.refunded += amount
        payments.put(payment)
        post(Account.unapplied, Account.cash, amount, currency, about: payment.id)
        if let customer = payment.customer { move(customer, currency, amount, payment.id, "refund") }
        return .accepted([
            ("refund", .string(newID("R", payments))), ("amount", .money(amount, currency)),
            ("left", .money(payment.left + payment.matched, currency)),
        ])
    }

    /// Opens the balances again that a part of a payment had closed, the latest first.
    private mutating func open(_ amount: Minor, of payment: inout Payment, _ currency: Currency) throws(Refusal) {
        var left = amount
        for match in payment.matches.reversed() where left > 0 {
            guard var invoice = invoices.find(match.invoice), invoice.state != .archived else {
                throw Refusal("already_archived", field: "payment")
            }
            let part = payment.free(left, from: invoice.id)
            if !payment.matches.contains(where: { $0.invoice == invoice.id }) {
                invoice.payments.removeAll { $0 == payment.id }
            }
            invoice.paid -= part
            post(Account.receivable, Account.unapplied, part, currency, about: invoice.id)
            keep(invoice)
            left -= part
        }
    }

    mutating func reverse(_ inputs: Inputs) throws(Refusal) -> Done {
        var (payment, currency) = try payment(inputs, .reverse)
        let amount = payment.left + payment.matched
        let matches = payment.matches
        try takeBack(amount, of: &payment, currency)
        for match in matches {
            tell(
                .reversed, about: try invoices.require(match.invoice),
                [("amount", .money(match.amount, currency)), ("payment", .string(payment.id))])
        }
        return .accepted([("amount", .money(amount, currency))])
    }

    /// The payer's bank takes money back.
    mutating func takeBack(_ amount: Minor, of payment: inout Payment, _ currency: Currency) throws(Refusal) {
        try open(amount - min(amount, payment.left), of: &payment, currency)
        payment.reversed += amount
        payments.put(payment)
        post(Account.unapplied, Account.cash, amount, currency, about: payment.id)
        if let customer = payment.customer { move(customer, currency, amount, payment.id, "reversal") }
    }

    mutating func split(_ inputs: Inputs) throws(Refusal) -> Done {
        var (payment, currency) = try payment(inputs, .split)
        guard !payment.isSplit else { throw Refusal("already_split", field: "payment") }
        let shares = try shares(inputs)
        let fee = try inputs.amountIfGiven(Input.fee, currency) ?? 0
        let amount = payment.amount - payment.refunded - payment.reversed - fee
        guard amount > 0 else { throw Refusal("more_than_paid", field: "fee") }
        let parts = try exactly { () throws(AmountError) in
            try Decimal(Int128(amount)).allocated(by: shares.map(\.weight), places: 0)
        }
        var list: [Value] = []
        for (share, part) in zip(shares, parts) {
            var payout = Payout(id: newID("PO", payouts))
            payout.payment = payment.id
            payout.payee = share.payee
            payout.amount = try part.coefficient.minor()
            payout.currency = currency
            payout.madeOn = today
            payouts.put(payout)
            post(Account.shares, Account.payable, payout.amount, currency, about: payout.id)
            list.append(
                .group([("payee", .string(share.payee)), ("amount", .money(payout.amount, currency))]))
        }
        payment.isSplit = true
        payment.paidOut = amount
        payments.put(payment)
        return .accepted([("payouts", .list(list)), ("amount", .money(amount, currency))])
    }

    private func shares(_ inputs: Inputs) throws(Refusal) -> [(payee: Text, weight: Decimal)] {
        guard let list = inputs.value(Text("shares")).asList, !list.isEmpty, list.count <= Limits.largestShareCount
        else {
            throw Refusal("bad_shares", field: "shares")
        }
        var shares: [(payee: Text, weight: Decimal)] = []
        for item in list {
            guard let payee = item.field("payee").asText, let weight = inputs.number(item.field("share")),
                weight.signum > 0, !shares.contains(where: { $0.payee == payee })
            else { throw Refusal("bad_shares", field: "shares") }
            shares.append((payee, weight))
        }
        return shares
    }
}
