import Amounts

// From a request to lines that sum exactly:
//
//   rated     what each part of the period costs for its quantity, times its share; fees; what lacks to the minimum, what passes the maximum
//   rounded   each line, or the sum, whose units then go to the lines by largest remainder
//   billed    less what was billed before
//   taxed     per line or on the sum, the difference to the line that the file names
//
// A quantity that goes on from one that was billed before is the rounded bill of both together less the rounded bill of the former, line
// by line; so however often a period is billed, the bills sum to the bill of the whole.

extension Price {
    /// What a request comes to, in lines that sum exactly.
    ///
    /// - Parameter request: with a `stretch` exactly if the price has proration, with a `taxRate` exactly if it has tax.
    /// - Throws: what is missing or cannot be. What cannot be computed exactly is an error, too.
    package func lines(_ request: PriceRequest) throws(PriceError) -> PricedLines {
        try check(request)
        // A credit mirrors its invoice: the bill of the positive quantity, each sign turned at the end.
        let isCredit = request.quantity.signum < 0 && (request.billedBefore?.isZero ?? true)
        var lines: [PriceLine]
        if let before = request.billedBefore, !before.isZero {
            let all = try exactly { () throws(AmountError) in try request.quantity.adding(before) }
            if all.signum < 0 { throw .negativeQuantity(all) }
            let (whole, former) = (try bill(all, request.stretch), try bill(before, request.stretch))
            lines = try exactly { () throws(AmountError) in try whole.less(former).lines(rounding) }
        } else {
            let quantity = try exactly { () throws(AmountError) in
                isCredit ? try request.quantity.negated() : request.quantity
            }
            let bill = try bill(quantity, request.stretch)
            lines = try exactly { () throws(AmountError) in try bill.lines(rounding) }
        }
        if let billed = request.alreadyBilled, !billed.amount.isZero {
            let amount = try exactly { () throws(AmountError) in
                isCredit ? billed.amount : try billed.amount.negated()
            }
            lines.append(PriceLine(kind: .alreadyBilled, amount: amount, net: amount, gross: amount))
        }
        return try exactly { () throws(AmountError) in
            if let tax, let rate = request.taxRate { try tax.apply(rate, rounding, &lines) }
            if isCredit { for index in lines.indices { try lines[index].turnSigns() } }
            return try PricedLines(lines, currency)
        }
    }

    private func check(_ request: PriceRequest) throws(PriceError) {
        let changes = request.stretch?.changes ?? []
        if let before = request.billedBefore {
            if before.signum < 0 { throw .negativeBilledBefore(before) }
            if request.alreadyBilled != nil { throw .billedTwice }
            if !changes.isEmpty { throw .billedBeforeWithChanges }
        }
        if !changes.isEmpty, request.quantity.signum < 0 { throw .negativeQuantity(request.quantity) }
        for change in changes where change.quantity.signum < 0 { throw .negativeQuantity(change.quantity) }
        if (proration == nil) != (request.stretch == nil) { throw proration == nil ? .noProration : .needsStretch }
        if let proration, !proration.prorated.contains(.units), !changes.isEmpty { throw .changesWithoutUnits }
        if (tax == nil) != (request.taxRate == nil) { throw tax == nil ? .noTax : .needsTaxRate }
        if let rate = request.taxRate, rate.signum < 0 { throw .negativeTaxRate(rate) }
        if let billed = request.alreadyBilled {
            if billed.currency != currency { throw .currency(billed, currency) }
            if billed.amount.significantPlaces > rounding.places {
                throw .finerThanBilled(billed, places: rounding.places)
            }
        }
    }

    // MARK: The bill of one quantity

    private func bill(_ quantity: Exact, _ stretch: PriceRequest.Stretch?) throws(PriceError) -> PriceBill {
        var lines: [RatedLine] = []
        // What all parts are together; nothing if the price is not prorated.
        var whole: PricePart?
        if let proration, let stretch {
            let parts = try proration.parts(stretch, quantity)
            guard let first = parts.parts.first, let last = parts.parts.last else { return PriceBill() }
            whole = PricePart(from: first.from, until: last.until, quantity: quantity, share: parts.share)
            if proration.prorated.contains(.units) {
                for (index, part) in parts.parts.enumerated() { lines += try rated(part, index) }
            } else {
                lines = try rated(quantity)
            }
        } else {
            lines = try rated(quantity)
        }
        return try exactly { () throws(AmountError) in try bill(&lines, whole) }
    }

    /// The lines of a part of the period, times its share.
    private func rated(_ part: PricePart, _ index: Int) throws(PriceError) -> [RatedLine] {
        var lines = try rated(part.quantity)
        for line in lines.indices {
            lines[line].part = part
            lines[line].partIndex = index
            lines[line].amount = try exactly { () throws(AmountError) in
                try lines[line].amount.multiplying(part.share)
            }
        }
        return lines
    }

    /// With the fee, rounded, and brought between the minimum and the maximum.
    private func bill(_ lines: inout [RatedLine], _ whole: PricePart?) throws(AmountError) -> PriceBill {
        func part(_ what: Prorated) -> PricePart? {
            proration?.prorated.contains(what) == true ? whole : nil
        }
        func amount(_ stated: Decimal, _ what: Prorated) throws(AmountError) -> Exact {
            let exact = Exact.decimal(
                try part(what).map { part throws(AmountError) in
                    try stated.multiplying(part.share)
                } ?? stated)
            return rounding.each == .line ? .decimal(try exact.rounded(rounding.places, rounding.mode)) : exact
        }
        if rounding.each == .line {
            for index in lines.indices {
                lines[index].amount = .decimal(try lines[index].amount.rounded(rounding.places, rounding.mode))
            }
        }
        if let flatFee, !flatFee.isZero {
            let line = RatedLine(kind: .flatFee, amount: try amount(flatFee, .flatFee), part: part(.flatFee))
            lines.append(line)
        }
        var sum = Exact.zero
        for line in lines { sum = try sum.adding(line.amount) }
        if let minimum {
            let bound = try amount(minimum, .minimum)
            if sum.compare(bound) < 0 {
                lines.append(RatedLine(kind: .minimum, amount: try bound.subtracting(sum), part: part(.minimum)))
                sum = bound
            }
        }
        if let maximum {
            let bound = try amount(maximum, .maximum)
            if sum.compare(bound) > 0 {
                lines.append(RatedLine(kind: .maximum, amount: try bound.subtracting(sum), part: part(.maximum)))
                sum = bound
            }
        }
        return PriceBill(lines: lines, total: try sum.rounded(rounding.places, rounding.mode))
    }
}

/// Turns what amounts cannot do into an error of the price.
private func exactly<Result>(_ body: () throws(AmountError) -> Result) throws(PriceError) -> Result {
    do throws(AmountError) { return try body() } catch { throw .amount(error) }
}

/// Lines whose amounts are rounded or not, and the sum that they are to have.
private struct PriceBill {
    var lines: [RatedLine] = []
    var total = Decimal.zero

    /// What this bill is above a former one, line by line.
    func less(_ former: PriceBill) throws(AmountError) -> PriceBill {
        var rest = former.lines
        var difference: [RatedLine] = []
        for var line in lines {
            if let index = rest.firstIndex(where: { $0.isSame(line) }) {
                let other = rest.remove(at: index)
                line.amount = try line.amount.subtracting(other.amount)
                if let quantity = line.quantity, let less = other.quantity {
                    line.quantity = try quantity.subtracting(less)
                }
            }
            difference.append(line)
        }
        for var line in rest {
            line.amount = try line.amount.negated()
            line.quantity = try line.quantity?.negated()
            difference.append(line)
        }
        return PriceBill(
            lines: difference.filter { !$0.amount.isZero || $0.quantity?.isZero == false },
            total: try total.subtracting(former.total))
    }

    /// The lines as they are billed; their amounts sum to the total.
    func lines(_ rounding: Price.RoundingRule) throws(AmountError) -> [PriceLine] {
        var amounts: [Decimal] = []
        if rounding.each == .line {
            for line in lines { amounts.append(try line.amount.rounded(rounding.places, rounding.mode)) }
        } else {
            amounts = try Self.distributed(total, over: lines.map(\.amount), places: rounding.places)
        }
        return zip(lines, amounts).map { PriceLine($0, amount: $1) }
    }

    /// A sum in whole units for each exact amount: each cut downward, the units that are left to those that lost most by it, earlier ones
    /// first. A line that costs nothing stays at nothing as long as another one costs something.
    private static func distributed(
        _ total: Decimal, over exact: [Exact], places: Int
    ) throws(AmountError) -> [Decimal] {
        var amounts: [Decimal] = []
        var lost: [Exact] = []
        var left = total
        for amount in exact {
            let cut = try amount.rounded(places, .floor)
            amounts.append(cut)
            lost.append(try amount.subtracting(.decimal(cut)))
            left = try left.subtracting(cut)
        }
        let unit = try Decimal(coefficient: 1, scale: places)
        var order = exact.indices.filter { !exact[$0].isZero }
        if order.isEmpty { order = Array(exact.indices) }
        order.sort { a, b in
            let comparison = lost[a].compare(lost[b])
            return comparison == 0 ? a < b : comparison > 0
        }
        guard !order.isEmpty else { return amounts }
        // At most one unit for each line, and one more where two rounded sums were subtracted.
        var position = 0
        while left.signum > 0 {
            amounts[order[position % order.count]] = try amounts[order[position % order.count]].adding(unit)
            left = try left.subtracting(unit)
            position += 1
        }
        position = order.count - 1
        while left.signum < 0 {
            let line = order[position]
            amounts[line] = try amounts[line].subtracting(unit)
            left = try left.adding(unit)
            position = position == 0 ? order.count - 1 : position - 1
        }
        return amounts
    }
}

extension PriceLine {
    fileprivate init(_ line: RatedLine, amount: Decimal) {
        let isShare = line.kind == .percentage
        self.init(
            kind: line.kind, tier: line.tier, quantity: isShare ? nil : line.quantity,
            base: isShare ? line.quantity : nil, unitPrice: isShare ? nil : line.price,
            rate: isShare ? line.price : nil, from: line.part?.from, until: line.part?.until, share: line.part?.share,
            amount: amount, net: amount, gross: amount)
    }

    fileprivate mutating func turnSigns() throws(AmountError) {
        quantity = try quantity?.negated()
        base = try base?.negated()
        amount = try amount.negated()
        tax = try tax.negated()
        net = try net.negated()
        gross = try gross.negated()
    }
}

extension PricedLines {
    fileprivate init(_ lines: [PriceLine], _ currency: Currency) throws(AmountError) {
        var sums = (amount: Decimal.zero, net: Decimal.zero, tax: Decimal.zero, total: Decimal.zero)
        for line in lines {
            sums.amount = try sums.amount.adding(line.amount)
            sums.net = try sums.net.adding(line.net)
            sums.tax = try sums.tax.adding(line.tax)
            sums.total = try sums.total.adding(line.gross)
        }
        self.init(
            lines: lines, currency: currency, amount: sums.amount, net: sums.net, tax: sums.tax, total: sums.total)
    }
}
