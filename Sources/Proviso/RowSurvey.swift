import Dates
import Encoding
import Ingest
import SourceText

/// What the first reading of a file of rows finds: where each event is, and what is wrong with rows.
///
/// Several workers read the file in pieces that are cut behind line breaks. A line break may lie in a cell with quotation marks; then the reader of the piece before
/// ends elsewhere than the next one has begun, and the next piece is read again from there. So any number of workers finds the same.
struct RowSurvey {
    private(set) var account = HistoryAccount()
    /// In the order of time.
    private(set) var notes: [RowNote] = []
    /// Where the row of names is, if it was understood.
    private(set) var names: CSVReader.Names?
    private(set) var partitionCount = 0

    /// - Parameters:
    ///   - partitions: for each event of the mapping the slot of the text that is its partition.
    ///   - pieceBytes: the bytes of a piece.
    init(_ file: RowFile, partitions: [Int?], workers: Int, pieceBytes: Int) {
        let reading = RowReading(file: file, partitions: partitions)
        guard var read = (workers > 1 ? reading.pieces(workers, pieceBytes) : nil) ?? reading.whole() else { return }
        names = read.names
        merge(&read.pieces, file, workers)
    }

    /// Puts together what the pieces have given, and leaves out the events that have come before.
    private mutating func merge(_ pieces: inout [RowPiece], _ file: RowFile, _ workers: Int) {
        var repeated = Self.repeated(pieces, workers)[...]
        var numbers = PartitionNumbers()
        var (event, isOrdered) = (0, true)
        var (first, last) = (Int64.max, Int64.min)
        notes.reserveCapacity(pieces.reduce(0) { $0 + $1.notes.count } - repeated.count)
        for index in pieces.indices {
            var piece = RowPiece(offset: 0, line: 0)
            swap(&piece, &pieces[index])
            account.rowCount += piece.rowCount
            var told = piece.told[...]
            for (place, var note) in piece.notes.enumerated() {
                while let problem = told.first, problem.before <= place {
                    account.leaveOut(problem.line, problem.problems, problem.count)
                    told.removeFirst()
                }
                defer { event += 1 }
                if let again = repeated.first, again.event == event {
                    leaveOut(note, file, before: again.line)
                    repeated.removeFirst()
                    continue
                }
                note.partition = numbers.number(of: piece.partitions[place])
                let seconds = note.seconds
                if seconds < last { isOrdered = false }
                (first, last) = (min(first, seconds), max(last, seconds))
                notes.append(note)
            }
            for problem in told { account.leaveOut(problem.line, problem.problems, problem.count) }
        }
        partitionCount = numbers.count
        if !notes.isEmpty { account.take(notes.count, from: first, to: last) }
        if !isOrdered { notes.sortByTime() }
    }

    /// The events whose source and id have come before, by their numbers, with the line of the first of them.
    ///
    /// Each worker looks for some of the fingerprints, so that the table is in parts.
    private static func repeated(_ pieces: [RowPiece], _ workers: Int) -> [(event: Int, line: UInt32)] {
        let count = pieces.reduce(0) { $0 + $1.notes.count }
        let found = Workers.all(workers) { worker in
            var known = FingerprintTable(for: count / workers)
            var repeated: [(event: Int, line: UInt32)] = []
            var event = 0
            for piece in pieces {
                for index in piece.identities.indices {
                    let identity = piece.identities[index]
                    guard Int(truncatingIfNeeded: (identity.high >> 32) * UInt64(workers) >> 32) == worker,
                        let line = known.insert(piece.notes[index].line, for: identity)
                    else { continue }
                    repeated.append((event + index, line))
                }
                event += piece.identities.count
            }
            return repeated
        }
        return found.count == 1 ? found[0] : found.flatMap { $0 }.sorted { $0.event < $1.event }
    }

    private mutating func leaveOut(_ note: RowNote, _ file: RowFile, before: UInt32) {
        let line = Int(note.line)
        guard account.hasRoom, let names else { return account.leaveOut(line, [], 1) }
        var rows = RowsByNote(file, names: names)
        rows.fetch([note])
        let problem = HistoryMessages.duplicate(
            file.row(at: note.offset, line: line), id: rows.event(note, 0)?.id.string ?? "",
            source: file.mapping.events[note.event].source.string, line: Int(before))
        account.leaveOut(line, [problem], 1)
    }
}

/// What a piece of the file has given, in its order.
struct RowPiece: Sendable {
    struct Told: Sendable {
        /// The number of the events of the piece that stand before it.
        var before: Int
        var line: Int
        var count: Int
        /// As many of them as are kept.
        var problems: [Diagnostic]
    }

    /// Where its first row begins.
    let offset: Int
    let line: Int
    /// Without the numbers of their partitions.
    private(set) var notes: [RowNote] = []
    /// Of each event.
    private(set) var identities: [Fingerprint] = []
    private(set) var partitions: [Fingerprint] = []
    private(set) var told: [Told] = []
    private var kept = 0
    /// The rows that have given events or problems.
    private(set) var rowCount = 0
    private var lastLine = 0
    /// Where the row behind it begins.
    var next = (offset: 0, line: 0)
    /// A row was longer than a row may be: what comes behind it depends on what was read at once.
    var hasLongRow = false

    init(offset: Int, line: Int) {
        (self.offset, self.line) = (offset, line)
    }

    mutating func take(_ position: CSVReader.Position, _ noted: CSVReader.Noted) {
        if position.line != lastLine { rowCount += 1 }
        lastLine = position.line
        switch noted {
        case .problems(let problems):
            let room = max(0, HistoryAccount.maximumDiagnostics - kept)
            kept += problems.count
            told.append(
                Told(
                    before: notes.count, line: position.line, count: problems.count,
                    problems: Array(problems.prefix(room))))
        case .event(let event):
            notes.append(
                RowNote(
                    at: event.time, offset: position.offset, length: position.length,
                    line: UInt32(clamping: position.line), partition: 0, event: position.event))
            identities.append(event.identity)
            partitions.append(event.partition)
        }
    }
}

/// Reads a file of rows once, as a whole or in pieces.
private struct RowReading: Sendable {
    private static let blockBytes = 1 << 18
    /// The row of names is expected in the first bytes; if it is not there, the file is read as a whole.
    private static let headBytes = 1 << 16

    let file: RowFile
    let partitions: [Int?]

    private func reader() -> CSVReader? {
        try? CSVReader(name: file.name, mapping: file.mapping, notingPartitions: partitions)
    }

    // MARK: As a whole

    func whole() -> (pieces: [RowPiece], names: CSVReader.Names?)? {
        guard var reader = reader() else { return nil }
        var piece = RowPiece(offset: 0, line: 1)
        var offset = 0
        Self.withBlock { block in
            while case let count = file.read(at: offset, into: block), count > 0 {
                reader.note(UnsafeRawBufferPointer(rebasing: block[..<count])) { piece.take($0, $1) }
                offset += count
            }
        }
        reader.finishNoting { piece.take($0, $1) }
        return ([piece], reader.names)
    }

    // MARK: In pieces

    /// - Returns: nothing if the file is too short, begins with something else than a row of names, or has a row that is too long.
    func pieces(_ workers: Int, _ pieceBytes: Int) -> (pieces: [RowPiece], names: CSVReader.Names?)? {
        let starts = starts(pieceBytes)
        guard starts.count > 1, var reader = reader() else { return nil }
        let head = read(&reader, RowPiece(offset: 0, line: 1), end: starts[0])
        guard let place = reader.names, !head.hasLongRow else { return nil }
        let names = file.bytes(place.length, at: place.offset)
        let lines = lines(starts, workers)
        var pieces = Workers.all(workers) { worker in
            var pieces: [RowPiece] = []
            guard var reader = self.reader() else { return pieces }
            for index in stride(from: worker, to: starts.count, by: workers) {
                pieces.append(read(&reader, names, starts[index], lines[index], end: end(starts, index)))
                if pieces.last?.hasLongRow == true { break }
            }
            return pieces
        }
        var all = [head]
        for index in starts.indices {
            let own = index / workers
            guard own < pieces[index % workers].count else { return nil }
            var piece = RowPiece(offset: 0, line: 0)
            swap(&piece, &pieces[index % workers][own])
            let next = all[index].next
            if piece.offset != next.offset {
                piece = read(&reader, names, next.offset, next.line, end: end(starts, index))
            }
            guard !piece.hasLongRow else { return nil }
            all.append(piece)
        }
        return (all, place)
    }

    /// Where pieces begin behind line breaks.
    private func starts(_ pieceBytes: Int) -> [Int] {
        var starts: [Int] = []
        var offset = min(Self.headBytes, pieceBytes)
        while offset < file.byteCount, let start = behindLineBreak(from: offset), start < file.byteCount {
            starts.append(start)
            offset = start + pieceBytes
        }
        return starts
    }

    private func end(_ starts: [Int], _ index: Int) -> Int { index + 1 < starts.count ? starts[index + 1] : .max }

    /// Behind the first line break that ends at `offset` or later.
    private func behindLineBreak(from offset: Int) -> Int? {
        var offset = max(0, offset - 1)
        let size = 4_096
        while true {
            let bytes = file.bytes(size, at: offset)
            guard let index = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                guard bytes.count == size else { return nil }
                offset += size
                continue
            }
            guard bytes[index] == 0x0D else { return offset + index + 1 }
            return offset + index + (file.bytes(1, at: offset + index + 1) == [0x0A] ? 2 : 1)
        }
    }

    /// The lines on which the pieces begin.
    private func lines(_ starts: [Int], _ workers: Int) -> [Int] {
        let counts = Workers.all(workers) { worker in
            stride(from: worker, to: starts.count, by: workers).map { index in
                lineBreaks(from: index == 0 ? 0 : starts[index - 1], to: starts[index])
            }
        }
        var line = 1
        return starts.indices.map { index in
            line += counts[index % workers][index / workers]
            return line
        }
    }

    /// The line breaks between two places, neither of which lies inside of one.
    private func lineBreaks(from start: Int, to end: Int) -> Int {
        var (offset, breaks, last) = (start, 0, UInt8(0))
        Self.withBlock { block in
            while offset < end {
                let room = UnsafeMutableRawBufferPointer(rebasing: block[..<min(block.count, end - offset)])
                let count = file.read(at: offset, into: room)
                guard count > 0 else { break }
                breaks += UnsafeRawBufferPointer(rebasing: room[..<count]).lineBreaks(behind: last)
                last = room[count - 1]
                offset += count
            }
        }
        return breaks
    }

    private func read(
        _ reader: inout CSVReader, _ names: [UInt8], _ offset: Int, _ line: Int, end: Int
    ) -> RowPiece {
        names.withUnsafeBytes { reader.begin(names: $0, offset: offset, line: line, end: end) }
        return read(&reader, RowPiece(offset: offset, line: line), end: end)
    }

    /// Reads the rows that begin in a piece; the last one may end behind it.
    private func read(_ reader: inout CSVReader, _ empty: RowPiece, end: Int) -> RowPiece {
        var piece = empty
        var offset = piece.offset
        reader.end = end
        Self.withBlock { block in
            while reader.next.offset < end, !reader.hasMetLongRow {
                let wanted = offset < end ? min(block.count, end - offset) : block.count
                let count = file.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: block[..<wanted]))
                guard count > 0 else {
                    reader.finishPart { piece.take($0, $1) }
                    break
                }
                reader.note(UnsafeRawBufferPointer(rebasing: block[..<count])) { piece.take($0, $1) }
                offset += count
            }
        }
        piece.next = reader.next
        piece.hasLongRow = reader.hasMetLongRow
        return piece
    }

    private static func withBlock(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 16)
        defer { block.deallocate() }
        body(block)
    }
}

extension UnsafeRawBufferPointer {
    /// The line breaks in it: LF, CRLF and CR.
    ///
    /// - Parameter last: the byte before the first.
    fileprivate func lineBreaks(behind last: UInt8) -> Int {
        let (feeds, returns) = (count(of: 0x0A), count(of: 0x0D))
        guard returns > 0 || last == 0x0D else { return feeds }
        var (breaks, last) = (feeds + returns, last)
        for byte in self {
            if byte == 0x0A, last == 0x0D { breaks -= 1 }
            last = byte
        }
        return breaks
    }

    /// How often a byte is in it, by words.
    private func count(of byte: UInt8) -> Int {
        guard let base = baseAddress else { return 0 }
        let (pattern, lows) = (UInt64(byte) &* 0x0101_0101_0101_0101, UInt64(0x7F7F_7F7F_7F7F_7F7F))
        var (index, found) = (0, 0)
        while count &- index >= 8 {
            // The high bit of each byte that is another one.
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
            found &+= 8 &- (((word & lows &+ lows) | word) & ~lows).nonzeroBitCount
            index &+= 8
        }
        while index < count {
            if self[index] == byte { found &+= 1 }
            index &+= 1
        }
        return found
    }
}
