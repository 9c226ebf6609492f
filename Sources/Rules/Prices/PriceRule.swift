package import Amounts
import Dates
package import Encoding
package import Evaluation

/// A price as a rule: the expressions whose values are rated.
package struct PriceRule: Sendable {
    /// The expressions of the proration. Each is over the inputs; nothing where the file says nothing.
    package struct Stretch: Sendable {
        package var from: Code
        package var until: Code
        package var starts: Code?
        package var ends: Code?
        package var takesOver: Code?
        package var isReplaced: Code?
        /// A list of groups with `on` and `quantity`.
        package var changes: Code?

        package init(
            from: Code, until: Code, starts: Code? = nil, ends: Code? = nil, takesOver: Code? = nil,
            isReplaced: Code? = nil, changes: Code? = nil
        ) {
            self.from = from
            self.until = until
            self.starts = starts
            self.ends = ends
            self.takesOver = takesOver
            self.isReplaced = isReplaced
            self.changes = changes
        }
    }

    package var price: Price
    /// The quantity, or the amount that a percentage is of.
    package var quantity: Code
    package var billedBefore: Code?
    package var alreadyBilled: Code?
    package var taxRate: Code?
    package var stretch: Stretch?

    package init(
        price: Price, quantity: Code, billedBefore: Code? = nil, alreadyBilled: Code? = nil, taxRate: Code? = nil,
        stretch: Stretch? = nil
    ) {
        self.price = price
        self.quantity = quantity
        self.billedBefore = billedBefore
        self.alreadyBilled = alreadyBilled
        self.taxRate = taxRate
        self.stretch = stretch
    }
}

/// The shapes of what prices give.
package enum PriceShapes {
    /// Absent where a line has no such thing. Money is in the price's currency.
    package static func lineFields(_ currency: Currency?) -> [RuleOutput] {
        let money = ValueType.money(currency)
        func optional(_ name: String, _ type: ValueType) -> RuleOutput {
            RuleOutput(Text(name), type, isRequired: false)
        }
        return [
            RuleOutput("kind", .string, words: PriceLine.Kind.allCases.map { Text($0.word) }),
            RuleOutput("label", .string),
            optional("tier", .int), optional("quantity", .decimal), optional("base", money),
            optional("unit_price", money), optional("rate", .decimal), optional("from", .date),
            optional("until", .date), optional("share", .decimal),
            RuleOutput("amount", money), RuleOutput("net", money), RuleOutput("tax", money),
            RuleOutput("gross", money),
        ]
    }

    package static let lineName: Text = "price_line"

    /// `lines`, and what they sum to.
    package static func outputs(_ currency: Currency?) -> [RuleOutput] {
        let money = ValueType.money(currency)
        return [
            RuleOutput("lines", .list(.record(lineName))), RuleOutput("amount", money), RuleOutput("net", money),
            RuleOutput("tax", money), RuleOutput("total", money),
        ]
    }

    static let line = shape(nil)

    private static func shape(_ currency: Currency?) -> Shape? {
        Shape(lineName, lineFields(currency).map { Shape.Field($0.name, $0.type, isRequired: $0.isRequired) })
    }
}

extension PriceRule {
    func decide(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        var parts: [Explanation.Formula] = []
        return try decide(values, rule, &evaluator, &parts)
    }

    func explain(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator, into explanation: inout Explanation
    ) throws(RuleError.Kind) {
        explanation.result = .success(try decide(values, rule, &evaluator, &explanation.formulas))
    }

    private func decide(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator,
        _ parts: inout [Explanation.Formula]
    ) throws(RuleError.Kind) -> Decision {
        let request = try request(values, &evaluator, &parts)
        let priced: PricedLines
        do throws(PriceError) { priced = try price.lines(request) } catch { throw .price(error) }
        return Decision(value: value(priced, rule), version: rule.version)
    }

    // MARK: The request

    private func request(
        _ values: [Value], _ evaluator: inout RuleEvaluator, _ parts: inout [Explanation.Formula]
    ) throws(RuleError.Kind) -> PriceRequest {
        var reader = PartReader(values: values, parts: [])
        defer { parts = reader.parts }
        let base: Text = price.model.isOfAmount ? "amount" : "quantity"
        guard let quantity = try reader.read(base, self.quantity, &evaluator) else { throw .absentPart(base) }
        var request = PriceRequest(
            quantity: price.model.isOfAmount ? try amount(quantity, base) : try Self.number(quantity, base))
        if let code = billedBefore, let value = try reader.read("billed_before", code, &evaluator) {
            request.billedBefore =
                price.model.isOfAmount ? try amount(value, "billed_before") : try Self.number(value, "billed_before")
        }
        if let code = alreadyBilled, let value = try reader.read("already_billed", code, &evaluator) {
            guard let money = value.asMoney else {
                throw .wrongPart("already_billed", value, .money(price.currency))
            }
            request.alreadyBilled = money
        }
        if let code = taxRate {
            guard let value = try reader.read("rate", code, &evaluator) else { throw .absentPart("rate") }
            request.taxRate = try Self.number(value, "rate")
        }
        request.stretch = try stretch?.read(&reader, &evaluator)
        return request
    }

    private func amount(_ value: Value, _ part: Text) throws(RuleError.Kind) -> Exact {
        guard let money = value.asMoney else { throw .wrongPart(part, value, .money(price.currency)) }
        guard money.currency == price.currency else { throw .price(.currency(money, price.currency)) }
        return .decimal(money.amount)
    }

    fileprivate static func number(_ value: Value, _ part: Text) throws(RuleError.Kind) -> Exact {
        if let whole = value.asInt { return .decimal(Decimal(Int128(whole))) }
        if let decimal = value.asDecimal { return .decimal(decimal) }
        guard let ratio = value.asRatio else { throw .wrongPart(part, value, .decimal) }
        return ratio.exactDecimal.map { .decimal($0) } ?? .ratio(ratio)
    }

    // MARK: The result

    private func value(_ priced: PricedLines, _ rule: CompiledRule) -> Value {
        func money(_ amount: Decimal) -> Value { .money(Money(amount, priced.currency)) }
        guard let shape = PriceShapes.line else { return .absent }
        let lines = priced.lines.map { line -> Value in
            var slots = [Value](repeating: .absent, count: shape.fields.count - 4)
            slots[0] = .string(line.kind.word)
            slots[1] = .string(label(line))
            if let tier = line.tier { slots[2] = .int(Int64(tier)) }
            if let quantity = line.quantity?.exactDecimal { slots[3] = .decimal(quantity) }
            if let base = line.base?.exactDecimal { slots[4] = money(base) }
            if let price = line.unitPrice { slots[5] = money(price) }
            if let rate = line.rate { slots[6] = .decimal(rate) }
            if let from = line.from { slots[7] = .date(from) }
            if let until = line.until { slots[8] = .date(until) }
            if let share = line.share { slots[9] = .decimal(share) }
            slots += [line.amount, line.net, line.tax, line.gross].map(money)
            return .record(shape, slots)
        }
        return .record(
            rule.outputShape,
            [.list(lines), money(priced.amount), money(priced.net), money(priced.tax), money(priced.total)])
    }

    /// What the line is called: the price's title, and what part of it the line is.
    private func label(_ line: PriceLine) -> Text {
        let title = price.title.string
        let tier = line.tier.map { ", tier \($0)" } ?? ""
        return switch line.kind {
        case .units, .tier, .packages, .percentage: Text(title + tier)
        case .freeUnits: Text("\(title), free units")
        case .tierFee: Text("\(title)\(tier), fee")
        case .flatFee: Text("\(title), flat fee")
        case .minimum: Text("\(title), up to the minimum")
        case .maximum: Text("\(title), down to the maximum")
        case .alreadyBilled: Text("\(title), already billed")
        }
    }
}

/// Evaluates the expressions of a price and keeps what they came to.
private struct PartReader {
    let values: [Value]
    var parts: [Explanation.Formula]

    /// Nothing if the value is absent.
    mutating func read(
        _ name: Text, _ code: Code, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Value? {
        let value: Value
        do throws(EvaluationError) { value = try evaluator.evaluate(code, values) } catch {
            throw .formula(name, error)
        }
        parts.append(.init(name: name, value: value))
        return value.isAbsent || value.isNull ? nil : value
    }

    mutating func date(
        _ name: Text, _ code: Code?, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> CivilDate? {
        guard let code, let value = try read(name, code, &evaluator) else { return nil }
        return try Self.date(value, name)
    }

    static func date(_ value: Value, _ name: Text) throws(RuleError.Kind) -> CivilDate {
        if let date = value.asDate { return date }
        // Data of a group has no types of its own, so a date in it is still text.
        guard let text = value.asText, let date = try? CivilDate(text.string) else {
            throw .wrongPart(name, value, .date)
        }
        return date
    }
}

extension PriceRule.Stretch {
    fileprivate func read(
        _ reader: inout PartReader, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> PriceRequest.Stretch {
        guard let from = try reader.date("from", from, &evaluator) else { throw .absentPart("from") }
        guard let until = try reader.date("until", until, &evaluator) else { throw .absentPart("until") }
        var stretch = PriceRequest.Stretch(from: from, until: until)
        stretch.starts = try reader.date("starts", starts, &evaluator)
        stretch.ends = try reader.date("ends", ends, &evaluator)
        stretch.takesOver = try reader.date("takes_over", takesOver, &evaluator)
        stretch.isReplaced = try reader.date("is_replaced", isReplaced, &evaluator)
        guard let changes, let value = try reader.read("changes", changes, &evaluator) else { return stretch }
        guard let list = value.asList else { throw .wrongPart("changes", value, .list(.dynamic)) }
        for change in list {
            guard let on = change.field("on"), let quantity = change.field("quantity") else {
                throw .wrongPart("changes", change, .map(key: .string, value: .dynamic))
            }
            stretch.changes.append(
                PriceRequest.Change(
                    on: try PartReader.date(on, "on"), quantity: try PriceRule.number(quantity, "quantity")))
        }
        return stretch
    }
}

extension Value {
    /// The field of a record, or the entry of a map; nothing if there is none.
    fileprivate func field(_ name: Text) -> Value? {
        if let shape, let slots, let slot = shape.slot(of: name) { return slots[slot].isAbsent ? nil : slots[slot] }
        return asMap?.first { $0.key.asText == name }?.value
    }
}
