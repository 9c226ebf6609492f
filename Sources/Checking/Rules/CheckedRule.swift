package import Definitions
package import Evaluation
package import Expressions
package import Rules
package import SourceText

/// A rule whose names, types and cells have been resolved: what it is compiled from, and what an analysis of it looks at.
package struct CheckedRule: Sendable {
    package enum Body: Sendable {
        case table(CheckedTable)
        case formulas(CheckedFormulas)
        case choose([CheckedCase])
    }

    package var definition: RuleDefinition
    package var signature: RuleSignature
    package var body: Body
    package var expressions: [ScopedExpression]
    /// What expressions may name; the variables are the slots of their code.
    package var scopes: [Declarations]
    package var shapes: [Shape]
    /// The CSV file that holds the table, if one does.
    package var tableFile: SourceFile?

    /// An expression as it is written.
    package func text(of expression: RuleExpression) -> String {
        String(decoding: expressions[expression].source.text, as: UTF8.self)
    }

    /// It is a table.
    package var hasRows: Bool { if case .table = body { true } else { false } }

    /// Where a row of the table or a case stands, counted from 1.
    package func place(ofRow number: Int) -> Place? {
        switch body {
        case .table(let table): table.rows.indices.contains(number - 1) ? table.rows[number - 1].place : nil
        case .choose(let cases): cases.indices.contains(number - 1) ? cases[number - 1].place : nil
        case .formulas: nil
        }
    }
}

/// An expression and what it may name.
package struct ScopedExpression: Sendable {
    package var checked: Checked
    package var source: ExpressionSource
    /// A position in `CheckedRule.scopes`.
    package var scope: Int
}

package typealias RuleExpression = Int

/// A decision table: its columns, and for each cell what it fits.
package struct CheckedTable: Sendable {
    /// A column of inputs.
    package struct Column: Sendable {
        /// The position among the rule's inputs.
        package var input: Int
        package var heading: TableCell
    }

    package enum Test: Sendable {
        /// `-`: every value fits, also an absent one.
        case any
        /// The values that fit, in normal form: a union of ranges on the line of the column's type.
        case values(UnaryTest)
        /// A condition that only shows with the values: an expression over `?` and other inputs.
        case condition(RuleExpression)
    }

    package struct Cell: Sendable {
        package var test: Test
        package var text: TableCell
    }

    package enum Result: Sendable {
        case constant(Value)
        case expression(RuleExpression)
        /// Text with expressions in it.
        case text([CheckedReason.Piece])
    }

    package struct Output: Sendable {
        package var result: Result
        package var text: TableCell
    }

    package struct Row: Sendable {
        /// One for each column.
        package var cells: [Cell]
        /// One for each output of the rule, in their order; empty where rows are only counted.
        package var outputs: [Output]
        package var why: CheckedReason?
        package var place: Place
    }

    package var hit: HitPolicy
    package var columns: [Column]
    package var rows: [Row]
}

/// Text with expressions in it.
package struct CheckedReason: Sendable {
    package enum Piece: Sendable {
        case literal(String)
        case value(RuleExpression)
    }

    package var pieces: [Piece]
}

package struct CheckedFormulas: Sendable {
    package struct Formula: Sendable {
        package var name: String
        package var expression: RuleExpression
        package var place: Place
    }

    /// In an order in which each comes behind those that it uses.
    package var formulas: [Formula]
    /// For each output the formula that gives it.
    package var outputs: [Int]
}

package struct CheckedCase: Sendable {
    /// Nil for `else`.
    package var condition: RuleExpression?
    package var outputs: [CheckedTable.Result]
    package var why: CheckedReason?
    package var place: Place
}
