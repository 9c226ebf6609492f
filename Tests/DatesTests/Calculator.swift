import Dates

/// One line of a case: a question and its arguments, parted by ` | `. The answer is one line; an error's sentence begins
/// with `!`.
///
/// Lines that define something (`calendar`) hold for the lines after them and have no answer of their own.
struct Calculator {
    var calendar: BusinessCalendar?

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
            } catch let error as DateError { answers.append("! \(error)") }
        }
        return answers.joined(separator: "\n")
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
}
