import Amounts
import Dates
import Encoding
import Proviso

/// What a dry run did, for a person to read.
struct Summary {
    private let report: DryRunReport
    private let workflows: [String]

    init(_ report: DryRunReport, _ workflows: [String]) {
        self.report = report
        self.workflows = workflows
    }

    private var history: HistoryAccount { report.history }
    private var tally: DryRunTally { report.tally }

    var text: String {
        var text = head + "\n"
        if !history.linesLeftOut.isEmpty {
            let lines = history.linesLeftOut.prefix(20).map { "\($0)" }.joined(separator: ", ")
            let more =
                history.linesLeftOut.count > 20 ? " and \(Self.grouped(history.linesLeftOut.count - 20)) more" : ""
            text += "left out: line\(history.linesLeftOut.count == 1 ? "" : "s") \(lines)\(more)\n"
        }
        text += table("what happened", tally.events.map { ([$0.key.string], $0.value) })
        text += table("how the runs ended", items(tally.ends))
        text += table(
            "calls, by primitive and stage",
            tally.calls.map { item in
                let call = item.key
                return (
                    name(call.workflow) + [call.primitive.string, call.step.string, call.answer.string], item.value
                )
            })
        text += money("money in what happened", tally.inEvents) + money("money in accepted calls", tally.inCalls)
        text += table("asked for approval", items(tally.asked))
        text += table("late approvals, passed on", items(tally.escalated))
        text += table("sent to other workflows", tally.sent.map { ([$0.key.string], $0.value) })
        text += table("told by the billing system after calls", tally.told.map { ([$0.key.string], $0.value) })
        text += table("told before by a call", tally.known.map { ([$0.key.string], $0.value) })
        text += table("handed to people", items(tally.flagged))
        text += table("stages that were missed", items(tally.missed))
        text += table("in the exception queue", items(tally.suspended))
        text += table("refused by the billing book", items(tally.refused))
        let busiest = tally.days.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
        if let most = busiest.first?.value {
            text += "\nthe busiest days, in calls\n"
            for (day, count) in busiest {
                let bar = String(repeating: "▇", count: max(1, count * 24 / most))
                text += "\(Self.padded(count))  \(day)  \(bar)\n"
            }
        }
        return text
    }

    private var head: String {
        let counts = [
            (history.rowCount, "row"), (history.eventCount, "event"), (tally.runs, "run"), (tally.callCount, "call"),
        ]
        .map { "\(Self.grouped($0.0)) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
        guard let first = history.first, let last = history.last, let from = try? Zone.utc.date(at: first),
            let to = try? Zone.utc.date(at: last)
        else { return counts }
        return "\(counts), \(from) to \(to)"
    }

    /// The workflow, where there are several.
    private func name(_ workflow: Text) -> [String] {
        workflows.count > 1 && !workflow.isEmpty ? [workflow.string] : []
    }

    private func items(_ counts: [DryRunTally.Item: Int]) -> [([String], Int)] {
        counts.map { item in
            let words = [item.key.name.string, item.key.more.string].filter { !$0.isEmpty }
            return (name(item.key.workflow) + words.map { $0.split(separator: "_").joined(separator: " ") }, item.value)
        }
    }

    /// Rows in the order of their words, in columns.
    private func table(_ title: String, _ rows: [([String], Int)]) -> String {
        guard !rows.isEmpty else { return "" }
        let sorted = rows.sorted { one, other in
            one.0.map { Text($0) }.lexicographicallyPrecedes(other.0.map { Text($0) })
        }
        let columns = sorted.reduce(0) { max($0, $1.0.count) }
        let widths = (0..<columns).map { column in
            sorted.reduce(0) { $1.0.count > column ? max($0, $1.0[column].count) : $0 }
        }
        return sorted.reduce("\n\(title)\n") { text, row in
            let cells = row.0.enumerated().map { column, word in
                column == row.0.count - 1
                    ? word : word + String(repeating: " ", count: widths[column] - word.count)
            }
            return text + "\(Self.padded(row.1))  \(cells.joined(separator: "  "))\n"
        }
    }

    private func money(_ title: String, _ sums: [DryRunTally.Amount: Money?]) -> String {
        guard !sums.isEmpty else { return "" }
        let sorted = sums.sorted { one, other in
            (one.key.of, one.key.field, one.key.currency) < (other.key.of, other.key.field, other.key.currency)
        }
        return sorted.reduce("\n\(title)\n") { text, sum in
            let amount = sum.value.map { Self.grouped($0) } ?? "more than can be counted \(sum.key.currency)"
            let padding = String(repeating: " ", count: max(0, 24 - amount.count))
            return text + "\(padding)\(amount)  \(sum.key.of)  \(sum.key.field)\n"
        }
    }

    private static func padded(_ number: Int) -> String {
        let digits = grouped(number)
        return String(repeating: " ", count: max(0, 11 - digits.count)) + digits
    }

    /// `1,234,567`.
    private static func grouped(_ number: Int) -> String { grouped("\(number)") }

    private static func grouped(_ money: Money) -> String { "\(grouped(money.amountText)) \(money.currency)" }

    private static func grouped(_ digits: String) -> String {
        let isNegative = digits.hasPrefix("-")
        let parts = digits.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return digits }
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (isNegative ? "-" : "") + text + (parts.count > 1 ? "." + parts[1] : "")
    }
}
