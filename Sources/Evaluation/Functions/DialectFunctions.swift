import Amounts
import Dates
import Encoding

// The functions that only the dialect has: rounding where it is written, splitting money, converting it, dates in zones.

enum DialectFunctions {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        do {
            switch function {
            case .decimal: return try decimal(arguments)
            case .money: return try money(arguments)
            case .round: return try round(arguments)
            case .allocate: return try allocate(arguments, &context)
            case .instalments: return try instalments(arguments, &context)
            case .convert: return try convert(arguments)
            case .abs: return try absolute(arguments)
            case .date: return try date(arguments)
            case .dateIn: return try dateIn(arguments, context)
            case .sum: return try sum(arguments, &context)
            case .min, .max: return try extreme(function, arguments, &context)
            case .modulo where arguments.count == 2:
                return try Arithmetic.call(.modulo, arguments[0], arguments[1], &context)
            default: throw EvaluationError.wrongKinds(function, Array(arguments))
            }
        } catch let error as AmountError {
            throw EvaluationError(error, function, Array(arguments))
        } catch {
            throw error as? EvaluationError ?? EvaluationError.wrongKinds(function, Array(arguments))
        }
    }

    // MARK: Numbers

    private static func decimal(_ arguments: Arguments) throws -> Value {
        guard arguments.count == 1 else { throw EvaluationError.wrongKinds(.decimal, Array(arguments)) }
        let value = arguments[0]
        switch value.kind {
        case .decimal: return value
        case .int, .uint: return .decimal(NumberLine.decimal(value))
        case .string:
            return .decimal(try value.content.withUTF8 { (bytes) throws(AmountError) in try Decimal.parse(bytes) })
        default: throw EvaluationError.wrongKinds(.decimal, value)
        }
    }

    private static func money(_ arguments: Arguments) throws -> Value {
        guard arguments.count == 2, arguments[0].kind == .decimal || arguments[0].kind == .int,
            let code = arguments[1].asText
        else { throw EvaluationError.wrongKinds(.money, Array(arguments)) }
        guard let currency = Currency(utf8: code.utf8) else {
            throw EvaluationError(.notConvertible, .money, arguments[1])
        }
        return .money(Money(NumberLine.decimal(arguments[0]), currency))
    }

    private static func rounding(_ value: Value) throws(EvaluationError) -> Rounding {
        guard let name = value.asText else { throw EvaluationError.wrongKinds(.round, value) }
        guard let rounding = Rounding(name: name.string) else { throw EvaluationError(.unknownRounding, .round, value) }
        return rounding
    }

    private static func places(_ value: Value) throws(EvaluationError) -> Int {
        guard let places = value.asInt else { throw EvaluationError.wrongKinds(.round, value) }
        return Int(clamping: places)
    }

    /// `round(x, places, mode)`, and `round(amount, mode)` to the currency's minor units.
    private static func round(_ arguments: Arguments) throws -> Value {
        guard let value = arguments.first, arguments.count == 2 || arguments.count == 3 else {
            throw EvaluationError.wrongKinds(.round, Array(arguments))
        }
        if arguments.count == 2 {
            guard let money = value.asMoney else { throw EvaluationError.wrongKinds(.round, Array(arguments)) }
            return .money(try money.roundedToMinorUnits(rounding(arguments[1])))
        }
        let (places, rounding) = (try places(arguments[1]), try rounding(arguments[2]))
        switch value.kind {
        case .money:
            guard let money = value.asMoney else { return value }
            return .money(try money.rounded(places: places, rounding))
        case .ratio: return .decimal(try (value.asRatio ?? .zero).rounded(places: places, rounding))
        case .int, .uint, .decimal: return .decimal(try NumberLine.decimal(value).rounded(places: places, rounding))
        default: throw EvaluationError.wrongKinds(.round, Array(arguments))
        }
    }

    private static func absolute(_ arguments: Arguments) throws -> Value {
        guard arguments.count == 1 else { throw EvaluationError.wrongKinds(.abs, Array(arguments)) }
        let value = arguments[0]
        switch value.kind {
        case .int:
            guard let size = Int64(exactly: Int64(bitPattern: value.low).magnitude) else {
                throw EvaluationError(.overflow, .abs, value)
            }
            return .int(size)
        case .uint: return value
        case .double: return .double(Double(bitPattern: value.low).magnitude)
        case .duration: return value.asDuration.map { .duration($0.isNegative ? $0.negated : $0) } ?? value
        case .decimal, .money, .ratio:
            let isNegative = value.asRatio?.isNegative ?? (value.coefficient < 0)
            return isNegative ? try Amount.negated(value) : value
        default: throw EvaluationError.wrongKinds(.abs, value)
        }
    }

    // MARK: Lists

    /// The elements that a function of one list or of several values is given.
    private static func elements(_ arguments: Arguments) -> [Value] {
        if arguments.count == 1, let list = arguments[0].asList { return Array(list) }
        return Array(arguments)
    }

    /// The sum of a list; of an empty one the second argument, or a bare 0. Cost: 1 for each element.
    private static func sum(_ arguments: Arguments, _ context: inout CallContext) throws -> Value {
        guard arguments.count == 1 || arguments.count == 2, let list = arguments[0].asList else {
            throw EvaluationError.wrongKinds(.sum, Array(arguments))
        }
        var total: Value?
        for element in list {
            try context.meter.charge(1)
            guard element.kind != .string, element.kind != .bytes, element.kind != .list else {
                throw EvaluationError.wrongKinds(.sum, element)
            }
            guard let soFar = total else {
                total = element
                continue
            }
            total = try Arithmetic.call(.add, soFar, element, &context)
        }
        return total ?? (arguments.count == 2 ? arguments[1] : .int(0))
    }

    /// The least or greatest of numbers, amounts of one currency, dates or instants. Cost: 1 for each.
    private static func extreme(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws -> Value {
        var found: Value?
        for value in elements(arguments) {
            try context.meter.charge(1)
            guard let best = found else {
                found = value
                continue
            }
            let order = try Ordering.compare(value, best, function, &context.meter) ?? 0
            if function == .max ? order > 0 : order < 0 { found = value }
        }
        guard let found, found.kind != .absent else { throw EvaluationError.wrongKinds(function, Array(arguments)) }
        return found
    }

    // MARK: Money

    /// `allocate(total, weights)`: parts in proportion, by largest remainder, that sum to the whole. Cost: 1 for each part.
    private static func allocate(_ arguments: Arguments, _ context: inout CallContext) throws -> Value {
        guard arguments.count == 2, let money = arguments[0].asMoney, let list = arguments[1].asList else {
            throw EvaluationError.wrongKinds(.allocate, Array(arguments))
        }
        try context.meter.charge(list.count)
        var weights: [Decimal] = []
        for element in list {
            switch element.kind {
            case .int, .uint, .decimal, .money: weights.append(element.asMoney?.amount ?? NumberLine.decimal(element))
            default: throw EvaluationError.wrongKinds(.allocate, element)
            }
            if element.kind == .money, element.currency != list[list.startIndex].currency {
                throw EvaluationError(.currenciesDiffer, .allocate, list[list.startIndex], element)
            }
        }
        return try context.list(money.allocated(by: weights).map { .money($0) })
    }

    /// `instalments(amount, count, first_date, period)`: a list of maps with `amount` and `due_on`; each date is counted
    /// from the first, so that the 31st comes back after a short month. Cost: 1 for each part.
    private static func instalments(_ arguments: Arguments, _ context: inout CallContext) throws -> Value {
        guard arguments.count == 4, let money = arguments[0].asMoney, let count = arguments[1].asInt,
            let first = arguments[2].asDate, let period = arguments[3].asPeriod
        else { throw EvaluationError.wrongKinds(.instalments, Array(arguments)) }
        guard count >= 1, count <= Int64(Money.maximumInstalmentParts) else {
            throw EvaluationError(.notAllocatable, .instalments, arguments[1])
        }
        try context.meter.charge(Int(count))
        var parts: [Value] = []
        for (index, amount) in try money.instalments(Int(count)).enumerated() {
            let due: CivilDate
            do throws(DateError) {
                due = try first.adding(period.multiplied(by: index), calendar: context.environment.calendar)
            } catch { throw EvaluationError(error, .instalments, Array(arguments)) }
            try context.meter.allocate(4 * MemoryLayout<Value>.stride)
            let entries: [MapEntry] = [(.string("amount"), .money(amount)), (.string("due_on"), .date(due))]
            parts.append(try Value.map(entries))
        }
        return try context.list(parts)
    }

    /// `convert(amount, rate)`, exact; `convert(amount, rate, places, mode)`, rounded once.
    private static func convert(_ arguments: Arguments) throws -> Value {
        guard arguments.count == 2 || arguments.count == 4, let money = arguments[0].asMoney,
            let rate = arguments[1].asRate
        else { throw EvaluationError.wrongKinds(.convert, Array(arguments)) }
        if arguments.count == 2 { return .money(try rate.convert(money)) }
        return .money(try rate.convert(money, places: places(arguments[2]), rounding(arguments[3])))
    }

    // MARK: Dates

    private static func date(_ arguments: Arguments) throws -> Value {
        do throws(DateError) {
            if arguments.count == 3, let year = arguments[0].asInt, let month = arguments[1].asInt,
                let day = arguments[2].asInt
            {
                return .date(
                    try CivilDate(year: Int(clamping: year), month: Int(clamping: month), day: Int(clamping: day)))
            }
            if arguments.count == 1, arguments[0].kind == .date { return arguments[0] }
            if arguments.count == 1, let text = arguments[0].asText { return .date(try CivilDate(text.string)) }
        } catch { throw EvaluationError(error, .date, Array(arguments)) }
        throw EvaluationError.wrongKinds(.date, Array(arguments))
    }

    private static func dateIn(_ arguments: Arguments, _ context: CallContext) throws -> Value {
        guard arguments.count == 2, let instant = arguments[0].asInstant, let name = arguments[1].asText else {
            throw EvaluationError.wrongKinds(.dateIn, Array(arguments))
        }
        let zone = try Moment.zone(name, context)
        do throws(DateError) {
            return .date(try zone.date(at: instant))
        } catch { throw EvaluationError(error, .dateIn, Array(arguments)) }
    }
}
