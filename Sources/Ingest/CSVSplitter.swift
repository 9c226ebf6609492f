import Encoding

/// One cell of a row, by offsets into the bytes that were split.
struct CSVCell {
    /// The content, without the quotation marks around it.
    var from: Int
    var to: Int
    /// It stands in quotation marks.
    var isQuoted = false
    /// Quotation marks inside are written twice.
    var hasDoubledQuotes = false

    // The cell as it stands, with its quotation marks.

    var rawFrom: Int { isQuoted ? from - 1 : from }
    var rawTo: Int { isQuoted ? to + 1 : to }
}

/// A problem of the notation, by offsets into the bytes that were split.
struct CSVFault {
    enum Kind: UInt8 {
        case notUTF8
        case bareQuote
        case textAfterQuote
        case openQuote
        case controlCharacter
        case rowTooLong
        case tooManyCells
        case cellCount
        // What a cell says, against the mapping.
        case missingValue
        case badNumber
        case notWhole
        case badDate
        case badTime
        case badBool
        case unknownCurrency
        case otherCurrency
    }

    var kind: Kind
    var start: Int
    var end: Int
    /// The column's index and the mapping's event and field, where it is about a cell.
    var column = -1
    var event = -1
    var field = -1
}

/// Splits bytes into rows and cells by RFC 4180.
///
/// A row ends with LF, CRLF or CR outside of quotation marks. A cell that begins with a quotation mark ends with one, and holds
/// commas, line breaks and doubled quotation marks; in any other cell a quotation mark is a fault, since it nearly always means that
/// the cell's own quotation marks were lost.
struct CSVSplitter: ~Copyable {
    enum Outcome {
        /// A row was split; the next one begins at `next`.
        case row
        /// The row does not end in these bytes.
        case incomplete
    }

    let delimiter: UInt8
    let maximumCells: Int
    private let marks: CSVMarks
    private var base: UnsafeMutablePointer<CSVCell>
    private var capacity = 64
    private var count = 0
    var faults: [CSVFault] = []
    /// Behind the row's last byte, without its line break.
    var end = 0
    var next = 0
    /// Line breaks from the row's first byte to `next`.
    var lineBreaks = 0

    init(delimiter: UInt8, maximumCells: Int) {
        self.delimiter = delimiter
        self.maximumCells = maximumCells
        marks = CSVMarks(delimiter: delimiter)
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Of the row, until the next one is split.
    var cells: UnsafeBufferPointer<CSVCell> { UnsafeBufferPointer(start: base, count: count) }

    /// A row without anything in it.
    var isBlank: Bool { count == 1 && base[0].rawFrom == base[0].rawTo }

    /// Splits the row that begins at `start`.
    ///
    /// - Parameter isFinal: no more bytes will come, so that the end of the bytes ends the row.
    mutating func split(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, isFinal: Bool) -> Outcome {
        self.count = 0
        if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
        lineBreaks = 0
        var at = start
        while true {
            if at < count, bytes[at] == UInt8(ascii: "\"") {
                guard let behind = quoted(bytes, at, count, isFinal: isFinal) else { return .incomplete }
                if behind < 0 { return openQuote(bytes, start, at, count) }
                at = behind
            } else {
                at = unquoted(bytes, at, count)
            }
            if at >= count {
                guard isFinal else { return .incomplete }
                (end, next) = (at, at)
                return .row
            }
            if bytes[at] == delimiter {
                at += 1
                continue
            }
            return endRow(bytes, at, count, isFinal: isFinal)
        }
    }

    /// The cells without quotation marks that begin here: up to the end of the row or of the bytes, or to the delimiter before a cell with quotation marks.
    private mutating func unquoted(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        // Read once: what is written meanwhile might be these, for all that the compiler knows.
        let (delimiter, marks) = (delimiter, marks)
        var (from, at) = (start, start)
        var (next, room) = free
        while at < count {
            var found = marks.found(in: bytes, at, count)
            while found != 0 {
                let index = at &+ found.trailingZeroBitCount &>> 3
                found &= found &- 1
                let byte = bytes[index]
                if byte == delimiter {
                    if room == 0 {
                        take(next)
                        append(CSVCell(from: from, to: index))
                        (next, room) = free
                    } else {
                        next.initialize(to: CSVCell(from: from, to: index))
                        next += 1
                        room &-= 1
                    }
                    from = index &+ 1
                    if from < count, bytes[from] == UInt8(ascii: "\"") {
                        take(next)
                        return index
                    }
                } else if byte == 0x0A || byte == 0x0D {
                    take(next)
                    append(CSVCell(from: from, to: index))
                    return index
                } else if byte == UInt8(ascii: "\"") {
                    add(CSVFault(kind: .bareQuote, start: index, end: index + 1))
                }
            }
            at &+= 8
        }
        take(next)
        append(CSVCell(from: from, to: count))
        return count
    }

    /// Where the next cell is put, and for how many there is room.
    private var free: (UnsafeMutablePointer<CSVCell>, Int) {
        (base + count, max(0, min(capacity, maximumCells) &- count))
    }

    /// The cells up to here have been put.
    private mutating func take(_ next: UnsafeMutablePointer<CSVCell>) { count = next - base }

    /// At a line break outside of quotation marks.
    private mutating func endRow(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int, isFinal: Bool) -> Outcome {
        end = at
        next = at + 1
        if bytes[at] == 0x0D {
            // Whether an LF belongs to it shows in the next byte.
            if next >= count, !isFinal { return .incomplete }
            if next < count, bytes[next] == 0x0A { next += 1 }
        }
        lineBreaks += 1
        return .row
    }

    /// A cell in quotation marks: the offset behind it, -1 if it does not end in all of the text, nothing if more must come.
    private mutating func quoted(_ bytes: UnsafePointer<UInt8>, _ open: Int, _ count: Int, isFinal: Bool) -> Int? {
        var cell = CSVCell(from: open + 1, to: open + 1, isQuoted: true)
        var at = open + 1
        while true {
            while at < count, bytes[at] != UInt8(ascii: "\"") {
                if bytes[at] == 0x0A || (bytes[at] == 0x0D && !(at + 1 < count && bytes[at + 1] == 0x0A)) {
                    lineBreaks += 1
                }
                at += 1
            }
            if at >= count { return isFinal ? -1 : nil }
            if at + 1 >= count, !isFinal { return nil }
            if at + 1 < count, bytes[at + 1] == UInt8(ascii: "\"") {
                cell.hasDoubledQuotes = true
                at += 2
                continue
            }
            break
        }
        cell.to = at
        at += 1
        let behind = at
        while at < count, bytes[at] != delimiter, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        if at >= count, !isFinal { return nil }
        if at > behind { add(CSVFault(kind: .textAfterQuote, start: behind, end: at)) }
        append(cell, rawTo: at)
        return at
    }

    /// A cell's quotation marks never close. Only the first line of the row is given up.
    private mutating func openQuote(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ open: Int, _ count: Int) -> Outcome {
        var at = start
        while at < count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        // The quotation mark may stand on a later line of the row, behind cells that are whole.
        let lineEnd = max(at, min(open + 1, count))
        faults = [CSVFault(kind: .openQuote, start: open, end: min(max(lineEnd, open + 1), count))]
        self.count = 0
        (end, next) = (at, at)
        lineBreaks = 0
        if at < count {
            next = at + 1
            if bytes[at] == 0x0D, next < count, bytes[next] == 0x0A { next += 1 }
            lineBreaks = 1
        }
        if open >= next {
            faults[0].start = start
            faults[0].end = end
        }
        return .row
    }

    /// - Parameter rawTo: where the cell ends, if something follows its quotation marks.
    @inline(__always)
    private mutating func append(_ cell: CSVCell, rawTo: Int? = nil) {
        if count < maximumCells {
            if count == capacity { grow() }
            (base + count).initialize(to: cell)
            count &+= 1
        } else if faults.last?.kind != .tooManyCells {
            faults.append(CSVFault(kind: .tooManyCells, start: cell.rawFrom, end: rawTo ?? cell.rawTo))
        }
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<CSVCell>.allocate(capacity: 2 * capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    /// One fault of a kind is enough of one row.
    private mutating func add(_ fault: CSVFault) {
        if !faults.contains(where: { $0.kind == fault.kind }) { faults.append(fault) }
    }
}

/// Finds the bytes that may mean something, eight at a time.
private struct CSVMarks {
    private static let high: UInt64 = 0x8080_8080_8080_8080

    /// No character of ASCII from this one on means anything; in each byte.
    private let limit: UInt64
    /// Which of the bytes that are no characters of ASCII may mean something.
    private let others: UInt64

    init(delimiter: UInt8) {
        let quote = UInt8(ascii: "\"")
        limit = UInt64((delimiter < 0x80 ? max(delimiter, quote) : quote) + 1) &* 0x0101_0101_0101_0101
        others = delimiter < 0x80 ? 0 : Self.high
    }

    /// The high bit of each of the eight bytes from `at` on that may mean something; those behind the last mean nothing.
    @inline(__always)
    func found(in bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> UInt64 {
        if at &+ 8 <= count {
            return found(in: UInt64(littleEndian: UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)))
                & Self.high
        }
        return foundAtEnd(of: bytes, at, count)
    }

    /// Apart, since it is asked for once a row at most.
    @inline(never)
    private func foundAtEnd(of bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> UInt64 {
        let missing = UInt64(truncatingIfNeeded: 8 &* (at &+ 8 &- count))
        var word: UInt64 = 0
        if count >= 8 {
            word = UInt64(littleEndian: UnsafeRawPointer(bytes + count - 8).loadUnaligned(as: UInt64.self))
            word &>>= missing
        } else {
            for index in (at..<count).reversed() { word = word << 8 | UInt64(bytes[index]) }
        }
        return found(in: word) & Self.high &>> missing
    }

    @inline(__always)
    private func found(in word: UInt64) -> UInt64 {
        (~((word | Self.high) &- limit) & ~word) | (word & others)
    }
}
