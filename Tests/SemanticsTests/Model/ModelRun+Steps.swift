// What a run does in an advance: it goes on from step to step until it must wait.
extension ModelRun {
    mutating func proceed(_ lines: inout [String]) {
        while isUnderWay {
            if lacksZone {
                // Between two steps none is begun anew.
                if case .none = activity, let top = frames.last, top.sequence == nil, top.each == nil {
                    frames[frames.count - 1].next += 1
                }
                return suspend("zone", &lines)
            }
            switch activity {
            case .calling(let call):
                guard lookAt(call, &lines) else { return }
            case .waiting(let step, let wait, let until, let deadline):
                guard lookAt(step, wait, until, deadline, &lines) else { return }
            case .approving(let step, let approval, let state):
                guard lookAt(step, approval, state, &lines) else { return }
            case .none:
                guard let top = frames.last else {
                    finish(lastResult ?? "done", &lines)
                    return
                }
                if let each = top.each {
                    guard wakeEach(each, &lines) else { return }
                } else if let (step, sequence) = top.sequence {
                    guard wake(step, sequence, &lines) else { return }
                } else if top.next < top.steps.count {
                    frames[frames.count - 1].next += 1
                    begin(top.steps[top.next], &lines)
                } else {
                    frames.removeLast()
                    if let group = top.group { noteCompleted(group) }
                }
            }
        }
    }

    mutating func begin(_ step: ModelStep, _ lines: inout [String]) {
        begun += 1
        if begun > 10_000 { return suspend("limit", &lines) }
        if let each = step.each { return enter(step, each, &lines) }
        perform(step, &lines)
    }

    mutating func perform(_ step: ModelStep, _ lines: inout [String]) {
        if let condition = step.condition {
            guard let holds = condition(scope) else { return suspend("expression", &lines) }
            guard holds else { return lines.append("skipped \(step.name)") }
        }
        switch step.action {
        case .perform: call(ModelCall(step: step, key: key(of: step), visit: callVisit), &lines)
        case .approve(let approval): ask(step, approval, &lines)
        case .decide(let rule), .advise(let rule):
            guard let result = rule(scope) else { return suspend("rule absent_input", &lines) }
            assign(step.name, result)
        case .wait(let wait): begin(wait, of: step)
        case .sequence(let sequence): frames.append(Frame(sequence: (step, sequence)))
        case .bind(let inputs):
            for input in inputs {
                let value = input.value(scope)
                bound.removeAll { $0.name == input.name }
                bound.append((input.name, value))
            }
        case .choose(let cases):
            for item in cases {
                guard let holds = item.condition?(scope) ?? (item.condition == nil ? true : nil) else {
                    return suspend("expression", &lines)
                }
                if holds { return push(item.then) }
            }
        case .group(let steps):
            push(steps)
            if !step.undo.isEmpty { frames[frames.count - 1].group = step }
        case .flag, .emit: _ = act(step, &lines)
        case .end(let result): finish(result, &lines)
        case .carryOn: frames.removeLast()
        case .beginAgain:
            visit += 1
            bound = []
            results = []
            approved = nil
            lastResult = nil
            frames = [Frame(steps: workflow.steps)]
        }
    }

    /// The steps that do something without waiting for an answer. Returns whether it was done.
    mutating func act(_ step: ModelStep, _ lines: inout [String]) -> Bool {
        switch step.action {
        case .flag(let role): lines.append("flag \(step.name) to \(role)")
        case .emit(let type, let fields):
            let values = values(fields)
            guard !values.contains(where: { $0.value == .absent }) else {
                suspend("missing_record", &lines)
                return false
            }
            lines.append("emit \(type) \(braced(values))")
            if !step.undo.isEmpty { noteCompleted(step) }
        default: break
        }
        return true
    }

    /// S10: a group that came to its end, or an event that was sent.
    private mutating func noteCompleted(_ step: ModelStep) {
        if frames.last?.undoVisit == nil { completed.append((step, visit)) }
    }

    func values(_ inputs: [ModelStep.Input]) -> ModelFields {
        let scope = scope
        return inputs.map { ($0.name, $0.value(scope)) }
    }

    mutating func push(_ steps: [ModelStep]) {
        var frame = Frame(steps: steps)
        if let top = frames.last {
            frame.keyPart = top.keyPart
            frame.undoVisit = top.undoVisit
        }
        frames.append(frame)
    }

    /// The branch of an outcome, or the exception queue. `result` is what the step's name stands for from now on.
    mutating func follow(_ outcome: String, of step: ModelStep, result: ModelFields, _ lines: inout [String]) {
        activity = .none
        guard let branch = step.branch(outcome) ?? (outcome == "accepted" || outcome == "approved" ? [] : nil) else {
            suspend("outcome \(outcome)", &lines)
            return
        }
        assign(step.name, [("outcome", .text(outcome))] + result)
        push(branch)
    }

    /// A step that follows again after a reopening gives its result anew.
    mutating func assign(_ name: String, _ result: ModelFields) {
        results.removeAll { $0.name == name }
        results.append((name, result))
    }

    /// Stops in the exception queue. The step is begun anew when a person says so.
    mutating func suspend(_ reason: String, _ lines: inout [String]) {
        if fail(reason, &lines) {
            if case .requested = cancelling { cancelling = .no }
            return
        }
        phase = .suspended(reason)
        lines.append("suspended \(name) \(reason)")
        activity = .none
        if case .requested = cancelling { cancelling = .no }
        if let last = frames.last, last.sequence == nil, last.each == nil { frames[frames.count - 1].next -= 1 }
    }

    mutating func finish(_ result: String, _ lines: inout [String]) {
        activity = .none
        frames = []
        if case .undoing = cancelling {
            phase = .ended("cancelled")
        } else if workflow.reopen.isEmpty {
            phase = .ended(result)
        } else {
            let until = zone.instant(now, plus: workflow.reopenWithin)
            phase = .dormant(until: until, result)
            lines.append("dormant \(name) until \(CivilTime.text(until))")
        }
        if case .ended(let result) = phase { lines.append("ended \(name) \(result)") }
    }

    /// It does not know what is due. What came of a call it can still be told, and it can be cancelled.
    private var lacksZone: Bool {
        if case .undoing = cancelling { return false }
        if case .calling(let call) = activity, call.isOpen { return false }
        return knownZone == nil
    }

    /// The earliest moment at which something is due without another input.
    func plannedTimer() -> Seconds? {
        switch activity {
        case .calling(let call):
            switch call.state {
            case .inFlight, .inquiring: return nil
            case .retrying(let until), .doubtful(let until): return until
            }
        case .waiting(_, let wait, let until, let deadline):
            return [until, date(of: wait), deadline].compactMap { $0 }.min()
        case .approving(_, _, let state):
            return [state.nextReminder, state.deadline].compactMap { $0 }.min()
        case .none:
            guard let (step, sequence) = frames.last?.sequence else { return nil }
            return timer(step, sequence)
        }
    }
}

// Waits.
extension ModelRun {
    private mutating func begin(_ wait: ModelWait, of step: ModelStep) {
        var until: Seconds?
        if case .period(let period) = wait.kind { until = zone.instant(now, plus: period) }
        activity = .waiting(
            step, wait, until: until, deadline: wait.within.map { zone.instant(now, plus: $0) })
    }

    /// Whether the wait is over.
    private mutating func lookAt(
        _ step: ModelStep, _ wait: ModelWait, _ until: Seconds?, _ deadline: Seconds?, _ lines: inout [String]
    ) -> Bool {
        switch wait.kind {
        case .period:
            if let until, now >= until { return goOn() }
        case .condition(let condition):
            guard let holds = condition(scope) else { return cannotAsk(&lines) }
            if holds { return goOn() }
        case .date(let date, let time):
            guard let day = date(scope).date else { return cannotAsk(&lines) }
            if now >= zone.instant(day, at: time) { return goOn() }
        case .event(let type, let condition):
            for index in buffer.indices where buffer[index].type == type {
                var scope = scope
                scope.arrived = buffer[index].fields
                if let condition {
                    guard let fits = condition(scope) else { return cannotAsk(&lines) }
                    guard fits else { continue }
                }
                assign(step.name, buffer.remove(at: index).fields)
                return goOn()
            }
        }
        guard let deadline, now >= deadline else { return false }
        follow("late", of: step, result: [], &lines)
        return true
    }

    private mutating func cannotAsk(_ lines: inout [String]) -> Bool {
        suspend("expression", &lines)
        return true
    }

    private mutating func goOn() -> Bool {
        activity = .none
        return true
    }

    private func date(of wait: ModelWait) -> Seconds? {
        guard case .date(let date, let time) = wait.kind, let day = date(scope).date else { return nil }
        return zone.instant(day, at: time)
    }
}
