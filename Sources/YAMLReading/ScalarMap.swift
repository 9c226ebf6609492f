package import SourceText

/// Where each part of a scalar's text stands in the source, also where quotation marks, escapes, folding and indentation lie
/// between the two.
///
/// The text is cut into pieces. A copied piece stands in the source letter for letter; a made one (an escape, the space for a
/// line break) stands for a range of the source as a whole. The pieces are found by reading the source once more, as
/// libyaml does, and hold only if that gives libyaml's text; otherwise the scalar is one made piece, and every place in it is the
/// whole scalar.
package struct ScalarMap: Sendable {
    struct Piece: Hashable, Sendable {
        var text: Range<Int>
        var source: Range<Int>
        var isCopied: Bool
    }

    /// Without gaps in the text, in its order.
    private(set) var pieces: [Piece]
    private let whole: Range<Int>

    /// True if the places inside are known, and not only the whole.
    package private(set) var isExact: Bool

    init(_ node: LocatedNode) {
        whole = node.span.range
        let record = node.record
        if record.flags.contains(.verbatim) {
            let start = Int(record.textStart)
            pieces = [Piece(text: 0..<node.utf8Count, source: start..<start + node.utf8Count, isCopied: true)]
            isExact = true
            return
        }
        let source = node.tree.file.bytes
        let found = node.withUTF8 { text in
            source.withUnsafeBufferPointer { source in
                ScalarReading.pieces(of: record.style, source, node.span.range, text)
            }
        }
        pieces = found ?? [Piece(text: 0..<node.utf8Count, source: whole, isCopied: false)]
        isExact = found != nil
    }

    /// The place of a range of the text, in UTF-8 offsets.
    package func span(of range: Range<Int>) -> Span {
        let start = source(ofStart: range.lowerBound)
        if range.isEmpty { return Span(start..<start) }
        return Span(start..<max(start, source(ofEnd: range.upperBound)))
    }

    private func source(ofStart offset: Int) -> Int {
        guard let piece = piece(holding: offset) else { return pieces.last?.source.upperBound ?? whole.lowerBound }
        return piece.isCopied ? piece.source.lowerBound + offset - piece.text.lowerBound : piece.source.lowerBound
    }

    private func source(ofEnd offset: Int) -> Int {
        guard let piece = piece(holding: offset - 1) else { return pieces.last?.source.upperBound ?? whole.upperBound }
        return piece.isCopied ? piece.source.lowerBound + offset - piece.text.lowerBound : piece.source.upperBound
    }

    private func piece(holding offset: Int) -> Piece? {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].text.upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        guard low < pieces.count, pieces[low].text.contains(offset) else { return nil }
        return pieces[low]
    }
}

extension LocatedNode {
    /// Where each part of this scalar's text stands. Take it once if many places are asked for.
    package var map: ScalarMap { ScalarMap(self) }

    /// The place of a range of `text`, given in UTF-8 offsets, also inside quoted, folded and literal scalars.
    package func place(of range: Range<Int>) -> Span { map.span(of: range) }
}
