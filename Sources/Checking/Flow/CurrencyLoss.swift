import Amounts
import Expressions
import SourceText

/// Amounts that are taken out of money and then meet numbers or other amounts, so that nobody sees any more of which currency they are.
struct CurrencyLoss {
    private let checked: Checked
    private let source: ExpressionSource
    /// The values computed before that are bare amounts, with what they were taken out of.
    private let bare: [String: [Currency?]]
    private let usual: Currency?
    private var diagnostics: [Diagnostic] = []

    /// - Parameters:
    ///   - bare: the values that earlier steps have taken out of money, by name.
    ///   - usual: the currency that a number is most likely meant in.
    /// - Returns: what is wrong, and of which currencies the whole is a bare amount.
    static func check(
        _ checked: Checked, _ source: ExpressionSource, bare: [String: [Currency?]], usual: Currency?
    ) -> (diagnostics: [Diagnostic], bare: [Currency?]) {
        // Without a field called so there is nothing to lose.
        guard !bare.isEmpty || checked.syntax.names.contains("amount") else { return ([], []) }
        var check = CurrencyLoss(checked: checked, source: source, bare: bare, usual: usual)
        for index in checked.syntax.nodes.indices { check.look(NodeID(UInt32(index))) }
        return (check.diagnostics, check.origins(checked.syntax.root))
    }

    private init(checked: Checked, source: ExpressionSource, bare: [String: [Currency?]], usual: Currency?) {
        self.checked = checked
        self.source = source
        self.bare = bare
        self.usual = usual
    }

    /// The currencies that the bare number of a node was taken out of; `.some(nil)` for one that is not known.
    private func origins(_ id: NodeID) -> [Currency?] {
        let syntax = checked.syntax
        switch syntax[id].kind {
        case .name: return bare[syntax.name(of: id)] ?? []
        case .select:
            guard syntax.name(of: id) == "amount",
                case .money(let currency) = checked.type(of: syntax.child(id, 0)).present
            else { return [] }
            return [currency]
        case .binary:
            guard let operation = syntax.operation(of: id), !operation.isRelation else { return [] }
            if case .money = checked.type(of: id).present { return [] }
            // Divided by each other, two amounts give a ratio, which has no currency.
            let sides = [origins(syntax.child(id, 0)), origins(syntax.child(id, 1))]
            if operation == .divide, !sides[0].isEmpty, !sides[1].isEmpty { return [] }
            return sides[0] + sides[1]
        case .negate, .conditional: return syntax.children(of: id).flatMap(origins)
        case .call, .memberCall:
            guard ["round", "abs", "min", "max", "orValue"].contains(syntax.name(of: id)) else { return [] }
            return syntax.children(of: id).flatMap(origins)
        default: return []
        }
    }

    private mutating func look(_ id: NodeID) {
        let syntax = checked.syntax
        guard let operation = syntax.operation(of: id) else { return }
        let (left, right) = (syntax.child(id, 0), syntax.child(id, 1))
        let (one, other) = (origins(left), origins(right))
        guard !one.isEmpty || !other.isEmpty else { return }
        switch operation {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .add, .subtract, .divide:
            meet(id, operation, left, right, one, other)
        case .multiply, .of:
            // A number times an amount of money is money of that amount's currency.
            let (bare, money) = one.isEmpty ? (other, left) : (one, right)
            guard case .money(let currency) = checked.type(of: money).present else { return }
            guard bare.contains(where: { $0 == nil || $0 != currency }) else { return }
            report(
                id, "The amount of one currency becomes money of another here.",
                expected: "the money itself, or \"convert\" with a rate",
                help: "Calculate with the money itself; \"convert\" makes it money of another currency, by a rate.")
        default: break
        }
    }

    private mutating func meet(
        _ id: NodeID, _ operation: BinaryOperator, _ left: NodeID, _ right: NodeID, _ one: [Currency?],
        _ other: [Currency?]
    ) {
        if one.isEmpty || other.isEmpty {
            // A number against an amount whose currency the file says is clear to a reader.
            guard operation != .divide, (one + other).contains(nil) else { return }
            let bare = one.isEmpty ? right : left
            let amount = checked.syntax.source(checked.syntax[bare].span)
            let money = amount.hasSuffix(".amount") ? String(amount.dropLast(7)) : amount
            let number = one.isEmpty ? left : right
            let isLiteral = checked.syntax[number].kind == .literal
            let text = isLiteral ? checked.syntax.source(checked.syntax[number].span) : "5000"
            let example =
                "\(money) \(isLiteral ? operation.text : ">") \(text) \((one + other).compactMap { $0 }.first?.code ?? usual?.code ?? "USD")"
            return report(
                id, "Nobody can see here of which currency \"\(amount)\" is.",
                expected: "money on both sides, such as \(example)",
                help:
                    "Leave \".amount\" out\(amount == money ? " where it is taken" : ""), and write the currency behind the number."
            )
        }
        let all = one + other
        guard all.contains(nil) || Set(all.compactMap { $0 }).count > 1 else { return }
        report(
            id, "Two amounts meet here without their currencies.", expected: "the two amounts of money themselves",
            help: "Leave \".amount\" out on both sides: two currencies are never mixed then.")
    }

    private mutating func report(_ id: NodeID, _ message: String, expected: String, help: String) {
        let span = checked.syntax[id].span
        let text = checked.syntax.source(span)
        diagnostics.append(
            Diagnostic(
                FlowCodes.currencyLost, at: source.place(span), message, found: "\"\(text)\"", expected: expected,
                help: help))
    }
}
