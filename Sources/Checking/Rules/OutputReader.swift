import Definitions
import Encoding
import Evaluation
import Expressions
import SourceText

/// Reads the cells of one column of outputs.
///
/// A cell is a value of the output's type; a list has commas between its values, and `none` is the empty list, or the absent value of an
/// output that may be absent. What is no value is an expression over the inputs; in a column of texts it stands between `${` and `}`.
struct OutputReader {
    enum Read {
        case constant(Value)
        case expression(ExpressionSource)
        case text([ReasonText.Piece])
    }

    private let type: WrittenType
    private let isOptional: Bool
    private let values: CellValues
    private let inputs: [String]

    init(_ field: FieldDefinition, inputs: [String]) {
        type = field.type.value.required
        isOptional = field.type.value.isOptional
        values = CellValues(type: type, code: RuleCodes.badOutput)
        self.inputs = inputs
    }

    func read(_ cell: TableCell) throws(CellFault) -> Read {
        if case .list(let item) = type { return try list(cell, item) }
        if isOptional, cell.isEmpty || cell.isText("-") || isNone(cell) { return .constant(.absent) }
        try refuseEmpty(cell)
        if values.isWords { return try words(cell) }
        switch type {
        case .group, .rate: return .expression(bare(cell))
        default: break
        }
        do throws(CellFault) { return .constant(try values.value(cell)) } catch {
            // What names an input, calls a function or calculates is an expression; everything else was to be a value.
            if isExpression(cell) { return .expression(bare(cell)) }
            throw error
        }
    }

    private func refuseEmpty(_ cell: TableCell) throws(CellFault) {
        guard cell.isEmpty || cell.isText("-") else { return }
        throw CellFault(
            RuleCodes.emptyCell, cell, "This row does not say what the result is.",
            found: cell.isEmpty ? "nothing" : "\"-\"",
            expected: "a value of the type \"\(type)\", or an expression that gives one",
            help: "Write the value, or give the output a question mark if it may be absent.")
    }

    private func isNone(_ cell: TableCell) -> Bool {
        if case .oneOf(let words) = type, words.contains("none") { return false }
        return cell.isText("none")
    }

    private func bare(_ cell: TableCell) -> ExpressionSource {
        var source = cell.expression()
        source.hasSubject = false
        return source
    }

    private func isExpression(_ cell: TableCell) -> Bool {
        let text = cell.text
        if text.contains("(") || text.contains("*") || text.contains(" + ") || text.contains(" of ")
            || text.hasPrefix("if ")
        {
            return true
        }
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
        return words.contains { inputs.contains(String($0)) || $0 == "today" }
    }

    // MARK: Lists

    private func list(_ cell: TableCell, _ item: WrittenType) throws(CellFault) -> Read {
        if cell.isText("none") { return .constant(.list([Value]())) }
        try refuseEmpty(cell)
        if cell.bytes.first == UInt8(ascii: "[") { return .expression(bare(cell)) }
        let values = CellValues(type: item, code: RuleCodes.badOutput)
        if !values.isWords, isExpression(cell) { return .expression(bare(cell)) }
        if case .list = item { return .expression(bare(cell)) }
        var items: [Value] = []
        let commas = CellMarks.outer(UInt8(ascii: ","), cell.source.bytes, cell.range)
        for range in CellMarks.parts(cell.range, at: commas) {
            let part = cell.part(range)
            if part.isEmpty {
                throw CellFault(
                    RuleCodes.badOutput, cell, "A value is missing beside a comma.",
                    expected: "a value on both sides of each comma", help: "Delete the comma, or write the value.")
            }
            if values.isWords { try refuseInputName(part, item) }
            items.append(try values.value(part))
        }
        return .constant(.list(items))
    }

    // MARK: Words

    private func words(_ cell: TableCell) throws(CellFault) -> Read {
        try refuseInputName(cell, type)
        let pieces = try ReasonText.pieces(cell, code: RuleCodes.badOutput)
        if pieces.count == 1, case .value(let part) = pieces[0] { return .expression(bare(part)) }
        if pieces.contains(where: { if case .value = $0 { true } else { false } }) { return .text(pieces) }
        return .constant(try values.value(cell))
    }

    private func refuseInputName(_ cell: TableCell, _ type: WrittenType) throws(CellFault) {
        let text = cell.text
        guard inputs.contains(text) else { return }
        if case .oneOf(let words) = type, words.contains(text) { return }
        throw CellFault(
            RuleCodes.nameOrText, cell, "\"\(text)\" is also the name of an input.",
            expected: "the text in quotation marks, or the value as ${\(text)}",
            help: "Write ${\(text)} for the input's value, or \"\(text)\" in quotation marks for the text.")
    }
}

/// Text with `${…}` in it, as it stands in a cell.
enum ReasonText {
    enum Piece {
        case literal(String)
        case value(TableCell)
    }

    static func pieces(_ cell: TableCell, code: DiagnosticCode) throws(CellFault) -> [Piece] {
        let bytes = cell.source.bytes
        guard cell.bytes.contains(UInt8(ascii: "$")) else { return cell.isEmpty ? [] : [.literal(cell.text)] }
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        var at = cell.range.lowerBound
        let end = cell.range.upperBound
        func begins(_ mark: StaticString, _ at: Int) -> Bool {
            at + mark.utf8CodeUnitCount <= end
                && bytes[at..<at + mark.utf8CodeUnitCount].elementsEqual(
                    UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
        }
        while at < end {
            if begins("$${", at) {
                literal += Array("${".utf8)
                at += 3
            } else if begins("${", at) {
                guard let close = closing(bytes, at + 2, end) else {
                    throw CellFault(
                        code, cell.part(at..<end), "The \"${\" that begins here does not end.",
                        expected: "an expression and \"}\"", help: "Write } behind the expression.")
                }
                let inner = cell.part(at + 2..<close)
                if inner.isEmpty {
                    throw CellFault(
                        code, cell.part(at..<close + 1), "Nothing stands between \"${\" and \"}\".",
                        expected: "an expression", help: "Write an expression, or delete the signs.")
                }
                if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
                literal = []
                pieces.append(.value(inner))
                at = close + 1
            } else {
                literal.append(bytes[at])
                at += 1
            }
        }
        if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
        return pieces
    }

    private static func closing(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        var depth = 0
        var at = start
        while at < end {
            if CellMarks.beginsQuote(bytes, at, from: start), let behind = CellMarks.endOfQuote(bytes, at, end) {
                at = behind
                continue
            }
            if bytes[at] == UInt8(ascii: "{") { depth += 1 }
            if bytes[at] == UInt8(ascii: "}") {
                if depth == 0 { return at }
                depth -= 1
            }
            at += 1
        }
        return nil
    }
}
