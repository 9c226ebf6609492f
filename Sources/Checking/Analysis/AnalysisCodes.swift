package import SourceText

/// What the analysis of tables and prices finds. What contradicts the file's own words is an error; what may be meant is a warning.
package enum AnalysisCodes {
    package static let gap = DiagnosticCode(
        "E3500", .warning, "Inputs that no row of a table fits",
        "For these inputs the table gives no result, and a run that asks it stops until a person looks after it. Add a row, or widen one. For "
            + "inputs that cannot come, a row with a result that says so costs nothing.")
    package static let overlap = DiagnosticCode(
        "E3501", "Two rows of a table fit the same input",
        "The hit policy \"unique\" says that at most one row fits each input. For the inputs that are named here two rows do, so the table has "
            + "no result for them.")
    package static let conflict = DiagnosticCode(
        "E3502", "Two rows fit the same input and give different results",
        "The hit policy \"any\" lets several rows fit one input if they all give the same. These two rows do not.")
    package static let idle = DiagnosticCode(
        "E3503", .warning, "A row that never decides",
        "Other rows take every input that this row fits: under \"first\" those above it, under \"priority\" those whose result comes first, under "
            + "\"any\" those above it that give the same. Either the row is in the wrong place, or it can go.")
    package static let repeated = DiagnosticCode(
        "E3504", .warning, "A row that says what another row says",
        "Another row fits all inputs of this row and gives the same result for them. Where rows are collected, two equal rows count twice."
    )
    package static let impossible = DiagnosticCode(
        "E3505", .warning, "A row that fits no input",
        "One of its cells lets no value through, such as a range whose end comes before its beginning.")
    package static let undecided = DiagnosticCode(
        "E3506", .note, "Something about a table could not be found out",
        "What a condition lets through shows only with the values, so what follows from it is not known beforehand. Where a table is so large "
            + "that looking further would cost more than the limit, the search stops. Nothing is then said to be right that was not looked at."
    )
    package static let tierGap = DiagnosticCode(
        "E3507", .warning, "A quantity that no tier of a price takes",
        "The last tier ends with its `up_to`, and nothing says what more costs. A bill for more has no result, and a run that asks for it stops "
            + "until a person looks after it.")
    package static let priceCliff = DiagnosticCode(
        "E3508", .warning, "A price of which more costs less",
        "Of two quantities the larger one costs less in total. It happens where all units get the lower price of a higher tier: whoever stands just "
            + "below its beginning pays more than somebody who buys one more. Sometimes it is meant; seldom do the customers who pay more think so."
    )
    package static let priceUndecided = DiagnosticCode(
        "E3509", .note, "Something about a price could not be found out",
        "Totals are compared exactly, with room for 38 digits. Where a product needs more, nothing is said to be right that was not looked at."
    )
    package static let all: [DiagnosticCode] = [
        gap, overlap, conflict, idle, repeated, impossible, undecided, tierGap, priceCliff, priceUndecided,
    ]
}
