package import SourceText

/// What can be wrong with a scenario, or be shown by it.
package enum ScenarioCodes {
    package static let failed = DiagnosticCode(
        "E3600", "What a scenario expects did not happen",
        "A scenario plays a workflow on a clock of its own and compares what happened with what is expected. Either the rule does not do "
            + "what it should, or the expectation is out of date: read both before one is changed.")
    package static let nothingExpected = DiagnosticCode(
        "E3601", "A scenario that expects nothing",
        "A scenario without an expectation can never fail, so it shows nothing.")
    package static let unknownRecords = DiagnosticCode(
        "E3602", "Records that no file declares",
        "`given` and `change` list records under the name of many, such as invoices. The record's file says that name: the record's own "
            + "with an s, or `plural`.")
    package static let badData = DiagnosticCode(
        "E3603", "Data that does not fit its declaration",
        "The files of records, events and primitives say which fields there are and what their values look like. Data of a scenario is "
            + "held against them, so that a scenario cannot try something that can never be.")
    package static let unclearRun = DiagnosticCode(
        "E3604", "It is not clear which run is meant",
        "A decision, an answer or an expectation is about one run. Where the events of a scenario have started several, or none, `run` "
            + "names the one that is meant by its business key.")
    package static let backInTime = DiagnosticCode(
        "E3605", "A moment before the one above it",
        "The moments of a scenario follow one another; its clock never goes back.")

    package static let endlessEvents = DiagnosticCode(
        "E3916", "Events that follow from one another without end",
        "An event that follows from a call, or that a workflow sends, may start a workflow that does the same again: whoever charges a card as soon as "
            + "`payment.failed` tells of a declined charge never comes to an end. So after 1,000 events, each of which has followed from the one before, "
            + "the next one is not delivered.")

    package static let all: [DiagnosticCode] = [
        failed, nothingExpected, unknownRecords, badData, unclearRun, backInTime, endlessEvents,
    ]
}
