import Encoding

/// Makes code instruction by instruction: what lowering writes into.
///
/// Registers are taken and given back like a stack. The fixed cost of the parts that are evaluated together is summed up in
/// the instruction that begins them (`beginBlock` and what it returns), so that metering is one addition a block.
package struct CodeBuilder {
    /// Where the cost of a block is charged.
    package enum CostSite {
        case instruction(Int)
        case handler(Int)
    }

    package private(set) var instructions: [Instruction] = []
    private var constants: [Value] = []
    private var constantNumbers: [ConstantKey: Int] = [:]
    private var fields: [FieldAccess] = []
    private var sets: [ConstantSet] = []
    private var handlers: [Handler] = []
    private var usedRegisters = 0
    private var registerCount = 1
    private var site = CostSite.instruction(0)
    /// The part of the expression that the next instructions are of.
    package var part = 0
    private var parts: [Int] = []

    private struct ConstantKey: Hashable {
        var meta: UInt64
        var low: UInt64
        var high: UInt64
    }

    package init() { emit(.charge) }

    /// The position of the next instruction.
    package var position: Int { instructions.count }

    // MARK: Registers and tables

    package mutating func takeRegister() -> Int { takeRegisters(1) }

    package mutating func takeRegisters(_ count: Int) -> Int {
        let first = usedRegisters
        usedRegisters += count
        registerCount = max(registerCount, usedRegisters)
        return first
    }

    /// A register, and whether nothing before it in the code has used it, so that it is empty when evaluation comes to it.
    package mutating func takeFreshRegister() -> (register: Int, isFresh: Bool) {
        let highest = registerCount
        let register = takeRegister()
        return (register, register >= highest)
    }

    /// The number of registers in use, to give back to.
    package var registerMark: Int { usedRegisters }

    package mutating func giveBack(to mark: Int) { usedRegisters = mark }

    package mutating func constant(_ value: Value) -> Operand {
        let key = ConstantKey(meta: value.meta, low: value.low, high: value.high)
        if value.object == nil {
            if let number = constantNumbers[key] { return Operand(.constant, number) }
            constantNumbers[key] = constants.count
        }
        constants.append(value)
        return Operand(.constant, constants.count - 1)
    }

    /// The constant of an operand that is one.
    package func constantValue(_ operand: Operand) -> Value? {
        operand.space == .constant ? constants[operand.position] : nil
    }

    package mutating func field(_ field: FieldAccess) -> UInt32 {
        if let number = fields.firstIndex(where: {
            $0.name == field.name && $0.shape === field.shape && $0.slot == field.slot
        }) {
            return UInt32(number)
        }
        fields.append(field)
        return UInt32(fields.count - 1)
    }

    /// The number of an index over a constant list, if it can have one.
    package mutating func set(_ list: [Value]) -> UInt32? {
        guard let set = ConstantSet(list) else { return nil }
        sets.append(set)
        return UInt32(sets.count - 1)
    }

    // MARK: Instructions

    @discardableResult
    package mutating func emit(
        _ operation: Operation, target: Int = 0, first: Operand = .register(0), second: UInt32 = 0, flag: UInt8 = 0
    ) -> Int {
        instructions.append(
            Instruction(operation, target: target, first: first, second: second, flag: flag))
        parts.append(part)
        return instructions.count - 1
    }

    @discardableResult
    package mutating func emit(
        _ operation: Operation, target: Int, first: Operand, second: Operand, flag: UInt8 = 0
    ) -> Int {
        emit(operation, target: target, first: first, second: second.bits, flag: flag)
    }

    package mutating func emitCall(_ function: FunctionID, target: Int, first: Int, count: Int) {
        let raw = UInt32(function.rawValue)
        emit(
            .call, target: target, first: .register(first), second: UInt32(count) << 8 | raw >> 8,
            flag: UInt8(truncatingIfNeeded: raw))
    }

    /// Makes a jump that was emitted go to the next instruction.
    package mutating func land(_ jump: Int) { instructions[jump].second = UInt32(instructions.count) }

    // MARK: Costs

    /// From now on, fixed costs are charged there. Returns where they were charged before.
    package mutating func charge(at site: CostSite) -> CostSite {
        let before = self.site
        self.site = site
        return before
    }

    /// Adds to the cost of the block.
    package mutating func addCost(_ units: Int) {
        switch site {
        case .instruction(let index): instructions[index].cost += UInt32(units)
        case .handler(let index): handlers[index].cost += units
        }
    }

    /// The fixed cost of a block so far.
    package func cost(at site: CostSite) -> Int {
        switch site {
        case .instruction(let index): Int(instructions[index].cost)
        case .handler(let index): handlers[index].cost
        }
    }

    /// Adds to the cost of another block than the current one.
    package mutating func addCost(_ units: Int, at site: CostSite) {
        let before = charge(at: site)
        addCost(units)
        _ = charge(at: before)
    }

    // MARK: Errors

    /// An error between `start` and the next instruction is kept in `register`, `result` becomes `value`, and evaluation
    /// goes on at `target`, which `landHandler` may set later.
    package mutating func addHandler(from start: Int, register: Int, result: Int, value: Bool, target: Int = 0) -> Int?
    {
        guard start < instructions.count else { return nil }
        handlers.append(
            Handler(
                start: start, end: instructions.count, target: target, register: register, result: result, value: value,
                cost: 0))
        return handlers.count - 1
    }

    package mutating func landHandler(_ handler: Int) { handlers[handler].target = instructions.count }

    // MARK: The end

    /// The finished code, and which part of the expression each instruction is of.
    package func finish(inputCount: Int, isCEL: Bool) throws(CodeError) -> (code: Code, parts: [Int]) {
        let code = try Code(
            inputCount: inputCount, isCEL: isCEL, registerCount: registerCount, instructions: instructions,
            constants: constants, fields: fields, sets: sets, handlers: handlers)
        return (code, parts)
    }
}
