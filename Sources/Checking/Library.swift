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
    package private(set) var ruleCases: [CasesDefinition] = []
    package private(set) var noticeCases: [CasesDefinition] = []
    package private(set) var rules: [RuleDefinition] = []
    package private(set) var prices: [PriceDefinition] = []
    /// The CSV files that tables of rules lie in, by their paths.
    package private(set) var tableFiles: [String: SourceFile] = [:]
    package private(set) var diagnostics: [Diagnostic] = []
    private var versions: [Key: [Version]] = [:]
    /// The files of which something could not be read.
    private var damaged: Set<ObjectIdentifier> = []
    /// The files in which names may be given that could not be read.
    private var withLostNames: Set<ObjectIdentifier> = []
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
        self.init(
            files.filter { !$0.name.hasSuffix(".csv") }.map { DefinitionFile.read($0) }, tables: tables, beside: beside)
    }

    /// Puts together what files define that were read before.
    package init(_ files: [DefinitionFile], tables: [SourceFile], beside: (String) -> SourceFile?) {
        for file in files { add(file) }
        for path in rules.compactMap(\.tableFilePath) {
            if let file = tables.first(where: { $0.name == path }) ?? beside(path) { tableFiles[path] = file }
        }
    }

    package mutating func add(_ file: DefinitionFile) {
        diagnostics += file.diagnostics
        if file.hasErrors {
            damaged.insert(ObjectIdentifier(file.file))
            if file.mayHaveLostNames { withLostNames.insert(ObjectIdentifier(file.file)) }
            if file.hasMisspeltName { hasNameless = true }
        }
        if file.definition == nil {
            if let kind = file.kind, let name = file.name {
                unreadable[kind, default: []].insert(name.value)
            } else {
                hasNameless = true
            }
        }
        switch file.definition {
        case .workflow(let workflow): add(workflow, workflow.heading, .workflow, to: \.workflows)
        case .record(let record): add(record, record.heading, .record, to: \.records)
        case .event(let event): add(event, event.heading, .event, to: \.events)
        case .primitive(let primitive): add(primitive, primitive.heading, .primitive, to: \.primitives)
        case .notice(let notice): add(notice, notice.heading, .notice, to: \.notices)
        case .settings(let settings): add(settings, settings.heading, .settings, to: \.settings)
        case .calendar(let calendar): add(calendar, calendar.heading, .calendar, to: \.calendars)
        case .mapping(let mapping): add(mapping, mapping.heading, .mapping, to: \.mappings)
        case .scenario(let scenario): scenarios.append(scenario)
        case .ruleCases(let cases): ruleCases.append(cases)
        case .noticeCases(let cases): noticeCases.append(cases)
        case .rule(let rule): add(rule, rule.heading, .rule, to: \.rules)
        case .price(let price): add(price, price.heading, .price, to: \.prices)
        case .control, nil: break
        }
    }

    private mutating func add<Kind>(
        _ definition: Kind, _ heading: Heading, _ kind: DefinitionKind, to list: WritableKeyPath<Library, [Kind]>
    ) {
        let key = Key(kind: kind, name: heading.name.value)
        let version = heading.version.value
        let known = versions[key] ?? []
        if let twin = known.first(where: { $0.number == version }) {
            diagnostics.append(
                Diagnostic(
                    CheckingCodes.definedTwice, at: heading.name.place,
                    "\"\(heading.name.value)\" has its version \(version) twice.",
                    found: "a second version \(version) of \"\(heading.name.value)\"",
                    expected: "one file for each name and version",
                    help: "Give this one the next version, or delete one of the two files.",
                    related: [.init(twin.place, "the first one")]))
            return
        }
        versions[key, default: []].append(
            Version(number: version, position: self[keyPath: list].count, place: heading.name.place))
        self[keyPath: list].append(definition)
    }

    private struct Key: Hashable, Sendable {
        var kind: DefinitionKind
        var name: String
    }

    /// One version of a definition, and where it stands in the list of its kind.
    private struct Version: Sendable {
        var number: Int
        var position: Int
        var place: Place
    }

    /// The position of the highest version of a name.
    private func latestPosition(_ kind: DefinitionKind, _ name: String) -> Int? {
        versions[Key(kind: kind, name: name)]?.max { $0.number < $1.number }?.position
    }

    /// Whether a definition is the highest version of its name.
    package func isLatest(_ kind: DefinitionKind, _ heading: Heading) -> Bool {
        versions[Key(kind: kind, name: heading.name.value)]?.allSatisfy { $0.number <= heading.version.value } ?? false
    }

    /// Whether a definition may lack something because its file could not be read whole.
    package func isDamaged(_ heading: Heading) -> Bool { damaged.contains(ObjectIdentifier(heading.name.place.file)) }

    /// Whether a definition may give names that could not be read: a name that is unknown in it is not reported.
    package func hasLostNames(_ heading: Heading) -> Bool {
        withLostNames.contains(ObjectIdentifier(heading.name.place.file))
    }

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

    package func record(_ name: String) -> RecordDefinition? { latestPosition(.record, name).map { records[$0] } }
    package func event(_ name: String) -> EventDefinition? { latestPosition(.event, name).map { events[$0] } }
    package func primitive(_ name: String) -> PrimitiveDefinition? {
        latestPosition(.primitive, name).map { primitives[$0] }
    }
    package func notice(_ name: String) -> NoticeDefinition? { latestPosition(.notice, name).map { notices[$0] } }
    package func workflow(_ name: String) -> WorkflowDefinition? {
        latestPosition(.workflow, name).map { workflows[$0] }
    }
}
