package import Dates
import YAMLReading

extension Reading {
    package static func period(_ text: String, _ sense: PeriodSense) throws(Misreading) -> Parametric<Period> {
        if let parameter = parameter(text) { return .parameter(parameter) }
        let period: Period
        do { period = try Period(text) } catch { throw badPeriod(text, error, sense) }
        switch sense {
        case .offset: break
        case .length, .exactLength:
            if text.utf8.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }) {
                let bare = text.filter { $0 != "+" && $0 != "-" }
                throw Misreading(
                    DefinitionCodes.periodSense, "has a sign, but is a length of time",
                    expected: "a period without a sign, such as 3 days",
                    help: "Write \(bare).", mend: text.hasPrefix("+") ? bare : nil)
            }
            if period.isZero {
                throw Misreading(
                    DefinitionCodes.periodSense, "is no time at all", expected: "a period that is longer than nothing",
                    help: "Write how long it is, or delete the key.")
            }
            if sense == .exactLength, !period.isExact {
                throw Misreading(
                    DefinitionCodes.periodSense, "depends on a calendar",
                    expected: "hours, minutes or seconds, such as 30 seconds",
                    help: period.days != 0
                        ? "Write it in hours; a day is 24 hours." : "Write it in hours, minutes or seconds.")
            }
        }
        return .value(period)
    }

    private static func badPeriod(_ text: String, _ error: DateError, _ sense: PeriodSense) -> Misreading {
        let mend = periodMend(text).flatMap { $0 == text ? nil : $0 }
        var reason = "Write a number and its unit."
        switch error {
        case .unreadable(let unreadable):
            if let first = unreadable.problem.first {
                reason = "\(first.uppercased())\(unreadable.problem.dropFirst()). Write a number and its unit."
            }
        case .outOfRange: reason = "The number is larger than any period can be. Write a smaller one."
        default: break
        }
        let example = sense == .offset ? "+7 days, -3 business days or 1 month" : "3 days, 2 business days or 1 month"
        return Misreading(
            DefinitionCodes.badPeriod, "is not a period", expected: "a period such as \(example)",
            help: mend.map { "Write \($0)." } ?? reason, mend: mend)
    }

    /// `3d`, `3days`, `3 Days`, `three days`, `a day`: what was certainly meant. An `m` may be a month or a minute, so
    /// it is not mended.
    private static func periodMend(_ text: String) -> String? {
        if text.hasPrefix("parameters.") {
            return NameStyle.snake.mended(String(text.dropFirst("parameters.".count))).map { "parameters.\($0)" }
        }
        let lower = text.lowercased()
        let sign = lower.first == "+" || lower.first == "-" ? String(lower.prefix(1)) : ""
        let rest = lower.dropFirst(sign.count).drop { $0 == " " }
        var count = String(rest.prefix { $0.isNumber && $0.isASCII })
        var unit = rest.dropFirst(count.count).drop { $0 == " " }
        if count.isEmpty {
            let word = rest.prefix { $0 != " " }
            let numbers = [
                "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
                "nine": 9, "ten": 10, "fourteen": 14, "thirty": 30,
            ]
            guard let number = numbers[String(word)] else { return nil }
            count = String(number)
            unit = rest.dropFirst(word.count).drop { $0 == " " }
        }
        let short = [
            "d": "day", "h": "hour", "s": "second", "w": "week", "y": "year", "min": "minute", "sec": "second",
        ]
        let singular = short[String(unit)] ?? (unit.hasSuffix("s") ? String(unit.dropLast()) : String(unit))
        guard let unit = PeriodUnit(name: singular) else { return nil }
        return "\(sign)\(count) \(unit.rawValue)\(count == "1" ? "" : "s")"
    }

    /// The days as `ScheduleRule` reads them; behind `every:` the word "every" need not stand again.
    static func schedule(_ text: String) throws(Misreading) -> ScheduleRule {
        if let rule = try? ScheduleRule("every " + text) { return rule }
        do { return try ScheduleRule(text) } catch {
            var help = "Write the days in words."
            switch error {
            case .unreadable(let unreadable):
                if let first = unreadable.problem.first {
                    help = "\(first.uppercased())\(unreadable.problem.dropFirst()). Write such days."
                }
            case .contradiction(let sentence): help = "\(sentence) Write days that exist."
            default: break
            }
            throw Misreading(
                DefinitionCodes.badSchedule, "does not say days of a calendar",
                expected: "days such as first business day of the month, or monday", help: help)
        }
    }

    package static func timeOfDay(_ text: String) throws(Misreading) -> Parametric<CivilTime> {
        if let parameter = parameter(text) { return .parameter(parameter) }
        do { return .value(try CivilTime(text)) } catch {
            let mend = timeMend(text)
            throw Misreading(
                DefinitionCodes.badTime, "is not a time of day", expected: "hours and minutes, such as 09:00 or 17:30",
                help: mend.map { "Write \($0)." } ?? "Write the hour from 00 to 23, a colon and the minutes.",
                mend: mend)
        }
    }

    /// `9:00`, `9`, `9am` and `5 pm` as `09:00`, `09:00`, `09:00` and `17:00`.
    private static func timeMend(_ text: String) -> String? {
        var rest = text.lowercased().filter { $0 != " " }
        var isAfternoon: Bool?
        for (suffix, afternoon) in [("am", false), ("pm", true)] where rest.hasSuffix(suffix) {
            isAfternoon = afternoon
            rest = String(rest.dropLast(2))
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.utf8.allSatisfy(isDigit) }),
            var hour = parts.first.flatMap({ Int($0) })
        else { return nil }
        let minute = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        if parts.count == 2, parts[1].count != 2 { return nil }
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard let time = try? CivilTime(hour: hour, minute: minute) else { return nil }
        return padded(time.hour, 2) + ":" + padded(time.minute, 2)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    package static func date(_ text: String) throws(Misreading) -> CivilDate {
        do { return try CivilDate(text) } catch {
            var help = "Write year, month and day, such as 2026-03-01."
            if case .noSuchDay = error { help = "\(error) Write a day that exists." }
            if case .noSuchMonth = error { help = "\(error) Write year, month and day." }
            let mend = dateMend(text)
            throw Misreading(
                DefinitionCodes.badDate, "is not a date", expected: "a date such as 2026-03-01",
                help: mend.map { "Write \($0)." } ?? help, mend: mend)
        }
    }

    /// `2026-3-1`, `2026/03/01`, `1.3.2026` and `31/12/2026`; not `01/03/2026`, which is another day in another
    /// country.
    private static func dateMend(_ text: String) -> String? {
        var parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" || $0 == "." }
        if parts.count == 3, parts[2].count == 4, text.contains(".") || Int(parts[0]).map({ $0 > 12 }) == true {
            parts.reverse()
        }
        guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), let date = try? CivilDate(year: year, month: month, day: day)
        else { return nil }
        let mend = "\(date)"
        return mend == text ? nil : mend
    }

    package static func instant(_ text: String) throws(Misreading) -> Instant {
        do { return try Instant(text) } catch {
            let mend = instantMend(text)
            throw Misreading(
                DefinitionCodes.badInstant, "is not an instant",
                expected: "a date and time with its zone, such as 2026-03-01T09:00:00Z",
                help: mend.map { "If it is Greenwich time, write \($0)." }
                    ?? "Write the date, \"T\", the time, and \"Z\" for Greenwich time or a distance such as +01:00.")
        }
    }

    private static func instantMend(_ text: String) -> String? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
        guard let date = parts.first.flatMap({ try? CivilDate(String($0)) }) else { return nil }
        guard parts.count == 2 else { return parts.count == 1 ? "\(date)T00:00:00Z" : nil }
        guard let time = try? CivilTime(String(parts[1])) else { return nil }
        return "\(date)T\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))Z"
    }

    static func moment(_ text: String) throws(Misreading) -> Moment {
        if let date = try? CivilDate(text) { return .date(date) }
        do { return .instant(try instant(text)) } catch {
            var error = error
            error.expected = "an instant such as 2026-03-01T09:00:00Z, or a date such as 2026-03-01"
            error.mend = dateMend(text)
            if let mend = error.mend { error.help = "Write \(mend)." }
            throw error
        }
    }
}
