import Amounts
import SourceText

// Operators. In CEL both sides have one type. In the dialect numbers mix on one exact number line, money keeps its currency,
// and dates take periods; what cannot be meant is refused in the author's words.

extension Checker {
    // MARK: Conditions

    /// Checks an operand that must be true or false.
    mutating func checkCondition(_ id: NodeID) {
        check(id)
        guard mode == .checking else { return }
        let found = type(id)
        if found.isAbsent {
            if found.present != .error { reportAbsent(id, "used as a condition") }
            return
        }
        if !substitution.assign(found, to: .bool) { reportNoCondition(id, found) }
    }

    private mutating func reportNoCondition(_ id: NodeID, _ found: Type) {
        let isNumber = found.isNumber || found.isMoney
        problems.add(
            CheckCodes.notCondition, span(id), "\(capitalized(quoted(id))) is no condition.",
            found: names.phrase(found), expected: "a condition, which is true or false",
            help: isNumber ? "Compare it, as in \(syntax.source(span(id))) > 0." : "Compare it with ==.")
    }

    /// `and`, `or`: each operand knows what the ones before it have established.
    mutating func checkChain(_ id: NodeID, _ isAnd: Bool) -> Type {
        let known = present.count
        for operand in syntax.children(of: id) {
            checkCondition(operand)
            if mode == .checking { present += facts(operand, when: isAnd) }
        }
        present.removeLast(present.count - known)
        return .bool
    }

    mutating func checkNot(_ id: NodeID) -> Type {
        checkCondition(syntax.child(id, 0))
        return .bool
    }

    mutating func checkConditional(_ id: NodeID, _ expecting: Type) -> Type {
        let (condition, first, second) = (syntax.child(id, 0), syntax.child(id, 1), syntax.child(id, 2))
        checkCondition(condition)
        let known = present.count
        if mode == .checking { present += facts(condition, when: true) }
        let left = check(first, expecting: expecting)
        present.removeLast(present.count - known)
        if mode == .checking { present += facts(condition, when: false) }
        let right = check(second, expecting: expecting)
        present.removeLast(present.count - known)
        guard mode == .checking else { return .dyn }
        return joined(id, first, left, second, right)
    }

    // Whatever is asked or told beside the way down stands in functions of its own that are not inlined: the frames on that way are on the stack
    // once for each level of an expression, and the smallest stacks hold the deepest of them only just.

    @inline(never)
    private mutating func joined(
        _ id: NodeID, _ first: NodeID, _ left: Type, _ second: NodeID, _ right: Type
    ) -> Type {
        if let joined = join(left, right) { return substitution.apply(joined) }
        problems.add(
            CheckCodes.branchesDiffer, span(id), "The two values of the conditional are of different kinds.",
            found: "\(names.phrase(type(first))) and \(names.phrase(type(second)))", expected: "two values of one kind",
            help: "Change one of them.",
            related: [
                (span(first), "this is \(names.phrase(type(first)))"),
                (span(second), "this is \(names.phrase(type(second)))"),
            ])
        return .error
    }

    // MARK: Two operands

    mutating func checkBinary(_ id: NodeID) -> Type {
        let operation = syntax.operation(of: id) ?? .equal
        let (left, right) = (syntax.child(id, 0), syntax.child(id, 1))
        let number = table.operators[Int(operation.rawValue)]
        refer(id, .function(FunctionReference(function: number, overload: nil)))
        checkOperands(operation, left, right)
        guard mode == .checking else { return .dyn }
        let (leftType, rightType) = (type(left), type(right))
        if leftType == .error || rightType == .error { return operation.isRelation ? .bool : .error }
        if operation.isRelation, syntax.operation(of: left)?.isRelation == true, reportChain(id, left, right) {
            return .bool
        }
        if dialect == .proviso {
            // That this is no operator of the dialect was said when it was read.
            if operation == .remainder { return .error }
            return Operands(id: id, operation: operation, left: left, right: right).check(&self, leftType, rightType)
        }
        return resolve(id, number, [left, right])
    }

    /// Checks both operands; a bare name takes its meaning from the other side's enumeration.
    private mutating func checkOperands(_ operation: BinaryOperator, _ left: NodeID, _ right: NodeID) {
        guard dialect == .proviso, mode == .checking, operation.isRelation else {
            check(left)
            check(right)
            return
        }
        let isName = isBareName(left)
        check(isName ? right : left)
        checkOther(operation, isName ? left : right, isLeft: isName, beside: isName ? right : left)
    }

    /// Checks an operand of a relation, the other one of which is known.
    @inline(never)
    private mutating func checkOther(_ operation: BinaryOperator, _ id: NodeID, isLeft: Bool, beside other: NodeID) {
        if isBareName(id), isUnknown(other, beside: id) { return }
        check(id, expecting: meaning(operation, isLeft: isLeft, beside: other))
    }

    /// What a bare name means is said by the other side: nothing, if nothing is known of that.
    @inline(never)
    private mutating func isUnknown(_ other: NodeID, beside name: NodeID) -> Bool {
        guard isReported(other), !isClock(name) else { return false }
        types[Int(name.index)] = reported(name)
        return true
    }

    /// What an operand is most likely to be, by the other one.
    @inline(never)
    private func meaning(_ operation: BinaryOperator, isLeft: Bool, beside other: NodeID) -> Type {
        let found = type(other).present
        guard operation == .in else { return found }
        guard isLeft else { return .list(found) }
        if case .list(let element) = found { return element }
        return found
    }

    private func isClock(_ id: NodeID) -> Bool { ["today", "now"].contains(syntax.name(of: id)) }

    /// `a < b < c`.
    private mutating func reportChain(_ id: NodeID, _ left: NodeID, _ right: NodeID) -> Bool {
        guard type(right) != .bool, let first = syntax.operation(of: left), first != .in,
            span(left).start == span(id).start,
            syntax.text[Int(span(left).start)] != UInt8(ascii: "(") || syntax[left].nameSpan.end < span(left).end
        else { return false }
        let middle = syntax.source(span(syntax.child(left, 1)))
        let join = dialect == .proviso ? "and" : "&&"
        let sign = syntax.source(syntax[id].nameSpan)
        let right = syntax.source(span(right))
        problems.add(
            CheckCodes.chainedComparison, syntax[id].nameSpan, "Two comparisons stand in a row.",
            found: quoted(id), expected: "two comparisons with \"\(join)\" between them",
            help: "Write \(syntax.source(span(left))) \(join) \(middle) \(sign) \(right).",
            edits: [(Span(start: syntax[id].nameSpan.start, end: syntax[id].nameSpan.start), "\(join) \(middle) ")])
        return true
    }

    mutating func checkNegate(_ id: NodeID) -> Type {
        let operand = syntax.child(id, 0)
        check(operand)
        guard let number = table.number("-_") else { return .error }
        guard mode == .checking, dialect == .proviso else { return resolve(id, number, [operand]) }
        let found = type(operand)
        if case .money = found {
            _ = resolve(id, number, [operand])
            return found
        }
        if found == .quotient {
            reportQuotient(operand)
            return .error
        }
        return resolve(id, number, [operand])
    }

    // MARK: Problems that several operators share

    mutating func reportAbsent(_ id: NodeID, _ use: String) {
        let text = syntax.source(span(id))
        problems.add(
            CheckCodes.mayBeAbsent, span(id), "\"\(text)\" may be absent, and is \(use).",
            found: "a field that may be absent", expected: "a value that is there in every case",
            help: "Test it first, as in \(text) is present and …, or give a default, as in \(text).orValue(…).")
    }

    mutating func reportQuotient(_ id: NodeID) {
        problems.add(
            CheckCodes.quotientUsed, span(id), "The result of a division can be compared or rounded, nothing else.",
            found: "\(quoted(id)), an exact ratio", expected: "a rounded number",
            help: "Write round(\(syntax.printed(id)), 4, half_even), with the places and the rounding you mean.")
    }

    /// Two currencies meet: both places are named.
    mutating func reportCurrencies(_ id: NodeID, _ left: NodeID, _ right: NodeID, _ first: Currency, _ second: Currency)
    {
        problems.add(
            CheckCodes.currencyMismatch, span(id),
            "\(capitalized(quoted(left))) is in \(first) and \(quoted(right)) is in \(second); two currencies never meet.",
            found: "an amount in \(first) and one in \(second)", expected: "two amounts in one currency",
            help: "Convert one of them first, as in convert(\(syntax.source(span(right))), rate).",
            related: [(span(left), "in \(first)"), (span(right), "in \(second)")])
    }
}
