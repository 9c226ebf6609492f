package import Dates
package import YAMLReading

/// A scenario. Data is kept as it is written; the shapes of records and events give it types.
package struct ScenarioDefinition: Sendable {
    package let title: Written<String>
    package let description: Written<String>?
    package let workflow: WrittenName
    package let settings: WrittenName?
    package let start: Written<Instant>
    /// By the plural of the record: the records, each a group.
    package let given: [NamedEntry<[LocatedNode]>]
    /// By primitive: the answers, call by call.
    package let answers: [NamedEntry<[AnswerDefinition]>]
    package let timeline: [MomentDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        title = try group.read("scenario", Take.text)
        description = try group.readIfPresent("description", Take.text)
        workflow = try group.read("workflow", Take.name)
        settings = try group.readIfPresent("settings", Take.name)
        start = try group.read("start", Take.instant)
        given = try group.entries("given") { node throws(Unreadable) in try Take.list(node, Take.node) }
        answers = try group.entries("answers") { node throws(Unreadable) in try Take.list(node, AnswerDefinition.init) }
        timeline = try group.list("timeline", MomentDefinition.init)
    }
}

package struct AnswerDefinition: Sendable {
    package let outcome: WrittenName
    package let data: [NamedEntry<LocatedNode>]

    init(_ node: LocatedNode) throws(Unreadable) {
        if node.isMapping {
            let group = try GroupReader(node)
            outcome = try group.read("outcome", Take.name)
            data = try group.entries("data", Take.node)
        } else {
            outcome = try Take.name(node)
            data = []
        }
    }
}

/// One moment of the timeline: when, what happens, and what is expected then.
package struct MomentDefinition: Sendable {
    package enum Timing: Sendable {
        /// At the same time as the moment before.
        case same
        case after(Written<Parametric<Period>>)
        case at(Written<Moment>)
    }

    package enum Happening: Sendable {
        /// Only time passes.
        case nothing
        case event(WrittenName, data: [NamedEntry<LocatedNode>], id: Written<String>?, isTwice: Bool)
        /// A run is started on demand.
        case begin([NamedEntry<LocatedNode>])
        case approve(WrittenName, by: ActorDefinition, comment: Written<String>?)
        case refuse(WrittenName, by: ActorDefinition, comment: Written<String>?)
        /// A late answer to the call of a step.
        case answer(WrittenName, AnswerDefinition)
        case cancel(reason: Written<String>)
        case again(WrittenName)
        /// By the plural of the record: what changes, each a group with the record's `id`.
        case change([NamedEntry<[LocatedNode]>])
    }

    package let timing: Timing
    /// Nothing ran since the moment before.
    package let isOutage: Bool
    /// The business key of the run that is meant.
    package let run: Written<String>?
    package let happening: Happening
    package let expectation: ExpectationDefinition?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        if let after = try group.readIfPresent("after", Take.period) {
            timing = .after(after)
        } else if let moment = try group.readIfPresent("at", Take.moment) {
            timing = .at(moment)
        } else {
            timing = .same
        }
        isOutage = try group.readIfPresent("outage", Take.boolean)?.value ?? false
        run = try group.readIfPresent("run", Take.text)
        happening = try Self.happening(group)
        expectation = try group.readIfPresent("expect", ExpectationDefinition.init)
    }

    private static func happening(_ group: GroupReader) throws(Unreadable) -> Happening {
        if group.has("event") {
            return .event(
                try group.read("event", Take.name), data: try group.entries("data", Take.node),
                id: try group.readIfPresent("id", Take.text),
                isTwice: try group.readIfPresent("twice", Take.boolean)?.value ?? false)
        }
        if group.has("begin") { return .begin(try group.entries("begin", Take.node)) }
        if group.has("approve") || group.has("refuse") {
            let isApproval = group.has("approve")
            let step = try group.read(isApproval ? "approve" : "refuse", Take.name)
            let actor = try group.read("by", ActorDefinition.init)
            let comment = try group.readIfPresent("comment", Take.text)
            return isApproval
                ? .approve(step, by: actor, comment: comment) : .refuse(step, by: actor, comment: comment)
        }
        if group.has("answer") {
            return .answer(try group.read("answer", Take.name), try AnswerDefinition(group.node))
        }
        if group.has("cancel") { return .cancel(reason: try group.read("cancel", Take.text)) }
        if group.has("again") { return .again(try group.read("again", Take.name)) }
        if group.has("change") {
            return .change(try group.entries("change") { node throws(Unreadable) in try Take.list(node, Take.node) })
        }
        return .nothing
    }
}

package struct ActorDefinition: Sendable {
    package let name: Written<String>
    package let roles: [WrittenName]

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        name = try group.read("name", Take.text)
        roles = try group.list("roles", Take.name)
    }
}

/// A call, or an event sent, that is expected: nil where nothing is said of its values.
package struct ExpectedCall: Sendable {
    package let name: WrittenName
    package let values: [NamedEntry<LocatedNode>]?

    init(_ node: LocatedNode) throws(Unreadable) {
        guard node.isMapping else {
            name = try Take.name(node)
            values = nil
            return
        }
        let entries = try Take.entries(node) { node throws(Unreadable) in node }
        guard entries.count == 1 else { throw Unreadable() }
        name = entries[0].name
        values = entries[0].value.isAbsent ? [] : try Take.entries(entries[0].value, Take.node)
    }
}

/// Something that is expected to be handed to a person; what is not said of it may be anything.
package struct ExpectedFlag: Sendable {
    package let text: Written<String>
    package let to: WrittenName?
    package let until: Written<Instant>?

    init(_ node: LocatedNode) throws(Unreadable) {
        guard node.isMapping else {
            text = try Take.text(node)
            to = nil
            until = nil
            return
        }
        let group = try GroupReader(node)
        text = try group.read("text", Take.text)
        to = try group.readIfPresent("to", Take.name)
        until = try group.readIfPresent("until", Take.instant)
    }
}

package struct ExpectationDefinition: Sendable {
    package let waiting: WrittenName?
    package let callsSince: [ExpectedCall]?
    package let eventsSince: [ExpectedCall]?
    package let ended: WrittenName?
    package let dormant: Written<Bool>?
    package let denied: Written<String>?
    package let flagged: [ExpectedFlag]?
    /// Roles or people as approvals name them: `controller`, `2 of controller`.
    package let askedSince: [Written<String>]?
    package let remindedSince: [Written<String>]?
    package let escalatedSince: [Written<String>]?
    package let suspended: Written<String>?
    package let paused: Written<Bool>?
    package let missedSince: [WrittenName]?
    /// The periods of a schedule.
    package let missedRunsSince: [Written<String>]?
    package let values: [NamedEntry<LocatedNode>]
    /// By the plural of the record: what the records are to be, each a group with the record's `id`.
    package let records: [NamedEntry<[LocatedNode]>]
    package let runs: Written<Parametric<Int>>?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        waiting = try group.readIfPresent("waiting", Take.name)
        callsSince = try group.readIfPresent("calls_since") { node throws(Unreadable) in
            try Take.list(node, ExpectedCall.init)
        }
        eventsSince = try group.readIfPresent("events_since") { node throws(Unreadable) in
            try Take.list(node, ExpectedCall.init)
        }
        ended = try group.readIfPresent("ended", Take.name)
        dormant = try group.readIfPresent("dormant", Take.boolean)
        denied = try group.readIfPresent("denied", Take.text)
        flagged = try group.readIfPresent("flagged") { node throws(Unreadable) in
            try Take.list(node, ExpectedFlag.init)
        }
        askedSince = try group.readIfPresent("asked_since", Self.texts)
        remindedSince = try group.readIfPresent("reminded_since", Self.texts)
        escalatedSince = try group.readIfPresent("escalated_since", Self.texts)
        suspended = try group.readIfPresent("suspended", Take.text)
        paused = try group.readIfPresent("paused", Take.boolean)
        missedSince = try group.readIfPresent("missed_since") { node throws(Unreadable) in
            try Take.list(node, Take.name)
        }
        missedRunsSince = try group.readIfPresent("missed_runs_since", Self.texts)
        values = try group.entries("values", Take.node)
        records = try group.entries("records") { node throws(Unreadable) in try Take.list(node, Take.node) }
        runs = try group.readIfPresent("runs", Take.integer)
    }

    private static func texts(_ node: LocatedNode) throws(Unreadable) -> [Written<String>] {
        try Take.list(node, Take.text)
    }
}
