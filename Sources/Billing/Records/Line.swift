import Amounts
import Encoding
import Evaluation

/// A line of an invoice. Its amount is before the discount; with tax in it if the tax of the invoice is included.
struct Line: Hashable, Sendable {
    var description: Text
    var amount: Minor
    var quantity: Decimal?
    /// May have more digits than the currency.
    var unitPrice: Money?
    var discount: Minor = 0
    /// Its own rate, which the tax of the invoice does not replace.
    var ownRate: Ratio?
    var rate: Ratio?
    var tax: Minor = 0

    init(description: Text, amount: Minor) {
        self.description = description
        self.amount = amount
    }

    /// What tax is counted from.
    var base: Minor { amount - discount }

    func value(_ currency: Currency) -> Value {
        .group([
            ("description", .string(description)), ("amount", .money(Money(minor: amount, currency))),
            ("quantity", quantity.map { .decimal($0) } ?? .absent),
            ("unit_price", unitPrice.map { .money($0) } ?? .absent),
            ("discount", discount == 0 ? .absent : .money(Money(minor: discount, currency))),
            ("tax_rate", (ownRate ?? rate).map { .ratio($0) } ?? .absent),
            ("tax", .money(Money(minor: tax, currency))),
        ])
    }
}

/// How the tax of an invoice is found.
struct TaxRule: Hashable, Sendable {
    enum Rounded: String, Sendable { case line, invoice }

    var rate: Ratio?
    /// The amounts of the lines have the tax in them.
    var isIncluded = false
    var rounded = Rounded.line
}

/// The sums of the lines of an invoice.
struct LineSums: Hashable, Sendable {
    var net: Minor = 0
    var tax: Minor = 0
    var total: Minor = 0
}

extension TaxRule {
    /// Finds the tax of each line and the sums.
    ///
    /// Rounded by line, each line's tax is rounded half up. Rounded by invoice, the tax of all lines of one rate is rounded half up once, as
    /// EN 16931 has it for a VAT category (BR-CO-17 and BR-S-09), and the lines get shares of it by the largest remainder. Included tax is the part
    /// `rate / (1 + rate)` of the amount.
    func apply(to lines: inout [Line]) throws(Refusal) -> LineSums {
        var sums = LineSums()
        var bases: Minor = 0
        for index in lines.indices {
            bases = try bases.plus(lines[index].base)
            lines[index].rate = lines[index].ownRate ?? rate
            lines[index].tax = 0
        }
        if lines.contains(where: { $0.rate != nil }) {
            switch rounded {
            case .line:
                for index in lines.indices {
                    guard let part = try part(lines[index].rate) else { continue }
                    lines[index].tax = try lines[index].base.times(part)
                }
            case .invoice: try shareByRate(&lines)
            }
            for line in lines { sums.tax = try sums.tax.plus(line.tax) }
        }
        sums.net = isIncluded ? try bases.minus(sums.tax) : bases
        sums.total = try sums.net.plus(sums.tax)
        return sums
    }

    /// The part of an amount that is tax.
    private func part(_ rate: Ratio?) throws(Refusal) -> Ratio? {
        guard let rate, !rate.isZero else { return nil }
        guard isIncluded else { return rate }
        return try exactly { () throws(AmountError) in try rate.dividing(by: rate.adding(Ratio(.one))) }
    }

    private func shareByRate(_ lines: inout [Line]) throws(Refusal) {
        var done = Array(repeating: false, count: lines.count)
        for first in lines.indices where !done[first] {
            guard let part = try part(lines[first].rate) else { continue }
            let members = lines.indices.filter { lines[$0].rate == lines[first].rate }
            var base: Minor = 0
            for index in members {
                done[index] = true
                base = try base.plus(lines[index].base)
            }
            let shares = try Self.shares(of: try base.times(part), members.map { lines[$0].base }, part)
            for (index, share) in zip(members, shares) { lines[index].tax = share }
        }
    }

    /// Whole parts of `total`, each within one unit of its exact part, that sum to it: cut down, and then a unit each for those that lost
    /// most by the cut, earlier ones first where that is equal. Amounts below zero are cut down as well, so the same holds for them.
    private static func shares(of total: Minor, _ bases: [Minor], _ part: Ratio) throws(Refusal) -> [Minor] {
        var shares: [Minor] = []
        var lost: [Ratio] = []
        var left = total
        for base in bases {
            let exact = try exactly { () throws(AmountError) in try part.multiplying(Decimal(Int128(base))) }
            let cut = try exactly { () throws(AmountError) in try exact.rounded(places: 0, .floor) }
            lost.append(try exactly { () throws(AmountError) in try exact.subtracting(Ratio(cut)) })
            shares.append(try cut.coefficient.minor())
            left = try left.minus(try cut.coefficient.minor())
        }
        let order = shares.indices.sorted { lost[$0] == lost[$1] ? $0 < $1 : lost[$1] < lost[$0] }
        for index in order.prefix(Int(max(0, left))) { shares[index] += 1 }
        return shares
    }
}
