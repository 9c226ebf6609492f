// Code is checked once, when it is made or decoded, so that the loop can trust it: every register, constant, input, table
// entry and target exists, the end cannot be run over, and each way back goes through an instruction that charges. With the
// check of kinds in the loop itself, no code can read what is not there or run without end, whoever made it.

enum CodeVerifier {
    static func verify(
        inputCount: Int, registerCount: Int, instructions: [Instruction], constantCount: Int, fieldCount: Int,
        setCount: Int, handlers: [Handler]
    ) throws(CodeError) {
        guard registerCount >= 1, registerCount <= 65_536 else { throw CodeError("the number of registers") }
        guard let last = instructions.last, last.operation == .finish else { throw CodeError("code without an end") }
        let bounds = [registerCount, constantCount, inputCount, 2]
        func check(_ bits: UInt32) throws(CodeError) {
            let operand = Operand(bits: bits)
            guard operand.position < bounds[Int(operand.space.rawValue)] else {
                throw CodeError("an operand outside of its space")
            }
        }
        func checkRegisters(_ first: UInt32, _ count: Int) throws(CodeError) {
            let operand = Operand(bits: first)
            guard operand.space == .register, operand.position + count <= registerCount else {
                throw CodeError("registers that do not exist")
            }
        }
        func checkTarget(_ target: Int, from index: Int) throws(CodeError) {
            guard target >= 0, target < instructions.count else { throw CodeError("a jump to nowhere") }
            guard
                target > index || instructions[target].operation == .next || instructions[target].operation == .nextPair
            else { throw CodeError("a way back that costs nothing") }
        }
        for (index, step) in instructions.enumerated() {
            let width = step.operation == .nextPair ? 2 : 1
            guard Int(step.target) + width <= registerCount else { throw CodeError("a target that does not exist") }
            switch step.operation {
            case .fieldRelationJump, .fieldInSetJump, .fieldNot, .relationJump:
                throw CodeError("an operation that only the plain memory has")
            case .charge, .clear, .beginBuilder: break
            case .jump: try checkTarget(Int(step.second), from: index)
            case .jumpIfFalse, .jumpIfTrue, .jumpIfValue, .jumpIfNone:
                try check(step.first)
                try checkTarget(Int(step.second), from: index)
            case .next, .nextPair:
                try checkRegisters(step.first, 1)
                guard step.second > index, step.second < instructions.count else {
                    throw CodeError("a loop without an exit")
                }
                guard step.cost > 0 else { throw CodeError("a loop that costs nothing") }
            case .field, .fieldOrAbsent, .optionalField, .hasField:
                try check(step.first)
                guard step.second < fieldCount else { throw CodeError("a field that is not in the table") }
            case .isInSet:
                try check(step.first)
                guard step.second < setCount else { throw CodeError("a list that is not in the table") }
            case .list: try checkRegisters(step.first, Int(step.second))
            case .map: try checkRegisters(step.first, 2 * Int(step.second))
            case .call:
                try checkRegisters(step.first, Int(step.second >> 8))
                guard FunctionID(rawValue: step.function) != nil else {
                    throw CodeError("a function that does not exist")
                }
            case .endAnd, .endOr, .finishList, .finishMap, .isOne: try checkRegisters(step.first, 1)
            case .index, .optionalIndex, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn, .add,
                .subtract, .multiply, .divide, .remainder, .appendPair, .appendPairOptional:
                try check(step.first)
                try check(step.second)
            default: try check(step.first)
            }
        }
        for handler in handlers {
            guard handler.start >= 0, handler.start < handler.end, handler.end <= instructions.count,
                handler.register >= 0, handler.register < registerCount, handler.result >= 0,
                handler.result < registerCount, handler.cost >= 0
            else { throw CodeError("a handler outside of the code") }
            try checkTarget(handler.target, from: handler.end - 1)
        }
    }
}

extension Instruction {
    /// The number of the function of a call.
    @inline(__always)
    var function: UInt16 { UInt16(flag) | UInt16(truncatingIfNeeded: second & 0xFF) << 8 }

    /// Whether the target is a value afterwards that a part of the expression has.
    var givesValue: Bool {
        switch operation {
        case .finish, .charge, .jump, .jumpIfFalse, .jumpIfTrue, .clear, .beginBuilder, .append, .appendOptional,
            .appendPair, .appendPairOptional, .appendEntries, .iterate, .next, .nextPair, .countTrue, .raiseUnknown,
            .jumpIfValue, .jumpIfNone:
            false
        // With the flag it sets a register that is no part's value, such as a count.
        case .move: flag == 0
        default: true
        }
    }
}
