import Amounts
import Dates
import Encoding
import Evaluation
import Expressions

// The functions that the random expressions call.

extension NaiveEvaluator {
    mutating func function(_ name: String, _ values: [Value]) throws(NaiveError) -> Value {
        if name == "dyn" { return values[0] }
        // A call walks over the texts that it is given.
        for value in values { charge((value.asText?.utf8Count ?? value.asBytes?.count ?? 0) / 64) }
        switch name {
        case "size": return try size(values[0])
        case "contains", "startsWith", "endsWith": return try textTest(name, values)
        case "lowerAscii", "upperAscii", "substring", "indexOf", "split": return try textFunction(name, values)
        case "join": return try join(values)
        case "string", "int", "type", "decimal": return try conversion(name, values[0])
        case "timestamp": return try timestamp(values[0])
        case "duration":
            if values[0].kind == .duration { return values[0] }
            guard let text = values[0].asText?.string else { throw wrongAny(values) }
            guard let duration = try? ExactDuration(text) else { throw NaiveError(.notConvertible) }
            return .duration(duration)
        case "optional.of": return .optional(values[0])
        case "optional.none": return .none
        case "hasValue", "value":
            guard case .some(let held) = values[0].asOptional else { throw wrong(values[0]) }
            if name == "hasValue" { return .bool(held != nil) }
            guard let held else { throw NaiveError(.noValue) }
            return held
        case "abs": return try absolute(values[0])
        case "min", "max", "math.greatest", "math.least": return try extreme(name, values)
        case "sum": return try sum(values)
        case "round": return try round(values)
        case "mod": return try modulo(values[0], values[1])
        default: throw NaiveError(.unknownName)
        }
    }

    private func size(_ value: Value) throws(NaiveError) -> Value {
        if let text = value.asText { return .int(Int64(text.string.unicodeScalars.count)) }
        if let count = value.asBytes?.count ?? value.asList?.count ?? value.asMap?.count { return .int(Int64(count)) }
        throw wrong(value)
    }

    private func timestamp(_ value: Value) throws(NaiveError) -> Value {
        if value.kind == .timestamp { return value }
        if let text = value.asText?.string {
            guard let instant = try? Instant(text) else { throw NaiveError(.notConvertible) }
            return .timestamp(instant)
        }
        guard let seconds = value.asInt else { throw wrong(value) }
        guard let instant = try? Instant(seconds: seconds) else { throw NaiveError(.dateOutOfRange) }
        return .timestamp(instant)
    }

    private func textTest(_ name: String, _ values: [Value]) throws(NaiveError) -> Value {
        guard values.count == 2, let text = values[0].asText?.utf8, let part = values[1].asText?.utf8 else {
            throw NaiveError(values.contains(where: \.isAbsent) ? .absent : .wrongKinds)
        }
        guard part.count <= text.count else { return .false }
        func stands(at start: Int) -> Bool { text[start..<start + part.count].elementsEqual(part) }
        switch name {
        case "startsWith": return .bool(stands(at: 0))
        case "endsWith": return .bool(stands(at: text.count - part.count))
        default: return .bool((0...(text.count - part.count)).contains(where: stands))
        }
    }

    private mutating func textFunction(_ name: String, _ values: [Value]) throws(NaiveError) -> Value {
        guard let text = values[0].asText?.string else { throw wrongAny(values) }
        let scalars = Array(text.unicodeScalars)
        func made(_ part: some Collection<Unicode.Scalar>) -> Value {
            .string(String(String.UnicodeScalarView(part)))
        }
        switch name {
        case "lowerAscii":
            return made(scalars.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0 })
        case "upperAscii":
            return made(scalars.map { $0.isASCII ? $0.properties.uppercaseMapping.unicodeScalars.first ?? $0 : $0 })
        case "substring":
            guard let start = values[1].asInt else { throw wrongAny(values) }
            var end = Int64(scalars.count)
            if values.count == 3 {
                guard let given = values[2].asInt else { throw wrongAny(values) }
                end = given
            }
            guard 0 <= start, start <= end, end <= Int64(scalars.count) else { throw NaiveError(.argumentOutOfRange) }
            return made(scalars[Int(start)..<Int(end)])
        case "indexOf":
            guard let part = values[1].asText?.string.unicodeScalars else { throw wrongAny(values) }
            let wanted = Array(part)
            guard wanted.count <= scalars.count else { return .int(-1) }
            for start in 0...(scalars.count - wanted.count)
            where Array(scalars[start..<start + wanted.count]) == wanted {
                return .int(Int64(start))
            }
            return .int(-1)
        default:
            guard let separator = values[1].asText?.string.unicodeScalars.first, values[1].asText?.utf8Count == 1 else {
                throw wrongAny(values)
            }
            let parts = scalars.split(separator: separator, omittingEmptySubsequences: false)
            charge(parts.count - 1)
            return .list(parts.map { made($0) })
        }
    }

    private func wrongAny(_ values: [Value]) -> NaiveError {
        NaiveError(values.contains(where: \.isAbsent) ? .absent : .wrongKinds)
    }

    private mutating func join(_ values: [Value]) throws(NaiveError) -> Value {
        guard let list = values[0].asList, let separator = values.count == 2 ? values[1].asText : Text() else {
            throw wrongAny(values)
        }
        var text = ""
        for (index, element) in list.enumerated() {
            guard let part = element.asText else { throw wrongAny(values) }
            charge(1 + (part.utf8Count + (index > 0 ? separator.utf8Count : 0)) / 64)
            text += (index > 0 ? separator.string : "") + part.string
        }
        return .string(text)
    }

    private func conversion(_ name: String, _ value: Value) throws(NaiveError) -> Value {
        switch (name, value.kind) {
        case ("string", .string), ("int", .int), ("decimal", .decimal): return value
        case ("string", .uint): return .string("\(value.asUInt ?? 0)")
        case ("string", .bool), ("string", .int), ("string", .decimal), ("string", .money), ("string", .ratio),
            ("string", .date), ("string", .period):
            return .string(value.description)
        case ("string", .timestamp): return .string(value.asInstant?.description ?? "")
        case ("string", .duration): return .string(value.asDuration?.description ?? "")
        case ("string", .bytes):
            guard let text = String(validating: value.asBytes ?? [], as: UTF8.self) else {
                throw NaiveError(.notConvertible)
            }
            return .string(text)
        case ("string", .double):
            let double = value.asDouble ?? 0
            if double.isInfinite { return .string(double < 0 ? "-Infinity" : "Infinity") }
            let text = double.isNaN ? "NaN" : double.description
            return .string(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        case ("int", .uint):
            guard let whole = value.asUInt.flatMap({ Int64(exactly: $0) }) else { throw NaiveError(.overflow) }
            return .int(whole)
        case ("int", .decimal):
            guard let whole = value.asDecimal?.wholeNumber else { throw NaiveError(.notExact) }
            guard let int = Int64(exactly: whole) else { throw NaiveError(.overflow) }
            return .int(int)
        case ("int", .double):
            guard let double = value.asDouble, double.magnitude < 0x1p63 else { throw NaiveError(.overflow) }
            return .int(Int64(double))
        case ("int", .string):
            guard let whole = value.asText.flatMap({ Int64($0.string) }) else { throw NaiveError(.notConvertible) }
            return .int(whole)
        case ("decimal", .int), ("decimal", .uint): return .decimal(Self.decimal(value) ?? .zero)
        case ("type", _): return .type(named: Text(Self.typeName(value)))
        default: throw wrong(value)
        }
    }

    private static func typeName(_ value: Value) -> String {
        switch value.kind {
        case .null: "null_type"
        case .optional: "optional_type"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .record: value.shape?.name.string ?? ""
        default: "\(value.kind)"
        }
    }

    private func absolute(_ value: Value) throws(NaiveError) -> Value {
        if let int = value.asInt {
            if int == .min { throw NaiveError(.overflow) }
            return .int(int < 0 ? -int : int)
        }
        if value.kind == .uint { return value }
        if let double = value.asDouble { return .double(double.magnitude) }
        if let duration = value.asDuration { return .duration(duration.isNegative ? duration.negated : duration) }
        let isNegative =
            value.asDecimal?.isNegative ?? value.asMoney?.amount.isNegative ?? value.asRatio?.isNegative
        guard let isNegative else { throw wrong(value) }
        return isNegative ? try negated(value) : value
    }

    private mutating func extreme(_ name: String, _ values: [Value]) throws(NaiveError) -> Value {
        let isMathematics = name.hasPrefix("math.")
        let elements = values.count == 1 ? values[0].asList.map { Array($0) } ?? values : values
        var found: Value?
        for value in elements {
            charge(1)
            if isMathematics, !Self.isNumber(value) { throw wrongAny(values) }
            guard let best = found else {
                found = value
                continue
            }
            let order = try order(value, best) ?? 0
            if name == "max" || name == "math.greatest" ? order > 0 : order < 0 { found = value }
        }
        guard let found, !found.isAbsent else { throw wrongAny(values) }
        return found
    }

    private mutating func sum(_ values: [Value]) throws(NaiveError) -> Value {
        guard let list = values[0].asList else { throw wrongAny(values) }
        var total: Value?
        for element in list {
            charge(1)
            if [.string, .bytes, .list].contains(element.kind) { throw wrong(element) }
            total = try total.map { (sum) throws(NaiveError) in try binary(.add, sum, element) } ?? element
        }
        return total ?? .int(0)
    }

    private func round(_ values: [Value]) throws(NaiveError) -> Value {
        guard values.count == 3, let mode = values[2].asText, let places = values[1].asInt else {
            throw wrongAny(values)
        }
        guard let rounding = Rounding(name: mode.string) else { throw NaiveError(.unknownRounding) }
        do throws(AmountError) {
            if let money = values[0].asMoney { return .money(try money.rounded(places: Int(places), rounding)) }
            if let ratio = values[0].asRatio { return .decimal(try ratio.rounded(places: Int(places), rounding)) }
            if let decimal = Self.decimal(values[0]) {
                return .decimal(try decimal.rounded(places: Int(places), rounding))
            }
        } catch { throw Self.kind(error) }
        throw wrongAny(values)
    }

    private func modulo(_ a: Value, _ b: Value) throws(NaiveError) -> Value {
        if let x = a.asInt, let y = b.asInt {
            if y == 0 { throw NaiveError(.divisionByZero) }
            if x == .min, y == -1 { throw NaiveError(.overflow) }
            return .int(x % y)
        }
        do throws(AmountError) {
            if let x = Self.decimal(a), let y = Self.decimal(b) { return .decimal(try x.remainder(dividingBy: y)) }
            if let x = a.asMoney, let y = b.asMoney {
                if x.currency != y.currency { throw .currenciesDiffer(x.currency, y.currency) }
                return .money(Money(try x.amount.remainder(dividingBy: y.amount), x.currency))
            }
        } catch { throw Self.kind(error) }
        throw wrong(a, b)
    }
}
