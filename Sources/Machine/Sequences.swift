import Dates
import Encoding
import Evaluation
import Program

/// Sequences (S6, S7). Each wake asks everything anew on fresh records: `while`, the anchor, the pause, what is due. What
/// is remembered is only what has happened: the stages' states, the days by which pauses moved them, and when the
/// last notice went out. Planned times are computed each time, so a moved anchor needs no special case.
extension Advancing {
    /// The sequence whose stage is under way, and that stage.
    var actingStage: (SequenceState, Stage)? {
        for index in state.frames.indices.reversed() {
            guard case .sequence = state.frames[index].kind, case .sequence(let sequence) = state.frames[index] else {
                continue
            }
            guard let acting = sequence.acting, case .sequence(let action) = program.steps[sequence.step].action
            else { return nil }
            return (sequence, action.stages[acting])
        }
        return nil
    }

    /// What a wake of a sequence has led to.
    private enum Attended {
        /// It waits, or is to be asked once more.
        case asked
        /// It is over: its branch runs, if it has one.
        case closed(BlockIndex?)
        /// The step of a stage is to be done.
        case acts(StepIndex)
        /// Its branch has run.
        case left
    }

    /// Takes the sequence on top of the path out of it, to be changed and put back: to copy it would be to copy its stages.
    private mutating func takeSequence() -> SequenceState? {
        guard case .sequence? = state.frames.last, case .sequence(let sequence)? = state.frames.popLast() else {
            return nil
        }
        return sequence
    }

    private mutating func put(_ sequence: consuming SequenceState) { state.frames.append(.sequence(sequence)) }

    /// One wake of the sequence on top of the path.
    mutating func attend() throws(Suspension) {
        guard var sequence = takeSequence() else { return }
        guard case .sequence(let action) = program.steps[sequence.step].action else { return put(sequence) }
        var attended = Attended.asked
        var failure: Suspension?
        do throws(Suspension) { attended = try attend(&sequence, action) } catch { failure = error }
        if case .left = attended { return try leave(consume sequence) }
        put(consume sequence)
        if let failure { throw failure }
        switch attended {
        case .asked, .left: break
        case .closed(let branch): if let branch { state.frames.append(.block(branch, at: 0, isBranch: true)) }
        case .acts(let step): try perform(step)
        }
    }

    /// Where anything cannot be found out, the sequence is left as it was before it was asked for.
    private mutating func attend(
        _ sequence: inout SequenceState, _ action: SequenceAction
    ) throws(Suspension) -> Attended {
        guard sequence.ending == nil else { return .left }
        guard try isTrue(action.whileCondition) else { return close(&sequence, .cleared, action.cleared) }
        let anchor = try civilDate(action.from)
        let isPaused: Bool
        if let old = sequence.anchor, old != anchor {
            note(.anchorMoved(sequence: sequence.step, to: anchor))
            var moved = sequence
            for index in moved.stages.indices where moved.stages[index].isOpen { moved.stages[index] = .open }
            isPaused = try attendPause(&moved, action)
            sequence = moved
        } else {
            isPaused = try attendPause(&sequence, action)
        }
        sequence.anchor = anchor
        sequence.acting = nil
        if isPaused {
            state.forgetAttempt()
            guard let limit = sequence.pauseLimit, state.now < limit else {
                throw Suspension(.pauseLimit, step: sequence.step)
            }
            state.phase = .listening(until: min(limit, try pauseEnd(action) ?? limit))
            return .asked
        }
        var plan: SequencePlan
        // Not through `dated`: what its closure takes is copied.
        do throws(DateError) {
            plan = try SequencePlan(sequence, action, anchor: anchor, environment, at: state.now, &memory.stages)
        } catch { throw Suspension(.calendar) }
        defer { plan.giveBack(&memory.stages) }
        guard state.now < plan.giveUp else { return close(&sequence, .gaveUp, action.gaveUp) }
        return try act(&sequence, action, plan)
    }

    /// Asks the pause; the days of one that ended move what is open.
    private mutating func attendPause(_ sequence: inout SequenceState, _ action: SequenceAction) throws(Suspension)
        -> Bool
    {
        guard let pause = action.pause else { return false }
        let today = try today()
        let isPaused = try isPaused(pause, today)
        if isPaused, sequence.pausedOn == nil {
            sequence.pauseLimit = try after(pause.atMost)
            sequence.pausedOn = today
            note(.pauseBegan(sequence: sequence.step))
        } else if !isPaused, let began = sequence.pausedOn {
            let days = today.days(since: began)
            var stages = sequence.stages
            for (index, stage) in stages.enumerated() {
                guard case .postponed(let day) = stage else { continue }
                stages[index] = .postponed(try dated { () throws(DateError) in try day.adding(days: days) })
            }
            sequence.stages = stages
            sequence.shiftDays += days
            sequence.pausedOn = nil
            sequence.pauseLimit = nil
            note(.pauseEnded(sequence: sequence.step, days: days))
        }
        return isPaused
    }

    private mutating func isPaused(_ pause: Pause, _ today: CivilDate) throws(Suspension) -> Bool {
        if let condition = pause.condition, try isTrue(condition) { return true }
        guard let until = pause.until, let day = try civilDateIfPresent(until) else { return false }
        return today <= day
    }

    /// When a pause that lasts up to a date is over of itself: at the sequence's time on the day after.
    private mutating func pauseEnd(_ action: SequenceAction) throws(Suspension) -> Instant? {
        guard let pause = action.pause, let until = pause.until, let day = try civilDateIfPresent(until),
            try today() <= day
        else { return nil }
        return try dated { () throws(DateError) in
            try environment.instant(try day.adding(days: 1), action.atTime)
        }
    }

    /// Takes the due stages in order until one of them calls, or none is left (S6).
    private mutating func act(
        _ sequence: inout SequenceState, _ action: SequenceAction, _ plan: SequencePlan
    ) throws(Suspension) -> Attended {
        let due = plan.due(sequence, action, retried: state.attemptedStage, at: state.now)
        if due.recalled.isEmpty, state.attemptedStage != due.next { state.forgetAttempt() }
        guard due.missed.isEmpty, due.recalled.isEmpty else {
            var changed = sequence
            for index in due.missed {
                changed.stages[index] = .missed
                note(.missed(sequence: sequence.step, stage: index, planned: plan.planned(index) ?? state.now))
            }
            for recalled in due.recalled { changed.stages[recalled.stage] = .postponed(recalled.day) }
            let attended = if let index = due.next { try act(index, &changed, action) } else { Attended.asked }
            sequence = changed
            return attended
        }
        guard let index = due.next else {
            state.phase = .listening(until: plan.nextWake(sequence, action))
            return .asked
        }
        return try act(index, &sequence, action)
    }

    /// The stage's time has come.
    private mutating func act(
        _ index: Int, _ sequence: inout SequenceState, _ action: SequenceAction
    ) throws(Suspension) -> Attended {
        let step = action.stages[index].step
        let today = try today()
        if program.isNotice(step), let last = sequence.lastNoticeOn, last >= today {
            sequence.stages[index] = .postponed(try dated { () throws(DateError) in try last.adding(days: 1) })
            return .asked
        }
        if let condition = program.steps[step].condition, try !isTrue(condition) {
            sequence.stages[index] = .passed
            note(.passed(sequence: sequence.step, stage: index))
            return .asked
        }
        if let until = state.attempt.until, state.now < until {
            state.phase = .delayed(until: until)
            return .asked
        }
        var attempt = state.attempt
        if attempt.stage == nil {
            attempt.stage = index
            attempt.anchor = sequence.anchor
            state.attempt = attempt
        }
        sequence.acting = index
        sequence.actingAnchor = attempt.anchor
        return .acts(step)
    }

    /// The host has answered for the acting stage's own call: from now on it has happened.
    mutating func stageAnswered(accepted: Bool) throws(Suspension) {
        guard var sequence = takeSequence() else { return }
        var failure: Suspension?
        do throws(Suspension) { try answered(&sequence, accepted) } catch { failure = error }
        put(consume sequence)
        if let failure { throw failure }
    }

    private func answered(_ sequence: inout SequenceState, _ accepted: Bool) throws(Suspension) {
        guard let acting = sequence.acting else { return }
        let today = try today()
        sequence.stages[acting] = .done(on: today, accepted: accepted)
        if accepted, case .sequence(let action) = program.steps[sequence.step].action,
            program.isNotice(action.stages[acting].step)
        {
            sequence.lastNoticeOn = today
        }
    }

    /// The acting stage, or the branch of the sequence's end, is over.
    mutating func stageDone() throws(Suspension) {
        guard var sequence = takeSequence() else { return }
        var failure: Suspension?
        do throws(Suspension) { try finished(&sequence) } catch { failure = error }
        put(consume sequence)
        if let failure { throw failure }
    }

    private func finished(_ sequence: inout SequenceState) throws(Suspension) {
        guard let acting = sequence.acting else { return }
        if sequence.stages[acting].isOpen { sequence.stages[acting] = .done(on: try today(), accepted: true) }
        sequence.acting = nil
    }

    /// The sequence is over: its branch runs, then the step after it.
    private mutating func close(
        _ sequence: inout SequenceState, _ ending: SequenceState.Ending, _ branch: BlockIndex?
    ) -> Attended {
        state.forgetAttempt()
        sequence.acting = nil
        sequence.ending = ending
        sequence.pausedOn = nil
        sequence.pauseLimit = nil
        return .closed(branch)
    }

    private mutating func leave(_ sequence: consuming SequenceState) throws(Suspension) {
        state.sequenceResult = Text(sequence.ending == .cleared ? "cleared" : "gave_up")
        remember(sequence)
        try stepDone()
    }

    /// A `reopen` event starts the ended sequence again with what has happened kept (S7).
    mutating func reopen() {
        let steps = program.blocks[program.body].steps
        guard let at = steps.firstIndex(where: { step in state.history.contains { $0.step == step } }) else { return }
        note(.reopened)
        state.visit += 1
        state.frames = [.block(program.body, at: at, isBranch: false)]
        if case .sequence(let action) = program.steps[steps[at]].action { enter(action, step: steps[at]) }
        state.phase = .moving
    }

    /// Goes on from what has happened in the sequence before, if the run has been in it.
    mutating func enter(_ action: SequenceAction, step index: StepIndex) {
        let known = state.history.first { $0.step == index }
        state.frames.append(.sequence(known ?? SequenceState(step: index, stageCount: action.stages.count)))
    }

    /// Keeps what has happened in a sequence that the run leaves.
    mutating func remember(_ entry: SequenceState) {
        var sequence = entry
        sequence.acting = nil
        sequence.actingAnchor = nil
        sequence.ending = nil
        state.history.removeAll { $0.step == sequence.step }
        state.history.append(sequence)
    }

    /// No stage is under way any more: what is due is asked anew.
    mutating func leaveStage() {
        guard let last = state.frames.indices.last, case .sequence(var sequence) = state.frames[last],
            sequence.ending == nil
        else { return }
        sequence.acting = nil
        sequence.actingAnchor = nil
        state.frames[last] = .sequence(sequence)
    }

    /// "Do again" after a pause that reached its limit: it may last as long again.
    mutating func prolongPause() throws(Suspension) {
        guard let last = state.frames.indices.last, case .sequence(var sequence) = state.frames[last],
            case .sequence(let action) = program.steps[sequence.step].action
        else { return }
        sequence.pauseLimit = try after(action.pause?.atMost)
        state.frames[last] = .sequence(sequence)
    }
}

extension Program {
    /// The step's action sends a message to a person.
    fileprivate func isNotice(_ step: StepIndex) -> Bool {
        if case .call(let action) = steps[step].action { return action.isNotice }
        return false
    }
}

extension SequenceState.StageState {
    var isOpen: Bool {
        switch self {
        case .open, .postponed: true
        case .done, .missed, .passed: false
        }
    }
}
