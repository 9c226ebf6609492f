import Amounts
import Dates
import Encoding

// The conversions between kinds that are written as calls of the kind's name, and `type`.

enum Conversions {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        guard let value = arguments.first, arguments.count == 1 else {
            throw EvaluationError.wrongKinds(function, Array(arguments))
        }
        switch function {
        case .dyn: return value
        case .type: return .type(named: typeName(of: value))
        case .bool: return try bool(value)
        case .int: return try int(value)
        case .uint: return try uint(value)
        case .double: return try double(value)
        case .string: return try string(value, &context)
        case .bytes: return try bytes(value, &context)
        case .timestamp: return try timestamp(value)
        case .duration: return try duration(value, context.isCEL)
        default: throw EvaluationError.wrongKinds(function, value)
        }
    }

    static func typeName(of value: Value) -> Text {
        switch value.kind {
        case .absent: "absent"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .decimal: "decimal"
        case .ratio: "ratio"
        case .money: "money"
        case .rate: "rate"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .record: value.shape?.name ?? "record"
        case .type: "type"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .date: "date"
        case .time: "time"
        case .period: "period"
        case .optional: "optional_type"
        case .address: "net.IP"
        case .network: "net.CIDR"
        }
    }

    private static func failure(_ function: FunctionID, _ value: Value) -> EvaluationError {
        EvaluationError(.notConvertible, function, value)
    }

    private static func bool(_ value: Value) throws(EvaluationError) -> Value {
        if value.kind == .bool { return value }
        guard let text = value.asText else { throw EvaluationError.wrongKinds(.bool, value) }
        switch text.string {
        case "1", "t", "true", "TRUE", "True": return .true
        case "0", "f", "false", "FALSE", "False": return .false
        default: throw failure(.bool, value)
        }
    }

    private static func int(_ value: Value) throws(EvaluationError) -> Value {
        switch value.kind {
        case .int: return value
        case .uint:
            guard let whole = Int64(exactly: value.low) else { throw EvaluationError(.overflow, .int, value) }
            return .int(whole)
        case .double:
            let double = Doubles.truncate(Double(bitPattern: value.low))
            // Open at both ends: neighbours of the bounds may have been rounded to them.
            guard double > -0x1p63, double < 0x1p63 else { throw EvaluationError(.overflow, .int, value) }
            return .int(Int64(double))
        case .decimal:
            guard let whole = value.asDecimal?.wholeNumber else { throw EvaluationError(.notExact, .int, value) }
            guard let int = Int64(exactly: whole) else { throw EvaluationError(.overflow, .int, value) }
            return .int(int)
        case .string:
            guard let whole = Int64(value.content.string) else { throw failure(.int, value) }
            return .int(whole)
        case .timestamp, .duration: return .int(Int64(bitPattern: value.low))
        default: throw EvaluationError.wrongKinds(.int, value)
        }
    }

    private static func uint(_ value: Value) throws(EvaluationError) -> Value {
        switch value.kind {
        case .uint: return value
        case .int:
            guard let whole = UInt64(exactly: Int64(bitPattern: value.low)) else {
                throw EvaluationError(.overflow, .uint, value)
            }
            return .uint(whole)
        case .double:
            let double = Doubles.truncate(Double(bitPattern: value.low))
            guard double >= 0, double < 0x1p64 else { throw EvaluationError(.overflow, .uint, value) }
            return .uint(UInt64(double))
        case .string:
            guard let whole = UInt64(value.content.string) else { throw failure(.uint, value) }
            return .uint(whole)
        default: throw EvaluationError.wrongKinds(.uint, value)
        }
    }

    private static func double(_ value: Value) throws(EvaluationError) -> Value {
        switch value.kind {
        case .double: return value
        case .int: return .double(Double(Int64(bitPattern: value.low)))
        case .uint: return .double(Double(value.low))
        case .decimal:
            guard let decimal = value.asDecimal, let double = Double(decimal.description) else {
                throw failure(.double, value)
            }
            return .double(double)
        case .string:
            guard let double = DoubleText.parse(value.content) else { throw failure(.double, value) }
            return .double(double)
        default: throw EvaluationError.wrongKinds(.double, value)
        }
    }

    private static func string(_ value: Value, _ context: inout CallContext) throws(EvaluationError) -> Value {
        switch value.kind {
        case .string: return value
        case .bool, .int, .uint: return .string(value.kind == .uint ? "\(value.low)" : value.description)
        case .double: return .string(DoubleText.string(Double(bitPattern: value.low)))
        case .decimal, .money, .ratio, .rate, .date, .time, .period: return try context.string(Text(value.description))
        case .timestamp: return try context.string(Text(value.asInstant?.description ?? ""))
        case .duration: return try context.string(Text(value.asDuration?.description ?? ""))
        case .address, .network: return try context.string(Text(AddressText.string(value)))
        case .bytes:
            let bytes = value.content.utf8
            guard let text = Text(utf8: bytes) else { throw failure(.string, value) }
            return try context.string(text)
        default: throw EvaluationError.wrongKinds(.string, value)
        }
    }

    private static func bytes(_ value: Value, _ context: inout CallContext) throws(EvaluationError) -> Value {
        if value.kind == .bytes { return value }
        guard value.kind == .string else { throw EvaluationError.wrongKinds(.bytes, value) }
        let (object, first, second) = value.content.words
        return Value(.bytes, object: object, low: first, high: second)
    }

    private static func timestamp(_ value: Value) throws(EvaluationError) -> Value {
        do throws(DateError) {
            switch value.kind {
            case .timestamp: return value
            case .int: return .timestamp(try Instant(seconds: Int64(bitPattern: value.low)))
            case .string: return .timestamp(try Instant(value.content.string))
            default: break
            }
        } catch { throw EvaluationError(error, .timestamp, [value]) }
        throw EvaluationError.wrongKinds(.timestamp, value)
    }

    private static func duration(_ value: Value, _ isCEL: Bool) throws(EvaluationError) -> Value {
        if value.kind == .duration { return value }
        guard value.kind == .string else { throw EvaluationError.wrongKinds(.duration, value) }
        do throws(DateError) {
            return .duration(try Moment.celDuration(ExactDuration(value.content.string)))
        } catch { throw EvaluationError(error, .duration, [value]) }
    }
}
