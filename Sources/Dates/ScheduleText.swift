/// The text of a schedule.
///
/// ```
/// schedule   days [", or the" ("next" | "previous") "business day" ["of that month"]]
/// days       "every day" ["in" months] | "every business day" ["in" months]
///            | "every" weekday {"," weekday} ["and" weekday] ["in" months]
///            | ordinal ["to last"] ("day" | "business day" | weekday) "of" ("the month" | "the quarter" | "the year" | months)
/// ordinal    "first" … "fifth" | "1st" … "31st" | "last"
/// months     month {"," month} ["and" month]
/// ```
///
/// Of the quarter or the year, what is counted from the front is in the first month, and from the end in the last one.
extension ScheduleRule {
    /// Reads a schedule as the grammar above has it, in small letters; days of the week and months may have capitals.
    /// - Throws: `unreadable`, `contradiction`.
    public init(_ text: String) throws(DateError) {
        var words = ScheduleWords(text)
        let rule: ScheduleRule
        do throws(Misfit) {
            rule = try words.schedule()
        } catch { throw error.error(.schedule, text.utf8Span.span) }
        self = rule
    }
}

/// The words of a schedule's text, with commas as words of their own.
private struct ScheduleWords {
    var words: [(text: String, offset: Int)] = []
    var index = 0
    let end: Int

    init(_ text: String) {
        var word: [UInt8] = []
        var position = 0
        end = text.utf8.count
        func flush(_ words: inout [(text: String, offset: Int)]) {
            if !word.isEmpty { words.append((String(decoding: word, as: UTF8.self), position - word.count)) }
            word = []
        }
        for byte in text.utf8 {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") {
                flush(&words)
                if byte == UInt8(ascii: ",") { words.append((",", position)) }
            } else {
                word.append(byte)
            }
            position += 1
        }
        flush(&words)
    }

    var offset: Int { index < words.count ? words[index].offset : end }
    var next: String? { index < words.count ? words[index].text : nil }

    mutating func skip(_ word: String) -> Bool {
        guard next == word else { return false }
        index += 1
        return true
    }

    mutating func need(_ word: String, after what: String) throws(Misfit) {
        guard skip(word) else { throw Misfit(offset, "\"\(word)\" follows \(what)") }
    }

    mutating func schedule() throws(Misfit) -> ScheduleRule {
        let start = offset
        let (days, months) = skip("every") ? try every() : try counted()
        let roll = try roll()
        guard next == nil else { throw Misfit(offset, "there is more after its end") }
        do throws(DateError) {
            return try ScheduleRule(days, in: months, roll: roll)
        } catch { throw Misfit(start, "no month has so many of these days") }
    }

    private mutating func every() throws(Misfit) -> (ScheduleRule.Days, MonthSet) {
        let days: ScheduleRule.Days
        if skip("day") {
            days = .everyDay
        } else if skip("business") {
            try need("day", after: "\"business\"")
            days = .everyBusinessDay
        } else {
            let list = try list("\"every\" is followed by day, business day or days of the week") { Weekday(name: $0) }
            days = .weekly(list.reduce(into: WeekdaySet()) { $0.insert(WeekdaySet($1)) })
        }
        return (days, skip("in") ? try months() : .all)
    }

    private mutating func counted() throws(Misfit) -> (ScheduleRule.Days, MonthSet) {
        guard let word = next, var ordinal = ScheduleText.ordinal(word) else {
            throw Misfit(offset, "it begins with \"every\", or with first, second, 3rd or last")
        }
        index += 1
        if ordinal > 0, skip("to") {
            try need("last", after: "\"to\"")
            ordinal = -ordinal
        }
        let counted: ScheduleRule.Counted
        if skip("day") {
            counted = .day
        } else if skip("business") {
            try need("day", after: "\"business\"")
            counted = .businessDay
        } else if let word = next, let weekday = Weekday(name: word) {
            index += 1
            counted = .weekday(weekday)
        } else {
            throw Misfit(offset, "a day, a business day or a day of the week is counted")
        }
        try need("of", after: "the day")
        return (.nth(ordinal, counted), try whichMonths(fromEnd: ordinal < 0))
    }

    private mutating func whichMonths(fromEnd: Bool) throws(Misfit) -> MonthSet {
        guard skip("the") else { return try months() }
        if skip("month") { return .all }
        if skip("quarter") { return fromEnd ? .lastOfQuarters : .firstOfQuarters }
        if skip("year") { return MonthSet(month: fromEnd ? 12 : 1) }
        throw Misfit(offset, "\"the\" is followed by month, quarter or year")
    }

    private mutating func months() throws(Misfit) -> MonthSet {
        let list = try list("a month is missing, such as january") { ScheduleText.month($0) }
        return list.reduce(into: MonthSet()) { $0.insert(MonthSet(month: $1)) }
    }

    /// `a`, `a and b`, `a, b and c`, `a, b, c`.
    private mutating func list<Item>(_ problem: String, _ item: (String) -> Item?) throws(Misfit) -> [Item] {
        var items: [Item] = []
        while true {
            guard let word = next, let found = item(word) else {
                throw Misfit(offset, problem)
            }
            items.append(found)
            index += 1
            // A comma before "or" begins the rolling.
            if next == ",", index + 1 < words.count, words[index + 1].text != "or" {
                index += 1
            } else if !skip("and") {
                return items
            }
        }
    }

    private mutating func roll() throws(Misfit) -> RollConvention {
        guard skip(",") else { return .none }
        try need("or", after: "the comma")
        try need("the", after: "\"or\"")
        let isNext = skip("next")
        if !isNext { guard skip("previous") else { throw Misfit(offset, "it rolls to the next or the previous") } }
        try need("business", after: "\"next\" or \"previous\"")
        try need("day", after: "\"business\"")
        guard skip("of") else { return isNext ? .following : .preceding }
        try need("that", after: "\"of\"")
        try need("month", after: "\"that\"")
        return isNext ? .modifiedFollowing : .modifiedPreceding
    }
}

private enum ScheduleText {
    static let words = ["first", "second", "third", "fourth", "fifth"]

    /// 1 to 31, or -1 for `last`.
    static func ordinal(_ word: String) -> Int? {
        if word == "last" { return -1 }
        if let index = words.firstIndex(of: word) { return index + 1 }
        guard word.utf8.count > 2, let number = Int(word.dropLast(2)), (1...31).contains(number),
            numeral(number) == word
        else { return nil }
        return number
    }

    /// `1st`, `22nd`, `13th`.
    static func numeral(_ number: Int) -> String {
        let ending = (11...13).contains(number % 100) ? "th" : ["th", "st", "nd", "rd"][safe: number % 10] ?? "th"
        return "\(number)\(ending)"
    }

    static func month(_ word: String) -> Int? {
        (1...12).first { CivilDate.monthName($0).lowercased() == word.lowercased() }
    }

    static func joined(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension ScheduleRule: CustomStringConvertible {
    /// The one way to write the schedule, which `init(_:)` reads back.
    public var description: String {
        let names = ScheduleText.joined(months.months.map { CivilDate.monthName($0).lowercased() })
        let inMonths = months == .all ? "" : " in \(names)"
        let text =
            switch days {
            case .everyDay: "every day\(inMonths)"
            case .everyBusinessDay: "every business day\(inMonths)"
            case .weekly(let set): "every \(ScheduleText.joined(set.days.map(\.name)))\(inMonths)"
            case .nth(let ordinal, let counted):
                "\(Self.name(ordinal)) \(Self.name(counted)) of \(monthName(ordinal, names))"
            }
        switch roll {
        case .none: return text
        case .following: return text + ", or the next business day"
        case .modifiedFollowing: return text + ", or the next business day of that month"
        case .preceding: return text + ", or the previous business day"
        case .modifiedPreceding: return text + ", or the previous business day of that month"
        }
    }

    private func monthName(_ ordinal: Int, _ names: String) -> String {
        if months == .all { return "the month" }
        return months == (ordinal > 0 ? .firstOfQuarters : .lastOfQuarters) ? "the quarter" : names
    }

    private static func name(_ ordinal: Int) -> String {
        if ordinal == -1 { return "last" }
        let size = Int(ordinal.magnitude)
        let word = ScheduleText.words[safe: size - 1] ?? ScheduleText.numeral(size)
        return ordinal > 0 ? word : "\(word) to last"
    }

    private static func name(_ counted: Counted) -> String {
        switch counted {
        case .day: "day"
        case .businessDay: "business day"
        case .weekday(let weekday): weekday.name
        }
    }
}
