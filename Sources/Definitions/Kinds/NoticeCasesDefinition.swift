package import YAMLReading

/// A scenario about a notice: what it is given, and what a person reads then.
package struct NoticeCasesDefinition: Sendable {
    package let title: Written<String>
    package let description: Written<String>?
    package let notice: WrittenName
    package let cases: [RuleCaseDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        title = try group.read("scenario", Take.text)
        description = try group.readIfPresent("description", Take.text)
        notice = try group.read("notice", Take.name)
        cases = try group.list("cases", RuleCaseDefinition.init)
    }
}
