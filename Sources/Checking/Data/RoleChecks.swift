import Definitions
import SourceText
import YAMLReading

/// The roles that a workflow hands things to are known to every settings under which it can run, and enough people hold them.
enum RoleChecks {
    static func check(
        _ workflow: WorkflowDefinition, _ steps: [StepDefinition], _ library: Library, _ findings: inout Findings
    ) {
        let all = SettingsChecks.running(workflow, library).filter { !$0.roles.isEmpty }
        guard !all.isEmpty, !library.hasUnreadable(.settings) else { return }
        for step in steps {
            switch step.verb {
            case .flag(let flag): check(flag.to, all, &findings)
            case .approve(let approve):
                if let escalate = approve.escalate { check(escalate, all, &findings) }
                guard case .listed(let levels) = approve.levels else { continue }
                for level in levels where check(level, all, &findings) { enough(level, all, &findings) }
            default: continue
            }
        }
    }

    private static func check(_ role: WrittenName, _ all: [SettingsDefinition], _ findings: inout Findings) {
        let without = all.filter { $0.role(role.value) == nil }
        guard !without.isEmpty else { return }
        let known = Array(Set(all.flatMap(\.roles).map(\.name.value))).sorted()
        guard known.contains(role.value) else {
            let guess = didYouMean(role.value, among: known)
            findings.report(
                CheckingCodes.unknownName, role.place, "No settings know the role \"\(role.value)\".",
                found: "\"\(role.value)\"", expected: "one of " + Findings.quoted(known),
                help: guess.map { "Write \"\($0)\"." } ?? "Correct the name, or add the role to the settings.",
                fix: guess.flatMap { Fix("Write \"\($0)\"", [.init(role.node.span, $0)]) })
            return
        }
        findings.report(
            CheckingCodes.unknownName, role.place,
            "The settings \(names(without)) do not know the role \"\(role.value)\".",
            found: "\"\(role.value)\", which other settings know", expected: "a role of all settings",
            help:
                "Add the role to these settings, or name another. Where they are not to run this workflow, \"grants\" need not let its owner.",
            related: without.prefix(3).map { .init($0.heading.name.place, "no such role here") })
    }

    /// Each name of a level is a role or a person who holds one, for every tenant.
    ///
    /// - Returns: whether that is so.
    private static func check(_ level: Written<Level>, _ all: [SettingsDefinition], _ findings: inout Findings) -> Bool
    {
        var isKnown = true
        for name in level.value.names {
            let without = all.filter { $0.role(name) == nil && !$0.people.contains(name) }
            guard !without.isEmpty else { continue }
            isKnown = false
            guard without.count == all.count else {
                findings.report(
                    CheckingCodes.unknownPerson, level.place,
                    "\"\(name)\" is neither a role nor a person of the settings \(names(without)).",
                    found: "\"\(name)\", which other settings know", expected: "a role or a person of all settings",
                    help:
                        "Add \"\(name)\" to \"roles\" in these settings, or name another. Where they are not to run this workflow, \"grants\" need not let its owner.",
                    related: without.prefix(3).map { .init($0.heading.name.place, "no \"\(name)\" here") })
                continue
            }
            let known =
                Array(Set(all.flatMap(\.roles).map(\.name.value))).sorted() + Array(Set(all.flatMap(\.people))).sorted()
            let guess = didYouMean(name, among: known)
            findings.report(
                CheckingCodes.unknownPerson, level.place, "\"\(name)\" is neither a role nor a person of the settings.",
                found: "\"\(name)\"", expected: "one of " + Findings.quoted(known),
                help: guess.map { "Write \"\($0)\"." } ?? "Correct the name, or add it to \"roles\" in the settings.",
                fix: guess.flatMap { guess in
                    // A level may be more than one name: "2 of controller".
                    level.node.text == name ? Fix("Write \"\(guess)\"", [.init(level.node.span, guess)]) : nil
                })
        }
        return isKnown
    }

    private static func names(_ settings: [SettingsDefinition]) -> String {
        settings.map { "\"\($0.heading.name.value)\"" }.joined(separator: ", ")
    }

    /// Whom settings are for, in words.
    private static func tenants(_ settings: SettingsDefinition) -> String {
        let names = settings.appliesTo.map { "\"\($0.value)\"" }
        return names.isEmpty
            ? "all tenants without settings of their own"
            : "the tenant\(names.count == 1 ? "" : "s") " + names.joined(separator: ", ")
    }

    private static func enough(_ level: Written<Level>, _ all: [SettingsDefinition], _ findings: inout Findings) {
        for settings in all {
            guard let holders = settings.holders(of: level.value), holders.count < level.value.count else { continue }
            let role = level.value.names.compactMap { settings.role($0) }.first
            let who = holders.isEmpty ? "nobody holds it" : holders.joined(separator: ", ")
            findings.report(
                ShapeCodes.tooFewPeople, level.place,
                "In the settings \"\(settings.heading.name.value)\" \(holders.isEmpty ? "nobody" : "too few people") "
                    + (level.value.names.count > 1
                        ? "can decide as \"\(level.value.role)\"."
                        : "\(holders.isEmpty ? "holds" : "hold") the role \"\(level.value.role)\"."),
                found:
                    "\(level.value.count) of \(level.value.role), of whom there \(holders.count == 1 ? "is" : "are") \(holders.count)",
                expected: "at least \(level.value.count) \(level.value.count == 1 ? "person" : "people") in the role",
                help: all.count == 1
                    ? "Add people to the role, or ask for fewer."
                    : "Add people to the role for \(tenants(settings)), or ask for fewer. A workflow that is not meant for them is one that \"grants\" in these settings does not let its owner run.",
                related: [.init((role?.name ?? settings.heading.name).place, who)])
            return
        }
    }
}

extension SettingsDefinition {
    fileprivate func role(_ name: String) -> RoleDefinition? { roles.first { $0.name.value == name } }

    /// Who is listed under a role.
    fileprivate var people: [String] { roles.flatMap { $0.people?.map(\.value) ?? [] } }

    /// Everybody who can decide on a level, each once; nil where a role does not list its people.
    fileprivate func holders(of level: Level) -> [String]? {
        var holders: [String] = []
        for name in level.names {
            let found = role(name)
            if let found, found.people == nil { return nil }
            for person in found?.people?.map(\.value) ?? [name] where !holders.contains(person) {
                holders.append(person)
            }
        }
        return holders
    }
}
