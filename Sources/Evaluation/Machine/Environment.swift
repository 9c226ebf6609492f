public import Dates
public import Encoding

/// How much one evaluation may spend. Passing a limit is an error that names it, and nothing absorbs that error.
public struct EvaluationLimits: Hashable, Sendable {
    /// Units of cost; what costs how much is in Documentation/Language.md, "Cost".
    public var cost: Int
    /// Values inside one another that one comparison or text may walk through.
    public var depth: Int
    /// Bytes of all values that one evaluation makes, whether it keeps them or not.
    public var memoryBytes: Int

    public init(cost: Int = 1_000_000, depth: Int = 100, memoryBytes: Int = 16 << 20) {
        self.cost = cost
        self.depth = depth
        self.memoryBytes = memoryBytes
    }
}

/// Finds a regular expression in a text. RE2 stands behind it outside of the core; the language is RE2's.
public protocol PatternMatcher: Sendable {
    /// Whether some part of the text matches.
    /// - Returns: nothing if `pattern` is no pattern.
    func matches(_ text: UnsafeRawBufferPointer, _ pattern: Text) -> Bool?
}

/// What an evaluation may look at besides its inputs: immutable values, the same for the same digest of the environment.
///
/// What is the same for all evaluations lies apart: the environment is copied for each evaluator, and each field that refers to memory would be
/// counted each time.
public struct EvaluationEnvironment: Sendable {
    private final class Lasting: Sendable {
        let zones: ZoneTable
        let calendar: BusinessCalendar?
        let patterns: (any PatternMatcher)?
        let limits: EvaluationLimits

        init(
            _ zones: ZoneTable, _ calendar: BusinessCalendar?, _ patterns: (any PatternMatcher)?,
            _ limits: EvaluationLimits
        ) {
            self.zones = zones
            self.calendar = calendar
            self.patterns = patterns
            self.limits = limits
        }
    }

    /// The instant of the advance: `now`.
    public var now: Instant?
    /// The civil date of the advance: `today`.
    public var today: CivilDate?
    private let lasting: Lasting
    /// The zones that can be named. `UTC` and fixed offsets need no table.
    public var zones: ZoneTable { lasting.zones }
    /// What business days are counted on.
    public var calendar: BusinessCalendar? { lasting.calendar }
    public var patterns: (any PatternMatcher)? { lasting.patterns }
    public var limits: EvaluationLimits { lasting.limits }

    public init(
        now: Instant? = nil, today: CivilDate? = nil, zones: ZoneTable = .empty, calendar: BusinessCalendar? = nil,
        patterns: (any PatternMatcher)? = nil, limits: EvaluationLimits = EvaluationLimits()
    ) {
        self.now = now
        self.today = today
        lasting = Lasting(zones, calendar, patterns, limits)
    }

    /// The same at another time.
    public func at(_ now: Instant?, _ today: CivilDate?) -> EvaluationEnvironment {
        var environment = self
        (environment.now, environment.today) = (now, today)
        return environment
    }
}

/// What an evaluation has spent, and what it may.
@usableFromInline
struct Meter {
    @usableFromInline var cost = 0
    @usableFromInline var memoryBytes = 0
    let limits: EvaluationLimits

    init(_ limits: EvaluationLimits) { self.limits = limits }

    /// Adds `units` of cost, which must not be negative.
    @inline(__always)
    mutating func charge(_ units: Int) throws(EvaluationError) {
        cost &+= units
        if cost > limits.cost { throw EvaluationError(.costLimit, "", [.int(Int64(limits.cost))]) }
    }

    /// Adds the bytes of a value that is about to be made.
    @inline(__always)
    mutating func allocate(_ bytes: Int) throws(EvaluationError) {
        memoryBytes &+= bytes
        if memoryBytes > limits.memoryBytes {
            throw EvaluationError(.memoryLimit, "", [.int(Int64(limits.memoryBytes))])
        }
    }

    func checkDepth(_ depth: Int) throws(EvaluationError) {
        if depth > limits.depth { throw EvaluationError(.depthLimit, "", [.int(Int64(limits.depth))]) }
    }

    /// Adds the cost of walking over bytes of text: 1 for each 64 whole ones.
    @inline(__always)
    mutating func chargeText(_ bytes: Int) throws(EvaluationError) { try charge(bytes &>> 6) }
}

/// What the functions of the library are given besides their arguments.
struct CallContext {
    var meter: Meter
    let environment: EvaluationEnvironment
    /// Whether the code is of the dialect `cel`, in which whole numbers divide to whole numbers.
    var isCEL: Bool

    /// A value of the bytes of a text that is about to be kept, with its memory and its walk accounted for.
    mutating func string(_ text: Text) throws(EvaluationError) -> Value {
        try meter.allocate(text.utf8Count)
        return .string(text)
    }

    /// A list of elements that were just made.
    mutating func list(_ elements: [Value]) throws(EvaluationError) -> Value {
        try meter.allocate(elements.count &* MemoryLayout<Value>.stride)
        return .list(elements)
    }
}

/// The arguments of a call, borrowed from the registers.
typealias Arguments = UnsafeBufferPointer<Value>
