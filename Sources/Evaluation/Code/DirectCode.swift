import Encoding

// Most expressions of a workflow are a name, a field or a constant: `invoice`, `invoice.balance`, `overdue-first`. They need
// no registers, so a caller that has no evaluator at hand need not make one.

enum DirectForm {
    case constant(Int)
    case input(Int)
    /// A field, by its place among the code's fields, of an input whose shape was known.
    case field(Int, ofInput: Int)
    case none

    init(_ instructions: [Instruction], _ fields: [FieldAccess]) {
        self = .none
        guard instructions.count == 3, instructions[0].operation == .charge,
            instructions[2].operation == .finish, instructions[2].first == UInt32(instructions[1].target)
        else { return }
        let step = instructions[1]
        let operand = Operand(bits: step.first)
        switch (step.operation, operand.space) {
        case (.move, .constant): self = .constant(operand.position)
        case (.move, .input): self = .input(operand.position)
        case (.fieldOrAbsent, .input):
            if fields[Int(step.second)].shape != nil { self = .field(Int(step.second), ofInput: operand.position) }
        default: break
        }
    }
}

extension [Instruction] {
    /// Whether they only compare inputs, constants and fields: nothing in the environment but its limits can matter to them.
    var areTimeless: Bool {
        allSatisfy { step in
            switch step.operation {
            case .charge, .finish, .move, .field, .fieldOrAbsent, .hasField, .isPresent, .equal, .notEqual, .less,
                .lessOrEqual, .greater, .greaterOrEqual, .isInSet, .not, .jump, .jumpIfFalse, .jumpIfTrue, .clear,
                .endAnd, .endOr:
                ![step.first, step.second].contains { Operand(bits: $0).space == .clock }
            default: false
            }
        }
    }
}

extension Code {
    /// The value of an expression that is only a constant, an input or a field of an input; nothing if it is more, or if
    /// the field must be looked for by its name.
    package func direct(_ inputs: [Value]) -> Value? { inputs.withUnsafeBufferPointer { direct($0) } }

    /// The same over inputs that lie in memory.
    package func direct(_ inputs: UnsafeBufferPointer<Value>) -> Value? {
        guard inputs.count == inputCount else { return nil }
        switch directForm {
        case .none: return nil
        case .constant(let position): return constants[position]
        case .input(let position): return inputs[position]
        case .field(let field, let position):
            let record = UnsafeRawBufferPointer(inputs).assumingMemoryBound(to: Word.self)[position]
            guard record.isKind(.record), record.shapePointer == fieldWords[field].shape,
                let value = record.elements?[fieldWords[field].slot]
            else { return nil }
            return value.isKind(.null) ? .absent : value.value
        }
    }
}
