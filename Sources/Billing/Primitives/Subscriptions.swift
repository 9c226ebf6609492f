import Amounts
import Dates
import Encoding
import Evaluation

/// Subscriptions. Periods and terms are half open: a period ends on the first day of the next one.
extension Book {
    mutating func startSubscription(_ inputs: Inputs) throws(Refusal) -> Done {
        let customer = try customers.require(try inputs.text(Input.customer))
        let plan = try inputs.text(Text("plan"))
        let start = try inputs.date(Text("starts_on"))
        try once([customer.id, plan, Text(start.description)], else: "already_started")
        var subscription = Subscription(id: newID("S", subscriptions))
        subscription.customer = customer.id
        subscription.plan = plan
        subscription.contract = try contract(inputs, of: customer.id)
        if inputs.moneyIfGiven(Input.price) != nil {
            let (price, currency) = try inputs.amount(Input.price)
            (subscription.price, subscription.currency) = (price, currency)
        }
        if let quantity = try inputs.quantityIfGiven(Input.quantity) { subscription.quantity = quantity }
        _ = try subscription.amount()
        subscription.every = try Self.period(inputs, Text("every")) ?? (try? Period(months: 1))
        subscription.term = try Self.period(inputs, Text("term"))
        subscription.startsOn = start
        subscription.anchor = start
        subscription.periodStart = start
        subscription.periodEnd = try Self.end(of: start, subscription.every)
        if let term = subscription.term { subscription.termEnd = try Self.end(of: start, term) }
        subscriptions.put(subscription)
        tell(
            .started,
            [
                ("subscription", .string(subscription.id)), ("customer", .string(customer.id)),
                ("plan", .string(plan)), ("price", subscription.value(of: .price)),
                ("quantity", .decimal(subscription.quantity)), ("starts_on", .date(start)),
                ("every", .period(subscription.every)), ("term", .period(subscription.term)),
            ])
        return .accepted([
            ("subscription", .string(subscription.id)), ("period_end", .date(subscription.periodEnd)),
        ])
    }

    /// A period of days or months above zero; business days and hours do not make a billing period.
    static func period(_ inputs: Inputs, _ name: Text) throws(Refusal) -> Period? {
        guard let period = inputs.periodIfGiven(name) else { return nil }
        guard period.seconds == 0, period.businessDays == 0, period.months >= 0, period.days >= 0,
            period.months + period.days > 0
        else { throw Refusal("bad_period", field: name.string) }
        return period
    }

    static func end(of start: CivilDate, _ period: Period?) throws(Refusal) -> CivilDate {
        guard let period, let end = try? start.adding(period) else { throw Refusal("bad_period") }
        return end
    }

    func subscription(_ inputs: Inputs, _ act: SubscriptionAct) throws(Refusal) -> Subscription {
        let subscription = try subscriptions.require(try inputs.text(Input.subscription))
        try subscription.state.check(act)
        return subscription
    }

    mutating func changeSubscription(_ inputs: Inputs) throws(Refusal) -> Done {
        var subscription = try subscription(inputs, .change)
        let date = try inputs.date(Input.on)
        guard let start = subscription.periodStart, let end = subscription.periodEnd, start <= date, date < end else {
            throw Refusal("outside_period", field: "on")
        }
        let before = subscription
        if let plan = inputs.textIfGiven(Text("plan")) { subscription.plan = plan }
        if inputs.moneyIfGiven(Input.price) != nil {
            subscription.price = try inputs.amount(Input.price, subscription.currency)
            subscription.currency = inputs.moneyIfGiven(Input.price)?.currency
        }
        if let quantity = try inputs.quantityIfGiven(Input.quantity) { subscription.quantity = quantity }
        guard
            subscription.plan != before.plan || subscription.price != before.price
                || subscription.quantity != before.quantity
        else { throw Refusal("nothing_changed") }
        let (left, days) = (end.days(since: date), end.days(since: start))
        let unused = try before.amount()?.times(left, over: days)
        let due = try subscription.amount()?.times(left, over: days)
        subscriptions.put(subscription)
        return .accepted([
            ("unused", unused.map { .money($0, before.currency) } ?? .absent),
            ("due", due.map { .money($0, subscription.currency) } ?? .absent),
            ("days_left", .int(Int64(left))), ("days", .int(Int64(days))),
        ])
    }

    mutating func renewSubscription(_ inputs: Inputs) throws(Refusal) -> Done {
        var subscription = try subscription(inputs, .renew)
        if let term = try Self.period(inputs, Text("term")) { subscription.term = term }
        guard let term = subscription.term, let end = subscription.termEnd ?? subscription.periodEnd else {
            throw Refusal("no_term", field: "term")
        }
        if inputs.moneyIfGiven(Input.price) != nil {
            subscription.price = try inputs.amount(Input.price, subscription.currency)
            subscription.currency = inputs.moneyIfGiven(Input.price)?.currency
        }
        subscription.termEnd = try Self.end(of: end, term)
        subscription.renewals += 1
        subscriptions.put(subscription)
        return .accepted([("term_end", .date(subscription.termEnd))])
    }

    mutating func beginNextPeriod(_ inputs: Inputs) throws(Refusal) -> Done {
        var subscription = try subscription(inputs, .nextPeriod)
        subscription.complete([])
        guard let start = subscription.periodEnd, let every = subscription.every, let anchor = subscription.anchor
        else {
            throw Refusal("missing_field", field: "period_end")
        }
        // Counted from the anchor, so that the 31st comes back after a shorter month.
        subscription.periodCount += 1
        var end = try? anchor.adding(every.multiplied(by: subscription.periodCount + 1))
        if (try? anchor.adding(every.multiplied(by: subscription.periodCount))) != start {
            subscription.anchor = start
            subscription.periodCount = 0
            end = try? start.adding(every)
        }
        guard let end else { throw Refusal("too_large") }
        subscription.periodStart = start
        subscription.periodEnd = end
        subscriptions.put(subscription)
        return .accepted([("period_start", .date(start)), ("period_end", .date(end))])
    }

    mutating func coTerm(_ inputs: Inputs) throws(Refusal) -> Done {
        var subscription = try subscription(inputs, .coTerm)
        let other = try subscriptions.require(try inputs.text(Text("with")))
        try other.state.check(.coTerm)
        guard other.customer == subscription.customer else { throw Refusal("other_customer", field: "with") }
        guard let start = subscription.periodStart, let end = subscription.periodEnd, let target = other.periodEnd
        else {
            throw Refusal("missing_field", field: "period_end")
        }
        guard end != target else { throw Refusal("already_aligned", field: "with") }
        guard target > start else { throw Refusal("outside_period", field: "with") }
        let difference = target.days(since: end)
        let amount = try subscription.amount()?.times(abs(difference), over: end.days(since: start))
        subscription.periodEnd = target
        subscription.anchor = target
        subscription.periodCount = -1
        if subscription.termEnd != nil { subscription.termEnd = other.termEnd ?? target }
        subscriptions.put(subscription)
        let value = amount.map { Value.money($0, subscription.currency) } ?? .absent
        return .accepted([
            ("period_end", .date(target)), (difference > 0 ? "due" : "unused", value),
        ])
    }

    mutating func suspend(_ inputs: Inputs) throws(Refusal) -> Done { try pause(inputs, .suspend, .suspended) }

    mutating func resume(_ inputs: Inputs) throws(Refusal) -> Done { try pause(inputs, .resume, .active) }

    /// All of a customer, or one subscription.
    private mutating func pause(
        _ inputs: Inputs, _ act: SubscriptionAct, _ state: SubscriptionState
    ) throws(Refusal) -> Done {
        var customer = try customers.require(try inputs.text(Input.customer))
        if inputs.textIfGiven(Input.subscription) != nil {
            var one = try subscriptions.require(try inputs.text(Input.subscription))
            guard one.customer == customer.id else { throw Refusal("other_customer", field: "subscription") }
            try one.state.check(act)
            one.state = state
            subscriptions.put(one)
            return .accepted()
        }
        let isSuspended = state == .suspended
        guard customer.isSuspended != isSuspended else {
            throw Refusal(isSuspended ? "already_suspended" : "not_suspended", field: "customer")
        }
        customer.isSuspended = isSuspended
        customers.put(customer)
        for var one in subscriptions.all where one.customer == customer.id && act.allowed.contains(one.state) {
            one.state = state
            subscriptions.put(one)
        }
        return .accepted()
    }

    mutating func cancelSubscription(_ inputs: Inputs) throws(Refusal) -> Done {
        var subscription = try subscription(inputs, .cancel)
        let date = try inputs.date(Input.on)
        if let start = subscription.startsOn, date < start { throw Refusal("ends_before_start", field: "on") }
        var unused: Minor?
        if let start = subscription.periodStart, let end = subscription.periodEnd, date < end {
            let left = end.days(since: max(date, start))
            unused = try subscription.amount()?.times(left, over: end.days(since: start))
        }
        subscription.state = .cancelled
        subscription.cancelledOn = date
        subscriptions.put(subscription)
        tell(
            .cancelled,
            [
                ("subscription", .string(subscription.id)), ("customer", .string(subscription.customer)),
                ("on", .date(date)), ("reason", .text(inputs.textIfGiven(Text("reason")))),
            ])
        return .accepted([("unused", unused.map { .money($0, subscription.currency) } ?? .absent)])
    }
}
