import Encoding

// The functions of CEL's mathematics extension.

enum Mathematics {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        switch function {
        case .greatest, .least: return try extreme(function, arguments, &context)
        case .bitAnd, .bitOr, .bitXor, .bitShiftLeft, .bitShiftRight: return try bits(function, arguments)
        default: break
        }
        guard arguments.count == 1, let value = arguments.first else {
            throw EvaluationError.wrongKinds(function, Array(arguments))
        }
        switch function {
        case .mathAbs, .sign, .sqrt, .bitNot: return try number(function, value)
        default: return try double(function, value)
        }
    }

    private static func double(_ function: FunctionID, _ value: Value) throws(EvaluationError) -> Value {
        guard let number = value.asDouble else { throw EvaluationError.wrongKinds(function, value) }
        switch function {
        case .ceil: return .double(Doubles.ceiling(number))
        case .floor: return .double(Doubles.floor(number))
        case .mathRound: return .double(Doubles.round(number))
        case .trunc: return .double(Doubles.truncate(number))
        case .isNaN: return .bool(number.isNaN)
        case .isInf: return .bool(number.isInfinite)
        default: return .bool(number.isFinite)
        }
    }

    private static func number(_ function: FunctionID, _ value: Value) throws(EvaluationError) -> Value {
        switch (function, value.kind) {
        case (.mathAbs, .int):
            guard let size = Int64(exactly: Int64(bitPattern: value.low).magnitude) else {
                throw EvaluationError(.overflow, function, value)
            }
            return .int(size)
        case (.mathAbs, .uint): return value
        case (.mathAbs, .double): return .double(Double(bitPattern: value.low).magnitude)
        case (.sign, .int): return .int(Int64(bitPattern: value.low).signum())
        case (.sign, .uint): return .uint(value.low == 0 ? 0 : 1)
        case (.sign, .double):
            let number = Double(bitPattern: value.low)
            return .double(number.isNaN || number == 0 ? number : (number < 0 ? -1 : 1))
        case (.sqrt, .int): return .double(Double(Int64(bitPattern: value.low)).squareRoot())
        case (.sqrt, .uint): return .double(Double(value.low).squareRoot())
        case (.sqrt, .double): return .double(Double(bitPattern: value.low).squareRoot())
        case (.bitNot, .int): return .int(~Int64(bitPattern: value.low))
        case (.bitNot, .uint): return .uint(~value.low)
        default: throw EvaluationError.wrongKinds(function, value)
        }
    }

    private static func bits(_ function: FunctionID, _ arguments: Arguments) throws(EvaluationError) -> Value {
        guard arguments.count == 2 else { throw EvaluationError.wrongKinds(function, Array(arguments)) }
        let (left, right) = (arguments[0], arguments[1])
        guard left.kind == .int || left.kind == .uint else { throw EvaluationError.wrongKinds(function, left, right) }
        if function == .bitShiftLeft || function == .bitShiftRight {
            guard let count = right.asInt else { throw EvaluationError.wrongKinds(function, left, right) }
            guard count >= 0 else { throw EvaluationError(.argumentOutOfRange, function, right) }
            // Bits that leave are dropped, and zeros come in, also from the side of the sign.
            let shifted = function == .bitShiftLeft ? left.low << UInt64(count) : left.low >> UInt64(count)
            return Value(left.kind, low: shifted)
        }
        guard left.kind == right.kind else { throw EvaluationError.wrongKinds(function, left, right) }
        switch function {
        case .bitAnd: return Value(left.kind, low: left.low & right.low)
        case .bitOr: return Value(left.kind, low: left.low | right.low)
        default: return Value(left.kind, low: left.low ^ right.low)
        }
    }

    /// The greatest or least of numbers, given one by one or as a list. Cost: 1 for each.
    private static func extreme(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        if arguments.count == 1, let list = arguments[0].asList {
            return try extreme(function, list, Array(arguments), &context)
        }
        return try extreme(function, Array(arguments), Array(arguments), &context)
    }

    private static func extreme(
        _ function: FunctionID, _ values: some Collection<Value>, _ given: [Value], _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        var found: Value?
        for value in values {
            try context.meter.charge(1)
            guard NumberLine.isNumber(value.kind) else { throw EvaluationError.wrongKinds(function, given) }
            guard let best = found else {
                found = value
                continue
            }
            guard let order = NumberLine.compare(value, best) else { continue }
            if function == .greatest ? order > 0 : order < 0 { found = value }
        }
        guard let found else { throw EvaluationError.wrongKinds(function, given) }
        return found
    }
}
