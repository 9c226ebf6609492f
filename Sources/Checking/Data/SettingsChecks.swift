import Definitions
import SourceText
import YAMLReading

/// Settings among each other, and what they name.
enum SettingsChecks {
    static func check(_ library: Library, _ findings: inout Findings) {
        tenants(library, &findings)
        for settings in library.settings {
            names(settings, library, &findings)
            AbsenceChecks.check(settings, &findings)
        }
        ParameterChecks.check(library, &findings)
    }

    /// The latest version of each settings.
    static func current(_ library: Library) -> [SettingsDefinition] {
        library.settings.filter { library.isLatest(.settings, $0.heading) }
    }

    /// The settings under which a workflow can run: those that grant its owner all that it may call. Where none does, of which is told, and where a
    /// file grants nothing to anybody, nothing is left out.
    static func running(_ workflow: WorkflowDefinition, _ library: Library) -> [SettingsDefinition] {
        let all = current(library)
        guard let owner = workflow.heading.owner?.value, !workflow.may.isEmpty else { return all }
        let able = all.filter { settings in
            guard !settings.grants.isEmpty else { return true }
            let granted = settings.grants.filter { $0.name.value == owner }.flatMap(\.value).map(\.value)
            return workflow.may.allSatisfy { granted.contains($0.value) }
        }
        return able.isEmpty ? all : able
    }

    /// A tenant has one settings; so have all those for whom nothing is said.
    private static func tenants(_ library: Library, _ findings: inout Findings) {
        var claimed: [String: WrittenName] = [:]
        var forAll: SettingsDefinition?
        for settings in current(library) {
            if settings.appliesTo.isEmpty {
                if let other = forAll {
                    findings.report(
                        ShapeCodes.tenantTwice, settings.heading.name.place,
                        "\"\(settings.heading.name.value)\" and \"\(other.heading.name.value)\" both hold for every tenant.",
                        found: "two settings without \"applies_to\"", expected: "one",
                        help:
                            "Name tenants under \"applies_to\" in one of them, or make it a later version of the other.",
                        related: [.init(other.heading.name.place, "the other one")])
                }
                forAll = forAll ?? settings
            }
            for tenant in settings.appliesTo {
                if let other = claimed[tenant.value] {
                    // A name that stands twice in one list was reported as such.
                    if other.place.file === tenant.place.file { continue }
                    findings.report(
                        ShapeCodes.tenantTwice, tenant.place, "Two settings hold for the tenant \"\(tenant.value)\".",
                        found: "\"\(tenant.value)\" a second time", expected: "every tenant once",
                        help: "Delete it here or there, or make one file a later version of the other.",
                        related: [.init(other.place, "the first time")])
                } else {
                    claimed[tenant.value] = tenant
                }
            }
        }
    }

    private static func names(_ settings: SettingsDefinition, _ library: Library, _ findings: inout Findings) {
        let primitives = library.primitives.map(\.heading.name.value)
        for grant in settings.grants {
            for name in grant.value where !primitives.isEmpty { findings.resolve(name, .primitive, primitives) }
        }
        // Settings are often read without all workflows; so only a name that is nearly an owner's is told of.
        let owners = Array(Set(library.owners)).sorted()
        let roles = settings.roles.map(\.name.value)
        for grant in settings.grants where !owners.contains(grant.name.value) && !roles.contains(grant.name.value) {
            guard let guess = didYouMean(grant.name.value, among: owners) else { continue }
            findings.report(
                ShapeCodes.grantToNobody, grant.name.place, "Nothing belongs to the owner \"\(grant.name.value)\".",
                found: "a grant to \"\(grant.name.value)\"",
                expected: "an owner of workflows: " + Findings.quoted(owners), help: "Write \"\(guess)\".",
                fix: Fix("Write \"\(guess)\"", [.init(grant.name.node.span, guess)]))
        }
    }
}

extension Library {
    /// Who answers for something.
    var owners: [String] {
        workflows.compactMap(\.heading.owner?.value) + notices.compactMap(\.heading.owner?.value)
    }
}
