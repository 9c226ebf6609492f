package import Dates
package import YAMLReading

/// A timetable of stages that follows a date.
package struct SequenceDefinition: Sendable {
    /// What happens to stages whose time passed while nothing ran.
    package enum Missed: String, Sendable {
        case latest, skip, each
    }

    package let name: WrittenName
    package let about: WrittenName?
    package let from: Excerpt
    package let atTime: Written<Parametric<CivilTime>>
    package let whileCondition: Excerpt
    package let pause: PauseDefinition?
    /// `latest` if nil.
    package let missed: Written<Missed>?
    package internal(set) var stages: [StageDefinition]
    package internal(set) var cleared: [StepDefinition]
    package internal(set) var giveUp: GiveUpDefinition
    package let node: LocatedNode

    init(_ value: LocatedNode, _ group: GroupReader) throws(Unreadable) {
        node = group.node
        name = try Take.name(value)
        about = try group.readIfPresent("about", Take.name)
        from = try group.read("from", Take.expression)
        atTime = try group.read("at_time", Take.timeOfDay)
        whileCondition = try group.read("while", Take.expression)
        pause = try group.readIfPresent("pause", PauseDefinition.init)
        missed = try group.readIfPresent("missed") { node throws(Unreadable) in try Take.word(node) }
        stages = try group.read("stages") { node throws(Unreadable) in try Take.list(node, StageDefinition.init) }
        cleared = try group.steps("cleared")
        giveUp = try group.read("give_up", GiveUpDefinition.init)
    }
}

package struct PauseDefinition: Sendable {
    package let condition: Excerpt?
    /// A date, which may be absent.
    package let until: Excerpt?
    package let atMost: Written<Parametric<Period>>

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        condition = try group.readIfPresent("if", Take.expression)
        until = try group.readIfPresent("until", Take.expression)
        atMost = try group.read("at_most", Take.period)
    }
}

/// `give_up: 180 days`, or the period with what is done then.
package struct GiveUpDefinition: Sendable {
    package let after: Written<Parametric<Period>>
    package internal(set) var steps: [StepDefinition]

    init(_ node: LocatedNode) throws(Unreadable) {
        if node.isMapping {
            let group = try GroupReader(node)
            after = try group.read("after", Take.period)
            steps = try group.steps("steps")
        } else {
            after = try Take.period(node)
            steps = []
        }
    }
}

package struct StageDefinition: Sendable {
    package enum Timing: Sendable {
        /// So long before or after the sequence's date, or the day of another stage.
        case at(Written<Parametric<Period>>, afterStage: WrittenName?)
        /// Again and again, counted from another stage.
        case every(Written<Parametric<Period>>, afterStage: WrittenName, atMost: Written<Parametric<Int>>)
    }

    package let timing: Timing
    /// Stages that must have happened, each with how long before.
    package let needs: [NamedEntry<Written<Parametric<Period>>>]
    /// What the stage does: its verb, guard, reason, outcomes and name.
    package internal(set) var step: StepDefinition
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        if group.has("at") {
            timing = .at(
                try group.read("at", Take.period), afterStage: try group.readIfPresent("after_stage", Take.name))
        } else {
            timing = .every(
                try group.read("every", Take.period), afterStage: try group.read("after_stage", Take.name),
                atMost: try group.read("at_most", Take.times))
        }
        needs = try group.entries("needs", Take.period)
        step = StepDefinition(node)
    }
}
