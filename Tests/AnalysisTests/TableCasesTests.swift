import Analysis
import TestSupport
import Testing

/// Small tables, and all that is found in them.
@Suite struct TableCasesTests {
    @Test func cases() throws {
        try checkCases("Cases/tables.cases") { input in
            var lines: [String] = []
            var limits = AnalysisLimits()
            var text = input
            // `limits: 5 told, 1000 steps`
            if let first = input.split(separator: "\n").first.map(String.init), let rest = first.after("limits: ") {
                let numbers = rest.split { !$0.isNumber }.compactMap { Int($0) }
                limits = AnalysisLimits(
                    told: numbers[0], gapSteps: numbers[1], idleSteps: numbers[1], pairSteps: numbers[1])
                text = String(input.dropFirst(first.count + 1))
            }
            let report = try NaiveTable(reading: text).geometry.analysed(limits)
            lines += report.impossible.items.map { "row \($0 + 1) fits nothing" }
            lines += report.gaps.items.map { "gap: \($0.text); example: \($0.example)" }
            lines += rest("gaps", report.gaps)
            for pair in report.overlaps.items {
                lines.append(
                    "overlap: rows \(pair.earlier + 1), \(pair.later + 1) \(pair.relation)\(pair.isSameResult ? " same" : "") at "
                        + "\(pair.region.text); example: \(pair.region.example)")
            }
            lines += rest("overlaps", report.overlaps)
            lines += report.idle.items.map { item in
                "row \(item.row + 1) decides nothing: \(item.by.map { "\($0 + 1)" }.joined(separator: ", "))\(item.isShortened ? " …" : "")"
            }
            lines += rest("idle rows", report.idle)
            lines += report.repeated.items.map {
                "row \($0.row + 1) repeats row \($0.other + 1)\($0.isEqual ? ", equal" : "")"
            }
            for item in report.undecided {
                switch item {
                case .gap(let row, let region): lines.append("undecided gap: row \(row + 1) at \(region.text)")
                case .pair(let earlier, let later, let region):
                    lines.append("undecided: rows \(earlier + 1), \(later + 1) at \(region.text)")
                case .gapsOverBudget: lines.append("undecided: gaps, over the budget")
                case .pairsOverBudget: lines.append("undecided: pairs, over the budget")
                case .rowsOverBudget: lines.append("undecided: rows, over the budget")
                }
            }
            if report.undecidedRest > 0 { lines.append("and \(report.undecidedRest) undecided") }
            return lines.isEmpty ? "nothing" : lines.joined(separator: "\n")
        }
    }

    private func rest<Item>(_ name: String, _ told: Told<Item>) -> [String] {
        told.restCount > 0 || told.isAtLeast
            ? ["\(told.isAtLeast ? "at least " : "")\(told.restCount) more \(name)"] : []
    }
}
