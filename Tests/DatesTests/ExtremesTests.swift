import Dates
import Foundation
import TestSupport
import Testing
import ZoneReading

/// Whatever a text or a number says, the answer is a value in its range or an error; nothing traps.
@Suite struct ExtremesTests {
    static let seed = UInt64(ProcessInfo.processInfo.environment["PROVISO_SEED"] ?? "") ?? 5

    @Test func textsOfAnyBytesAreReadOrRefused() throws {
        let texts = [
            "2026-03-01", "09:00:30", "2026-03-01T09:00:00", "2026-03-01T09:00:00.123456789+05:30", "-1h30m0.5s",
            "250µs",
            "1 year 6 months -3 business days", "every monday, wednesday and friday in june",
            "second to last business day of the quarter",
            "15th day of the month, or the next business day of that month",
            "CET-1CEST,M3.5.0,M10.5.0/3", "<-02>2<-01>,J60/-167,365/167:59:59", "+05:30",
        ]
        var generator = SeededGenerator(seed: Self.seed)
        var read = 0
        for round in 0..<20_000 {
            var bytes = Array(texts[round % texts.count].utf8)
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                case 2: bytes = Array(bytes.prefix(place))
                case 3: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
                default: bytes.insert(contentsOf: "999999999999".utf8, at: place)
                }
            }
            read += try reread(String(decoding: bytes, as: UTF8.self))
        }
        #expect(read > 5_000)
    }

    /// How many kinds of value a text is; each prints as a text that is read as the same value.
    private func reread(_ text: String) throws -> Int {
        var count = 0
        func check<Value: Equatable & CustomStringConvertible>(_ read: (String) throws -> Value) throws {
            guard let value = try? read(text) else { return }
            count += 1
            let again = try read(value.description)
            #expect(again == value, "seed \(Self.seed): \(text)")
            #expect(again.description == value.description)
        }
        try check { try CivilDate($0) }
        try check { try CivilTime($0) }
        try check { try CivilDateTime($0) }
        try check { try Instant($0) }
        try check { try ExactDuration($0) }
        try check { try Period($0) }
        try check { try ScheduleRule($0) }
        try check { try ZoneRule(posix: $0) }
        if (try? Zone(fixedOffset: text)) != nil { count += 1 }
        return count
    }

    @Test func numbersOfAnySizeGiveAValueOrAnError() throws {
        let numbers = [
            Int.min, Int.min + 1, Int(Int32.min) - 1, Int(Int32.min), Int(Int32.min) + 1, -3_652_059, -86_401, -1, 0, 1,
            12,
            86_400, 999_999_999, 1_000_000_000, 3_652_059, Int(Int32.max), Int(Int32.max) + 1, 315_576_000_000,
            315_576_000_001, Int.max - 1, Int.max,
        ]
        let dates = [CivilDate.earliest, try CivilDate("2024-02-29"), .latest]
        let calendar = try BusinessCalendar(
            name: "all", weekend: .saturdayAndSunday, holidays: dates, first: .earliest, last: .latest)
        for number in numbers {
            _ = try? CivilDate(daysSinceEpoch: number)
            _ = try? CivilDate(year: number, month: 1, day: 1)
            _ = try? CivilDate(year: 2026, month: number, day: number)
            _ = try? CivilTime(hour: number, minute: number, second: number)
            _ = try? CivilTime(secondsOfDay: number)
            _ = try? CivilDateTime(secondsSinceEpoch: Int64(number))
            _ = try? ISOWeek(year: number, week: number)
            _ = try? Instant(seconds: Int64(number), nanoseconds: number)
            _ = try? ScheduleRule(.nth(number, .day))
            _ = try? ExactDuration(seconds: Int64(number), nanoseconds: number)
            _ = try? ExactDuration(hours: number, minutes: number, seconds: number)
            for date in dates {
                _ = try? date.adding(days: number)
                for rule in EndOfMonthRule.allCases { _ = try? date.adding(months: number, rule) }
                _ = try? calendar.adding(businessDays: number, to: date)
                for other in numbers.compactMap({ try? Period(months: $0, days: number, businessDays: $0) }) {
                    _ = try? date.adding(other, calendar: calendar)
                }
            }
            for other in numbers { try multiply(number, other) }
        }
    }

    private func multiply(_ number: Int, _ other: Int) throws {
        guard let period = try? Period(months: number, seconds: other) else { return }
        #expect(period.negated.negated == period)
        #expect(try period.adding(period.negated).isZero)
        #expect((try? period.multiplied(by: -1)) == period.negated)
        _ = try? period.multiplied(by: other)
        guard let exact = try? ExactDuration(seconds: Int64(other)) else { return }
        #expect(try exact.adding(exact.negated) == .zero)
        _ = try? exact.multiplied(by: number)
        for instant in [Instant.earliest, .epoch, .latest] {
            guard let moved = try? instant.adding(exact) else { continue }
            #expect(moved.duration(since: instant) == exact)
            #expect(try moved.subtracting(exact) == instant)
        }
    }

    @Test func bothEndsOfTimeHaveAnswersInEveryZone() throws {
        let database = ZoneDatabase()
        for name in try database.zoneNames() {
            let zone = try database.zone(named: name)
            for instant in [Instant.earliest, .latest] {
                #expect(zone.offsetSeconds(at: instant).magnitude < 93_600)
                guard let local = try? zone.civil(at: instant) else { continue }
                let back = try zone.instant(of: local)
                #expect(back.seconds == instant.seconds, "\(name)")
            }
            for local in [CivilDateTime.earliest, .latest] {
                guard let instant = try? zone.instant(of: local) else { continue }
                #expect(try zone.civil(at: instant) == local, "\(name)")
            }
            for date in [CivilDate.earliest, .latest] { _ = try? zone.startOfDay(date) }
            _ = try? zone.adding(Period(days: 1), to: .latest)
            _ = try? zone.adding(Period(months: -1), to: .earliest)
            #expect(zone.nextTransition(after: .latest) == nil)
        }
    }

    @Test func orderFollowsTheTimeLine() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<5_000 {
            let totals = (0..<2).map { _ in
                Int128(Int64.random(in: -200_000_000_000...200_000_000_000, using: &generator)) * 1_000_000_000
                    + Int128(Int32.random(in: -999_999_999...999_999_999, using: &generator))
            }
            let durations = try totals.map { try ExactDuration(totalNanoseconds: $0) }
            #expect(durations.map(\.totalNanoseconds) == totals)
            #expect((durations[0] < durations[1]) == (totals[0] < totals[1]))
            let difference = try? durations[0].subtracting(durations[1])
            #expect(difference.map(\.totalNanoseconds) ?? (totals[0] - totals[1]) == totals[0] - totals[1])
            guard let left = try? Instant.epoch.adding(durations[0]),
                let right = try? Instant.epoch.adding(durations[1])
            else { continue }
            #expect((left < right) == (totals[0] < totals[1]))
            #expect(left.duration(since: right).totalNanoseconds == totals[0] - totals[1])
        }
    }
}
