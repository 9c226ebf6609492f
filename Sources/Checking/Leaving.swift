import Definitions

// Where a run goes from a step: what an author's guard says holds for the steps behind it only if it cannot come there otherwise.

extension StepDefinition {
    /// The steps behind it in its list are not reached from it, if it is done.
    var leaves: Bool {
        switch verb {
        case .end, .beginAgain: true
        case .group(let steps): steps.contains(where: \.alwaysLeaves)
        case .choose(let cases):
            cases.contains { $0.condition == nil } && cases.allSatisfy { $0.steps.contains(where: \.stops) }
        default: false
        }
    }

    /// It is always done, and leaves.
    var alwaysLeaves: Bool { condition == nil && stops }

    /// It ends the run or starts it anew; `continue` goes on with the step behind.
    private var stops: Bool {
        switch verb {
        case .end, .beginAgain: condition == nil
        case .group(let steps): condition == nil && steps.contains(where: \.stops)
        case .choose(let cases):
            condition == nil && cases.contains { $0.condition == nil }
                && cases.allSatisfy { $0.steps.contains(where: \.stops) }
        default: false
        }
    }

    /// What it says is evaluated together with its guard, on the same records.
    var isDoneAtOnce: Bool {
        switch verb {
        case .call, .decide, .advise, .emit, .flag, .letValues, .end: true
        default: false
        }
    }
}
