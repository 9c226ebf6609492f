package import SourceText

/// What can be wrong with the way that a workflow goes, although each of its steps by itself is right.
package enum FlowCodes {
    package static let neverReached = DiagnosticCode(
        "E3760", "A step that is never reached",
        "Everything before it ends the run, starts it over or goes on elsewhere. What stands there looks like a part of the policy and "
            + "never happens.")
    package static let neverTrue = DiagnosticCode(
        "E3761", "A condition that is never true",
        "The condition does not depend on anything that changes, and it is false. What depends on it never happens.")
    package static let alwaysTrue = DiagnosticCode(
        "E3762", .warning, "A condition that is always true",
        "The condition does not depend on anything that changes, and it is true. It says nothing, and a reader looks for what it "
            + "guards against.")
    package static let caseNeverTaken = DiagnosticCode(
        "E3763", "A case that is never taken",
        "Of the cases of a choice the first whose condition is true is taken. Whenever the condition of this one is true, an earlier one "
            + "is true as well.")
    package static let neverChanges = DiagnosticCode(
        "E3764", "A wait that can never end",
        "While a run waits, its records change and events come; what it has computed stays as it is. A condition over nothing but that "
            + "stays as it is for ever.")
    package static let lateMissing = DiagnosticCode(
        "E3765", "A time limit without what follows",
        "\"within\" says how long something may take, and the branch \"late\" what is done when the time is over. Without the branch the "
            + "run would stop there, and a person would have to find out why.")
    package static let resultTooLate = DiagnosticCode(
        "E3766", "A result that is read before it is there",
        "Steps are done in their order. The step that gives this result stands further down, so at this place nobody knows it yet."
    )
    package static let resultUncertain = DiagnosticCode(
        "E3767", .warning, "A text with a result that may not be there",
        "The step that gives the result is not done on every way to this place. On the others the text would show that the value is absent."
    )
    package static let currencyLost = DiagnosticCode(
        "E3768", "An amount without its currency",
        "The amount of a money value is a bare number. Compared with or added to other numbers it no longer says of which currency it is: "
            + "5000 JPY would pass for 5000 USD.")
    package static let adviceDecides = DiagnosticCode(
        "E3769", "Advice decides on money or a document",
        "A score or a class is advice, and may be wrong. It may sort, remind and ask, but a call that moves money or changes a document "
            + "follows from it only if a person has approved in between.")

    package static let all: [DiagnosticCode] = [
        neverReached, neverTrue, alwaysTrue, caseNeverTaken, neverChanges, lateMissing, resultTooLate, resultUncertain,
        currencyLost, adviceDecides,
    ]
}
