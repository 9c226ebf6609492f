package import Dates
package import YAMLReading

/// A scenario about a rule, what it is asked and what it must answer; or about a notice, what it is given and what a person reads then.
package struct CasesDefinition: Sendable {
    package let title: Written<String>
    package let description: Written<String>?
    /// The rule or the notice.
    package let subject: WrittenName
    package let cases: [RuleCaseDefinition]
    package let node: LocatedNode

    /// - Parameter key: the key that names the subject.
    init(_ node: LocatedNode, of key: StaticString) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        title = try group.read("scenario", Take.text)
        description = try group.readIfPresent("description", Take.text)
        subject = try group.read(key, Take.name)
        cases = try group.list("cases", RuleCaseDefinition.init)
    }
}

/// One question to a rule, or one person who would get a notice.
package struct RuleCaseDefinition: Sendable {
    package enum Expectation: Sendable {
        /// The result, or the outputs that are named of it.
        case result(LocatedNode)
        /// Words of the message that says why there is no result.
        case error(Written<String>)
        /// Of a notice: `only_if` holds it back; with `false` it is sent, whatever it says.
        case withheld(Written<Bool>)
    }

    package let title: Written<String>?
    /// Of a notice: what the person reads, the preferred first.
    package let languages: [Written<String>]
    /// The values of the inputs.
    package let given: [NamedEntry<LocatedNode>]
    /// The day that picks the version of a rule without a date among its inputs.
    package let day: Written<CivilDate>?
    package let expectation: Expectation
    /// The reasons of the rows or cases that decide, in their order.
    package let why: [Written<String>]?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        title = try group.readIfPresent("case", Take.text)
        languages = try group.list("languages", Take.text)
        given = try group.entries("given", Take.node)
        day = try group.readIfPresent("on", Take.date)
        why = try group.readIfPresent("why") { node throws(Unreadable) in try Take.list(node, Take.text) }
        expectation =
            group.has("error")
            ? .error(try group.read("error", Take.text))
            : group.has("withheld")
                ? .withheld(try group.read("withheld", Take.boolean)) : .result(try group.read("expect", Take.node))
    }
}
