package import Encoding
package import Evaluation

/// Why a row or case says what it says: text with expressions in it, over the inputs and then the outputs.
package struct Reason: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        case literal(Text)
        case value(Code)
    }

    package var pieces: [Piece]

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    /// - Parameters:
    ///   - result: the record of the outputs.
    ///   - row: counted from 1, for an error.
    func text(
        _ values: [Value], _ result: Value, row: Int, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Text {
        if pieces.count == 1, case .literal(let literal) = pieces[0] { return literal }
        do throws(EvaluationError) {
            return try text(values + (result.slots.map(Array.init) ?? []), &evaluator)
        } catch { throw .reason(row: row, error) }
    }

    /// The text over these slots.
    func text(_ slots: [Value], _ evaluator: inout RuleEvaluator) throws(EvaluationError) -> Text {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal.string
            case .value(let code):
                let value = try evaluator.evaluate(code, slots)
                text += value.inSentence
            }
        }
        return Text(text)
    }
}
