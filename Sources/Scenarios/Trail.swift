import Billing
import Dates
import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Runner
package import Simulation

/// What happened, a line each, for whoever looks for the step and the value that led somewhere.
package enum Trail {
    static func lines(_ happenings: [Happening], _ trace: [TracedChange], _ runner: Runner) -> [String] {
        var lines = happenings.map { (at: $0.at, text: words($0.kind)) }
        for traced in trace {
            guard let program = runner.program(of: traced.change.state) else { continue }
            for entry in traced.change.trace {
                if let text = words(entry, program) { lines.append((traced.at, text)) }
            }
        }
        // What happened at one time keeps its order: calls and approvals, then what was not done.
        return lines.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map { "\($0.element.at)  \($0.element.text)" }
    }

    /// What a trace tells besides its effects.
    private static func words(_ entry: TraceEntry, _ program: Program) -> String? {
        switch entry {
        case .skipped(let step): "\(program.steps[step].name): its \"if\" was not true"
        case .passed(let sequence, let stage):
            "\(program.stageName(stage, in: sequence) ?? Text()): its \"if\" was not true"
        case .anchorMoved(let sequence, let date): "\(program.steps[sequence].name) now follows \(date)"
        case .pauseBegan(let sequence): "\(program.steps[sequence].name) stands still"
        case .pauseEnded(let sequence, let days): "\(program.steps[sequence].name) goes on, \(days) days later"
        case .outcome(let step, let name): "\(program.steps[step].name): \(name)"
        case .reopened: "the run is taken up again"
        case .dropped(let event): "nobody waited for \(event) any more"
        default: nil
        }
    }

    /// One thing that happened, in words.
    package static func words(_ kind: Happening.Kind) -> String {
        switch kind {
        case .call(let call, let answer):
            let values = call.inputs.map { ($0.name.string, Difference.plain($0.value)) }
            let why = call.why.map { ", because: \($0)" } ?? ""
            return
                "\(call.step): calls \(call.primitive) \(ScenarioPlayer.shown(values)), answer: \(words(answer))\(why)"
        case .asked(let request):
            return "\(request.step): asks \(request.count) of \(request.role), level \(request.level)"
        case .reminded(let request): return "\(request.step): reminds \(request.role)"
        case .escalated(let request): return "\(request.step): escalates to \(request.role)"
        case .denied(let step, let person, let denial):
            return "\(step): the decision of \(person) does not count, \(denial.rawValue)"
        case .flagged(let request): return "\(request.step): hands to \(request.to): \(request.text)"
        case .sent(let type, let data):
            return "sends \(type) \(ScenarioPlayer.shown(data.map { ($0.name.string, Difference.plain($0.value)) }))"
        case .told(let type, let data):
            return
                "the billing system tells \(type) \(ScenarioPlayer.shown(data.map { ($0.name.string, Difference.plain($0.value)) }))"
        case .knownFact(let type): return "\(type) was told before"
        case .endless(let type): return "\(type) is not told: it follows from too many events"
        case .suspended(let reason, let step): return "\(step ?? Text()): into the exception queue, \(reason)"
        case .ended(let result): return "ends: \(result)"
        case .dormant(let until): return "can be taken up again until \(until)"
        case .missed(let stage): return "\(stage): missed"
        case .refused(let refusal): return "an event was refused: \(refusal.outcome)"
        case .duplicate: return "an event that was taken before"
        }
    }

    private static func words(_ answer: Answer) -> String {
        if case .outcome(let name, _) = answer { "\(name)" } else { "\(answer)" }
    }
}
