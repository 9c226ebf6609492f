import Amounts
import Dates
import SourceText

// What the dialect's operators give, by the kinds of both sides. The table of `Documentation/Language.md`, "Expressions",
// is this file in words.

/// One use of an operator.
struct Operands {
    let id: NodeID
    let operation: BinaryOperator
    let left: NodeID
    let right: NodeID

    func check(_ checker: inout Checker, _ leftType: Type, _ rightType: Type) -> Type {
        switch operation {
        case .equal, .notEqual: return equality(&checker, leftType.present, rightType.present)
        case .in: return membership(&checker, leftType.present, rightType)
        default: break
        }
        var isGood = true
        for (operand, type) in [(left, leftType), (right, rightType)] where type.isAbsent {
            checker.reportAbsent(operand, operation.isRelation ? "compared by size" : "calculated with")
            isGood = false
        }
        guard isGood else { return operation.isRelation ? .bool : .error }
        if operation.isRelation { return order(&checker, leftType, rightType) }
        return arithmetic(&checker, leftType, rightType)
    }

    // MARK: Relations

    private func equality(_ checker: inout Checker, _ first: Type, _ second: Type) -> Type {
        if first == .null || second == .null, first != second, !first.isOpen, !second.isOpen {
            reportNull(&checker)
            return .bool
        }
        if comparable(&checker, first, second) ?? true { return .bool }
        reportIncomparable(&checker, first, second)
        return .bool
    }

    /// Whether values of two types can be equal; `nil` if a problem has been reported.
    private func comparable(_ checker: inout Checker, _ first: Type, _ second: Type) -> Bool? {
        switch (first, second) {
        case (.money(let one), .money(let two)):
            guard let one, let two, one != two else { return true }
            checker.reportCurrencies(id, left, right, one, two)
            return nil
        case (.money, let other) where other.isNumber, (let other, .money) where other.isNumber:
            return isZero(checker, first.isMoney ? right : left)
        case (.string, let name) where Self.isWrittenAsText(name), (let name, .string) where Self.isWrittenAsText(name):
            return true
        case (.duration, .period), (.period, .duration): return true
        default: break
        }
        if isOnNumberLine(first), isOnNumberLine(second) { return true }
        return checker.substitution.assign(first, to: second)
    }

    private func isOnNumberLine(_ type: Type) -> Bool { type.isNumber || type == .quotient || type == .uint }

    /// A bare 0, which compares with any money.
    private func isZero(_ checker: Checker, _ id: NodeID) -> Bool {
        switch checker.syntax.literal(of: id) {
        case .int(0): true
        case .decimal(let value): value.isZero
        default: false
        }
    }

    private func membership(_ checker: inout Checker, _ first: Type, _ container: Type) -> Type {
        if container.isAbsent {
            checker.reportAbsent(right, "searched")
            return .bool
        }
        switch container {
        case .dyn, .error, .variable: return .bool
        case .list(let element):
            if comparable(&checker, first, element.present) ?? true { return .bool }
            reportIncomparable(&checker, first, element)
        case .map(let key, _):
            if comparable(&checker, first, key) ?? true { return .bool }
            reportIncomparable(&checker, first, key)
        default:
            let isText = container == .string
            let value = checker.syntax.source(checker.span(left))
            let text = checker.syntax.source(checker.span(right))
            checker.problems.add(
                CheckCodes.wrongOperands, checker.span(right), "\"in\" looks into a list or a map.",
                found: "\(checker.quoted(right)), which is \(checker.names.phrase(container))",
                expected: "a list or a map after \"in\"",
                help: isText ? "Write \(text).contains(\(value))." : "Put the values into brackets: [a, b].")
        }
        return .bool
    }

    private func order(_ checker: inout Checker, _ first: Type, _ second: Type) -> Type {
        if first.isOpen || second.isOpen { return .bool }
        switch (first, second) {
        case (.money, _), (_, .money):
            if comparable(&checker, first, second) == false { reportIncomparable(&checker, first, second) }
            return .bool
        case (.string, .string), (.bytes, .bytes), (.date, .date), (.time, .time), (.timestamp, .timestamp),
            (.duration, .duration), (.duration, .period), (.period, .duration), (.bool, .bool):
            return .bool
        case (.period, .period):
            checkPeriods(&checker)
            return .bool
        default: break
        }
        if isOnNumberLine(first), isOnNumberLine(second) { return .bool }
        if checker.substitution.assign(first, to: second) {
            checker.problems.add(
                CheckCodes.notOrdered, checker.syntax[id].nameSpan,
                "\(checker.capitalized(checker.names.phrase(first))) has no order.", found: checker.quoted(id),
                expected: "numbers, amounts, dates, instants, periods or texts on both sides",
                help: "Compare with == or !=, or with \"in\" and a list.")
        } else {
            reportIncomparable(&checker, first, second)
        }
        return .bool
    }

    /// Written periods whose lengths depend on the calendar have no order.
    private func checkPeriods(_ checker: inout Checker) {
        guard case .period(let one)? = checker.syntax.literal(of: left),
            case .period(let two)? = checker.syntax.literal(of: right), let first = family(one),
            let second = family(two),
            first != second
        else { return }
        checker.problems.add(
            CheckCodes.notOrdered, checker.syntax[id].nameSpan, "These two periods have no order.",
            found: "\(first.plural) and \(second.plural)", expected: "two periods in the same kind of unit",
            help: "Count both in \(first.plural), or add both to a date and compare the dates.")
    }

    /// The unit that all of a period can be counted in; `nil` if there is none or the period is nothing.
    private func family(_ period: Period) -> PeriodUnit? {
        let parts = [
            (period.seconds != 0, PeriodUnit.hour), (period.days != 0, .day), (period.businessDays != 0, .businessDay),
            (period.months != 0, .month),
        ]
        let used = parts.filter(\.0)
        return used.count == 1 ? used[0].1 : nil
    }

    // MARK: Arithmetic

    private func arithmetic(_ checker: inout Checker, _ first: Type, _ second: Type) -> Type {
        for (operand, type) in [(left, first), (right, second)] where type == .quotient {
            checker.reportQuotient(operand)
            return .error
        }
        if case .money(let one) = first, case .money(let two) = second {
            return moneyAndMoney(&checker, one, two)
        }
        if operation == .divide { checkDivisor(&checker) }
        if first.isOpen || second.isOpen { return open(first, second) }
        let result: Type?
        switch operation {
        case .add: result = sum(first, second)
        case .subtract: result = difference(first, second)
        case .multiply, .of: result = product(first, second)
        case .divide: result = first.isNumber && second.isNumber ? .quotient : nil
        default: result = nil
        }
        if operation == .add, case .list(let one) = first, case .list(let two) = second {
            return .list(checker.join(one, two) ?? .dyn)
        }
        checkTimeOnDate(&checker, first, second)
        guard let result else {
            reportOperands(&checker, first, second)
            return .error
        }
        return result
    }

    /// One side is known, the other only while running.
    private func open(_ first: Type, _ second: Type) -> Type {
        switch operation {
        case .add, .subtract:
            if case .money(let currency) = first { return .money(currency) }
            if case .money(let currency) = second { return .money(currency) }
            return .dyn
        default: return .dyn
        }
    }

    private func moneyAndMoney(_ checker: inout Checker, _ one: Currency?, _ two: Currency?) -> Type {
        if let one, let two, one != two {
            checker.reportCurrencies(id, left, right, one, two)
            return .error
        }
        switch operation {
        case .add, .subtract: return .money(one ?? two)
        case .divide:
            checkDivisor(&checker)
            return .quotient
        default:
            reportOperands(&checker, .money(one), .money(two))
            return .error
        }
    }

    private func widest(_ first: Type, _ second: Type) -> Type {
        first == .ratio || second == .ratio ? .ratio : first == .decimal || second == .decimal ? .decimal : .int
    }

    private func sum(_ first: Type, _ second: Type) -> Type? {
        switch (first, second) {
        case (.string, .string), (.bytes, .bytes), (.uint, .uint), (.duration, .duration), (.period, .period): first
        case (.date, .period), (.period, .date): .date
        case (.timestamp, .period), (.period, .timestamp), (.timestamp, .duration), (.duration, .timestamp): .timestamp
        case (.list, .list): first
        case (let text, .string) where Self.isWrittenAsText(text): .string
        case (.string, let text) where Self.isWrittenAsText(text): .string
        default: first.isNumber && second.isNumber ? widest(first, second) : nil
        }
    }

    /// A name of a closed list and the identity of a record are texts, and are put in a row with others.
    private static func isWrittenAsText(_ type: Type) -> Bool {
        switch type {
        case .enumeration: true
        case .abstract(let name, let parameters): parameters.isEmpty && !name.hasPrefix("net.")
        default: false
        }
    }

    private func difference(_ first: Type, _ second: Type) -> Type? {
        switch (first, second) {
        case (.uint, .uint), (.duration, .duration), (.period, .period): first
        case (.date, .period): .date
        case (.date, .date): .period
        case (.timestamp, .period), (.timestamp, .duration): .timestamp
        case (.timestamp, .timestamp): .duration
        default: first.isNumber && second.isNumber ? widest(first, second) : nil
        }
    }

    private func product(_ first: Type, _ second: Type) -> Type? {
        switch (first, second) {
        case (.money(let currency), let other) where other.isNumber: .money(currency)
        case (let other, .money(let currency)) where other.isNumber: .money(currency)
        case (.period, .int), (.int, .period): operation == .of ? nil : .period
        case (.uint, .uint): .uint
        default: first.isNumber && second.isNumber ? widest(first, second) : nil
        }
    }

    private func checkDivisor(_ checker: inout Checker) {
        guard isZero(checker, right) else { return }
        checker.problems.add(
            CheckCodes.divisionByZero, checker.span(right), "Nothing can be divided by zero.",
            found: checker.quoted(id), expected: "a divisor that is not zero", help: "Change the divisor.")
    }

    /// `due_on + 3 hours`: a date has no time of day.
    private func checkTimeOnDate(_ checker: inout Checker, _ first: Type, _ second: Type) {
        guard first == .date || second == .date else { return }
        for operand in [left, right] {
            guard case .period(let period)? = checker.syntax.literal(of: operand), period.seconds != 0 else { continue }
            checker.problems.add(
                CheckCodes.timeOnDate, checker.span(operand), "A date has no time of day to add this to.",
                found: checker.quoted(operand), expected: "a period in days, business days, weeks, months or years",
                help: "Count in days, or calculate with an instant.")
        }
    }

    // MARK: Problems

    private func reportNull(_ checker: inout Checker) {
        let other = checker.syntax.literal(of: left) == .null ? right : left
        let text = checker.syntax.source(checker.span(other))
        let words = operation == .equal ? "is not present" : "is present"
        let isField = checker.path(other) != nil
        checker.problems.add(
            CheckCodes.nullComparison, checker.span(id), "Nothing is compared with null here.",
            found: checker.quoted(id), expected: "\"is present\" or \"is not present\"",
            help: isField ? "Write \(text) \(words)." : "Compare it with a value of its own kind.",
            edits: isField ? [(checker.span(id), "\(text) \(words)")] : [])
    }

    private func reportIncomparable(_ checker: inout Checker, _ first: Type, _ second: Type) {
        let (one, two) = (checker.names.phrase(first), checker.names.phrase(second))
        checker.problems.add(
            CheckCodes.notComparable, checker.span(id),
            "\(checker.capitalized(one)) and \(two) are never compared with each other.",
            found: "\(checker.quoted(left)), which is \(one), and \(checker.quoted(right)), which is \(two)",
            expected: "two values of one kind", help: comparisonHelp(checker, first, second),
            related: [(checker.span(left), "this is \(one)"), (checker.span(right), "this is \(two)")])
    }

    private func comparisonHelp(_ checker: Checker, _ first: Type, _ second: Type) -> String {
        func text(_ id: NodeID) -> String { checker.syntax.source(checker.span(id)) }
        switch (first, second) {
        case (.money(let currency), let other) where other.isNumber: return amountHelp(checker, right, currency)
        case (let other, .money(let currency)) where other.isNumber: return amountHelp(checker, left, currency)
        case (.record, .abstract): return "Write \(text(left)).id."
        case (.abstract, .record): return "Write \(text(right)).id."
        case (.date, .timestamp): return "Write date_in(\(text(right)), zone) for the date of the instant."
        case (.timestamp, .date): return "Write date_in(\(text(left)), zone) for the date of the instant."
        case (.date, .string), (.timestamp, .string): return "Write the date without quotes."
        case (.money, .string), (.decimal, .string), (.int, .string): return "Write the number without quotes."
        case (.bool, .string): return "Write true or false without quotes."
        default: return "Change one side."
        }
    }

    /// - Parameter currency: of the amount on the other side, if that is known.
    private func amountHelp(_ checker: Checker, _ number: NodeID, _ currency: Currency?) -> String {
        let text = checker.syntax.source(checker.span(number))
        guard checker.syntax[number].kind == .literal else {
            return "\"\(text)\" is a number without a currency. Use an amount of money instead."
        }
        guard let known = currency ?? checker.declarations.usualCurrency else {
            return "Write the currency behind the number, such as \(text) USD."
        }
        return "Write the currency behind the number: \(text) \(known.code)."
    }

    private func reportOperands(_ checker: inout Checker, _ first: Type, _ second: Type) {
        let (one, two) = (checker.names.phrase(first), checker.names.phrase(second))
        checker.problems.add(
            CheckCodes.wrongOperands, checker.syntax[id].nameSpan,
            "\"\(operation.text)\" cannot be used with \(one) and \(two).",
            found: "\(checker.quoted(left)), which is \(one), and \(checker.quoted(right)), which is \(two)",
            expected: expectedOperands(first, second), help: operandHelp(checker, first, second),
            related: [(checker.span(left), "this is \(one)"), (checker.span(right), "this is \(two)")])
    }

    private func expectedOperands(_ first: Type, _ second: Type) -> String {
        switch operation {
        case .add: "two numbers, two amounts, two texts, two lists, or a date and a period"
        case .subtract: "two numbers, two amounts, two dates, or a date and a period"
        case .multiply: "two numbers, an amount and a number, or a whole number and a period"
        case .of: "a ratio such as 2% of an amount or a number"
        case .divide: "two numbers, or two amounts in one currency"
        default: "other operands"
        }
    }

    private func operandHelp(_ checker: Checker, _ first: Type, _ second: Type) -> String {
        func text(_ id: NodeID) -> String { checker.syntax.source(checker.span(id)) }
        switch (operation, first, second) {
        case (.add, .money(let currency), let other) where other.isNumber,
            (.subtract, .money(let currency), let other) where other.isNumber:
            return amountHelp(checker, right, currency)
        case (.add, let other, .money(let currency)) where other.isNumber,
            (.subtract, let other, .money(let currency)) where other.isNumber:
            return amountHelp(checker, left, currency)
        case (.add, .date, .int), (.subtract, .date, .int): return "Write a period: \(text(right)) days."
        case (.add, .timestamp, .int), (.subtract, .timestamp, .int): return "Write a period: \(text(right)) hours."
        case (.divide, .money, let other) where other.isNumber:
            return "Write allocate(\(text(left)), […]) for parts that sum to the whole, or multiply by a ratio."
        case (.add, .string, _): return "Write \(text(left)) + string(\(text(right)))."
        case (.add, _, .string): return "Write string(\(text(left))) + \(text(right))."
        case (.add, .date, .date): return "Subtract two dates, or add a period to one."
        case (.add, .date, .timestamp), (.subtract, .date, .timestamp), (.subtract, .timestamp, .date):
            return "Write date_in(instant, zone) for the date of an instant."
        case (.multiply, .money, .money): return "Multiply an amount by a number."
        default: return "Change one side."
        }
    }
}
