/// Seconds since 1970-01-01T00:00:00Z.
typealias Seconds = Int

/// Days since 1970-01-01.
typealias CivilDay = Int

/// A length of time as files write it.
enum ModelPeriod: Sendable {
    case seconds(Int)
    case days(Int)
    /// Mondays to Fridays; the model has no holidays.
    case businessDays(Int)

    static func minutes(_ count: Int) -> ModelPeriod { .seconds(60 * count) }
    static func hours(_ count: Int) -> ModelPeriod { .seconds(3600 * count) }
}

/// The model's own calendar. It is slow on purpose where that keeps it plain, and shares nothing with the product's.
enum CivilTime {
    /// The day in UTC.
    static func day(of instant: Seconds) -> CivilDay {
        instant >= 0 ? instant / 86_400 : (instant - 86_399) / 86_400
    }

    static func isBusinessDay(_ day: CivilDay) -> Bool {
        // 1970-01-01 was a Thursday: 0 is Monday here.
        let weekday = ((day + 3) % 7 + 7) % 7
        return weekday < 5
    }

    /// The date that lies `period` after `day`, or before it when the period is negative.
    static func day(_ day: CivilDay, plus period: ModelPeriod) -> CivilDay {
        switch period {
        case .seconds(let count): return day + count / 86_400
        case .days(let count): return day + count
        case .businessDays(let count):
            var result = day
            var left = count
            while left > 0 {
                result += 1
                if isBusinessDay(result) { left -= 1 }
            }
            while left < 0 {
                result -= 1
                if isBusinessDay(result) { left += 1 }
            }
            return result
        }
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: return isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    /// Counts years and months from 1970 on; earlier dates do not occur in the tests.
    static func date(_ day: CivilDay) -> (year: Int, month: Int, day: Int) {
        var left = day
        var year = 1970
        while left >= (isLeap(year) ? 366 : 365) {
            left -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        while left >= length(ofMonth: month, in: year) {
            left -= length(ofMonth: month, in: year)
            month += 1
        }
        return (year, month, left + 1)
    }

    static func day(year: Int, month: Int, day: Int) -> CivilDay {
        var result = day - 1
        for earlier in stride(from: 1970, to: year, by: 1) { result += isLeap(earlier) ? 366 : 365 }
        for earlier in stride(from: 1, to: month, by: 1) { result += length(ofMonth: earlier, in: year) }
        return result
    }

    /// `2026-03-02`
    static func text(day: CivilDay) -> String {
        let parts = date(day)
        return "\(parts.year)-\(twoDigits(parts.month))-\(twoDigits(parts.day))"
    }

    /// `2026-03-02T09:00:00Z`
    static func text(_ instant: Seconds) -> String {
        let start = day(of: instant)
        let rest = instant - start * 86_400
        let time = "\(twoDigits(rest / 3600)):\(twoDigits(rest / 60 % 60)):\(twoDigits(rest % 60))"
        return "\(text(day: start))T\(time)Z"
    }

    /// Reads `2026-03-02`; anything else is nil.
    static func day(_ text: String) -> CivilDay? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        return self.day(year: year, month: month, day: day)
    }

    /// Reads `2026-03-02T09:00:00Z`; anything else is nil.
    static func instant(_ text: String) -> Seconds? {
        let halves = text.split(separator: "T")
        guard halves.count == 2, halves[1].hasSuffix("Z"), let day = day(String(halves[0])) else { return nil }
        let parts = halves[1].dropLast().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        return day * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2]
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
