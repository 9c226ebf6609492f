import Definitions
import Expressions
import Ingest
import SourceText
import YAMLReading

extension RuleDefinition {
    /// The path of the CSV file that `table_file` names: beside the rule's own file.
    ///
    /// - Returns: nothing if there is none, or if it is no plain file name.
    package var tableFilePath: String? {
        guard case .tableFile(let name, _) = body, Self.isPlain(name.value) else { return nil }
        let own = node.tree.file.name
        guard let slash = own.lastIndex(of: "/") else { return name.value }
        return own[...slash] + name.value
    }

    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("/") && !name.contains("\\") && !name.hasPrefix(".")
    }
}

extension RuleChecker {
    /// The cells of a table that lies in a CSV file. Its columns are found by their names: inputs, outputs and `why`.
    mutating func grid(_ name: Written<String>, _ file: SourceFile?) -> TableGrid? {
        guard RuleDefinition.isPlain(name.value) else {
            report(
                RuleCodes.tableFile, name.place, "\"\(name.value)\" is no file beside this one.",
                found: "\"\(name.value)\"",
                expected: "the name of a file in the same folder, such as rates.csv",
                help: "Put the file beside this one and write its name.")
            return nil
        }
        guard let file else {
            report(
                RuleCodes.tableFile, name.place, "There is no file \"\(name.value)\" beside this one.",
                found: "\"\(name.value)\"", expected: "a CSV file in the same folder",
                help: "Correct the name, or put the file beside this one.")
            return nil
        }
        let csv = CSVGrid(file, maximumRows: TableGrid.maximumRows + 2)
        diagnostics += csv.diagnostics
        if csv.rows.count > TableGrid.maximumRows + 1 {
            report(
                RuleCodes.tooManyRows, Place(file, Span(csv.rows[TableGrid.maximumRows + 1].line)),
                "This table has too many rows.",
                found: "a row after \(TableGrid.maximumRows) others",
                expected: "at most \(TableGrid.maximumRows) rows (the limit on a table's rows)",
                help: "Keep such data as records of the billing system.")
            return nil
        }
        guard let head = csv.rows.first else {
            if csv.diagnostics.isEmpty {
                report(
                    RuleCodes.tableFile, name.place, "\"\(name.value)\" is empty.", found: "a file without a row",
                    expected: "a row of names, and rows of cells below it", help: "Write the table into the file.")
            }
            return nil
        }
        let source = TableSource(file)
        let sides = sides(head, source, file)
        var rows: [TableGrid.Row] = []
        rows.reserveCapacity(csv.rows.count)
        for row in csv.rows {
            let cells = row.cells.map { cell($0, source, file) }
            let line = TableCell(source, row.line)
            guard cells.count == sides.count else {
                report(
                    RuleCodes.cellCount, line.place,
                    "This row has \(cells.count) cells, and there are \(sides.count) columns.",
                    found: "\(cells.count) cells", expected: "\(sides.count)",
                    help: cells.count < sides.count
                        ? "Add the missing cells; - fits every value."
                        : "Put a cell that holds a comma into quotation marks.")
                continue
            }
            rows.append(
                TableGrid.Row(
                    inputs: cells.indices.filter { sides[$0] }.map { cells[$0] },
                    outputs: cells.indices.filter { !sides[$0] }.map { cells[$0] }, line: line))
        }
        guard let names = rows.first else { return nil }
        return TableGrid(names: names, rows: Array(rows.dropFirst()))
    }

    /// For each column whether it is one of inputs. A name that is an input and an output is the input first.
    private func sides(_ head: CSVGrid.Row, _ source: TableSource, _ file: SourceFile) -> [Bool] {
        let outputs = rule.outputs.map(\.name.value)
        var seen: [String] = []
        return head.cells.map { item in
            let name = cell(item, source, file).text
            let isInput =
                inputNames.contains(name)
                ? !(outputs.contains(name) && seen.contains(name)) : !(outputs.contains(name) || name == "why")
            seen.append(name)
            return isInput
        }
    }

    private func cell(_ cell: CSVGrid.Cell, _ source: TableSource, _ file: SourceFile) -> TableCell {
        guard cell.hasDoubledQuotes else { return TableCell(source, cell.content) }
        var bytes: [UInt8] = []
        var pieces: [ExpressionSource.Piece] = []
        var at = cell.content.lowerBound
        var isBroken = true
        while at < cell.content.upperBound {
            if isBroken { pieces.append(.init(offset: UInt32(bytes.count), fileOffset: UInt32(at))) }
            bytes.append(file.bytes[at])
            isBroken = file.bytes[at] == UInt8(ascii: "\"")
            at += isBroken ? 2 : 1
        }
        return TableCell(TableSource(file, bytes, pieces), 0..<bytes.count)
    }
}
