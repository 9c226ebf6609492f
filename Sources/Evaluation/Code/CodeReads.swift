package import Encoding

// What the value of an expression can depend on, found in its instructions. A shell may leave a run asleep that nothing it reads
// concerns; so whatever is not certain counts as read.

extension Code {
    /// Whether it may ask for the time or the date: without that its value follows from its inputs.
    package var asksForTime: Bool {
        instructions.contains { step in
            Operand(bits: step.first).space == .clock || Operand(bits: step.second).space == .clock
        }
    }

    /// How much of an input is read.
    package enum Reading: Hashable, Sendable {
        /// No more than these fields, in order; none if the input is not read.
        case fields([Text])
        case whole
    }

    package func reading(ofInput position: Int) -> Reading {
        let input = Operand.input(position).bits
        var names: Set<Text> = []
        for step in instructions where step.first == input || step.second == input {
            switch step.operation {
            case .field, .fieldOrAbsent, .optionalField, .hasField:
                names.insert(fields[Int(step.second)].name)
            // Whether there is such a record does not depend on its fields, but on all of it.
            default: return .whole
            }
        }
        return .fields(names.sorted())
    }
}
