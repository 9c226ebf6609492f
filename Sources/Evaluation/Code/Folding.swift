import Dates

// Parts of an expression that hold no variable are computed once, when it is compiled.
//
// What is computed so costs nothing later. Where computing fails, or would pass a small limit, the part stays code, and fails
// or spends when it is reached.

package struct Folding {
    private var context: CallContext

    /// - Parameter isCEL: whether whole numbers divide as in CEL.
    package init(isCEL: Bool) {
        let limits = EvaluationLimits(cost: 10_000, memoryBytes: 1 << 16)
        let environment = EvaluationEnvironment(zones: .empty, limits: limits)
        context = CallContext(meter: Meter(limits), environment: environment, isCEL: isCEL)
    }

    package mutating func call(_ function: FunctionID, _ arguments: [Value]) -> Value? {
        guard function != .matches else { return nil }
        context.meter.cost = 0
        context.meter.memoryBytes = 0
        return try? arguments.withUnsafeBufferPointer { (arguments) throws(EvaluationError) in
            try Library.call(function, arguments, &context)
        }
    }

    package mutating func map(_ entries: [MapEntry]) -> Value? { try? Value.map(entries) }
}
