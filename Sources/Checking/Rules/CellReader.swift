import Amounts
import Definitions
import Encoding
import Evaluation
import Expressions
import Rules
import SourceText

/// Reads the cells of one column of inputs.
///
///     cell     = "-" | "not(" parts ")" | parts | condition with "?"
///     parts    = part { "," part }
///     part     = value | comparison | interval | "absent"
///     interval = ("[" | "(") value ".." value ("]" | ")") [currency or "%"]
///
/// A part that names an input becomes a condition; so do comparisons of periods, which have no order among themselves.
struct CellReader {
    enum Read {
        case any
        case values(UnaryTest)
        case condition(ExpressionSource)
    }

    private let values: CellValues
    private let type: WrittenType
    private let isOptional: Bool
    private let inputs: [String]
    private let name: String

    /// - Parameter inputs: the names of the rule's inputs.
    init(_ field: FieldDefinition, inputs: [String]) {
        type = field.type.value.required
        isOptional = field.type.value.isOptional
        values = CellValues(type: type, code: RuleCodes.badCell)
        name = field.name.value
        self.inputs = inputs
    }

    func read(_ cell: TableCell) throws(CellFault) -> Read {
        if cell.isEmpty {
            throw CellFault(
                RuleCodes.emptyCell, cell, "This cell is empty.", found: "nothing",
                expected: "what fits, or \"-\" if every value does", help: "Write - if every value fits.")
        }
        if cell.isText("-") { return .any }
        if hasSubject(cell) { return .condition(cell.expression()) }
        if let inner = negated(cell) {
            switch try parts(inner) {
            case .values(let test): return .values(test.complement)
            case .condition: return .condition(cell.part(inner.range).expression(prefix: "not (", suffix: ")"))
            case .any: return .any
            }
        }
        return try parts(cell)
    }

    /// Whether `?` stands outside of texts in quotation marks.
    private func hasSubject(_ cell: TableCell) -> Bool {
        guard cell.bytes.contains(UInt8(ascii: "?")) else { return false }
        return !CellMarks.outer(UInt8(ascii: "?"), cell.source.bytes, cell.range, inBrackets: true).isEmpty
    }

    /// What stands between the brackets of `not(…)`, if that is all of the cell.
    private func negated(_ cell: TableCell) -> TableCell? {
        let bytes = cell.bytes
        guard bytes.starts(with: Array("not".utf8)), bytes.last == UInt8(ascii: ")") else { return nil }
        let rest = cell.part(cell.range.lowerBound + 3..<cell.range.upperBound)
        guard rest.bytes.first == UInt8(ascii: "(") else { return nil }
        return rest.part(rest.range.lowerBound + 1..<rest.range.upperBound - 1)
    }

    // MARK: Parts

    private func parts(_ cell: TableCell) throws(CellFault) -> Read {
        let commas = CellMarks.outer(UInt8(ascii: ","), cell.source.bytes, cell.range)
        guard !commas.isEmpty else { return try part(cell) }
        try refuseGroups(cell)
        var union: UnaryTest?
        var conditions: [String] = []
        for range in CellMarks.parts(cell.range, at: commas) {
            let piece = cell.part(range)
            if piece.isEmpty {
                throw CellFault(
                    RuleCodes.badCell, cell, "A value is missing beside a comma.",
                    expected: "a value on both sides of each comma",
                    help: "Delete the comma, or write the value.")
            }
            switch try part(piece) {
            case .values(let test): union = union.map { $0.union(test) } ?? test
            case .condition(let source): conditions.append(source.string(Span(0..<source.text.count)))
            case .any:
                throw CellFault(
                    RuleCodes.badCell, piece, "\"-\" stands alone in its cell.", expected: "\"-\", or values",
                    help: "Write - alone, or leave it out.")
            }
        }
        if !conditions.isEmpty {
            throw CellFault(
                RuleCodes.badCell, cell, "A list cannot hold an expression.",
                expected: "values with commas between them",
                help: "Write one condition in which ? is the value, such as ? < 5 or ? == limit.")
        }
        return union.map { .values($0) } ?? .any
    }

    /// `5,000 USD`, which would be read as two values.
    private func refuseGroups(_ cell: TableCell) throws(CellFault) {
        switch type {
        case .money, .decimal, .int, .ratio: break
        default: return
        }
        let text = cell.text
        let bytes = Array(text.utf8)
        for at in bytes.indices where bytes[at] == UInt8(ascii: ",") && at > 0 {
            let digits = bytes[(at + 1)...].prefix { $0 &- 0x30 < 10 }
            guard bytes[at - 1] &- 0x30 < 10, digits.count == 3 else { continue }
            let bare = text.filter { $0 != "," }
            let mend = CellMarks.outer(UInt8(ascii: " "), Array(bare.utf8), 0..<bare.utf8.count).count <= 2 ? bare : nil
            let isSure = values.isMoney && mend != nil
            throw CellFault(
                RuleCodes.badCell, cell, "A number is written without a comma.",
                expected: "a number such as 5000, or several with a comma and a blank between them",
                help: mend.map {
                    isSure
                        ? "Write \($0)." : "Write \($0), or put a blank behind the comma if these are several values."
                }
                    ?? "Write the number without the comma.",
                mend: isSure ? mend : nil)
        }
    }

    private func part(_ cell: TableCell) throws(CellFault) -> Read {
        let first = cell.bytes.first ?? 0
        if isOptional, cell.isText("absent") { return .values(UnaryTest(.none, fitsAbsent: true)) }
        if cell.bytes.starts(with: Array("not(".utf8)) {
            throw CellFault(
                RuleCodes.badCell, cell, "\"not(…)\" stands round the whole cell.",
                expected: "not(…) with all values in it, or values",
                help: "Write one not(…) round all that does not fit.")
        }
        if let (comparison, length) = comparison(cell.bytes) { return try compared(cell, comparison, length) }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "(") || first == UInt8(ascii: "]") {
            if let read = try interval(cell) { return read }
        }
        return try single(cell)
    }

    /// One value.
    private func single(_ cell: TableCell) throws(CellFault) -> Read {
        if let condition = try expression(cell, "==") { return condition }
        if values.isWords { try refuseInputName(cell) }
        do throws(CellFault) {
            if values.isMoney {
                let (amount, currency) = try values.amount(cell)
                return .values(test(.point(.decimal(amount)), currency))
            }
            return .values(UnaryTest(ValueSet([.point(try values.value(cell))])))
        } catch {
            throw withRange(error, cell)
        }
    }

    /// `5-10` and `5 to 10` are certainly intervals.
    private func withRange(_ fault: CellFault, _ cell: TableCell) -> CellFault {
        guard fault.mend == nil, !values.isWords else { return fault }
        let text = cell.text
        for mark in [" to ", " - ", "–", "-", ".."] {
            let ends = text.dropFirst().split(separator: mark, omittingEmptySubsequences: false)
            guard ends.count == 2, let digit = ends[1].utf8.first, digit &- 0x30 < 10,
                text.utf8.first.map({ $0 &- 0x30 < 10 }) == true
            else { continue }
            let lower = String(text.prefix(1) + ends[0]).filter { $0 != " " || mark == "-" }
            var fault = fault
            fault.message = "\"\(CellFault.shown(cell))\" is not an interval as tables have them."
            fault.expected =
                "an interval such as [5..10], with [ ] for ends that are included and ( ) for ends that are not"
            fault.mend = nil
            // A currency stands behind the brackets.
            let upper = ends[1].split(separator: " ", maxSplits: 1)
            let unit = upper.count == 2 ? " \(upper[1])" : ""
            fault.help = "Write [\(lower)..\(upper.first ?? "")]\(unit) with the brackets that are meant."
            return fault
        }
        return fault
    }

    /// Rule 3 of the notation: a word that is also a value in scope says which is which.
    private func refuseInputName(_ cell: TableCell) throws(CellFault) {
        let text = cell.text
        guard text != name, inputs.contains(text) else { return }
        if case .oneOf(let words) = type, words.contains(text) { return }
        throw CellFault(
            RuleCodes.nameOrText, cell, "\"\(text)\" is also the name of an input.",
            expected: "the text in quotation marks, or a condition",
            help: "Write \"\(text)\" in quotation marks for the text, or ? == \(text) to compare with the input.")
    }

    // MARK: Comparisons

    private enum Comparison: String {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "=="
    }

    private func comparison(_ bytes: ArraySlice<UInt8>) -> (Comparison, Int)? {
        let marks: [(StaticString, Comparison)] = [
            ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("==", .equal), ("=", .equal), ("≤", .lessOrEqual),
            ("≥", .greaterOrEqual), ("<", .less), (">", .greater),
        ]
        for (mark, comparison) in marks {
            let count = mark.utf8CodeUnitCount
            if bytes.starts(with: UnsafeBufferPointer(start: mark.utf8Start, count: count)) {
                return (comparison, count)
            }
        }
        return nil
    }

    private func compared(_ cell: TableCell, _ comparison: Comparison, _ length: Int) throws(CellFault) -> Read {
        let sign = cell.part(cell.range.lowerBound..<cell.range.lowerBound + length)
        let operand = cell.part(cell.range.lowerBound + length..<cell.range.upperBound)
        if sign.text != comparison.rawValue || comparison == .equal {
            let mend = comparison == .equal ? operand.text : "\(comparison.rawValue) \(operand.text)"
            throw CellFault(
                RuleCodes.badCell, cell, "\"\(sign.text)\" is not written in a cell.", expected: "\(mend)",
                help: "Write \(mend).",
                mend: mend)
        }
        if operand.isEmpty {
            throw CellFault(
                RuleCodes.badCell, cell, "Nothing stands behind \"\(sign.text)\".", expected: "a value to compare with",
                help: "Write the value.")
        }
        if operand.bytes.first == UInt8(ascii: ">") {
            throw CellFault(
                RuleCodes.badCell, cell, "\"<>\" is not written in a cell.", expected: "not(…) with the value in it",
                help: "Write not(\(operand.part(operand.range.dropFirst()).text)).",
                mend: "not(\(operand.part(operand.range.dropFirst()).text))")
        }
        try refuseUnordered(cell)
        if let condition = try expression(operand, comparison.rawValue) { return condition }
        if type == .period {
            _ = try values.value(operand)
            return .condition(operand.expression(prefix: "? \(comparison.rawValue) "))
        }
        let (value, currency) = try end(operand)
        let range: ValueRange =
            switch comparison {
            case .less: ValueRange(upper: RangeBound(value, isIncluded: false))
            case .lessOrEqual: ValueRange(upper: RangeBound(value, isIncluded: true))
            case .greater: ValueRange(lower: RangeBound(value, isIncluded: false))
            case .greaterOrEqual: ValueRange(lower: RangeBound(value, isIncluded: true))
            case .equal: .point(value)
            }
        return .values(test(range, currency))
    }

    private func refuseUnordered(_ cell: TableCell) throws(CellFault) {
        switch type {
        case .oneOf(let words):
            throw CellFault(
                RuleCodes.badCell, cell, "The words of this column have no order to compare by.",
                expected: "words with commas between them, such as " + words.prefix(2).joined(separator: ", "),
                help: "Write the words that fit.")
        case .bool, .list, .group, .rate, .approvalLevel:
            throw CellFault(
                RuleCodes.badCell, cell, "A value of the type \"\(type)\" cannot be compared by size.",
                expected: type == .bool ? "true or false" : "\"-\", or a condition in which ? is the value",
                help: type == .bool ? "Write true or false." : "Write a condition such as ? == \(name).")
        default: return
        }
    }

    /// A value at the end of a range; of money the amount and its currency.
    private func end(_ cell: TableCell) throws(CellFault) -> (Value, Currency?) {
        guard values.isMoney else { return (try values.value(cell), nil) }
        let (amount, currency) = try values.amount(cell)
        return (.decimal(amount), currency)
    }

    /// A range as a test; of money in a column for any currency, on the line of its currency alone.
    private func test(_ range: ValueRange, _ currency: Currency?) -> UnaryTest {
        let set = ValueSet([range])
        guard values.isMoney, values.currency == nil, let currency else { return UnaryTest(set) }
        return UnaryTest(.none, lines: [.init(currency, set)])
    }

    // MARK: Intervals

    /// Nothing if the cell is no interval.
    private func interval(_ cell: TableCell) throws(CellFault) -> Read? {
        let bytes = cell.source.bytes
        let dots = CellMarks.outer(UInt8(ascii: "."), bytes, cell.range, inBrackets: true).first { at in
            at + 1 < cell.range.upperBound && bytes[at + 1] == UInt8(ascii: ".")
        }
        guard let dots else {
            throw CellFault(
                RuleCodes.badCell, cell, "Brackets stand round an interval with two points in it.",
                expected: "an interval such as [5..10], or values with commas",
                help: "Write the values without brackets, or two points between the ends.")
        }
        var behind = dots + 2
        while behind < cell.range.upperBound, bytes[behind] == UInt8(ascii: ".") { behind += 1 }
        if behind > dots + 2 {
            throw CellFault(
                RuleCodes.badInterval, cell.part(dots..<behind), "An interval has two points.", expected: "two points",
                help: "Write .. between the ends.", mend: "..")
        }
        guard
            let close = (dots + 2..<cell.range.upperBound).last(where: { at in
                bytes[at] == UInt8(ascii: "]") || bytes[at] == UInt8(ascii: ")") || bytes[at] == UInt8(ascii: "[")
            })
        else {
            throw CellFault(
                RuleCodes.badInterval, cell, "This interval does not end.", expected: "] or ) behind the second end",
                help: "Write ] if the end is included and ) if it is not.")
        }
        let open = bytes[cell.range.lowerBound]
        if open == UInt8(ascii: "]") || bytes[close] == UInt8(ascii: "[") {
            let lower = open == UInt8(ascii: "]") ? "(" : "["
            let upper = bytes[close] == UInt8(ascii: "[") ? ")" : "]"
            let inner = String(decoding: bytes[cell.range.lowerBound + 1..<close], as: UTF8.self)
            let unit = String(decoding: bytes[close + 1..<cell.range.upperBound], as: UTF8.self)
            throw CellFault(
                RuleCodes.badInterval, cell, "An end that is left out is written with a round bracket.",
                expected: "\(lower)\(inner)\(upper)\(unit)", help: "Write \(lower)\(inner)\(upper)\(unit).",
                mend: "\(lower)\(inner)\(upper)\(unit)")
        }
        return try interval(
            cell, lower: cell.part(cell.range.lowerBound + 1..<dots), upper: cell.part(dots + 2..<close),
            unit: cell.part(close + 1..<cell.range.upperBound), lowerIsIncluded: open == UInt8(ascii: "["),
            upperIsIncluded: bytes[close] == UInt8(ascii: "]"))
    }

    private func interval(
        _ cell: TableCell, lower: TableCell, upper: TableCell, unit: TableCell, lowerIsIncluded: Bool,
        upperIsIncluded: Bool
    ) throws(CellFault) -> Read {
        guard !lower.isEmpty, !upper.isEmpty else {
            let sign = lower.isEmpty ? (upperIsIncluded ? "<=" : "<") : (lowerIsIncluded ? ">=" : ">")
            let mend = "\(sign) \(lower.isEmpty ? upper.text : lower.text)" + (unit.isEmpty ? "" : " \(unit.text)")
            throw CellFault(
                RuleCodes.badInterval, cell, "This interval has only one end.",
                expected: "two ends, or a comparison such as \(mend)",
                help: "Write \(mend).", mend: mend)
        }
        try refuseUnordered(cell)
        let isUnit = unit.isEmpty || values.isMoney || unit.isText("%")
        guard isUnit else {
            throw CellFault(
                RuleCodes.badInterval, unit, "Something stands behind the interval.",
                expected: "nothing, or the currency of both ends", help: "Delete it.")
        }
        if names(lower) || names(upper) || type == .period {
            if type == .period {
                for end in [lower, upper] where !names(end) { _ = try values.value(end) }
            }
            let first = "? \(lowerIsIncluded ? ">=" : ">") (" + withUnit(lower, unit) + ") and ? "
            return .condition(
                upper.expression(prefix: first + (upperIsIncluded ? "<= (" : "< ("), suffix: suffix(upper, unit) + ")"))
        }
        let (from, currency) = try end(lower, unit)
        let (to, otherCurrency) = try end(upper, unit)
        if let currency, let otherCurrency, currency != otherCurrency {
            throw CellFault(
                RuleCodes.otherCurrency, cell, "The ends of this interval are in \(currency) and in \(otherCurrency).",
                expected: "both ends in one currency", help: "Write both ends in one currency.")
        }
        let range = ValueRange(
            lower: RangeBound(from, isIncluded: lowerIsIncluded), upper: RangeBound(to, isIncluded: upperIsIncluded))
        if range.isEmpty {
            let isReversed = ValueOrder.compare(from, to) > 0
            let turned =
                "\(lowerIsIncluded ? "[" : "(")\(upper.text)..\(lower.text)\(upperIsIncluded ? "]" : ")")"
                + (unit.isEmpty ? "" : " \(unit.text)")
            throw CellFault(
                RuleCodes.badInterval, cell,
                isReversed ? "This interval begins with its larger end." : "No value lies in this interval.",
                expected: isReversed ? "the smaller end first, as in \(turned)" : "two ends with a value between them",
                help: isReversed ? "Write \(turned)." : "Include both ends with [ and ], or write another end.",
                mend: isReversed ? turned : nil)
        }
        return .values(test(range, currency ?? otherCurrency))
    }

    /// An end with the unit that stands behind the interval, unless it has one itself.
    private func end(_ cell: TableCell, _ unit: TableCell) throws(CellFault) -> (Value, Currency?) {
        if unit.isEmpty { return try end(cell) }
        if unit.isText("%") {
            if cell.bytes.last == UInt8(ascii: "%") { return try end(cell) }
            let number = try values.decimal(cell)
            guard let hundredth = try? Decimal(coefficient: 1, scale: 2), let share = try? number.multiplying(hundredth)
            else { return try end(cell) }
            return (type == .ratio ? .ratio(Ratio(share)) : .decimal(share), nil)
        }
        if let last = cell.bytes.last, last &- 0x41 < 26 { return try end(cell) }
        let source = cell.source
        let text = Array(cell.bytes) + [0x20] + Array(unit.bytes)
        var pieces = source.pieces(of: cell.range)
        pieces += source.pieces(of: unit.range).map {
            .init(offset: $0.offset + UInt32(cell.range.count + 1), fileOffset: $0.fileOffset)
        }
        let joined = TableCell(TableSource(source.file, text, pieces), 0..<text.count)
        do throws(CellFault) { return try end(joined) } catch {
            // The place is that of the end and the unit apart.
            var fault = error
            fault.part = fault.code.id == RuleCodes.otherCurrency.id ? unit : cell
            if fault.code.id == RuleCodes.otherCurrency.id {
                fault.mend = values.currency?.code
            } else {
                fault.mend = fault.mend.flatMap {
                    $0.hasSuffix(" \(unit.text)") ? String($0.dropLast(unit.range.count + 1)) : nil
                }
            }
            throw fault
        }
    }

    private func withUnit(_ cell: TableCell, _ unit: TableCell) -> String { cell.text + suffix(cell, unit) }

    private func suffix(_ cell: TableCell, _ unit: TableCell) -> String {
        if unit.isEmpty || names(cell) { return "" }
        return unit.isText("%") ? "%" : " \(unit.text)"
    }

    // MARK: Expressions

    /// Whether a part names an input, which only an expression can, or the run's day.
    private func names(_ cell: TableCell) -> Bool {
        if values.isWords || type == .bool { return false }
        let words = cell.text.split { character in
            !(character.isASCII && (character.isLetter || character.isNumber || character == "_"))
        }
        return words.contains { inputs.contains(String($0)) || $0 == "today" || $0 == "now" }
    }

    /// A part that is an expression over the inputs, as a condition.
    private func expression(_ cell: TableCell, _ comparison: String) throws(CellFault) -> Read? {
        guard names(cell) else { return nil }
        return .condition(cell.expression(prefix: "? \(comparison) (", suffix: ")"))
    }
}
