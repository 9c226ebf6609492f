package import Dates
package import YAMLReading

/// What is said once for a tenant, or for all.
package struct SettingsDefinition: Sendable {
    package let heading: Heading
    /// The tenants; all if empty.
    package let appliesTo: [WrittenName]
    package let timezone: Written<WrittenZone>
    /// Of runs whose record names none, where `timezone` is an expression.
    package let fallbackTimezone: Written<WrittenZone>?
    package let calendar: WrittenName
    package let languages: [WrittenName]
    package let reportingCurrency: WrittenName?
    package let rounding: WrittenName?
    package let grace: Written<Parametric<Period>>?
    package let reopenWithin: Written<Parametric<Period>>?
    package let retry: RetryDefinition?
    package let roles: [RoleDefinition]
    package let absences: [AbsenceDefinition]
    /// What each owner's workflows may call.
    package let grants: [NamedEntry<[WrittenName]>]
    package let parameters: [ArgumentDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .settings)
        appliesTo = try group.list("applies_to", Take.name)
        timezone = try group.read("timezone", Take.zone)
        fallbackTimezone = try group.readIfPresent("fallback_timezone", Take.zone)
        calendar = try group.read("calendar", Take.name)
        languages = try group.list("languages", Take.name)
        reportingCurrency = try group.readIfPresent("reporting_currency", Take.name)
        rounding = try group.readIfPresent("rounding", Take.name)
        grace = try group.readIfPresent("grace", Take.period)
        reopenWithin = try group.readIfPresent("reopen_within", Take.period)
        retry = try group.readIfPresent("retry", RetryDefinition.init)
        roles = try group.readIfPresent("roles", RoleDefinition.list) ?? []
        absences = try group.list("absences", AbsenceDefinition.init)
        grants = try group.entries("grants") { node throws(Unreadable) in try Take.list(node, Take.name) }
        parameters = try ArgumentDefinition.list(group, "parameters")
    }
}

package struct RoleDefinition: Sendable {
    package let name: WrittenName
    package let title: Written<String>?
    /// Nil if the settings do not say who holds the role: then the host does.
    package let people: [Written<String>]?

    static func list(_ node: LocatedNode) throws(Unreadable) -> [RoleDefinition] {
        if node.isSequence {
            return try Take.list(node, Take.name).map { RoleDefinition(name: $0, title: nil, people: nil) }
        }
        var roles: [RoleDefinition] = []
        for entry in try Take.entries(node, Take.node) {
            if entry.value.isSequence {
                roles.append(
                    RoleDefinition(name: entry.name, title: nil, people: try Take.list(entry.value, Take.text)))
            } else {
                let group = try GroupReader(entry.value)
                roles.append(
                    RoleDefinition(
                        name: entry.name, title: try group.readIfPresent("title", Take.text),
                        people: try group.list("people", Take.text)))
            }
        }
        return roles
    }
}

package struct AbsenceDefinition: Sendable {
    package let person: Written<String>
    package let from: Written<CivilDate>
    package let until: Written<CivilDate>
    package let delegate: Written<String>?

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        person = try group.read("person", Take.text)
        from = try group.read("from", Take.date)
        until = try group.read("until", Take.date)
        delegate = try group.readIfPresent("delegate", Take.text)
    }
}

/// Which days are business days.
package struct CalendarDefinition: Sendable {
    package let heading: Heading
    package let from: Written<CivilDate>
    package let until: Written<CivilDate>
    package let weekend: [Written<Weekday>]
    package let holidays: [HolidayDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .calendar)
        let covers = try GroupReader(try group.required("covers"))
        from = try covers.read("from", Take.date)
        until = try covers.read("until", Take.date)
        weekend = try group.list("weekend") { node throws(Unreadable) in
            guard let day = Weekday(name: try Take.scalar(node).text) else { throw Unreadable() }
            return Written(day, node)
        }
        holidays = try group.list("holidays", HolidayDefinition.init)
    }
}

package struct HolidayDefinition: Sendable {
    package let date: Written<CivilDate>
    package let name: Written<String>?

    init(_ node: LocatedNode) throws(Unreadable) {
        if node.isMapping {
            let group = try GroupReader(node)
            date = try group.read("date", Take.date)
            name = try group.read("name", Take.text)
        } else {
            date = try Take.date(node)
            name = nil
        }
    }
}

/// A message in several languages.
package struct NoticeDefinition: Sendable {
    package struct Message: Sendable {
        package let subject: FreeText
        package let body: FreeText

        init(_ node: LocatedNode) throws(Unreadable) {
            let group = try GroupReader(node)
            subject = try group.read("subject", Take.freeText)
            body = try group.read("body", Take.freeText)
        }
    }

    package let heading: Heading
    package let inputs: [FieldDefinition]
    package let onlyIf: Excerpt?
    package let fallback: WrittenName
    package let languages: [NamedEntry<Message>]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .notice)
        inputs = try FieldDefinition.list(group, "inputs")
        onlyIf = try group.readIfPresent("only_if", Take.expression)
        fallback = try group.read("fallback", Take.name)
        languages = try group.entries("languages", Message.init)
    }
}

/// A promise about every workflow.
package struct ControlDefinition: Sendable {
    package let heading: Heading
    package let never: [WrittenName]
    package let condition: Excerpt?
    package let unless: Excerpt?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .control)
        never = try group.list("never", Take.name)
        condition = try group.readIfPresent("if", Take.expression)
        unless = try group.readIfPresent("unless", Take.expression)
    }
}
