import Amounts
import SourceText

// The dialect's functions that follow currencies, or take a name as an argument.

extension Checker {
    private static let roundings = ["half_even", "half_up", "half_down", "up", "down", "ceiling", "floor"]

    /// The type of an amount written in the text.
    mutating func checkAmount(_ id: NodeID, _ literal: Literal) -> Type {
        switch literal {
        case .money(let money): return .money(money.currency)
        case .percent: return .ratio
        default: return .decimal
        }
    }

    /// A function of the dialect that the table of forms cannot say; `nil` for all others.
    mutating func checkDialectFunction(_ id: NodeID, _ name: String, _ arguments: [NodeID]) -> Type? {
        switch name {
        case "round": return checkRound(id, arguments)
        case "convert": return checkConvert(id, arguments)
        case "sum": return checkSum(id, arguments)
        case "allocate": return checkAllocate(id, arguments)
        case "instalments": return checkInstalments(id, arguments)
        case "mod": return checkMod(id, arguments)
        case "abs": return checkAbs(id, arguments)
        case "min", "max": return checkExtremes(id, name, arguments)
        default: return nil
        }
    }

    private mutating func refer(_ id: NodeID, function name: String) {
        guard let number = table.number(name) else { return }
        refer(id, .function(FunctionReference(function: number, overload: nil)))
    }

    /// Checks an argument that must be there; its type without the possibility of being absent.
    private mutating func argument(_ id: NodeID) -> Type {
        check(id)
        let found = type(id)
        if found.isAbsent {
            reportAbsent(id, "given to a function")
            return .error
        }
        return found
    }

    private mutating func wrong(_ id: NodeID, _ name: String, _ arguments: [NodeID], _ form: String) -> Type {
        let kinds = arguments.map { names.phrase(type($0)) }
        let isReported = arguments.contains { type($0).present == .error }
        if !isReported {
            problems.add(
                CheckCodes.wrongArguments, syntax[id].nameSpan,
                "\"\(name)\" cannot be used with \(kinds.isEmpty ? "no argument" : kinds.joined(separator: ", ")).",
                found: kinds.isEmpty ? "no argument" : kinds.joined(separator: ", "), expected: form,
                help: "Write \(form).")
        }
        return .error
    }

    /// `round(x, places, rounding)`; `round(money, rounding)` rounds to what the currency has.
    private mutating func checkRound(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "round")
        let form = "round(value, 2, half_even)"
        guard let value = arguments.first, let mode = arguments.last, arguments.count == 2 || arguments.count == 3
        else {
            for argument in arguments { check(argument) }
            return wrong(id, "round", arguments, form)
        }
        let found = argument(value)
        if arguments.count == 3, argument(arguments[1]) != .int, !type(arguments[1]).isOpen {
            return wrong(id, "round", [value, arguments[1]], form)
        }
        checkRounding(mode)
        switch found {
        case .money(let currency): return .money(currency)
        case .error, .dyn: return found
        case .int, .decimal, .ratio, .quotient:
            if arguments.count == 3 { return .decimal }
            return wrong(id, "round", [value], "\(form), with the number of places")
        default: return wrong(id, "round", [value], form)
        }
    }

    /// The name of a rounding.
    private mutating func checkRounding(_ id: NodeID) {
        let name = syntax[id].kind == .name ? syntax.name(of: id) : ""
        types[Int(id.index)] = .string
        if Self.roundings.contains(name) { return refer(id, .enumeration(name)) }
        let near = didYouMean(name.isEmpty ? syntax.source(span(id)) : name, among: Self.roundings)
        problems.add(
            CheckCodes.unknownRounding, span(id), "A rounding is one of seven names.", found: quoted(id),
            expected: "one of \(listed(Self.roundings))", help: near.map { "Write \($0)." } ?? "Write half_even.",
            replacement: near)
    }

    /// `convert(amount, rate)`: into the rate's other currency.
    private mutating func checkConvert(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "convert")
        let form = "convert(amount, rate) or convert(amount, rate, 2, half_even)"
        guard arguments.count == 2 || arguments.count == 4 else {
            for argument in arguments { check(argument) }
            return wrong(id, "convert", arguments, form)
        }
        let amount = argument(arguments[0])
        let rate = argument(arguments[1])
        if arguments.count == 4 {
            if argument(arguments[2]) != .int, !type(arguments[2]).isOpen {
                return wrong(id, "convert", arguments, form)
            }
            checkRounding(arguments[3])
        }
        guard amount.isMoney || amount.isOpen else { return wrong(id, "convert", arguments, form) }
        guard case .rate(let from, let to) = rate else {
            return rate.isOpen ? .money(nil) : wrong(id, "convert", arguments, form)
        }
        if case .money(let currency?) = amount, let from, currency != from {
            problems.add(
                CheckCodes.currencyMismatch, span(id), "The amount is in \(currency) and the rate is from \(from).",
                found: "an amount in \(currency) and a rate from \(from)", expected: "an amount in \(from)",
                help: "Use a rate from \(currency).",
                related: [(span(arguments[0]), "in \(currency)"), (span(arguments[1]), "from \(from)")])
            return .error
        }
        return .money(to)
    }

    /// `sum(list)`, or `sum(lines, amount)` with the name of a field.
    private mutating func checkSum(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "sum")
        guard let list = arguments.first, arguments.count <= 2 else {
            for argument in arguments { check(argument) }
            return wrong(id, "sum", arguments, "sum(list) or sum(list, field)")
        }
        let found = argument(list)
        var element = Type.dyn
        switch found {
        case .list(let inner): element = inner
        case .dyn: break
        case .error: return .error
        default: return wrong(id, "sum", [list], "sum(list) or sum(list, field)")
        }
        if arguments.count == 2 { element = checkSummed(arguments[1], element) }
        switch element {
        case .int, .decimal, .ratio, .money, .uint, .dyn, .error, .period: return element
        case .absent:
            reportAbsent(arguments[arguments.count - 1], "summed")
            return .error
        case .variable: return .dyn
        default: return wrong(id, "sum", [list], "a list of numbers or amounts")
        }
    }

    /// The field that is summed.
    private mutating func checkSummed(_ id: NodeID, _ element: Type) -> Type {
        types[Int(id.index)] = .string
        guard syntax[id].kind == .name, syntax[id].flags.isEmpty else {
            problems.add(
                CheckCodes.badFieldArgument, span(id), "The second argument of sum is the name of a field.",
                found: quoted(id), expected: "a plain name, as in sum(invoice.lines, amount)",
                help: "Write the field's name, or sum(list.map(item, …)).")
            return .error
        }
        let name = syntax.name(of: id)
        refer(id, .enumeration(name))
        guard case .record(let number) = element.present else {
            if case .map(_, let value) = element.present { return value }
            return element.isOpen ? .dyn : .error
        }
        let record = declarations.records[number]
        if let field = record.field(name) {
            return record.fields[field].isOptional ? .absent(record.fields[field].type) : record.fields[field].type
        }
        let near = didYouMean(name, among: record.fields.map(\.name))
        problems.add(
            CheckCodes.unknownField, span(id), "The record \(record.name) has no field \"\(name)\".",
            found: "\"\(name)\"",
            expected: "one of \(listed(record.fields.map(\.name)))",
            help: near.map { "Write \($0)." } ?? "Check the name.", replacement: near)
        return .error
    }

    private mutating func checkAllocate(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "allocate")
        for item in arguments { _ = argument(item) }
        let form = "allocate(amount, [1, 1, 2])"
        guard arguments.count == 2, case .money(let currency) = type(arguments[0]) else {
            return arguments.count == 2 && type(arguments[0]).isOpen
                ? .list(.money(nil)) : wrong(id, "allocate", arguments, form)
        }
        switch type(arguments[1]) {
        case .list(let weight) where weight.isNumber || weight.isOpen || weight.isMoney: break
        case .dyn: break
        default: return wrong(id, "allocate", arguments, form)
        }
        return .list(.money(currency))
    }

    private mutating func checkInstalments(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "instalments")
        for item in arguments { _ = argument(item) }
        let wanted: [Type] = [.money(nil), .int, .date, .period]
        let found = arguments.map { type($0) }
        guard found.count == 4, zip(found, wanted).allSatisfy({ $0 == $1 || $0.isOpen || $0.isMoney && $1.isMoney })
        else { return wrong(id, "instalments", arguments, "instalments(amount, 3, first_date, 1 month)") }
        let currency: Currency? = if case .money(let currency) = found[0] { currency } else { nil }
        return .list(.abstract("instalment", [.money(currency)]))
    }

    private mutating func checkMod(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "mod")
        for item in arguments { _ = argument(item) }
        let found = arguments.map { type($0) }
        guard found.count == 2 else { return wrong(id, "mod", arguments, "mod(a, b)") }
        if found[0].isOpen || found[1].isOpen { return .dyn }
        if case .money(let one) = found[0], case .money(let two) = found[1] {
            if let one, let two, one != two {
                reportCurrencies(id, arguments[0], arguments[1], one, two)
                return .error
            }
            return .money(one ?? two)
        }
        switch (found[0], found[1]) {
        case (.int, .int): return .int
        case (.int, .decimal), (.decimal, .int), (.decimal, .decimal): return .decimal
        case (.uint, .uint): return .uint
        default: return wrong(id, "mod", arguments, "mod(a, b) with two numbers or two amounts")
        }
    }

    private mutating func checkAbs(_ id: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "abs")
        for item in arguments { _ = argument(item) }
        guard arguments.count == 1 else { return wrong(id, "abs", arguments, "abs(value)") }
        let found = type(arguments[0])
        if found.isNumber || found.isMoney || found.isOpen || found == .duration { return found }
        return wrong(id, "abs", arguments, "abs(value) of a number or an amount")
    }

    /// `min(a, b, …)` and `max`, or of one list.
    private mutating func checkExtremes(_ id: NodeID, _ name: String, _ arguments: [NodeID]) -> Type {
        refer(id, function: name)
        for item in arguments { _ = argument(item) }
        let form = "\(name)(a, b) or \(name)(list)"
        var found = arguments.map { type($0) }
        if found.count == 1, case .list(let element) = found[0] {
            found = [element]
        } else if found.count == 1, !found[0].isOpen {
            return wrong(id, name, arguments, form)
        }
        guard var result = found.first else { return wrong(id, name, arguments, form) }
        for (position, next) in found.enumerated().dropFirst() {
            if case .money(let one?) = result, case .money(let two?) = next, one != two {
                reportCurrencies(id, arguments[0], arguments[position], one, two)
                return .error
            }
            guard let joined = join(result, next) else { return wrong(id, name, arguments, form) }
            if case .money(let one) = result, case .money(let two) = next {
                result = .money(one ?? two)
            } else {
                result = joined
            }
        }
        switch result {
        case .int, .uint, .decimal, .ratio, .money, .date, .timestamp, .time, .duration, .dyn, .error, .variable:
            return result
        default: return wrong(id, name, arguments, form)
        }
    }

    /// `field.orValue(default)` for a field that may be absent.
    mutating func checkDefault(_ id: NodeID, _ target: NodeID, _ arguments: [NodeID]) -> Type {
        refer(id, function: "orValue")
        let found = type(target).present
        guard arguments.count == 1 else { return wrong(id, "orValue", arguments, "field.orValue(default)") }
        let value = type(arguments[0])
        if value.isAbsent {
            reportAbsent(arguments[0], "used as a default")
            return .error
        }
        if case .money(let one?) = found, case .money(let two?) = value, one != two {
            reportCurrencies(id, target, arguments[0], one, two)
            return .error
        }
        if let joined = join(found, value) { return substitution.apply(joined) }
        return wrong(id, "orValue", [target, arguments[0]], "a default of the field's own kind")
    }
}
