// The plain memory of code has some instructions that do the work of two or three, since what a condition costs is mostly
// finding the next instruction. What they do, cost and leave is the same; only a register that nothing else reads stays unwritten.
//
// Traces run the instructions as they are.

enum Fusion {
    /// Replaces the first instruction of each known sequence; the others stay, for jumps into them and for the uncommon case.
    static func fuse(_ steps: UnsafeMutablePointer<Instruction>, count: Int) {
        for index in 0..<count {
            guard let fused = fused(UnsafePointer(steps) + index, left: count - index) else { continue }
            steps[index].fusedFrom = steps[index].operation
            steps[index].operation = fused
        }
    }

    private static func fused(_ steps: UnsafePointer<Instruction>, left: Int) -> Operation? {
        guard left > 2 else { return nil }
        if isRelation(steps[0].operation) { return isJump(steps[1], upon: steps[0]) ? .relationJump : nil }
        guard isField(steps[0].operation), steps[1].first == Operand.register(Int(steps[0].target)).bits else {
            return nil
        }
        if steps[1].operation == .not { return .fieldNot }
        guard isJump(steps[2], upon: steps[1]) else { return nil }
        if steps[1].operation == .isInSet { return .fieldInSetJump }
        // The relation's other side must not be the field's register, which stays unwritten.
        return isRelation(steps[1].operation) && steps[1].second != steps[1].first ? .fieldRelationJump : nil
    }

    private static func isJump(_ step: Instruction, upon condition: Instruction) -> Bool {
        (step.operation == .jumpIfFalse || step.operation == .jumpIfTrue)
            && step.first == Operand.register(Int(condition.target)).bits
    }

    private static func isField(_ operation: Operation) -> Bool { operation == .field || operation == .fieldOrAbsent }

    private static func isRelation(_ operation: Operation) -> Bool {
        operation.rawValue >= Operation.equal.rawValue && operation.rawValue <= Operation.greaterOrEqual.rawValue
    }
}

extension Instruction {
    /// What stood at the place of an instruction that does the work of several; kept in the flag, which none of those has.
    @inline(__always)
    var fusedFrom: Operation {
        get { Operation(rawValue: flag) ?? .finish }
        set { flag = newValue.rawValue }
    }
}
