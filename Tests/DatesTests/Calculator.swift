import Dates
import ZoneReading

/// One line of a case: a question and its arguments, parted by ` | `. The answer is one line; an error's sentence begins
/// with `!`.
///
/// Lines that define something (`calendar`, `zone`, `rule`) hold for the lines after them and have no answer of their own.
struct Calculator {
    var calendar: BusinessCalendar?
    var zone = Zone.utc

    struct Misuse: Error, CustomStringConvertible {
        var description: String
    }

    /// The answers to the lines of an input.
    static func answers(_ input: String) throws -> String {
        var calculator = Calculator()
        var answers: [String] = []
        for line in input.split(separator: "\n") {
            do {
                if let answer = try calculator.answer(String(line)) { answers.append(answer) }
            } catch let error as DateError {
                answers.append("! \(error)")
                try checkWords("\(error)")
            }
        }
        return answers.joined(separator: "\n")
    }

    /// Authors are no programmers: no sentence for them holds these words or a type's name.
    private static func checkWords(_ sentence: String) throws {
        let words = sentence.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let forbidden: Set = [
            "token", "node", "nil", "parser", "CivilDate", "CivilTime", "CivilDateTime", "Instant", "ExactDuration",
            "Period", "Zone", "ZoneRule", "BusinessCalendar", "ScheduleRule", "Recurrence", "DateError", "Int",
            "String",
        ]
        if let word = words.first(where: forbidden.contains) {
            throw Misuse(description: "an author does not know \"\(word)\": \(sentence)")
        }
    }

    mutating func answer(_ line: String) throws -> String? {
        let split = line.firstIndex(of: " ") ?? line.endIndex
        let verb = String(line[..<split])
        let arguments = Arguments(line: line, values: Self.arguments(line[split...]))
        switch verb {
        case "calendar":
            calendar = try Self.calendar(arguments)
            return nil
        case "date", "time", "datetime", "instant", "duration", "clock", "period", "weekday", "week":
            return try Self.text(verb, arguments)
        case "add", "until", "times", "sum", "after", "since": return try arithmetic(verb, arguments)
        case "zone":
            zone = try ZoneDatabase().zone(named: arguments[0])
            return nil
        case "rule":
            let rule = try ZoneRule(posix: arguments[0])
            zone = try Zone(
                name: arguments[0], initialOffsetSeconds: rule.standardOffsetSeconds, transitions: [], rule: rule)
            return nil
        case "offset", "posix", "show", "local", "day", "move", "change": return try zones(verb, arguments)
        case "days", "fraction": return try dayCount(verb, arguments)
        case "series", "following": return try recurrence(verb, arguments)
        case "schedule", "next": return try schedule(verb, arguments)
        case "business", "plus", "count", "roll": return try business(verb, arguments)
        default: throw Misuse(description: "no such question: \(line)")
        }
    }

    /// The arguments as they stand, so that blanks can be tested: one blank belongs to each `|`.
    private static func arguments(_ text: Substring) -> [String] {
        var values: [String] = []
        var rest = text.dropFirst()
        while let bar = rest.firstRange(of: " | ") {
            values.append(String(rest[..<bar.lowerBound]))
            rest = rest[bar.upperBound...]
        }
        return values + [String(rest)]
    }

    struct Arguments {
        var line: String
        var values: [String]

        subscript(_ index: Int) -> String {
            get throws {
                guard values.indices.contains(index) else { throw Misuse(description: "too few arguments: \(line)") }
                return values[index]
            }
        }

        func choice<Choice: RawRepresentable<String>>(_ index: Int, _ usual: Choice) throws -> Choice {
            guard values.indices.contains(index) else { return usual }
            guard let choice = Choice(rawValue: values[index]) else {
                throw Misuse(description: "no such choice: \(line)")
            }
            return choice
        }

        func number(_ index: Int) throws -> Int {
            guard let number = try Int(self[index]) else { throw Misuse(description: "no number: \(line)") }
            return number
        }
    }

    private static func text(_ verb: String, _ arguments: Arguments) throws -> String {
        let text = try arguments[0]
        switch verb {
        case "date":
            let date = try CivilDate(text)
            return "\(date) \(date.weekday.name) \(date.isoWeek) day \(date.dayOfYear) at \(date.daysSinceEpoch)"
        case "time": return try "\(CivilTime(text))"
        case "datetime": return try "\(CivilDateTime(text))"
        case "instant":
            let instant = try Instant(text)
            return "\(instant) at \(instant.seconds) \(instant.nanoseconds)"
        case "duration":
            let duration = try ExactDuration(text)
            return "\(duration) is \(duration.seconds) \(duration.nanoseconds)"
        case "clock": return try ExactDuration(text).hoursMinutesSeconds
        case "weekday": return Weekday(name: text).map { "\($0.rawValue) \($0.fromSunday)" } ?? "none"
        case "week":
            let week = try ISOWeek(year: arguments.number(0), week: arguments.number(1))
            return try "\(week) \(week.date(of: .monday)) \(week.date(of: .sunday))"
        default:
            let period = try Period(text)
            return "\(period) is \(period.months) \(period.days) \(period.businessDays) \(period.seconds)"
        }
    }

    private func arithmetic(_ verb: String, _ arguments: Arguments) throws -> String {
        switch verb {
        case "add":
            return try
                "\(CivilDate(arguments[0]).adding(Period(arguments[1]), arguments.choice(2, .lastDay), calendar: calendar))"
        case "until": return try "\(CivilDate(arguments[0]).period(to: CivilDate(arguments[1])))"
        case "times": return try "\(Period(arguments[0]).multiplied(by: arguments.number(1)))"
        case "sum": return try "\(Period(arguments[0]).adding(Period(arguments[1])))"
        case "after": return try "\(Instant(arguments[0]).adding(ExactDuration(arguments[1])))"
        default: return try "\(Instant(arguments[0]).duration(since: Instant(arguments[1])))"
        }
    }

    // MARK: - Business days

    /// `calendar name | weekend | first | last | holidays`
    private static func calendar(_ arguments: Arguments) throws -> BusinessCalendar {
        var weekend: WeekdaySet = []
        for name in try arguments[1].split(separator: " ").map(String.init) {
            guard let day = Weekday(name: name) else { throw Misuse(description: "no weekday: \(name)") }
            weekend.insert(WeekdaySet(day))
        }
        let holidays = try arguments[4].split(separator: " ").map { try CivilDate(String($0)) }
        return try BusinessCalendar(
            name: arguments[0], weekend: weekend, holidays: holidays, first: CivilDate(arguments[2]),
            last: CivilDate(arguments[3]))
    }

    private func business(_ verb: String, _ arguments: Arguments) throws -> String {
        guard let calendar else { throw Misuse(description: "no calendar yet: \(arguments.line)") }
        let date = try CivilDate(arguments[0])
        switch verb {
        case "business": return try calendar.isBusinessDay(date) ? "yes" : "no"
        case "plus":
            let found = try calendar.adding(businessDays: arguments.number(1), to: date)
            return "\(found) \(found.weekday.name)"
        case "count": return try "\(calendar.businessDays(from: date, to: CivilDate(arguments[1])))"
        default:
            let found = try calendar.rolled(date, arguments.choice(1, RollConvention.none))
            return "\(found) \(found.weekday.name)"
        }
    }

    // MARK: - Zones

    private func zones(_ verb: String, _ arguments: Arguments) throws -> String {
        switch verb {
        case "offset": return try "\(Zone(fixedOffset: arguments[0]).name)"
        case "posix": return try "\(ZoneRule(posix: arguments[0]))"
        case "show":
            let instant = try Instant(arguments[0])
            return try "\(zone.civil(at: instant)) at \(zone.offsetSeconds(at: instant))"
        case "local":
            let local = try CivilDateTime(arguments[0])
            let kind =
                switch try zone.kind(of: local) {
                case .single: "once"
                case .skipped: "never"
                case .doubled: "twice"
                }
            let instant = try zone.instant(
                of: local, skipped: arguments.choice(1, SkippedTimeRule.later),
                doubled: arguments.choice(2, DoubledTimeRule.first))
            return "\(kind): \(instant)"
        case "day": return try "\(zone.startOfDay(CivilDate(arguments[0])))"
        case "move":
            let moved = try zone.adding(Period(arguments[1]), to: Instant(arguments[0]), calendar: calendar)
            return try "\(moved) shown as \(zone.civil(at: moved))"
        default:
            guard let change = try zone.nextTransition(after: Instant(arguments[0])) else { return "none" }
            return try "\(Instant(seconds: change.seconds)) to \(change.offsetSeconds)"
        }
    }

    // MARK: - Counting and repeating

    /// `days convention | from | to | end | termination`
    private func dayCount(_ verb: String, _ arguments: Arguments) throws -> String {
        guard let convention = try DayCount(rawValue: arguments[0]) else {
            throw Misuse(description: "no such convention: \(arguments.line)")
        }
        let (start, end) = try (CivilDate(arguments[1]), CivilDate(arguments[2]))
        let inclusion = try arguments.choice(3, DayCount.End.excluded)
        let termination = arguments.values.count > 4 ? try CivilDate(arguments[4]) : nil
        if verb == "days" {
            return "\(convention.days(from: start, to: end, end: inclusion, termination: termination))"
        }
        let fraction = convention.yearFraction(from: start, to: end, end: inclusion, termination: termination)
        return "\(fraction.numerator)/\(fraction.denominator)"
    }

    /// `series start | step | first index | count | rule | anchor day`, `following start | step | date | rule | anchor day`
    private func recurrence(_ verb: String, _ arguments: Arguments) throws -> String {
        let isSeries = verb == "series"
        let rule = try arguments.choice(isSeries ? 4 : 3, EndOfMonthRule.lastDay)
        let anchorIndex = isSeries ? 5 : 4
        let anchor = arguments.values.count > anchorIndex ? try arguments.number(anchorIndex) : nil
        let recurrence = try Recurrence(
            from: CivilDate(arguments[0]), every: Period(arguments[1]), anchorDay: anchor, rule)
        guard isSeries else {
            let date = try CivilDate(arguments[2])
            return try
                "\(recurrence.next(after: date, calendar: calendar)) number \(recurrence.index(after: date, calendar: calendar))"
        }
        let first = try arguments.number(2)
        return try (first..<(first + arguments.number(3)))
            .map { try "\(recurrence.date(at: $0, calendar: calendar))" }.joined(separator: " ")
    }

    /// `schedule text`, `next text | date | count`
    private func schedule(_ verb: String, _ arguments: Arguments) throws -> String {
        let rule = try ScheduleRule(arguments[0])
        guard verb == "next" else { return "\(rule)" }
        var date = try CivilDate(arguments[1])
        var found: [String] = []
        for _ in 0..<(try arguments.number(2)) {
            date = try rule.next(after: date, calendar: calendar)
            found.append("\(date)")
        }
        return found.joined(separator: " ")
    }
}
