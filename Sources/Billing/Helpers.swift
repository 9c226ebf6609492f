import Amounts
import Dates
import Encoding
import Evaluation

/// What the primitives have in common.
extension Book {
    // MARK: Names and numbers

    /// An id that no record of a table has: `I-1`, or `C-7/I-1` in the partition of C-7.
    mutating func newID<Record>(_ prefix: Text, _ table: RecordTable<Record>) -> Text {
        while true {
            let id = Text.id(partition, prefix, counters.next(prefix))
            if !table.contains(id) { return id }
        }
    }

    /// The next number of a series of documents: `INV-000001`.
    mutating func newNumber(_ series: String) -> Text {
        let digits = String(counters.next(Text("number \(series)")))
        let padded = String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
        return Text(partition.isEmpty ? "\(series)-\(padded)" : "\(series)-\(partition.string)-\(padded)")
    }

    // MARK: Facts

    /// Notes a business fact that can happen once.
    ///
    /// - Throws: the outcome of a fact that has happened.
    mutating func once(_ parts: [Text?], else outcome: String) throws(Refusal) {
        // Without all its parts it cannot be told from another one.
        var fact = scratch.by.string
        for part in parts {
            guard let part else { return }
            fact += "\u{1F}" + part.string
        }
        let text = Text(fact)
        guard !facts.contains(text) else { throw Refusal(outcome) }
        scratch.facts.append(text)
    }

    // MARK: The ledger

    mutating func post(
        _ debit: Text, _ credit: Text, _ amount: Minor, _ currency: Currency, about: Text, on date: CivilDate? = nil
    ) {
        ledger.post(
            debit: debit, credit: credit, amount, currency, about: about, by: scratch.by, on: date ?? today)
    }

    /// Changes the account of a customer by what is billed, or paid if below zero.
    mutating func move(
        _ customer: Text, _ currency: Currency, _ amount: Minor, _ document: Text, _ kind: Text,
        on date: CivilDate? = nil
    ) {
        guard amount != 0, keepsMovements else { return }
        scratch.movements.append(
            Scratch.Movement(
                account: AccountKey(customer: customer, currency: currency),
                line: Statement.Line(on: date ?? today, document: document, kind: kind, amount: amount)))
    }

    // MARK: Invoices

    /// From now on the number or reference stands for the invoice too.
    mutating func name(_ name: Text, _ id: Text) { if keepsNames { scratch.names.append((name, id)) } }

    func invoice(_ inputs: Inputs, _ act: InvoiceAct? = nil) throws(Refusal) -> Invoice {
        let invoice = try invoices.require(try inputs.text(Input.invoice))
        if let act { try invoice.state.check(act) }
        return invoice
    }

    func currency(of invoice: Invoice) throws(Refusal) -> Currency {
        guard let currency = invoice.currency else { throw Refusal("no_lines", field: "invoice") }
        return currency
    }

    /// Keeps an invoice whose amounts have changed: with the state that follows, and its payment plan after it.
    mutating func keep(_ invoice: consuming Invoice) {
        invoice.settle(on: today)
        let (plan, balance) = (invoice.paymentPlan, invoice.balance)
        invoices.put(invoice)
        follow(plan, balance)
    }

    /// A payment plan is as far as its invoice.
    mutating func follow(_ plan: Text?, _ balance: Minor) {
        guard let plan, var plan = paymentPlans.find(plan), plan.state != .broken else { return }
        plan.settled = max(0, plan.total - balance)
        plan.state = plan.settled >= plan.total ? .kept : .active
        paymentPlans.put(plan)
    }

    /// The latest rate between two currencies that was recorded for a time up to now; one to one for the same.
    func rate(_ base: Currency, _ quote: Currency) -> Rate? {
        if base == quote { return try? Rate(from: base, to: base, value: .one, source: "itself", time: now.seconds) }
        return rates[RatePair(base: base, quote: quote)]?.last { $0.time <= now.seconds }
    }

    // MARK: Payments

    /// Matches a part of a payment with an invoice, both as they stand in the scratch.
    mutating func match(_ amount: Minor, of payment: inout Payment, with invoice: inout Invoice, _ currency: Currency) {
        payment.add(amount, to: invoice.id)
        invoice.take(amount, from: payment.id)
        post(Account.unapplied, Account.receivable, amount, currency, about: invoice.id)
    }

    /// Takes money off an invoice again, from the payments that were matched last; it is the customer's then.
    ///
    /// - Returns: the payments it was taken from, with the amounts.
    @discardableResult
    mutating func free(
        _ amount: Minor, from invoice: inout Invoice, _ currency: Currency
    ) -> [(payment: Text, amount: Minor)] {
        var left = amount
        var freed: [(payment: Text, amount: Minor)] = []
        for id in invoice.payments.reversed() where left > 0 {
            guard var payment = payments.find(id) else { continue }
            let part = payment.free(left, from: invoice.id)
            guard part > 0 else { continue }
            if !payment.matches.contains(where: { $0.invoice == invoice.id }) {
                invoice.payments.removeAll { $0 == id }
            }
            payments.put(payment)
            freed.append((id, part))
            left -= part
        }
        if left > 0 {
            // It was said to be paid when it was given, without a payment.
            var payment = Payment(id: newID("P", payments))
            payment.customer = invoice.customer
            payment.currency = currency
            payment.amount = left
            payment.receivedOn = today
            payment.method = Text("given")
            payments.put(payment)
            freed.append((payment.id, left))
        }
        invoice.paid -= amount
        post(Account.receivable, Account.unapplied, amount, currency, about: invoice.id)
        return freed
    }
}

extension Text {
    /// `C-7/I-1`, or `I-1` without a partition.
    fileprivate static func id(_ partition: Text, _ prefix: Text, _ number: Int) -> Text {
        let length = partition.utf8Count + prefix.utf8Count
        // The slash, the dash, and the digits of any number.
        return withUnsafeTemporaryAllocation(byteCount: length + 22, alignment: 1) { bytes in
            var count = 0
            if !partition.isEmpty {
                partition.withUTF8 { bytes.copyMemory(from: $0) }
                bytes[partition.utf8Count] = UInt8(ascii: "/")
                count = partition.utf8Count + 1
            }
            prefix.withUTF8 { UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: $0) }
            count += prefix.utf8Count
            bytes[count] = UInt8(ascii: "-")
            count += 1
            var power = 1
            while power <= number / 10 { power *= 10 }
            while power > 0 {
                bytes[count] = UInt8(ascii: "0") + UInt8(number / power % 10)
                count += 1
                power /= 10
            }
            return Text(validUTF8: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
    }
}
