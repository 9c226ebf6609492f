import Dates
import Encoding
import Evaluation
import Hosting
import Program

extension Text {
    /// The outcome of a call that did what it should.
    static let accepted = Text("accepted")
    /// The outcome of a call whose host could not be reached for all repetitions.
    static let unavailable = Text("unavailable")
    static let approved = Text("approved")
    static let changed = Text("changed")
    static let refused = Text("refused")
    static let late = Text("late")
}

extension Advancing {
    /// Sends the call of a step or stage, on the condition that the records are still those that were read (S2).
    mutating func call(_ action: CallAction, step index: StepIndex) throws(Suspension) {
        guard try approvalHolds() else { return }
        let inputs = try arguments(action.inputs)
        // A list of its own, since the memory of the other one is used again.
        var assuming = reading.there.map { $0 }
        for item in memory.heldItems {
            let assumption = Call.Assumption(type: item.type, id: item.record.id, revision: item.record.revision)
            if !assuming.contains(assumption) { assuming.append(assumption) }
        }
        var why: Text?
        if let template = program.steps[index].why { why = try text(template) }
        let key = self.key(of: index)
        emit(
            .call(
                Call(
                    key: key, primitive: action.primitive, inputs: inputs, assuming: assuming,
                    step: program.steps[index].name, why: why
                )))
        state.phase = .calling(key: key, inquiry: false)
    }

    mutating func inquire(_ key: Text) {
        guard let index = currentStep, case .call(let action) = program.steps[index].action else { return }
        emit(.inquire(key: key, primitive: action.primitive))
        state.phase = .calling(key: key, inquiry: true)
    }

    /// What the host said of the call in flight (S3).
    mutating func receive(_ answer: Answer, key: Text, isInquiry: Bool) throws(Suspension) {
        if case .stale = answer {} else { state.forgetStales() }
        switch answer {
        case .deferred:
            // It happened, or will: what comes next is the answer to the call itself.
            state.phase = .calling(key: key, inquiry: false)
        case .outcome(let name, let data):
            guard state.cancel == .asked else { return try outcome(name, data: result(name, data)) }
            if name == .accepted, let index = currentStep, program.steps[index].undo != nil {
                state.completed.append(Completed(step: index, visit: state.visit))
            }
            beginUndo()
        case .transient where isInquiry, .unknown:
            state.attempt.unknowns += 1
            guard let delay = try delay(after: state.attempt.unknowns) else {
                state.cancel = .none
                throw Suspension(.unknown)
            }
            state.phase = .unsure(key: key, until: delay)
            return
        case .transient, .absent:
            if state.cancel == .asked { return beginUndo() }
            state.attempt.transients += 1
            if let delay = try delay(after: state.attempt.transients) {
                state.attempt.until = delay
                restartStep()
            } else {
                try outcome(.unavailable, data: result(.unavailable, .absent))
            }
        case .stale:
            if state.cancel == .asked { return beginUndo() }
            state.attempt.stales += 1
            guard state.attempt.stales < Machine.maximumStaleAnswers else { throw Suspension(.stale) }
            restartStep()
        }
    }

    /// A call's result in the shape that the checker promised to later steps.
    private func result(_ outcome: Text, _ data: Value) -> Value {
        guard let index = currentStep, let shape = program.steps[index].resultShape else { return .absent }
        // The first field of a call's result is `outcome`.
        return .record(shape) { slot in slot == 0 ? .string(outcome) : data[shape.fields[slot].name] ?? .absent }
    }

    /// Nothing happened: the step is decided again from its guard, and a sequence from its `while`.
    private mutating func restartStep() {
        leaveStage()
        state.phase = .moving
    }

    /// The time of the next repetition, or `nil` when there have been enough.
    private func delay(after count: Int) throws(Suspension) -> Instant? {
        var retry = environment.retry
        if let index = currentStep, case .call(let action) = program.steps[index].action, let stated = action.retry {
            retry = stated
        }
        guard count <= retry.times else { return nil }
        let wait = retry.delay(before: count)
        return try dated { () throws(DateError) in try state.now.adding(wait) }
    }

    /// The step under way has come to this outcome: its branch is next, or the step after it (S3).
    mutating func outcome(_ name: Text, data: Value) throws(Suspension) {
        guard let index = currentStep else { throw Suspension(.outcome(name)) }
        note(.outcome(index, name))
        if let slot = program.steps[index].result { set(slot, data) }
        let isAccepted = name == .accepted || name == .approved
        let branch = program.steps[index].outcomes.isEmpty ? nil : program.steps[index].branch(name)
        guard isAccepted || branch != nil else { throw Suspension(.outcome(name), step: index) }
        if name == .accepted, state.approved != nil, case .call = program.steps[index].action { state.approved = nil }
        if isAccepted { keepForUndo(index) }
        try stageAnswered(accepted: isAccepted)
        state.phase = .moving
        state.forgetAttempt()
        if let branch {
            state.frames.append(.block(branch, at: 0, isBranch: true))
        } else {
            try stepDone()
        }
    }

    /// The idempotency key of the call that a step makes now (S4).
    func key(of index: StepIndex) -> Text {
        KeyWriter.key(of: state.id) { key in
            if let (sequence, stage) = actingStage {
                key.step(program.steps[sequence.step].name)
                key.step(program.steps[stage.step].name)
                if let anchor = sequence.actingAnchor {
                    key.append(UInt8(ascii: "@"))
                    key.date(anchor)
                }
                if stage.step != index { key.step(program.steps[index].name) }
            } else {
                key.step(program.steps[index].name)
                if state.isRepeating {
                    for item in itemsUnderWay {
                        key.append(UInt8(ascii: "["))
                        key.name(item)
                        key.append(UInt8(ascii: "]"))
                    }
                }
            }
            var visit = state.visit
            for case .undo(_, let undone) in state.frames { visit = undone }
            key.append(UInt8(ascii: "/"))
            key.number(visit)
        }
    }
}
