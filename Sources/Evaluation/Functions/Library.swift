import Encoding

/// Every function of the language, by its number.
///
/// Cost of a call, besides what the functions say themselves: 1 for each 64 bytes of every argument that is text or bytes,
/// charged before anything else. Operators charge by their own rules.
enum Library {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        if function.rawValue > FunctionID.index.rawValue {
            for argument in arguments where argument.kind == .string || argument.kind == .bytes {
                try context.meter.chargeText(argument.content.utf8Count)
            }
        }
        switch function {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .add, .subtract, .multiply,
            .divide,
            .remainder, .negate, .not, .index:
            return try operation(function, arguments, &context)
        case .size: return try size(arguments)
        case .type, .dyn, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration:
            return try Conversions.call(function, arguments, &context)
        case .contains, .startsWith, .endsWith, .matches, .charAt, .indexOf, .lastIndexOf, .lowerAscii, .upperAscii,
            .replace,
            .split, .substring, .trim, .reverse, .join, .quote, .base64Encode, .base64Decode:
            return try Strings.call(function, arguments, &context)
        case .format: return try Format.call(arguments, &context)
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours, .getMinutes,
            .getSeconds, .getMilliseconds:
            return try Moment.part(function, arguments, context)
        case .greatest, .least, .ceil, .floor, .mathRound, .trunc, .mathAbs, .sign, .sqrt, .isNaN, .isInf, .isFinite,
            .bitAnd, .bitOr, .bitXor, .bitNot, .bitShiftLeft, .bitShiftRight:
            return try Mathematics.call(function, arguments, &context)
        case .optionalOf, .optionalOfNonZeroValue, .optionalNone, .hasValue, .value, .or, .orValue, .unwrap, .unwrapOpt,
            .first, .last:
            return try Optionals.call(function, arguments, &context)
        case .ip, .isIP, .ipIsCanonical, .cidr, .isCIDR, .family, .isUnspecified, .isLoopback, .isGlobalUnicast,
            .isLinkLocalMulticast, .isLinkLocalUnicast, .containsIP, .containsCIDR, .masked, .prefixLength:
            return try Network.call(function, arguments, &context)
        case .decimal, .money, .date, .round, .allocate, .instalments, .sum, .convert, .dateIn, .modulo, .abs, .min,
            .max:
            return try DialectFunctions.call(function, arguments, &context)
        }
    }

    private static func operation(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        if arguments.count == 1, function == .negate { return try Arithmetic.negated(arguments[0]) }
        if arguments.count == 1, function == .not, let value = arguments[0].asBool { return .bool(!value) }
        guard arguments.count == 2 else { throw EvaluationError.wrongKinds(function, Array(arguments)) }
        let (left, right) = (arguments[0], arguments[1])
        switch function {
        case .equal: return .bool(try Equality.equal(left, right, &context.meter))
        case .notEqual: return .bool(try !Equality.equal(left, right, &context.meter))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return .bool(try Ordering.holds(function, left, right, &context.meter))
        case .in: return .bool(try Equality.contains(right, left, &context.meter))
        case .index: return try Access.element(left, right)
        case .add, .subtract, .multiply, .divide, .remainder:
            return try Arithmetic.call(function, left, right, &context)
        default: throw EvaluationError.wrongKinds(function, left, right)
        }
    }

    private static func size(_ arguments: Arguments) throws(EvaluationError) -> Value {
        guard arguments.count == 1 else { throw EvaluationError.wrongKinds(.size, Array(arguments)) }
        let value = arguments[0]
        switch value.kind {
        case .string: return .int(Int64(value.content.scalarCount))
        case .bytes: return .int(Int64(value.content.utf8Count))
        case .list: return .int(Int64(value.storage?.count ?? 0))
        case .map: return .int(Int64((value.storage?.count ?? 0) / 2))
        default: throw EvaluationError.wrongKinds(.size, value)
        }
    }
}
