import Encoding
package import Evaluation

/// What the result is if several rows fit, or none: DMN's hit policies. What each gives: Documentation/Rules.md.
package enum HitPolicy: UInt8, Hashable, Sendable, CaseIterable {
    case unique, any, first, priority, ruleOrder, outputOrder, collect, collectSum, collectMin, collectMax, collectCount

    /// The result is a list of records.
    package var isList: Bool {
        switch self {
        case .ruleOrder, .outputOrder, .collect: true
        default: false
        }
    }
}

/// A decision table.
///
/// A class so that asking it copies nothing; nothing in it changes.
package final class DecisionTable: Sendable {
    package enum Cell: Hashable, Sendable {
        /// `-`
        case any
        case test(UnaryTest)
        /// A condition over the inputs and, in the slot behind them, the value of the cell's own input.
        case condition(Code)
    }

    package enum Output: Hashable, Sendable {
        case constant(Value)
        /// Over the inputs.
        case expression(Code)
        /// Text with expressions over the inputs in it.
        case text(Reason)
    }

    package struct Row: Sendable {
        /// One for each column.
        package var cells: [Cell]
        /// One for each output; empty where the rows are only counted.
        package var outputs: [Output]
        package var why: Reason?

        package init(cells: [Cell], outputs: [Output], why: Reason? = nil) {
            self.cells = cells
            self.outputs = outputs
            self.why = why
        }
    }

    package let hit: HitPolicy
    /// For each column, the position of its input.
    package let columns: [Int]
    package let rows: [Row]
    let shape: Shape
    /// For each row: its result, where that is known before anything is asked.
    let results: [Value?]
    /// For each row: the same, where the row gives no reason either; otherwise absent.
    let readyResults: [Value]
    /// No cell is an expression.
    let isPlain: Bool
    package let index: TableIndex

    package init(hit: HitPolicy, columns: [Int], rows: [Row], shape: Shape) {
        self.hit = hit
        self.columns = columns
        self.rows = rows
        self.shape = shape
        results = rows.map { row in
            let constants = row.outputs.compactMap { output in
                if case .constant(let value) = output { value } else { nil }
            }
            return constants.count == row.outputs.count ? .record(shape, constants) : nil
        }
        readyResults = zip(rows, results).map { row, result in row.why == nil ? result ?? .absent : .absent }
        index = TableIndex(rows, columns: columns)
        isPlain = rows.allSatisfy { row in
            row.cells.allSatisfy { if case .condition = $0 { false } else { true } }
        }
    }
}
