import Encoding

// The functions on text. Positions count Unicode scalars from 0.
//
// Cost: that of the arguments' texts, and for `join`, `split` and `replace` 1 for each part and each 64 bytes that are put in.

enum Strings {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        switch function {
        case .contains, .startsWith, .endsWith, .matches: return try test(function, arguments, context)
        case .charAt, .substring, .indexOf, .lastIndexOf: return try position(function, arguments, &context)
        case .join: return try join(arguments, &context)
        case .split: return try split(arguments, &context)
        case .replace: return try replace(arguments, &context)
        case .base64Encode, .base64Decode: return try base64(function, arguments, &context)
        default: return try change(function, arguments, &context)
        }
    }

    private static func wrongKinds(_ function: FunctionID, _ arguments: Arguments) -> EvaluationError {
        .wrongKinds(function, Array(arguments))
    }

    // MARK: Tests

    private static func test(
        _ function: FunctionID, _ arguments: Arguments, _ context: CallContext
    ) throws(EvaluationError) -> Value {
        guard arguments.count == 2, let text = arguments[0].asText, let part = arguments[1].asText else {
            throw wrongKinds(function, arguments)
        }
        switch function {
        case .matches:
            guard let found = text.withUTF8({ context.environment.patterns?.matches($0, part) }) else {
                throw EvaluationError(.invalidPattern, .matches, arguments[1])
            }
            return .bool(found)
        case .contains: return .bool(Bytes.find(part.utf8, in: text.utf8) != nil)
        case .startsWith: return .bool(text.utf8.starts(with: part.utf8))
        default: return .bool(text.utf8.suffix(part.utf8Count).elementsEqual(part.utf8))
        }
    }

    // MARK: Positions

    private static func position(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        guard arguments.count >= 2, arguments.count <= 3, let text = arguments[0].asText else {
            throw wrongKinds(function, arguments)
        }
        let scalars = Scalars(text)
        let third = arguments.count == 3 ? arguments[2].asInt : nil
        guard arguments.count == 2 || third != nil else { throw wrongKinds(function, arguments) }
        if function == .charAt || function == .substring {
            guard let start = arguments[1].asInt, function == .substring || arguments.count == 2 else {
                throw wrongKinds(function, arguments)
            }
            if function == .charAt {
                try check(start, within: scalars.count, function)
                return try context.string(scalars.text(Int(start)..<min(Int(start) + 1, scalars.count)))
            }
            let end = third ?? Int64(scalars.count)
            try check(start, within: scalars.count, function)
            try check(end, within: scalars.count, function)
            guard start <= end else { throw EvaluationError(.argumentOutOfRange, function, .int(start), .int(end)) }
            return try context.string(scalars.text(Int(start)..<Int(end)))
        }
        guard let part = arguments[1].asText else { throw wrongKinds(function, arguments) }
        if let third { try check(third, within: scalars.count, function) }
        let found =
            function == .indexOf
            ? scalars.first(Scalars(part), from: Int(third ?? 0))
            : scalars.last(Scalars(part), upTo: third.map { Int($0) })
        return .int(Int64(found ?? -1))
    }

    private static func check(_ position: Int64, within count: Int, _ function: FunctionID) throws(EvaluationError) {
        guard position >= 0, position <= Int64(count) else {
            throw EvaluationError(.argumentOutOfRange, function, .int(position), .int(Int64(count)))
        }
    }

    // MARK: Changes

    private static func change(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        guard arguments.count == 1, let text = arguments[0].asText else { throw wrongKinds(function, arguments) }
        switch function {
        case .lowerAscii: return try context.string(Text(validUTF8Bytes: text.utf8.map(Bytes.lowered)))
        case .upperAscii: return try context.string(Text(validUTF8Bytes: text.utf8.map(Bytes.raised)))
        case .trim:
            let scalars = Scalars(text)
            var start = 0
            var end = scalars.count
            while start < end, scalars[start].properties.isWhitespace { start += 1 }
            while end > start, scalars[end - 1].properties.isWhitespace { end -= 1 }
            return try context.string(scalars.text(start..<end))
        case .reverse:
            let scalars = text.string.unicodeScalars.reversed()
            return try context.string(Text(String(String.UnicodeScalarView(scalars))))
        case .quote: return try context.string(quoted(text))
        default: throw wrongKinds(function, arguments)
        }
    }

    /// The text in double quotes, with the escapes that CEL reads back.
    private static func quoted(_ text: Text) -> Text {
        var bytes: [UInt8] = [0x22]
        for byte in text.utf8 {
            switch byte {
            case 0x07: bytes += "\\a".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0B: bytes += "\\v".utf8
            case 0x5C: bytes += "\\\\".utf8
            case 0x22: bytes += "\\\"".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
        return Text(validUTF8Bytes: bytes)
    }

    private static func replace(_ arguments: Arguments, _ context: inout CallContext) throws(EvaluationError) -> Value {
        guard arguments.count == 3 || arguments.count == 4, let text = arguments[0].asText,
            let old = arguments[1].asText?.utf8, let new = arguments[2].asText?.utf8
        else { throw wrongKinds(.replace, arguments) }
        var left = Int.max
        if arguments.count == 4 {
            guard let limit = arguments[3].asInt else { throw wrongKinds(.replace, arguments) }
            left = limit < 0 ? Int.max : Int(limit)
        }
        let bytes = text.utf8
        var result: [UInt8] = []
        var index = 0
        while left > 0, index <= bytes.count {
            guard let found = Bytes.find(old, in: bytes, from: index) else { break }
            result += bytes[index..<found]
            result += new
            left -= 1
            index = found + old.count
            if old.isEmpty {
                // An empty text is found before each scalar and at the end.
                guard found < bytes.count else { break }
                let width = Bytes.width(bytes[found])
                result += bytes[found..<found + width]
                index += width
            }
            try context.meter.chargeText(new.count)
            try context.meter.allocate(new.count)
        }
        if index < bytes.count { result += bytes[index...] }
        return try context.string(Text(validUTF8Bytes: result))
    }

    // MARK: Lists of texts

    private static func join(_ arguments: Arguments, _ context: inout CallContext) throws(EvaluationError) -> Value {
        guard arguments.count == 1 || arguments.count == 2, let list = arguments[0].asList else {
            throw wrongKinds(.join, arguments)
        }
        let separator = arguments.count == 2 ? arguments[1].asText : Text()
        guard let separator = separator?.utf8 else { throw wrongKinds(.join, arguments) }
        var bytes: [UInt8] = []
        for index in 0..<list.count {
            guard let text = list[index].asText else { throw wrongKinds(.join, arguments) }
            let added = text.utf8Count + (index > 0 ? separator.count : 0)
            try context.meter.charge(1 + added >> 6)
            try context.meter.allocate(added)
            if index > 0 { bytes += separator }
            bytes += text.utf8
        }
        return .string(Text(validUTF8Bytes: bytes))
    }

    private static func split(_ arguments: Arguments, _ context: inout CallContext) throws(EvaluationError) -> Value {
        guard arguments.count == 2 || arguments.count == 3, let text = arguments[0].asText,
            let separator = arguments[1].asText?.utf8
        else { throw wrongKinds(.split, arguments) }
        var limit = Int.max
        if arguments.count == 3 {
            guard let given = arguments[2].asInt else { throw wrongKinds(.split, arguments) }
            limit = given < 0 ? Int.max : Int(given)
        }
        guard limit > 0 else { return .list([]) }
        let bytes = text.utf8
        var parts: [Value] = []
        var start = 0
        while parts.count + 1 < limit {
            let end: Int
            if separator.isEmpty {
                guard start < bytes.count, start + Bytes.width(bytes[start]) < bytes.count else { break }
                end = start + Bytes.width(bytes[start])
            } else {
                guard let found = Bytes.find(separator, in: bytes, from: start) else { break }
                end = found
            }
            try context.meter.charge(1)
            parts.append(try context.string(Text(validUTF8Bytes: bytes[start..<end])))
            start = end + separator.count
        }
        if !(separator.isEmpty && bytes.isEmpty) {
            parts.append(try context.string(Text(validUTF8Bytes: bytes[start...])))
        }
        return try context.list(parts)
    }

    // MARK: Base64 (RFC 4648, section 4)

    private static func base64(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        guard arguments.count == 1 else { throw wrongKinds(function, arguments) }
        if function == .base64Encode {
            guard let bytes = arguments[0].asBytes else { throw wrongKinds(function, arguments) }
            return try context.string(Text(validUTF8Bytes: Base64.encode(bytes)))
        }
        guard let text = arguments[0].asText else { throw wrongKinds(function, arguments) }
        guard let bytes = Base64.decode(text.utf8) else {
            throw EvaluationError(.notConvertible, function, arguments[0])
        }
        try context.meter.allocate(bytes.count)
        return .bytes(bytes)
    }
}
