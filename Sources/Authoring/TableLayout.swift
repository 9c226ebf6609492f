import Definitions

/// The text of a decision table with its bars below one another.
enum TableLayout {
    /// The lines of the table, without empty ones; nil if it is none that can be aligned.
    static func lines(_ text: String) -> [String]? {
        let written = text.split(separator: "\n").map { String($0).trimmedOfBlanks }.filter { !$0.isEmpty }
        let rows = written.map { TableText.cells(Array($0.utf8)) }
        guard let header = rows.first, header.count > 1 else { return nil }
        let opens = rows.allSatisfy { $0[0].isEmpty }
        let closes = rows.allSatisfy { $0[$0.count - 1].isEmpty && $0.count == header.count }
        // "||" is an empty cell between two bars of the header.
        let inside = (opens ? 1 : 0)..<(header.count - (closes ? 1 : 0))
        let parting = inside.filter { header[$0].isEmpty && $0 > inside.lowerBound && $0 < inside.upperBound - 1 }
        guard parting.count <= 1, rows.allSatisfy({ row in parting.allSatisfy { $0 >= row.count || row[$0].isEmpty } })
        else { return nil }
        var widths = [Int](repeating: 0, count: rows.map(\.count).max() ?? 0)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        return rows.map { row in
            var line = ""
            for (index, cell) in row.enumerated() where !parting.contains(index) {
                if index == 0, opens { continue }
                if index > 0 {
                    line += parting.contains(index - 1) ? " || " : index == 1 && opens ? "| " : " | "
                }
                line += cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            return line.trimmedAtEnd
        }
    }
}

extension String {
    var trimmedAtEnd: String {
        var bytes = utf8[...]
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(Substring(bytes))
    }

    var trimmedAtStart: String {
        var bytes = utf8[...]
        while bytes.first == 0x20 { bytes.removeFirst() }
        return String(Substring(bytes))
    }

    var trimmedOfBlanks: String { trimmedAtEnd.trimmedAtStart }
}
