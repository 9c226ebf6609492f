import Encoding
import Evaluation
import Program
import Rules

extension Advancing {
    /// Asks a rule that the program carries. The business date among the inputs, or else today, picks its version (S11).
    mutating func decide(_ action: DecideAction, step index: StepIndex) throws(Suspension) {
        let rulebook = program.rulebooks[action.rulebook]
        var values: [Value] = []
        values.reserveCapacity(action.inputs.count)
        for code in action.inputs {
            values.append(try code.map { code throws(Suspension) in try evaluate(code) } ?? .absent)
        }
        let decision: Rules.Decision
        do throws(RuleError) {
            decision = try rulebook.decide(values, environment.evaluation(at: state.now))
        } catch {
            throw Suspension(.rule(error.reason), step: index)
        }
        note(
            .ruled(
                index,
                Ruled(
                    rule: rulebook.name, version: decision.version, rows: Array(decision.rows), why: decision.why,
                    value: decision.value)))
        if let slot = program.steps[index].result { set(slot, decision.value) }
        try stepDone()
    }
}

extension RuleError {
    /// Its stable name, for the exception queue.
    fileprivate var reason: Text {
        switch kind {
        case .noVersion, .noDate: "no_version"
        case .severalVersions: "several_versions"
        case .inputCount, .absentInput: "absent_input"
        case .wrongKind, .wrongCurrency, .unknownWord: "wrong_input"
        case .noRow: "no_row"
        case .notUnique: "not_unique"
        case .differing: "differing_rows"
        default: "expression"
        }
    }
}
