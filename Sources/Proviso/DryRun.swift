import Billing
import Checking
public import Dates
import Encoding
public import Ingest
import Machine
import Program
import Simulation

/// Tries rules against a history: the events as they happened, a virtual clock, and the reference billing book in place of the
/// billing system. Nothing outside is touched, since there is nothing outside to touch.
public struct DryRun: Sendable {
    public let rules: Rules
    /// How many partitions are replayed at once. It changes nothing but the time it takes.
    public var workers: Int

    public init(_ rules: Rules, workers: Int = 1) {
        self.rules = rules
        self.workers = workers
    }

    /// - Parameters:
    ///   - events: in any order; those of one time keep the order in which they stand here.
    ///   - end: no timer after it fires; without one all of them do.
    /// - Returns: all that happened, ordered by time, then by partition, then as it happened there.
    public func run(_ events: [Event], until end: Instant? = nil) async -> [Happening] {
        var history: [HistoryEvent] = []
        var refused: [Happening] = []
        for event in events {
            if let delivered = rules.delivered(event) {
                let partition = rules.routes[event.type]?.partition(of: event.data) ?? Text()
                history.append(HistoryEvent(at: event.time, partition: partition, event: delivered))
            } else {
                refused.append(Happening(at: event.time, run: nil, .refused(Text("unknown_event"), field: event.type)))
            }
        }
        let replay = Replay(
            runner: rules.runner, routes: rules.routes, book: Book(shapes: rules.shapes.records), workers: workers)
        return refused + (await replay.run(history, until: end)).map { Happening($0) }
    }
}

extension Happening {
    fileprivate init(_ happening: Simulation.Happening) {
        let kind: Kind =
            switch happening.kind {
            case .call(let call, let answer): .call(call, answer)
            case .asked(let request): .asked(ApprovalAsked(request))
            case .flagged(let request):
                .flagged(step: request.step, text: request.text, to: request.to, until: request.until)
            case .suspended(let reason, let step): .suspended(reason: reason, step: step)
            case .ended(let result): .ended(result)
            case .reminded(let request): .reminded(ApprovalAsked(request))
            case .escalated(let request): .escalated(ApprovalAsked(request))
            case .denied(let step, let person, let denial):
                .denied(step: step, person: person, reason: Text(denial.rawValue))
            case .sent(let type, let data): .sent(type: type, data: data)
            case .dormant(let until): .dormant(until: until)
            case .missed(let stage): .missed(stage: stage)
            case .refused(let refusal): .refused(refusal.outcome, field: refusal.field)
            case .duplicate: .duplicate(Text())
            }
        self.init(at: happening.at, run: happening.run, kind)
    }
}
