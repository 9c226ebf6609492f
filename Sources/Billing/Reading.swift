import Amounts
package import Encoding
import Evaluation
package import Hosting

extension Book {
    /// A record as it stands.
    package func record(_ query: Query) -> HostRecord? {
        switch RecordKind.named(query.type) {
        case .customer: customers.projected(query.id)
        case .invoice: invoices.projected(query.id)
        case .contract: contracts.projected(query.id)
        case .subscription: subscriptions.projected(query.id)
        case .usage: usages.projected(query.id)
        case .payment: payments.projected(query.id)
        case .creditNote: creditNotes.projected(query.id)
        case .dispute: disputes.projected(query.id)
        case .paymentPlan: paymentPlans.projected(query.id)
        case .purchaseOrder: purchaseOrders.projected(query.id)
        case .statement: statements.projected(query.id)
        case .payout: payouts.projected(query.id)
        case nil: others[query]
        }
    }

    /// The same, for a reader of one record after the other. What most histories are made of is at hand when it is read again.
    package mutating func read(_ query: Query) -> HostRecord? {
        switch RecordKind.named(query.type) {
        case .customer: customers.read(query.id)
        case .invoice: invoices.read(query.id)
        default: record(query)
        }
    }

    /// All records of a type, in the order of their ids.
    package func records(of type: Text) -> [HostRecord] {
        switch RecordKind.named(type) {
        case .customer: sorted(customers)
        case .invoice: sorted(invoices)
        case .contract: sorted(contracts)
        case .subscription: sorted(subscriptions)
        case .usage: sorted(usages)
        case .payment: sorted(payments)
        case .creditNote: sorted(creditNotes)
        case .dispute: sorted(disputes)
        case .paymentPlan: sorted(paymentPlans)
        case .purchaseOrder: sorted(purchaseOrders)
        case .statement: sorted(statements)
        case .payout: sorted(payouts)
        case nil: others.values.filter { $0.value.shape?.name == type }.sorted { $0.id < $1.id }
        }
    }

    private func sorted<Record>(_ table: RecordTable<Record>) -> [HostRecord] {
        table.all.sorted { $0.id < $1.id }.compactMap { table.project($0) }
    }

    func revision(_ type: Text, _ id: Text) -> Int64? {
        switch RecordKind.named(type) {
        case .customer: customers.revision(id)
        case .invoice: invoices.revision(id)
        case .contract: contracts.revision(id)
        case .subscription: subscriptions.revision(id)
        case .usage: usages.revision(id)
        case .payment: payments.revision(id)
        case .creditNote: creditNotes.revision(id)
        case .dispute: disputes.revision(id)
        case .paymentPlan: paymentPlans.revision(id)
        case .purchaseOrder: purchaseOrders.revision(id)
        case .statement: statements.revision(id)
        case .payout: payouts.revision(id)
        case nil: others[Query(type: type, id: id)]?.revision
        }
    }

    // MARK: Given records that the ledger knows

    /// What is given stands against the account "opening", so that the ledger agrees with the documents.
    mutating func setInvoice(_ id: Text, _ fields: [NamedValue]) {
        let before = invoices.find(id)
        invoices.set(id, fields)
        guard let after = invoices.find(id), let currency = after.currency else { return }
        let old = before?.openingAmounts ?? (balance: 0, tax: 0)
        let new = after.openingAmounts
        openWith(Account.receivable, new.balance - old.balance, currency, about: id, customer: after.customer)
        openWith(Account.tax, old.tax - new.tax, currency, about: id, customer: nil)
        if !after.number.isEmpty, after.number != id { name(after.number, id) }
        if let reference = after.rare.reference { name(reference, id) }
    }

    mutating func setPayment(_ id: Text, _ fields: [NamedValue]) {
        let before = payments.find(id)
        payments.set(id, fields)
        guard let after = payments.find(id), let currency = after.currency else { return }
        openWith(
            Account.unapplied, (before?.left ?? 0) - after.left, currency, about: id, customer: after.customer)
        for match in after.matches {
            guard var invoice = invoices.find(match.invoice), !invoice.payments.contains(id) else { continue }
            invoice.payments.append(id)
            invoices.put(invoice)
        }
    }

    mutating func setUsage(_ id: Text, _ fields: [NamedValue]) {
        usages.set(id, fields)
        guard let usage = usages.find(id), usage.invoice == nil,
            var subscription = subscriptions.find(usage.subscription), !subscription.unbilled.contains(id)
        else { return }
        subscription.unbilled.append(id)
        subscriptions.put(subscription)
    }

    private mutating func openWith(_ account: Text, _ amount: Minor, _ currency: Currency, about: Text, customer: Text?)
    {
        ledger.post(
            debit: account, credit: Account.opening, amount, currency, about: about, by: scratch.by, on: today)
        guard let customer, !customer.isEmpty, amount != 0 else { return }
        move(customer, currency, amount, about, "opening")
    }
}

extension Invoice {
    /// What it adds to the balances of receivable and tax.
    fileprivate var openingAmounts: (balance: Minor, tax: Minor) {
        isInLedger ? (balance, tax - rare.creditedTax) : (0, 0)
    }
}

extension RecordKind {
    private static let byName = CaseNames<RecordKind>()

    private static let customerName = Text(customer.rawValue)
    private static let invoiceName = Text(invoice.rawValue)

    /// What most histories are made of is not looked for among the others.
    static func named(_ name: Text) -> RecordKind? {
        if name == invoiceName { return .invoice }
        if name == customerName { return .customer }
        return byName[name]
    }

    /// Its name as a text.
    var type: Text {
        switch self {
        case .invoice: Self.invoiceName
        case .customer: Self.customerName
        default: Text(rawValue)
        }
    }
}

extension Book {
    /// The fields that the book itself keeps, by the names of the records' files.
    package static var keptFields: [String: [String]] {
        func fields<Record: BookRecord>(_ type: Record.Type) -> (String, [String]) {
            (Record.kind.rawValue, Record.Field.allCases.map(\.rawValue))
        }
        return Dictionary(
            uniqueKeysWithValues: [
                fields(Customer.self), fields(Invoice.self), fields(Contract.self), fields(Subscription.self),
                fields(Usage.self), fields(Payment.self), fields(CreditNote.self), fields(Dispute.self),
                fields(PaymentPlan.self), fields(PurchaseOrder.self), fields(Statement.self), fields(Payout.self),
            ])
    }
}
