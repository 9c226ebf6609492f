import SourceText
import YAMLReading

/// A table as it is written, cut into cells.
struct TableGrid {
    struct Row {
        /// The cells on the left of `||`, and those on the right of it.
        var inputs: [TableCell]
        var outputs: [TableCell]
        /// The whole line.
        var line: TableCell
    }

    /// The line of names.
    var names: Row
    var rows: [Row]

    /// The largest number of rows that a table may have.
    static let maximumRows = 100_000
}

/// Cuts the text of a table in a rule's file into cells.
struct TableText {
    private let source: TableSource
    private(set) var diagnostics: [Diagnostic] = []

    init(_ node: LocatedNode) { source = TableSource(node) }

    /// - Returns: nothing if there is no line of names with `||`.
    mutating func grid() -> TableGrid? {
        var names: TableGrid.Row?
        var rows: [TableGrid.Row] = []
        var start = 0
        var isReported = false
        let bytes = source.bytes
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = TableCell(source, start..<end)
            start = end + 1
            if line.isEmpty { continue }
            if isRule(line) {
                report(
                    RuleCodes.cellCount, line, "A line of hyphens is no row.", found: "a line of hyphens",
                    expected: "the rows directly below the names", help: "Delete the line.")
                continue
            }
            if rows.count == TableGrid.maximumRows {
                report(
                    RuleCodes.tooManyRows, line, "This table has too many rows.",
                    found: "a row after \(rows.count) others",
                    expected: "at most \(TableGrid.maximumRows) rows (the limit on a table's rows)",
                    help: "Keep such data as records of the billing system.")
                break
            }
            guard let row = row(line) else {
                // Without the bars in the line of names each row lacks them too: that is said once.
                if names == nil || !isReported {
                    isReported = true
                    reportNoBars(line, isNames: names == nil && rows.isEmpty)
                }
                if names == nil { return nil }
                continue
            }
            if names == nil { names = row } else { rows.append(row) }
        }
        return names.map { TableGrid(names: $0, rows: rows) }
    }

    private func row(_ line: TableCell) -> TableGrid.Row? {
        var range = line.range
        let bytes = source.bytes
        // A bar at the very beginning of a line parts nothing.
        if bytes[range.lowerBound] == UInt8(ascii: "|"), !isBar(range.lowerBound + 1, range) {
            range = range.lowerBound + 1..<range.upperBound
        }
        let bars = bars(range)
        guard let middle = bars.indices.dropLast().first(where: { bars[$0 + 1] == bars[$0] + 1 }) else { return nil }
        let left = range.lowerBound..<bars[middle]
        let right = bars[middle] + 2..<max(range.upperBound, bars[middle] + 2)
        let inputs = CellMarks.parts(left, at: bars[..<middle].map { $0 })
        let outputs = CellMarks.parts(right, at: bars[(middle + 2)...].map { $0 })
        return TableGrid.Row(
            inputs: inputs.map { TableCell(source, $0) }, outputs: outputs.map { TableCell(source, $0) }, line: line)
    }

    /// The offsets of the bars outside of quotation marks.
    private func bars(_ range: Range<Int>) -> [Int] {
        let bytes = source.bytes
        var bars: [Int] = []
        var at = range.lowerBound
        while at < range.upperBound {
            if bytes[at] == UInt8(ascii: "\""), let end = CellMarks.endOfQuote(bytes, at, range.upperBound) {
                at = end
                continue
            }
            if bytes[at] == UInt8(ascii: "|") { bars.append(at) }
            at += 1
        }
        return bars
    }

    private func isBar(_ at: Int, _ range: Range<Int>) -> Bool {
        at < range.upperBound && source.bytes[at] == UInt8(ascii: "|")
    }

    /// `|---|---|`, as other notations write it under the names.
    private func isRule(_ line: TableCell) -> Bool {
        var hyphens = 0
        for byte in line.bytes {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "="): hyphens += 1
            case UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: ":"), 0x20: break
            default: return false
            }
        }
        let text = line.text
        return hyphens >= 3 && (text.contains("--") || text.contains("=="))
    }

    private mutating func reportNoBars(_ line: TableCell, isNames: Bool) {
        report(
            RuleCodes.noBars, line,
            isNames ? "The line of names has no \"||\"." : "This row has no \"||\".",
            found: "\"\(CellFault.shown(line))\"",
            expected: "the inputs, \"||\", and the outputs, as in: amount | country || rate",
            help: "Write || between the last input and the first output.")
    }

    private mutating func report(
        _ code: DiagnosticCode, _ cell: TableCell, _ message: String, found: String, expected: String, help: String
    ) {
        diagnostics.append(
            Diagnostic(code, at: cell.place, message, found: found, expected: expected, help: help))
    }
}
