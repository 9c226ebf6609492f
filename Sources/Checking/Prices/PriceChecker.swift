import Amounts
package import Definitions
import Encoding
package import Evaluation
package import Expressions
package import Rules
package import SourceText
import YAMLReading

/// A price whose amounts, tiers and expressions have been resolved.
package struct CheckedPrice: Sendable {
    /// The positions of a price's expressions among `expressions`; nil where the file says nothing.
    package struct Parts: Sendable {
        package var quantity: Int
        package var billedBefore: Int?
        package var alreadyBilled: Int?
        package var taxRate: Int?
        package var from: Int?
        package var until: Int?
        package var starts: Int?
        package var ends: Int?
        package var takesOver: Int?
        package var isReplaced: Int?
        package var changes: Int?
    }

    package var definition: PriceDefinition
    package var signature: PriceSignature
    package var price: Price
    package var parts: Parts
    package var expressions: [CheckedExpression]
    /// What the expressions name: the inputs.
    package var scope: Declarations
    package var shapes: [Shape]
}

/// What a price is given and what it gives, as those see it who ask.
package struct PriceSignature: Sendable {
    package var inputs: [FieldDefinition]
    package var inputTypes: [Type]
    package var ruleInputs: [RuleInput]
    /// `lines`, `amount`, `net`, `tax` and `total`.
    package var outputs: [Shapes.ShapeField]
    package var ruleOutputs: [RuleOutput]

    /// - Parameter shapes: gets the enumerations of the inputs' types and the record of a line.
    package init(_ price: PriceDefinition, _ shapes: inout Shapes) {
        inputs = price.inputs
        (inputTypes, ruleInputs) = shapes.inputs(price.inputs)
        let currency = Currency(price.currency.value)
        ruleOutputs = PriceShapes.outputs(currency)
        let line = shapes.declareResult("a line of \(price.heading.name.value)", PriceShapes.lineFields(currency))
        outputs = ruleOutputs.map { output in
            Shapes.ShapeField(
                output.name.string, (output.name == "lines" ? .list(line) : .money(currency), output.type))
        }
    }
}

/// Resolves one version of a price. All problems are collected.
package struct PriceChecker {
    let definition: PriceDefinition
    let currency: Currency?
    var expressions: InputExpressions

    /// - Parameter isDamaged: something in the file could not be read, so that what seems to be missing may only not have been read.
    /// - Returns: the checked price, unless an error stands in its way, and all that was found.
    package static func check(
        _ definition: PriceDefinition, _ shapes: Shapes, isDamaged: Bool = false
    ) -> (checked: CheckedPrice?, diagnostics: [Diagnostic]) {
        var shapes = shapes
        let signature = PriceSignature(definition, &shapes)
        var checker = PriceChecker(definition, signature, shapes)
        let price = checker.price()
        let parts = checker.parts()
        checker.checkTogether()
        checker.expressions.checkDays(definition.effective)
        if !isDamaged { checker.expressions.reportUnused("price") }
        let found = checker.expressions.diagnostics
        guard let price, let parts, !found.contains(where: { $0.severity == .error }) else { return (nil, found) }
        let checked = CheckedPrice(
            definition: definition, signature: signature, price: price, parts: parts,
            expressions: checker.expressions.checked, scope: checker.expressions.scope, shapes: shapes.all)
        return (checked, found)
    }

    private init(_ definition: PriceDefinition, _ signature: PriceSignature, _ shapes: Shapes) {
        self.definition = definition
        currency = Currency(definition.currency.value)
        expressions = InputExpressions(definition.inputs, signature.inputTypes, shapes.declarations)
    }

    // MARK: Expressions

    private mutating func parts() -> CheckedPrice.Parts? {
        var parts = CheckedPrice.Parts(quantity: 0)
        let isOfAmount = definition.model.isOfAmount
        let quantity = isOfAmount ? amount(definition.base) : number(definition.base)
        parts.billedBefore = definition.billedBefore.flatMap {
            isOfAmount ? amount($0, mayBeAbsent: true) : number($0, mayBeAbsent: true)
        }
        parts.alreadyBilled = definition.alreadyBilled.flatMap { amount($0, mayBeAbsent: true) }
        if let tax = definition.tax { parts.taxRate = number(tax.rate) }
        if let proration = definition.proration {
            parts.from = date(proration.from)
            parts.until = date(proration.until)
            parts.starts = proration.starts.flatMap { date($0, mayBeAbsent: true) }
            parts.ends = proration.ends.flatMap { date($0, mayBeAbsent: true) }
            parts.takesOver = proration.takesOver.flatMap { date($0, mayBeAbsent: true) }
            parts.isReplaced = proration.isReplaced.flatMap { date($0, mayBeAbsent: true) }
            parts.changes = proration.changes.flatMap { changes($0) }
        }
        guard let quantity else { return nil }
        parts.quantity = quantity
        return parts
    }

    private mutating func number(_ excerpt: Excerpt, mayBeAbsent: Bool = false) -> Int? {
        expressions.add(excerpt, PriceCodes.badExpression, takes: "a number", mayBeAbsent: mayBeAbsent) {
            $0.isNumber || $0 == .quotient
        }
    }

    private mutating func amount(_ excerpt: Excerpt, mayBeAbsent: Bool = false) -> Int? {
        let currency = currency
        return expressions.add(
            excerpt, PriceCodes.badExpression, takes: "an amount\(currency.map { " in \($0)" } ?? "")",
            mayBeAbsent: mayBeAbsent
        ) { type in
            guard case .money(let other) = type else { return false }
            return other == nil || currency == nil || other == currency
        }
    }

    private mutating func date(_ excerpt: Excerpt, mayBeAbsent: Bool = false) -> Int? {
        expressions.add(excerpt, PriceCodes.badExpression, takes: "a date", mayBeAbsent: mayBeAbsent) { $0 == .date }
    }

    private mutating func changes(_ excerpt: Excerpt) -> Int? {
        let records = expressions.scope.records
        return expressions.add(
            excerpt, PriceCodes.badExpression, takes: "a list of groups with \"on\", a date, and \"quantity\"",
            mayBeAbsent: true
        ) { type in
            guard case .list(let item) = type else { return false }
            guard case .record(let number) = item.present else { return item.isOpen }
            let fields = records[number].fields
            return fields.contains { $0.name == "on" && $0.type == .date }
                && fields.contains { $0.name == "quantity" && $0.type.isNumber }
        }
    }

    // MARK: What must fit together

    private mutating func checkTogether() {
        if let before = definition.billedBefore {
            if let billed = definition.alreadyBilled {
                expressions.report(
                    PriceCodes.billedTwice, billed.place, "This price says twice what was billed before.",
                    found: "\"billed_before\" and \"already_billed\"", expected: "one of them",
                    help: "Keep \"billed_before\" to go on in the tiers, or \"already_billed\" to take off an amount.",
                    related: [.init(before.place, "the quantity")])
            }
            if let changes = definition.proration?.changes {
                expressions.report(
                    PriceCodes.billedTwice, before.place,
                    "A quantity that changes inside the period cannot go on from another one.",
                    found: "\"billed_before\" and \"changes\"", expected: "one of them",
                    help: "Use \"already_billed\" for what was billed before.",
                    related: [.init(changes.place, "the changes")])
            }
        }
        checkProrated()
        if let currency, let units = currency.minorUnits, let places = definition.rounding.places.value.value,
            places > units
        {
            expressions.report(
                PriceCodes.finerThanCurrency, definition.rounding.places.place,
                "\(currency) has \(units == 0 ? "no" : "\(units)") digit\(units == 1 ? "" : "s") behind the point, and this price keeps \(places).",
                found: "places: \(places)", expected: "at most \(units)",
                help: "Write places: \(units), or round the total before it goes onto a document.")
        }
    }

    private mutating func checkProrated() {
        guard let proration = definition.proration else { return }
        let words = proration.prorated
        if let changes = proration.changes, !words.contains(where: { $0.value == .units }) {
            expressions.report(
                PriceCodes.changesNotProrated, changes.place, "The quantity changes, and the units are not prorated.",
                found: "\"changes\" without \"units\" under \"prorated\"", expected: "prorated: [units, …]",
                help: "Add \"units\" to \"prorated\", or delete \"changes\".")
        }
        for word in words {
            let isThere =
                switch word.value {
                case .units: true
                case .flatFee: definition.flatFee != nil
                case .minimum: definition.minimum != nil
                case .maximum: definition.maximum != nil
                }
            if isThere { continue }
            expressions.report(
                PriceCodes.nothingProrated, word.place, "This price has no \"\(word.value.rawValue)\" to prorate.",
                found: "\"\(word.value.rawValue)\" under \"prorated\"", expected: "only parts that the price has",
                help: "Delete the word, or add the part.")
        }
    }
}

extension PriceDefinition.Model {
    var isOfAmount: Bool {
        switch self {
        case .percentage, .graduatedPercentage: true
        default: false
        }
    }
}
