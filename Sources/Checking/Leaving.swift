import Definitions

// Where a run goes from a step: what an author's guard says holds for the steps behind it only if it cannot come there otherwise.

extension StepDefinition {
    /// The steps behind it in its list are not reached from it, once it is begun. (Of a list of items that a step is repeated for,
    /// none may be left.)
    var leaves: Bool {
        guard repetition == nil else { return false }
        return switch verb {
        case .end, .beginAgain, .proceed: true
        case .group(let steps): steps.leave
        case .choose(let cases): cases.contains { $0.condition == nil } && cases.allSatisfy(\.steps.leave)
        default: false
        }
    }

    /// A `continue` in it goes on behind the step whose branch this step stands in. (One in an outcome of its own does not.)
    fileprivate var mayProceed: Bool {
        switch verb {
        case .proceed: true
        case .group(let steps): steps.contains(where: \.mayProceed)
        case .choose(let cases): cases.contains { $0.steps.contains(where: \.mayProceed) }
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

extension [StepDefinition] {
    /// A run that begins the list does not come to its end.
    fileprivate var leave: Bool { contains { $0.condition == nil && $0.leaves } }

    /// As the branch of an outcome: a run does not come from it to the steps behind the step that it belongs to.
    var neverReturn: Bool { leave && !contains(where: \.mayProceed) }
}
