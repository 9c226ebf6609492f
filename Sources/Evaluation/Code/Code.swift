import Amounts
package import Encoding

// A compiled expression is data: instructions, constants, the fields it reads, the lists it looks into, and where an error
// goes on. It holds no closure, can be compared and encoded, and says nothing about text or files.
//
// The same data lies a second time in plain memory, where the loop reads it without counting a reference. That memory is
// made once, never changed and freed with the code.

/// A field that code reads: its name, and where it lies in a record of a shape that was known when it was compiled.
package struct FieldAccess: Hashable, Sendable {
    package var name: Text
    package var shape: Shape?
    package var slot: Int

    package init(_ name: Text, shape: Shape? = nil, slot: Int = 0) {
        self.name = name
        self.shape = shape
        self.slot = slot
    }
}

/// Where evaluation goes on when an instruction of a range has an error. Ranges are nested or apart, inner ones first.
package struct Handler: Hashable, Sendable {
    var start: Int
    var end: Int
    /// The instruction that follows.
    var target: Int
    /// The register that takes the error, unless it already has one.
    var register: Int
    /// The register that is set to `value`.
    var result: Int
    var value: Bool
    /// Charged when evaluation goes on.
    var cost: Int
}

/// A compiled expression.
public final class Code: @unchecked Sendable {
    // Unchecked since the plain memory is behind pointers; nothing changes after `init`.

    /// How many inputs an evaluation is given.
    public let inputCount: Int
    /// Whether whole numbers divide as in CEL, and missing fields are errors.
    public let isCEL: Bool
    let registerCount: Int
    let instructions: [Instruction]
    let constants: [Value]
    let fields: [FieldAccess]
    let sets: [ConstantSet]
    let handlers: [Handler]

    // The same in plain memory.
    let steps: UnsafeMutablePointer<Instruction>
    let constantWords: UnsafeMutablePointer<Word>
    let fieldWords: UnsafeMutablePointer<FieldWords>
    let setWords: UnsafeMutablePointer<SetWords>
    /// What the code is, where it is so little that it needs no registers.
    let directForm: DirectForm
    /// It asks neither for the time nor for anything else in the environment.
    package let isTimeless: Bool

    /// - Throws: `CodeError` if the parts do not fit together. What has passed can be run safely whoever made it.
    init(
        inputCount: Int, isCEL: Bool, registerCount: Int, instructions: [Instruction], constants: [Value],
        fields: [FieldAccess], sets: [ConstantSet], handlers: [Handler]
    ) throws(CodeError) {
        try CodeVerifier.verify(
            inputCount: inputCount, registerCount: registerCount, instructions: instructions,
            constantCount: constants.count, fieldCount: fields.count, setCount: sets.count, handlers: handlers)
        for field in fields {
            guard let shape = field.shape else { continue }
            guard shape.fields.indices.contains(field.slot) else {
                throw CodeError("a field lies outside of its shape")
            }
        }
        self.inputCount = inputCount
        self.isCEL = isCEL
        self.registerCount = registerCount
        self.instructions = instructions
        self.constants = constants
        self.fields = fields
        self.sets = sets
        self.handlers = handlers
        steps = .allocate(capacity: instructions.count)
        steps.initialize(from: instructions, count: instructions.count)
        Fusion.fuse(steps, count: instructions.count)
        constantWords = .allocate(capacity: max(1, constants.count))
        for (index, constant) in constants.enumerated() {
            (constantWords + index).initialize(to: Word(borrowing: constant))
        }
        fieldWords = .allocate(capacity: max(1, fields.count))
        for (index, field) in fields.enumerated() { (fieldWords + index).initialize(to: FieldWords(field)) }
        setWords = .allocate(capacity: max(1, sets.count))
        for (index, set) in sets.enumerated() { (setWords + index).initialize(to: SetWords(set)) }
        directForm = DirectForm(instructions, fields)
        isTimeless = instructions.areTimeless
    }

    deinit {
        steps.deallocate()
        constantWords.deallocate()
        fieldWords.deallocate()
        for index in sets.indices { setWords[index].deallocate() }
        setWords.deallocate()
    }
}

/// A field access as the loop reads it.
struct FieldWords {
    /// The words of the name; a short name has no object.
    let object: UnsafeRawPointer?
    let low: UInt64
    let high: UInt64
    let shape: UnsafeRawPointer?
    let slot: Int

    init(_ field: FieldAccess) {
        let words = field.name.words
        object = words.object.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
        low = words.first
        high = words.second
        shape = field.shape.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
        slot = field.slot
    }
}

/// A constant set as the loop reads it: the two words of each element that has no object, while they are few.
struct SetWords {
    /// The first word of the kind, or a word that no value has if the set is to be asked itself.
    let smallMeta: UInt64
    private let count: Int
    private let words: UnsafeMutablePointer<UInt64>

    init(_ set: ConstantSet) {
        let small = set.elements.filter { $0.object == nil }
        let isSmall = set.elements.count <= 8
        smallMeta = isSmall ? UInt64(set.elements[0].kind.rawValue) : .max
        count = isSmall ? small.count : 0
        words = .allocate(capacity: max(1, 2 * count))
        for index in 0..<count {
            (words + 2 * index).initialize(to: small[index].low)
            (words + 2 * index + 1).initialize(to: small[index].high)
        }
    }

    func deallocate() { words.deallocate() }

    @inline(__always)
    func containsSmall(_ low: UInt64, _ high: UInt64) -> Bool {
        var index = 0
        while index < count {
            if words[2 &* index] == low, words[2 &* index &+ 1] == high { return true }
            index &+= 1
        }
        return false
    }
}

extension Code: Hashable {
    public static func == (left: Code, right: Code) -> Bool {
        left === right
            || left.inputCount == right.inputCount && left.isCEL == right.isCEL
                && left.registerCount == right.registerCount && left.instructions == right.instructions
                && left.constants == right.constants && left.fields == right.fields && left.sets == right.sets
                && left.handlers == right.handlers
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(instructions)
        hasher.combine(constants)
    }
}

/// Why bytes or parts are no code. It means a broken store or a mistake of ours, never of an author's.
public struct CodeError: Error, Hashable, Sendable {
    public let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// A constant list that is looked into with `in`, indexed: its elements sorted, all of one kind.
struct ConstantSet: Hashable, Sendable {
    /// Sorted texts or whole numbers, as keys of a map are; each once.
    let elements: [Value]
    /// The number of elements of the list as it was written.
    let writtenCount: Int

    /// Nothing if the list holds anything but texts of which each differs in kind.
    init?(_ list: [Value]) {
        guard let kind = list.first?.kind, kind == .string || kind == .int, list.allSatisfy({ $0.kind == kind }) else {
            return nil
        }
        let sorted = list.sorted { KeyOrder.compare($0, $1) < 0 }
        var distinct: [Value] = []
        for value in sorted where distinct.last != value { distinct.append(value) }
        elements = distinct
        writtenCount = list.count
    }

    /// The whole number or text that a value is, as the language's equality has it: an amount of nothing is 0 too.
    private static func key(_ value: Value) -> Value? {
        switch value.kind {
        case .bool: nil
        case .ratio: value.asRatio.flatMap { $0.denominator == 1 ? Int64(exactly: $0.numerator) : nil }.map { .int($0) }
        case .money: value.coefficient == 0 ? .int(0) : nil
        default: Maps.key(value)
        }
    }

    /// Whether a text or number is among the elements; values of other kinds are found by the number line.
    func contains(_ word: UnsafePointer<Word>) -> Bool {
        let own = elements[0].kind
        guard let key = Self.key(word.pointee.value), key.kind == .string ? own == .string : own == .int else {
            return false
        }
        return elements.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return MapEntries.find(key, in: base, count: buffer.count) != nil
        }
    }
}
