import Definitions
import Encoding
import Evaluation
import Expressions
import Rules
import SourceText
import YAMLReading

extension RuleChecker {
    /// Where the names of a table lead.
    private struct Layout {
        /// For each input column its cell's position in the row and the input.
        var inputs: [(cell: Int, input: Int)] = []
        /// For each output its cell's position on the right side; nothing if the rows are only counted.
        var outputs: [Int?]
        var why: Int?
        var inputCells: Int
        var outputCells: Int
    }

    mutating func table(_ grid: TableGrid, _ hit: Written<RuleDefinition.HitPolicy>) -> CheckedTable? {
        let layout = layout(grid.names, hit)
        checkHitPolicy(hit)
        if grid.rows.isEmpty {
            report(
                RuleCodes.emptyTable, grid.names.line.place, "This table has no rows.",
                found: "a line of names and nothing below it",
                expected: "at least one row", help: "Write the rows below the names.")
        }
        guard let layout else { return nil }
        let readers = layout.inputs.map { CellReader(rule.inputs[$0.input], inputs: inputNames) }
        let outputs = rule.outputs.map { OutputReader($0, inputs: inputNames) }
        var cellScopes = [Int?](repeating: nil, count: layout.inputs.count)
        var valueScope: Int?
        var whyScope: Int?
        var rows: [CheckedTable.Row] = []
        rows.reserveCapacity(grid.rows.count)
        for row in grid.rows {
            guard let cut = fitted(row, layout) else { continue }
            var cells: [CheckedTable.Cell] = []
            cells.reserveCapacity(layout.inputs.count)
            for (index, column) in layout.inputs.enumerated() {
                let cell = cut.inputs[column.cell]
                if let test = test(cell, readers[index], column.input, &cellScopes[index]) {
                    cells.append(.init(test: test, text: cell))
                }
            }
            var results: [CheckedTable.Output] = []
            for (index, place) in layout.outputs.enumerated() {
                guard let place else { continue }
                let cell = cut.outputs[place]
                if let result = result(cell, outputs[index], index, &valueScope) {
                    results.append(.init(result: result, text: cell))
                }
            }
            let why = layout.why.flatMap { $0 < cut.outputs.count ? reason(cut.outputs[$0], &whyScope) : nil }
            rows.append(
                .init(cells: cells, outputs: hit.value == .collectCount ? [] : results, why: why, place: row.line.place)
            )
        }
        let columns = layout.inputs.map {
            CheckedTable.Column(input: $0.input, heading: grid.names.inputs[$0.cell])
        }
        return CheckedTable(hit: hit.value.policy, columns: columns, rows: rows)
    }

    // MARK: Names

    private mutating func layout(_ names: TableGrid.Row, _ hit: Written<RuleDefinition.HitPolicy>) -> Layout? {
        let start = diagnostics.count
        let outputNames = rule.outputs.map(\.name.value)
        var layout = Layout(
            outputs: [Int?](repeating: nil, count: outputNames.count), inputCells: names.inputs.count,
            outputCells: names.outputs.count)
        // A bar behind the last name parts nothing.
        if names.outputs.last?.isEmpty == true, names.outputs.count > 1 { layout.outputCells -= 1 }
        for (cell, heading) in names.inputs.enumerated() {
            let name = heading.text
            guard let input = inputNames.firstIndex(of: name) else {
                reportUnknown(heading, inputNames, others: outputNames + ["why"], side: "input", other: "output")
                continue
            }
            usedInputs.insert(input)
            if let first = layout.inputs.first(where: { $0.input == input }) {
                reportTwice(heading, names.inputs[first.cell])
                continue
            }
            layout.inputs.append((cell, input))
        }
        for (cell, heading) in names.outputs.prefix(layout.outputCells).enumerated() {
            let name = heading.text
            if name == "why", !outputNames.contains(name) {
                if let first = layout.why { reportTwice(heading, names.outputs[first]) }
                layout.why = cell
                continue
            }
            guard let output = outputNames.firstIndex(of: name) else {
                reportUnknown(heading, outputNames + ["why"], others: inputNames, side: "output", other: "input")
                continue
            }
            if let first = layout.outputs[output] { reportTwice(heading, names.outputs[first]) }
            layout.outputs[output] = cell
        }
        for (index, name) in outputNames.enumerated() where layout.outputs[index] == nil && hit.value != .collectCount {
            report(
                RuleCodes.missingColumn, names.line.place, "The output \"\(name)\" has no column.",
                found: "the columns " + quoted(names.outputs.map(\.text).filter { !$0.isEmpty }),
                expected: "a column \"\(name)\" behind \"||\"",
                help: "Add the column, or delete the output.",
                related: [.init(rule.outputs[index].name.place, "the output")])
        }
        return diagnostics.count == start ? layout : nil
    }

    private mutating func reportUnknown(
        _ heading: TableCell, _ known: [String], others: [String], side: String, other: String
    ) {
        let name = heading.text
        let isOnOtherSide = others.contains(name) && name != "why"
        let mend = isOnOtherSide ? nil : didYouMean(name, among: known)
        let article = side == "input" || side == "output" ? "an" : "a"
        report(
            RuleCodes.unknownColumn, heading.place,
            heading.isEmpty ? "A column has no name." : "There is no \(side) \"\(name)\".",
            found: heading.isEmpty
                ? "nothing" : "a column \"\(name)\"" + (isOnOtherSide ? ", which is an \(other)" : ""),
            expected: known.isEmpty ? "\(article) \(side) that is declared" : "one of " + quoted(known),
            help: isOnOtherSide
                ? "Move the column to the \(side == "input" ? "right" : "left") of \"||\"."
                : mend.map { "Write \"\($0)\"." } ?? "Correct the name, or add it to \"\(side)s\".",
            fix: mend.map { Fix("Write \"\($0)\"", [.init(heading.place.span, $0)]) })
    }

    private mutating func reportTwice(_ heading: TableCell, _ first: TableCell) {
        report(
            RuleCodes.nameTwice, heading.place, "Two columns are called \"\(heading.text)\".",
            found: "a second column \"\(heading.text)\"", expected: "each name once",
            help: "Delete one of the columns, or rename it.",
            related: [.init(first.place, "the first one")])
    }

    private mutating func checkHitPolicy(_ hit: Written<RuleDefinition.HitPolicy>) {
        let types = rule.outputs.map { $0.type.value.required }
        switch hit.value {
        case .priority, .outputOrder:
            if types.contains(where: { if case .oneOf = $0 { true } else { false } }) { return }
            report(
                RuleCodes.hitPolicy, hit.place, "Nothing says which output goes before which.",
                found: "\"\(hit.value.rawValue)\" with outputs that have no order of words",
                expected: "an output with a type such as: one of high, medium, low",
                help: "List the words of an output in the order in which they go, or choose another hit policy.")
        case .collectSum, .collectMin, .collectMax, .collectCount:
            guard types.count == 1 else {
                report(
                    RuleCodes.hitPolicy, hit.place, "\"\(hit.value.rawValue)\" makes one value of one output.",
                    found: "\(types.count) outputs", expected: "one output",
                    help: "Leave one output, or collect the rows as a list with \"collect\".")
                return
            }
            let fits =
                switch (hit.value, types[0]) {
                case (.collectCount, _), (_, .int), (_, .decimal), (_, .money), (_, .ratio): true
                case (.collectMin, .date), (.collectMax, .date), (.collectMin, .time), (.collectMax, .time),
                    (.collectMin, .instant), (.collectMax, .instant):
                    true
                default: false
                }
            if fits { return }
            report(
                RuleCodes.hitPolicy, hit.place,
                "The output \"\(rule.outputs[0].name.value)\" has no \(Self.noun(hit.value)).",
                found: "an output of the type \"\(types[0])\"",
                expected: hit.value == .collectSum
                    ? "a number or an amount of money" : "a number, an amount of money, a date or a time",
                help: "Choose another hit policy, or another type.",
                related: [.init(rule.outputs[0].type.place, "its type")])
        case .unique, .any, .first, .ruleOrder, .collect: return
        }
    }

    private static func noun(_ hit: RuleDefinition.HitPolicy) -> String {
        switch hit {
        case .collectSum: "sum"
        case .collectMin: "smallest value"
        default: "largest value"
        }
    }

    // MARK: Rows

    /// The cells of a row, if it has as many as there are names; the last one, `why`, may be left out.
    private mutating func fitted(_ row: TableGrid.Row, _ layout: Layout) -> TableGrid.Row? {
        var row = row
        if row.outputs.count == layout.outputCells + 1, row.outputs.last?.isEmpty == true { row.outputs.removeLast() }
        let isShort = layout.why == layout.outputCells - 1 && row.outputs.count == layout.outputCells - 1
        if row.inputs.count == layout.inputCells, row.outputs.count == layout.outputCells || isShort { return row }
        let isLeft = row.inputs.count != layout.inputCells
        let (have, want) = isLeft ? (row.inputs.count, layout.inputCells) : (row.outputs.count, layout.outputCells)
        let side = isLeft ? "on the left of \"||\"" : "on the right of \"||\""
        report(
            RuleCodes.cellCount, row.line.place,
            "This row has \(have) cell\(have == 1 ? "" : "s") \(side), and there are \(want) columns.",
            found: "\(have) cell\(have == 1 ? "" : "s") \(side)", expected: "\(want)",
            help: have < want
                ? "Add the missing cells; - fits every value."
                : "Delete what is too much, or put a text with a bar in it into quotation marks.")
        return nil
    }

    private mutating func test(
        _ cell: TableCell, _ reader: CellReader, _ input: Int, _ scope: inout Int?
    ) -> CheckedTable.Test? {
        do throws(CellFault) {
            switch try reader.read(cell) {
            case .any: return .any
            case .values(let test): return .values(test)
            case .condition(let source):
                if scope == nil {
                    var declarations = inputScope
                    declarations.declare(
                        "?", signature.inputTypes[input], isOptional: rule.inputs[input].type.value.isOptional)
                    scope = add(declarations)
                }
                guard let scope else { return nil }
                return expression(source, scope: scope, expected: .bool).map { .condition($0) }
            }
        } catch {
            diagnostics.append(error.diagnostic(column: inputNames[input]))
            return nil
        }
    }

    private mutating func result(
        _ cell: TableCell, _ reader: OutputReader, _ output: Int, _ scope: inout Int?
    ) -> CheckedTable.Result? {
        do throws(CellFault) {
            switch try reader.read(cell) {
            case .constant(let value): return .constant(value)
            case .expression(let source):
                let known = scope ?? add(inputScope)
                scope = known
                return expression(source, scope: known, expected: signature.outputTypes[output]).map { .expression($0) }
            case .text(let pieces):
                let known = scope ?? add(inputScope)
                scope = known
                return self.pieces(pieces, scope: known).map { .text($0) }
            }
        } catch {
            diagnostics.append(error.diagnostic(column: rule.outputs[output].name.value))
            return nil
        }
    }

    private mutating func reason(_ cell: TableCell, _ scope: inout Int?) -> CheckedReason? {
        do throws(CellFault) {
            let pieces = try ReasonText.pieces(cell, code: RuleCodes.badCell)
            if pieces.isEmpty { return nil }
            let known = scope ?? add(reasonScope)
            scope = known
            return self.pieces(pieces, scope: known).map { CheckedReason(pieces: $0) }
        } catch {
            diagnostics.append(error.diagnostic(column: "why"))
            return nil
        }
    }

    private mutating func pieces(_ pieces: [ReasonText.Piece], scope: Int) -> [CheckedReason.Piece]? {
        var checked: [CheckedReason.Piece] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): checked.append(.literal(text))
            case .value(let cell):
                var source = cell.expression()
                source.hasSubject = false
                guard let code = expression(source, scope: scope, expected: nil) else { return nil }
                checked.append(.value(code))
            }
        }
        return checked
    }
}
