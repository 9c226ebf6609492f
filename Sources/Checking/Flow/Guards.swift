import Amounts
import Definitions
import Expressions
import SourceText

/// Conditions that say nothing, and cases that an earlier one takes.
enum Guards {
    static func check(_ step: StepDefinition, _ findings: inout Findings) {
        if let condition = step.condition { check(condition, "this step", &findings) }
        switch step.verb {
        case .choose(let cases): check(cases, &findings)
        case .sequence(let sequence):
            check(sequence.whileCondition, "the sequence", &findings)
            if let condition = sequence.pause?.condition { check(condition, "the pause", &findings) }
        case .wait(let wait):
            switch wait.goal {
            case .event(_, let condition?): check(condition, "the event", &findings)
            case .until(let excerpt, _): check(excerpt, "the wait", &findings)
            default: break
            }
        default: break
        }
    }

    /// - Parameter guarded: what depends on it.
    @discardableResult
    static func check(_ excerpt: Excerpt, _ guarded: String, _ findings: inout Findings) -> Bool? {
        // What names a field depends on something; there is no need to read it.
        guard !namesField(excerpt.bytes), let value = FlowExpression(excerpt)?.constant else { return nil }
        if value {
            findings.report(
                FlowCodes.alwaysTrue, excerpt.place, "This condition is always true.", found: "\"\(excerpt.text)\"",
                expected: "a condition over something that changes, or none",
                help: "Delete the condition, or name what \(guarded) depends on.")
        } else {
            findings.report(
                FlowCodes.neverTrue, excerpt.place, "This condition is never true.", found: "\"\(excerpt.text)\"",
                expected: "a condition over something that changes",
                help: "Delete what depends on it, or name what \(guarded) depends on.")
        }
        return value
    }

    /// Whether a letter, a point and a letter stand there.
    private static func namesField(_ bytes: [UInt8]) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
        return bytes.indices.dropFirst().dropLast().contains {
            bytes[$0] == UInt8(ascii: ".") && isLetter(bytes[$0 - 1]) && isLetter(bytes[$0 + 1])
        }
    }

    // MARK: Choices

    private static func check(_ cases: [CaseDefinition], _ findings: inout Findings) {
        var earlier: [(syntax: Syntax, condition: Excerpt)] = []
        var certain: Excerpt?
        for item in cases {
            if let certain {
                findings.report(
                    FlowCodes.caseNeverTaken, item.node.headPlace, "This case is never taken.",
                    found: "a case behind one that is always taken", expected: "cases that can be taken",
                    help: "Delete it, or correct the condition above.",
                    related: [.init(certain.place, "always true")])
                return
            }
            guard let condition = item.condition else { continue }
            if let value = check(condition, "the case", &findings) {
                if value { certain = condition }
                continue
            }
            guard let syntax = FlowExpression(condition)?.syntax else { continue }
            if let other = earlier.first(where: { Implication.holds(from: syntax, to: $0.syntax) }) {
                findings.report(
                    FlowCodes.caseNeverTaken, condition.place,
                    "This case is never taken: whenever it holds, an earlier one does.",
                    found: "\"\(condition.text)\" below \"\(other.condition.text)\"",
                    expected: "a case for which no earlier one holds",
                    help: "Put it before the other one, or correct one of the two conditions.",
                    related: [.init(other.condition.place, "the earlier case")])
            }
            earlier.append((syntax, condition))
        }
    }
}

/// Whether one condition being true makes another one true: equal texts, and comparisons of one value with constants.
enum Implication {
    static func holds(from one: Syntax, to other: Syntax) -> Bool { holds(one, one.root, other, other.root) }

    private static func holds(_ one: Syntax, _ a: NodeID, _ other: Syntax, _ b: NodeID) -> Bool {
        if one.source(one[a].span) == other.source(other[b].span) { return true }
        if other[b].kind == .or { return other.children(of: b).contains { holds(one, a, other, $0) } }
        if other[b].kind == .and { return other.children(of: b).allSatisfy { holds(one, a, other, $0) } }
        if one[a].kind == .and { return one.children(of: a).contains { holds(one, $0, other, b) } }
        if one[a].kind == .or { return one.children(of: a).allSatisfy { holds(one, $0, other, b) } }
        guard let from = Comparison(one, a), let to = Comparison(other, b), from.value == to.value,
            let order = Comparison.compare(from.constant, to.constant)
        else { return false }
        return to.includes(from.operation, order)
    }

    /// `invoice.total >= 5000 USD`, with the constant on the right.
    private struct Comparison {
        var value: String
        var operation: BinaryOperator
        var constant: Literal

        init?(_ syntax: Syntax, _ id: NodeID) {
            guard let operation = syntax.operation(of: id), operation.isRelation, operation != .in else { return nil }
            let (left, right) = (syntax.child(id, 0), syntax.child(id, 1))
            if let literal = syntax.literal(of: right), syntax.literal(of: left) == nil {
                (value, self.operation, constant) = (syntax.source(syntax[left].span), operation, literal)
            } else if let literal = syntax.literal(of: left), syntax.literal(of: right) == nil {
                (value, self.operation, constant) = (syntax.source(syntax[right].span), operation.mirrored, literal)
            } else {
                return nil
            }
        }

        static func compare(_ a: Literal, _ b: Literal) -> Int? {
            if a == b { return 0 }
            switch (a, b) {
            case (.date(let a), .date(let b)): return a < b ? -1 : 1
            case (.money(let a), .money(let b)): return try? a.compare(b)
            default:
                guard let a = number(a), let b = number(b) else { return nil }
                return a.compare(b)
            }
        }

        private static func number(_ literal: Literal) -> Decimal? {
            switch literal {
            case .int(let value): Decimal(Int128(value))
            case .decimal(let value): value
            default: nil
            }
        }

        /// Whether a value that stands in `operation` to a constant, which stands in `order` to this one's, is one of these.
        func includes(_ operation: BinaryOperator, _ order: Int) -> Bool {
            switch (self.operation, operation) {
            case (.greater, .greater), (.greaterOrEqual, .greater), (.greaterOrEqual, .greaterOrEqual),
                (.greaterOrEqual, .equal), (.notEqual, .greater):
                order >= 0
            case (.greater, .greaterOrEqual), (.greater, .equal): order > 0
            case (.less, .less), (.lessOrEqual, .less), (.lessOrEqual, .lessOrEqual), (.lessOrEqual, .equal),
                (.notEqual, .less):
                order <= 0
            case (.less, .lessOrEqual), (.less, .equal): order < 0
            case (.equal, .equal), (.notEqual, .notEqual): order == 0
            case (.notEqual, .equal): order != 0
            case (.notEqual, .greaterOrEqual): order > 0
            case (.notEqual, .lessOrEqual): order < 0
            default: false
            }
        }
    }
}

extension BinaryOperator {
    /// The operator that says the same with its sides exchanged.
    fileprivate var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }
}
