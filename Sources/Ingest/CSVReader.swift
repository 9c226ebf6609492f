import Encoding
public import SourceText

/// The bounds of what is read as CSV. Passing one is an error that names it.
public struct CSVLimits: Hashable, Sendable {
    /// Bytes of one row with its quotation marks.
    public var maximumRowBytes = 1 << 20
    /// Cells of one row.
    public var maximumCells = 4096

    public init() {}
}

/// Reads the rows of a CSV file (RFC 4180) as events by a mapping, in pieces of any size and in constant memory.
///
/// The first row has the columns' names. Events come in the order of the file, those of one row in the order of the mapping. A row
/// with a problem gives no event, is told with its line, and touches no other row. Rows without anything in them are passed over.
public struct CSVReader: ~Copyable {
    /// What came next.
    public enum Item {
        case event(Event)
        case problems([Diagnostic])
    }

    /// Where a row stands.
    public struct Position: Hashable, Sendable {
        /// The line on which the row begins, counted from 1.
        public var line: Int
        /// The row, counted from 1 without the row of names; 0 is the row of names.
        public var row: Int
        /// The bytes of the file before the row.
        public var offset = 0
        /// The bytes of the row, without its line break.
        public var length = 0
        /// Of an event: its number in the mapping, counted from 0.
        public var event = 0
    }

    static let batchBytes = 128 << 10

    public let name: String
    public let limits: CSVLimits
    let mapping: CSVMapping
    private var buffer = PaddedBuffer()
    private var splitter: CSVSplitter
    private var rows: CSVRows
    private var position = Position(line: 1, row: 0)
    /// The bytes of the file before the buffer.
    private var bufferStart = 0
    private var isAtBeginning = true
    /// The names were not understood: no row is.
    private var isStopped = false
    /// The row that the buffer begins with was told to be too long; what comes is thrown away up to a line break.
    private var isSkippingRow = false

    /// - Throws: what `CSVMapping.check` throws.
    public init(name: String, mapping: CSVMapping, limits: CSVLimits = CSVLimits()) throws(CSVMappingError) {
        try mapping.check()
        self.name = name
        self.mapping = mapping
        self.limits = limits
        splitter = CSVSplitter(delimiter: mapping.delimiter, maximumCells: limits.maximumCells)
        rows = CSVRows(mapping)
    }

    /// Takes the next piece of the file and delivers what is complete.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, _ deliver: (Position, Item) -> Void) {
        var rest = bytes
        while !rest.isEmpty, !isStopped {
            let room = max(Self.batchBytes - buffer.count, Self.batchBytes / 2)
            let taken = min(room, rest.count)
            buffer.append(UnsafeRawBufferPointer(rebasing: rest[..<taken]))
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            if buffer.count >= Self.batchBytes { readRows(isFinal: false, deliver) }
        }
    }

    public mutating func read(_ bytes: [UInt8], _ deliver: (Position, Item) -> Void) {
        bytes.withUnsafeBytes { read($0, deliver) }
    }

    /// Delivers what is left, and tells if there was nothing at all. The reader is then ready for another file.
    public mutating func finish(_ deliver: (Position, Item) -> Void) {
        readRows(isFinal: true, deliver)
        if !isStopped, !rows.hasNames { tellEmpty(deliver) }
        buffer.removeAll()
        rows.forgetNames()
        position = Position(line: 1, row: 0)
        bufferStart = 0
        (isAtBeginning, isStopped, isSkippingRow) = (true, false, false)
    }

    private mutating func readRows(isFinal: Bool, _ deliver: (Position, Item) -> Void) {
        var start = 0
        if isAtBeginning, buffer.count >= 3 || isFinal {
            isAtBeginning = false
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            if buffer.count >= 3, (0..<3).allSatisfy({ buffer.base[$0] == mark[$0] }) { start = 3 }
        }
        if isSkippingRow { start = skipToLineBreak(start) }
        while start < buffer.count, !isStopped {
            if splitter.split(buffer.base, start, buffer.count, isFinal: isFinal) == .incomplete {
                guard buffer.count - start > limits.maximumRowBytes else { break }
                // Most often a quotation mark is missing. If so, only its line is given up.
                if splitter.split(buffer.base, start, buffer.count, isFinal: true) == .row,
                    splitter.faults.first?.kind == .openQuote, splitter.next < buffer.count
                {
                    start = readRow(start, deliver)
                    continue
                }
                if rows.hasNames { position.row += 1 }
                tell(
                    [CSVFault(kind: .rowTooLong, start: start, end: start)], start, min(start + 200, buffer.count),
                    deliver)
                isSkippingRow = true
                start = skipToLineBreak(start)
                continue
            }
            start = readRow(start, deliver)
        }
        let gone = min(start, buffer.count)
        bufferStart += gone
        buffer.removeFirst(gone)
    }

    /// Behind the next line break, or behind all there is while it has not come.
    private mutating func skipToLineBreak(_ start: Int) -> Int {
        var at = start
        while at < buffer.count, buffer.base[at] != 0x0A { at += 1 }
        guard at < buffer.count else { return buffer.count }
        isSkippingRow = false
        position.line += 1
        return at + 1
    }

    /// The row that was split from `start`; returns where the next one begins.
    private mutating func readRow(_ start: Int, _ deliver: (Position, Item) -> Void) -> Int {
        let (end, next) = (splitter.end, splitter.next)
        position.offset = bufferStart + start
        position.length = end - start
        defer {
            position.line += splitter.lineBreaks
        }
        if splitter.cells.count == 1, splitter.cells[0].rawFrom == splitter.cells[0].rawTo, splitter.faults.isEmpty {
            return next
        }
        if rows.hasNames { position.row += 1 }
        if end - start > limits.maximumRowBytes {
            tell([CSVFault(kind: .rowTooLong, start: start, end: start)], start, min(start + 200, end), deliver)
            return next
        }
        checkCharacters(start, end)
        if !splitter.faults.isEmpty {
            tell(splitter.faults, start, end, deliver)
            if !rows.hasNames { isStopped = true }
            return next
        }
        if !rows.hasNames {
            let problems = rows.takeNames(buffer.base, splitter.cells)
            if !problems.isEmpty {
                isStopped = true
                let messages = CSVMessages(file: file(start, end), origin: start, mapping: mapping, names: rows.names)
                deliver(position, .problems(problems.map(messages.diagnostic)))
            }
            return next
        }
        rows.read(buffer.base, splitter.cells, start, end)
        if rows.faults.isEmpty {
            for (number, event) in zip(rows.eventNumbers, rows.events) {
                position.event = number
                deliver(position, .event(event))
            }
            position.event = 0
        } else {
            tell(rows.faults, start, end, deliver)
        }
        return next
    }

    /// UTF-8 and no control characters but tabs and line breaks.
    private mutating func checkCharacters(_ start: Int, _ end: Int) {
        let bytes = UnsafeRawBufferPointer(start: buffer.base + start, count: end - start)
        if !UTF8Check.isValid(bytes), let fault = UTF8Check.firstFault(bytes) {
            splitter.faults.append(CSVFault(kind: .notUTF8, start: start + fault, end: start + fault + 1))
        }
        if let index = bytes.firstIndex(where: { ($0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D) || $0 == 0x7F })
        {
            splitter.faults.append(CSVFault(kind: .controlCharacter, start: start + index, end: start + index + 1))
        }
    }

    private func file(_ start: Int, _ end: Int) -> SourceFile {
        SourceFile(name: name, bytes: buffer.bytes(start..<end), firstLine: position.line)
    }

    private func tell(_ faults: [CSVFault], _ start: Int, _ end: Int, _ deliver: (Position, Item) -> Void) {
        let messages = CSVMessages(file: file(start, end), origin: start, mapping: mapping, names: rows.names)
        let sorted = faults.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
        deliver(position, .problems(sorted.map { messages.diagnostic($0.element, limits) }))
    }

    private func tellEmpty(_ deliver: (Position, Item) -> Void) {
        deliver(position, .problems([CSVMessages.empty(SourceFile(name: name, bytes: []))]))
    }
}
