package import SourceText

/// What can be wrong with a mapping once its file by itself reads well.
package enum MappingCodes {
    package static let badDatePattern = DiagnosticCode(
        "E3400", "A way to write dates that cannot be read",
        "`dates` shows by letters how the file writes dates: yyyy for the year, M or MM for the month, MMM for its English name of three "
            + "letters, d or dd for the day, HH:mm:ss for a time. Every other character stands for itself. Years of two digits are not "
            + "read, since the century would have to be guessed.")
    package static let fieldWithoutSource = DiagnosticCode(
        "E3401", "A field that the event needs has no column",
        "The event's file says which fields every such event has. A field without a question mark must get its value from the row."
    )
    package static let noCurrency = DiagnosticCode(
        "E3402", "An amount without a currency",
        "An amount says nothing without its currency. The event's field may say it, a column of the file may, or the mapping does for "
            + "the whole file.")
    package static let notFromColumn = DiagnosticCode(
        "E3403", "A value that a cell cannot hold",
        "A cell is one text, number, date or amount. Lists and groups do not fit into one.")
    package static let badTime = DiagnosticCode(
        "E3404", "A time that the mapping cannot find",
        "Dates become instants in one time zone for the whole file, moved by calendar days, months or hours. Business days need the "
            + "calendar of a workflow, which a file of rows does not have.")

    package static let notMapping = DiagnosticCode(
        "E3405", "A file that does not say how rows become events",
        "A file of rows and columns needs a mapping: a file that begins with \"mapping:\" and says which columns become which fields of "
            + "which events.")

    package static let all: [DiagnosticCode] = [
        badDatePattern, fieldWithoutSource, noCurrency, notFromColumn, badTime, notMapping,
    ]
}
