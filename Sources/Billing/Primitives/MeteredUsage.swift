import Amounts
import Dates
import Encoding
import Evaluation

/// Usage that a meter counts: once by its id, and billed once.
extension Book {
    mutating func recordUsage(_ inputs: Inputs) throws(Refusal) -> Done {
        let id = try inputs.text(Text("event_id"))
        let usage = try addUsage(
            id, subscription: try inputs.text(Input.subscription), metric: try inputs.text(Text("metric")),
            quantity: try inputs.quantity(Input.quantity), usedOn: try inputs.date(Text("used_on")))
        tell(
            .used,
            [
                ("event_id", .string(id)), ("subscription", .string(usage.subscription)),
                ("customer", .string(usage.customer)), ("metric", .string(usage.metric)),
                ("quantity", .decimal(usage.quantity)), ("used_on", .date(usage.usedOn)),
            ])
        return .accepted([("usage", .string(id)), ("late", .bool(usage.isLate))])
    }

    @discardableResult
    mutating func addUsage(
        _ id: Text, subscription: Text, metric: Text, quantity: Decimal, usedOn: CivilDate
    ) throws(Refusal) -> Usage {
        guard !usages.contains(id) else { throw Refusal("already_recorded", field: "event_id") }
        var subscription = try subscriptions.require(subscription)
        try subscription.state.check(.recordUsage)
        let isTooEarly = subscription.startsOn.map { usedOn < $0 } ?? false
        let isTooLate = subscription.cancelledOn.map { usedOn >= $0 } ?? false
        guard !isTooEarly, !isTooLate else { throw Refusal("outside_period", field: "used_on") }
        var usage = Usage(id: id)
        usage.customer = subscription.customer
        usage.subscription = subscription.id
        usage.metric = metric
        usage.quantity = quantity
        usage.usedOn = usedOn
        usage.isLate = subscription.billedUntil.map { usedOn < $0 } ?? false
        usages.put(usage)
        subscription.unbilled.append(id)
        subscriptions.put(subscription)
        return usage
    }

    mutating func checkUsage(_ inputs: Inputs) throws(Refusal) -> Done {
        let subscription = try subscriptions.require(try inputs.text(Input.subscription))
        let (since, until) = (try inputs.date(Input.since), try inputs.date(Input.until))
        guard since < until else { throw Refusal("bad_period", field: "until") }
        var days: Set<CivilDate> = []
        var (events, late) = (0, 0)
        var quantity = Decimal.zero
        for usage in usages.all where usage.subscription == subscription.id {
            guard let day = usage.usedOn, since <= day, day < until else { continue }
            days.insert(day)
            events += 1
            if usage.isLate { late += 1 }
            quantity = try exactly { () throws(AmountError) in try quantity.adding(usage.quantity) }
        }
        return .accepted([
            ("events", .int(Int64(events))), ("quantity", .decimal(quantity)),
            ("days_missing", .int(Int64(until.days(since: since) - days.count))), ("late", .int(Int64(late))),
        ])
    }

    mutating func rateUsage(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .edit)
        var subscription = try subscriptions.require(try inputs.text(Input.subscription))
        guard subscription.customer == invoice.customer else { throw Refusal("other_customer", field: "subscription") }
        let until = try inputs.date(Input.until)
        let metric = inputs.textIfGiven(Text("metric"))
        var due: [Usage] = []
        for id in subscription.unbilled {
            guard let usage = usages.find(id), let day = usage.usedOn, day < until else { continue }
            if metric == nil || metric == usage.metric { due.append(usage) }
        }
        guard !due.isEmpty else { throw Refusal("nothing_to_rate", field: "until") }

        var lines: [Line] = []
        var whole = Decimal.zero
        for metric in due.map(\.metric).withoutRepetition {
            let own = due.filter { $0.metric == metric }
            whole = try exactly { () throws(AmountError) in try whole.adding(try own.quantity()) }
            lines += try rated(own, of: metric, inputs, subscription, until: until, &invoice.currency)
        }
        var billed: Minor = 0
        for line in lines { billed = try billed.plus(line.amount) }
        try add(lines, to: &invoice)
        for var usage in due {
            usage.invoice = invoice.id
            usages.put(usage)
        }
        let taken = Set(due.map(\.id))
        subscription.unbilled.removeAll { taken.contains($0) }
        subscription.billedUntil = max(until, subscription.billedUntil ?? until)
        subscriptions.put(subscription)
        invoices.put(invoice)
        return .accepted([
            ("quantity", .decimal(whole)), ("amount", .money(billed, invoice.currency)),
            ("events", .int(Int64(due.count))), ("late", .int(Int64(due.count { $0.isLate }))),
            ("total", .money(invoice.total, invoice.currency)),
        ])
    }

    /// By a unit price one line; by a price of a name a line for each period of the subscription and version of the price.
    private func rated(
        _ usages: [Usage], of metric: Text, _ inputs: Inputs, _ subscription: Subscription, until: CivilDate,
        _ currency: inout Currency?
    ) throws(Refusal) -> [Line] {
        guard let unitPrice = inputs.moneyIfGiven(Input.unitPrice) else {
            guard let name = inputs.textIfGiven(Input.price) else {
                throw Refusal("unknown_price", field: "price")
            }
            return try rated(usages, by: name, subscription, until: until, &currency)
        }
        guard unitPrice.amount.signum > 0 else { throw Refusal("not_positive", field: "unit_price") }
        let quantity = try exactly { () throws(AmountError) in try usages.quantity() }
        let money = try exactly { () throws(AmountError) in try unitPrice.multiplying(quantity) }
        var line = try line(metric, quantity, money, &currency)
        line.unitPrice = unitPrice
        return [line]
    }

    /// What a quantity costs, as a line of the invoice.
    func line(
        _ description: Text, _ quantity: Decimal, _ money: Money, _ currency: inout Currency?
    ) throws(Refusal) -> Line {
        guard currency == nil || currency == money.currency else { throw .otherCurrency }
        currency = money.currency
        var line = Line(description: description, amount: try money.roundedToMinor())
        line.quantity = quantity
        return line
    }
}

extension [Usage] {
    /// All of it together.
    func quantity() throws(AmountError) -> Decimal {
        var sum = Decimal.zero
        for usage in self { sum = try sum.adding(usage.quantity) }
        return sum
    }
}

extension [Text] {
    /// Each once, where it stands first.
    var withoutRepetition: [Text] {
        var seen: Set<Text> = []
        return filter { seen.insert($0).inserted }
    }
}
