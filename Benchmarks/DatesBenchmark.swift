import Dates
import Foundation
import ZoneReading

/// Dates beside Foundation's `Calendar`, which does the same by way of instants and a general calendar.
let datesBenchmark = Benchmark(name: "dates") {
    var calendar = Calendar(identifier: .gregorian)
    guard let utc = TimeZone(identifier: "UTC"), let berlin = TimeZone(identifier: "Europe/Berlin") else { return [] }
    let zone = try ZoneDatabase().zone(named: "Europe/Berlin")
    let count = 2_000
    // Every 31st day from 1990 to about 2160, so that each day of a month and both offsets come.
    let dates = try (0..<count).map { try CivilDate(year: 1990, month: 1, day: 1).adding(days: $0 * 31) }
    let instants = try dates.map { try Instant(CivilDateTime($0, CivilTime(hour: 9)), offsetSeconds: 0) }
    let locals = dates.map { CivilDateTime($0, .midnight) }
    let theirs = instants.map { Date(timeIntervalSince1970: Double($0.seconds)) }
    let parts = dates.map(\.components)
    let components = parts.map { DateComponents(year: $0.year, month: $0.month, day: $0.day) }
    // Carried from round to round, so that no round can be left out.
    var sum = 0
    let texts = instants.map(\.description)

    func ratio(_ name: String, _ bound: Double, _ ours: () throws -> Void, _ foundations: () throws -> Void) throws
        -> [Figure]
    {
        let mine = try nanoseconds(rounds: 5, operations: count, ours)
        let other = try nanoseconds(rounds: 3, operations: count, foundations)
        return [
            Figure(name: name, value: mine, unit: "ns", bound: .none),
            Figure(name: "  faster than Foundation", value: other / mine, unit: "×", bound: .atLeast(bound)),
        ]
    }

    calendar.timeZone = utc
    var figures = try ratio("year, month and day of a date", 30) {
        for date in dates {
            let part = date.components
            sum &+= part.year &+ part.month &* (sum & 15) &+ part.day
        }
    } _: {
        for date in theirs { blackHole(calendar.dateComponents([.year, .month, .day], from: date)) }
    }
    figures += try ratio("a date of year, month and day", 20) {
        for part in parts {
            sum ^= try CivilDate(year: part.year, month: part.month, day: part.day).days(since: .earliest)
        }
    } _: {
        for part in components { blackHole(calendar.date(from: part)) }
    }
    figures += try ratio("a month later", 20) {
        for date in dates { sum ^= try date.adding(months: 1).days(since: .earliest) }
    } _: {
        for date in theirs { blackHole(calendar.date(byAdding: .month, value: 1, to: date)) }
    }
    calendar.timeZone = berlin
    figures += try ratio("what clocks in Berlin show at an instant", 8) {
        for instant in instants { sum ^= Int(try zone.civil(at: instant).secondsSinceEpoch) }
    } _: {
        for date in theirs {
            blackHole(calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date))
        }
    }
    figures += try ratio("the instant of midnight in Berlin", 4) {
        for local in locals { sum ^= Int(try zone.instant(of: local).seconds) }
    } _: {
        for part in components { blackHole(calendar.date(from: part)) }
    }
    figures += try ratio("an instant of RFC 3339", 4) {
        for text in texts { sum ^= Int(try Instant(text).seconds) }
    } _: {
        for text in texts { blackHole(try Date(text, strategy: .iso8601)) }
    }
    blackHole(sum)
    return figures
}
