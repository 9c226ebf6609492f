package import Definitions
package import SourceText

/// What the settings grant to the owners of workflows. A workflow's `may` is checked against it.
package enum Grants {
    /// - Parameter settings: those of one tenant, or all that were read; a call must be granted by one of them. Without any,
    ///   nothing is checked.
    package static func check(_ workflow: WorkflowDefinition, _ settings: [SettingsDefinition]) -> [Diagnostic] {
        guard !settings.isEmpty, let owner = workflow.heading.owner?.value else { return [] }
        var granted: Set<String> = []
        for entry in settings.flatMap(\.grants) where entry.name.value == owner {
            granted.formUnion(entry.value.map(\.value))
        }
        let names = settings.map { "\"\($0.heading.name.value)\"" }.joined(separator: ", ")
        return workflow.may.filter { !granted.contains($0.value) }.map { name in
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
