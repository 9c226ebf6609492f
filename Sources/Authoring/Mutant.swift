package import SourceText

/// A definition with one deliberate mistake in it: a scenario, or the checker, should notice.
package struct Mutant: Sendable {
    /// The kinds of mistakes.
    package enum Operator: String, Sendable, CaseIterable {
        case thresholdMoved = "threshold moved"
        case comparisonFlipped = "comparison flipped"
        case stageDropped = "stage dropped"
        case stageMoved = "stage moved"
        case approverRemoved = "approver removed"
        case currencyChanged = "currency changed"
        case grantWidened = "grant widened"
        case outcomeSwapped = "outcome swapped"
        case rowDropped = "row dropped"
    }

    package var mistake: Operator
    /// What was written and what is written instead, for a person.
    package var change: String
    package var edits: [Fix.Edit]
    package var place: Place

    /// The file with the mistake in it.
    package func file() -> SourceFile? {
        Fix("", edits).applied(to: place.file.bytes).map { SourceFile(name: place.file.name, bytes: $0) }
    }
}
