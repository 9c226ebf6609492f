import Dates
import SourceText

// From the tree to the checked tree: names to slots, calls to overloads, a type for every node, every problem collected.
//
// The rules are those of the CEL specification's gradual typing; the dialect's own rules for numbers, money, dates,
// enumerations and absent fields are in `CheckerOperators.swift`. A node whose problem has been reported has the type
// `error`, which fits everywhere, so that one mistake is one message.
//
// In the mode `resolving` nothing is checked: names and functions are looked up, and what is not found is left as
// `unknown`, an error only if it is evaluated. That is CEL's evaluation without a type checker.

struct Checker {
    enum Mode { case checking, resolving }

    let syntax: Syntax
    let declarations: Declarations
    let table: FunctionTable
    let dialect: Dialect
    let mode: Mode
    let problems: Problems
    let names: TypeNames

    var substitution = Substitution()
    var types: [Type]
    var references: [Reference]
    /// The macro variables in scope, the innermost last.
    var scope: [Local] = []
    var localCount = 0
    /// Nothing that the expression speaks of was unreadable.
    var isWhole = true
    private var localSerial = 0
    /// The types of the slots of the `cel.block`s in scope.
    var blocks: [[Type]] = []
    /// The fields known to be present here, each as a path.
    var present: [String] = []

    struct Local {
        var name: String
        var type: Type
        /// Unlike that of any other declaration in the expression.
        var serial: Int
    }

    init(_ syntax: Syntax, _ declarations: Declarations, _ mode: Mode, _ problems: Problems) {
        self.syntax = syntax
        self.declarations = declarations
        self.mode = mode
        self.problems = problems
        dialect = syntax.dialect
        table = FunctionTable.of(syntax.dialect)
        present = declarations.present
        names = TypeNames(declarations: declarations, dialect: syntax.dialect)
        types = [Type](repeating: .error, count: syntax.nodes.count)
        references = [Reference](repeating: .none, count: syntax.nodes.count)
    }

    mutating func run(expected: Type?) -> Checked {
        var type = check(syntax.root, expecting: expected ?? .dyn)
        if let expected, mode == .checking { type = checkExpected(type, expected) }
        for index in types.indices { types[index] = substitution.apply(types[index], closing: true) }
        for index in references.indices {
            if case .type(let type) = references[index] {
                references[index] = .type(substitution.apply(type, closing: true))
            }
        }
        var checked = Checked(
            syntax: syntax, types: types, references: references, localCount: localCount, isTyped: mode == .checking)
        if mode == .checking, type == .bool {
            checked.presentIfTrue = facts(syntax.root, when: true)
            checked.presentIfFalse = facts(syntax.root, when: false)
        }
        return checked
    }

    // MARK: Helpers

    /// The type of a node as known so far.
    func type(_ id: NodeID) -> Type { substitution.apply(types[Int(id.index)]) }

    func span(_ id: NodeID) -> Span { syntax[id].span }

    /// The text of a node as it was written, shortened if it is long.
    func quoted(_ id: NodeID) -> String { quoted(span(id)) }

    func quoted(_ span: Span) -> String {
        let text = syntax.source(span)
        return text.utf8.count <= 60 ? "\"\(text)\"" : "\"\(text.prefix(50)) …\""
    }

    mutating func refer(_ id: NodeID, _ reference: Reference) { references[Int(id.index)] = reference }

    /// Checks a node and remembers its type.
    ///
    /// - Parameter expecting: what would fit best: it gives bare names of an enumeration their meaning.
    @discardableResult
    mutating func check(_ id: NodeID, expecting: Type = .dyn) -> Type {
        var type = checkNode(id, syntax[id], expecting)
        if mode == .resolving, syntax[id].kind != .literal { type = .dyn }
        types[Int(id.index)] = type
        return type
    }

    /// Checks a node and gives its type as known after it.
    mutating func checkedType(_ id: NodeID) -> Type {
        check(id)
        return type(id)
    }

    private mutating func checkNode(_ id: NodeID, _ node: Node, _ expecting: Type) -> Type {
        switch node.kind {
        case .missing: return .error
        case .literal: return checkLiteral(id, expecting)
        case .name: return checkName(id, expecting)
        case .unit:
            refer(id, .unit(syntax.unit(of: id) ?? .day))
            return .period
        case .select: return checkSelect(id)
        case .presence: return checkPresence(id)
        case .index: return checkIndex(id)
        case .call: return checkCall(id)
        case .memberCall: return checkMemberCall(id)
        case .list: return checkList(id, expecting)
        case .map: return checkMap(id)
        case .message: return checkMessage(id)
        case .optionalElement: return checkOptionalElement(id)
        case .not: return checkNot(id)
        case .negate: return checkNegate(id)
        case .binary: return checkBinary(id)
        case .and, .or: return checkChain(id, node.kind == .and)
        case .conditional: return checkConditional(id, expecting)
        case .comprehension: return checkComprehension(id)
        case .optionalMap: return checkOptionalMap(id)
        case .bind: return checkBind(id, expecting)
        case .block: return checkBlock(id)
        case .blockIndex: return checkBlockIndex(id)
        case .variable: return .error
        }
    }

    private mutating func checkLiteral(_ id: NodeID, _ expecting: Type) -> Type {
        guard let literal = syntax.literal(of: id) else { return .error }
        switch literal {
        case .null: return .null
        case .bool: return .bool
        case .int: return .int
        case .uint: return .uint
        case .double: return .double
        case .string(let text):
            if case .enumeration(let number) = expecting.present, mode == .checking {
                checkEnumerationValue(id, text, number)
            }
            return .string
        case .bytes: return .bytes
        case .decimal, .percent, .money: return checkAmount(id, literal)
        case .date: return .date
        case .time: return .time
        case .instant: return .timestamp
        case .period: return .period
        }
    }

    /// `expected` is what the place of the whole expression takes.
    private mutating func checkExpected(_ type: Type, _ expected: Type) -> Type {
        let found = substitution.apply(type)
        if found.isAbsent, !expected.isAbsent, found.present != .error {
            reportAbsent(syntax.root, "used here")
            return .error
        }
        if accepts(found.present, expected.present) { return type }
        let isMoney = found.present.isMoney && expected.present.isMoney
        problems.add(
            isMoney ? CheckCodes.currencyMismatch : CheckCodes.wrongResult, span(syntax.root),
            "This place takes \(names.phrase(expected)), and the expression gives \(names.phrase(found)).",
            found: "\(quoted(syntax.root)), which is \(names.phrase(found))", expected: names.phrase(expected),
            help: expectedHelp(found.present, expected.present))
        return .error
    }

    private func expectedHelp(_ found: Type, _ expected: Type) -> String {
        let text = syntax.source(span(syntax.root))
        return switch (found, expected) {
        case (_, .bool): "Write a condition, such as a comparison."
        case (.record, .abstract): "Write \(text).id."
        case (.record, .string): "Write \(text).id, or another field of it."
        case (.abstract(let name, _), .record):
            "Read the \(name) under \"records\", as in \"\(name): \(text)\", and write \"\(name)\" here."
        case (.abstract(let name, _), .string):
            "Read the \(name) under \"records\", and write \(name).id or another field of it."
        default: "Change the expression so that it gives \(names.phrase(expected))."
        }
    }

    /// Whether a place of a type takes a value of another: whole numbers stand for decimals, names for text.
    mutating func accepts(_ found: Type, _ expected: Type) -> Bool {
        if substitution.assign(found, to: expected) { return true }
        guard dialect == .proviso else { return false }
        switch (found, expected) {
        case (.int, .decimal), (.int, .ratio), (.decimal, .ratio): return true
        case (.enumeration, .string): return true
        case (.string, .enumeration): return syntax[syntax.root].kind == .literal
        case (.list(let element), .list(let wanted)): return accepts(element, wanted)
        default: return false
        }
    }

    // MARK: Scopes

    /// Declares a macro's variable and gives its number; it ends with `leave`.
    @discardableResult
    mutating func enter(_ variable: NodeID, _ type: Type) -> Int {
        let number = scope.count
        localSerial += 1
        scope.append(Local(name: syntax.name(of: variable), type: type, serial: localSerial))
        localCount = max(localCount, scope.count)
        types[Int(variable.index)] = type
        refer(variable, .local(number))
        return number
    }

    mutating func leave(_ count: Int) { scope.removeLast(count) }

    func local(_ name: String) -> Int? { scope.lastIndex { $0.name == name } }
}
