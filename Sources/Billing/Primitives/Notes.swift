import Amounts
import Dates
import Encoding
import Evaluation

/// Credit and debit notes, and what is charged for paying late.
extension Book {
    mutating func issueCredit(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .credit)
        try once([invoice.id, inputs.textIfGiven(Input.reference)], else: "already_issued")
        let amount = try inputs.amountIfGiven(Input.amount, invoice.currency)
        let note = try credit(amount, &invoice, reason: inputs.textIfGiven(Input.reason))
        return .accepted([
            ("credit_note", .string(note.note.id)), ("number", .string(note.note.number)),
            ("amount", .money(note.note.amount, note.note.currency)),
            ("tax", .money(note.note.tax, note.note.currency)),
            ("balance", .money(invoice.balance, note.note.currency)),
            ("freed", .money(note.freed, note.note.currency)),
        ])
    }

    /// Credits an amount of an invoice, or all that is left, and keeps both.
    ///
    /// Tax is credited in proportion to what has been credited altogether, less what was credited of it before: so each credit is right to the
    /// cent, and the last one takes the remainder.
    mutating func credit(
        _ amount: Minor?, _ invoice: inout Invoice, reason: Text?
    ) throws(Refusal) -> (note: CreditNote, freed: Minor) {
        let currency = try currency(of: invoice)
        let left = invoice.total - invoice.credited - invoice.writtenOff
        let amount = amount ?? left
        guard amount > 0, amount <= left else { throw Refusal("more_than_billed", field: "amount") }
        let together = invoice.credited + amount
        let tax: Minor
        if invoice.tax == 0 {
            tax = 0
        } else {
            let part = try exactly { () throws(AmountError) in
                try Ratio(Int128(together), over: Int128(invoice.total))
            }
            tax = try invoice.tax.times(part).minus(invoice.rare.creditedTax)
        }

        var note = CreditNote(id: newID("CN", creditNotes))
        note.number = newNumber("CN")
        note.invoice = invoice.id
        note.customer = invoice.customer
        note.amount = amount
        note.tax = tax
        note.currency = currency
        note.reason = reason
        note.issuedOn = today

        // What is more than the balance was paid: that money is the customer's again.
        let freed = max(0, amount - invoice.balance)
        if freed > 0 { free(freed, from: &invoice, currency) }
        post(invoice.account, Account.receivable, amount - tax, currency, about: note.id)
        post(Account.tax, Account.receivable, tax, currency, about: note.id)
        move(invoice.customer, currency, -amount, note.number, "credit_note")
        invoice.credited = together
        if tax != 0 { invoice.change { $0.creditedTax += tax } }
        keep(invoice)
        invoice = invoices.find(invoice.id) ?? invoice
        creditNotes.put(note)
        return (note, freed)
    }

    mutating func issueDebit(_ inputs: Inputs) throws(Refusal) -> Done {
        let invoice = try invoice(inputs, .debit)
        try once([invoice.id, inputs.textIfGiven(Input.reference)], else: "already_issued")
        var line = Line(
            description: try inputs.text(Input.description), amount: try inputs.amount(Input.amount, invoice.currency))
        line.ownRate = try inputs.ratioIfGiven(Input.taxRate, atMost: Self.largestRate)
        let note = try debit(line, on: invoice, account: Account.revenue, dueOn: inputs.dateIfGiven(Input.dueOn))
        return .accepted([
            ("debit_note", .string(note.id)), ("number", .string(note.number)),
            ("total", .money(note.total, note.currency)),
        ])
    }

    /// A document of its own that corrects another one upward, posted at once.
    private mutating func debit(
        _ line: Line, on invoice: Invoice, account: Text, dueOn: CivilDate?
    ) throws(Refusal) -> Invoice {
        var note = Invoice(id: newID("D", invoices))
        note.customer = invoice.customer
        note.currency = invoice.currency
        note.isDebitNote = true
        if let dueOn {
            note.dueOn = dueOn
        } else {
            note.dueOn = try dueDate(customers.find(invoice.customer) ?? Customer(id: invoice.customer))
        }
        let drafted = today
        note.change { rare in
            rare.corrects = invoice.id
            rare.contract = invoice.rare.contract
            rare.subscription = invoice.rare.subscription
            rare.account = account
            rare.draftedOn = drafted
        }
        try add([line], to: &note)
        try post(&note, series: "DN", on: today)
        invoices.put(note)
        return note
    }

    /// The invoice that a charge for lateness is about, past its due date.
    private func overdue(_ inputs: Inputs, at date: CivilDate) throws(Refusal) -> (Invoice, CivilDate) {
        let invoice = try invoice(inputs, .fee)
        guard let due = invoice.dueOn, due < date else { throw Refusal("not_overdue", field: "invoice") }
        return (invoice, due)
    }

    mutating func assessFee(_ inputs: Inputs) throws(Refusal) -> Done {
        let (invoice, _) = try overdue(inputs, at: today)
        try once([invoice.id, inputs.textIfGiven(Text("occasion")) ?? Text("once")], else: "already_assessed")
        let fee: Minor
        if let amount = try inputs.amountIfGiven(Input.fee, invoice.currency) {
            fee = amount
        } else {
            guard let share = try inputs.ratioIfGiven(Input.share, atMost: Ratio(.one)) else {
                throw Refusal("no_fee", field: "fee")
            }
            fee = try invoice.balance.times(share)
            guard fee > 0 else { throw Refusal("not_positive", field: "share") }
        }
        let note = try debit(
            Line(description: Text("Late payment fee"), amount: fee), on: invoice, account: Account.lateFees,
            dueOn: today)
        return .accepted([
            ("debit_note", .string(note.id)), ("number", .string(note.number)), ("fee", .money(fee, note.currency)),
        ])
    }

    mutating func assessInterest(_ inputs: Inputs) throws(Refusal) -> Done {
        let until = try inputs.date(Input.until)
        var (invoice, start) = try overdue(inputs, at: until)
        if let charged = invoice.rare.interestUntil {
            guard until > charged else { throw Refusal("already_assessed", field: "until") }
            start = charged
        }
        let rate = try inputs.ratio(Text("yearly_rate"), atMost: Self.largestRate)
        guard let convention = DayConvention(rawValue: try inputs.text(Text("days_by")).string) else {
            throw inputs.missing(Text("days_by"))
        }
        let part = convention.count.yearFraction(from: start, to: until)
        let yearly = try exactly { () throws(AmountError) in
            try rate.multiplying(Ratio(Int128(part.numerator), over: Int128(part.denominator)))
        }
        let interest = try invoice.balance.times(yearly)
        guard interest > 0 else { throw Refusal("nothing_due", field: "until") }
        let note = try debit(
            Line(description: Text("Interest \(start) to \(until)"), amount: interest), on: invoice,
            account: Account.interest, dueOn: today)
        invoice.change { $0.interestUntil = until }
        invoices.put(invoice)
        return .accepted([
            ("debit_note", .string(note.id)), ("number", .string(note.number)),
            ("interest", .money(interest, note.currency)),
            ("days", .int(Int64(convention.count.days(from: start, to: until)))),
        ])
    }
}

/// The day counts that a signature names.
private enum DayConvention: String {
    case actual360 = "actual_360"
    case actual365 = "actual_365"
    case thirty360 = "thirty_360"

    var count: DayCount {
        switch self {
        case .actual360: .actual360
        case .actual365: .actual365Fixed
        case .thirty360: .thirty360
        }
    }
}
