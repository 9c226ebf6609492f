import Amounts
import Encoding

// Optional values. `or` and `orValue` do not look at their argument if the target holds a value; compiled code jumps over it.

enum Optionals {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        switch function {
        case .optionalNone where arguments.isEmpty: return .none
        case .optionalOf where arguments.count == 1: return try some(arguments[0], &context)
        case .optionalOfNonZeroValue where arguments.count == 1:
            return isZero(arguments[0]) ? .none : try some(arguments[0], &context)
        case .unwrap where arguments.count == 1, .unwrapOpt where arguments.count == 1:
            return try unwrap(function, arguments[0], &context)
        case .first where arguments.count == 1, .last where arguments.count == 1:
            guard let list = arguments[0].asList else { break }
            guard let element = function == .first ? list.first : list.last else { return .none }
            return try some(element, &context)
        default: break
        }
        guard let target = arguments.first, case .some(let held) = target.asOptional else {
            throw EvaluationError.wrongKinds(function, Array(arguments))
        }
        switch function {
        case .hasValue where arguments.count == 1: return .bool(held != nil)
        case .value where arguments.count == 1:
            guard let held else { throw EvaluationError(.noValue, function) }
            return held
        case .or where arguments.count == 2:
            guard arguments[1].kind == .optional else { break }
            return held == nil ? arguments[1] : target
        case .orValue where arguments.count == 2: return held ?? arguments[1]
        default: break
        }
        throw EvaluationError.wrongKinds(function, Array(arguments))
    }

    static func some(_ value: Value, _ context: inout CallContext) throws(EvaluationError) -> Value {
        try context.meter.allocate(MemoryLayout<Value>.stride)
        return .optional(value)
    }

    /// The values that a list of optional values holds. Cost: 1 for each element.
    private static func unwrap(
        _ function: FunctionID, _ value: Value, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        guard let list = value.asList else { throw EvaluationError.wrongKinds(function, value) }
        var elements: [Value] = []
        for element in list {
            try context.meter.charge(1)
            guard case .some(let held) = element.asOptional else { throw EvaluationError.wrongKinds(function, value) }
            if let held { elements.append(held) }
        }
        return try context.list(elements)
    }

    /// Whether a value is the zero of its kind: what a message of protocol buffers would not have set.
    static func isZero(_ value: Value) -> Bool {
        switch value.kind {
        case .absent, .null: true
        case .bool, .int, .uint: value.low == 0
        case .double: Double(bitPattern: value.low) == 0
        case .decimal, .money: value.coefficient == 0
        case .ratio: value.asRatio?.isZero ?? false
        case .string, .bytes: value.content.isEmpty
        case .list, .map: (value.storage?.count ?? 0) == 0
        case .record: value.slots?.allSatisfy(\.isAbsent) ?? true
        case .timestamp, .duration: value.low == 0 && value.high == 0
        case .period: value.low == 0 && value.high == 0 && value.meta >> 32 == 0
        case .optional: value.object == nil
        case .rate, .type, .date, .time, .address, .network: false
        }
    }
}
