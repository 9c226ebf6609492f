/// Which part of an expression each instruction is of, and where that part stands in the expression's text.
///
/// Kept beside the code and not in it: two texts that mean the same have the same code.
public struct CodePlaces: Hashable, Sendable {
    /// A part that is a variable standing alone: its value is an input, and no instruction finds it.
    public struct Variable: Hashable, Sendable {
        public var part: Int
        public var input: Int

        package init(part: Int, input: Int) {
            self.part = part
            self.input = input
        }
    }

    /// A part of each instruction.
    public let parts: [UInt32]
    /// Where each part begins and ends, in bytes of the expression's UTF-8.
    public let starts: [UInt32]
    public let ends: [UInt32]
    public let variables: [Variable]

    package init(parts: [UInt32], starts: [UInt32], ends: [UInt32], variables: [Variable]) {
        self.parts = parts
        self.starts = starts
        self.ends = ends
        self.variables = variables
    }

    /// The number of the part that an instruction is of.
    public func part(ofInstruction instruction: Int) -> Int? {
        parts.indices.contains(instruction) ? Int(parts[instruction]) : nil
    }

    /// The bytes of the expression's text that a part covers.
    public func range(ofPart part: Int) -> Range<Int>? {
        guard starts.indices.contains(part), starts[part] <= ends[part] else { return nil }
        return Int(starts[part])..<Int(ends[part])
    }
}
