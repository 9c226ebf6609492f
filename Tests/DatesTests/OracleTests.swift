import Dates
import Foundation
import TestSupport
import Testing
import ZoneReading

/// Our answers beside those of Python's standard library, which reads the same tz database.
///
/// `PROVISO_SEED` in the environment chooses other cases than usual.
@Suite struct OracleTests {
    static let seed = ProcessInfo.processInfo.environment["PROVISO_SEED"] ?? "20260301"

    private func oracle(_ arguments: [String]) throws -> [Substring] {
        let result = try run("python3", ["Tests/DatesTests/oracle.py"] + arguments)
        try #require(result.status == 0, "\(result.errorText)")
        return result.outputText.split(separator: "\n")
    }

    /// Records what differs, and no more than ten of it.
    private struct Differences {
        var count = 0

        mutating func add(_ text: @autoclosure () -> String) {
            count += 1
            if count <= 10 { Issue.record("seed \(OracleTests.seed): \(text())") }
        }
    }

    /// Asks one kind of question and compares each answer.
    private func compare(_ kind: String, _ count: Int, _ answer: (String) throws -> String?) throws {
        var differences = Differences()
        var compared = 0
        for line in try oracle([kind, Self.seed, "\(count)"]) {
            guard let equals = line.range(of: " = ", options: .backwards) else {
                _ = try answer(String(line))
                continue
            }
            let expected = line[equals.upperBound...]
            compared += 1
            guard let actual = try answer(String(line[..<equals.lowerBound])) else { continue }
            if actual != expected { differences.add("\(line), and not \(actual)") }
        }
        #expect(differences.count == 0)
        #expect(compared >= count)
    }

    @Test func datesAgree() throws {
        try compare("dates", 60_000) { try answer($0.split(separator: " ").map(String.init)) }
    }

    @Test func instantsAgree() throws {
        try compare("instants", 10_000) { text in
            guard let instant = try? Instant(text) else { return "none" }
            return "\(instant.seconds) \(instant)"
        }
    }

    @Test func durationsAgree() throws {
        try compare("durations", 10_000) { text in
            guard let duration = try? ExactDuration(text) else { return "none" }
            let reread = try (ExactDuration(duration.description), ExactDuration(duration.hoursMinutesSeconds))
            #expect(reread == (duration, duration))
            return "\(duration.seconds) \(duration.nanoseconds)"
        }
    }

    @Test func dayCountsAgree() throws {
        try compare("daycounts", 20_000) { question in
            let words = question.split(separator: " ").map(String.init)
            guard let convention = DayCount(rawValue: words[0]), let inclusion = DayCount.End(rawValue: words[3]) else {
                return nil
            }
            let (start, end, termination) = try (CivilDate(words[1]), CivilDate(words[2]), CivilDate(words[4]))
            let days = convention.days(from: start, to: end, end: inclusion, termination: termination)
            let part = convention.yearFraction(from: start, to: end, end: inclusion, termination: termination)
            let divisor = Self.greatestCommonDivisor(part.numerator.magnitude, part.denominator.magnitude)
            return "\(days) \(part.numerator / Int64(divisor))/\(part.denominator / Int64(divisor))"
        }
    }

    private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        right == 0 ? max(left, 1) : greatestCommonDivisor(right, left % right)
    }

    @Test func calendarsAndSchedulesAgree() throws {
        var calculator = Calculator()
        try compare("calendars", 8_000) { question in
            if question.hasPrefix("calendar ") {
                return try calculator.answer("calendar test | " + question.dropFirst(9))
            }
            let asked =
                question.hasPrefix("is ")
                ? "business" + question.dropFirst(2) : question.hasPrefix("next ") ? question + " | 1" : question
            do {
                let answer = try calculator.answer(asked) ?? ""
                // The calculator names the weekday as well.
                return asked.hasPrefix("next ") ? answer : String(answer.split(separator: " ")[0])
            } catch let error as DateError {
                switch error {
                case .notCovered, .outOfRange(.date): return "none"
                default: throw error
                }
            }
        }
    }

    private func answer(_ words: [String]) throws -> String {
        let date = try CivilDate(words[1])
        do {
            switch words[0] {
            case "parts":
                let week = date.isoWeek
                return "\(date.daysSinceEpoch) \(date.weekday.rawValue) \(week.year) \(week.week) \(date.dayOfYear)"
            case "days": return "\(try date.adding(days: Int(words[2]) ?? 0))"
            case "months": return "\(try date.adding(months: Int(words[2]) ?? 0))"
            default: return "\(try date.adding(Period(months: Int(words[2]) ?? 0, days: Int(words[3]) ?? 0)))"
            }
        } catch {
            guard error == .outOfRange(.date) else { throw error }
            return "none"
        }
    }

    @Test func everyZoneAgrees() throws {
        let database = ZoneDatabase()
        let names = try database.zoneNames()
        #expect(names.count > 300)
        let lines = try oracle(["zones", Self.seed, database.path] + names)
        var zone = Zone.utc
        var counts = (offsets: 0, locals: 0, moves: 0)
        var differences = Differences()
        for line in lines {
            if line.hasPrefix("Z ") {
                zone = try database.zone(named: String(line.dropFirst(2)))
                continue
            }
            let numbers = line.dropFirst(2).split(separator: " ").compactMap { Int64($0) }
            if line.hasPrefix("m ") {
                counts.moves += 1
                let moved = try zone.adding(
                    Period(days: Int(numbers[1])), to: Instant(seconds: numbers[0]), doubled: .first)
                if moved.seconds != numbers[2] { differences.add("\(zone.name) \(line), and not \(moved.seconds)") }
            } else if line.hasPrefix("o ") {
                counts.offsets += 1
                let offset = zone.offsetSeconds(at: try Instant(seconds: numbers[0]))
                if Int64(offset) != numbers[1] { differences.add("\(zone.name) \(line), and not \(offset)") }
            } else {
                counts.locals += 1
                if let difference = try compare(zone, numbers) {
                    differences.add("\(zone.name) \(line): \(difference)")
                }
            }
        }
        #expect(differences.count == 0)
        #expect(counts.offsets > 50_000 && counts.locals > 100_000 && counts.moves > 10_000)
    }

    /// Python gives for fold=0 the first of two instants, or the later side of a gap; for fold=1 the other one.
    private func compare(_ zone: Zone, _ numbers: [Int64]) throws -> String? {
        let local = try CivilDateTime(secondsSinceEpoch: numbers[0])
        let first = try zone.instant(of: local, skipped: .later, doubled: .first)
        let second = try zone.instant(of: local, skipped: .earlier, doubled: .second)
        guard first.seconds == numbers[1], second.seconds == numbers[2] else {
            return "\(first.seconds) \(second.seconds)"
        }
        switch try zone.kind(of: local) {
        case .single: return numbers[1] == numbers[2] ? nil : "once"
        case .skipped(let gap, _, _):
            let isRight = try numbers[1] > numbers[2] && zone.civil(at: gap) > local && first > gap && second < gap
            return isRight || first == gap ? nil : "skipped"
        case .doubled: return numbers[1] < numbers[2] ? nil : "doubled"
        }
    }
}
