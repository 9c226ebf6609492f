import Encoding

// The loop.
//
// Each case does the common thing in place and leaves everything else to a function that is not inlined: other kinds, other
// scales, long texts, errors. An instruction looks at the kinds of what it reads, so that wrong inputs are errors.
//
// Errors are thrown to the end of one round, looked up in the code's handlers, and either kept for a chain of `and` or `or` or
// thrown on. A round without an error pays nothing for it.

enum Run {
    @inline(never)
    static func plain(_ code: Code, _ frame: Frame, _ state: inout RunState) throws(EvaluationError) -> Value {
        try loop(code, frame, &state, isTracing: false)
    }

    @inline(never)
    static func traced(_ code: Code, _ frame: Frame, _ state: inout RunState) throws(EvaluationError) -> Value {
        try loop(code, frame, &state, isTracing: true)
    }

    @inline(__always)
    private static func loop(
        _ code: Code, _ frame: Frame, _ state: inout RunState, isTracing: Bool
    ) throws(EvaluationError) -> Value {
        let steps = UnsafePointer(code.steps)
        var next = 0
        // Code begins with the charge of what is always evaluated.
        if steps[0].operation == .charge {
            next = 1
            try begin(steps[0], &state)
        }
        while true {
            do throws(EvaluationError) {
                while true {
                    let step = isTracing ? code.instructions[next] : steps[next]
                    next &+= 1
                    let first = frame.operand(step.first)
                    let target = frame.registers + Int(step.target)
                    switch step.operation {
                    case .finish: return first.pointee.value
                    case .charge: try state.context.meter.charge(Int(step.cost))
                    case .move: target.pointee = first.pointee

                    case .field, .fieldOrAbsent:
                        if let value = field(code.fieldWords + Int(step.second), first) {
                            target.pointee = value.pointee
                        } else {
                            target.pointee = try Slow.field(
                                code, step.second, first, isStrict: step.operation == .field, &state)
                        }
                    case .fieldRelationJump:
                        guard let value = field(code.fieldWords + Int(step.second), first) else {
                            target.pointee = try Slow.field(
                                code, step.second, first, isStrict: step.fusedFrom == .field, &state)
                            break
                        }
                        let second = frame.operand(steps[next].second)
                        // The relation behind it is fused with the jump as well, where a third instruction follows.
                        let asked = steps[next]
                        let operation = asked.operation == .relationJump ? asked.fusedFrom : asked.operation
                        guard let holds = relation(operation, value, second) else {
                            target.pointee = value.pointee
                            break
                        }
                        (frame.registers + Int(steps[next].target)).pointee = .bool(holds)
                        next &+= 1
                        next = try jump(steps[next], holds, next &+ 1, &state)
                    case .fieldInSetJump:
                        guard let value = field(code.fieldWords + Int(step.second), first) else {
                            target.pointee = try Slow.field(
                                code, step.second, first, isStrict: step.fusedFrom == .field, &state)
                            break
                        }
                        let set = code.setWords + Int(steps[next].second)
                        guard value.pointee.meta == set.pointee.smallMeta, value.pointee.object == nil else {
                            target.pointee = value.pointee
                            break
                        }
                        let holds = set.pointee.containsSmall(value.pointee.low, value.pointee.high)
                        (frame.registers + Int(steps[next].target)).pointee = .bool(holds)
                        next &+= 1
                        next = try jump(steps[next], holds, next &+ 1, &state)
                    case .fieldNot:
                        guard let value = field(code.fieldWords + Int(step.second), first) else {
                            target.pointee = try Slow.field(
                                code, step.second, first, isStrict: step.fusedFrom == .field, &state)
                            break
                        }
                        if value.pointee.isKind(.bool) {
                            (frame.registers + Int(steps[next].target)).pointee = .bool(value.pointee.low == 0)
                            next &+= 1
                        } else {
                            target.pointee = value.pointee
                        }
                    case .relationJump:
                        let second = frame.operand(step.second)
                        if let holds = relation(step.fusedFrom, first, second) {
                            target.pointee = .bool(holds)
                            next = try jump(steps[next], holds, next &+ 1, &state)
                        } else {
                            target.pointee = try Slow.relation(step.fusedFrom, first, second, &state)
                        }

                    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
                        let second = frame.operand(step.second)
                        if let holds = relation(step.operation, first, second) {
                            target.pointee = .bool(holds)
                        } else {
                            target.pointee = try Slow.relation(step.operation, first, second, &state)
                        }

                    case .add, .subtract:
                        let second = frame.operand(step.second)
                        let isAdding = step.operation == .add
                        if first.pointee.meta == second.pointee.meta,
                            first.pointee.isKind(in: KindSet.decimalOrMoney)
                        {
                            let (a, b) = (first.pointee.coefficient, second.pointee.coefficient)
                            let (sum, overflow) =
                                isAdding ? a.addingReportingOverflow(b) : a.subtractingReportingOverflow(b)
                            if !overflow {
                                target.pointee = Word(meta: first.pointee.meta, coefficient: sum)
                                break
                            }
                        } else if first.pointee.isKind(.int), second.pointee.isKind(.int) {
                            let (a, b) = (Int64(bitPattern: first.pointee.low), Int64(bitPattern: second.pointee.low))
                            let (sum, overflow) =
                                isAdding ? a.addingReportingOverflow(b) : a.subtractingReportingOverflow(b)
                            if !overflow {
                                target.pointee = Word(.int, low: UInt64(bitPattern: sum))
                                break
                            }
                        }
                        target.pointee = try Slow.arithmetic(isAdding ? .add : .subtract, first, second, &state)

                    case .multiply:
                        target.pointee = try Slow.arithmetic(
                            .multiply, first, frame.operand(step.second), &state)
                    case .divide:
                        target.pointee = try Slow.arithmetic(
                            .divide, first, frame.operand(step.second), &state)
                    case .remainder:
                        target.pointee = try Slow.arithmetic(
                            .remainder, first, frame.operand(step.second), &state)
                    case .negate: target.pointee = try Slow.negate(first, &state)

                    case .isIn:
                        target.pointee = try Slow.isIn(first, frame.operand(step.second), &state)
                    case .isInSet:
                        let set = code.setWords + Int(step.second)
                        if first.pointee.meta == set.pointee.smallMeta, first.pointee.object == nil {
                            target.pointee = .bool(set.pointee.containsSmall(first.pointee.low, first.pointee.high))
                        } else {
                            target.pointee = .bool(Slow.isInSet(code, step.second, first))
                        }

                    case .not:
                        guard first.pointee.isKind(.bool) else { throw Slow.notBool(first, .not) }
                        target.pointee = .bool(first.pointee.low == 0)
                    case .requireBool:
                        guard first.pointee.isKind(.bool) else { throw Slow.notBool(first, nil) }
                        target.pointee = first.pointee

                    case .jump: next = Int(step.second)
                    case .jumpIfFalse:
                        guard first.pointee.isKind(.bool) else { throw Slow.notBool(first, nil) }
                        if first.pointee.low == 0 {
                            next = Int(step.second)
                        } else {
                            try state.context.meter.charge(Int(step.cost))
                        }
                    case .jumpIfTrue:
                        guard first.pointee.isKind(.bool) else { throw Slow.notBool(first, nil) }
                        if first.pointee.low != 0 {
                            next = Int(step.second)
                        } else {
                            try state.context.meter.charge(Int(step.cost))
                        }

                    case .clear: target.pointee.meta = UInt64(Word.Inner.clear)
                    case .endAnd, .endOr:
                        guard target.pointee.isKind(.bool) else { throw Slow.notBool(target, nil) }
                        if first.pointee.rawKind == Word.Inner.error,
                            (target.pointee.low == 0) != (step.operation == .endAnd)
                        {
                            throw state.errors[Int(first.pointee.low)]
                        }
                        // Most conditions end here.
                        if !isTracing, steps[next].operation == .finish, steps[next].first == UInt32(step.target) {
                            return target.pointee.low != 0 ? .true : .false
                        }

                    case .next:
                        let walk = frame.registers + Int(step.first)
                        if walk.pointee.low < walk.pointee.high, walk.pointee.rawKind == Word.Inner.iterator,
                            let elements = walk.pointee.elements
                        {
                            target.pointee = elements[Int(walk.pointee.low)]
                            walk.pointee.low &+= 1
                            if isTracing { Slow.trace(next &- 1, target, &state) }
                            try state.context.meter.charge(Int(step.cost))
                        } else {
                            next = Int(step.second)
                        }
                    case .nextPair:
                        let walk = frame.registers + Int(step.first)
                        if walk.pointee.low < walk.pointee.high, walk.pointee.rawKind == Word.Inner.iterator,
                            let elements = walk.pointee.elements
                        {
                            Slow.pair(walk, elements, target)
                            try state.context.meter.charge(Int(step.cost))
                        } else {
                            next = Int(step.second)
                        }
                    case .append: try Slow.append(target, first, &state)
                    case .countTrue:
                        guard first.pointee.isKind(.bool) else { throw Slow.notBool(first, nil) }
                        target.pointee.low &+= first.pointee.low & 1
                    case .isOne: target.pointee = .bool(first.pointee.low == 1)
                    case .call: target.pointee = try Slow.call(step, first, &state)

                    case .jumpIfValue:
                        if Slow.takesValue(step, first, target) {
                            next = Int(step.second)
                        } else if first.pointee.isKind(.optional)
                            || (step.flag == 2 && first.pointee.isKind(in: absentOrNull))
                        {
                            try state.context.meter.charge(Int(step.cost))
                        } else {
                            throw EvaluationError.wrongKinds(.orValue, first.pointee.value)
                        }
                    case .jumpIfNone:
                        guard first.pointee.isKind(.optional) else {
                            throw EvaluationError.wrongKinds(.value, first.pointee.value)
                        }
                        if let held = first.pointee.elements {
                            target.pointee = held[0]
                            try state.context.meter.charge(Int(step.cost))
                        } else {
                            target.pointee = Word(.optional)
                            next = Int(step.second)
                        }
                    case .check:
                        if first.pointee.rawKind == Word.Inner.error { throw state.errors[Int(first.pointee.low)] }
                        target.pointee = first.pointee
                    default:
                        target.pointee = try Slow.other(
                            code, step, first, second(step, frame), target, &state)
                    }
                    if isTracing, step.givesValue { Slow.trace(next &- 1, target, &state) }
                }
            } catch {
                next = try Slow.recover(code, error, at: next &- 1, frame, &state, isTracing: isTracing)
            }
        }
    }

    @inline(__always)
    private static func begin(_ step: Instruction, _ state: inout RunState) throws(EvaluationError) {
        try state.context.meter.charge(Int(step.cost))
    }

    /// Where a field's value lies, if it is there and the record's shape is known or the name is short.
    @inline(__always)
    private static func field(
        _ field: UnsafePointer<FieldWords>, _ first: UnsafePointer<Word>
    ) -> UnsafePointer<Word>? {
        if first.pointee.isKind(.record) {
            guard let shape = field.pointee.shape, first.pointee.shapePointer == shape,
                let elements = first.pointee.elements
            else { return nil }
            let value = elements + field.pointee.slot
            return value.pointee.isKind(in: absentOrNull) ? nil : value
        }
        guard first.pointee.isKind(.map), field.pointee.object == nil,
            let value = Slow.shortKey(field, first.pointee), !value.pointee.isKind(in: absentOrNull)
        else { return nil }
        return value
    }

    /// Whether a relation holds, where that is quick to see.
    @inline(__always)
    private static func relation(
        _ operation: Operation, _ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>
    ) -> Bool? {
        if operation.rawValue <= Operation.notEqual.rawValue {
            guard first.pointee.meta == second.pointee.meta, first.pointee.object == nil,
                second.pointee.object == nil, first.pointee.isKind(in: KindSet.bitwiseEqual)
            else { return nil }
            let isEqual = first.pointee.low == second.pointee.low && first.pointee.high == second.pointee.high
            return isEqual == (operation == .equal)
        }
        if first.pointee.isKind(in: KindSet.decimalOrMoney) {
            if first.pointee.isKind(.money), second.pointee.isKind(.int), second.pointee.low == 0 {
                // Zero is zero in every currency.
                let amount = first.pointee.coefficient
                return order(operation, amount < 0, amount > 0)
            }
            guard let (a, b) = aligned(first, second) else { return nil }
            return order(operation, a < b, a > b)
        }
        if first.pointee.isKind(.int), second.pointee.isKind(.int) {
            let (a, b) = (Int64(bitPattern: first.pointee.low), Int64(bitPattern: second.pointee.low))
            return order(operation, a < b, a > b)
        }
        if first.pointee.isKind(.double), second.pointee.isKind(.double) {
            let (a, b) = (Double(bitPattern: first.pointee.low), Double(bitPattern: second.pointee.low))
            // A NaN is neither below nor above anything, nor equal.
            return a == a && b == b && order(operation, a < b, a > b)
        }
        return nil
    }

    @inline(__always)
    private static func order(_ operation: Operation, _ isBelow: Bool, _ isAbove: Bool) -> Bool {
        switch operation {
        case .less: isBelow
        case .lessOrEqual: !isAbove
        case .greater: isAbove
        default: !isBelow
        }
    }

    /// Where evaluation goes on after a jump upon a condition.
    @inline(__always)
    private static func jump(
        _ step: Instruction, _ holds: Bool, _ next: Int, _ state: inout RunState
    ) throws(EvaluationError) -> Int {
        if holds == (step.operation == .jumpIfTrue) { return Int(step.second) }
        try state.context.meter.charge(Int(step.cost))
        return next
    }

    /// The coefficients of two decimals, or of two amounts of one currency, at one scale, if they are short.
    @inline(__always)
    private static func aligned(_ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>) -> (Int128, Int128)? {
        let other = first.pointee.meta ^ second.pointee.meta
        if other == 0 { return (first.pointee.coefficient, second.pointee.coefficient) }
        guard other & ~0xFF00 == 0, let a = first.pointee.shortCoefficient, let b = second.pointee.shortCoefficient
        else {
            return nil
        }
        let difference = Int(first.pointee.scale) &- Int(second.pointee.scale)
        guard difference >= -18, difference <= 18 else { return nil }
        var power: Int64 = 1
        for _ in 0..<(difference < 0 ? 0 &- difference : difference) { power &*= 10 }
        return difference < 0 ? (product(a, power), Int128(b)) : (Int128(a), product(b, power))
    }

    @inline(__always)
    private static func product(_ a: Int64, _ b: Int64) -> Int128 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return Int128(high) &<< 64 | Int128(low)
    }

    static var absentOrNull: UInt64 { @inline(__always) get { 1 << 0 | 1 << 1 } }

    /// The place of a second operand, where the operation has one.
    @inline(__always)
    private static func second(_ step: Instruction, _ frame: Frame) -> UnsafePointer<Word> {
        switch step.operation {
        case .index, .optionalIndex, .appendPair, .appendPairOptional: frame.operand(step.second)
        default: UnsafePointer(frame.registers)
        }
    }
}
