import Dates
import TestSupport
import Testing

@Suite struct CoreTests {
    @Test func casesHold() throws {
        try checkCases("Cases", Calculator.answers)
    }

    @Test func everyDateComesBackFromItsPartsAndItsText() throws {
        // Its own count of days, months and years, so that it can disagree with the arithmetic.
        var (year, month, day) = (1, 1, 1)
        var weekday = 1
        var failures = 0
        for number in Int(CivilDate.earliest.daysSinceEpoch)...Int(CivilDate.latest.daysSinceEpoch) {
            let date = try CivilDate(daysSinceEpoch: number)
            let parts = date.components
            let made = try CivilDate(year: year, month: month, day: day)
            let read = number % 97 == 0 ? try CivilDate(date.description) : date
            if made != date || read != date || parts != made.components || parts.day != day || parts.month != month
                || parts.year != year || date.weekday.rawValue != UInt8(weekday)
            {
                failures += 1
            }
            weekday = weekday % 7 + 1
            day += 1
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(failures == 0)
        #expect(year == 10_000)
    }

    @Test func valuesAreSmall() {
        #expect(MemoryLayout<CivilDate>.size == 4)
        #expect(MemoryLayout<CivilTime>.size == 4)
        #expect(MemoryLayout<CivilDateTime>.size == 8)
        #expect(MemoryLayout<Instant>.size == 12)
        #expect(MemoryLayout<ExactDuration>.size == 12)
        #expect(MemoryLayout<Period>.size <= 24)
    }
}
