/// Reads one scalar from the source again, as libyaml did, and notes where each part of its text came from.
struct ScalarReading {
    private let source: UnsafeBufferPointer<UInt8>
    private var end: Int
    private let spanEnd: Int
    private let expected: UnsafeBufferPointer<UInt8>
    private var position: Int
    private var text: [UInt8] = []
    private var pieces: [ScalarMap.Piece] = []

    /// The pieces of `text`, or nil if the source does not give it.
    static func pieces(
        of style: ScalarStyle, _ source: UnsafeBufferPointer<UInt8>, _ span: Range<Int>,
        _ text: UnsafeBufferPointer<UInt8>
    ) -> [ScalarMap.Piece]? {
        switch style {
        case .plain, .singleQuoted, .doubleQuoted:
            let inside = style == .plain ? span : span.lowerBound + 1..<max(span.lowerBound + 1, span.upperBound - 1)
            var reading = ScalarReading(source, inside, text)
            reading.readFlowScalar(style)
            return reading.finished()
        case .literal, .folded:
            // libyaml counts an indentation that is stated (`|2`) from the enclosing block, which the scalar alone does not show; the
            // right one is that which gives the text.
            let first = ScalarReading(source, span, text).firstIndentation()
            for indentation in stride(from: first, through: 0, by: -1) {
                var reading = ScalarReading(source, span, text)
                reading.readBlockScalar(isFolded: style == .folded, indentation: indentation)
                if let pieces = reading.finished() { return pieces }
            }
            return nil
        }
    }

    private init(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ expected: UnsafeBufferPointer<UInt8>
    ) {
        self.source = source
        end = min(range.upperBound, source.count)
        spanEnd = end
        position = range.lowerBound
        self.expected = expected
        text.reserveCapacity(expected.count)
    }

    /// The pieces, with one more for the line breaks at the end of a block scalar, which stand behind its span.
    private mutating func finished() -> [ScalarMap.Piece]? {
        guard text.count <= expected.count, text.elementsEqual(expected.prefix(text.count)),
            expected.dropFirst(text.count).allSatisfy({ $0 == 0x0A })
        else { return nil }
        if text.count < expected.count {
            let behind = max(spanEnd, pieces.last?.source.upperBound ?? spanEnd)
            pieces.append(.init(text: text.count..<expected.count, source: behind..<behind, isCopied: false))
        }
        return pieces
    }

    // MARK: Pieces

    private mutating func copy(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let start = text.count
        text.append(contentsOf: source[range])
        if let last = pieces.last, last.isCopied, last.source.upperBound == range.lowerBound {
            pieces[pieces.count - 1].text = last.text.lowerBound..<text.count
            pieces[pieces.count - 1].source = last.source.lowerBound..<range.upperBound
        } else {
            pieces.append(.init(text: start..<text.count, source: range, isCopied: true))
        }
    }

    private mutating func make(_ bytes: some Collection<UInt8>, from range: Range<Int>) {
        guard !bytes.isEmpty else { return }
        let start = text.count
        text.append(contentsOf: bytes)
        pieces.append(.init(text: start..<text.count, source: range, isCopied: false))
    }

    private func isBreak(_ index: Int) -> Bool { index < end && (source[index] == 0x0A || source[index] == 0x0D) }
    private func isBlank(_ index: Int) -> Bool { index < end && (source[index] == 0x20 || source[index] == 0x09) }

    /// Behind the line break at `index`; CRLF is one.
    private func behindBreak(_ index: Int) -> Int {
        index + 1 < end && source[index] == 0x0D && source[index + 1] == 0x0A ? index + 2 : index + 1
    }

    // MARK: Plain and quoted

    private mutating func readFlowScalar(_ style: ScalarStyle) {
        while position < end {
            var run = position
            var isJoined = false
            while position < end, !isBlank(position), !isBreak(position) {
                if style == .singleQuoted, source[position] == UInt8(ascii: "'") {
                    copy(run..<position)
                    make([UInt8(ascii: "'")], from: position..<min(position + 2, end))
                    position = min(position + 2, end)
                    run = position
                } else if style == .doubleQuoted, source[position] == UInt8(ascii: "\\") {
                    copy(run..<position)
                    isJoined = readEscape()
                    run = position
                    if isJoined { break }
                } else {
                    position += 1
                }
            }
            copy(run..<position)
            readFold(afterEscapedBreak: isJoined)
        }
    }

    /// Blanks and line breaks between words: blanks within a line stay, one line break is a space, more are one fewer.
    private mutating func readFold(afterEscapedBreak isJoined: Bool) {
        let start = position
        var breaks = 0
        while isBlank(position) || isBreak(position) {
            if isBreak(position) {
                breaks += 1
                position = behindBreak(position)
            } else {
                position += 1
            }
        }
        if isJoined {
            make(Array(repeating: 0x0A, count: breaks), from: start..<position)
        } else if breaks == 0 {
            copy(start..<position)
        } else {
            make(breaks == 1 ? [0x20] : Array(repeating: 0x0A, count: breaks - 1), from: start..<position)
        }
    }

    /// One escape of a text in double quotation marks; true if it was an escaped line break.
    private mutating func readEscape() -> Bool {
        let start = position
        guard start + 1 < end else {
            position = end
            return false
        }
        if isBreak(start + 1) {
            position = behindBreak(start + 1)
            return true
        }
        let digits: Int =
            switch source[start + 1] {
            case UInt8(ascii: "x"): 2
            case UInt8(ascii: "u"): 4
            case UInt8(ascii: "U"): 8
            default: 0
            }
        position = min(start + 2 + digits, end)
        // libyaml has checked the escape, so the text tells what it stands for.
        let value: [UInt8]
        if digits > 0 {
            let number = UInt32(String(decoding: source[start + 2..<position], as: UTF8.self), radix: 16)
            value = number.flatMap(Unicode.Scalar.init).map { Array(String($0).utf8) } ?? []
        } else {
            value = Self.escapes[source[start + 1]] ?? [source[start + 1]]
        }
        make(value, from: start..<position)
        return false
    }

    /// YAML 1.1, section 5.6; what is missing stands for itself.
    private static let escapes: [UInt8: [UInt8]] = [
        UInt8(ascii: "0"): [0], UInt8(ascii: "a"): [7], UInt8(ascii: "b"): [8], UInt8(ascii: "t"): [9], 0x09: [9],
        UInt8(ascii: "n"): [10], UInt8(ascii: "v"): [11], UInt8(ascii: "f"): [12], UInt8(ascii: "r"): [13],
        UInt8(ascii: "e"): [27], UInt8(ascii: "N"): [0xC2, 0x85], UInt8(ascii: "_"): [0xC2, 0xA0],
        UInt8(ascii: "L"): [0xE2, 0x80, 0xA8], UInt8(ascii: "P"): [0xE2, 0x80, 0xA9],
    ]

    // MARK: Block scalars

    private func lineEnd(_ index: Int) -> Int {
        var index = index
        while index < end, !isBreak(index) { index += 1 }
        return index
    }

    /// The span of a block scalar leaves out the blank lines at its end. They may hold spaces that belong to the text.
    private mutating func takeBlankLinesBehind() {
        let span = end
        end = source.count
        var index = span
        while index < source.count {
            guard isBreak(index) else { break }
            var next = behindBreak(index)
            while next < source.count, source[next] == 0x20 { next += 1 }
            if next < source.count, !isBreak(next) { break }
            index = next
        }
        end = index
    }

    private mutating func skipSignLine() {
        position = lineEnd(position)
        if isBreak(position) { position = behindBreak(position) }
    }

    /// The spaces before the first line that holds something.
    private func firstIndentation() -> Int {
        var reading = self
        reading.skipSignLine()
        while reading.position < end {
            var index = reading.position
            while index < end, source[index] == 0x20 { index += 1 }
            if index < end, !isBreak(index) { return index - reading.position }
            reading.position = isBreak(index) ? behindBreak(index) : end
        }
        return 0
    }

    private mutating func readBlockScalar(isFolded: Bool, indentation: Int) {
        takeBlankLinesBehind()
        skipSignLine()
        var joinStart = position
        var breaks = skipBlankLines(indentation)
        var isFirst = true
        var wasIndented = false
        while position < end {
            let isIndented = isBlank(position)
            // The break of the line before; of the first line there is none.
            let own: [UInt8] =
                isFirst ? [] : isFolded && !wasIndented && !isIndented ? (breaks == 0 ? [0x20] : []) : [0x0A]
            make(own + Array(repeating: 0x0A, count: breaks), from: joinStart..<position)
            let contentEnd = lineEnd(position)
            copy(position..<contentEnd)
            wasIndented = isIndented
            isFirst = false
            joinStart = contentEnd
            position = isBreak(contentEnd) ? behindBreak(contentEnd) : end
            breaks = skipBlankLines(indentation)
        }
    }

    /// Moves to the content of the next line that has some, and returns how many blank lines were passed.
    private mutating func skipBlankLines(_ indentation: Int) -> Int {
        var breaks = 0
        while position < end {
            var index = position
            while index < end, index - position < indentation, source[index] == 0x20 { index += 1 }
            if isBreak(index) {
                breaks += 1
                position = behindBreak(index)
            } else {
                position = index
                break
            }
        }
        return breaks
    }
}
