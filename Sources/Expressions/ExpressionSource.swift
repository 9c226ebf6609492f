public import SourceText

/// An expression's text and where it stands in a file.
///
/// Most expressions are scalars of a YAML file. Their bytes are not always the file's bytes: a folded line or an escape
/// makes the two run apart. `pieces` says where each stretch of the expression's text lies.
public struct ExpressionSource: Sendable {
    /// A stretch of the expression's text that lies unbroken in the file.
    public struct Piece: Hashable, Sendable {
        /// Where the stretch begins in the expression's text.
        public var offset: UInt32
        /// Where it begins in the file.
        public var fileOffset: UInt32

        public init(offset: UInt32, fileOffset: UInt32) {
            self.offset = offset
            self.fileOffset = fileOffset
        }
    }

    public let text: [UInt8]
    public let file: SourceFile
    /// In ascending order of `offset`, the first at 0; a byte of a piece lies as far behind its beginning as in the file.
    public let pieces: [Piece]
    /// `?` is a name and not a mark of a choice: in the cell of a table it stands for the value that the cell is about.
    package var hasSubject = false

    /// An expression whose text lies in a file in `pieces`; no pieces means that it begins at the file's first byte.
    public init(text: [UInt8], file: SourceFile, pieces: [Piece]) {
        self.text = text
        self.file = file
        self.pieces = pieces
    }

    /// An expression that is a text of its own.
    public init(_ text: String, name: String = "the expression") {
        let file = SourceFile(name: name, text: text)
        self.init(text: file.bytes, file: file, pieces: [])
    }

    /// An expression that is an unbroken part of a file; the span must lie inside it.
    public init(_ file: SourceFile, _ span: Span) {
        let range = span.range.clamped(to: 0..<file.bytes.count)
        self.init(
            text: Array(file.bytes[range]), file: file,
            pieces: [Piece(offset: 0, fileOffset: UInt32(range.lowerBound))])
    }

    /// The place in the file of a span of the expression's text.
    public func place(_ span: Span) -> Place { Place(file, fileSpan(span)) }

    /// The span in the file of a span of the expression's text.
    public func fileSpan(_ span: Span) -> Span {
        let start = fileOffset(span.start)
        guard span.end > span.start else { return Span(start: start, end: start) }
        return Span(start: start, end: max(start, fileOffset(span.end - 1) + 1))
    }

    private func fileOffset(_ offset: UInt32) -> UInt32 {
        var low = 0
        var high = pieces.count
        while high > low {
            let middle = (low + high) / 2
            if pieces[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return offset }
        let piece = pieces[low - 1]
        return piece.fileOffset &+ (offset - piece.offset)
    }

    /// Whether an edit of this span can be made in the file as it stands: no piece begins inside it.
    package func isUnbroken(_ span: Span) -> Bool {
        !pieces.contains { $0.offset > span.start && $0.offset < span.end }
    }
}
