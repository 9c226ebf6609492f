import Definitions
import SourceText
import YAMLReading

/// The roles that workflows hand things to are known to every settings, and enough people hold them.
enum RoleChecks {
    static func check(_ steps: [StepDefinition], _ library: Library, _ findings: inout Findings) {
        let all = SettingsChecks.current(library).filter { !$0.roles.isEmpty }
        guard !all.isEmpty, !library.hasUnreadable(.settings) else { return }
        for step in steps {
            switch step.verb {
            case .flag(let flag): check(flag.to, all, &findings)
            case .approve(let approve):
                if let escalate = approve.escalate { check(escalate, all, &findings) }
                guard case .listed(let levels) = approve.levels else { continue }
                for level in levels {
                    let name = Written(level.value.role, level.node)
                    if check(name, all, &findings) { enough(level, all, &findings) }
                }
            default: continue
            }
        }
    }

    /// - Returns: whether every settings knows the role.
    @discardableResult
    private static func check(_ role: WrittenName, _ all: [SettingsDefinition], _ findings: inout Findings) -> Bool {
        let without = all.filter { settings in !settings.roles.contains { $0.name.value == role.value } }
        guard !without.isEmpty else { return true }
        let known = Array(Set(all.flatMap(\.roles).map(\.name.value))).sorted()
        guard known.contains(role.value) else {
            let guess = didYouMean(role.value, among: known)
            findings.report(
                CheckingCodes.unknownName, role.place, "No settings know the role \"\(role.value)\".",
                found: "\"\(role.value)\"", expected: "one of " + Findings.quoted(known),
                help: guess.map { "Write \"\($0)\"." } ?? "Correct the name, or add the role to the settings.",
                fix: guess.flatMap { guess in
                    // A level is more than its role: "2 of controller".
                    role.node.text == role.value ? Fix("Write \"\(guess)\"", [.init(role.node.span, guess)]) : nil
                })
            return false
        }
        let names = without.map { "\"\($0.heading.name.value)\"" }.joined(separator: ", ")
        findings.report(
            CheckingCodes.unknownName, role.place, "The settings \(names) do not know the role \"\(role.value)\".",
            found: "\"\(role.value)\", which other settings know", expected: "a role of all settings",
            help: "Add the role to these settings, or name another.",
            related: without.prefix(3).map { .init($0.heading.name.place, "no such role here") })
        return false
    }

    private static func enough(_ level: Written<Level>, _ all: [SettingsDefinition], _ findings: inout Findings) {
        for settings in all {
            guard let role = settings.roles.first(where: { $0.name.value == level.value.role }),
                let people = role.people,
                people.count < level.value.count
            else { continue }
            let who = people.isEmpty ? "nobody holds it" : people.map(\.value).joined(separator: ", ")
            findings.report(
                ShapeCodes.tooFewPeople, level.place,
                "In the settings \"\(settings.heading.name.value)\" \(people.isEmpty ? "nobody holds" : "too few people hold") "
                    + "the role \"\(level.value.role)\".",
                found:
                    "\(level.value.count) of \(level.value.role), of whom there \(people.count == 1 ? "is" : "are") \(people.count)",
                expected: "at least \(level.value.count) \(level.value.count == 1 ? "person" : "people") in the role",
                help: "Add people to the role, or ask for fewer.",
                related: [.init(role.name.place, who)])
            return
        }
    }
}
