public import Amounts
import Billing
public import Dates
public import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Simulation

/// What a dry run did, in numbers. What several workers have counted is added up.
public struct DryRunTally: Sendable {
    public struct Call: Hashable, Sendable {
        public let workflow: Text
        public let primitive: Text
        /// The step or stage.
        public let step: Text
        /// The outcome, or how it failed.
        public let answer: Text

        /// Of one step there are few: that tells them apart well enough.
        public func hash(into hasher: inout Hasher) { hasher.combine(workflow.mark ^ step.mark) }
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

        /// As for calls.
        public func hash(into hasher: inout Hasher) { hasher.combine(workflow.mark ^ name.mark) }
    }

    public struct Amount: Hashable, Sendable {
        /// An event or a primitive.
        public let of: Text
        public let field: Text
        public let currency: Currency

        /// As for calls.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(of.mark ^ field.mark ^ UInt64(currency.packed))
        }
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

    mutating func count(_ type: Text, _ data: Value) {
        events[type, default: 0] += 1
        guard let shape = data.shape, let slots = data.slots else { return }
        for (slot, field) in shape.fields.enumerated() where slot < slots.count {
            if let money = slots[slot].asMoney { Self.add(money, to: &inEvents, of: type, field.name) }
        }
    }

    mutating func count(_ call: Hosting.Call, _ answer: Answer, of workflow: Text, at: Instant) {
        let name = answer.name
        calls[Call(workflow: workflow, primitive: call.primitive, step: call.step, answer: name), default: 0] += 1
        days[at.utc.date, default: 0] += 1
        guard case .outcome = answer, name == Self.accepted else { return }
        for input in call.inputs {
            if let money = input.value.asMoney { Self.add(money, to: &inCalls, of: call.primitive, input.name) }
        }
    }

    private static let accepted: Text = "accepted"

    mutating func count(_ happening: Simulation.Happening) {
        let workflow = happening.run?.workflow ?? Text()
        switch happening.kind {
        case .call(let call, let answer): count(call, answer, of: workflow, at: happening.at)
        case .asked(let request): asked[Item(workflow, request.step, request.role), default: 0] += 1
        case .reminded: break
        case .escalated(let request): escalated[Item(workflow, request.step, request.role), default: 0] += 1
        case .denied(let step, _, let denial): denied[Item(workflow, step, Text(denial.rawValue)), default: 0] += 1
        case .flagged(let request): flagged[Item(workflow, request.step, request.to), default: 0] += 1
        case .sent(let type, _): sent[type, default: 0] += 1
        case .told(let type, _): told[type, default: 0] += 1
        case .knownFact(let type): known[type, default: 0] += 1
        case .endless(let type): endless[Item(workflow, type), default: 0] += 1
        case .suspended(let reason, let step): suspended[Item(workflow, step ?? Text(), reason), default: 0] += 1
        case .ended(let result): ends[Item(workflow, result), default: 0] += 1
        case .dormant: ends[Item(workflow, "can be reopened"), default: 0] += 1
        case .missed(let stage): missed[Item(workflow, stage), default: 0] += 1
        case .refused(let refusal): refused[Item(Text(), refusal.outcome, refusal.field ?? Text()), default: 0] += 1
        case .duplicate: refused[Item(Text(), "taken_before"), default: 0] += 1
        }
    }

    private static func add(_ money: Money, to sums: inout [Amount: Money?], of name: Text, _ field: Text) {
        let key = Amount(of: name, field: field, currency: money.currency)
        guard let known = sums[key] else {
            sums[key] = money
            return
        }
        sums[key] = .some(known.flatMap { try? $0.adding(money) })
    }

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
        func sum(_ one: Money?, _ other: Money?) -> Money? {
            guard let one, let other else { return nil }
            return try? one.adding(other)
        }
        inEvents.merge(other.inEvents, uniquingKeysWith: sum)
        inCalls.merge(other.inCalls, uniquingKeysWith: sum)
    }
}
