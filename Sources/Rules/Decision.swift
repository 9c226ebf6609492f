package import Encoding
package import Evaluation

/// What a rule came to.
package struct Decision: Sendable {
    /// A record of the rule's outputs, or a list of such records.
    package var value: Value
    /// The version that decided.
    package var version: Int
    /// The rows or cases that the value comes from, counted from 1, in the order of the value; empty for formulas.
    package var rows: RowNumbers
    /// What the file says about them, in the same order, without those of which it says nothing.
    package var why: [Text]

    package init(value: Value, version: Int, rows: RowNumbers = RowNumbers(), why: [Text] = []) {
        self.value = value
        self.version = version
        self.rows = rows
        self.why = why
    }
}

/// The numbers of rows. One row, which is what most tables give, needs no memory of its own.
package struct RowNumbers: Hashable, Sendable, RandomAccessCollection {
    private var single: Int32 = 0
    private var several: [Int32] = []

    package init() {}

    package init(_ row: Int) { single = Int32(truncatingIfNeeded: row) }

    package init(_ rows: [Int]) {
        if rows.count == 1 {
            single = Int32(truncatingIfNeeded: rows[0])
        } else {
            several = rows.map { Int32(truncatingIfNeeded: $0) }
        }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { single != 0 ? 1 : several.count }
    package subscript(index: Int) -> Int { single != 0 ? Int(single) : Int(several[index]) }
}

/// How a rule came to its result, part by part.
package struct Explanation: Sendable {
    /// What one cell says of the value of its input.
    package enum Verdict: Hashable, Sendable {
        /// The cell is `-`.
        case any
        case fits
        case differs
        case failed(EvaluationError)
        /// An earlier cell of the row had decided, or an earlier row.
        case notAsked
    }

    /// A row of a table or a case of a list.
    package struct Row: Hashable, Sendable {
        /// Counted from 1.
        package var number: Int
        /// One for each column of inputs; for a case the one condition.
        package var cells: [Verdict]
        /// Every cell fits.
        package var fits: Bool
        /// It is among the rows that the result comes from.
        package var isTaken: Bool
    }

    package struct Formula: Hashable, Sendable {
        package var name: Text
        package var value: Value
    }

    package var result: Result<Decision, RuleError>
    package var rows: [Row] = []
    package var formulas: [Formula] = []
}
