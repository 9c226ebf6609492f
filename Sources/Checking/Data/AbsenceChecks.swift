import Dates
import Definitions
import SourceText
import YAMLReading

/// Who is away and who decides instead: never nobody, and never a circle.
enum AbsenceChecks {
    static func check(_ settings: SettingsDefinition, _ findings: inout Findings) {
        people(settings, &findings)
        let absences = settings.absences.filter { absence in
            if absence.until.value < absence.from.value {
                findings.report(
                    ShapeCodes.impossibleAbsence, absence.until.place,
                    "The absence of \(absence.person.value) ends before it begins.",
                    found: "\(absence.until.value)", expected: "\(absence.from.value) or a later day",
                    help: "Exchange the two dates, or correct one of them.",
                    related: [.init(absence.from.place, "the first day")])
                return false
            }
            if let delegate = absence.delegate, delegate.value == absence.person.value {
                findings.report(
                    ShapeCodes.impossibleAbsence, delegate.place,
                    "Nobody can stand in for himself or herself, and \(delegate.value) does.",
                    found: "the same person twice", expected: "another person, or no \"delegate\"",
                    help: "Name somebody else, or delete the line.")
                return false
            }
            return true
        }
        for (index, absence) in absences.enumerated() {
            if let other = absences[..<index].first(where: {
                $0.person.value == absence.person.value && overlap($0, absence)
            }) {
                findings.report(
                    ShapeCodes.absencesOverlap, absence.person.place,
                    "From \(later(absence, other)) on \(absence.person.value) is away twice.",
                    found: "an absence from \(absence.from.value) to \(absence.until.value)",
                    expected: "days that no other absence of \(absence.person.value) covers",
                    help: "Make one absence of the two, or correct the dates.",
                    related: [.init(other.person.place, "from \(other.from.value) to \(other.until.value)")])
            }
            guard let delegate = absence.delegate else { continue }
            if let last = absences.first(where: { $0.person.value == delegate.value && overlap($0, absence) }),
                last.delegate == nil
            {
                findings.report(
                    ShapeCodes.delegateAway, delegate.place,
                    "From \(later(absence, last)) on \(delegate.value) is away too, and nobody decides instead.",
                    found:
                        "\(delegate.value) for \(absence.person.value) from \(absence.from.value) to \(absence.until.value)",
                    expected: "somebody who is there", help: "Name somebody else, or correct the dates.",
                    related: [.init(last.person.place, "\(delegate.value) is away here")])
            }
            // The one who stands in may hand on in turn, if that does not end where it began.
            guard let circle = circle(from: index, absences), circle.allSatisfy({ $0 >= index }) else { continue }
            let people = circle.map { absences[$0].person.value }
            findings.report(
                ShapeCodes.delegateAway, delegate.place,
                "What \(absence.person.value) hands over comes back: \((people + [people[0]]).joined(separator: " → ")).",
                found: "\(people.count) absences that hand over to each other in a circle",
                expected: "somebody who is there at the end", help: "Name somebody else, or correct the dates.",
                related: circle.dropFirst().map {
                    .init(absences[$0].person.place, "\(absences[$0].person.value) is away here")
                })
        }
    }

    /// The absences by which what is handed over comes back to the first, with a day that all of them share.
    private static func circle(from start: Int, _ absences: [AbsenceDefinition]) -> [Int]? {
        func follow(_ path: [Int], _ from: CivilDate, _ until: CivilDate) -> [Int]? {
            guard let last = path.last, let delegate = absences[last].delegate else { return nil }
            for (index, next) in absences.enumerated() where next.person.value == delegate.value {
                let (from, until) = (max(from, next.from.value), min(until, next.until.value))
                guard from <= until else { continue }
                if index == start { return path }
                if path.contains(index) { continue }
                if let circle = follow(path + [index], from, until) { return circle }
            }
            return nil
        }
        return follow([start], absences[start].from.value, absences[start].until.value)
    }

    private static func overlap(_ one: AbsenceDefinition, _ other: AbsenceDefinition) -> Bool {
        one.from.value <= other.until.value && other.from.value <= one.until.value
    }

    private static func later(_ one: AbsenceDefinition, _ other: AbsenceDefinition) -> CivilDate {
        max(one.from.value, other.from.value)
    }

    /// Where every role says who holds it, everybody is known.
    private static func people(_ settings: SettingsDefinition, _ findings: inout Findings) {
        guard !settings.roles.isEmpty, settings.roles.allSatisfy({ $0.people != nil }) else { return }
        let known = Array(Set(settings.roles.flatMap { $0.people ?? [] }.map(\.value))).sorted()
        for person in settings.absences.flatMap({ [$0.person] + ($0.delegate.map { [$0] } ?? []) })
        where !known.contains(person.value) {
            let guess = didYouMean(person.value, among: known)
            findings.report(
                ShapeCodes.unknownPerson, person.place, "No role of these settings is held by \"\(person.value)\".",
                found: "\"\(person.value)\"",
                expected: known.isEmpty ? "somebody who holds a role" : "one of " + Findings.quoted(known),
                help: guess.map { "Write \"\($0)\"." } ?? "Correct the name, or add the person to a role.",
                fix: guess.map { Fix("Write \"\($0)\"", [.init(person.node.span, $0)]) })
        }
    }
}
