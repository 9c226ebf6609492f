import Amounts
import Analysis
import TestSupport
import Testing

/// Prices as small whole numbers of thousandths, computed again in the plainest way, at every quantity.
struct NaivePrice {
    struct Tier {
        var upTo: Int?
        var price: Int
        var fee: Int
    }

    enum Model {
        case graduated, volume
        case package(size: Int, price: Int, begun: Bool)
    }

    var model: Model
    var tiers: [Tier]
    var free = 0
    var fee = 0
    var minimum: Int?
    var maximum: Int?
    var roundsLines = true
    var isWhole = true

    /// Thousandths to the nearest ten of them, halves to the even one.
    private func rounded(_ value: Int) -> Int {
        let down = value >= 0 ? value / 10 : -((-value + 9) / 10)
        let rest = value - down * 10
        if rest > 5 || (rest == 5 && down % 2 != 0) { return (down + 1) * 10 }
        return down * 10
    }

    /// For a quantity in halves.
    func total(_ halves: Int) -> Int? {
        let x = max(0, halves - 2 * free)
        var lines: [Int] = []
        if x > 0 {
            switch model {
            case .package(let size, let price, let begun):
                lines.append((begun ? (x + 2 * size - 1) / (2 * size) : x / (2 * size)) * price)
            case .volume:
                guard let tier = tiers.first(where: { $0.upTo.map { x <= 2 * $0 } ?? true }) else { return nil }
                lines += [x * tier.price / 2, tier.fee]
            case .graduated:
                var from = 0
                for tier in tiers where x > from {
                    let to = min(x, tier.upTo.map { 2 * $0 } ?? x)
                    lines += [(to - from) * tier.price / 2, tier.fee]
                    from = to
                }
                if x > from { return nil }
            }
        }
        lines.append(fee)
        var sum = lines.map { roundsLines ? rounded($0) : $0 }.reduce(0, +)
        if let minimum { sum = max(sum, roundsLines ? rounded(minimum) : minimum) }
        if let maximum { sum = min(sum, roundsLines ? rounded(maximum) : maximum) }
        return rounded(sum)
    }

    var schedule: PriceSchedule {
        func money(_ thousandths: Int) -> Decimal { Decimal(unchecked: Int128(thousandths), scale: 3) }
        let tiers = tiers.map {
            PriceSchedule.Tier(upTo: $0.upTo.map { Decimal($0) }, price: money($0.price), flatFee: money($0.fee))
        }
        let model: PriceSchedule.Model =
            switch model {
            case .graduated: .graduated(tiers)
            case .volume: .volume(tiers)
            case .package(let size, let price, let begun):
                .package(size: Decimal(size), price: money(price), begunCounts: begun)
            }
        return PriceSchedule(
            model, freeUnits: Decimal(free), flatFee: money(fee), minimum: minimum.map(money),
            maximum: maximum.map(money), roundsLines: roundsLines, isWhole: isWhole)
    }
}

@Suite struct PriceTests {
    private func price(_ seed: UInt64) -> NaivePrice {
        var generator = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
        var price = NaivePrice(model: .volume, tiers: [])
        switch number(1...10) {
        case 1: price.model = .package(size: number(1...5), price: 2 * number(-10...500), begun: chance(50))
        case 2...4: price.model = .graduated
        default: price.model = .volume
        }
        if case .package = price.model {
        } else {
            var end = 0
            var unit = number(20...400)
            let isTidy = chance(60)
            for index in 0..<number(1...4) {
                end += isTidy ? number(1...8) : number(-2...8)
                // An even price, so that half a unit has a whole number of thousandths.
                price.tiers.append(.init(upTo: end, price: 2 * unit, fee: chance(30) ? number(-300...1500) : 0))
                unit = chance(70) ? max(chance(10) ? -20 : 0, unit - number(0...150)) : unit + number(0...50)
                if index == 3 || chance(30) { break }
            }
            if chance(70) { price.tiers[price.tiers.count - 1].upTo = nil }
        }
        if chance(30) { price.free = number(1...5) }
        if chance(30) { price.fee = number(0...3000) }
        if chance(30) { price.minimum = number(0...4000) }
        if chance(30) { price.maximum = number(1000...6000) }
        price.roundsLines = chance(50)
        price.isWhole = chance(50)
        return price
    }

    @Test func everyQuantityAgrees() throws {
        var counts = (cliffs: 0, falls: 0, unreached: 0, open: 0, clean: 0)
        for seed in 1...4000 {
            let price = price(UInt64(seed))
            let report = price.schedule.analysed()
            var problems: [String] = []
            let step = price.isWhole ? 2 : 1
            let halves = Array(stride(from: 0, through: 160, by: step))
            let totals = halves.map { price.total($0) }
            // Which tiers some quantity reaches, in halves: it is the first that takes it.
            let reached = Set(
                stride(from: 1, through: 200, by: 1).compactMap { x in
                    price.tiers.firstIndex { $0.upTo.map { x <= 2 * $0 } ?? true }
                })
            let unreached = price.tiers.indices.filter { !reached.contains($0) }
            if unreached != report.unreached.map(\.tier) { problems.append("unreached \(unreached)") }
            counts.unreached += unreached.count
            if unreached.isEmpty {
                // Totals are compared only for tiers in order.
                let schedule = price.schedule
                for (quantity, total) in zip(halves, totals) {
                    let own = try schedule.total(Decimal(unchecked: Int128(quantity) * 5, scale: 1))
                    if own != total.map({ Decimal(unchecked: Int128($0), scale: 3) }) {
                        problems.append("total of \(quantity)/2: \(own as Any), \(total as Any)")
                    }
                }
                if price.tiers.isEmpty == false, (totals.last ?? nil) == nil {
                    let last = Array(zip(halves, totals)).last { $0.1 != nil }?.0 ?? 0
                    if report.openAbove != Decimal(unchecked: Int128(last) * 5, scale: 1) {
                        problems.append("open above \(last)/2")
                    }
                    counts.open += 1
                } else if report.openAbove != nil {
                    problems.append("not open")
                }
                problems += try cliffProblems(price, report, halves, totals)
                counts.cliffs += report.cliffs.count
                counts.clean += report.cliffs.isEmpty ? 1 : 0
            }
            if !problems.isEmpty {
                Issue.record("seed \(seed): \(price)\n\(report)\n\(problems.prefix(4).joined(separator: "\n"))")
                return
            }
        }
        #expect(counts.cliffs > 500 && counts.unreached > 200 && counts.open > 200 && counts.clean > 500, "\(counts)")
    }

    private func cliffProblems(
        _ price: NaivePrice, _ report: PriceReport, _ halves: [Int], _ totals: [Int?]
    ) throws -> [String] {
        var problems: [String] = []
        let schedule = price.schedule
        for cliff in report.cliffs {
            let totals = (try schedule.total(cliff.smaller), try schedule.total(cliff.larger))
            if totals.0 != cliff.smallerTotal || totals.1 != cliff.largerTotal { problems.append("totals of \(cliff)") }
            if cliff.larger <= cliff.smaller || cliff.largerTotal >= cliff.smallerTotal {
                problems.append("no cliff \(cliff)")
            }
            if cliff.from > cliff.smaller { problems.append("from \(cliff)") }
            if price.isWhole, cliff.larger.wholeNumber == nil || cliff.smaller.wholeNumber == nil {
                problems.append("\(cliff)")
            }
            // From the first on, each whole quantity costs more.
            if let from = cliff.from.wholeNumber, let to = cliff.smaller.wholeNumber {
                for quantity in from...to {
                    if let total = try schedule.total(Decimal(quantity)), total <= cliff.largerTotal {
                        problems.append("\(quantity) costs \(total): \(cliff)")
                    }
                }
            }
        }
        // Each fall from one quantity to the next is told: at its place, or as the tier that falls.
        for index in halves.indices.dropFirst() {
            guard let before = totals[index - 1], let after = totals[index], after < before else { continue }
            let isTold = report.cliffs.contains { cliff in
                if let tier = cliff.tier, price.tiers[tier].price >= 0 {
                    let smaller = Int((cliff.smaller.wholeNumber ?? -1) * 2)
                    return smaller >= halves[index - 1] && smaller < halves[index]
                }
                return true
            }
            if !isTold { problems.append("a fall behind \(halves[index - 1])/2 is not told") }
        }
        return problems
    }
}
