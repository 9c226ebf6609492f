import Encoding

/// One cell of a row, by offsets into the bytes that were split.
struct CSVCell {
    /// The content, without the quotation marks around it.
    var from: Int
    var to: Int
    /// The cell as it stands, with its quotation marks.
    var rawFrom: Int
    var rawTo: Int
    /// Quotation marks inside are written twice.
    var hasDoubledQuotes = false
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
struct CSVSplitter {
    enum Outcome {
        /// A row was split; the next one begins at `next`.
        case row
        /// The row does not end in these bytes.
        case incomplete
    }

    let delimiter: UInt8
    let maximumCells: Int
    /// No byte above it means anything.
    private let highestMark: UInt8
    var cells: [CSVCell] = []
    var faults: [CSVFault] = []
    /// Behind the row's last byte, without its line break.
    var end = 0
    var next = 0
    /// Line breaks from the row's first byte to `next`.
    var lineBreaks = 0

    init(delimiter: UInt8, maximumCells: Int) {
        self.delimiter = delimiter
        self.maximumCells = maximumCells
        highestMark = max(delimiter, UInt8(ascii: "\""))
    }

    /// A row without anything in it.
    var isBlank: Bool { cells.count == 1 && cells[0].rawFrom == cells[0].rawTo }

    /// Splits the row that begins at `start`.
    ///
    /// - Parameter isFinal: no more bytes will come, so that the end of the bytes ends the row.
    mutating func split(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int, isFinal: Bool) -> Outcome {
        cells.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        lineBreaks = 0
        var at = start
        while true {
            if at < count, base[at] == UInt8(ascii: "\"") {
                guard let behind = quoted(base, at, count, isFinal: isFinal) else { return .incomplete }
                if behind < 0 { return openQuote(base, start, at, count) }
                at = behind
            } else {
                let from = at
                while at < count {
                    let byte = base[at]
                    if byte <= highestMark {
                        if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
                        if byte == UInt8(ascii: "\"") { add(CSVFault(kind: .bareQuote, start: at, end: at + 1)) }
                    }
                    at += 1
                }
                append(CSVCell(from: from, to: at, rawFrom: from, rawTo: at))
            }
            if at >= count {
                guard isFinal else { return .incomplete }
                (end, next) = (at, at)
                return .row
            }
            if base[at] == delimiter {
                at += 1
                continue
            }
            return endRow(base, at, count, isFinal: isFinal)
        }
    }

    /// At a line break outside of quotation marks.
    private mutating func endRow(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int, isFinal: Bool) -> Outcome {
        end = at
        next = at + 1
        if base[at] == 0x0D {
            // Whether an LF belongs to it shows in the next byte.
            if next >= count, !isFinal { return .incomplete }
            if next < count, base[next] == 0x0A { next += 1 }
        }
        lineBreaks += 1
        return .row
    }

    /// A cell in quotation marks: the offset behind it, -1 if it does not end in all of the text, nothing if more must come.
    private mutating func quoted(_ base: UnsafePointer<UInt8>, _ open: Int, _ count: Int, isFinal: Bool) -> Int? {
        var cell = CSVCell(from: open + 1, to: open + 1, rawFrom: open, rawTo: open)
        var at = open + 1
        while true {
            while at < count, base[at] != UInt8(ascii: "\"") {
                if base[at] == 0x0A || (base[at] == 0x0D && !(at + 1 < count && base[at + 1] == 0x0A)) {
                    lineBreaks += 1
                }
                at += 1
            }
            if at >= count { return isFinal ? -1 : nil }
            if at + 1 >= count, !isFinal { return nil }
            if at + 1 < count, base[at + 1] == UInt8(ascii: "\"") {
                cell.hasDoubledQuotes = true
                at += 2
                continue
            }
            break
        }
        cell.to = at
        at += 1
        let behind = at
        while at < count, base[at] != delimiter, base[at] != 0x0A, base[at] != 0x0D { at += 1 }
        if at >= count, !isFinal { return nil }
        if at > behind { add(CSVFault(kind: .textAfterQuote, start: behind, end: at)) }
        cell.rawTo = at
        append(cell)
        return at
    }

    /// A cell's quotation marks never close. Only the first line of the row is given up.
    private mutating func openQuote(_ base: UnsafePointer<UInt8>, _ start: Int, _ open: Int, _ count: Int) -> Outcome {
        var at = start
        while at < count, base[at] != 0x0A, base[at] != 0x0D { at += 1 }
        // The quotation mark may stand on a later line of the row, behind cells that are whole.
        let lineEnd = max(at, min(open + 1, count))
        faults = [CSVFault(kind: .openQuote, start: open, end: min(max(lineEnd, open + 1), count))]
        cells.removeAll(keepingCapacity: true)
        (end, next) = (at, at)
        lineBreaks = 0
        if at < count {
            next = at + 1
            if base[at] == 0x0D, next < count, base[next] == 0x0A { next += 1 }
            lineBreaks = 1
        }
        if open >= next {
            faults[0].start = start
            faults[0].end = end
        }
        return .row
    }

    private mutating func append(_ cell: CSVCell) {
        if cells.count < maximumCells {
            cells.append(cell)
        } else if cells.count == maximumCells, faults.last?.kind != .tooManyCells {
            faults.append(CSVFault(kind: .tooManyCells, start: cell.rawFrom, end: cell.rawTo))
        }
    }

    /// One fault of a kind is enough of one row.
    private mutating func add(_ fault: CSVFault) {
        if !faults.contains(where: { $0.kind == fault.kind }) { faults.append(fault) }
    }
}
