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
        let steps = code.steps
        var next = 0
        while true {
            do throws(EvaluationError) {
                while true {
                    let step = steps[next]
                    next &+= 1
                    let first = operand(step.first, frame, state)
                    let target = frame.registers + Int(step.target)
                    switch step.operation {
                    case .finish: return first.pointee.value
                    case .charge: try state.context.meter.charge(Int(step.cost))
                    case .move: target.pointee = first.pointee

                    case .field, .fieldOrAbsent:
                        let field = code.fieldWords + Int(step.second)
                        if first.pointee.isKind(.record), let shape = field.pointee.shape,
                            first.pointee.shapePointer == shape, let elements = first.pointee.elements,
                            !elements[field.pointee.slot].isKind(in: absentOrNull)
                        {
                            target.pointee = elements[field.pointee.slot]
                        } else if first.pointee.isKind(.map), field.pointee.object == nil,
                            let found = Slow.shortKey(field, first.pointee), !found.pointee.isKind(in: absentOrNull)
                        {
                            target.pointee = found.pointee
                        } else {
                            target.pointee = try Slow.field(
                                code, step.second, first, isStrict: step.operation == .field, &state)
                        }

                    case .equal, .notEqual:
                        let second = operand(step.second, frame, state)
                        let isEqual: Bool
                        if first.pointee.meta == second.pointee.meta, first.pointee.object == nil,
                            second.pointee.object == nil, first.pointee.isKind(in: KindSet.bitwiseEqual)
                        {
                            isEqual =
                                first.pointee.low == second.pointee.low && first.pointee.high == second.pointee.high
                        } else {
                            isEqual = try Slow.isEqual(first, second, &state)
                        }
                        target.pointee = .bool(isEqual == (step.operation == .equal))

                    case .less, .lessOrEqual, .greater, .greaterOrEqual:
                        let second = operand(step.second, frame, state)
                        let isBelow: Bool
                        let isAbove: Bool
                        if first.pointee.meta == second.pointee.meta,
                            first.pointee.isKind(in: KindSet.decimalOrMoney)
                        {
                            let (a, b) = (first.pointee.coefficient, second.pointee.coefficient)
                            (isBelow, isAbove) = (a < b, a > b)
                        } else if first.pointee.isKind(.int), second.pointee.isKind(.int) {
                            let (a, b) = (Int64(bitPattern: first.pointee.low), Int64(bitPattern: second.pointee.low))
                            (isBelow, isAbove) = (a < b, a > b)
                        } else {
                            target.pointee = try Slow.order(step.operation, first, second, &state)
                            break
                        }
                        switch step.operation {
                        case .less: target.pointee = .bool(isBelow)
                        case .lessOrEqual: target.pointee = .bool(!isAbove)
                        case .greater: target.pointee = .bool(isAbove)
                        default: target.pointee = .bool(!isBelow)
                        }

                    case .add, .subtract:
                        let second = operand(step.second, frame, state)
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
                            .multiply, first, operand(step.second, frame, state), &state)
                    case .divide:
                        target.pointee = try Slow.arithmetic(
                            .divide, first, operand(step.second, frame, state), &state)
                    case .remainder:
                        target.pointee = try Slow.arithmetic(
                            .remainder, first, operand(step.second, frame, state), &state)
                    case .negate: target.pointee = try Slow.negate(first, &state)

                    case .isIn:
                        target.pointee = try Slow.isIn(first, operand(step.second, frame, state), &state)
                    case .isInSet:
                        let set = code.setWords + Int(step.second)
                        target.pointee = .bool(set.pointee.contains(first))

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
                            code, step, first, operand(step.second, frame, state, of: step.operation), target, &state)
                    }
                    if isTracing, step.givesValue { Slow.trace(next &- 1, target, &state) }
                }
            } catch {
                next = try Slow.recover(code, error, at: next &- 1, frame, &state, isTracing: isTracing)
            }
        }
    }

    static let absentOrNull: UInt64 = 1 << 0 | 1 << 1

    /// The place of an operand.
    @inline(__always)
    private static func operand(_ bits: UInt32, _ frame: Frame, _ state: borrowing RunState) -> UnsafePointer<Word> {
        let position = Int(bits & 0x3FFF_FFFF)
        switch bits &>> 30 {
        case 0: return UnsafePointer(frame.registers + position)
        case 1: return frame.constants + position
        case 2: return frame.inputs + position
        default: return UnsafePointer(state.clock + position)
        }
    }

    /// The place of a second operand, where the operation has one.
    @inline(__always)
    private static func operand(
        _ bits: UInt32, _ frame: Frame, _ state: borrowing RunState, of operation: Operation
    ) -> UnsafePointer<Word> {
        switch operation {
        case .index, .optionalIndex, .appendPair, .appendPairOptional: operand(bits, frame, state)
        default: UnsafePointer(frame.registers)
        }
    }
}
