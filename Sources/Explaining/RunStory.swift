import Dates
package import Definitions
import Encoding
import Evaluation
import Hosting
import Machine
import Program
package import Runner
package import Simulation

/// A run told to its author: what woke it, what it did and why, what it waits for; every value as it was read then.
package struct RunStory {
    private let steps: StepTexts
    private let runner: Runner
    private var lines: [String] = []
    /// Where the run stood when it was told last.
    private var standing = ""
    /// By the keys of the calls that it has made, their steps.
    private var calls: [Text: Text] = [:]

    /// - Parameters:
    ///   - traced: the advances of one run, in order.
    ///   - workflow: the definition that it runs, for the texts of its conditions and reasons.
    package static func lines(_ traced: [TracedChange], _ workflow: WorkflowDefinition, _ runner: Runner) -> [String] {
        var story = RunStory(workflow, runner)
        for change in traced { story.tell(change) }
        return story.lines
    }

    private init(_ workflow: WorkflowDefinition, _ runner: Runner) {
        steps = StepTexts(workflow)
        self.runner = runner
    }

    private mutating func tell(_ traced: TracedChange) {
        let change = traced.change
        guard let program = runner.program(of: change.state) else { return }
        let values = ReadValues(traced, program)
        let isFirst = lines.isEmpty
        var told: [String] = []
        var answered: Text?
        switch traced.cause {
        case .answer(let key, _), .answerTo(_, let key, _): answered = calls[key]
        default: break
        }
        for entry in change.trace {
            // What the answer was stands in the line above.
            if case .outcome(let step, _) = entry, program.steps[step].name == answered { continue }
            if case .effect(let index) = entry, case .call(let call) = change.effects[index] {
                calls[call.key] = call.step
            }
            told += words(entry, change.effects, program, values)
        }
        let now = Self.standing(change.state, program)
        if !now.isEmpty, now != standing { told.append(now) }
        standing = now
        // What changed nothing that an author could see is not told.
        guard isFirst || !told.isEmpty || answered != nil else { return }
        if isFirst { lines.append("\(change.id.workflow), run \(change.id.key)#\(change.id.occurrence)") }
        lines.append("")
        lines.append("\(traced.at)  \(cause(traced.cause))")
        lines += told.map { "    \($0)" }
    }

    // MARK: What woke it

    private func cause(_ cause: Delivery.Content) -> String {
        switch cause {
        case .event(let event): "the event \(event.type) arrives"
        case .answer(let key, let answer), .answerTo(_, let key, let answer):
            "the answer to \(calls[key] ?? key): \(Self.words(answer))"
        case .decision(_, let decision): Self.decision(decision)
        case .recordChanged(let record): "the \(record.type) \(record.id) has changed"
        case .timer: "the time has come"
        case .clock: "the settings hold from now on"
        }
    }

    private static func decision(_ decision: Decision) -> String {
        let roles = decision.roles.isEmpty ? "" : " (\(decision.roles.map(\.string).joined(separator: ", ")))"
        let comment = decision.comment.string.isEmpty ? "" : ": \(decision.comment)"
        return switch decision.kind {
        case .approve(let step): "\(decision.person)\(roles) approves \(step)\(comment)"
        case .refuse(let step): "\(decision.person)\(roles) refuses \(step)\(comment)"
        case .again: "\(decision.person) says: do it again"
        case .cancel: "\(decision.person) cancels the run\(comment)"
        }
    }

    private static func words(_ answer: Answer) -> String {
        if case .outcome(let name, _) = answer { "\(name)" } else { "\(answer)" }
    }

    // MARK: What it did

    private func words(
        _ entry: TraceEntry, _ effects: [Effect], _ program: Program, _ values: ReadValues
    ) -> [String] {
        switch entry {
        case .effect(let index): return words(effects[index], program, values)
        case .skipped(let step): return notDone(program.steps[step].name.string, values)
        case .passed(let sequence, let stage):
            return notDone(program.stageName(stage, in: sequence)?.string ?? "a stage", values)
        case .missed(let sequence, let stage, let planned):
            return ["\(program.stageName(stage, in: sequence) ?? Text()) is missed: it was planned for \(planned)"]
        case .anchorMoved(let sequence, let date):
            return ["the timetable of \(program.steps[sequence].name) now follows \(date)"]
        case .pauseBegan(let sequence): return ["the timetable of \(program.steps[sequence].name) stands still"]
        case .pauseEnded(let sequence, let days):
            return [
                "the timetable of \(program.steps[sequence].name) goes on, \(days) day\(days == 1 ? "" : "s") later"
            ]
        case .denied(let step, let person, let denial):
            return ["the decision of \(person) on \(step) does not count: \(denial.rawValue)"]
        case .decided(let step, let decided):
            let verb = decided.isRefusal ? "refuses" : "approves"
            let whose = decided.representing.filter { $0 != decided.person }.map(\.string)
            return [
                "\(decided.person) \(verb) \(program.steps[step].name) on level \(decided.level)"
                    + (whose.isEmpty ? "" : ", in the place of \(whose.joined(separator: ", "))")
            ]
        case .ruled(let step, let ruled):
            let rows = ruled.rows.isEmpty ? "" : " by row \(ruled.rows.map { "\($0)" }.joined(separator: ", "))"
            return [
                "\(program.steps[step].name): \(ruled.rule), version \(ruled.version), decides\(rows): \(ReadValues.shown(ruled.value))"
            ]
                + ruled.why.map { "    why: \($0)" }
        case .took(let step, let branch): return chosen(program.steps[step], branch, values)
        case .outcome(let step, let name): return [Self.outcome(program.steps[step], name)]
        case .reopened: return ["the run is taken up again"]
        case .late: return ["this comes too late and changes nothing"]
        default: return []
        }
    }

    /// Which case of a choice was taken; of other steps their effects tell it.
    private func chosen(_ step: Step, _ branch: Int, _ values: ReadValues) -> [String] {
        guard case .choose = step.action, let cases = steps[step.name.string]?.cases else { return [] }
        guard cases.indices.contains(branch) else { return ["\(step.name) takes \"else\", since no case is true"] }
        return [
            "\(step.name) takes case \(branch + 1), since this is true: \(cases[branch])\(values.read(in: cases[branch]))"
        ]
    }

    private static func outcome(_ step: Step, _ name: Text) -> String {
        guard case .wait = step.action else { return "the outcome of \(step.name): \(name)" }
        return name == Text("late") ? "\(step.name) has waited in vain" : "\(step.name) has come to its end"
    }

    private func words(_ effect: Effect, _ program: Program, _ values: ReadValues) -> [String] {
        switch effect {
        case .call(let call):
            let inputs = call.inputs.filter { !$0.value.isAbsent }
                .map { "\($0.name): \(ReadValues.shown($0.value))" }.joined(separator: ", ")
            var told = ["\(call.step) calls \(call.primitive) with \(inputs)"]
            told += since(call.step.string, values)
            if let why = call.why { told.append("    why: \(why)") }
            return told + ["    key: \(call.key)"]
        case .inquire(let key, _): return ["asks whether the call \(key) has happened"]
        case .ask(let request):
            let deadline = request.deadline.map { ", until \($0)" } ?? ""
            var told = [
                "\(request.step) asks \(request.count) of \(request.role), level \(request.level)\(deadline): \(request.title)"
            ]
            told += since(request.step.string, values)
            return told + why(request.step.string)
        case .remind(let request): return ["\(request.step) reminds \(request.role)"]
        case .escalate(let request): return ["\(request.step) is late, and asks \(request.role) besides"]
        case .flag(let request):
            return ["\(request.step) hands to \(request.to): \(request.text)"] + since(request.step.string, values)
                + why(request.step.string)
        case .emit(_, let type, let data):
            let fields = data.filter { !$0.value.isAbsent }.map { "\($0.name): \(ReadValues.shown($0.value))" }
            return ["sends the event \(type) with \(fields.joined(separator: ", "))"]
        case .suspended(let suspension):
            let step = suspension.step.map { " at \(program.steps[$0].name)" } ?? ""
            return ["goes into the exception queue\(step): \(suspension.reason.name)"]
        case .itemFailed(let step, let item, let suspension):
            return ["the item \(item) of \(step) goes into the exception queue: \(suspension.reason.name)"]
        case .ended(let result): return ["ends: \(result)"]
        case .dormant(let until): return ["can be taken up again until \(until)"]
        case .succeeded: return ["is followed by another run with the same key"]
        }
    }

    private func notDone(_ step: String, _ values: ReadValues) -> [String] {
        guard let condition = steps[step]?.condition else { return ["\(step) is left out"] }
        return ["\(step) is left out, since this is not true: \(condition)\(values.read(in: condition))"]
    }

    /// The conditions that were true.
    private func since(_ step: String, _ values: ReadValues) -> [String] {
        guard let texts = steps[step] else { return [] }
        return [texts.sequence, texts.condition].compactMap { $0 }.map { "    since \($0)\(values.read(in: $0))" }
    }

    private func why(_ step: String) -> [String] { steps[step]?.why.map { ["    why: \($0)"] } ?? [] }

    // MARK: What it waits for

    private static func standing(_ state: RunState, _ program: Program) -> String {
        var until = ""
        switch state.phase {
        // The answer to a call comes of itself; its line is next.
        case .ended, .dormant, .suspended, .moving, .calling, .unsure: return ""
        case .delayed(let time): return "tries again at \(time)"
        case .waiting(let time?, let deadline): until = ", until \(min(time, deadline ?? time))"
        case .waiting(nil, let deadline?): until = ", until \(deadline) at the latest"
        case .listening(let time): until = ", next at \(time)"
        case .waiting(nil, nil), .approving: break
        }
        for frame in state.frames.reversed() {
            switch frame {
            case .sequence(let sequence):
                return "waits in the timetable of \(program.steps[sequence.step].name)\(until)"
            case .block(let block, let index, _):
                let steps = program.blocks[block].steps
                return steps.indices.contains(index) ? "waits at \(program.steps[steps[index]].name)\(until)" : ""
            default: continue
            }
        }
        return ""
    }
}
