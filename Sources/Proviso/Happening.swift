public import Dates
public import Encoding
public import Hosting
import Machine
import Program

/// Something that happened to a run, or to a delivery that no run could take.
public struct Happening: Sendable {
    public enum Kind: Sendable {
        /// A call was made, and this is what the host said.
        case call(Call, Answer)
        /// People are asked: the approval's step, its title, and who.
        case asked(ApprovalAsked)
        /// The same people are reminded.
        case reminded(ApprovalAsked)
        /// The approval is late, and others are asked besides.
        case escalated(ApprovalAsked)
        /// Something was handed to a person.
        case flagged(step: Text, text: Text, to: Text, until: Instant?)
        /// An event was sent on which other workflows may start.
        case sent(type: Text, data: [NamedValue])
        /// An event that the billing system has told after a call; of a dry run alone, since a host tells of its own accord.
        case told(type: Text, data: [NamedValue])
        /// An event that tells what a call had told before; nothing else has changed.
        case known(type: Text)
        /// An event that was not delivered, since it follows from too many others, each from the one before.
        case endless(type: Text)
        /// A stage of a sequence was not made, since its time had passed or its sequence was paused.
        case missed(stage: Text)
        /// The run stands in the exception queue.
        case suspended(reason: Text, step: Text?)
        case ended(Text)
        /// The run has ended and can be taken up again until then.
        case dormant(until: Instant)
        /// The decision was not counted.
        case denied(step: Text, person: Text, reason: Text)
        /// An event that was taken before; nothing else has changed.
        case duplicate(Text)
        /// An event that cannot have happened, or of a type that no file declares: what is wrong, and the field.
        case refused(Text, field: Text?)
        /// An answer or a decision for a run that is not there.
        case unknownRun
    }

    public struct ApprovalAsked: Sendable {
        public let step: Text
        public let title: Text
        /// Counted from 1.
        public let level: Int
        public let role: Text
        /// How many people of the role must agree.
        public let count: Int
        public let deadline: Instant?
    }

    public let at: Instant
    /// `tenant/workflow/business-key#occurrence`.
    public let run: Text?
    public let kind: Kind

    init(at: Instant, run: RunID?, _ kind: Kind) {
        self.at = at
        self.run = run?.text
        self.kind = kind
    }
}

extension Happening.ApprovalAsked {
    init(_ request: ApprovalRequest) {
        step = request.step
        title = request.title
        level = request.level
        role = request.role
        count = request.count
        deadline = request.deadline
    }
}

extension Happening.Kind {
    /// What an effect is for people; a call and an inquiry are known only with their answers.
    init?(_ effect: Effect, _ program: Program?) {
        switch effect {
        case .call, .inquire, .succeeded: return nil
        case .ask(let request): self = .asked(.init(request))
        case .remind(let request): self = .reminded(.init(request))
        case .escalate(let request): self = .escalated(.init(request))
        case .flag(let request):
            self = .flagged(step: request.step, text: request.text, to: request.to, until: request.until)
        case .emit(_, let type, let data): self = .sent(type: type, data: data)
        case .suspended(let suspension):
            self = .suspended(
                reason: suspension.reason.name, step: suspension.step.flatMap { program?.steps[$0].name })
        case .itemFailed(let step, let item, let suspension):
            self = .suspended(reason: suspension.reason.name, step: Text("\(step)[\(item)]"))
        case .ended(let result): self = .ended(result)
        case .dormant(let until): self = .dormant(until: until)
        }
    }

    /// What a trace tells besides effects.
    init?(_ entry: TraceEntry, _ program: Program?) {
        switch entry {
        case .missed(let sequence, let stage, _):
            guard let name = program?.stageName(stage, in: sequence) else { return nil }
            self = .missed(stage: name)
        case .denied(let step, let person, let denial):
            self = .denied(step: step, person: person, reason: Text(denial.rawValue))
        default: return nil
        }
    }
}
