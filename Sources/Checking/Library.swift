package import Definitions
package import SourceText

/// All definitions that were read together: what a name in one file can refer to in another.
package struct Library: Sendable {
    package private(set) var workflows: [WorkflowDefinition] = []
    package private(set) var records: [RecordDefinition] = []
    package private(set) var events: [EventDefinition] = []
    package private(set) var primitives: [PrimitiveDefinition] = []
    package private(set) var notices: [NoticeDefinition] = []
    package private(set) var settings: [SettingsDefinition] = []
    package private(set) var calendars: [CalendarDefinition] = []
    package private(set) var mappings: [MappingDefinition] = []
    package private(set) var scenarios: [ScenarioDefinition] = []
    package private(set) var ruleCases: [RuleCasesDefinition] = []
    package private(set) var rules: [RuleDefinition] = []
    package private(set) var prices: [PriceDefinition] = []
    /// The CSV files that tables of rules lie in, by their paths.
    package private(set) var tableFiles: [String: SourceFile] = [:]
    package private(set) var diagnostics: [Diagnostic] = []
    /// The files of which something could not be read.
    private var damaged: Set<ObjectIdentifier> = []
    /// By kind, the names of the definitions that could not be used: what names them is not reported on top.
    private var unreadable: [DefinitionKind: Set<String>] = [:]
    /// Whether there are files of which not even the kind or the name is known.
    private var hasNameless = false

    package init() {}

    /// Reads files and puts what they define together. Everything that is wrong in any of them is reported at once.
    ///
    /// - Parameters:
    ///   - files: definitions, and perhaps CSV files that their tables lie in.
    ///   - beside: finds a CSV file by its path that is not among `files`.
    package init(_ files: [SourceFile], beside: (String) -> SourceFile? = { _ in nil }) {
        let tables = files.filter { $0.name.hasSuffix(".csv") }
        for file in files where !file.name.hasSuffix(".csv") { add(DefinitionFile.read(file)) }
        for path in rules.compactMap(\.tableFilePath) {
            if let file = tables.first(where: { $0.name == path }) ?? beside(path) { tableFiles[path] = file }
        }
    }

    package mutating func add(_ file: DefinitionFile) {
        diagnostics += file.diagnostics
        if file.hasErrors { damaged.insert(ObjectIdentifier(file.file)) }
        if file.definition == nil {
            if let kind = file.kind, let name = file.name {
                unreadable[kind, default: []].insert(name.value)
            } else {
                hasNameless = true
            }
        }
        switch file.definition {
        case .workflow(let workflow): add(workflow, workflow.heading, to: \.workflows, \.heading)
        case .record(let record): add(record, record.heading, to: \.records, \.heading)
        case .event(let event): add(event, event.heading, to: \.events, \.heading)
        case .primitive(let primitive): add(primitive, primitive.heading, to: \.primitives, \.heading)
        case .notice(let notice): add(notice, notice.heading, to: \.notices, \.heading)
        case .settings(let settings): add(settings, settings.heading, to: \.settings, \.heading)
        case .calendar(let calendar): add(calendar, calendar.heading, to: \.calendars, \.heading)
        case .mapping(let mapping): add(mapping, mapping.heading, to: \.mappings, \.heading)
        case .scenario(let scenario): scenarios.append(scenario)
        case .ruleCases(let cases): ruleCases.append(cases)
        case .rule(let rule): add(rule, rule.heading, to: \.rules, \.heading)
        case .price(let price): add(price, price.heading, to: \.prices, \.heading)
        case .control, nil: break
        }
    }

    private mutating func add<Kind>(
        _ definition: Kind, _ heading: Heading, to list: WritableKeyPath<Library, [Kind]>,
        _ path: KeyPath<Kind, Heading>
    ) {
        let twin = self[keyPath: list].map { $0[keyPath: path] }.first {
            $0.name.value == heading.name.value && $0.version.value == heading.version.value
        }
        guard let twin else { return self[keyPath: list].append(definition) }
        diagnostics.append(
            Diagnostic(
                CheckingCodes.definedTwice, at: heading.name.place,
                "\"\(heading.name.value)\" has its version \(heading.version.value) twice.",
                found: "a second version \(heading.version.value) of \"\(heading.name.value)\"",
                expected: "one file for each name and version",
                help: "Give this one the next version, or delete one of the two files.",
                related: [.init(twin.name.place, "the first one")]))
    }

    /// Whether a definition may lack something because its file could not be read whole.
    package func isDamaged(_ heading: Heading) -> Bool { damaged.contains(ObjectIdentifier(heading.name.place.file)) }

    /// Whether a definition of this name was given that could not be used. Why was reported; so nothing is said of whoever names it.
    package func isUnreadable(_ kind: DefinitionKind, _ name: String) -> Bool {
        hasNameless || unreadable[kind]?.contains(name) == true
    }

    /// Whether any definition of the kind could not be used.
    package func hasUnreadable(_ kind: DefinitionKind) -> Bool { hasNameless || unreadable[kind] != nil }

    /// The definition of a name with the highest version.
    package func latest<Kind>(_ list: [Kind], _ path: KeyPath<Kind, Heading>, _ name: String) -> Kind? {
        list.filter { $0[keyPath: path].name.value == name }
            .max { $0[keyPath: path].version.value < $1[keyPath: path].version.value }
    }

    package func record(_ name: String) -> RecordDefinition? { latest(records, \.heading, name) }
    package func event(_ name: String) -> EventDefinition? { latest(events, \.heading, name) }
    package func primitive(_ name: String) -> PrimitiveDefinition? { latest(primitives, \.heading, name) }
    package func notice(_ name: String) -> NoticeDefinition? { latest(notices, \.heading, name) }
    package func workflow(_ name: String) -> WorkflowDefinition? { latest(workflows, \.heading, name) }
}
