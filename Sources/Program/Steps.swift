package import Dates
package import Encoding
package import Evaluation

/// One step: a verb, and what any step may carry.
package struct Step: Sendable {
    /// The author's name for it, unique in the workflow; part of every key that its calls carry.
    package var name: Text
    package var condition: CodeIndex?
    package var why: TemplateIndex?
    package var action: Action
    /// Where its result is kept, for verbs that have one.
    package var result: Slot?
    /// The shape of a call's result: `outcome`, then the data of all its outcomes.
    package var resultShape: Shape?
    /// The named outcomes that have a branch, sorted by name.
    package var outcomes: [Outcome]
    package var undo: BlockIndex?
    /// The step is done for every item of a list.
    package var repetition: Repeated?

    package init(
        name: Text, condition: CodeIndex? = nil, why: TemplateIndex? = nil, action: Action, result: Slot? = nil,
        resultShape: Shape? = nil, outcomes: [Outcome] = [], undo: BlockIndex? = nil
    ) {
        self.name = name
        self.condition = condition
        self.why = why
        self.action = action
        self.result = result
        self.resultShape = resultShape
        self.outcomes = outcomes
        self.undo = undo
    }

    /// The same with an action of its own, for the reason that `Program` has.
    var copied: Step {
        var step = self
        step.action = action.copied
        return step
    }

    /// The branch of an outcome, if the file gives one.
    package func branch(_ outcome: Text) -> BlockIndex? {
        outcomes.first { $0.name == outcome }?.block
    }
}

package struct Outcome: Sendable {
    package var name: Text
    package var block: BlockIndex

    package init(_ name: Text, _ block: BlockIndex) {
        self.name = name
        self.block = block
    }
}

/// Each case lies in memory of its own: to take an action out of its step is to count one reference.
package indirect enum Action: Sendable {
    case call(CallAction)
    case decide(DecideAction)
    case approve(ApproveAction)
    case wait(WaitAction)
    case sequence(SequenceAction)
    /// The first case whose condition is true, else the block after `else`.
    case choose([ChooseCase], otherwise: BlockIndex?)
    case letValues([LetValue])
    case flag(FlagAction)
    case emit(EmitAction)
    case group(BlockIndex)
    case end(Text)
    case beginAgain
    /// `continue`: leaves the branch that it stands in.
    case proceed

    /// Of those that runs are asked for most an object of their own.
    fileprivate var copied: Action {
        switch self {
        case .call(let action): .call(CallAction(action))
        case .sequence(let action): .sequence(SequenceAction(action))
        default: self
        }
    }
}

package struct ChooseCase: Sendable {
    package var condition: CodeIndex
    package var block: BlockIndex

    package init(condition: CodeIndex, block: BlockIndex) {
        self.condition = condition
        self.block = block
    }
}

package struct LetValue: Sendable {
    package var slot: Slot
    package var value: CodeIndex

    package init(slot: Slot, value: CodeIndex) {
        self.slot = slot
        self.value = value
    }
}

/// An argument: an expression, or text with expressions in it.
package enum Argument: Sendable {
    case code(CodeIndex)
    case template(TemplateIndex)
}

package struct NamedArgument: Sendable {
    package var name: Text
    package var value: Argument
    /// The signature does without it: what has no value is not given. Of a template, only where it is nothing but one value.
    package var isOptional: Bool

    package init(_ name: Text, _ value: Argument, isOptional: Bool = false) {
        self.name = name
        self.value = value
        self.isOptional = isOptional
    }
}

/// `do`: a call of a billing primitive. A class, as the most frequent of all actions: to take it out of its step is to count one reference.
package final class CallAction: Sendable {
    package let primitive: Text
    /// In the order of the primitive's signature, so that the order in the file is no part of the call.
    package let inputs: [NamedArgument]
    /// The primitive sends a message to a person: at most one a day in a sequence (S6).
    package let isNotice: Bool
    package let retry: Retry?

    package init(primitive: Text, inputs: [NamedArgument], isNotice: Bool, retry: Retry?) {
        self.primitive = primitive
        self.inputs = inputs
        self.isNotice = isNotice
        self.retry = retry
    }

    fileprivate convenience init(_ other: CallAction) {
        self.init(
            primitive: other.primitive, inputs: other.inputs.map { $0 }, isNotice: other.isNotice, retry: other.retry)
    }
}

/// Delays between attempts (S3): `first`, then each time `factor` as long, up to `atMost`.
package struct Retry: Hashable, Sendable {
    package var times: Int
    package var first: ExactDuration
    package var factor: Int
    package var atMost: ExactDuration

    package init(times: Int, first: ExactDuration, factor: Int, atMost: ExactDuration) {
        self.times = times
        self.first = first
        self.factor = factor
        self.atMost = atMost
    }

    /// Where the file is silent: 5 times, first 1 minute, each twice as long, at most 1 hour.
    package static let standard = Retry(
        times: 5, first: (try? ExactDuration(minutes: 1)) ?? .zero, factor: 2,
        atMost: (try? ExactDuration(hours: 1)) ?? .zero)

    /// The delay before a repetition, counted from 1.
    package func delay(before repetition: Int) -> ExactDuration {
        var delay = first
        for _ in 1..<max(1, repetition) {
            guard delay < atMost, let longer = try? delay.multiplied(by: factor) else { break }
            delay = longer
        }
        return min(delay, atMost)
    }
}

/// `approve`: levels of people who must agree before the run goes on (S16).
package struct ApproveAction: Sendable {
    package var title: TemplateIndex
    /// Gives the list of levels, each `role` or `N of role`.
    package var levels: CodeIndex
    /// Each gives a person who may not decide.
    package var except: [CodeIndex]
    /// The values that are approved.
    package var covers: [CodeIndex]
    package var remind: Period?
    package var within: Period?
    package var escalate: Text?

    package init(
        title: TemplateIndex, levels: CodeIndex, except: [CodeIndex], covers: [CodeIndex], remind: Period?,
        within: Period?,
        escalate: Text?
    ) {
        self.title = title
        self.levels = levels
        self.except = except
        self.covers = covers
        self.remind = remind
        self.within = within
        self.escalate = escalate
    }
}

/// `wait`: for a period, until a condition or a time, or for an event; `within` bounds it and leads to `late`.
package struct WaitAction: Sendable {
    package enum Goal: Sendable {
        case period(Period)
        case condition(CodeIndex)
        /// A civil date, at the time of day in the run's zone, or an instant.
        case time(CodeIndex, CivilTime)
        /// An event of this type that names a record of the run and, where a condition is given, fulfils it. Inside the
        /// condition the slot holds the event that is looked at; it is the one of what started the run if that was an event.
        case event(Text, CodeIndex?, Slot)
    }

    package var goal: Goal
    package var within: Period?

    package init(goal: Goal, within: Period?) {
        self.goal = goal
        self.within = within
    }
}

/// `flag`: hands something to a person through the exception queue, and goes on.
package struct FlagAction: Sendable {
    package var text: TemplateIndex
    package var to: Text
    package var within: Period?

    package init(text: TemplateIndex, to: Text, within: Period?) {
        self.text = text
        self.to = to
        self.within = within
    }
}

/// `emit`: an event on which another workflow may start.
package struct EmitAction: Sendable {
    package var type: Text
    package var data: [NamedArgument]

    package init(type: Text, data: [NamedArgument]) {
        self.type = type
        self.data = data
    }
}

/// `sequence`: stages on a timetable that follows a date of a record (S6, S7). A class, as a call is.
package final class SequenceAction: Sendable {
    package enum Missed: Int, Sendable {
        case latest = 0
        case skip = 1
        case each = 2
    }

    package let from: CodeIndex
    package let atTime: CivilTime
    package let whileCondition: CodeIndex
    package let pause: Pause?
    package let missed: Missed
    package let stages: [Stage]
    package let cleared: BlockIndex?
    package let giveUp: Period
    package let gaveUp: BlockIndex?

    package init(
        from: CodeIndex, atTime: CivilTime, whileCondition: CodeIndex, pause: Pause?, missed: Missed, stages: [Stage],
        cleared: BlockIndex?, giveUp: Period, gaveUp: BlockIndex?
    ) {
        self.from = from
        self.atTime = atTime
        self.whileCondition = whileCondition
        self.pause = pause
        self.missed = missed
        self.stages = stages
        self.cleared = cleared
        self.giveUp = giveUp
        self.gaveUp = gaveUp
    }

    fileprivate convenience init(_ other: SequenceAction) {
        self.init(
            from: other.from, atTime: other.atTime, whileCondition: other.whileCondition, pause: other.pause,
            missed: other.missed, stages: other.stages.map { $0 }, cleared: other.cleared, giveUp: other.giveUp,
            gaveUp: other.gaveUp)
    }
}

package struct Pause: Sendable {
    package var condition: CodeIndex?
    /// A date, which may be absent: the timetable stands still up to it and on it, such as a promise to pay.
    package var until: CodeIndex?
    package var atMost: Period

    package init(condition: CodeIndex?, until: CodeIndex? = nil, atMost: Period) {
        self.condition = condition
        self.until = until
        self.atMost = atMost
    }
}

/// One stage of a sequence. `every … after_stage … at_most` has been written out into single stages.
package struct Stage: Sendable {
    package var offset: Period
    /// The step that the stage is: a call, a flag, an emission or a group of them.
    package var step: StepIndex
    package var needs: [Need]

    package init(offset: Period, step: StepIndex, needs: [Need]) {
        self.offset = offset
        self.step = step
        self.needs = needs
    }
}

/// The stage `stage` must have been accepted by the host at least `period` ago.
package struct Need: Sendable {
    /// An index into the sequence's stages.
    package var stage: Int
    package var period: Period

    package init(stage: Int, period: Period) {
        self.stage = stage
        self.period = period
    }
}
