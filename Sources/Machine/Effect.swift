package import Dates
package import Encoding
package import Evaluation
package import Hosting
package import Program

/// What an advance asks of the world. The order is part of the meaning.
///
/// The long ones lie apart, so that a list of them is short: it is handed on often.
package enum Effect: Sendable {
    case call(Call)
    /// Did the call of this key happen?
    indirect case inquire(key: Text, primitive: Text)
    indirect case ask(ApprovalRequest)
    indirect case remind(ApprovalRequest)
    indirect case escalate(ApprovalRequest)
    indirect case flag(FlagRequest)
    /// An event on which another workflow may start; its key is its identity.
    indirect case emit(key: Text, type: Text, data: [NamedValue])
    /// The run stands in the exception queue.
    indirect case suspended(Suspension)
    /// One item of an `each` stands in the exception queue; the others go on.
    indirect case itemFailed(step: Text, item: Text, Suspension)
    case ended(Text)
    case dormant(until: Instant)
    /// The next occurrence starts with this event.
    indirect case succeeded(by: ReceivedEvent)
}

package struct ApprovalRequest: Sendable {
    package var step: Text
    package var title: Text
    /// Counted from 1.
    package var level: Int
    package var role: Text
    package var count: Int
    package var deadline: Instant?
}

package struct FlagRequest: Sendable {
    package var step: Text
    package var text: Text
    package var to: Text
    package var until: Instant?
}

/// What happened inside an advance and why, for people and for the audit.
///
/// Most entries are short; the long ones lie apart, so that a list of entries is short too.
package enum TraceEntry: Sendable {
    /// The effect of this index among those of the advance was made here.
    case effect(Int)
    /// The step's `if` was false.
    case skipped(StepIndex)
    case passed(sequence: StepIndex, stage: Int)
    indirect case missed(sequence: StepIndex, stage: Int, planned: Instant)
    case anchorMoved(sequence: StepIndex, to: CivilDate)
    case pauseBegan(sequence: StepIndex)
    case pauseEnded(sequence: StepIndex, days: Int)
    indirect case denied(step: Text, person: Text, Denial)
    /// A person's decision on an approval counts.
    indirect case decided(StepIndex, Decided)
    /// A rule has decided.
    indirect case ruled(StepIndex, Ruled)
    /// A step was done that no effect names: an event sent, an end, or a choice, with the case that was taken, counted from 0; `else`
    /// is the last one.
    case took(StepIndex, branch: Int)
    case outcome(StepIndex, Text)
    case reopened
    /// An input that no longer has anything to act on.
    case late
    case dropped(event: Text)

    package enum Denial: String, Sendable {
        case excepted
        case role
        case counted
        case nothingToDecide = "nothing to decide"
    }
}

/// A decision that counts, as the audit has it (S16).
package struct Decided: Sendable {
    package var person: Text
    /// Those that the host vouches for.
    package var roles: [Text]
    /// Those in whose place the person decided, the one who is asked first.
    package var representing: [Text]
    /// Counted from 1.
    package var level: Int
    package var isRefusal: Bool
    package var comment: Text
    /// The digest of the settings that said who may decide.
    package var policy: Digest
}

/// What a rule has decided, and why.
package struct Ruled: Sendable {
    package var rule: Text
    package var version: Int
    /// The rows or cases that the result comes from, counted from 1.
    package var rows: [Int]
    package var why: [Text]
    package var value: Value
}
