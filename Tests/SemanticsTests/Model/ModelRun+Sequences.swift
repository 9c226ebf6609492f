/// What is known of a sequence of a run; it stays when the run goes on, begins again or is reopened (S7).
struct SequenceState {
    enum Status: Int {
        case open
        case done
        case missed
        case passed
    }

    struct Stage {
        var status = Status.open
        /// The civil day on which the host accepted it.
        var acceptedOn: CivilDay?
        /// Not before this day: a notice was sent on the day before, or it was missed and another one needs it then.
        var heldUntil: CivilDay?
    }

    var name: String
    var stages: [Stage]
    var anchor: CivilDay?
    /// The days of the pauses that are over.
    var shift = 0
    /// The day on which a pause began that lasts.
    var pausedOn: CivilDay?
    /// When it has lasted for too long, counted from its beginning, or from the last "do again" after that.
    var pauseLimit: Seconds?
    var lastNotice: CivilDay?
}

/// A stage whose time has come.
private struct DueStage {
    var stage: Int
    var planned: CivilDay
    /// It needs another stage that has not happened.
    var waits: Bool
}

extension ModelRun {
    /// Steps 1 to 5 of a wake. Returns whether there is more to do in this advance.
    mutating func wake(_ step: ModelStep, _ sequence: ModelSequence, _ lines: inout [String]) -> Bool {
        var pending: ModelCall?
        if case .calling(let call) = activity { pending = call }
        activity = .none
        let place = place(of: step, sequence)

        guard let holds = sequence.holds(scope) else {
            suspend("expression", &lines)
            return true
        }
        if !holds {
            leave(place, "cleared")
            push(sequence.cleared)
            return true
        }
        guard let anchor = sequence.from(scope).date else {
            suspend("expression", &lines)
            return true
        }
        moveAnchor(anchor, place)
        if let pause = sequence.pause {
            guard let isPaused = pause(scope) else {
                suspend("expression", &lines)
                return true
            }
            if isPaused { return stayPaused(sequence, place, &lines) }
            if !isPromised(sequence) { endPause(place) }
        }
        if isPromised(sequence) { return stayPaused(sequence, place, &lines) }
        if sequence.pause == nil { endPause(place) }
        if let end = giveUp(sequence, sequences[place]), now >= end {
            leave(place, "gave_up")
            return true
        }
        recallMissed(sequence, place)
        return act(step, sequence, place, pending, &lines)
    }

    private mutating func place(of step: ModelStep, _ sequence: ModelSequence) -> Int {
        for index in sequences.indices where sequences[index].name == step.name { return index }
        let stages = sequence.stages.map { _ in SequenceState.Stage() }
        sequences.append(SequenceState(name: step.name, stages: stages))
        return sequences.count - 1
    }

    private mutating func leave(_ place: Int, _ result: String) {
        frames.removeLast()
        lastResult = result
        sequences[place].pausedOn = nil
    }

    private mutating func moveAnchor(_ anchor: CivilDay, _ place: Int) {
        guard sequences[place].anchor != anchor else { return }
        sequences[place].anchor = anchor
        for stage in sequences[place].stages.indices where sequences[place].stages[stage].status == .open {
            sequences[place].stages[stage].heldUntil = nil
        }
    }

    /// Nothing is due in a pause; its limit suspends the run.
    private mutating func stayPaused(_ sequence: ModelSequence, _ place: Int, _ lines: inout [String]) -> Bool {
        if sequences[place].pausedOn == nil {
            sequences[place].pausedOn = zone.day(of: now)
            sequences[place].pauseLimit = sequence.pauseAtMost.map { zone.instant(now, plus: $0) }
        }
        if let limit = sequences[place].pauseLimit, now >= limit { suspend("pause", &lines) }
        return false
    }

    /// Whether the date up to which the timetable stands still is still to come, or today.
    private func isPromised(_ sequence: ModelSequence) -> Bool {
        guard let day = sequence.pauseUntil?(scope).date else { return false }
        return zone.day(of: now) <= day
    }

    /// A person lets a pause that reached its limit last as long again.
    mutating func extendPause() {
        guard let (step, sequence) = frames.last?.sequence, let limit = sequence.pauseAtMost else { return }
        for index in sequences.indices where sequences[index].name == step.name && sequences[index].pausedOn != nil {
            sequences[index].pauseLimit = zone.instant(now, plus: limit)
        }
    }

    private mutating func endPause(_ place: Int) {
        guard let since = sequences[place].pausedOn else { return }
        let days = zone.day(of: now) - since
        sequences[place].pausedOn = nil
        sequences[place].shift += days
        for stage in sequences[place].stages.indices where sequences[place].stages[stage].status == .open {
            if let held = sequences[place].stages[stage].heldUntil {
                sequences[place].stages[stage].heldUntil = held + days
            }
        }
    }

    private func giveUp(_ sequence: ModelSequence, _ state: SequenceState) -> Seconds? {
        guard let anchor = state.anchor, let period = sequence.giveUp else { return nil }
        return zone.instant(CivilTime.day(anchor, plus: period) + state.shift, at: sequence.atTime)
    }

    /// The day for which a stage is planned, without what it needs.
    private func planned(_ stage: Int, _ sequence: ModelSequence, _ state: SequenceState) -> CivilDay? {
        guard let anchor = state.anchor else { return nil }
        var day = anchor
        for offset in sequence.stages[stage].offsets { day = CivilTime.day(day, plus: offset) }
        day += state.shift
        return max(day, state.stages[stage].heldUntil ?? day)
    }

    private func stageNamed(_ name: String, _ sequence: ModelSequence) -> Int? {
        sequence.stages.firstIndex { $0.name == name }
    }

    /// The stages that this one needs and that have not happened.
    private func waitsFor(_ stage: Int, _ sequence: ModelSequence, _ state: SequenceState) -> [Int] {
        sequence.stages[stage].needs.compactMap { need in
            guard let other = stageNamed(need.other, sequence) else { return nil }
            return state.stages[other].acceptedOn == nil ? other : nil
        }
    }

    /// The day for which a stage is planned, with what it needs and what has happened of that.
    private func plannedAfterNeeds(_ stage: Int, _ sequence: ModelSequence, _ state: SequenceState) -> CivilDay? {
        guard var result = planned(stage, sequence, state) else { return nil }
        for need in sequence.stages[stage].needs {
            guard let other = stageNamed(need.other, sequence), let day = state.stages[other].acceptedOn else {
                continue
            }
            result = max(result, CivilTime.day(day, plus: need.period))
        }
        return result
    }

    /// A missed stage is due after all when the time of one that needs it has come.
    private mutating func recallMissed(_ sequence: ModelSequence, _ place: Int) {
        let before = sequences[place]
        for other in sequence.stages.indices where before.stages[other].status == .missed {
            let days = sequence.stages.indices.compactMap { stage -> CivilDay? in
                guard before.stages[stage].status == .open, waitsFor(stage, sequence, before).contains(other),
                    let own = plannedAfterNeeds(stage, sequence, before)
                else { return nil }
                return own
            }
            guard let day = days.min(), zone.instant(day, at: sequence.atTime) <= now else { continue }
            sequences[place].stages[other].status = .open
            sequences[place].stages[other].heldUntil = day
        }
    }

    private func dueStages(_ sequence: ModelSequence, _ state: SequenceState) -> [DueStage] {
        var due: [DueStage] = []
        for stage in sequence.stages.indices where state.stages[stage].status == .open {
            let waits = !waitsFor(stage, sequence, state).isEmpty
            if let planned = plannedAfterNeeds(stage, sequence, state),
                zone.instant(planned, at: sequence.atTime) <= now
            {
                due.append(DueStage(stage: stage, planned: planned, waits: waits))
            }
        }
        return due.sorted { $0.planned != $1.planned ? $0.planned < $1.planned : $0.stage < $1.stage }
    }

    /// S6: which of the due stages act now, in order; the others are recorded as missed or wait.
    private mutating func choose(
        _ step: ModelStep, _ sequence: ModelSequence, _ place: Int, _ lines: inout [String]
    ) -> [Int] {
        let due = dueStages(sequence, sequences[place])
        func isLate(_ item: DueStage) -> Bool {
            let planned = zone.instant(item.planned, at: sequence.atTime)
            return !item.waits && now > zone.instant(planned, plus: sequence.grace)
        }
        func isWaitedFor(_ item: DueStage) -> Bool {
            due.contains { $0.waits && waitsFor($0.stage, sequence, sequences[place]).contains(item.stage) }
        }
        guard due.contains(where: isLate) else { return due.filter { !$0.waits }.map(\.stage) }
        var acting: [Int] = []
        var missed: [Int] = []
        for item in due where !item.waits {
            let acts: Bool
            switch sequence.missed {
            case .each: acts = true
            case .skip: acts = !isLate(item) || isWaitedFor(item)
            case .latest: acts = item.stage == due.last?.stage || isWaitedFor(item)
            }
            if acts { acting.append(item.stage) } else { missed.append(item.stage) }
        }
        for stage in missed {
            sequences[place].stages[stage].status = .missed
            lines.append("missed \(step.name) \(sequence.stages[stage].name)")
        }
        return acting
    }

    /// Step 5: the due stages act. A stage that calls ends the advance.
    private mutating func act(
        _ step: ModelStep, _ sequence: ModelSequence, _ place: Int, _ pending: ModelCall?, _ lines: inout [String]
    ) -> Bool {
        var acting = choose(step, sequence, place, &lines)
        var pending = pending
        if let tried = pending?.stage, acting.contains(tried) {
            acting.removeAll { $0 == tried }
            acting.insert(tried, at: 0)
        } else {
            pending = nil
        }
        let today = zone.day(of: now)
        for stage in acting {
            let planned = sequence.stages[stage]
            let isTried = pending?.stage == stage
            // A later day than today: the run has moved to a zone where that day has not begun.
            if planned.step.isNotice, !isTried, let last = sequences[place].lastNotice, last >= today {
                sequences[place].stages[stage].heldUntil = last + 1
                continue
            }
            let holds = planned.step.condition.map { $0(scope) } ?? true
            guard let holds else {
                suspend("expression", &lines)
                return true
            }
            if !holds {
                sequences[place].stages[stage].status = .passed
                lines.append("passed \(step.name) \(planned.name)")
                return true
            }
            if isTried, let call = pending {
                if case .retrying(let until) = call.state, now < until {
                    activity = .calling(call)
                } else {
                    self.call(call, &lines)
                }
                return false
            }
            if case .perform = planned.step.action {
                let anchor = CivilTime.text(day: sequences[place].anchor ?? 0)
                let key = "t/\(name)/\(step.name)/\(planned.name)@\(anchor)/\(visit)"
                call(ModelCall(step: planned.step, stage: stage, key: key, visit: visit), &lines)
                return false
            }
            guard act(planned.step, &lines) else { return true }
            sequences[place].stages[stage].status = .done
            sequences[place].stages[stage].acceptedOn = today
            return true
        }
        return false
    }

    /// The host has said what came of a stage's call.
    mutating func noteDone(_ stage: Int, accepted: Bool) {
        guard let (step, sequence) = frames.last?.sequence else { return }
        let place = place(of: step, sequence)
        sequences[place].stages[stage].status = .done
        guard accepted else { return }
        let today = zone.day(of: now)
        sequences[place].stages[stage].acceptedOn = today
        if sequence.stages[stage].step.isNotice { sequences[place].lastNotice = today }
    }

    /// When the sequence has something to do without another input.
    func timer(_ step: ModelStep, _ sequence: ModelSequence) -> Seconds? {
        guard let state = sequences.first(where: { $0.name == step.name }) else { return nil }
        func time(_ day: CivilDay) -> Seconds { zone.instant(day, at: sequence.atTime) }
        if state.pausedOn != nil {
            guard isPromised(sequence), let day = sequence.pauseUntil?(scope).date else { return state.pauseLimit }
            return [state.pauseLimit, time(day + 1)].compactMap { $0 }.min()
        }
        var times = [giveUp(sequence, state)].compactMap { $0 }
        for stage in sequence.stages.indices where state.stages[stage].status == .open {
            let others = waitsFor(stage, sequence, state)
            if others.isEmpty, let planned = plannedAfterNeeds(stage, sequence, state) { times.append(time(planned)) }
            if others.contains(where: { state.stages[$0].status == .missed }),
                let planned = plannedAfterNeeds(stage, sequence, state)
            {
                times.append(time(planned))
            }
        }
        return times.min()
    }
}

extension ModelStep {
    /// A call of a primitive whose signature takes a notice.
    var isNotice: Bool {
        guard case .perform(_, let inputs) = action else { return false }
        return inputs.contains { $0.name == "notice" }
    }
}
