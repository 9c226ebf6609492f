/// What a host says of a call or of an inquiry (S3).
enum ModelAnswer: Equatable, Sendable {
    case outcome(String)
    case transient
    case unknown
    case absent
    case deferred
    case stale
}

enum DecisionKind: Equatable, Sendable {
    case approve
    case refuse
}

/// A person's decision on an approval (S16).
struct ModelDecision: Sendable {
    var run: String
    var step: String
    var kind: DecisionKind
    var person: String
    var roles: [String]
    var comment: String = ""
}

/// One input of an engine. `run` is a run's name, `workflow/key#occurrence`; times are seconds since 1970 in UTC.
enum EngineInput: Sendable {
    /// `fields` that hold a record name the records that the event is about.
    case event(source: String, id: String, type: String, fields: ModelFields, at: Seconds)
    /// The clock reaches this time: all timers planned up to it fire at it.
    case tick(to: Seconds)
    case answer(key: String, ModelAnswer, at: Seconds)
    case decision(ModelDecision, at: Seconds)
    /// A person's "do again" of a suspended run.
    case again(run: String, at: Seconds)
    case cancel(run: String, at: Seconds)
    case recordChanged(type: String, id: String, at: Seconds)
    /// The later versions of the workflows are published: they start the runs from now on (S11).
    case publish
    /// A shell begins, the first one or another one after it: it tells the time, and schedules are planned (S6).
    case begin(at: Seconds)
}

extension EngineInput: CustomStringConvertible {
    var description: String {
        switch self {
        case .event(let source, let id, let type, let fields, let at):
            return "event \(type) \(source)/\(id) \(braced(fields)) at \(CivilTime.text(at))"
        case .tick(let to): return "tick to \(CivilTime.text(to))"
        case .answer(let key, let answer, let at): return "answer \(key) \(answer) at \(CivilTime.text(at))"
        case .decision(let decision, let at):
            let roles = decision.roles.joined(separator: ", ")
            return
                "\(decision.kind) \(decision.run) \(decision.step) by \(decision.person) (\(roles)) at \(CivilTime.text(at))"
        case .again(let run, let at): return "again \(run) at \(CivilTime.text(at))"
        case .cancel(let run, let at): return "cancel \(run) at \(CivilTime.text(at))"
        case .publish: return "publish"
        case .begin(let at): return "begin at \(CivilTime.text(at))"
        case .recordChanged(let type, let id, let at): return "changed \(type)/\(id) at \(CivilTime.text(at))"
        }
    }
}

/// What can be seen of an engine between two inputs.
struct EngineView: Equatable, Sendable {
    /// One line a run: what can be seen of its state.
    var summary = ""
    /// The keys of the calls and inquiries that the host has still to answer, ordered by run.
    var inFlight: [String] = []
    /// The earliest moment at which something happens without another input.
    var nextTimer: Seconds?
}

/// What the enumerator, the cases and the invariants know of an engine: the model is one, the machine with its runner
/// behind an adapter is the other. An engine is a value: a copy goes its own way.
protocol Engine {
    /// Takes one input and returns what follows from it, line by line.
    mutating func take(_ input: EngineInput, _ world: ModelWorld) -> [String]
    mutating func view() -> EngineView
    /// All that what follows can depend on: engines that have saved the same bytes go on alike.
    func saved() -> [UInt8]
    /// The engine that another process makes of what this one has saved; nil if it cannot read the bytes.
    func restored(from bytes: [UInt8]) -> Self?
}
