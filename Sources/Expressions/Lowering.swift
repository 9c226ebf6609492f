import Amounts
import Dates
import Encoding
public import Evaluation
public import SourceText

// From the checked tree to code.
//
// Each node is lowered into a register or found to lie somewhere already: a variable is an input, a constant part a constant
// of the code. Parts that are always evaluated together are one block with one sum of fixed costs; a new block begins
// behind each jump. What costs how much: Documentation/Language.md, "Cost".
//
// Recursion follows the tree, whose height the reader bounds.

/// An expression that can be evaluated.
public struct LoweredExpression: Sendable {
    public var code: Code
    /// Which part of the text each instruction is of.
    public var places: CodePlaces
}

/// Makes code of a checked expression.
///
/// - Parameters:
///   - source: where the text stands, for problems.
///   - shapes: the shapes of the records of `declarations`, by their numbers. A record at run time whose shape is this very
///     object is read by slot, any other by the field's name.
/// - Returns: no code if a constant cannot be a value: a number that is too long, an instant that does not exist.
public func lower(
    _ checked: Checked, _ declarations: Declarations, _ source: ExpressionSource, shapes: [Shape] = []
) -> (expression: LoweredExpression?, diagnostics: [Diagnostic]) {
    var lowering = Lowering(checked, shapes: shapes, Problems(source))
    lowering.fold()
    guard !lowering.problems.hasErrors else { return (nil, lowering.problems.list) }
    let result = lowering.builder.takeRegister()
    lowering.lower(checked.root, into: result)
    lowering.emit(checked.root, .finish, first: .register(result))
    guard
        let (code, parts) = try? lowering.builder.finish(
            inputCount: declarations.variables.count, isCEL: checked.syntax.dialect == .cel)
    else {
        lowering.report(
            checked.root, LoweringCodes.tooLarge, "The expression needs more room than there is.",
            expected: "an expression that can be evaluated", help: "Split it, for example with a \"let\" step.")
        return (nil, lowering.problems.list)
    }
    let nodes = checked.syntax.nodes
    let places = CodePlaces(
        parts: parts.map { UInt32($0) }, starts: nodes.map(\.span.start), ends: nodes.map(\.span.end),
        variables: lowering.variables)
    return (LoweredExpression(code: code, places: places), lowering.problems.list)
}

struct Lowering {
    let checked: Checked
    let syntax: Syntax
    let shapes: [Shape]
    let problems: Problems
    let isCEL: Bool
    /// The functions of the dialect's table by position.
    let functions: [FunctionID?]
    var builder = CodeBuilder()
    /// The values of the constant parts, by node.
    var constants: [Value?]
    /// Where the macros' variables lie, by number.
    var locals: [Operand]
    /// Where the slots of the blocks in scope lie.
    var blocks: [[Operand]] = []
    var variables: [CodePlaces.Variable] = []
    /// The number of loops round what is being lowered.
    var loopDepth = 0

    init(_ checked: Checked, shapes: [Shape], _ problems: Problems) {
        self.checked = checked
        syntax = checked.syntax
        self.shapes = shapes
        self.problems = problems
        isCEL = checked.syntax.dialect == .cel
        functions = isCEL ? Self.celFunctions : Self.dialectFunctions
        constants = [Value?](repeating: nil, count: checked.syntax.nodes.count)
        locals = [Operand](repeating: .register(0), count: checked.localCount)
    }

    private static let celFunctions = FunctionTable.cel.entries.map { FunctionID(name: $0.name) }
    private static let dialectFunctions = FunctionTable.proviso.entries.map { FunctionID(name: $0.name) }

    func report(_ id: NodeID, _ code: DiagnosticCode, _ message: String, expected: String, help: String) {
        let text = syntax.source(syntax[id].span)
        problems.add(
            code, syntax[id].span, message, found: "\"\(text.utf8.count > 60 ? text.prefix(50) + " …" : text[...])\"",
            expected: expected, help: help)
    }

    // MARK: Emitting

    @discardableResult
    mutating func emit(
        _ id: NodeID, _ operation: Evaluation.Operation, target: Int = 0, first: Operand = .register(0),
        second: UInt32 = 0, flag: UInt8 = 0
    ) -> Int {
        builder.part = Int(id.index)
        return builder.emit(operation, target: target, first: first, second: second, flag: flag)
    }

    @discardableResult
    mutating func emit(
        _ id: NodeID, _ operation: Evaluation.Operation, target: Int, first: Operand, second: Operand
    ) -> Int {
        builder.part = Int(id.index)
        return builder.emit(operation, target: target, first: first, second: second)
    }

    // MARK: Nodes

    /// Where a node's value lies, if it lies somewhere before anything is computed.
    private mutating func placed(_ id: NodeID) -> Operand? {
        if let constant = constants[Int(id.index)] { return builder.constant(constant) }
        // Whether a variable is present is not its value.
        if syntax[id].kind == .presence { return nil }
        return named(id)
    }

    /// Where the value lies that a node names.
    private mutating func named(_ id: NodeID) -> Operand? {
        switch checked.reference(of: id) {
        case .variable(let slot):
            variables.append(CodePlaces.Variable(part: Int(id.index), input: slot))
            builder.addCost(1)
            return .input(slot)
        case .local(let number) where syntax[id].kind == .name || syntax[id].kind == .presence:
            builder.addCost(1)
            return locals[number]
        case .today:
            builder.addCost(1)
            return .today
        case .now:
            builder.addCost(1)
            return .now
        default: return nil
        }
    }

    /// The place of a node's value, computed into a register of its own if need be.
    mutating func operand(_ id: NodeID) -> Operand {
        if let placed = placed(id) { return placed }
        let register = builder.takeRegister()
        compute(id, into: register)
        return .register(register)
    }

    /// Puts a node's value into a register.
    mutating func lower(_ id: NodeID, into target: Int) {
        if let placed = placed(id) {
            if placed != .register(target) { emit(id, .move, target: target, first: placed) }
        } else {
            compute(id, into: target)
        }
    }

    private mutating func compute(_ id: NodeID, into target: Int) {
        let mark = builder.registerMark
        builder.addCost(1)
        computeNode(id, into: target)
        builder.giveBack(to: mark)
    }

    private mutating func computeNode(_ id: NodeID, into target: Int) {
        switch syntax[id].kind {
        case .select: lowerSelect(id, into: target)
        case .presence: lowerPresence(id, into: target)
        case .index: lowerIndex(id, into: target)
        case .call, .memberCall: lowerCall(id, into: target)
        case .list: lowerList(id, into: target)
        case .map: lowerMap(id, into: target)
        case .not, .negate:
            let first = operand(syntax.child(id, 0))
            emit(id, syntax[id].kind == .not ? .not : .negate, target: target, first: first)
        case .binary: lowerBinary(id, into: target)
        case .and, .or: lowerChain(id, into: target)
        case .conditional: lowerConditional(id, into: target)
        case .comprehension: lowerComprehension(id, into: target)
        case .optionalMap: lowerOptionalMap(id, into: target)
        case .bind: lowerBind(id, into: target)
        case .block: lowerBlock(id, into: target)
        case .blockIndex: lowerBlockIndex(id, into: target)
        default: lowerUnknown(id, syntax.name(of: id), into: target)
        }
    }

    /// A name or function that nothing declares: an error when it is reached.
    mutating func lowerUnknown(_ id: NodeID, _ name: String, into target: Int) {
        emit(id, .raiseUnknown, target: target, first: builder.constant(.string(name)))
    }

    // MARK: Fields and elements

    private mutating func lowerSelect(_ id: NodeID, into target: Int) {
        let first = operand(syntax.child(id, 0))
        let field = field(id)
        let isOptional = syntax[id].flags.contains(.optional)
        emit(
            id, isOptional ? .optionalField : (isCEL ? .field : .fieldOrAbsent), target: target, first: first,
            second: field)
    }

    /// The field that a node names, with its slot if the record's shape is known.
    private mutating func field(_ id: NodeID) -> UInt32 {
        let name = Text(syntax.name(of: id))
        if case .record(let number) = checked.type(of: syntax.child(id, 0)).present, shapes.indices.contains(number),
            let slot = shapes[number].slot(of: name)
        {
            return builder.field(FieldAccess(name, shape: shapes[number], slot: slot))
        }
        return builder.field(FieldAccess(name))
    }

    private mutating func lowerPresence(_ id: NodeID, into target: Int) {
        guard syntax[id].childCount == 1 else {
            guard let first = named(id) else { return lowerUnknown(id, syntax.name(of: id), into: target) }
            emit(id, .isPresent, target: target, first: first)
            return
        }
        let first = operand(syntax.child(id, 0))
        let field = field(id)
        emit(id, .hasField, target: target, first: first, second: field, flag: isCEL ? 0 : 1)
    }

    private mutating func lowerIndex(_ id: NodeID, into target: Int) {
        let first = operand(syntax.child(id, 0))
        let second = operand(syntax.child(id, 1))
        let isOptional = syntax[id].flags.contains(.optional)
        emit(id, isOptional ? .optionalIndex : .index, target: target, first: first, second: second)
    }

    // MARK: Operators

    private mutating func lowerBinary(_ id: NodeID, into target: Int) {
        let (left, right) = (syntax.child(id, 0), syntax.child(id, 1))
        let first = operand(left)
        let operation = syntax.operation(of: id) ?? .equal
        if operation == .in, let list = constants[Int(right.index)]?.asList, let set = builder.set(Array(list)) {
            emit(id, .isInSet, target: target, first: first, second: set)
            return
        }
        let second = operand(right)
        emit(id, Self.operation(operation), target: target, first: first, second: second)
    }

    private static func operation(_ operation: BinaryOperator) -> Evaluation.Operation {
        switch operation {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .in: .isIn
        case .add: .add
        case .subtract: .subtract
        case .multiply, .of: .multiply
        case .divide: .divide
        case .remainder: .remainder
        }
    }

    /// A chain of `and` or `or`: an error of one operand is kept until another one has decided without it.
    private mutating func lowerChain(_ id: NodeID, into target: Int) {
        let isAnd = syntax[id].kind == .and
        let (kept, isFresh) = builder.takeFreshRegister()
        if !isFresh || loopDepth > 0 { emit(id, .clear, target: kept) }
        var jumps: [Int] = []
        var waiting: Int?
        let operands = Array(syntax.children(of: id))
        for (position, child) in operands.enumerated() {
            let before = jumps.last.map { builder.charge(at: .instruction($0)) }
            if let waiting { builder.landHandler(waiting) }
            let start = builder.position
            lower(child, into: target)
            if let before, let jump = jumps.last {
                if let waiting { builder.addCost(builder.cost(at: .instruction(jump)), at: .handler(waiting)) }
                _ = builder.charge(at: before)
            }
            let isLast = position == operands.count - 1
            let jump = isLast ? nil : emit(child, isAnd ? .jumpIfFalse : .jumpIfTrue, first: .register(target))
            if isLast, !givesBool(child) { emit(child, .requireBool, target: target, first: .register(target)) }
            if let jump { jumps.append(jump) }
            waiting = builder.addHandler(from: start, register: kept, result: target, value: isAnd)
        }
        for jump in jumps { builder.land(jump) }
        if let waiting { builder.landHandler(waiting) }
        emit(id, isAnd ? .endAnd : .endOr, target: target, first: .register(kept))
    }

    /// Whether the code of a node gives true or false, or an error, whatever it is given.
    private func givesBool(_ id: NodeID) -> Bool {
        switch syntax[id].kind {
        case .not, .and, .or, .presence: true
        case .binary: syntax.operation(of: id)?.isRelation == true
        default: false
        }
    }

    private mutating func lowerConditional(_ id: NodeID, into target: Int) {
        let condition = operand(syntax.child(id, 0))
        let toElse = emit(id, .jumpIfFalse, first: condition)
        let outer = builder.charge(at: .instruction(toElse))
        lower(syntax.child(id, 1), into: target)
        let toEnd = emit(id, .jump)
        builder.land(toElse)
        let begin = emit(id, .charge)
        _ = builder.charge(at: .instruction(begin))
        lower(syntax.child(id, 2), into: target)
        _ = builder.charge(at: outer)
        builder.land(toEnd)
        // The value of the whole, for traces; both ways lead here.
        emit(id, .move, target: target, first: .register(target))
    }
}
