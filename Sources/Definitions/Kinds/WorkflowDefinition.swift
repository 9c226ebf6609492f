package import Dates
package import YAMLReading

/// A workflow as it is written.
package struct WorkflowDefinition: Sendable {
    package let heading: Heading
    package let trigger: TriggerDefinition
    /// The records in the order in which they are read, each with the expression that finds it.
    package let records: [NamedEntry<Excerpt>]
    /// The primitives that the workflow may call.
    package let may: [WrittenName]
    package internal(set) var steps: [StepDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .workflow)
        trigger = try group.read("trigger", TriggerDefinition.init)
        records = try group.entries("records", Take.expression)
        may = try group.list("may", Take.name)
        steps = try group.read("steps", Take.steps)
    }
}

/// What starts a run.
package struct TriggerDefinition: Sendable {
    package enum Kind: Sendable {
        case event(EventTrigger)
        case schedule(ScheduleTrigger)
        /// Counted from a date of each record.
        case recordDate(RecordDateTrigger)
        case demand(DemandTrigger)
    }

    package let kind: Kind
    package let condition: Excerpt?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        condition = try group.readIfPresent("if", Take.expression)
        if group.has("event") {
            kind = .event(try EventTrigger(group))
        } else if group.has("every") {
            kind = .schedule(try ScheduleTrigger(group))
        } else if group.has("about") {
            kind = .recordDate(try RecordDateTrigger(group))
        } else {
            kind = .demand(try DemandTrigger(group))
        }
    }
}

package struct EventTrigger: Sendable {
    /// What an event with the key of an earlier run does, besides waking it.
    package enum Again: String, Sendable {
        case afterEnd = "after_end"
        case replace
    }

    package let event: WrittenName
    package let key: Excerpt
    package let again: Written<Again>?
    package let reopen: [WrittenName]
    package let reopenWithin: Written<Parametric<Period>>?

    init(_ group: GroupReader) throws(Unreadable) {
        event = try group.read("event", Take.name)
        key = try group.read("key", Take.expression)
        again = try group.readIfPresent("again") { node throws(Unreadable) in try Take.word(node) }
        reopen = try group.list("reopen", Take.name)
        reopenWithin = try group.readIfPresent("reopen_within", Take.period)
    }
}

package struct ScheduleTrigger: Sendable {
    /// The days: `first business day of the month`.
    package let every: Written<ScheduleRule>
    package let atTime: Written<Parametric<CivilTime>>
    /// `each` if nil.
    package let missed: Written<SequenceDefinition.Missed>?

    init(_ group: GroupReader) throws(Unreadable) {
        missed = try group.readIfPresent("missed") { node throws(Unreadable) in try Take.word(node) }
        every = try group.read("every", Take.schedule)
        atTime = try group.read("at_time", Take.timeOfDay)
    }
}

package struct RecordDateTrigger: Sendable {
    package let record: WrittenName
    package let from: Excerpt
    package let offset: Written<Parametric<Period>>
    package let atTime: Written<Parametric<CivilTime>>
    package let again: Written<EventTrigger.Again>?

    init(_ group: GroupReader) throws(Unreadable) {
        again = try group.readIfPresent("again") { node throws(Unreadable) in try Take.word(node) }
        record = try group.read("about", Take.name)
        from = try group.read("from", Take.expression)
        offset = try group.read("at", Take.period)
        atTime = try group.read("at_time", Take.timeOfDay)
    }
}

package struct DemandTrigger: Sendable {
    package let key: Excerpt
    package let inputs: [FieldDefinition]

    init(_ group: GroupReader) throws(Unreadable) {
        _ = try group.required("on")
        key = try group.read("key", Take.expression)
        inputs = try FieldDefinition.list(group, "inputs")
    }
}
