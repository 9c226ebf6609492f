package import Definitions
package import SourceText

/// What the settings grant to the owners of workflows. A workflow's `may` is checked against it.
package enum Grants {
    /// A call must be granted by one of the settings. Without any, nothing is checked.
    package static func check(_ workflow: WorkflowDefinition, _ library: Library) -> [Diagnostic] {
        let settings = library.settings
        guard !settings.isEmpty, let owner = workflow.heading.owner?.value else { return [] }
        // What could not be read may grant it.
        if library.hasUnreadable(.settings) { return [] }
        if library.isDamaged(workflow.heading), !NameStyle.kebab.accepts(owner) { return [] }
        if settings.contains(where: { $0.grants.isEmpty && library.isDamaged($0.heading) }) { return [] }
        var granted: Set<String> = []
        for entry in settings.flatMap(\.grants) where entry.name.value == owner {
            granted.formUnion(entry.value.map(\.value))
        }
        let names = settings.map { "\"\($0.heading.name.value)\"" }.joined(separator: ", ")
        return workflow.may.filter { !granted.contains($0.value) && library.primitive($0.value) != nil }.map { name in
            Diagnostic(
                CheckingCodes.notGranted, at: name.place,
                "\"\(owner)\" is not granted \"\(name.value)\".", found: "\"\(name.value)\" under \"may\"",
                expected: granted.isEmpty
                    ? "only what the settings grant to \"\(owner)\", which is nothing"
                    : "one of " + granted.sorted().map { "\"\($0)\"" }.joined(separator: ", "),
                help:
                    "Ask whoever keeps the settings \(names) to grant \"\(name.value)\" to \"\(owner)\", or do without the call."
            )
        }
    }
}
