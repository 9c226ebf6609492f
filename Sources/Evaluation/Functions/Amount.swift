import Amounts
import Dates
import Encoding

// Arithmetic of the dialect: decimals, ratios and money.
//
//   int, decimal  + - *  int, decimal    an exact decimal
//   int, decimal  /      int, decimal    an exact ratio
//   ratio         + - *  number          a ratio;   number / ratio, ratio / number   a ratio
//   money         + -    money           money of the one currency both have
//   money         *      number          money; of a ratio only if the product is an exact decimal
//   money         /      money           a ratio; of one currency

enum Amount {
    static func arithmetic(
        _ function: FunctionID, _ left: Value, _ right: Value, _ isCEL: Bool
    ) throws(EvaluationError) -> Value? {
        switch (left.kind, right.kind) {
        case (.money, .money): return try money(function, left, right)
        case (.money, .int), (.money, .uint), (.money, .decimal), (.money, .ratio):
            return try moneyAndNumber(function, left, right, left, right)
        case (.int, .money), (.uint, .money), (.decimal, .money), (.ratio, .money):
            return function == .divide ? nil : try moneyAndNumber(function, right, left, left, right)
        case (.ratio, .ratio), (.ratio, .int), (.ratio, .uint), (.ratio, .decimal), (.int, .ratio), (.uint, .ratio),
            (.decimal, .ratio):
            return try ratios(function, left, right)
        case (.int, .int), (.decimal, .decimal), (.int, .decimal), (.decimal, .int), (.uint, .decimal),
            (.decimal, .uint), (.int, .uint), (.uint, .int), (.uint, .uint):
            return isCEL && left.kind != .decimal && right.kind != .decimal
                ? nil : try decimals(function, left, right)
        default: return nil
        }
    }

    private static func decimals(
        _ function: FunctionID, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Value? {
        let (a, b) = (NumberLine.decimal(left), NumberLine.decimal(right))
        do throws(AmountError) {
            switch function {
            case .add: return .decimal(try a.adding(b))
            case .subtract: return .decimal(try a.subtracting(b))
            case .multiply: return .decimal(try a.multiplying(b))
            case .divide: return .ratio(try Ratio(a, over: b))
            case .remainder, .modulo: return .decimal(try a.remainder(dividingBy: b))
            default: return nil
            }
        } catch { throw EvaluationError(error, function, [left, right]) }
    }

    private static func ratios(_ function: FunctionID, _ left: Value, _ right: Value) throws(EvaluationError) -> Value?
    {
        let a = left.asRatio ?? Ratio(NumberLine.decimal(left))
        let b = right.asRatio ?? Ratio(NumberLine.decimal(right))
        do throws(AmountError) {
            switch function {
            case .add: return .ratio(try a.adding(b))
            case .subtract: return .ratio(try a.subtracting(b))
            case .multiply: return .ratio(try a.multiplying(b))
            case .divide: return .ratio(try a.dividing(by: b))
            default: return nil
            }
        } catch { throw EvaluationError(error, function, [left, right]) }
    }

    private static func money(_ function: FunctionID, _ left: Value, _ right: Value) throws(EvaluationError) -> Value? {
        guard let a = left.asMoney, let b = right.asMoney, function != .multiply, function != .remainder else {
            return nil
        }
        guard a.currency == b.currency else { throw EvaluationError(.currenciesDiffer, function, left, right) }
        do throws(AmountError) {
            switch function {
            case .add: return .money(try a.adding(b))
            case .subtract: return .money(try a.subtracting(b))
            case .divide: return .ratio(try a.ratio(to: b))
            case .modulo: return .money(Money(try a.amount.remainder(dividingBy: b.amount), a.currency))
            default: return nil
            }
        } catch { throw EvaluationError(error, function, [left, right]) }
    }

    /// `left` and `right` are the operands as written, for messages.
    private static func moneyAndNumber(
        _ function: FunctionID, _ amount: Value, _ number: Value, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Value? {
        guard let money = amount.asMoney else { return nil }
        switch function {
        case .multiply: break
        // A bare zero is zero in every currency.
        case .add where Ordering.isZero(number): return amount
        case .subtract where Ordering.isZero(number): return left.kind == .money ? amount : try negated(amount)
        default: return nil
        }
        let product: Decimal?
        do throws(AmountError) {
            if let ratio = number.asRatio {
                product = try Ratio(money.amount).multiplying(ratio).exactDecimal
            } else {
                product = try money.amount.multiplying(NumberLine.decimal(number))
            }
        } catch { throw EvaluationError(error, function, [left, right]) }
        guard let product else { throw EvaluationError(.notExact, function, left, right) }
        return .money(Money(product, money.currency))
    }

    static func negated(_ value: Value) throws(EvaluationError) -> Value {
        do throws(AmountError) {
            if let decimal = value.asDecimal { return .decimal(try decimal.negated()) }
            if let money = value.asMoney { return .money(try money.negated()) }
            if let ratio = value.asRatio { return .ratio(try ratio.negated()) }
        } catch { throw EvaluationError(error, .negate, [value]) }
        throw EvaluationError.wrongKinds(.negate, value)
    }
}

extension EvaluationError {
    /// What an operation on amounts refused, with the values that it was given.
    init(_ error: AmountError, _ function: FunctionID, _ operands: [Value]) {
        let kind: Kind =
            switch error {
            case .overflow, .tooManyPlaces: .overflow
            case .divisionByZero: .divisionByZero
            case .currenciesDiffer: .currenciesDiffer
            case .rateDoesNotConvert, .invalidRate: .rateDoesNotConvert
            case .placesOutOfRange: .argumentOutOfRange
            case .notANumber: .notConvertible
            case .noMinorUnit, .finerThanMinorUnit, .negativeWeight, .nothingToAllocateBy, .partsOutOfRange:
                .notAllocatable
            }
        self.init(kind, Text(function.shownName), operands)
    }

    /// What an operation on dates and times refused.
    init(_ error: DateError, _ function: FunctionID, _ operands: [Value]) {
        let kind: Kind =
            switch error {
            case .unreadable: .notConvertible
            case .needsCalendar, .notCovered: .calendar
            case .needsTime, .contradiction, .cannotRepeat: .wrongKinds
            default: .dateOutOfRange
            }
        self.init(kind, Text(function.shownName), operands)
    }
}
