import Amounts
import Dates
import Encoding

/// Fields and elements.
///
/// An optional value passes each access through: nothing stays nothing, and what it holds is looked into and wrapped again.
enum Access {
    /// `container[key]`.
    static func element(_ container: Value, _ key: Value) throws(EvaluationError) -> Value {
        if case .some(let held) = container.asOptional {
            guard let held else { return .none }
            return try find(held, key).map { .optional($0) } ?? .none
        }
        if let value = try find(container, key) { return value }
        if let list = container.asList {
            throw EvaluationError(.indexOutOfRange, .index, key, .int(Int64(list.count)))
        }
        throw EvaluationError(.noSuchKey, .index, key)
    }

    /// `container[?key]`: an optional value.
    static func optionalElement(_ container: Value, _ key: Value) throws(EvaluationError) -> Value {
        var container = container
        if case .some(let held) = container.asOptional {
            guard let held else { return .none }
            container = held
        }
        return try find(container, key).map { .optional($0) } ?? .none
    }

    /// What a list has at a position, or a map under a key; nothing if it is not there.
    private static func find(_ container: Value, _ key: Value) throws(EvaluationError) -> Value? {
        switch container.kind {
        case .list:
            guard let list = container.asList, NumberLine.isNumber(key.kind) else {
                throw EvaluationError.wrongKinds(.index, container, key)
            }
            // Whole doubles and decimals are positions too.
            guard let position = Maps.key(key), position.kind == .int || position.kind == .uint else {
                throw EvaluationError.wrongKinds(.index, container, key)
            }
            let index = position.wholeNumber
            guard index >= 0, index < Int128(list.count) else { return nil }
            return list[Int(index)]
        case .map:
            switch key.kind {
            case .bool, .int, .uint, .string, .double, .decimal: break
            default: throw EvaluationError.wrongKinds(.index, container, key)
            }
            return Maps.key(key).flatMap { container.asMap?.value(of: $0) }
        case .record:
            guard let name = key.asText else { throw EvaluationError.wrongKinds(.index, container, key) }
            return container[name]
        default: throw EvaluationError.wrongKinds(.index, container, key)
        }
    }

    /// What a field access gives.
    enum Field {
        case value(Value)
        /// A field that may be there and is not.
        case missing
        /// A name that no value of this kind, or no record of this shape, has as a field.
        case unknown
        /// Values of this kind have no fields.
        case noFields
    }

    static func field(_ target: Value, _ name: Text) -> Field {
        switch target.kind {
        case .map: return target[name].map { .value($0) } ?? .missing
        case .record:
            if let value = target[name] { return .value(value) }
            return target.shape?.slot(of: name) == nil ? .unknown : .missing
        case .date, .time, .period, .money, .rate: return part(target, name).map { .value($0) } ?? .unknown
        default: return .noFields
        }
    }

    /// The parts of the dialect's own values.
    private static func part(_ target: Value, _ name: Text) -> Value? {
        let number: Int64? =
            switch (target.kind, name) {
            case (.date, "year"): target.asDate.map { Int64($0.year) }
            case (.date, "month"): target.asDate.map { Int64($0.month) }
            case (.date, "day"): target.asDate.map { Int64($0.day) }
            case (.date, "weekday"): target.asDate.map { Int64($0.weekday.rawValue) }
            case (.time, "hour"): target.asTime.map { Int64($0.hour) }
            case (.time, "minute"): target.asTime.map { Int64($0.minute) }
            case (.time, "second"): target.asTime.map { Int64($0.second) }
            case (.period, "months"): target.asPeriod.map { Int64($0.months) }
            case (.period, "days"): target.asPeriod.map { Int64($0.days) }
            case (.period, "business_days"): target.asPeriod.map { Int64($0.businessDays) }
            case (.period, "seconds"): target.asPeriod.map { $0.seconds }
            default: nil
            }
        if let number { return .int(number) }
        switch (target.kind, name) {
        case (.money, "amount"): return target.asMoney.map { .decimal($0.amount) }
        case (.money, "currency"): return .string(target.currency.code)
        case (.rate, "from"): return target.asRate.map { .string($0.from.code) }
        case (.rate, "to"): return target.asRate.map { .string($0.to.code) }
        case (.rate, "value"): return target.asRate.map { .decimal($0.value) }
        case (.rate, "source"): return target.asRate.map { .string($0.source) }
        default: return nil
        }
    }
}
