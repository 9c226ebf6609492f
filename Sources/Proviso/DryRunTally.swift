public import Amounts
public import Dates
public import Encoding

/// What a dry run did, in numbers. What several workers have counted is added up.
public struct DryRunTally: Sendable {
    public struct Call: Hashable, Sendable {
        public let workflow: Text
        public let primitive: Text
        /// The step or stage.
        public let step: Text
        /// The outcome, or how it failed.
        public let answer: Text
    }

    /// A kind of thing that happened at a place of a workflow.
    public struct Item: Hashable, Sendable {
        public let workflow: Text
        /// The step or stage, or the result of a run.
        public let name: Text
        /// A role, a reason, a person's group.
        public let more: Text

        init(_ workflow: Text, _ name: Text, _ more: Text = Text()) {
            self.workflow = workflow
            self.name = name
            self.more = more
        }
    }

    public struct Amount: Hashable, Sendable {
        /// An event or a primitive.
        public let of: Text
        public let field: Text
        public let currency: Currency
    }

    /// The runs that have begun.
    public internal(set) var runs = 0
    public internal(set) var events: [Text: Int] = [:]
    public internal(set) var calls: [Call: Int] = [:]
    /// How the runs ended; a run that can be reopened counts each time.
    public internal(set) var ends: [Item: Int] = [:]
    public internal(set) var asked: [Item: Int] = [:]
    public internal(set) var escalated: [Item: Int] = [:]
    public internal(set) var denied: [Item: Int] = [:]
    /// What was handed to people.
    public internal(set) var flagged: [Item: Int] = [:]
    /// What stands in the exception queue.
    public internal(set) var suspended: [Item: Int] = [:]
    public internal(set) var missed: [Item: Int] = [:]
    public internal(set) var sent: [Text: Int] = [:]
    /// Events that the billing system has told after calls.
    public internal(set) var told: [Text: Int] = [:]
    /// Events of the history, and of workflows, that told what a call had told before.
    public internal(set) var known: [Text: Int] = [:]
    /// Events that follow from too many others, by the workflow that has caused them.
    public internal(set) var endless: [Item: Int] = [:]
    /// Events that the book could not take, by reason and field.
    public internal(set) var refused: [Item: Int] = [:]
    /// Sums of the amounts in events, and in accepted calls; nothing where a sum passes what a decimal holds.
    public internal(set) var inEvents: [Amount: Money?] = [:]
    public internal(set) var inCalls: [Amount: Money?] = [:]
    /// The calls of each day, in UTC.
    public internal(set) var days: [CivilDate: Int] = [:]

    init() {}

    public var callCount: Int { calls.values.reduce(0, +) }

    mutating func add(_ other: DryRunTally) {
        runs += other.runs
        events.merge(other.events, uniquingKeysWith: +)
        calls.merge(other.calls, uniquingKeysWith: +)
        ends.merge(other.ends, uniquingKeysWith: +)
        asked.merge(other.asked, uniquingKeysWith: +)
        escalated.merge(other.escalated, uniquingKeysWith: +)
        denied.merge(other.denied, uniquingKeysWith: +)
        flagged.merge(other.flagged, uniquingKeysWith: +)
        suspended.merge(other.suspended, uniquingKeysWith: +)
        missed.merge(other.missed, uniquingKeysWith: +)
        sent.merge(other.sent, uniquingKeysWith: +)
        told.merge(other.told, uniquingKeysWith: +)
        known.merge(other.known, uniquingKeysWith: +)
        endless.merge(other.endless, uniquingKeysWith: +)
        refused.merge(other.refused, uniquingKeysWith: +)
        days.merge(other.days, uniquingKeysWith: +)
        inEvents.merge(other.inEvents, uniquingKeysWith: Self.sum)
        inCalls.merge(other.inCalls, uniquingKeysWith: Self.sum)
    }

    static func sum(_ one: Money?, _ other: Money?) -> Money? {
        guard let one, let other else { return nil }
        return try? one.adding(other)
    }
}
