import Definitions
import Expressions
package import SourceText
import YAMLReading

/// The text that cells lie in, and the way from it to the file.
package final class TableSource: Sendable {
    package let bytes: [UInt8]
    package let file: SourceFile
    private let map: ScalarMap?
    /// Where stretches of the text stand in the file, for a cell whose text is not the file's.
    private let pieces: [ExpressionSource.Piece]

    /// The text of a block scalar.
    init(_ node: LocatedNode) {
        bytes = node.withUTF8 { Array($0) }
        file = node.tree.file
        map = node.map
        pieces = []
    }

    /// A file that is a table itself.
    init(_ file: SourceFile) {
        bytes = file.bytes
        self.file = file
        map = nil
        pieces = []
    }

    /// A text that lies in the file in pieces.
    init(_ file: SourceFile, _ bytes: [UInt8], _ pieces: [ExpressionSource.Piece]) {
        self.bytes = bytes
        self.file = file
        map = nil
        self.pieces = pieces
    }

    package func span(_ range: Range<Int>) -> Span {
        if let map { return map.span(of: range) }
        guard !pieces.isEmpty else { return Span(range) }
        return ExpressionSource(text: bytes, file: file, pieces: pieces)
            .fileSpan(Span(start: UInt32(range.lowerBound), end: UInt32(range.upperBound)))
    }

    /// Where each stretch of a part of the text stands in the file, by offsets into the part.
    func pieces(of range: Range<Int>) -> [ExpressionSource.Piece] {
        let whole = span(range)
        var found = [ExpressionSource.Piece(offset: 0, fileOffset: whole.start)]
        if whole.range.count == range.count { return found }
        for offset in range.dropFirst() {
            let start = span(offset..<offset + 1).start
            let last = found[found.count - 1]
            let inner = UInt32(offset - range.lowerBound)
            if start != last.fileOffset + inner - last.offset { found.append(.init(offset: inner, fileOffset: start)) }
        }
        return found
    }
}

/// A cell, or a part of one, without the blanks round it.
package struct TableCell: Sendable {
    package let source: TableSource
    package let range: Range<Int>

    init(_ source: TableSource, _ range: Range<Int>) {
        self.source = source
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, Self.isBlank(source.bytes[lower]) { lower += 1 }
        while upper > lower, Self.isBlank(source.bytes[upper - 1]) { upper -= 1 }
        self.range = lower..<upper
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    package var isEmpty: Bool { range.isEmpty }
    var bytes: ArraySlice<UInt8> { source.bytes[range] }
    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var place: Place { Place(source.file, source.span(range)) }

    /// A part, by offsets into the source's text.
    func part(_ range: Range<Int>) -> TableCell { TableCell(source, range) }

    func isText(_ text: StaticString) -> Bool {
        bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The cell as an expression in which `?` is a name, with something written before and behind it.
    func expression(prefix: String = "", suffix: String = "") -> ExpressionSource {
        let start = UInt32(prefix.utf8.count)
        var pieces = source.pieces(of: range).map {
            ExpressionSource.Piece(offset: $0.offset + start, fileOffset: $0.fileOffset)
        }
        if start > 0 { pieces.insert(.init(offset: 0, fileOffset: source.span(range).start), at: 0) }
        var expression = ExpressionSource(
            text: Array(prefix.utf8) + Array(bytes) + Array(suffix.utf8), file: source.file, pieces: pieces)
        expression.hasSubject = true
        return expression
    }
}

/// Steps over the marks of cells: quotation marks and brackets.
enum CellMarks {
    /// The offset behind a text in quotation marks that begins at `start`; nothing if it does not end before `end`.
    static func endOfQuote(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        let mark = bytes[start]
        var at = start + 1
        while at < end {
            if bytes[at] == UInt8(ascii: "\\") {
                at += 2
                continue
            }
            if bytes[at] == mark { return at + 1 }
            if bytes[at] == 0x0A { return nil }
            at += 1
        }
        return nil
    }

    /// Whether a quotation mark begins a text: a double one always does, a single one only where no letter stands before it, as in `don't`.
    static func beginsQuote(_ bytes: [UInt8], _ at: Int, from start: Int) -> Bool {
        if bytes[at] == UInt8(ascii: "\"") { return true }
        guard bytes[at] == UInt8(ascii: "'") else { return false }
        if at == start { return true }
        let before = bytes[at - 1]
        return before == 0x20 || before == UInt8(ascii: "(") || before == UInt8(ascii: "[")
            || before == UInt8(ascii: ",")
    }

    /// The offsets in `range` of a byte that stands outside of quotation marks and brackets.
    static func outer(_ byte: UInt8, _ bytes: [UInt8], _ range: Range<Int>, inBrackets: Bool = false) -> [Int] {
        var found: [Int] = []
        var depth = 0
        var at = range.lowerBound
        while at < range.upperBound {
            let current = bytes[at]
            if beginsQuote(bytes, at, from: range.lowerBound), let end = endOfQuote(bytes, at, range.upperBound) {
                at = end
                continue
            }
            if current == byte, inBrackets || depth == 0 { found.append(at) }
            if current == UInt8(ascii: "(") || current == UInt8(ascii: "[") || current == UInt8(ascii: "{") {
                depth += 1
            }
            if current == UInt8(ascii: ")") || current == UInt8(ascii: "]") || current == UInt8(ascii: "}") {
                depth = max(0, depth - 1)
            }
            at += 1
        }
        return found
    }

    /// The parts between the offsets.
    static func parts(_ range: Range<Int>, at offsets: [Int]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for offset in offsets {
            parts.append(start..<offset)
            start = offset + 1
        }
        parts.append(start..<range.upperBound)
        return parts
    }
}
