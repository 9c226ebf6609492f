import Amounts
import Dates
import Encoding

// `"%d of %s".format([3, name])`: the clauses of CEL's string extension.
//
//   %s any value as text      %d whole numbers        %f %.2f fixed     %e %.2e scientific
//   %b binary   %o octal   %x %X hexadecimal, also of text and bytes    %% a percent sign

struct Format {
    private let arguments: ValueElements
    private var used = 0
    private var result: [UInt8] = []

    static func call(_ arguments: Arguments, _ context: inout CallContext) throws(EvaluationError) -> Value {
        guard arguments.count == 2, let pattern = arguments[0].asText, let list = arguments[1].asList else {
            throw EvaluationError.wrongKinds(.format, Array(arguments))
        }
        var format = Format(arguments: list)
        try format.run(pattern.utf8, &context)
        return .string(Text(validUTF8Bytes: format.result))
    }

    private init(arguments: ValueElements) { self.arguments = arguments }

    private mutating func run(_ pattern: [UInt8], _ context: inout CallContext) throws(EvaluationError) {
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            index += 1
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            if index < pattern.count, pattern[index] == UInt8(ascii: "%") {
                result.append(byte)
                index += 1
                continue
            }
            let start = index
            let places = try precision(pattern, &index)
            guard index < pattern.count else { throw Self.failure(pattern[(start - 1)...]) }
            let clause = pattern[index]
            index += 1
            guard used < arguments.count else {
                throw EvaluationError(
                    .indexOutOfRange, .format, .int(Int64(used)), .int(Int64(arguments.count)))
            }
            let before = result.count
            try write(arguments[used], clause, places, &context)
            used += 1
            try context.meter.charge(1 + (result.count - before) >> 6)
            try context.meter.allocate(result.count - before)
        }
    }

    private func precision(_ pattern: [UInt8], _ index: inout Int) throws(EvaluationError) -> Int? {
        guard index < pattern.count, pattern[index] == UInt8(ascii: ".") else { return nil }
        index += 1
        var places = 0
        let start = index
        while index < pattern.count, pattern[index] &- 0x30 < 10, index - start < 4 {
            places = places * 10 + Int(pattern[index] &- 0x30)
            index += 1
        }
        // More places than any double has digits would only make zeros.
        guard index > start, places <= 1100 else { throw Self.failure(pattern[(start - 2)...]) }
        return places
    }

    private static func failure(_ clause: some Collection<UInt8>, _ operands: [Value] = []) -> EvaluationError {
        EvaluationError(.invalidFormat, Text(String(decoding: clause.prefix(8), as: UTF8.self)), operands)
    }

    private mutating func write(
        _ value: Value, _ clause: UInt8, _ places: Int?, _ context: inout CallContext
    ) throws(EvaluationError) {
        switch clause {
        case UInt8(ascii: "s"): try writeText(value, &context, depth: 0)
        case UInt8(ascii: "d"): try writeWhole(value, radix: 10, clause)
        case UInt8(ascii: "b"):
            if let bool = value.asBool {
                result.append(bool ? 0x31 : 0x30)
            } else {
                try writeWhole(value, radix: 2, clause)
            }
        case UInt8(ascii: "o"): try writeWhole(value, radix: 8, clause)
        case UInt8(ascii: "x"), UInt8(ascii: "X"): try writeHexadecimal(value, clause)
        case UInt8(ascii: "f"), UInt8(ascii: "e"): try writeNumber(value, clause, places ?? 6)
        default: throw Self.failure([UInt8(ascii: "%"), clause], [value])
        }
    }

    private mutating func writeWhole(_ value: Value, radix: Int, _ clause: UInt8) throws(EvaluationError) {
        switch value.kind {
        case .int: result += String(Int64(bitPattern: value.low), radix: radix).utf8
        case .uint: result += String(value.low, radix: radix).utf8
        case .double where radix == 10 && !Double(bitPattern: value.low).isFinite:
            result += DoubleText.string(Double(bitPattern: value.low)).utf8
        case .decimal where radix == 10 && value.asDecimal?.wholeNumber != nil:
            result += (value.asDecimal?.wholeNumber ?? 0).description.utf8
        default: throw Self.failure([UInt8(ascii: "%"), clause], [value])
        }
    }

    private mutating func writeHexadecimal(_ value: Value, _ clause: UInt8) throws(EvaluationError) {
        let isUpper = clause == UInt8(ascii: "X")
        switch value.kind {
        case .int: result += String(Int64(bitPattern: value.low), radix: 16, uppercase: isUpper).utf8
        case .uint: result += String(value.low, radix: 16, uppercase: isUpper).utf8
        case .string, .bytes:
            for byte in value.content.utf8 {
                let text = String(byte, radix: 16, uppercase: isUpper)
                if byte < 16 { result.append(0x30) }
                result += text.utf8
            }
        default: throw Self.failure([UInt8(ascii: "%"), clause], [value])
        }
    }

    private mutating func writeNumber(_ value: Value, _ clause: UInt8, _ places: Int) throws(EvaluationError) {
        let double: Double
        switch value.kind {
        case .double: double = Double(bitPattern: value.low)
        case .int: double = Double(Int64(bitPattern: value.low))
        case .uint: double = Double(value.low)
        case .decimal where clause == UInt8(ascii: "f"):
            // Exact, as everything of the dialect: no detour over a double.
            guard let rounded = try? value.asDecimal?.rounded(places: min(places, 38), .halfEven) else {
                throw Self.failure([UInt8(ascii: "%"), clause], [value])
            }
            result += rounded.description.utf8
            return
        default: throw Self.failure([UInt8(ascii: "%"), clause], [value])
        }
        let text =
            clause == UInt8(ascii: "f")
            ? DoubleText.fixed(double, places: places) : DoubleText.scientific(double, places: places)
        result += text.utf8
    }

    /// `%s`: text without quotes, also inside lists and maps; a map's entries in the order of their keys' texts.
    private mutating func writeText(_ value: Value, _ context: inout CallContext, depth: Int) throws(EvaluationError) {
        try context.meter.checkDepth(depth)
        switch value.kind {
        case .string, .type: result += value.content.utf8
        case .bytes: result += String(decoding: value.content.utf8, as: UTF8.self).utf8
        case .uint: result += "\(value.low)".utf8
        case .double: result += DoubleText.string(Double(bitPattern: value.low)).utf8
        case .timestamp: result += (value.asInstant?.description ?? "").utf8
        case .duration: result += (value.asDuration?.description ?? "").utf8
        case .address, .network: result += AddressText.string(value).utf8
        case .list:
            result.append(UInt8(ascii: "["))
            var isFirst = true
            for element in value.asList ?? ValueElements(nil, 0..<0) {
                try context.meter.charge(1)
                if !isFirst { result += ", ".utf8 }
                isFirst = false
                try writeText(element, &context, depth: depth + 1)
            }
            result.append(UInt8(ascii: "]"))
        case .map: try writeMap(value.asMap ?? MapEntries(nil), &context, depth: depth)
        case .absent, .optional, .record: throw Self.failure("%s".utf8, [value])
        default: result += value.description.utf8
        }
    }

    private mutating func writeMap(
        _ entries: MapEntries, _ context: inout CallContext, depth: Int
    ) throws(EvaluationError) {
        var texts: [(key: Text, value: Value)] = []
        for entry in entries {
            try context.meter.charge(1)
            texts.append(
                (entry.key.asText ?? Text(entry.key.kind == .uint ? "\(entry.key.low)" : "\(entry.key)"), entry.value))
        }
        texts.sort { $0.key < $1.key }
        result.append(UInt8(ascii: "{"))
        for (index, entry) in texts.enumerated() {
            if index > 0 { result += ", ".utf8 }
            result += entry.key.utf8
            result += ": ".utf8
            try writeText(entry.value, &context, depth: depth + 1)
        }
        result.append(UInt8(ascii: "}"))
    }
}
