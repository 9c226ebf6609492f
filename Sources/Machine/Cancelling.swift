import Encoding
import Program

extension Advancing {
    /// A cancel takes effect at once, or with the answer to what is in flight (S10).
    mutating func cancel() {
        guard state.cancel == .none else { return }
        switch state.phase {
        case .ended, .dormant: break
        case .calling, .unsure: state.cancel = .asked
        default: beginUndo()
        }
    }

    /// A step has been done: it is undone if the run is cancelled later (S10).
    mutating func keepForUndo(_ index: StepIndex) {
        guard program.steps[index].undo != nil, state.cancel != .undoing else { return }
        state.completed.append(Completed(step: index, visit: state.visit))
    }

    /// Runs the `undo` of what was completed, the last one first.
    mutating func beginUndo() {
        state.cancel = .undoing
        state.forgetAttempt()
        state.frames = [.undo(state.completed, visit: state.visit)]
        state.completed = []
        state.phase = .moving
    }

    mutating func undoNext(_ remaining: [Completed]) throws(Suspension) {
        var remaining = remaining
        guard let last = remaining.popLast() else { return try finish(Text("cancelled")) }
        state.frames[state.frames.count - 1] = .undo(remaining, visit: last.visit)
        if let block = program.steps[last.step].undo {
            state.frames.append(.block(block, at: 0, isBranch: true))
        }
    }
}
