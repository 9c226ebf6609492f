import Amounts
import Dates
import Encoding
import Evaluation
import Expressions

// A second evaluator, as plain as it can be: it walks the checked tree, and follows Documentation/Language.md and the rules of
// cost there sentence by sentence. It shares the values and the tree with the real one and nothing else.

/// Why there is no value: the kind of error alone.
struct NaiveError: Error {
    var kind: EvaluationError.Kind

    init(_ kind: EvaluationError.Kind) { self.kind = kind }
}

struct NaiveEvaluator {
    let checked: Checked
    let inputs: [Value]
    var cost = 0
    /// The values of macros' variables, by number.
    var locals: [Int: Value] = [:]

    init(_ checked: Checked, _ inputs: [Value]) {
        self.checked = checked
        self.inputs = inputs
    }

    var syntax: Syntax { checked.syntax }
    var isCEL: Bool { syntax.dialect == .cel }

    /// The value of the whole expression, with the cost in `cost`.
    mutating func run() throws(NaiveError) -> Value { try enter(checked.root) }

    // MARK: Fixed costs

    /// The function that a node calls, by CEL's name, and its arguments.
    func call(_ id: NodeID) -> (name: String, arguments: [NodeID])? {
        guard case .function(let reference) = checked.reference(of: id) else { return nil }
        let name = FunctionTable.of(syntax.dialect).entries[reference.function].name
        return (name, Array(syntax.children(of: id).dropFirst(reference.isNamespaced ? 1 : 0)))
    }

    /// What a node costs without the parts that may not be reached: 1 for each node, and for each element that is written.
    func fixedCost(_ id: NodeID) -> Int {
        if constant(id) != nil { return 0 }
        func all(_ nodes: some Sequence<NodeID>) -> Int { nodes.reduce(0) { $0 + fixedCost($1) } }
        if syntax[id].kind != .presence {
            switch checked.reference(of: id) {
            case .variable, .today, .now: return 1
            case .local where syntax[id].kind == .name: return 1
            default: break
            }
        }
        switch syntax[id].kind {
        case .select, .index, .binary, .not, .negate: return 1 + all(syntax.children(of: id))
        case .presence: return 1 + (syntax[id].childCount == 1 ? fixedCost(syntax.child(id, 0)) : namedCost(id))
        case .optionalElement: return fixedCost(syntax.child(id, 0))
        case .list: return 1 + syntax.children(of: id).count + all(syntax.children(of: id))
        case .map: return 1 + syntax.children(of: id).count / 2 + all(syntax.children(of: id))
        case .and, .or, .conditional, .optionalMap: return 1 + fixedCost(syntax.child(id, 0))
        case .bind: return 1 + fixedCost(syntax.child(id, 1)) + fixedCost(syntax.child(id, 2))
        case .comprehension: return 1 + (syntax.comprehension(id).map { fixedCost($0.range) } ?? 0)
        case .call, .memberCall:
            guard let (name, arguments) = call(id) else { return 1 }
            let isLazy = (name == "or" || name == "orValue" || name == "sum") && arguments.count == 2
            return 1 + (isLazy ? fixedCost(arguments[0]) : all(arguments))
        default: return 1
        }
    }

    private func namedCost(_ id: NodeID) -> Int {
        if case .variable = checked.reference(of: id) { return 1 }
        if case .local = checked.reference(of: id) { return 1 }
        return 0
    }

    mutating func charge(_ units: Int) { cost += units }

    /// Reaches a part: pays for what of it is always evaluated, and evaluates it.
    mutating func enter(_ id: NodeID) throws(NaiveError) -> Value {
        charge(fixedCost(id))
        return try value(of: id)
    }

    // MARK: Constants

    /// The value of a part without a variable, which costs nothing; nothing if it is none, or fails.
    func constant(_ id: NodeID) -> Value? {
        switch syntax[id].kind {
        case .literal: return syntax.literal(of: id).flatMap(Self.literal)
        case .name, .select, .unit, .call, .memberCall, .list, .map, .negate, .not, .binary: break
        default: return nil
        }
        switch checked.reference(of: id) {
        case .type(let type): return .type(named: Text("\(type)"))
        case .enumeration(let name): return .string(name)
        case .unit(let unit): return .period(unit.period)
        case .none, .function: break
        default: return nil
        }
        let parts: [NodeID]
        switch syntax[id].kind {
        case .list, .map, .not, .negate, .binary: parts = Array(syntax.children(of: id))
        case .call, .memberCall:
            let later = [
                "matches", "replace", "join", "format", "optional.of", "optional.none", "optional.ofNonZeroValue",
            ]
            guard let (name, arguments) = call(id), !arguments.isEmpty, !later.contains(name) else { return nil }
            parts = arguments
        default: return nil
        }
        var values: [Value] = []
        for part in parts {
            guard let value = constant(part) else { return nil }
            values.append(value)
        }
        var scratch = NaiveEvaluator(checked, [])
        return try? scratch.apply(id, values)
    }

    static func literal(_ literal: Literal) -> Value? {
        switch literal {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value): .double(value)
        case .string(let text): .string(text)
        case .bytes(let bytes): .bytes(bytes)
        case .decimal(let value): .decimal(value)
        case .percent(let value): (try? Ratio(value, over: Decimal(100))).map { .ratio($0) }
        case .money(let value): .money(value)
        case .date(let value): .date(value)
        case .time(let value): .time(value)
        case .instant(let value): .timestamp(value)
        case .period(let value): .period(value)
        }
    }

    // MARK: Nodes

    /// The value of a part whose fixed cost is paid.
    mutating func value(of id: NodeID) throws(NaiveError) -> Value {
        if let constant = constant(id) { return constant }
        if syntax[id].kind == .presence { return try presence(id) }
        switch checked.reference(of: id) {
        case .variable(let slot): return inputs[slot]
        case .local(let number) where syntax[id].kind == .name: return locals[number] ?? .absent
        case .unknown, .declared: throw NaiveError(.unknownName)
        default: break
        }
        switch syntax[id].kind {
        case .and, .or: return try chain(id)
        case .conditional:
            let holds = try bool(try value(of: syntax.child(id, 0)))
            return try enter(syntax.child(id, holds ? 1 : 2))
        case .comprehension: return try comprehension(id)
        case .optionalMap: return try optionalMap(id)
        case .bind:
            let value = try value(of: syntax.child(id, 1))
            if case .local(let number) = checked.reference(of: syntax.child(id, 0)) { locals[number] = value }
            return try self.value(of: syntax.child(id, 2))
        case .select:
            return try field(
                try value(of: syntax.child(id, 0)), syntax.name(of: id), syntax[id].flags.contains(.optional))
        case .call, .memberCall:
            guard let (name, arguments) = call(id) else { throw NaiveError(.unknownName) }
            if arguments.count == 2, name == "or" || name == "orValue" { return try fallback(id, name, arguments) }
        default: break
        }
        let parts = call(id)?.arguments ?? Array(syntax.children(of: id))
        // Where an element may be left out, each is put in as soon as it is known.
        let isOneByOne = parts.contains { syntax[$0].kind == .optionalElement }
        var values: [Value] = []
        for part in parts {
            let isOptional = syntax[part].kind == .optionalElement
            let value = try value(of: isOptional ? syntax.child(part, 0) : part)
            if isOptional, value.kind != .optional { throw wrong(value) }
            if isOneByOne { _ = try stored(value) }
            values.append(value)
        }
        return try apply(id, values)
    }

    func bool(_ value: Value) throws(NaiveError) -> Bool {
        guard let bool = value.asBool else { throw wrong(value) }
        return bool
    }

    /// What does not fit: an absent value says so itself.
    func wrong(_ values: Value...) -> NaiveError {
        NaiveError(values.contains(where: \.isAbsent) ? .absent : .wrongKinds)
    }

    /// A chain of `and` or `or`: an operand that decides wins over an error of another.
    private mutating func chain(_ id: NodeID) throws(NaiveError) -> Value {
        let isAnd = syntax[id].kind == .and
        var kept: NaiveError?
        for (position, operand) in syntax.children(of: id).enumerated() {
            do throws(NaiveError) {
                let holds = try bool(position == 0 ? try value(of: operand) : try enter(operand))
                if holds != isAnd { return .bool(!isAnd) }
            } catch { kept = kept ?? error }
        }
        if let kept { throw kept }
        return .bool(isAnd)
    }

    private mutating func presence(_ id: NodeID) throws(NaiveError) -> Value {
        guard syntax[id].childCount == 1 else {
            let value =
                switch checked.reference(of: id) {
                case .variable(let slot): inputs[slot]
                case .local(let number): locals[number] ?? .absent
                default: throw NaiveError(.unknownName)
                }
            return .bool(!value.isAbsent && !value.isNull)
        }
        var target = try value(of: syntax.child(id, 0))
        if case .some(let held) = target.asOptional {
            guard let held else { return .false }
            target = held
        }
        if !isCEL, target.isAbsent || target.isNull { return .false }
        guard target.kind == .map || target.kind == .record else {
            guard ["date", "money", "period"].contains("\(target.kind)"),
                let part = try? field(target, syntax.name(of: id), false)
            else { throw partError(target) }
            return .bool(!part.isAbsent)
        }
        if let shape = target.shape, shape.slot(of: Text(syntax.name(of: id))) == nil { throw NaiveError(.noSuchField) }
        guard let found = target[Text(syntax.name(of: id))] else { return .false }
        return .bool(isCEL || !found.isNull)
    }

    private func partError(_ target: Value) -> NaiveError {
        switch target.kind {
        case .date, .time, .period, .money, .rate: NaiveError(.noSuchField)
        default: NaiveError(.wrongKinds)
        }
    }

    /// `target.name`, `target.?name`.
    func field(_ target: Value, _ name: String, _ isOptional: Bool) throws(NaiveError) -> Value {
        if case .some(let held) = target.asOptional {
            guard let held else { return .none }
            return try field(held, name, true)
        }
        if !isCEL, !isOptional, target.isAbsent || target.isNull { return .absent }
        if isOptional, target.isAbsent { return .none }
        if let part = Self.part(target, name) { return isOptional ? .optional(part) : part }
        guard target.kind == .map || target.kind == .record else { throw partError(target) }
        if let shape = target.shape, shape.slot(of: Text(name)) == nil { throw NaiveError(.noSuchField) }
        let found = target[Text(name)]
        if isOptional { return found.map { .optional($0) } ?? .none }
        guard isCEL else { return found?.isNull == false ? found ?? .absent : .absent }
        guard let found else { throw NaiveError(.noSuchField) }
        return found
    }

    private static func part(_ value: Value, _ name: String) -> Value? {
        switch (value.kind, name) {
        case (.date, "year"): value.asDate.map { .int(Int64($0.year)) }
        case (.date, "month"): value.asDate.map { .int(Int64($0.month)) }
        case (.date, "day"): value.asDate.map { .int(Int64($0.day)) }
        case (.money, "amount"): value.asMoney.map { .decimal($0.amount) }
        case (.money, "currency"): value.asMoney.map { .string($0.currency.code) }
        case (.period, "days"): value.asPeriod.map { .int(Int64($0.days)) }
        default: nil
        }
    }

    private mutating func fallback(
        _ id: NodeID, _ name: String, _ arguments: [NodeID]
    ) throws(NaiveError) -> Value {
        let target = try value(of: arguments[0])
        var isField = false
        if case .optional = checked.type(of: arguments[0]) {} else { isField = !isCEL && name == "orValue" }
        if case .some(let held) = target.asOptional {
            if let held { return name == "or" ? target : held }
        } else if isField {
            if !target.isAbsent, !target.isNull { return target }
        } else {
            throw wrong(target)
        }
        let other = try enter(arguments[1])
        if name == "or", other.kind != .optional { throw wrong(other) }
        return other
    }

    // MARK: Macros

    private mutating func optionalMap(_ id: NodeID) throws(NaiveError) -> Value {
        let target = try value(of: syntax.child(id, 0))
        guard case .some(let held) = target.asOptional else { throw wrong(target) }
        guard let held else { return .none }
        if case .local(let number) = checked.reference(of: syntax.child(id, 1)) { locals[number] = held }
        let body = try enter(syntax.child(id, 2))
        guard syntax[id].flags.contains(.flat) else { return .optional(body) }
        if body.kind != .optional { throw wrong(body) }
        return body
    }

    private mutating func comprehension(_ id: NodeID) throws(NaiveError) -> Value {
        guard let parts = syntax.comprehension(id) else { throw NaiveError(.unknownName) }
        let range = try value(of: parts.range)
        var rounds: [(Value, Value)] = []
        let isPair = parts.secondVariable != nil
        if let map = range.asMap {
            for (key, value) in map { rounds.append((key, value)) }
        } else if let list = range.asList {
            for (index, element) in list.enumerated() {
                rounds.append(isPair ? (.int(Int64(index)), element) : (element, element))
            }
        } else {
            throw wrong(range)
        }
        var kept: NaiveError?
        var count = 0
        var made: [Value] = []
        var entries: [MapEntry] = []
        for (first, second) in rounds {
            charge(1)
            bind(parts.variable, first)
            if let variable = parts.secondVariable { bind(variable, second) }
            switch parts.kind {
            case .all, .exists:
                do throws(NaiveError) {
                    let holds = try bool(try enter(parts.body))
                    if holds != (parts.kind == .all) { return .bool(holds) }
                } catch { kept = kept ?? error }
            case .existsOne: if try bool(try enter(parts.body)) { count += 1 }
            default:
                if let filter = parts.filter, try !bool(try enter(filter)) { continue }
                let body = try enter(parts.body)
                switch parts.kind {
                case .filter: if try bool(body) { made.append(try stored(first)) }
                case .transformMap: entries.append((first, try stored(body)))
                default: made.append(try stored(body))
                }
            }
        }
        if let kept { throw kept }
        switch parts.kind {
        case .all: return .true
        case .exists: return .false
        case .existsOne: return .bool(count == 1)
        case .transformMap: return try map(entries)
        default: return .list(made)
        }
    }

    private mutating func bind(_ variable: NodeID, _ value: Value) {
        if case .local(let number) = checked.reference(of: variable) { locals[number] = value }
    }

    /// Nothing absent goes into a list or a map.
    func stored(_ value: Value) throws(NaiveError) -> Value {
        if value.isAbsent { throw NaiveError(.absent) }
        return value
    }

    func map(_ entries: [MapEntry]) throws(NaiveError) -> Value {
        do throws(MapError) { return try .map(entries) } catch {
            switch error {
            case .duplicateKey: throw NaiveError(.duplicateKey)
            case .unsupportedKey: throw NaiveError(.unsupportedKey)
            }
        }
    }

    // MARK: Everything whose parts are all evaluated

    mutating func apply(_ id: NodeID, _ values: [Value]) throws(NaiveError) -> Value {
        switch syntax[id].kind {
        case .list: return try list(id, values)
        case .map: return try mapLiteral(id, values)
        case .not: return .bool(!(try bool(values[0])))
        case .negate: return try negated(values[0])
        case .index: return try element(values[0], values[1], syntax[id].flags.contains(.optional))
        case .binary:
            guard let operation = syntax.operation(of: id) else { throw NaiveError(.unknownName) }
            if operation == .in, isIndexed(syntax.child(id, 1)), constant(syntax.child(id, 0)) == nil {
                // A constant list is looked into without walking over it.
                let before = cost
                defer { cost = before }
                return try binary(operation, values[0], values[1])
            }
            return try binary(operation, values[0], values[1])
        default:
            guard let (name, _) = call(id) else { throw NaiveError(.unknownName) }
            let result = try function(name, values)
            return name == "sum" && values[0].asList?.isEmpty == true ? emptySum(checked.type(of: id)) : result
        }
    }

    /// What the sum of nothing is, by the type that the checker found.
    private func emptySum(_ type: Type) -> Value {
        switch type {
        case .money(let currency?): .money(Money(.zero, currency))
        case .decimal: .decimal(.zero)
        case .uint: .uint(0)
        default: .int(0)
        }
    }

    /// Whether a part is a constant list of texts, or of whole numbers.
    private func isIndexed(_ id: NodeID) -> Bool {
        guard let list = constant(id)?.asList, let first = list.first else { return false }
        return (first.kind == .string || first.kind == .int) && list.allSatisfy { $0.kind == first.kind }
    }

    private func list(_ id: NodeID, _ values: [Value]) throws(NaiveError) -> Value {
        var elements: [Value] = []
        for (node, value) in zip(syntax.children(of: id), values) {
            guard syntax[node].kind == .optionalElement else {
                elements.append(value)
                continue
            }
            guard case .some(let held) = value.asOptional else { throw wrong(value) }
            if let held { elements.append(held) }
        }
        for element in elements { _ = try stored(element) }
        return .list(elements)
    }

    private func mapLiteral(_ id: NodeID, _ values: [Value]) throws(NaiveError) -> Value {
        let nodes = Array(syntax.children(of: id))
        var entries: [MapEntry] = []
        for position in stride(from: 0, to: nodes.count - 1, by: 2) {
            var value = values[position + 1]
            if syntax[nodes[position + 1]].kind == .optionalElement {
                guard case .some(let held) = value.asOptional else { throw wrong(value) }
                guard let held else { continue }
                value = held
            }
            entries.append((values[position], value))
        }
        for entry in entries { _ = try stored(entry.value) }
        return try map(entries)
    }
}
