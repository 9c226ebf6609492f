import Amounts
import Dates
import Encoding
import Evaluation
import Hosting

/// Drafts: everything about an invoice that can still be changed.
extension Book {
    mutating func draft(_ inputs: Inputs) throws(Refusal) -> Done {
        let customer = try customers.require(try inputs.text(Input.customer))
        try once([customer.id, inputs.textIfGiven(Input.reference)], else: "already_drafted")
        var invoice = Invoice(id: newID("I", invoices))
        invoice.customer = customer.id
        if let code = inputs.textIfGiven(Text("currency")) {
            guard let currency = Currency(code.string), currency.minorUnits != nil else {
                throw Refusal("unknown_currency", field: "currency")
            }
            invoice.currency = currency
        }
        let lines = try draftedLines(inputs, &invoice.currency)
        guard let currency = invoice.currency else { throw Refusal("no_lines", field: "amount") }
        try add(lines, to: &invoice)
        if let due = inputs.dateIfGiven(Input.dueOn) {
            invoice.dueOn = due
        } else {
            invoice.dueOn = try dueDate(customer)
        }
        let contract = try contract(inputs, of: customer.id)
        let subscription = try subscription(inputs, of: customer.id)
        let (start, end) = (inputs.dateIfGiven(Text("period_start")), inputs.dateIfGiven(Text("period_end")))
        if let start, let end, end < start { throw Refusal("bad_period", field: "period_end") }
        let rate = rate(currency, reportingCurrency ?? currency)
        let drafted = today
        invoice.change { rare in
            rare.preparedBy = inputs.textIfGiven(Text("prepared_by"))
            rare.contract = contract
            rare.subscription = subscription
            rare.periodStart = start
            rare.periodEnd = end
            rare.rate = rate
            rare.draftedOn = drafted
        }
        invoices.put(invoice)
        return .accepted([("invoice", .string(invoice.id)), ("total", .money(invoice.total, invoice.currency))])
    }

    private func subscription(_ inputs: Inputs, of customer: Text) throws(Refusal) -> Text? {
        guard let id = inputs.textIfGiven(Input.subscription) else { return nil }
        guard try subscriptions.require(id).customer == customer else {
            throw Refusal("other_customer", field: "subscription")
        }
        return id
    }

    func dueDate(_ customer: Customer) throws(Refusal) -> CivilDate {
        let date = customer.terms.map { try? today.adding($0) } ?? (try? today.adding(days: 30))
        guard let date else { throw Refusal("bad_period", field: "terms") }
        return date
    }

    private func draftedLines(_ inputs: Inputs, _ currency: inout Currency?) throws(Refusal) -> [Line] {
        var lines: [Line] = []
        if inputs.moneyIfGiven(Input.amount) != nil {
            let amount = try inputs.amount(Input.amount, currency)
            currency = inputs.moneyIfGiven(Input.amount)?.currency
            lines.append(Line(description: inputs.textIfGiven(Input.description) ?? Text(), amount: amount))
        }
        if let list = inputs.value(Input.lines).asList {
            guard list.count <= Limits.largestLineCount else { throw Refusal("bad_line", field: "lines") }
            for item in list { lines.append(try line(item, inputs, &currency)) }
        }
        return lines
    }

    /// A line of a group of values: an amount, or a quantity at a unit price.
    private func line(_ value: Value, _ inputs: Inputs, _ currency: inout Currency?) throws(Refusal) -> Line {
        guard let description = value.field("description").asText else { throw Refusal("bad_line", field: "lines") }
        let quantity = inputs.number(value.field("quantity"))
        let unitPrice = value.field("unit_price").asMoney
        let amount: Minor
        let own: Currency
        if let money = value.field("amount").asMoney {
            (amount, own) = (try money.minor(), money.currency)
        } else if let quantity, let unitPrice {
            let product = try exactly { () throws(AmountError) in try unitPrice.multiplying(quantity) }
            (amount, own) = (try product.roundedToMinor(), unitPrice.currency)
        } else {
            throw Refusal("bad_line", field: "lines")
        }
        guard amount != 0 else { throw Refusal("bad_line", field: "lines") }
        if let currency, own != currency { throw Refusal("other_currency", field: "lines") }
        currency = own
        var line = Line(description: description, amount: amount)
        line.quantity = quantity
        line.unitPrice = unitPrice
        let rate = value.field("tax_rate")
        line.ownRate = rate.asRatio ?? inputs.number(rate).map { Ratio($0) }
        if let rate = line.ownRate, rate.isNegative || Self.largestRate < rate {
            throw Refusal("bad_line", field: "tax_rate")
        }
        return line
    }

    /// A rate above it is taken for a slip: 1,000%.
    static let largestRate = Ratio(Decimal(10))

    /// Adds lines, and finds tax and sums again.
    mutating func add(_ lines: [Line], to invoice: inout Invoice) throws(Refusal) {
        guard invoice.rare.lines.count + lines.count <= Limits.largestLineCount else {
            throw Refusal("bad_line", field: "lines")
        }
        try change(&invoice, invoice.rare.lines + lines, invoice.rare.taxRule)
    }

    private mutating func change(_ invoice: inout Invoice, _ lines: [Line], _ rule: TaxRule) throws(Refusal) {
        releaseOrder(of: &invoice)
        var lines = lines
        let sums = try rule.apply(to: &lines)
        invoice.change { rare in
            rare.lines = lines
            rare.taxRule = rule
        }
        (invoice.net, invoice.tax, invoice.total) = (sums.net, sums.tax, sums.total)
    }

    mutating func addLine(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .edit)
        let value = Value.group(inputs.all.map { ($0.name, $0.value) })
        try add([try line(value, inputs, &invoice.currency)], to: &invoice)
        invoices.put(invoice)
        return .accepted([("total", .money(invoice.total, invoice.currency))])
    }

    mutating func discount(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .edit)
        var lines = invoice.rare.lines
        var base: Minor = 0
        for line in lines where line.base > 0 { base = try base.plus(line.base) }
        guard base > 0 else { throw Refusal("more_than_total", field: "amount") }
        let discount: Minor
        if let amount = try inputs.amountIfGiven(Input.amount, invoice.currency) {
            discount = amount
        } else {
            guard let share = try Self.share(inputs) else { throw Refusal("bad_line", field: "amount") }
            discount = try base.times(share)
            guard discount > 0 else { throw Refusal("not_positive", field: "share") }
        }
        guard discount <= base else { throw Refusal("more_than_total", field: "amount") }
        let weights = lines.map { Decimal(Int128(max(0, $0.base))) }
        let parts = try exactly { () throws(AmountError) in
            try Decimal(Int128(discount)).allocated(by: weights, places: 0)
        }
        for (index, part) in parts.enumerated() {
            lines[index].discount = try lines[index].discount.plus(try part.coefficient.minor())
        }
        try change(&invoice, lines, invoice.rare.taxRule)
        invoices.put(invoice)
        return .accepted([
            ("discount", .money(discount, invoice.currency)), ("total", .money(invoice.total, invoice.currency)),
        ])
    }

    private static func share(_ inputs: Inputs) throws(Refusal) -> Ratio? {
        do throws(Refusal) { return try inputs.ratioIfGiven(Input.share, atMost: Ratio(.one)) } catch {
            throw Refusal("more_than_total", field: "share")
        }
    }

    mutating func setTax(_ inputs: Inputs) throws(Refusal) -> Done {
        var invoice = try invoice(inputs, .edit)
        var rule = TaxRule()
        rule.rate = try inputs.ratio(Text("rate"), atMost: Self.largestRate)
        rule.isIncluded = inputs.value(Text("included")).asBool ?? false
        rule.rounded = inputs.textIfGiven(Text("rounded")).flatMap { TaxRule.Rounded(rawValue: $0.string) } ?? .line
        try change(&invoice, invoice.rare.lines, rule)
        invoices.put(invoice)
        return .accepted([
            ("tax", .money(invoice.tax, invoice.currency)), ("total", .money(invoice.total, invoice.currency)),
        ])
    }
}
