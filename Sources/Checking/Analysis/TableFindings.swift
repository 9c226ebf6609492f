import Analysis
import Rules
package import SourceText

// What the analysis finds in a table, said to its author.

package struct TableFindings {
    private let rule: CheckedRule
    private let table: CheckedTable
    private let report: TableReport
    private var diagnostics: [Diagnostic] = []

    /// Looks for what is wrong with the table of a rule that has been checked; nothing for a rule without one.
    package static func diagnostics(_ rule: CheckedRule) -> [Diagnostic] {
        guard case .table(let table) = rule.body, !table.rows.isEmpty, !table.columns.isEmpty else { return [] }
        var findings = TableFindings(rule, table)
        return findings.run()
    }

    private init(_ rule: CheckedRule, _ table: CheckedTable) {
        self.rule = rule
        self.table = table
        report = table.geometry(of: rule).analysed()
    }

    private mutating func run() -> [Diagnostic] {
        for row in report.impossible.items { impossible(row) }
        rest(report.impossible, AnalysisCodes.impossible, "row", "fits no input", "fit no input")
        for region in report.gaps.items { gap(region) }
        rest(report.gaps, AnalysisCodes.gap, "gap", "is in this table", "are in this table")
        for pair in report.overlaps.items { overlap(pair) }
        rest(
            report.overlaps, table.hit == .any ? AnalysisCodes.conflict : AnalysisCodes.overlap, "pair of rows",
            "fits the same input", "fit the same input", plural: "pairs of rows")
        for item in report.idle.items { idle(item) }
        rest(report.idle, AnalysisCodes.idle, "row", "never decides", "never decide")
        for item in report.repeated.items { repeated(item) }
        rest(report.repeated, AnalysisCodes.repeated, "row", "says what another row says", "say what another row says")
        for item in report.undecided { undecided(item) }
        if report.undecidedRest > 0 {
            add(
                AnalysisCodes.undecided, head,
                "It is not known of \(report.undecidedRest) more things in this table whether they are right.",
                found: "more conditions than are told here",
                expected: "cells with values, lists and ranges where possible",
                help: "Write conditions as ranges where that is possible.")
        }
        return diagnostics
    }

    /// The line of names, or the row itself where there is none.
    private var head: Place { table.columns[0].heading.place }

    private func place(_ row: Int) -> Place { table.rows[row].place }

    private mutating func add(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        related: [Int] = []
    ) {
        let related = related.prefix(3).map { Diagnostic.Related(self.place($0), "row \($0 + 1)") }
        diagnostics.append(
            Diagnostic(code, at: place, message, found: found, expected: expected, help: help, related: Array(related)))
    }

    /// Says how many of a kind are not told.
    private mutating func rest<Item>(
        _ told: Told<Item>, _ code: DiagnosticCode, _ noun: String, _ verb: String, _ verbs: String,
        plural: String? = nil
    ) {
        guard told.restCount > 0 || (told.isAtLeast && told.count > 0) else { return }
        let count = told.restCount
        let nouns = plural ?? noun + "s"
        let number = told.isAtLeast ? "At least \(count)" : "\(count)"
        add(
            code, head, count == 1 ? "\(number) more \(noun) \(verb)." : "\(number) more \(nouns) \(verbs).",
            found: "more than the \(told.items.count) that are told one by one", expected: "a table without them",
            help: "Mend those that are told, and check again.")
    }

    // MARK: One by one

    private mutating func gap(_ region: Region) {
        add(
            AnalysisCodes.gap, head, "No row fits \(region.text).", found: "no row, for example, for \(region.example)",
            expected: "a row for every input",
            help: "Add a row for these inputs, or widen one. If they cannot come, a row with a harmless result says so."
        )
    }

    private mutating func overlap(_ pair: TableReport.Pair) {
        let (earlier, later) = (pair.earlier + 1, pair.later + 1)
        let isAny = table.hit == .any
        add(
            isAny ? AnalysisCodes.conflict : AnalysisCodes.overlap, place(pair.later),
            isAny
                ? "Rows \(earlier) and \(later) give different results for \(pair.region.text)."
                : "Rows \(earlier) and \(later) both fit \(pair.region.text).",
            found: "two rows, for example, for \(pair.region.example)",
            expected: isAny
                ? "one result for each input, since the hit policy is \"any\""
                : "at most one row for each input, since the hit policy is \"unique\"", help: mend(pair),
            related: [pair.earlier])
    }

    private func mend(_ pair: TableReport.Pair) -> String {
        let (earlier, later) = (pair.earlier + 1, pair.later + 1)
        switch (pair.relation, pair.isSameResult) {
        case (.equal, true): return "Delete row \(later): it says what row \(earlier) says."
        case (.equal, false): return "Both rows fit the same inputs: delete the one that is wrong."
        case (.laterInside, true): return "Delete row \(later): row \(earlier) says the same for all its inputs."
        case (.earlierInside, true): return "Delete row \(earlier): row \(later) says the same for all its inputs."
        case (.laterInside, false):
            return
                "Take the inputs of row \(later) out of row \(earlier), or choose the hit policy \"first\" and write row \(later) above it."
        case (.earlierInside, false):
            return "Take the inputs of row \(earlier) out of row \(later), or choose the hit policy \"first\"."
        case (.partial, _): return "Narrow one of the two rows, so that only one of them fits these inputs."
        }
    }

    private mutating func idle(_ idle: TableReport.Idle) {
        let by = named(idle.by, isShortened: idle.isShortened)
        let row = idle.row + 1
        let isOne = idle.by.count == 1 && !idle.isShortened
        let help =
            switch table.hit {
            case .first:
                isOne
                    ? "Move it above row \(idle.by[0] + 1), narrow that row, or delete this one."
                    : "Move it further up, or delete it."
            case .any: "Delete it."
            default: "Delete it, or change its result to one that comes first."
            }
        add(
            AnalysisCodes.idle, place(idle.row),
            table.hit == .any ? "Row \(row) says nothing that is not said above it." : "Row \(row) never decides.",
            found: isOne
                ? "a row whose inputs are all taken by \(by)" : "a row whose inputs are all taken by \(by) together",
            expected: "a row that decides for some input", help: help, related: idle.by)
    }

    private func named(_ rows: [Int], isShortened: Bool) -> String {
        let numbers = rows.map { "\($0 + 1)" }
        if numbers.count == 1, !isShortened { return "row \(numbers[0])" }
        if isShortened { return "rows \(numbers.joined(separator: ", ")) and others" }
        return "rows \(numbers.dropLast().joined(separator: ", ")) and \(numbers[numbers.count - 1])"
    }

    private mutating func repeated(_ item: TableReport.Repeated) {
        let (row, other) = (item.row + 1, item.other + 1)
        let isCounted = item.isEqual && table.hit != .collectMin && table.hit != .collectMax
        add(
            AnalysisCodes.repeated, place(item.row),
            isCounted
                ? "Row \(row) says the same as row \(other), so it counts twice."
                : "Row \(row) says what row \(other) says anyway.",
            found: item.isEqual ? "the same inputs and the same result" : "the same result for fewer inputs",
            expected: "each result said once", help: "Delete row \(row), or change its result.", related: [item.other])
    }

    private mutating func impossible(_ row: Int) {
        add(
            AnalysisCodes.impossible, place(row), "Row \(row + 1) fits no input.",
            found: "a cell that lets no value through",
            expected: "cells that some value fits", help: "Correct the bounds of the cell, or delete the row.")
    }

    // MARK: What is not known

    private mutating func undecided(_ item: TableReport.Undecided) {
        switch item {
        case .gap(let row, let region):
            add(
                AnalysisCodes.undecided, place(row),
                "Whether every input has a row depends on the condition in row \(row + 1).",
                found: "no row without a condition for \(region.text), for example for \(region.example)",
                expected: "a row for every input, whatever the condition says",
                help: "Add a row for what the condition does not fit, or write it as a range.")
        case .pair(let earlier, let later, let region):
            add(
                AnalysisCodes.undecided, place(later),
                "Whether rows \(earlier + 1) and \(later + 1) contradict each other is not known.",
                found: "a condition or a computed result where both may fit \(region.text)",
                expected: "cells with values, lists and ranges where possible",
                help: "See to it that only one of them fits, or write the condition as a range.", related: [earlier])
        case .gapsOverBudget(let steps): overBudget("not all gaps of this table were looked for", steps)
        case .pairsOverBudget(let steps): overBudget("not all rows of this table were compared with each other", steps)
        case .rowsOverBudget(let steps): overBudget("not all rows were looked at that may never decide", steps)
        }
    }

    private mutating func overBudget(_ what: String, _ steps: Int) {
        add(
            AnalysisCodes.undecided, head, "This table is too large to be looked through: \(what).",
            found:
                "a table of \(table.rows.count) rows and \(table.columns.count) columns that takes more than \(steps) steps",
            expected: "a table that the limit of steps is enough for",
            help: "Part the table into smaller ones, or write fewer rows with wider ranges.")
    }
}
