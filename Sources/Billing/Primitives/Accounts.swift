import Amounts
import Dates
import Encoding
import Evaluation

/// Statements, exchange rates, entries and periods.
extension Book {
    mutating func issueStatement(_ inputs: Inputs) throws(Refusal) -> Done {
        let customer = try customers.require(try inputs.text(Input.customer))
        let (since, until) = (try inputs.date(Input.since), try inputs.date(Input.until))
        guard since < until else { throw Refusal("bad_period", field: "until") }
        guard let currency = Currency(try inputs.text(Text("currency")).string), currency.minorUnits != nil else {
            throw Refusal("unknown_currency", field: "currency")
        }
        try once(
            [customer.id, Text(since.description), Text(until.description), Text(currency.code)],
            else: "already_issued")
        let account = accounts[AccountKey(customer: customer.id, currency: currency)] ?? AccountHistory()
        if let kept = account.carriedUntil, since < kept { throw Refusal("bad_period", field: "since") }
        var opening = account.carried
        for movement in account.movements where movement.on < since { opening += Int128(movement.amount) }
        var statement = Statement(id: newID("ST", statements))
        statement.customer = customer.id
        statement.since = since
        statement.until = until
        statement.currency = currency
        statement.opening = try opening.minor()
        statement.issuedOn = today
        let lines = account.movements.enumerated().filter { since <= $1.on && $1.on < until }
        statement.lines = lines.sorted { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }.map(\.element)
        statements.put(statement)
        return .accepted([
            ("statement", .string(statement.id)), ("opening", .money(statement.opening, currency)),
            ("closing", .money(statement.closing, currency)), ("lines", .int(Int64(statement.lines.count))),
        ])
    }

    mutating func recordRate(_ inputs: Inputs) throws(Refusal) -> Done {
        guard let time = inputs.value(Text("at")).asInstant else { throw inputs.missing(Text("at")) }
        guard let value = inputs.number(inputs.value(Text("value"))) else { throw inputs.missing(Text("value")) }
        try addRate(
            base: try inputs.text(Text("base")), quote: try inputs.text(Text("quote")), value,
            source: try inputs.text(Text("source")), at: time)
        return .accepted()
    }

    mutating func addRate(
        base: Text, quote: Text, _ value: Decimal, source: Text, at time: Instant
    ) throws(Refusal) {
        guard let base = Currency(base.string), let quote = Currency(quote.string), base != quote else {
            throw Refusal("unknown_currency", field: "base")
        }
        guard value.signum > 0,
            let rate = try? Rate(from: base, to: quote, value: value, source: source.string, time: time.seconds)
        else { throw Refusal("not_positive", field: "value") }
        let pair = RatePair(base: base, quote: quote)
        var known = rates[pair] ?? []
        guard !known.contains(where: { $0.time == rate.time && $0.source == rate.source }) else {
            throw Refusal("already_recorded", field: "at")
        }
        // Later ones of one time stand later, and hold.
        let place = known.firstIndex { $0.time > rate.time } ?? known.count
        known.insert(rate, at: place)
        rates[pair] = known
    }

    mutating func postEntry(_ inputs: Inputs) throws(Refusal) -> Done {
        let (debit, credit) = (try inputs.text(Text("debit")), try inputs.text(Text("credit")))
        guard debit != credit else { throw Refusal("same_account", field: "credit") }
        let own = [Account.receivable, Account.unapplied, Account.tax]
        guard !own.contains(debit), !own.contains(credit) else { throw Refusal("book_account", field: "debit") }
        let (amount, currency) = try inputs.amount(Input.amount)
        let reference = try inputs.text(Input.reference)
        try once([reference], else: "already_posted")
        post(debit, credit, amount, currency, about: reference, on: try postingDate(inputs, Input.on))
        return .accepted([("entry", .int(Int64(ledger.entryCount + 1)))])
    }

    mutating func checkPeriod(_ inputs: Inputs) throws(Refusal) -> Done {
        let until = try inputs.date(Input.until)
        let before = { (date: CivilDate?) in date.map { $0 <= until } ?? true }
        let unsent = invoices.all.count { $0.state.isOpen && !$0.isSent && before($0.postedOn) }
        return .accepted([
            ("drafts", .int(Int64(draftCount(until)))), ("unsent", .int(Int64(unsent))),
            ("unmatched", .int(Int64(unmatchedCount(until)))),
            ("unbilled", .int(Int64(usages.all.count { $0.invoice == nil && before($0.usedOn) }))),
            ("disputes", .int(Int64(disputes.all.count { $0.state == .open && before($0.openedOn) }))),
            ("balanced", .bool(problems().isEmpty)),
        ])
    }

    private func draftCount(_ until: CivilDate) -> Int {
        invoices.all.count { invoice in
            invoice.state == .draft && invoice.rare.draftedOn.map { $0 <= until } ?? true
        }
    }

    private func unmatchedCount(_ until: CivilDate) -> Int {
        payments.all.count { payment in
            payment.left > 0 && payment.customer == nil && payment.receivedOn.map { $0 <= until } ?? true
        }
    }

    mutating func closePeriod(_ inputs: Inputs) throws(Refusal) -> Done {
        let until = try inputs.date(Input.until)
        if let closedUntil, until <= closedUntil { throw Refusal("already_closed", field: "until") }
        guard until < today else { throw Refusal("not_over", field: "until") }
        let (drafts, unmatched) = (draftCount(until), unmatchedCount(until))
        if drafts > 0 { throw Refusal("open_drafts", data: .group([("count", .int(Int64(drafts)))])) }
        if unmatched > 0 { throw Refusal("unmatched_payments", data: .group([("count", .int(Int64(unmatched)))])) }
        closedUntil = until
        return .accepted()
    }
}
