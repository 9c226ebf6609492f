import Encoding

/// Runs compiled expressions. Keep one for many evaluations: it owns their scratch memory.
///
/// ```
/// var evaluator = Evaluator(environment)
/// let value = try evaluator.evaluate(code, [invoice, customer])
/// ```
///
/// The same code, inputs and environment give the same value, cost and error everywhere. Every evaluation is metered and
/// ends.
public struct Evaluator: ~Copyable {
    public var environment: EvaluationEnvironment { state.context.environment }
    /// All that an evaluator of most expressions needs, in one allocation: the spaces, the clock, the first registers.
    private let memory: UnsafeMutableRawPointer
    private var registers: UnsafeMutablePointer<Word>
    /// Where the four spaces of operands begin.
    private let spaces: UnsafeMutablePointer<UnsafePointer<Word>>
    private var capacity: Int
    /// The registers have memory of their own.
    private var hasGrown = false
    private var state: RunState

    public init(_ environment: consuming EvaluationEnvironment) {
        // With the rest less than a kilobyte, which allocators have at hand.
        capacity = 24
        let spaceBytes = 4 * MemoryLayout<UnsafePointer<Word>>.stride
        memory = .allocate(
            byteCount: spaceBytes + (2 + capacity) * MemoryLayout<Word>.stride, alignment: MemoryLayout<Word>.alignment)
        let words = (memory + spaceBytes).bindMemory(to: Word.self, capacity: 2 + capacity)
        Self.setClock(words, environment)
        registers = words + 2
        state = RunState(consume environment)
        spaces = memory.bindMemory(to: UnsafePointer<Word>.self, capacity: 4)
        spaces.initialize(repeating: UnsafePointer(words), count: 4)
    }

    deinit {
        if hasGrown { registers.deallocate() }
        memory.deallocate()
    }

    /// From now on it evaluates in another environment, in the same memory.
    public mutating func use(_ environment: consuming EvaluationEnvironment) {
        let spaceBytes = 4 * MemoryLayout<UnsafePointer<Word>>.stride
        Self.setClock((memory + spaceBytes).assumingMemoryBound(to: Word.self), environment)
        if state.isUsed { state.clear() }
        let limits = environment.limits
        state.context = CallContext(meter: Meter(limits), environment: consume environment, isCEL: false)
    }

    /// The two words of the clock space: the run's date and instant, absent where the environment has none.
    private static func setClock(_ words: UnsafeMutablePointer<Word>, _ environment: EvaluationEnvironment) {
        words.initialize(to: environment.today.map { Word(borrowing: .date($0)) } ?? .absent)
        (words + 1).initialize(to: environment.now.map { Word(borrowing: .timestamp($0)) } ?? .absent)
    }

    /// What the last evaluation cost.
    public var cost: Int { state.context.meter.cost }
    /// The bytes of the values that the last evaluation made.
    public var memoryBytes: Int { state.context.meter.memoryBytes }

    /// The value of an expression over inputs, one for each variable of its declarations, in their order.
    ///
    /// - Returns: `absent` if the expression is a field that is not there.
    public mutating func evaluate(_ code: Code, _ inputs: [Value]) throws(EvaluationError) -> Value {
        try inputs.withUnsafeBufferPointer { (inputs) throws(EvaluationError) in try evaluate(code, inputs) }
    }

    /// The same over inputs that lie in memory; they must live as long as the call lasts.
    public mutating func evaluate(_ code: Code, _ inputs: UnsafeBufferPointer<Value>) throws(EvaluationError) -> Value {
        try prepare(code, inputs.count)
        if state.isUsed { state.clear() }
        return try Run.plain(code, frame(code, inputs), &state)
    }

    /// The same, and the value of each part of the expression in the order in which they were found.
    ///
    /// The trace is also there if the evaluation has an error.
    public mutating func trace(_ code: Code, _ inputs: [Value]) -> (
        result: Result<Value, EvaluationError>, trace: EvaluationTrace
    ) {
        state.clear()
        do throws(EvaluationError) {
            try prepare(code, inputs.count)
            let value = try inputs.withUnsafeBufferPointer { (inputs) throws(EvaluationError) in
                try Run.traced(code, frame(code, inputs), &state)
            }
            return (.success(value), EvaluationTrace(steps: state.trace))
        } catch { return (.failure(error), EvaluationTrace(steps: state.trace)) }
    }

    /// Zeroes the registers: code that reads one before it writes it finds an absent value.
    @inline(__always)
    private mutating func prepare(_ code: Code, _ inputCount: Int) throws(EvaluationError) {
        guard inputCount == code.inputCount else {
            throw EvaluationError(.wrongInputs, "", [.int(Int64(inputCount)), .int(Int64(code.inputCount))])
        }
        if code.registerCount > capacity { grow(code.registerCount) }
        registers.initialize(repeating: .absent, count: code.registerCount)
        state.context.meter.cost = 0
        state.context.meter.memoryBytes = 0
        state.context.isCEL = code.isCEL
    }

    /// What the loop reads and writes; code without inputs has no operand among them.
    @inline(__always)
    private func frame(_ code: Code, _ inputs: UnsafeBufferPointer<Value>) -> Frame {
        let words = UnsafeRawPointer(inputs.baseAddress)?.assumingMemoryBound(to: Word.self)
        spaces[0] = UnsafePointer(registers)
        spaces[1] = UnsafePointer(code.constantWords)
        spaces[2] = words ?? UnsafePointer(registers)
        return Frame(registers: registers, spaces: UnsafePointer(spaces))
    }

    private mutating func grow(_ count: Int) {
        if hasGrown { registers.deallocate() }
        capacity = count
        hasGrown = true
        registers = .allocate(capacity: count)
    }
}

/// The values of an expression's parts, in the order in which they were found; a part inside a loop occurs once a round.
public struct EvaluationTrace: Sendable {
    public struct Step: Hashable, Sendable {
        /// The instruction; which part of the expression it is of, `CodePlaces` knows.
        public var instruction: Int
        /// The part's value; an error that `and`, `or`, `all` or `exists` took in is in `error`.
        public var value: Value
        public var error: EvaluationError?
    }

    public var steps: [Step]
}

/// What an evaluation needs besides its registers.
struct RunState {
    var context: CallContext
    /// Keeps alive what the evaluation made.
    var owned: ContiguousArray<AnyObject> = []
    /// Lists and maps in the making.
    var builders: ContiguousArray<ContiguousArray<Word>> = []
    /// Errors that were absorbed for now.
    var errors: ContiguousArray<EvaluationError> = []
    var trace: [EvaluationTrace.Step] = []

    init(_ environment: consuming EvaluationEnvironment) {
        let limits = environment.limits
        context = CallContext(meter: Meter(limits), environment: consume environment, isCEL: false)
    }

    /// Whether an evaluation has left something to clear.
    var isUsed = false

    mutating func clear() {
        isUsed = false
        owned.removeAll(keepingCapacity: owned.count < 4096)
        builders.removeAll(keepingCapacity: true)
        errors.removeAll(keepingCapacity: true)
        trace = []
    }

    /// The word of a value that was just made, kept alive from now on.
    @inline(__always)
    mutating func own(_ value: Value) -> Word {
        if let object = value.object {
            isUsed = true
            owned.append(object)
        }
        return Word(borrowing: value)
    }
}

/// The registers, and where the four spaces of operands begin, by their numbers.
struct Frame {
    let registers: UnsafeMutablePointer<Word>
    let spaces: UnsafePointer<UnsafePointer<Word>>

    /// The place of an operand.
    @inline(__always)
    func operand(_ bits: UInt32) -> UnsafePointer<Word> {
        spaces[Int(bits &>> 30)] + Int(bits & 0x3FFF_FFFF)
    }
}
