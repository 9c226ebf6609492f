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

    @Test func datesAgree() throws {
        let lines = try oracle(["dates", Self.seed, "60000"])
        #expect(lines.count == 60_000)
        var differences = Differences()
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let expected = words[(words.firstIndex(of: "=") ?? 0)...].dropFirst().joined(separator: " ")
            let actual = try answer(words)
            if actual != expected { differences.add("\(line), and not \(actual)") }
        }
        #expect(differences.count == 0)
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
        var counts = (offsets: 0, locals: 0)
        var differences = Differences()
        for line in lines {
            if line.hasPrefix("Z ") {
                zone = try database.zone(named: String(line.dropFirst(2)))
                continue
            }
            let numbers = line.dropFirst(2).split(separator: " ").compactMap { Int64($0) }
            if line.hasPrefix("o ") {
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
        #expect(counts.offsets > 50_000 && counts.locals > 100_000)
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
