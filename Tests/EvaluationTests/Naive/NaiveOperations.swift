import Amounts
import Dates
import Encoding
import Evaluation
import Expressions

// The operators, function by function, as the tables of Documentation/Language.md have them.

extension NaiveEvaluator {
    // MARK: Arithmetic

    mutating func binary(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(NaiveError) -> Value {
        switch operation {
        case .equal: return .bool(try equal(a, b))
        case .notEqual: return .bool(!(try equal(a, b)))
        case .less: return .bool(try order(a, b).map { $0 < 0 } ?? false)
        case .lessOrEqual: return .bool(try order(a, b).map { $0 <= 0 } ?? false)
        case .greater: return .bool(try order(a, b).map { $0 > 0 } ?? false)
        case .greaterOrEqual: return .bool(try order(a, b).map { $0 >= 0 } ?? false)
        case .in: return .bool(try contains(b, a))
        case .add, .subtract, .multiply, .of, .divide, .remainder: return try arithmetic(operation, a, b)
        }
    }

    private mutating func arithmetic(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(NaiveError) -> Value {
        if let result = try wholes(operation, a, b) { return result }
        if let x = a.asDouble, let y = b.asDouble {
            switch operation {
            case .add: return .double(x + y)
            case .subtract: return .double(x - y)
            case .multiply: return .double(x * y)
            case .divide: return .double(x / y)
            default: throw wrong(a, b)
            }
        }
        if !isCEL, let result = try exact(operation, a, b) { return result }
        if let result = try times(operation, a, b) { return result }
        guard operation == .add else { throw wrong(a, b) }
        if let x = a.asText, let y = b.asText {
            charge((x.utf8Count + y.utf8Count) / 64)
            return .string(x.string + y.string)
        }
        if let x = a.asBytes, let y = b.asBytes {
            charge((x.count + y.count) / 64)
            return .bytes(x + y)
        }
        if let x = a.asList, let y = b.asList {
            charge(x.count + y.count)
            return .list(Array(x) + Array(y))
        }
        throw wrong(a, b)
    }

    /// Whole numbers of one kind.
    private func wholes(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(NaiveError) -> Value? {
        if operation == .divide, !isCEL { return nil }
        if let x = a.asInt, let y = b.asInt {
            guard let result = Int64(exactly: try whole(operation, Int128(x), Int128(y))) else {
                throw NaiveError(.overflow)
            }
            // The remainder of the least number by −1 would be 0, but the division overflows.
            if operation == .remainder, x == .min, y == -1 { throw NaiveError(.overflow) }
            return .int(result)
        }
        if let x = a.asUInt, let y = b.asUInt {
            guard let result = UInt64(exactly: try whole(operation, Int128(x), Int128(y))) else {
                throw NaiveError(.overflow)
            }
            return .uint(result)
        }
        return nil
    }

    private func whole(_ operation: BinaryOperator, _ x: Int128, _ y: Int128) throws(NaiveError) -> Int128 {
        switch operation {
        case .add: return x + y
        case .subtract: return x - y
        case .multiply, .of: return x.multipliedReportingOverflow(by: y).overflow ? .max : x * y
        default:
            if y == 0 { throw NaiveError(.divisionByZero) }
            return operation == .divide ? x / y : x % y
        }
    }

    static func kind(_ error: AmountError) -> NaiveError {
        switch error {
        case .divisionByZero: NaiveError(.divisionByZero)
        case .currenciesDiffer: NaiveError(.currenciesDiffer)
        case .placesOutOfRange: NaiveError(.argumentOutOfRange)
        case .notANumber: NaiveError(.notConvertible)
        default: NaiveError(.overflow)
        }
    }

    /// A whole or decimal number as a decimal.
    static func decimal(_ value: Value) -> Decimal? {
        value.asDecimal ?? value.asInt.map { Decimal(Int128($0)) } ?? value.asUInt.map { Decimal(Int128($0)) }
    }

    /// Numbers of the dialect and money.
    private func exact(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(NaiveError) -> Value? {
        do throws(AmountError) {
            if let x = Self.decimal(a), let y = Self.decimal(b) {
                switch operation {
                case .add: return .decimal(try x.adding(y))
                case .subtract: return .decimal(try x.subtracting(y))
                case .multiply, .of: return .decimal(try x.multiplying(y))
                case .divide: return .ratio(try Ratio(x, over: y))
                default: return nil
                }
            }
            if let x = a.asRatio ?? Self.decimal(a).map({ Ratio($0) }),
                let y = b.asRatio ?? Self.decimal(b).map({ Ratio($0) })
            {
                switch operation {
                case .add: return .ratio(try x.adding(y))
                case .subtract: return .ratio(try x.subtracting(y))
                case .multiply, .of: return .ratio(try x.multiplying(y))
                case .divide: return .ratio(try x.dividing(by: y))
                default: return nil
                }
            }
            if let x = a.asMoney, let y = b.asMoney {
                if operation == .multiply || operation == .of || operation == .remainder { return nil }
                if x.currency != y.currency { throw .currenciesDiffer(x.currency, y.currency) }
                switch operation {
                case .add: return .money(try x.adding(y))
                case .subtract: return .money(try x.subtracting(y))
                default: return .ratio(try x.ratio(to: y))
                }
            }
        } catch { throw Self.kind(error) }
        return try moneyAndNumber(operation, a, b)
    }

    private func moneyAndNumber(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(NaiveError) -> Value? {
        guard let money = a.asMoney ?? b.asMoney else { return nil }
        let number = a.kind == .money ? b : a
        let isZero = Self.decimal(number)?.isZero == true
        do throws(AmountError) {
            switch operation {
            case .add where isZero: return .money(money)
            case .subtract where isZero: return .money(a.kind == .money ? money : try money.negated())
            case .multiply, .of:
                if let factor = Self.decimal(number) { return .money(try money.multiplying(factor)) }
                guard let ratio = number.asRatio else { return nil }
                guard let product = try Ratio(money.amount).multiplying(ratio).exactDecimal else { break }
                return .money(Money(product, money.currency))
            default: return nil
            }
        } catch { throw Self.kind(error) }
        throw NaiveError(.notExact)
    }

    /// Dates, instants, periods and durations.
    private func times(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(NaiveError) -> Value? {
        let sign = operation == .add ? 1 : -1
        do throws(DateError) {
            if let x = a.asDate, let y = b.asDate, operation == .subtract {
                return .period(try Period(days: x.days(since: y)))
            }
            if let x = a.asInstant, let y = b.asInstant, operation == .subtract {
                return .duration(try limited(x.duration(since: y)))
            }
            if operation == .multiply, let x = a.asPeriod ?? b.asPeriod, let n = a.asInt ?? b.asInt {
                return .period(try x.multiplied(by: Int(n)))
            }
            guard operation == .add || operation == .subtract else { return nil }
            if let x = a.asPeriod, let y = b.asPeriod { return .period(try x.adding(sign < 0 ? y.negated : y)) }
            if let x = a.asDuration, let y = b.asDuration {
                return .duration(try limited(sign < 0 ? x.subtracting(y) : x.adding(y)))
            }
            let isSwapped = b.kind == .date || b.kind == .timestamp
            if isSwapped, sign < 0 { return nil }
            let (point, step) = isSwapped ? (b, a) : (a, b)
            if let date = point.asDate, let period = step.asPeriod {
                return .date(try date.adding(sign < 0 ? period.negated : period, calendar: nil))
            }
            guard let instant = point.asInstant else { return nil }
            if let duration = step.asDuration {
                return .timestamp(sign < 0 ? try instant.subtracting(duration) : try instant.adding(duration))
            }
            guard let period = step.asPeriod else { return nil }
            guard let duration = (sign < 0 ? period.negated : period).exactDuration else { throw .needsTime(period) }
            return .timestamp(try instant.adding(duration))
        } catch {
            switch error {
            case .needsTime: throw NaiveError(.wrongKinds)
            case .needsCalendar, .notCovered: throw NaiveError(.calendar)
            default: throw NaiveError(.dateOutOfRange)
            }
        }
    }

    /// CEL's durations have 64 bits of nanoseconds.
    private func limited(_ duration: ExactDuration) throws(DateError) -> ExactDuration {
        if isCEL, Int64(exactly: duration.totalNanoseconds) == nil { throw .outOfRange(.duration) }
        return duration
    }

    func negated(_ value: Value) throws(NaiveError) -> Value {
        do throws(AmountError) {
            if let x = value.asInt {
                if x == .min { throw .overflow }
                return .int(-x)
            }
            if let x = value.asDouble { return .double(-x) }
            if let x = value.asDecimal { return .decimal(try x.negated()) }
            if let x = value.asMoney { return .money(try x.negated()) }
            if let x = value.asRatio { return .ratio(try x.negated()) }
        } catch { throw NaiveError(.overflow) }
        if let x = value.asPeriod { return .period(x.negated) }
        if let x = value.asDuration { return .duration(x.negated) }
        throw wrong(value)
    }

    // MARK: Equality and order

    static func isNumber(_ value: Value) -> Bool {
        [.int, .uint, .double, .decimal, .ratio].contains(value.kind)
    }

    /// Below zero, zero or above, by exact fractions; whole numbers meet doubles as doubles. Nothing for a NaN.
    static func compareNumbers(_ a: Value, _ b: Value) -> Int? {
        if a.kind == .double || b.kind == .double {
            func double(_ value: Value) -> Double? {
                value.asDouble ?? value.asInt.map { Double($0) } ?? value.asUInt.map { Double($0) }
            }
            guard let x = double(a), let y = double(b), !x.isNaN, !y.isNaN else { return nil }
            return x < y ? -1 : (x == y ? 0 : 1)
        }
        let x = a.asRatio ?? Ratio(decimal(a) ?? .zero)
        let y = b.asRatio ?? Ratio(decimal(b) ?? .zero)
        return x.compare(y)
    }

    private static func isBareZero(_ value: Value) -> Bool { decimal(value)?.isZero == true }

    mutating func equal(_ a: Value, _ b: Value) throws(NaiveError) -> Bool {
        if Self.isNumber(a), Self.isNumber(b) { return Self.compareNumbers(a, b) == 0 }
        if let x = a.asMoney, let y = b.asMoney {
            if x.currency != y.currency { throw NaiveError(.currenciesDiffer) }
            return x.amount == y.amount
        }
        if let x = a.asMoney, Self.isBareZero(b) { return x.amount.isZero }
        if let y = b.asMoney, Self.isBareZero(a) { return y.amount.isZero }
        if let (x, y) = Self.lengths(a, b) { return x == y }
        guard a.kind == b.kind, !a.isAbsent else { return false }
        if let x = a.asText ?? a.asTypeName, let y = b.asText ?? b.asTypeName {
            if x.utf8Count == y.utf8Count { charge(x.utf8Count / 64) }
            return x == y
        }
        if let x = a.asBytes, let y = b.asBytes {
            if x.count == y.count { charge(x.count / 64) }
            return x == y
        }
        if let x = a.asList, let y = b.asList { return try equal(Array(x), Array(y)) }
        if let x = a.asMap, let y = b.asMap {
            guard x.count == y.count else { return false }
            for index in 0..<x.count {
                charge(1 + (x[index].key.asText?.utf8Count ?? 0) / 64)
                guard NaiveEvaluator.isSameKey(x[index].key, y[index].key) else { return false }
                guard try equal(x[index].value, y[index].value) else { return false }
            }
            return true
        }
        if let x = a.slots, let y = b.slots {
            guard a.shape == b.shape else { return false }
            for index in 0..<x.count {
                charge(1)
                if x[index].isAbsent, y[index].isAbsent { continue }
                guard try equal(x[index], y[index]) else { return false }
            }
            return true
        }
        if case .some(let x) = a.asOptional, case .some(let y) = b.asOptional {
            guard let x, let y else { return x == nil && y == nil }
            return try equal(x, y)
        }
        return a == b
    }

    private mutating func equal(_ a: [Value], _ b: [Value]) throws(NaiveError) -> Bool {
        guard a.count == b.count else { return false }
        for (x, y) in zip(a, b) {
            charge(1)
            guard try equal(x, y) else { return false }
        }
        return true
    }

    static func isSameKey(_ a: Value, _ b: Value) -> Bool {
        if let x = decimal(a), let y = decimal(b) { return x == y }
        return a == b
    }

    /// A duration and a period of exact time.
    private static func lengths(_ a: Value, _ b: Value) -> (ExactDuration, ExactDuration)? {
        guard a.kind != b.kind, let x = a.asDuration ?? a.asPeriod?.exactDuration,
            let y = b.asDuration ?? b.asPeriod?.exactDuration
        else { return nil }
        return (x, y)
    }

    mutating func order(_ a: Value, _ b: Value) throws(NaiveError) -> Int? {
        if Self.isNumber(a), Self.isNumber(b) { return Self.compareNumbers(a, b) }
        func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : (x == y ? 0 : 1) }
        if let x = a.asMoney, let y = b.asMoney {
            if x.currency != y.currency { throw NaiveError(.currenciesDiffer) }
            return sign(x.amount, y.amount)
        }
        if let x = a.asMoney, Self.isBareZero(b) { return sign(x.amount, .zero) }
        if let y = b.asMoney, Self.isBareZero(a) { return sign(.zero, y.amount) }
        if let (x, y) = Self.lengths(a, b) { return sign(x, y) }
        if let x = a.asText, let y = b.asText {
            charge(min(x.utf8Count, y.utf8Count) / 64)
            return sign(x, y)
        }
        if let x = a.asBytes, let y = b.asBytes {
            charge(min(x.count, y.count) / 64)
            return x == y ? 0 : (x.lexicographicallyPrecedes(y) ? -1 : 1)
        }
        if let x = a.asBool, let y = b.asBool { return sign(x ? 1 : 0, y ? 1 : 0) }
        if let x = a.asDate, let y = b.asDate { return sign(x, y) }
        if let x = a.asTime, let y = b.asTime { return sign(x, y) }
        if let x = a.asInstant, let y = b.asInstant { return sign(x, y) }
        if let x = a.asDuration, let y = b.asDuration { return sign(x, y) }
        if let x = a.asPeriod, let y = b.asPeriod, let order = Self.periods(x, y) { return order }
        throw wrong(a, b)
    }

    /// Periods of one and the same part.
    private static func periods(_ x: Period, _ y: Period) -> Int? {
        let parts = [
            (Int64(x.months), Int64(y.months)), (Int64(x.days), Int64(y.days)),
            (Int64(x.businessDays), Int64(y.businessDays)), (x.seconds, y.seconds),
        ].filter { $0 != (0, 0) }
        guard let first = parts.first else { return 0 }
        return parts.count > 1 ? nil : (first.0 - first.1).signum() == 0 ? 0 : first.0 < first.1 ? -1 : 1
    }

    // MARK: Elements

    mutating func contains(_ container: Value, _ element: Value) throws(NaiveError) -> Bool {
        if let list = container.asList {
            for candidate in list {
                charge(1)
                if try equal(candidate, element) { return true }
            }
            return false
        }
        guard container.kind == .map else { throw wrong(element, container) }
        return Self.find(container, element) != nil
    }

    /// The whole number, text or truth value that a value asks for.
    private static func key(_ value: Value) -> Value? {
        switch value.kind {
        case .bool, .int, .uint, .string: return value
        case .decimal:
            return value.asDecimal?.wholeNumber.flatMap { Int64(exactly: $0) }.map { .int($0) }
        case .double: return value.asDouble.flatMap { Int64(exactly: $0) }.map { .int($0) }
        default: return nil
        }
    }

    private static func find(_ map: Value, _ element: Value) -> Value? {
        guard let key = key(element) else { return nil }
        return map.asMap?.first { isSameKey($0.key, key) }?.value
    }

    func element(_ container: Value, _ key: Value, _ isOptional: Bool) throws(NaiveError) -> Value {
        if case .some(let held) = container.asOptional {
            guard let held else { return .none }
            return try element(held, key, true)
        }
        var found: Value?
        if let list = container.asList {
            guard Self.isNumber(key), let position = Self.key(key), position.kind != .bool,
                let index = Self.decimal(position)?.wholeNumber
            else { throw wrong(container, key) }
            if index >= 0, index < Int128(list.count) { found = list[Int(index)] }
        } else if container.kind == .map {
            guard [.bool, .int, .uint, .string, .double, .decimal].contains(key.kind) else {
                throw wrong(container, key)
            }
            found = Self.find(container, key)
        } else if container.kind == .record, let name = key.asText {
            found = container[name]
        } else {
            throw wrong(container, key)
        }
        if isOptional { return found.map { .optional($0) } ?? .none }
        guard let found else { throw NaiveError(container.kind == .list ? .indexOutOfRange : .noSuchKey) }
        return found
    }
}
