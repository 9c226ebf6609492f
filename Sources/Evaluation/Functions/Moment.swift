import Amounts
import Dates
import Encoding

// Arithmetic of dates, instants, durations and periods.
//
// CEL has instants and durations of a fixed length; a duration is at most 2⁶³ nanoseconds, as its specification says.
// The dialect has civil dates and periods whose months and days are no fixed time, so they are added to dates, and to an
// instant only as far as they are exact: what a day is there depends on a zone that nobody has named.

enum Moment {
    static func arithmetic(
        _ function: FunctionID, _ left: Value, _ right: Value, _ context: CallContext
    ) throws(EvaluationError) -> Value? {
        do throws(DateError) {
            switch (left.kind, right.kind) {
            case (.timestamp, .timestamp), (.timestamp, .duration), (.duration, .timestamp), (.duration, .duration):
                return try instants(function, left, right, context)
            case (.date, .period), (.period, .date), (.date, .date), (.timestamp, .period), (.period, .timestamp):
                return try dates(function, left, right, context)
            case (.period, .period), (.period, .int), (.int, .period): return try periods(function, left, right)
            default: return nil
            }
        } catch { throw EvaluationError(error, function, [left, right]) }
    }

    private static func instants(
        _ function: FunctionID, _ left: Value, _ right: Value, _ context: CallContext
    ) throws(DateError) -> Value? {
        if let a = left.asInstant, let b = right.asInstant {
            guard function == .subtract else { return nil }
            let difference = a.duration(since: b)
            return .duration(try limited(difference, context))
        }
        if let a = left.asInstant, let b = right.asDuration {
            switch function {
            case .add: return .timestamp(try a.adding(b))
            case .subtract: return .timestamp(try a.subtracting(b))
            default: return nil
            }
        }
        if let a = left.asDuration, let b = right.asInstant {
            return function == .add ? .timestamp(try b.adding(a)) : nil
        }
        guard let a = left.asDuration, let b = right.asDuration else { return nil }
        switch function {
        case .add: return .duration(try limited(a.adding(b), context))
        case .subtract: return .duration(try limited(a.subtracting(b), context))
        default: return nil
        }
    }

    private static func limited(_ duration: ExactDuration, _ context: CallContext) throws(DateError) -> ExactDuration {
        context.isCEL ? try celDuration(duration) : duration
    }

    /// A duration that CEL can hold: 64 bits of nanoseconds.
    static func celDuration(_ duration: ExactDuration) throws(DateError) -> ExactDuration {
        guard Int64(exactly: duration.totalNanoseconds) != nil else { throw .outOfRange(.duration) }
        return duration
    }

    private static func dates(
        _ function: FunctionID, _ left: Value, _ right: Value, _ context: CallContext
    ) throws(DateError) -> Value? {
        if let a = left.asDate, let b = right.asDate {
            return function == .subtract ? .period(try Period(days: a.days(since: b))) : nil
        }
        guard let period = right.asPeriod ?? left.asPeriod else { return nil }
        let isReversed = left.kind == .period
        guard function == .add || (function == .subtract && !isReversed) else { return nil }
        let step = function == .add ? period : period.negated
        if let date = left.asDate ?? right.asDate {
            return .date(try date.adding(step, calendar: context.environment.calendar))
        }
        guard let instant = left.asInstant ?? right.asInstant else { return nil }
        guard let exact = step.exactDuration else { throw .needsTime(period) }
        return .timestamp(try instant.adding(exact))
    }

    private static func periods(_ function: FunctionID, _ left: Value, _ right: Value) throws(DateError) -> Value? {
        if let a = left.asPeriod, let b = right.asPeriod {
            switch function {
            case .add: return .period(try a.adding(b))
            case .subtract: return .period(try a.subtracting(b))
            default: return nil
            }
        }
        guard function == .multiply, let period = left.asPeriod ?? right.asPeriod,
            let count = left.asInt ?? right.asInt
        else { return nil }
        return .period(try period.multiplied(by: Int(count)))
    }

    // MARK: Parts

    /// `getMonth()` and its like: of a timestamp in UTC or in a zone, of a duration, and of a date.
    ///
    /// Months, days of the month (`getDayOfMonth`), of the week and of the year count from 0; `getDate` counts from 1.
    static func part(
        _ function: FunctionID, _ arguments: Arguments, _ context: CallContext
    ) throws(EvaluationError) -> Value {
        guard let target = arguments.first, arguments.count <= 2 else {
            throw EvaluationError.wrongKinds(function, Array(arguments))
        }
        if let duration = target.asDuration, arguments.count == 1 {
            guard let part = durationPart(function, duration) else {
                throw EvaluationError.wrongKinds(function, target)
            }
            return .int(part)
        }
        guard let instant = target.asInstant else { throw EvaluationError.wrongKinds(function, Array(arguments)) }
        var zone = Zone.utc
        if arguments.count == 2 {
            guard let name = arguments[1].asText else { throw EvaluationError.wrongKinds(function, Array(arguments)) }
            zone = try Moment.zone(name, context)
        }
        if function == .getMilliseconds { return .int(Int64(instant.nanoseconds / 1_000_000)) }
        do throws(DateError) {
            return .int(timestampPart(function, try zone.civil(at: instant)))
        } catch { throw EvaluationError(error, function, [target]) }
    }

    private static func durationPart(_ function: FunctionID, _ duration: ExactDuration) -> Int64? {
        switch function {
        case .getHours: duration.seconds / 3600
        case .getMinutes: duration.seconds / 60
        case .getSeconds: duration.seconds
        case .getMilliseconds: Int64(duration.nanoseconds / 1_000_000)
        default: nil
        }
    }

    private static func timestampPart(_ function: FunctionID, _ local: CivilDateTime) -> Int64 {
        let value =
            switch function {
            case .getFullYear: local.date.year
            case .getMonth: local.date.month - 1
            case .getDate: local.date.day
            case .getDayOfMonth: local.date.day - 1
            case .getDayOfWeek: local.date.weekday.fromSunday
            case .getDayOfYear: local.date.dayOfYear - 1
            case .getHours: local.time.hour
            case .getMinutes: local.time.minute
            default: local.time.second
            }
        return Int64(value)
    }

    /// The zone of a name or of a fixed offset (`+02:00`, `02:00`, `-09:30`).
    static func zone(_ name: Text, _ context: CallContext) throws(EvaluationError) -> Zone {
        if name == "UTC" { return .utc }
        let text = name.string
        if let zone = context.environment.zones[text] { return zone }
        guard let first = name.utf8.first, first == 0x2B || first == 0x2D || first &- 0x30 < 10,
            let zone = try? Zone(fixedOffset: text)
        else { throw EvaluationError(.unknownZone, "", [.string(name)]) }
        return zone
    }
}
