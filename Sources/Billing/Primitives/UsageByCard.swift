import Amounts
import Dates
import Encoding

/// Usage that is rated by a rate card.
///
/// Each usage is priced by the version of the card that holds on the day on which it was used, and with the other usage of the same
/// period of its subscription and the same version: what was billed of that before is given to the card, so that its tiers, free units and
/// fees go on from there. So what comes late costs what it would have cost in time, and any number of bills of a period sum to one.
extension Book {
    func rated(
        _ usages: [Usage], by price: Text, _ subscription: Subscription, until: CivilDate, _ currency: inout Currency?
    ) throws(Refusal) -> [Line] {
        let due = try shares(of: usages, price, subscription)
        let metric = usages[0].metric
        let billed = try shares(
            of: self.usages.all.filter {
                $0.subscription == subscription.id && $0.metric == metric && $0.invoice != nil
            }, price, subscription, isStrict: false)
        let current = (try? until.adding(days: -1)).flatMap { subscription.firstDay(ofPeriodWith: $0) }
        var lines: [Line] = []
        for key in due.keys.sorted() {
            guard let own = due[key], let first = own.map(\.day).min(), let last = own.map(\.day).max() else {
                continue
            }
            let quantity = try exactly { () throws(AmountError) in try own.map(\.usage).quantity() }
            let before = try exactly { () throws(AmountError) in try (billed[key] ?? []).map(\.usage).quantity() }
            guard let money = pricing?.amount(price: price, quantity: quantity, billedBefore: before, on: last) else {
                throw Refusal("unknown_price", field: "price")
            }
            // Only what is not simply the usage of the period needs to be told apart.
            let isPlain = key.period == current && !due.keys.contains { $0.period == key.period && $0 != key }
            let description = isPlain ? metric : Text("\(metric), \(first)" + (first == last ? "" : " to \(last)"))
            lines.append(try line(description, quantity, money, &currency))
        }
        return lines
    }

    /// What is rated together.
    private struct Share: Hashable, Comparable {
        /// The first day of the period, if the subscription has periods.
        var period: CivilDate?
        var version: Int

        static func < (one: Share, other: Share) -> Bool {
            guard one.period != other.period else { return one.version < other.version }
            guard let first = one.period, let second = other.period else { return one.period == nil }
            return first < second
        }
    }

    /// - Parameter isStrict: usage of a day on which the price does not hold is refused, and not left out.
    private func shares(
        of usages: [Usage], _ price: Text, _ subscription: Subscription, isStrict: Bool = true
    ) throws(Refusal) -> [Share: [(usage: Usage, day: CivilDate)]] {
        var shares: [Share: [(usage: Usage, day: CivilDate)]] = [:]
        var known: [CivilDate: Share] = [:]
        for usage in usages {
            guard let day = usage.usedOn else { continue }
            if known[day] == nil, let version = pricing?.version(of: price, on: day) {
                known[day] = Share(period: subscription.firstDay(ofPeriodWith: day), version: version)
            }
            if let share = known[day] {
                shares[share, default: []].append((usage, day))
            } else if isStrict {
                throw Refusal("unknown_price", field: "price")
            }
        }
        return shares
    }
}

extension Subscription {
    /// The first day of the billing period that a day belongs to; nothing where it has no periods.
    ///
    /// Periods before the current one are counted from the same day as those to come: where a co-terming has set that day, they need not
    /// be those that were.
    fileprivate func firstDay(ofPeriodWith day: CivilDate) -> CivilDate? {
        if let start = periodStart, let end = periodEnd, start <= day, day < end { return start }
        guard let every, let anchor = anchor ?? periodStart ?? startsOn, every.months > 0 || every.days > 0 else {
            return nil
        }
        func start(_ count: Int) -> CivilDate? { try? anchor.adding(every.multiplied(by: count)) }
        var count = 0
        while let first = start(count), first > day { count -= 1 }
        while let next = start(count + 1), next <= day { count += 1 }
        return start(count)
    }
}
