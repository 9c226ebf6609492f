import Amounts
import Dates
import Encoding
import Evaluation

/// An invoice or a debit note as the book keeps it: small where only an amount is owed, the rest in a box of its own.
struct Invoice: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        // In the order in which given values are taken: a balance is held against what is known by then.
        case id, number, kind, customer, currency, net, tax, total, paid, credited
        case writtenOff = "written_off"
        case balance
        case dueOn = "due_on"
        case status, disputed, reference
        case preparedBy = "prepared_by"
        case draftedOn = "drafted_on"
        case postedOn = "posted_on"
        case sentOn = "sent_on"
        case endedOn = "ended_on"
        case rate, corrects, contract, subscription
        case purchaseOrder = "purchase_order"
        case periodStart = "period_start"
        case periodEnd = "period_end"
        case dispute
        case paymentPlan = "payment_plan"
        case lastPayment = "last_payment"
        case lastDecline = "last_decline"
        case declineClass = "decline_class"
        case attempts
        case interestUntil = "interest_until"
        case lines
    }

    /// What most invoices do not have.
    struct Rare: Sendable {
        var reference: Text?
        var preparedBy: Text?
        var rate: Rate?
        var corrects: Text?
        var contract: Text?
        var subscription: Text?
        var purchaseOrder: Text?
        var periodStart: CivilDate?
        var periodEnd: CivilDate?
        var dispute: Text?
        var paymentPlan: Text?
        var lastDecline: Text?
        var declineClass: Text?
        var attempts = 0
        var interestUntil: CivilDate?
        /// What was credited of the tax.
        var creditedTax: Minor = 0
        var lines: [Line] = []
        var taxRule = TaxRule()
        /// The account that the net amount was posted to.
        var account = Account.revenue
        var draftedOn: CivilDate?
        var given: [Text: Value] = [:]
    }

    private final class Box: Sendable {
        let rare: Rare
        init(_ rare: Rare) { self.rare = rare }
    }

    static var kind: RecordKind { .invoice }

    let id: Text
    var revision: Int64 = 0
    var customer = Text()
    /// Empty until it is posted.
    var number = Text()
    var state = InvoiceState.draft
    var isDebitNote = false
    var isSent = false
    /// It is void, also when it is archived.
    var isVoid = false
    /// A dispute about it is open.
    var isDisputed = false
    var currency: Currency?
    var net: Minor = 0
    var tax: Minor = 0
    var total: Minor = 0
    var paid: Minor = 0
    var credited: Minor = 0
    var writtenOff: Minor = 0
    var dueOn: CivilDate?
    var postedOn: CivilDate?
    var sentOn: CivilDate?
    var endedOn: CivilDate?
    /// The payments that are matched with it, each once, the latest last.
    var payments: [Text] = []
    private var box: Box?

    private static let none = Rare()

    init(id: Text) { self.id = id }

    /// Most have not.
    var hasNothingRare: Bool { box == nil }

    var rare: Rare { box?.rare ?? Self.none }

    // What is asked of each invoice, without a copy of the rest.

    /// The account that the net amount was posted to.
    var account: Text { box?.rare.account ?? Account.revenue }

    var paymentPlan: Text? { box?.rare.paymentPlan }

    mutating func change(_ body: (inout Rare) -> Void) {
        var rare = rare
        body(&rare)
        box = Box(rare)
    }

    var given: [Text: Value] {
        get { box?.rare.given ?? [:] }
        set { if !(newValue.isEmpty && given.isEmpty) { change { $0.given = newValue } } }
    }

    static func hasGiven(at invoice: UnsafePointer<Invoice>) -> Bool {
        guard let box = invoice.pointee.box else { return false }
        return !box.rare.given.isEmpty
    }

    /// What is still open.
    var balance: Minor { withUnsafePointer(to: self) { Self.balance(at: $0) } }

    static func balance(at invoice: UnsafePointer<Invoice>) -> Minor {
        guard isInLedger(invoice.pointee.state, isVoid: invoice.pointee.isVoid) else { return 0 }
        return invoice.pointee.total - invoice.pointee.paid - invoice.pointee.credited - invoice.pointee.writtenOff
    }

    /// Whether it counts in the ledger.
    var isInLedger: Bool { Self.isInLedger(state, isVoid: isVoid) }

    private static func isInLedger(_ state: InvoiceState, isVoid: Bool) -> Bool { state != .draft && !isVoid }

    /// The state that follows from the balance, for one that has been posted.
    mutating func settle(on date: CivilDate?) {
        guard state != .draft, state != .void, state != .archived else { return }
        if balance > 0 {
            state = isDisputed ? .disputed : paid > 0 ? .partiallyPaid : isSent ? .sent : .posted
            endedOn = nil
        } else {
            state = writtenOff > 0 ? .writtenOff : paid == 0 && credited > 0 ? .credited : .paid
            if endedOn == nil { endedOn = date }
        }
    }

    /// A part of a payment pays so much of it.
    mutating func take(_ amount: Minor, from payment: Text) {
        paid += amount
        if payments.contains(payment) { payments.removeAll { $0 == payment } }
        payments.append(payment)
    }

    /// The same invoice with what an archive does not need left out.
    mutating func compact() {
        payments = []
        guard box != nil else { return }
        change { rare in
            rare.lines = []
            rare.given = [:]
        }
    }
}

extension Invoice {
    func value(of field: Field) -> Value { withUnsafePointer(to: self) { Self.value(of: field, at: $0) } }

    static func value(of field: Field, at invoice: UnsafePointer<Invoice>) -> Value {
        let currency = invoice.pointee.currency
        switch field {
        case .id: return .string(invoice.pointee.id)
        case .number:
            return .string(invoice.pointee.number.isEmpty ? invoice.pointee.id : invoice.pointee.number)
        case .kind: return .string(invoice.pointee.isDebitNote ? Words.debitNote : Words.invoice)
        case .customer: return invoice.pointee.customer.isEmpty ? .absent : .string(invoice.pointee.customer)
        case .currency: return currency.map { .string($0.text) } ?? .absent
        case .net: return .money(invoice.pointee.net, currency)
        case .tax: return .money(invoice.pointee.tax, currency)
        case .total: return .money(invoice.pointee.total, currency)
        case .balance: return .money(balance(at: invoice), currency)
        case .paid: return .money(invoice.pointee.paid, currency)
        case .credited: return .money(invoice.pointee.credited, currency)
        case .writtenOff: return .money(invoice.pointee.writtenOff, currency)
        case .dueOn: return .date(invoice.pointee.dueOn)
        case .status: return .string(Words.states[Int(invoice.pointee.state.rawValue)])
        case .disputed: return .bool(invoice.pointee.isDisputed)
        case .postedOn: return .date(invoice.pointee.postedOn)
        case .sentOn: return .date(invoice.pointee.sentOn)
        case .endedOn: return .date(invoice.pointee.endedOn)
        case .lastPayment: return .text(invoice.pointee.payments.last)
        case .attempts: return .int(Int64(invoice.pointee.box?.rare.attempts ?? 0))
        default:
            guard let box = invoice.pointee.box else { return field == .lines ? .list([]) : .absent }
            return box.rare.value(of: field, currency)
        }
    }

    private enum Words {
        static let invoice = Text("invoice")
        static let debitNote = Text("debit_note")
        static let states = InvoiceState.allCases.map { Text($0.word) }
    }
}

extension Invoice.Rare {
    fileprivate func value(of field: Invoice.Field, _ currency: Currency?) -> Value {
        switch field {
        case .reference: .text(reference)
        case .preparedBy: .text(preparedBy)
        case .draftedOn: .date(draftedOn)
        case .rate: rate.map { .rate($0) } ?? .absent
        case .corrects: .text(corrects)
        case .contract: .text(contract)
        case .subscription: .text(subscription)
        case .purchaseOrder: .text(purchaseOrder)
        case .periodStart: .date(periodStart)
        case .periodEnd: .date(periodEnd)
        case .dispute: .text(dispute)
        case .paymentPlan: .text(paymentPlan)
        case .lastDecline: .text(lastDecline)
        case .declineClass: .text(declineClass)
        case .interestUntil: .date(interestUntil)
        case .lines: currency.map { currency in .list(lines.map { $0.value(currency) }) } ?? .list([])
        default: .absent
        }
    }
}

// MARK: Given

extension Invoice {
    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .number: return take(value.asText) { $0.number = $1 }
        case .kind: return take(value.asText) { $0.isDebitNote = $1 == Text("debit_note") }
        case .customer: return take(value.asText) { $0.customer = $1 }
        case .currency: return take(value.asText.flatMap { Currency($0.string) }) { $0.currency = $1 }
        case .net: return take(value) { $0.net = $1 }
        case .tax: return take(value) { $0.tax = $1 }
        case .total: return take(value) { $0.total = $1 }
        case .paid: return take(value) { $0.paid = $1 }
        case .credited: return take(value) { $0.credited = $1 }
        case .writtenOff: return take(value) { $0.writtenOff = $1 }
        case .balance:
            // What was paid follows from it, once the total is known.
            return take(value) { $0.paid = $0.total - $0.credited - $0.writtenOff - $1 }
        case .dueOn: return take(value.asDate) { $0.dueOn = $1 }
        case .status:
            return take(value.asText.flatMap { InvoiceState(word: $0.string) }) { invoice, state in
                invoice.state = state
                invoice.isVoid = state == .void
                if state != .draft, state != .posted, state != .void { invoice.isSent = true }
                if state == .disputed { invoice.isDisputed = true }
            }
        case .disputed: return take(value.asBool) { $0.isDisputed = $1 }
        case .postedOn: return take(value.asDate) { $0.postedOn = $1 }
        case .sentOn:
            return take(value.asDate) { invoice, date in
                invoice.sentOn = date
                invoice.isSent = true
            }
        case .endedOn: return take(value.asDate) { $0.endedOn = $1 }
        case .lastPayment: return take(value.asText) { $0.payments.append($1) }
        default: return setRare(field, value)
        }
    }

    private mutating func setRare(_ field: Field, _ value: Value) -> Bool {
        let (text, date) = (value.asText, value.asDate)
        switch field {
        case .reference where text != nil: change { $0.reference = text }
        case .preparedBy where text != nil: change { $0.preparedBy = text }
        case .corrects where text != nil: change { $0.corrects = text }
        case .contract where text != nil: change { $0.contract = text }
        case .subscription where text != nil: change { $0.subscription = text }
        case .purchaseOrder where text != nil: change { $0.purchaseOrder = text }
        case .dispute where text != nil: change { $0.dispute = text }
        case .paymentPlan where text != nil: change { $0.paymentPlan = text }
        case .lastDecline where text != nil: change { $0.lastDecline = text }
        case .declineClass where text != nil: change { $0.declineClass = text }
        case .draftedOn where date != nil: change { $0.draftedOn = date }
        case .periodStart where date != nil: change { $0.periodStart = date }
        case .periodEnd where date != nil: change { $0.periodEnd = date }
        case .interestUntil where date != nil: change { $0.interestUntil = date }
        case .rate where value.asRate != nil: change { $0.rate = value.asRate }
        case .attempts where value.asInt != nil: change { $0.attempts = Int(value.asInt ?? 0) }
        case .lines: return setLines(value)
        default: return false
        }
        return true
    }

    private mutating func setLines(_ value: Value) -> Bool {
        guard let list = value.asList else { return false }
        var lines: [Line] = []
        for item in list {
            guard let money = item.field("amount").asMoney, let amount = try? money.minor() else { return false }
            currency = currency ?? money.currency
            guard currency == money.currency else { return false }
            var line = Line(description: item.field("description").asText ?? Text(), amount: amount)
            line.quantity = item.field("quantity").asDecimal
            line.unitPrice = item.field("unit_price").asMoney
            line.ownRate = item.field("tax_rate").asRatio
            line.tax = (try? item.field("tax").asMoney?.minor()) ?? 0
            line.discount = (try? item.field("discount").asMoney?.minor()) ?? 0
            lines.append(line)
        }
        change { $0.lines = lines }
        return true
    }

    private mutating func take<Taken>(_ value: Taken?, _ body: (inout Invoice, Taken) -> Void) -> Bool {
        guard let value else { return false }
        body(&self, value)
        return true
    }

    private mutating func take(_ value: Value, _ body: (inout Invoice, Minor) -> Void) -> Bool {
        guard let money = value.asMoney, currency == nil || currency == money.currency else { return false }
        guard let amount = try? money.minor() else { return false }
        currency = money.currency
        body(&self, amount)
        return true
    }

    mutating func complete(_ fields: [Field]) {
        let has = { (field: Field) in fields.contains(field) }
        if revision == 0, !has(.status) {
            state = .sent
            isSent = true
        }
        completeTotal(has)
        if state == .draft || state == .void { paid = 0 }
        guard !has(.balance), !has(.paid) else {
            if !has(.status) || state == .partiallyPaid || state.isOpen { settleGiven(has) }
            return
        }
        if has(.status) || has(.total) {
            switch state {
            case .paid: paid = total - credited - writtenOff
            case .credited where !has(.credited): credited = total - paid - writtenOff
            case .writtenOff where !has(.writtenOff): writtenOff = total - paid - credited
            default: break
            }
        }
        if !has(.status) || has(.disputed) { settleGiven(has) }
    }

    /// An invoice over which only the balance or the lines are given is over that much.
    private mutating func completeTotal(_ has: (Field) -> Bool) {
        if has(.total) {
            if !has(.net) { net = total - tax }
        } else if has(.net) || has(.tax) {
            total = net + tax
        } else if has(.lines), let sums = try? rare.taxRule.apply(to: &lines) {
            (net, tax, total) = (sums.net, sums.tax, sums.total)
        }
        // The balance was set while the total was not known.
        let excess = -paid
        if excess > 0 {
            total += excess
            net += excess
            paid = 0
        }
    }

    private var lines: [Line] {
        get { rare.lines }
        set { change { $0.lines = newValue } }
    }

    private mutating func settleGiven(_ has: (Field) -> Bool) {
        if has(.disputed), !isDisputed, state == .disputed { state = .sent }
        settle(on: nil)
    }
}
