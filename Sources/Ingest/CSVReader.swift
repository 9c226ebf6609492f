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

    /// What came next of rows that are looked over.
    package enum Noted {
        case event(CSVNote)
        case problems([Diagnostic])
    }

    /// The row of names, as the bytes of the file before it and its own.
    package struct Names: Sendable {
        package var offset: Int
        package var length: Int
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

    // Of a part of a file.

    /// Where the row of names is, once it was understood; of the last file, until another begins.
    package private(set) var names: Names?
    /// Rows that begin here or behind are another reader's.
    package var end = Int.max
    /// A row was longer than `CSVLimits` allows. Where the next one begins then depends on the bytes that have been read by then.
    package private(set) var hasMetLongRow = false

    /// - Throws: what `CSVMapping.check` throws.
    public init(name: String, mapping: CSVMapping, limits: CSVLimits = CSVLimits()) throws(CSVMappingError) {
        try self.init(name: name, mapping: mapping, limits: limits, rows: CSVRows(mapping))
    }

    /// A reader that looks rows over: `note` is called instead of `read`.
    ///
    /// - Parameter partitions: for each event of the mapping the slot of the text that is its partition.
    /// - Throws: what `CSVMapping.check` throws.
    package init(
        name: String, mapping: CSVMapping, limits: CSVLimits = CSVLimits(), notingPartitions partitions: [Int?]
    ) throws(CSVMappingError) {
        try self.init(
            name: name, mapping: mapping, limits: limits, rows: CSVRows(mapping, .notes, partitions: partitions))
    }

    private init(
        name: String, mapping: CSVMapping, limits: CSVLimits, rows: consuming CSVRows
    ) throws(CSVMappingError) {
        try mapping.check()
        self.name = name
        self.mapping = mapping
        self.limits = limits
        splitter = CSVSplitter(delimiter: mapping.delimiter, maximumCells: limits.maximumCells)
        self.rows = rows
    }

    /// Begins with a row inside of a file.
    ///
    /// - Parameters:
    ///   - names: the row of names of the file, without its line break.
    ///   - offset: the bytes of the file before the first row that comes.
    ///   - line: the line on which it begins.
    ///   - end: the rows that begin there or behind are another reader's.
    package mutating func begin(names: UnsafeRawBufferPointer, offset: Int, line: Int, end: Int) {
        buffer.removeAll()
        if !rows.hasNames {
            buffer.append(names)
            _ = splitter.split(buffer.base, 0, buffer.count, isFinal: true)
            _ = rows.takeNames(buffer.base, splitter.cells)
            buffer.removeAll()
        }
        position = Position(line: line, row: 0)
        bufferStart = offset
        self.end = end
        (isAtBeginning, isStopped, isSkippingRow, hasMetLongRow) = (false, false, false, false)
    }

    /// Where the next row begins, and on which line.
    package var next: (offset: Int, line: Int) { (bufferStart, position.line) }

    /// Takes the next piece of the file and delivers what is complete.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, _ deliver: (Position, Item) -> Void) {
        take(bytes) { Self.give($0, $1, $2, to: deliver) }
    }

    public mutating func read(_ bytes: [UInt8], _ deliver: (Position, Item) -> Void) {
        bytes.withUnsafeBytes { read($0, deliver) }
    }

    /// Delivers what is left, and tells if there was nothing at all. The reader is then ready for another file.
    public mutating func finish(_ deliver: (Position, Item) -> Void) {
        finishTaking { Self.give($0, $1, $2, to: deliver) }
    }

    /// As `read`, for a reader that looks rows over.
    package mutating func note(_ bytes: UnsafeRawBufferPointer, _ deliver: (Position, Noted) -> Void) {
        take(bytes) { Self.give($0, $1, $2, to: deliver) }
    }

    /// Delivers what is left where the file ends inside of the last row of a part.
    package mutating func finishPart(_ deliver: (Position, Noted) -> Void) {
        readRows(isFinal: true) { Self.give($0, $1, $2, to: deliver) }
    }

    /// As `finish`, for a reader that looks rows over.
    package mutating func finishNoting(_ deliver: (Position, Noted) -> Void) {
        finishTaking { Self.give($0, $1, $2, to: deliver) }
    }

    /// Takes what a row has given, or what is wrong with it.
    private typealias Taking = (Position, borrowing CSVRows, [Diagnostic]?) -> Void

    private static func give(
        _ position: Position, _ rows: borrowing CSVRows, _ problems: [Diagnostic]?, to deliver: (Position, Item) -> Void
    ) {
        if let problems { return deliver(position, .problems(problems)) }
        var position = position
        for index in rows.events.indices {
            position.event = rows.eventNumbers[index]
            deliver(position, .event(rows.events[index]))
        }
    }

    private static func give(
        _ position: Position, _ rows: borrowing CSVRows, _ problems: [Diagnostic]?,
        to deliver: (Position, Noted) -> Void
    ) {
        if let problems { return deliver(position, .problems(problems)) }
        var position = position
        for index in rows.notes.indices {
            position.event = rows.eventNumbers[index]
            deliver(position, .event(rows.notes[index]))
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ taking: Taking) {
        var rest = bytes
        while !rest.isEmpty, !isStopped {
            let room = max(Self.batchBytes - buffer.count, Self.batchBytes / 2)
            let taken = min(room, rest.count)
            buffer.append(UnsafeRawBufferPointer(rebasing: rest[..<taken]))
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            if buffer.count >= Self.batchBytes || bufferStart + buffer.count >= end {
                readRows(isFinal: false, taking)
            }
        }
    }

    private mutating func finishTaking(_ taking: Taking) {
        readRows(isFinal: true, taking)
        if !isStopped, !rows.hasNames { tellEmpty(taking) }
        buffer.removeAll()
        rows.forgetNames()
        position = Position(line: 1, row: 0)
        bufferStart = 0
        (isAtBeginning, isStopped, isSkippingRow) = (true, false, false)
        (end, hasMetLongRow) = (.max, false)
    }

    private mutating func readRows(isFinal: Bool, _ taking: Taking) {
        var start = 0
        if isAtBeginning, buffer.count >= 3 || isFinal {
            isAtBeginning = false
            names = nil
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            if buffer.count >= 3, (0..<3).allSatisfy({ buffer.base[$0] == mark[$0] }) { start = 3 }
        }
        if isSkippingRow { start = skipToLineBreak(start) }
        while start < buffer.count, !isStopped, bufferStart + start < end {
            if splitter.split(buffer.base, start, buffer.count, isFinal: isFinal) == .incomplete {
                guard buffer.count - start > limits.maximumRowBytes else { break }
                hasMetLongRow = true
                // Most often a quotation mark is missing. If so, only its line is given up.
                if splitter.split(buffer.base, start, buffer.count, isFinal: true) == .row,
                    splitter.faults.first?.kind == .openQuote, splitter.next < buffer.count
                {
                    start = readRow(start, taking)
                    continue
                }
                if rows.hasNames { position.row += 1 }
                tell(
                    [CSVFault(kind: .rowTooLong, start: start, end: start)], start, min(start + 200, buffer.count),
                    taking)
                isSkippingRow = true
                start = skipToLineBreak(start)
                continue
            }
            start = readRow(start, taking)
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
    private mutating func readRow(_ start: Int, _ taking: Taking) -> Int {
        let (end, next) = (splitter.end, splitter.next)
        position.offset = bufferStart + start
        position.length = end - start
        defer {
            position.line += splitter.lineBreaks
        }
        if splitter.isBlank, splitter.faults.isEmpty { return next }
        if rows.hasNames { position.row += 1 }
        if end - start > limits.maximumRowBytes {
            hasMetLongRow = true
            tell([CSVFault(kind: .rowTooLong, start: start, end: start)], start, min(start + 200, end), taking)
            return next
        }
        checkCharacters(start, end)
        if !splitter.faults.isEmpty {
            tell(splitter.faults, start, end, taking)
            if !rows.hasNames { isStopped = true }
            return next
        }
        if !rows.hasNames {
            takeNames(start, end, taking)
            return next
        }
        rows.read(buffer.base, splitter.cells, start, end)
        if rows.faults.isEmpty {
            taking(position, rows, nil)
        } else {
            tell(rows.faults, start, end, taking)
        }
        return next
    }

    private mutating func takeNames(_ start: Int, _ end: Int, _ taking: Taking) {
        let problems = rows.takeNames(buffer.base, splitter.cells)
        guard !problems.isEmpty else {
            names = Names(offset: position.offset, length: position.length)
            return
        }
        isStopped = true
        let messages = CSVMessages(file: file(start, end), origin: start, mapping: mapping, names: rows.names)
        taking(position, rows, problems.map(messages.diagnostic))
    }

    /// UTF-8 and no control characters but tabs and line breaks.
    private mutating func checkCharacters(_ start: Int, _ end: Int) {
        let bytes = UnsafeRawBufferPointer(start: buffer.base + start, count: end - start)
        if bytes.isPlainText { return }
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

    private func tell(_ faults: [CSVFault], _ start: Int, _ end: Int, _ taking: Taking) {
        let messages = CSVMessages(file: file(start, end), origin: start, mapping: mapping, names: rows.names)
        let sorted = faults.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
        taking(position, rows, sorted.map { messages.diagnostic($0.element, limits) })
    }

    private func tellEmpty(_ taking: Taking) {
        taking(position, rows, [CSVMessages.empty(SourceFile(name: name, bytes: []))])
    }
}

extension UnsafeRawBufferPointer {
    /// Nothing but the visible characters of ASCII and spaces.
    fileprivate var isPlainText: Bool {
        guard let base = baseAddress else { return true }
        var index = 0
        while count &- index >= 8 {
            // The high bits of what is no such character, as far as nothing before it is one: of ASCII what is below 0x20 borrows in the first term, and
            // 0x7F carries in the second.
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let others = (word &- 0x2020_2020_2020_2020) | (word &+ 0x0101_0101_0101_0101) | word
            if others & 0x8080_8080_8080_8080 != 0 { return false }
            index &+= 8
        }
        while index < count {
            if self[index] &- 0x20 >= 0x5F { return false }
            index &+= 1
        }
        return true
    }
}
