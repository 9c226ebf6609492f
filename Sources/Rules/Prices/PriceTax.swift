import Amounts

// Tax. On every line it is rounded there, and the document's tax is their sum. On the invoice it is the rounded tax of the sum (as EN
// 16931 has it for each rate of value added tax, BR-CO-17); each line then shows its own rounded tax, and what these lack to the sum goes to
// the line that the file names. Where prices include the tax, the net is what is rounded, and the tax is the rest.

extension Price.TaxRule {
    func apply(
        _ rate: Exact, _ rounding: Price.RoundingRule, _ lines: inout [PriceLine]
    ) throws(AmountError) {
        var sum = Decimal.zero
        var taxes = Decimal.zero
        for index in lines.indices {
            let tax = try tax(lines[index].amount, rate, rounding)
            try set(tax, &lines[index])
            sum = try sum.adding(lines[index].amount)
            taxes = try taxes.adding(tax)
        }
        guard each == .invoice else { return }
        let difference = try tax(sum, rate, rounding).subtracting(taxes)
        guard !difference.isZero, let target = try target(lines) else { return }
        try set(try lines[target].tax.adding(difference), &lines[target])
    }

    private func tax(
        _ amount: Decimal, _ rate: Exact, _ rounding: Price.RoundingRule
    ) throws(AmountError) -> Decimal {
        guard isIncluded else {
            return try Exact.decimal(amount).multiplying(rate).rounded(rounding.places, rounding.mode)
        }
        let net = try Exact.decimal(amount).dividing(by: try Exact.one.adding(rate))
        return try amount.subtracting(try net.rounded(places: rounding.places, rounding.mode))
    }

    private func set(_ tax: Decimal, _ line: inout PriceLine) throws(AmountError) {
        line.tax = tax
        if isIncluded {
            line.net = try line.amount.subtracting(tax)
        } else {
            line.gross = try line.amount.adding(tax)
        }
    }

    /// The line that a difference goes to, among those that cost something.
    private func target(_ lines: [PriceLine]) throws(AmountError) -> Int? {
        let charged = lines.indices.filter { !lines[$0].amount.isZero }
        switch residue {
        case .firstLine: return charged.first
        case .lastLine: return charged.last
        case .largestLine:
            guard var best = charged.first else { return nil }
            for index in charged.dropFirst() {
                let isLarger = try lines[index].amount.absolute().compare(lines[best].amount.absolute()) > 0
                if isLarger { best = index }
            }
            return best
        }
    }
}
