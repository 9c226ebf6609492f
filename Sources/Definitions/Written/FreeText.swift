package import SourceText
package import YAMLReading

/// Free text: literal, but for `${…}`, which puts the value of an expression into it. `$${` stands for the signs `${`.
package struct FreeText: Sendable {
    package enum Piece: Sendable {
        /// The text with `$${` already replaced.
        case literal(String, Excerpt)
        /// What stands between `${` and `}`, without the blanks at both ends.
        case expression(Excerpt)
    }

    package let node: LocatedNode
    package let pieces: [Piece]

    package var place: Place { node.place }

    /// Nothing but text.
    package var isLiteral: Bool {
        pieces.allSatisfy { if case .literal = $0 { true } else { false } }
    }

    /// The expression, if the whole text is one `${…}`.
    package var onlyExpression: Excerpt? {
        if pieces.count == 1, case .expression(let expression) = pieces[0] { expression } else { nil }
    }

    /// What is wrong with the `${` of a text.
    package enum Problem: Error {
        /// The `${` that does not end.
        case unclosed(Excerpt)
        /// The `${}` without anything in it.
        case empty(Excerpt)
    }

    package init(_ node: LocatedNode) throws(Problem) {
        self.node = node
        pieces = try node.withUTF8 { bytes throws(Problem) in
            // Line breaks at the end come from how a block is written, and are no part of the text.
            var end = bytes.count
            while end > 0, isBlank(bytes[end - 1]) { end -= 1 }
            var splitter = Splitter(node: node, bytes: UnsafeBufferPointer(rebasing: bytes[..<end]))
            try splitter.run()
            return splitter.pieces
        }
    }

    private struct Splitter {
        let node: LocatedNode
        let bytes: UnsafeBufferPointer<UInt8>
        var pieces: [Piece] = []

        mutating func run() throws(Problem) {
            let dollar = UInt8(ascii: "$")
            let open = UInt8(ascii: "{")
            var start = 0
            var index = 0
            while index < bytes.count {
                guard bytes[index] == dollar, index + 1 < bytes.count else {
                    index += 1
                    continue
                }
                if bytes[index + 1] == dollar, index + 2 < bytes.count, bytes[index + 2] == open {
                    index += 3
                } else if bytes[index + 1] == open {
                    addLiteral(start..<index)
                    guard let close = ExpressionEnd.find(in: bytes, from: index + 2) else {
                        throw .unclosed(Excerpt(node, index..<index + 2))
                    }
                    let expression = Excerpt(node, index + 2..<close).trimmed
                    if expression.range.isEmpty { throw .empty(Excerpt(node, index..<close + 1)) }
                    pieces.append(.expression(expression))
                    index = close + 1
                    start = index
                } else {
                    index += 1
                }
            }
            addLiteral(start..<bytes.count)
        }

        private mutating func addLiteral(_ range: Range<Int>) {
            if range.isEmpty { return }
            var text: [UInt8] = []
            text.reserveCapacity(range.count)
            var index = range.lowerBound
            while index < range.upperBound {
                text.append(bytes[index])
                // Of "$${" the second "$" is left out.
                let isEscape =
                    bytes[index] == UInt8(ascii: "$") && index + 2 < range.upperBound
                    && bytes[index + 1] == UInt8(ascii: "$") && bytes[index + 2] == UInt8(ascii: "{")
                index += isEscape ? 2 : 1
            }
            pieces.append(.literal(String(decoding: text, as: UTF8.self), Excerpt(node, range)))
        }
    }
}

/// Finds the brace that ends an expression: not one that stands in quotation marks or closes a brace of the expression
/// itself.
enum ExpressionEnd {
    static func find(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var depth = 0
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                if depth == 0 { return index }
                depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                index = QuotedText.end(in: bytes, at: index) - 1
            default: break
            }
            index += 1
        }
        return nil
    }
}

/// A text in quotation marks inside an expression: one or three marks, `\` takes the next character along unless an `r`
/// stands before the marks.
enum QuotedText {
    /// The offset behind the closing marks of the text that opens at `start`; the end of the bytes if it does not
    /// close.
    static func end(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let mark = bytes[start]
        let isTriple = start + 2 < bytes.count && bytes[start + 1] == mark && bytes[start + 2] == mark
        let isRaw = isRaw(bytes, start)
        var index = start + (isTriple ? 3 : 1)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), !isRaw {
                index += 2
            } else if bytes[index] == mark {
                guard isTriple else { return index + 1 }
                if index + 2 < bytes.count, bytes[index + 1] == mark, bytes[index + 2] == mark { return index + 3 }
                index += 1
            } else {
                index += 1
            }
        }
        return bytes.count
    }

    /// One of the letters before the marks is an `r`, and they are not the end of a longer name.
    private static func isRaw(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        var index = start
        var isRaw = false
        while index > 0, isLetterOrDigit(bytes[index - 1]) {
            index -= 1
            let letter = bytes[index] | 0x20
            if letter == UInt8(ascii: "r") { isRaw = true } else if letter != UInt8(ascii: "b") { return false }
        }
        return isRaw && start - index <= 2
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }
}
