package import Amounts
package import Dates
package import Encoding

/// What an auditor asks of the book, and what an embedding program takes out of it.
extension Book {
    /// What does not agree, in words; nothing in a book that is right.
    ///
    /// The entries of each currency sum to zero; what customers owe by the documents is what the ledger says they owe; so is what they have paid in
    /// advance, and so is tax; no document was credited, paid or written off beyond what it billed; each has the state that follows from its amounts.
    package func problems() -> [String] {
        var found: [String] = []
        var totals: [Currency: Int128] = [:]
        for balance in ledger.balances { totals[balance.currency, default: 0] += balance.amount }
        for (currency, total) in totals where total != 0 { found.append("the entries in \(currency) sum to \(total)") }

        var owed: [Currency: Int128] = [:]
        var tax = forgottenTax
        for invoice in invoices.all {
            found += problems(of: invoice)
            guard let currency = invoice.currency, invoice.isInLedger else { continue }
            owed[currency, default: 0] += Int128(invoice.balance)
            tax[currency, default: 0] += Int128(invoice.tax - invoice.rare.creditedTax)
        }
        var unapplied: [Currency: Int128] = [:]
        for payment in payments.all {
            guard let currency = payment.currency else { continue }
            if payment.left < 0 { found.append("\(payment.id) has given out more than came") }
            unapplied[currency, default: 0] += Int128(payment.left)
        }
        found += compare(Account.receivable, owed, sign: 1)
        found += compare(Account.tax, tax, sign: -1)
        found += compare(Account.unapplied, unapplied, sign: -1)
        return found.sorted()
    }

    private func problems(of invoice: Invoice) -> [String] {
        var found: [String] = []
        let gone = [invoice.paid, invoice.credited, invoice.writtenOff]
        if gone.contains(where: { $0 < 0 }) { found.append("\(invoice.id) has an amount below zero") }
        if invoice.isInLedger, invoice.balance < 0 { found.append("\(invoice.id) has a balance below zero") }
        if invoice.isInLedger, invoice.credited > invoice.total {
            found.append("\(invoice.id) was credited beyond what was billed")
        }
        if invoice.net + invoice.tax != invoice.total { found.append("\(invoice.id): net and tax are not the total") }
        var settled = invoice
        settled.settle(on: nil)
        if settled.state != invoice.state {
            found.append("\(invoice.id) is \(invoice.state.word) and should be \(settled.state.word)")
        }
        return found
    }

    private func compare(_ account: Text, _ documents: [Currency: Int128], sign: Int128) -> [String] {
        let currencies = Set(documents.keys).union(ledger.balances.map(\.currency))
        return currencies.compactMap { currency in
            let (balance, sum) = (ledger.balance(account, currency) * sign, documents[currency] ?? 0)
            return balance == sum ? nil : "\(account) in \(currency) is \(balance), and the documents sum to \(sum)"
        }
    }

    // MARK: Taking out

    /// The postings since they were taken before, in the order in which they were made. With `Retention.days` they are kept nowhere else.
    package mutating func takePostings() -> [Posting] {
        retention == .everything ? Array(ledger.postings) : ledger.takePostings()
    }

    /// The messages since they were taken before.
    package mutating func takeMessages() -> [Message] {
        defer { outbox = [] }
        return outbox
    }

    /// Every account with its balance (debits less credits) in smallest units, in the order of names and currencies.
    package var balances: [(account: Text, currency: Currency, amount: Int128)] { ledger.sortedBalances }

    /// The ledger as lines of JSON, a posting a line, in the order in which they were made:
    /// `{"entry":1,"on":"2026-03-02","debit":"receivable","credit":"revenue","amount":"100.00","currency":"USD","about":"I-1","by":"invoice.post"}`.
    ///
    /// Deterministic: the same calls give the same bytes. A line has its `partition`, where the book has one.
    package func ledgerLines() -> [String] { ledger.postings.map { line($0) } }

    package func line(_ posting: Posting) -> String {
        let amount = Money(minor: posting.amount, posting.currency)
        return JSONLine()
            .text("partition", partition.isEmpty ? nil : partition)
            .number("entry", posting.entry)
            .text("on", Text(posting.on.description))
            .text("debit", posting.debit).text("credit", posting.credit)
            .text("amount", Text(amount.amountText)).text("currency", Text(posting.currency.code))
            .text("about", posting.about).text("by", posting.by)
            .description
    }

    /// Every invoice, debit note, credit note and payment as a line of JSON, in the order of kinds and ids. With the ledger it is what a checker from outside
    /// needs: what was billed less what was paid, credited and written off is the balance, and the balances sum to the account "receivable".
    package func documentLines() -> [String] {
        invoices.all.sorted { $0.id < $1.id }.map { line($0) }
            + creditNotes.all.sorted { $0.id < $1.id }.map { line($0) }
            + payments.all.sorted { $0.id < $1.id }.map { line($0) }
    }

    func line(_ invoice: Invoice) -> String {
        var line = start(invoice.isDebitNote ? "debit_note" : "invoice", invoice.id, invoice.customer, invoice.currency)
            .text("number", invoice.number.isEmpty ? nil : invoice.number)
            .text("status", Text(invoice.state.word)).text("due_on", invoice.dueOn.map { Text($0.description) })
        guard let currency = invoice.currency else { return line.description }
        for (name, amount) in [
            ("net", invoice.net), ("tax", invoice.tax), ("total", invoice.total), ("paid", invoice.paid),
            ("credited", invoice.credited), ("written_off", invoice.writtenOff), ("balance", invoice.balance),
        ] { line = line.text(name, Text(Money(minor: amount, currency).amountText)) }
        return line.description
    }

    private func line(_ note: CreditNote) -> String {
        let line = start("credit_note", note.id, note.customer, note.currency)
            .text("number", note.number).text("invoice", note.invoice)
        guard let currency = note.currency else { return line.description }
        return line.text("tax", Text(Money(minor: note.tax, currency).amountText))
            .text("total", Text(Money(minor: note.amount, currency).amountText)).description
    }

    private func line(_ payment: Payment) -> String {
        var line = start("payment", payment.id, payment.customer, payment.currency)
            .text("status", Text(payment.state.rawValue))
        guard let currency = payment.currency else { return line.description }
        for (name, amount) in [
            ("amount", payment.amount), ("matched", payment.matched), ("left", payment.left),
            ("refunded", payment.refunded), ("reversed", payment.reversed),
        ] { line = line.text(name, Text(Money(minor: amount, currency).amountText)) }
        return line.description
    }

    private func start(_ kind: String, _ id: Text, _ customer: Text?, _ currency: Currency?) -> JSONLine {
        JSONLine().text("partition", partition.isEmpty ? nil : partition).text("kind", Text(kind)).text("id", id)
            .text("customer", customer).text("currency", currency.map { Text($0.code) })
    }

    /// Archives the documents that ended before a day and have nothing open, and gives them as lines; the book forgets them, and the payments that
    /// were wholly matched with them. For long histories: memory then follows what is open.
    package mutating func takeEnded(before date: CivilDate) -> [String] {
        let ended = invoices.all.filter { invoice in
            !invoice.state.isOpen && !invoice.isDisputed && invoice.endedOn.map { $0 < date } ?? false
        }
        var lines: [String] = []
        for invoice in ended.sorted(by: { $0.id < $1.id }) {
            lines.append(line(invoice))
            for id in invoice.payments {
                guard let payment = payments.find(id), payment.state == .matched, payment.matches.count == 1 else {
                    continue
                }
                lines.append(line(payment))
                payments.forget(id)
            }
            invoices.forget(invoice.id)
            invoicesOf[invoice.customer]?.removeAll { $0 == invoice.id }
            if !invoice.number.isEmpty { invoiceByName[invoice.number] = nil }
            if let reference = invoice.rare.reference { invoiceByName[reference] = nil }
            if let currency = invoice.currency, invoice.isInLedger {
                forgottenTax[currency, default: 0] += Int128(invoice.tax - invoice.rare.creditedTax)
            }
        }
        return lines
    }
}
