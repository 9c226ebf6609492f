/// One text that an author wrote: its name as the author knows it, its bytes, and where its lines begin.
///
/// The bytes need not be valid UTF-8: a reader reports what is wrong with them and still has places to point to.
public final class SourceFile: Sendable {
    /// The path as it was given, or a description such as `the expression`.
    public let name: String
    public let bytes: [UInt8]
    /// The number of the first line: above 1 where this is a piece of a longer text that was never held whole.
    public let firstLine: Int
    /// The byte offset at which each line begins. A line ends with LF, CRLF or CR.
    private let lineStarts: [UInt32]

    public init(name: String, bytes: [UInt8], firstLine: Int = 1) {
        self.name = name
        self.firstLine = firstLine
        self.bytes = bytes
        var starts: [UInt32] = [0]
        starts.reserveCapacity(bytes.count / 24 + 1)
        bytes.withUnsafeBufferPointer { bytes in
            ByteSearch.forEachLineBreak(in: bytes) { offset in
                // CRLF is one break: the line begins behind its LF.
                if bytes[offset] == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { return }
                starts.append(UInt32(truncatingIfNeeded: offset + 1))
            }
        }
        lineStarts = starts
    }

    public convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The number of lines; a text that ends with a line break has an empty last line.
    public var lineCount: Int { lineStarts.count }

    /// A place for people: both numbers count from 1, and a column is one Unicode scalar.
    public struct Position: Hashable, Sendable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    public func position(at offset: Int) -> Position {
        let offset = min(offset, bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        var column = 1
        // A byte-order mark at the beginning takes no column: no editor shows it.
        let start = low == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : Int(lineStarts[low])
        for index in start..<offset where bytes[index] & 0xC0 != 0x80 { column += 1 }
        return Position(line: low + firstLine, column: column)
    }

    /// The byte range of a line counted from `firstLine`, without its line break.
    public func lineRange(_ line: Int) -> Range<Int> {
        let line = line - firstLine
        let start = Int(lineStarts[line])
        var end = line + 1 < lineStarts.count ? Int(lineStarts[line + 1]) : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// Whether these bytes stand anywhere in the text, be it inside of a word.
    public func contains(_ word: StaticString) -> Bool {
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard let first = word.first else { return true }
        return bytes.withUnsafeBufferPointer { bytes in
            let last = bytes.count - word.count
            var from = 0
            while from <= last, let found = ByteSearch.first(first, in: bytes, from..<last + 1) {
                if bytes[found..<found + word.count].elementsEqual(word) { return true }
                from = found + 1
            }
            return false
        }
    }

    /// The text of a range; bytes that are not UTF-8 become U+FFFD.
    public func text(in range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    public func text(in span: Span) -> String { text(in: span.range) }
}
