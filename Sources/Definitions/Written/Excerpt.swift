package import SourceText
package import YAMLReading

/// A part of a scalar's text, with the way back to the file: an expression, or a stretch of free text.
package struct Excerpt: Sendable {
    package let node: LocatedNode
    /// The bytes of the node's text that belong to it.
    package let range: Range<Int>

    package init(_ node: LocatedNode, _ range: Range<Int>) {
        self.node = node
        self.range = range
    }

    /// The whole text of a scalar.
    package init(_ node: LocatedNode) { self.init(node, 0..<node.utf8Count) }

    package var bytes: [UInt8] { node.withUTF8 { Array($0[range]) } }
    package var text: String { node.withUTF8 { String(decoding: $0[range], as: UTF8.self) } }
    package var file: SourceFile { node.tree.file }

    /// The span in the file of the whole excerpt.
    package var span: Span { node.place(of: range) }
    package var place: Place { Place(file, span) }

    /// The span in the file of a part, given in offsets into the excerpt.
    package func span(of part: Range<Int>) -> Span {
        node.place(of: range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    /// A stretch that lies unbroken in the file.
    package struct Piece: Hashable, Sendable {
        /// Where it begins in the excerpt.
        package var offset: Int
        /// Where it begins in the file.
        package var fileOffset: Int
    }

    /// In ascending order, the first at 0; a byte of a piece lies as far behind its beginning as in the file. There is
    /// more than one if a line break or an escape stands in between.
    package var pieces: [Piece] {
        let map = node.map
        let whole = map.span(of: range)
        var pieces = [Piece(offset: 0, fileOffset: Int(whole.start))]
        if whole.range.count == range.count { return pieces }
        for offset in range.indices.dropFirst() {
            let start = Int(map.span(of: offset..<offset + 1).start)
            let last = pieces[pieces.count - 1]
            if start != last.fileOffset + offset - range.lowerBound - last.offset {
                pieces.append(Piece(offset: offset - range.lowerBound, fileOffset: start))
            }
        }
        return pieces
    }

    /// Without the blanks and line breaks at both ends.
    package var trimmed: Excerpt {
        node.withUTF8 { bytes in
            var lower = range.lowerBound
            var upper = range.upperBound
            while lower < upper, isBlank(bytes[lower]) { lower += 1 }
            while upper > lower, isBlank(bytes[upper - 1]) { upper -= 1 }
            return Excerpt(node, lower..<upper)
        }
    }
}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D }
