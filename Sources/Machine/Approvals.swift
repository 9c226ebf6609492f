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
    private func coversHold(_ approval: ApprovalState) throws(Suspension) -> Bool {
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
            return trace.append(.denied(step: name, person: decision.person, .nothingToDecide))
        }
        guard try coversHold(approval) else { return try outcome(.changed, data: result(approval, .changed, by: nil)) }
        if let denial = try denial(of: decision, action, approval) {
            return trace.append(.denied(step: name, person: decision.person, denial))
        }
        if case .refuse = decision.kind { return try outcome(.refused, data: result(approval, .refused, by: decision)) }
        approval.counted.append(ApprovalState.Counted(person: decision.person, level: approval.level))
        let votes = approval.counted.count { $0.level == approval.level }
        guard votes >= approval.levels[approval.level].count else { return try attendApproval(&approval) }
        approval.level += 1
        guard approval.level < approval.levels.count else {
            return try outcome(.approved, data: result(approval, .approved, by: decision))
        }
        approval.nextReminder = try after(action.remind)
        emit(.ask(try request(action, approval)))
        try attendApproval(&approval)
    }

    private func denial(
        of decision: Decision, _ action: ApproveAction, _ approval: ApprovalState
    ) throws(Suspension) -> TraceEntry.Denial? {
        var roles = [approval.levels[approval.level].role]
        if approval.isEscalated, let role = action.escalate { roles.append(role) }
        guard decision.roles.contains(where: roles.contains) else { return .role }
        for excepted in action.except where try persons(excepted).contains(decision.person) { return .excepted }
        return approval.counted.contains { $0.person == decision.person } ? .counted : nil
    }

    /// What later steps can ask of the approval.
    private func result(_ approval: ApprovalState, _ outcome: Text, by decision: Decision?) -> Value {
        let person = decision.map { Value.record(ResultShapes.person, [.string($0.person)]) }
        return .record(
            ResultShapes.approval,
            [
                .string(outcome), person ?? .absent, decision.map { .string($0.comment) } ?? .absent,
                .timestamp(state.now), .timestamp(approval.asked),
            ])
    }

    private var approveAction: ApproveAction? {
        guard let index = currentStep, case .approve(let action) = program.steps[index].action else { return nil }
        return action
    }

    private func request(_ action: ApproveAction, _ approval: ApprovalState) throws(Suspension) -> ApprovalRequest {
        let level = approval.levels[approval.level]
        return ApprovalRequest(
            step: currentStep.map { program.steps[$0].name } ?? Text(""), title: try text(action.title),
            level: approval.level + 1, role: level.role, count: level.count, deadline: approval.deadline)
    }
}
