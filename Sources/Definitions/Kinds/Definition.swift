/// A definition as its file says it, with every name unresolved and every value with its place.
package enum Definition: Sendable {
    case workflow(WorkflowDefinition)
    case rule(RuleDefinition)
    case price(PriceDefinition)
    case calendar(CalendarDefinition)
    case notice(NoticeDefinition)
    case record(RecordDefinition)
    case event(EventDefinition)
    case primitive(PrimitiveDefinition)
    case settings(SettingsDefinition)
    case control(ControlDefinition)
    case mapping(MappingDefinition)
    case scenario(ScenarioDefinition)
    /// A scenario about a rule.
    case ruleCases(CasesDefinition)
    /// A scenario about a notice.
    case noticeCases(CasesDefinition)
}

/// What every kind but a scenario begins with.
package struct Heading: Sendable {
    package let name: WrittenName
    package let version: Written<Int>
    package let title: Written<String>?
    package let owner: WrittenName?
    package let description: Written<String>?

    init(_ group: GroupReader, _ kind: DefinitionKind) throws(Unreadable) {
        name = try Take.name(try group.kindValue(kind))
        version = try group.read("version", Take.count)
        title = try group.readIfPresent("title", Take.text)
        owner = try group.readIfPresent("owner", Take.name)
        description = try group.readIfPresent("description", Take.text)
    }
}
