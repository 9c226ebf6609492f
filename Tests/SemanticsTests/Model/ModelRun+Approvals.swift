/// An approval that was asked and is not decided (S16).
struct ApprovalState {
    var levels: [ModelApproval.Level]
    /// Counts from 0.
    var level = 0
    var approvals = 0
    var asked: Seconds
    /// The values that were shown.
    var covers: [ModelValue]
    /// Who has counted, on any level.
    var counted: [String] = []
    var isEscalated = false
    var nextReminder: Seconds?
    var deadline: Seconds?
}

extension ModelRun {
    mutating func ask(_ step: ModelStep, _ approval: ModelApproval, _ lines: inout [String]) {
        let levels = ModelApproval.levels(approval.levels(scope))
        guard !levels.isEmpty else {
            suspend("no_levels", &lines)
            return
        }
        let covers = approval.covers.map { $0(scope) }
        var state = ApprovalState(levels: levels, asked: now, covers: covers)
        state.deadline = approval.within.map { zone.instant(now, plus: $0) }
        askLevel(step, approval, &state, &lines)
        activity = .approving(step, approval, state)
    }

    private func askLevel(
        _ step: ModelStep, _ approval: ModelApproval, _ state: inout ApprovalState, _ lines: inout [String]
    ) {
        let level = state.levels[state.level]
        lines.append("ask \(step.name) level \(state.level + 1) \(level.role) \(level.count)")
        state.approvals = 0
        state.nextReminder = approval.remind.map { zone.instant(now, plus: $0) }
    }

    /// A wake while the run is at an approval. Returns whether there is more to do.
    mutating func lookAt(
        _ step: ModelStep, _ approval: ModelApproval, _ state: ApprovalState, _ lines: inout [String]
    ) -> Bool {
        if hasChanged(approval, state) {
            follow("changed", of: step, result: [], &lines)
            return true
        }
        var state = state
        if let deadline = state.deadline, now >= deadline {
            guard let role = approval.escalate, !state.isEscalated else {
                follow("late", of: step, result: [("asked_at", .instant(state.asked))], &lines)
                return true
            }
            state.isEscalated = true
            state.deadline = approval.within.map { zone.instant(now, plus: $0) }
            state.nextReminder = approval.remind.map { zone.instant(now, plus: $0) }
            lines.append("escalate \(step.name) level \(state.level + 1) to \(role)")
        }
        if let period = approval.remind, var next = state.nextReminder, now >= next {
            lines.append("remind \(step.name) level \(state.level + 1)")
            while next <= now { next = zone.instant(next, plus: period) }
            state.nextReminder = next
        }
        activity = .approving(step, approval, state)
        return false
    }

    private func hasChanged(_ approval: ModelApproval, _ state: ApprovalState) -> Bool {
        let scope = scope
        for (expression, shown) in zip(approval.covers, state.covers) where expression(scope) != shown { return true }
        return false
    }

    /// A decision for the approval at which the run waits; the engine has seen to that.
    mutating func decide(
        _ decision: ModelDecision, _ world: ModelWorld, at instant: Seconds, _ lines: inout [String]
    ) {
        guard case .approving(let step, let approval, var state) = activity else { return }
        open(world, at: instant)
        if !hasChanged(approval, state) {
            if let reason = denial(of: decision, approval, state) {
                lines.append("denied \(step.name) \(decision.person) \(reason)")
                close()
                return
            }
            state.counted += [decision.person] + (seat(of: decision, approval, state) ?? [])
            let result: ModelFields = [
                ("by", .text(decision.person)), ("comment", .text(decision.comment)),
                ("asked_at", .instant(state.asked)),
            ]
            state.approvals += 1
            let isLevelDone = state.approvals == state.levels[state.level].count
            activity = .approving(step, approval, state)
            if decision.kind == .refuse {
                follow("refused", of: step, result: result, &lines)
            } else if isLevelDone, state.level + 1 == state.levels.count {
                if !approval.covers.isEmpty { approved = (step, state.covers) }
                follow("approved", of: step, result: result, &lines)
            } else if isLevelDone {
                state.level += 1
                askLevel(step, approval, &state, &lines)
                activity = .approving(step, approval, state)
            }
        }
        proceed(&lines)
        close()
    }

    private func denial(of decision: ModelDecision, _ approval: ModelApproval, _ state: ApprovalState) -> String? {
        let all = seats(of: decision, approval, state)
        if all.isEmpty { return "role" }
        let excepted = excepted(by: approval)
        if excepted.contains(decision.person) { return "excepted" }
        if !all.contains(where: { !$0.contains(where: excepted.contains) }) { return "excepted" }
        return seat(of: decision, approval, state) == nil ? "counted" : nil
    }

    private func excepted(by approval: ModelApproval) -> [String] {
        let scope = scope
        return approval.except.compactMap { $0(scope).text }
    }

    /// In whose place somebody may decide: nobody's for one who may alone.
    private func seats(
        of decision: ModelDecision, _ approval: ModelApproval, _ state: ApprovalState
    ) -> [[String]] {
        var names = state.levels[state.level].names
        if state.isEscalated, let role = approval.escalate { names.append(role) }
        let own = ModelPeople.holds(decision.person, names, vouched: decision.roles) ? [[String]()] : []
        return own
            + ModelPeople.represented(by: decision.person, on: zone.day(of: now)).filter {
                ModelPeople.holds($0[0], names, vouched: [])
            }
    }

    /// The first of them that nothing speaks against.
    private func seat(of decision: ModelDecision, _ approval: ModelApproval, _ state: ApprovalState) -> [String]? {
        if state.counted.contains(decision.person) { return nil }
        let gone = excepted(by: approval) + state.counted
        return seats(of: decision, approval, state).first { !$0.contains(where: gone.contains) }
    }

    /// S16: what was approved is compared once more before the call that it guards.
    mutating func approvalHolds(_ lines: inout [String]) -> Bool {
        guard let (step, shown) = approved, case .approve(let approval) = step.action, frames.last?.undoVisit == nil
        else { return true }
        let scope = scope
        if !zip(approval.covers, shown).contains(where: { $0(scope) != $1 }) { return true }
        approved = nil
        activity = .none
        guard let branch = step.branch("changed") else {
            suspend("outcome changed", &lines)
            return false
        }
        if let top = frames.indices.last, frames[top].sequence == nil, frames[top].each == nil { frames[top].next -= 1 }
        push(branch)
        return false
    }
}
