import Amounts
import Dates
import Encoding
import Rules

// Usage rated by a rate card, from the quantity to lines that sum exactly. Quantities are drawn once, in no order, a tenth of them at the end of
// a tier. Before a figure is measured its lines are seen to sum to the total.

private struct WrongSum: Error {}

private let cents = Price.RoundingRule(places: 2, mode: .halfUp, each: .line)

private func decimal(_ text: String) throws -> Decimal { try Decimal.parse(text) }

/// Tiers that end at 1,000, 2,000, … and grow cheaper by a thousandth of a cent.
private func tiers(_ count: Int) throws -> [Price.Tier] {
    try (1...count).map { number in
        Price.Tier(
            upTo: number == count ? nil : Decimal(number * 1000),
            price: try Decimal(coefficient: 5000, scale: 5).subtracting(Decimal(coefficient: Int128(number), scale: 5)))
    }
}

private func price(_ model: Price.Model, _ currency: Currency) -> Price {
    Price(title: "calls", currency: currency, model: model, rounding: cents)
}

private func drawn(_ count: Int, below limit: Int) -> [Int] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { index in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        let number = Int(state % UInt64(limit))
        return index % 10 == 0 ? number / 1000 * 1000 : number
    }
}

private func figure(
    _ name: String, _ price: Price, _ requests: [PriceRequest], atMost bound: Double
) throws -> Figure {
    for request in requests {
        let priced = try price.lines(request)
        var sum = Decimal.zero
        for line in priced.lines { sum = try sum.adding(line.gross) }
        guard sum == priced.total else { throw WrongSum() }
    }
    let time = try nanoseconds(operations: requests.count) {
        for request in requests { blackHole(try price.lines(request).total) }
    }
    return Figure(name: name, value: time, unit: "ns", bound: .atMost(bound))
}

let pricesBenchmark = Benchmark(name: "prices") {
    guard let usd = Currency("USD") else { return [] }
    let calls = drawn(4096, below: 30_000).map { PriceRequest(quantity: .decimal(Decimal($0))) }
    var all = [
        try figure("per unit", price(.perUnit(try decimal("0.05")), usd), calls, atMost: 1000),
        try figure("graduated, 3 tiers", price(.graduated(try tiers(3)), usd), calls, atMost: 2000),
        try figure("graduated, 20 tiers", price(.graduated(try tiers(20)), usd), calls, atMost: 10_000),
        try figure("volume, 3 tiers", price(.volume(try tiers(3)), usd), calls, atMost: 1500),
        try figure("volume, 1,000 tiers", price(.volume(try tiers(1000)), usd), calls, atMost: 10_000),
        try figure(
            "package", price(.package(size: Decimal(1000), price: Decimal(45), begunCounts: true), usd), calls,
            atMost: 1500),
        try figure("percentage", price(.percentage(try decimal("0.029")), usd), calls, atMost: 1000),
    ]
    let further = calls.map { PriceRequest(quantity: $0.quantity, billedBefore: .decimal(Decimal(900))) }
    all.append(
        try figure(
            "graduated, 3 tiers, on from an earlier bill", price(.graduated(try tiers(3)), usd), further, atMost: 6000))
    let (from, until, on) = (try CivilDate("2026-04-01"), try CivilDate("2026-04-30"), try CivilDate("2026-04-16"))
    let seats = drawn(4096, below: 500).map { count in
        PriceRequest(
            quantity: .decimal(Decimal(count)),
            stretch: .init(from: from, until: until, changes: [.init(on: on, quantity: .decimal(Decimal(count + 2)))]))
    }
    var prorated = price(.perUnit(Decimal(30)), usd)
    prorated.proration = Price.ProrationRule(
        days: .actual, changeDayIsNew: true, ratioPlaces: 6, ratioMode: .halfEven, prorated: .units)
    all.append(try figure("seats with a change inside the month", prorated, seats, atMost: 6000))
    return all
}
