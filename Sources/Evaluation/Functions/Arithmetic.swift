import Amounts
import Dates
import Encoding

// The operators `+ - * / %` and the negation over every pair of kinds that has them. A result that does not fit is an error.
//
// The fast paths for equal kinds lie in the machine's loop; here is everything, so the two agree by construction: the loop
// falls back to this.

enum Arithmetic {
    static func call(
        _ function: FunctionID, _ left: Value, _ right: Value, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        if let result = try numbers(function, left, right, context.isCEL) { return result }
        if let result = try Amount.arithmetic(function, left, right, context.isCEL) { return result }
        if let result = try Moment.arithmetic(function, left, right, context) { return result }
        if function == .add, let result = try concatenation(left, right, &context) { return result }
        throw EvaluationError.wrongKinds(function, left, right)
    }

    /// Whole numbers and doubles of one kind. Whole numbers divide here only in CEL.
    private static func numbers(
        _ function: FunctionID, _ left: Value, _ right: Value, _ isCEL: Bool
    ) throws(EvaluationError) -> Value? {
        switch (left.kind, right.kind) {
        case (.int, .int):
            if function == .divide, !isCEL { return nil }
            let (a, b) = (Int64(bitPattern: left.low), Int64(bitPattern: right.low))
            return .int(try whole(function, a, b, left, right))
        case (.uint, .uint):
            if function == .divide, !isCEL { return nil }
            return .uint(try whole(function, left.low, right.low, left, right))
        case (.double, .double):
            let (a, b) = (Double(bitPattern: left.low), Double(bitPattern: right.low))
            switch function {
            case .add: return .double(a + b)
            case .subtract: return .double(a - b)
            case .multiply: return .double(a * b)
            case .divide: return .double(a / b)
            default: return nil
            }
        default: return nil
        }
    }

    private static func whole<Number: FixedWidthInteger>(
        _ function: FunctionID, _ a: Number, _ b: Number, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Number {
        let (result, overflow): (Number, Bool)
        switch function {
        case .add: (result, overflow) = a.addingReportingOverflow(b)
        case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
        case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
        default:
            if b == 0 { throw EvaluationError(.divisionByZero, function, left, right) }
            (result, overflow) =
                function == .divide ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
        }
        if overflow { throw EvaluationError(.overflow, function, left, right) }
        return result
    }

    static func negated(_ value: Value) throws(EvaluationError) -> Value {
        switch value.kind {
        case .int:
            let (result, overflow) = (0 as Int64).subtractingReportingOverflow(Int64(bitPattern: value.low))
            if overflow { throw EvaluationError(.overflow, .negate, value) }
            return .int(result)
        case .double: return .double(-Double(bitPattern: value.low))
        case .decimal, .money, .ratio: return try Amount.negated(value)
        case .period: return value.asPeriod.map { .period($0.negated) } ?? value
        case .duration: return value.asDuration.map { .duration($0.negated) } ?? value
        default: throw EvaluationError.wrongKinds(.negate, value)
        }
    }

    /// Cost: 1 for each 64 bytes of text, or each element, of the result.
    private static func concatenation(
        _ left: Value, _ right: Value, _ context: inout CallContext
    ) throws(EvaluationError) -> Value? {
        guard left.kind == right.kind else { return nil }
        switch left.kind {
        case .string, .bytes:
            let (a, b) = (left.content, right.content)
            let count = a.utf8Count + b.utf8Count
            try context.meter.chargeText(count)
            try context.meter.allocate(count)
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
                a.withUTF8 { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
                b.withUTF8 { second in
                    UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[a.utf8Count...]))
                        .copyMemory(from: second)
                }
                used = count
            }
            let (object, first, second) = bytes.withUnsafeBytes { Text(validUTF8: $0) }.words
            return Value(left.kind, object: object, low: first, high: second)
        case .list:
            guard let a = left.asList, let b = right.asList else { return nil }
            try context.meter.charge(a.count + b.count)
            try context.meter.allocate((a.count + b.count) * MemoryLayout<Value>.stride)
            var elements: [Value] = []
            elements.reserveCapacity(a.count + b.count)
            elements.append(contentsOf: a)
            elements.append(contentsOf: b)
            return .list(elements)
        default: return nil
        }
    }
}
