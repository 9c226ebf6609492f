import Encoding

// Most expressions of a workflow are a name, a field or a constant: `invoice`, `invoice.balance`, `overdue-first`. They need
// no registers, so a caller that has no evaluator at hand need not make one.

extension Code {
    /// The value of an expression that is only a constant, an input or a field of an input; nothing if it is more, or if
    /// the field must be looked for by its name.
    package func direct(_ inputs: [Value]) -> Value? {
        guard instructions.count == 3, inputs.count == inputCount, instructions[0].operation == .charge,
            instructions[2].operation == .finish, instructions[2].first == UInt32(instructions[1].target)
        else { return nil }
        let step = instructions[1]
        let operand = Operand(bits: step.first)
        switch (step.operation, operand.space) {
        case (.move, .constant): return constants[operand.position]
        case (.move, .input): return inputs[operand.position]
        case (.fieldOrAbsent, .input):
            let field = fields[Int(step.second)]
            guard let shape = field.shape, inputs[operand.position].shape === shape,
                let value = inputs[operand.position].slots?[field.slot]
            else { return nil }
            return value.isNull ? .absent : value
        default: return nil
        }
    }
}

extension Code {
    /// Whether it may ask for the time or the date: without that its value follows from its inputs. What is not certain counts as yes.
    package var readsClock: Bool {
        instructions.contains { step in
            Operand(bits: step.first).space == .clock || Operand(bits: step.second).space == .clock
        }
    }
}
