import Dates
import Encoding
import Evaluation
import Program

/// Approvals (S16): ordered levels, segregation of duties, and a finite ladder that silence cannot climb.
extension Advancing {
    /// Asks the first level.
    mutating func ask(_ action: ApproveAction, step index: StepIndex) throws(Suspension) {
        let levels = try levels(action.levels)
        guard !levels.isEmpty else { throw Suspension(.noLevels, step: index) }
        let approval = ApprovalState(
            levels: levels, asked: state.now, nextReminder: try after(action.remind),
            deadline: try after(action.within),
            covered: try digest(of: action.covers))
        state.phase = .approving(approval)
        emit(.ask(try request(action, approval)))
    }

    /// Once the content has changed the approval is void, whatever woke the run.
    mutating func wakeApproval(_ approval: ApprovalState) throws(Suspension) {
        guard try coversHold(approval) else {
            return try outcome(.changed, data: result(approval, .changed, by: nil))
        }
        var approval = approval
        try attendApproval(&approval)
    }

    /// What was approved is still what would be done; always so where the run waits for no approval.
    private mutating func coversHold(_ approval: ApprovalState) throws(Suspension) -> Bool {
        guard let action = approveAction else { return true }
        return try digest(of: action.covers) == approval.covered
    }

    /// Reminders and the ladder of `within`, `escalate`, `late`.
    private mutating func attendApproval(_ approval: inout ApprovalState) throws(Suspension) {
        guard let action = approveAction else { return }
        if let deadline = approval.deadline, state.now >= deadline {
            guard let role = action.escalate, !approval.isEscalated, let within = action.within else {
                return try outcome(.late, data: result(approval, .late, by: nil))
            }
            approval.isEscalated = true
            approval.deadline = try after(within)
            approval.nextReminder = try after(action.remind)
            state.phase = .approving(approval)
            var request = try request(action, approval)
            request.role = role
            emit(.escalate(request))
        }
        if let reminder = approval.nextReminder, state.now >= reminder, let every = action.remind {
            approval.nextReminder = try next(after: reminder, every: every)
            emit(.remind(try request(action, approval)))
        }
        state.phase = .approving(approval)
    }

    /// Reminders lie on the grid of their period; several that have passed are one.
    private func next(after reminder: Instant, every: Period) throws(Suspension) -> Instant {
        var next = reminder
        for _ in 0..<Machine.maximumStepsPerAdvance where next <= state.now {
            next = try dated { () throws(DateError) in try environment.adding(every, to: next) }
        }
        return next > state.now ? next : try after(every)
    }

    /// A person's approval or refusal.
    mutating func decideApproval(_ decision: Decision, step name: Text) throws(Suspension) {
        guard case .approving(var approval) = state.phase, let index = currentStep, program.steps[index].name == name,
            case .approve(let action) = program.steps[index].action
        else {
            return note(.denied(step: name, person: decision.person, .nothingToDecide))
        }
        guard try coversHold(approval) else { return try outcome(.changed, data: result(approval, .changed, by: nil)) }
        let vote: ApprovalState.Counted
        switch try weighed(decision, action, approval) {
        case .denied(let denial): return note(.denied(step: name, person: decision.person, denial))
        case .counts(let counted): vote = counted
        }
        var isRefusal = false
        if case .refuse = decision.kind { isRefusal = true }
        note(
            .decided(
                index,
                Decided(
                    person: decision.person, roles: decision.roles, representing: vote.representing,
                    level: approval.level + 1, isRefusal: isRefusal, comment: decision.comment,
                    policy: environment.identity)))
        if isRefusal { return try outcome(.refused, data: result(approval, .refused, by: decision, vote)) }
        approval.counted.append(vote)
        let votes = approval.counted.count { $0.level == approval.level }
        guard votes >= approval.levels[approval.level].count else { return try attendApproval(&approval) }
        approval.level += 1
        guard approval.level < approval.levels.count else {
            if !action.covers.isEmpty { state.approved = Approved(step: index, covered: approval.covered) }
            return try outcome(.approved, data: result(approval, .approved, by: decision, vote))
        }
        approval.nextReminder = try after(action.remind)
        emit(.ask(try request(action, approval)))
        try attendApproval(&approval)
    }

    private enum Vote {
        case counts(ApprovalState.Counted)
        case denied(TraceEntry.Denial)
    }

    /// Whether a decision counts: for the person alone, or in the place of somebody who is away. The reasons are looked for in
    /// the order role, excepted, counted.
    private mutating func weighed(
        _ decision: Decision, _ action: ApproveAction, _ approval: ApprovalState
    ) throws(Suspension) -> Vote {
        let people = environment.people
        var names = approval.levels[approval.level].names
        if approval.isEscalated, let role = action.escalate { names.append(role) }
        var seats: [[Text]] = []
        if people.holds(decision.person, names, vouched: decision.roles) { seats.append([]) }
        if !people.absences.isEmpty {
            for chain in people.represented(by: decision.person, on: try today()) {
                if let absent = chain.first, people.holds(absent, names, vouched: []) { seats.append(chain) }
            }
        }
        if seats.isEmpty { return .denied(.role) }
        var excepted: [Text] = []
        for code in action.except { excepted += try persons(code) }
        if excepted.contains(decision.person) { return .denied(.excepted) }
        seats.removeAll { $0.contains(where: excepted.contains) }
        if seats.isEmpty { return .denied(.excepted) }
        let counted = approval.counted.flatMap(\.people)
        if counted.contains(decision.person) { return .denied(.counted) }
        guard let seat = seats.first(where: { !$0.contains(where: counted.contains) }) else { return .denied(.counted) }
        return .counts(ApprovalState.Counted(person: decision.person, level: approval.level, representing: seat))
    }

    /// What later steps can ask of the approval.
    private func result(
        _ approval: ApprovalState, _ outcome: Text, by decision: Decision?, _ vote: ApprovalState.Counted? = nil
    ) -> Value {
        let person = decision.map { Value.record(ResultShapes.person, [.string($0.person)]) }
        return .record(
            ResultShapes.approval,
            [
                .string(outcome), person ?? .absent, decision.map { .string($0.comment) } ?? .absent,
                .timestamp(state.now), .timestamp(approval.asked),
                vote?.representing.first.map { .string($0) } ?? .absent,
                .list(approval.counted.map { .string($0.person) }),
            ])
    }

    /// What was approved is compared once more with what is there when the call that it guards is about to be made (S16), up to
    /// the first call that was accepted.
    ///
    /// - Returns: false if it has changed: then the approval comes to `changed` here, and nothing is called.
    mutating func approvalHolds() throws(Suspension) -> Bool {
        guard let approved = state.approved, state.cancel != .undoing,
            case .approve(let action) = program.steps[approved.step].action,
            try digest(of: action.covers) != approved.covered
        else { return true }
        state.approved = nil
        note(.outcome(approved.step, .changed))
        guard let branch = program.steps[approved.step].branch(.changed) else {
            throw Suspension(.outcome(.changed), step: approved.step)
        }
        // The step is decided again when the branch goes on, without an approval then.
        leaveStage()
        if let last = state.frames.indices.last, case .block(let block, let at, let isBranch) = state.frames[last] {
            state.frames[last] = .block(block, at: at - 1, isBranch: isBranch)
        }
        state.forgetAttempt()
        state.phase = .moving
        state.frames.append(.block(branch, at: 0, isBranch: true))
        return false
    }

    private var approveAction: ApproveAction? {
        guard let index = currentStep, case .approve(let action) = program.steps[index].action else { return nil }
        return action
    }

    private mutating func request(_ action: ApproveAction, _ approval: ApprovalState) throws(Suspension)
        -> ApprovalRequest
    {
        let level = approval.levels[approval.level]
        return ApprovalRequest(
            step: currentStep.map { program.steps[$0].name } ?? Text(""), title: try text(action.title),
            level: approval.level + 1, role: level.role, count: level.count, deadline: approval.deadline)
    }
}
