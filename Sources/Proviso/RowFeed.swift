import Dates
import Encoding
import FoundationEssentials
import Glibc
import Ingest
import Program
import SourceText

/// Where an event of a file of rows is: all that is kept of it between the first reading and the second, in 24 bytes.
struct RowNote: Sendable {
    /// The seconds, and in the 16 lowest bits the event's number in the mapping.
    private var time: Int64
    /// The byte at which its row begins, and in the 24 lowest bits how many bytes the row has.
    private var place: UInt64
    var line: UInt32
    /// The number of its partition; in a stretch that among the partitions of its worker.
    var partition: UInt32

    init(at: Instant, offset: Int, length: Int, line: UInt32, partition: UInt32, event: Int) {
        // A mapping has not that many events, a row not that many bytes (`CSVLimits`), a file fewer than 2⁴⁰.
        time = at.seconds << 16 | Int64(event & 0xFFFF)
        place = UInt64(truncatingIfNeeded: offset) << 24 | UInt64(length & 0xFF_FFFF)
        self.line = line
        self.partition = partition
    }

    var seconds: Int64 { time >> 16 }
    var event: Int { Int(time & 0xFFFF) }
    var offset: Int { Int(place >> 24) }
    var length: Int { Int(place & 0xFF_FFFF) }
    var at: Instant { (try? Instant(seconds: seconds)) ?? .epoch }
}

extension [RowNote] {
    /// Puts notes that stand in the order of the file into the order of time; those of one time stay as they are.
    ///
    /// By digits, the lowest first, each with a stable counting sort: a history of a million rows has notes by the million, and comparing them took as long as
    /// a tenth of all the rest.
    mutating func sortByTime() {
        guard let least = self.lazy.map(\.seconds).min(), let most = self.lazy.map(\.seconds).max() else { return }
        let (bits, size) = (11, 1 << 11)
        var from = self
        var to = self
        var shift = 0
        while shift < Int64.bitWidth, (most - least) >> Int64(shift) > 0 {
            func digit(_ note: RowNote) -> Int { Int((note.seconds - least) >> Int64(shift)) & (size - 1) }
            var starts = [Int](repeating: 0, count: size + 1)
            for note in from { starts[digit(note) + 1] += 1 }
            for index in 1...size { starts[index] += starts[index - 1] }
            for note in from {
                to[starts[digit(note)]] = note
                starts[digit(note)] += 1
            }
            swap(&from, &to)
            shift += bits
        }
        self = from
    }
}

/// A file of rows, read piece by piece and row by row, and what it means.
final class RowFile: Sendable {
    let name: String
    let mapping: CSVMapping
    private let descriptor: Int32

    init(_ path: String, _ mapping: CSVMapping) throws(RuleFiles.Problem) {
        name = path
        self.mapping = mapping
        guard FileManager.default.fileExists(atPath: path) else { throw .notThere(path) }
        let opened = open(path, O_RDONLY)
        var status = stat()
        // It is read twice: no pipe.
        guard opened >= 0, fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if opened >= 0 { close(opened) }
            throw .notReadable(path)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Reads up to `count` bytes from a place on; fewer at the end of the file.
    func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) {
        if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
        var got = 0
        bytes.withUnsafeMutableBytes { buffer in
            while got < count, let base = buffer.baseAddress {
                let more = pread(descriptor, base + got, count - got, off_t(offset + got))
                if more < 0, errno == EINTR { continue }
                guard more > 0 else { break }
                got += more
            }
        }
        if got < bytes.count, got < count { bytes.removeLast(bytes.count - got) }
    }

    /// The row that begins there, for messages.
    func row(at offset: Int, line: Int) -> SourceFile {
        var bytes: [UInt8] = []
        read(1_000, at: offset, into: &bytes)
        let end = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        return SourceFile(name: name, bytes: Array(bytes[..<end]), firstLine: line)
    }
}

/// Reads the rows of a file whose places are known, in any order.
struct RowsByNote: ~Copyable {
    private let file: RowFile
    private var reader: CSVRowReader
    private var hasNames = false
    private var bytes: [UInt8] = []
    /// The row of names is somewhere in the first bytes.
    private static let headBytes = 2 * CSVLimits().maximumRowBytes

    init(_ file: RowFile) {
        self.file = file
        reader = CSVRowReader(file.mapping)
    }

    /// The event that was noted there.
    mutating func event(_ note: RowNote) -> Event? {
        if !hasNames {
            var head: [UInt8] = []
            file.read(Self.headBytes, at: 0, into: &head)
            head.withUnsafeBytes { reader.takeNames($0) }
            hasNames = true
        }
        file.read(note.length, at: note.offset, into: &bytes)
        let (row, length) = (bytes, min(note.length, bytes.count))
        return row.withUnsafeBytes { row in
            reader.event(note.event, at: 0, of: UnsafeRawBufferPointer(rebasing: row[..<length]))
        }
    }
}

/// The events of a file of rows in the order of time. The rows stand in any order, and one row gives events of several times: so the file
/// is read once to note where each event is, and again, row by row, when its time comes.
struct RowFeed {
    /// The events that are played together: many, so that each partition has several of them. Of each only its note is kept.
    private static let stretchEvents = 65_536
    private static let pieceBytes = 1 << 20

    let file: RowFile
    private(set) var account = HistoryAccount()
    private var notes: [RowNote] = []
    private var next = 0

    init(_ file: RowFile, _ rules: Rules) {
        self.file = file
        guard var reader = try? CSVReader(name: file.name, mapping: file.mapping) else { return }
        var reading = Reading(file: file, routes: file.mapping.events.map { rules.routes[$0.type] })
        var piece: [UInt8] = []
        var offset = 0
        while true {
            file.read(Self.pieceBytes, at: offset, into: &piece)
            if piece.isEmpty { break }
            reader.read(piece) { reading.take($0, $1) }
            offset += piece.count
        }
        reader.finish { reading.take($0, $1) }
        account = reading.account
        notes = reading.notes
        if !reading.isOrdered { notes.sortByTime() }
    }

    /// The first reading.
    private struct Reading {
        let file: RowFile
        let routes: [EventRoute?]
        var account = HistoryAccount()
        var notes: [RowNote] = []
        var isOrdered = true
        private var known = FingerprintTable()
        private var partitions = PartitionNumbers()
        private var lastLine = 0

        init(file: RowFile, routes: [EventRoute?]) {
            self.file = file
            self.routes = routes
        }

        mutating func take(_ position: CSVReader.Position, _ item: CSVReader.Item) {
            if position.line != lastLine { account.rowCount += 1 }
            lastLine = position.line
            switch item {
            case .problems(let problems): account.leaveOut(position.line, problems)
            case .event(let event): take(event, position)
            }
        }

        private mutating func take(_ event: Event, _ position: CSVReader.Position) {
            let line = UInt32(clamping: position.line)
            if let before = known.insert(line, for: Fingerprint(event.source, event.id)) {
                let row = file.row(at: position.offset, line: position.line)
                account.leaveOut(
                    position.line,
                    [
                        HistoryMessages.duplicate(
                            row, id: event.id.string, source: event.source.string, line: Int(before))
                    ])
                return
            }
            account.take(event.time)
            let partition = routes[position.event]?.partition(of: event.data) ?? Text()
            let note = RowNote(
                at: event.time, offset: position.offset, length: position.length, line: line,
                partition: partitions.number(of: partition), event: position.event)
            if let last = notes.last, last.seconds > note.seconds { isOrdered = false }
            notes.append(note)
        }
    }

    /// The events that come next, by worker.
    mutating func read(workers: Int) -> HistoryStretch? {
        guard next < notes.count else { return nil }
        var end = min(next + Self.stretchEvents, notes.count)
        while end < notes.count, notes[end].seconds == notes[end - 1].seconds { end += 1 }
        var parts = Array(repeating: [RowNote](), count: workers)
        for var note in notes[next..<end] {
            let worker = Int(note.partition) % workers
            note.partition /= UInt32(workers)
            parts[worker].append(note)
        }
        let first = notes[next].at
        let horizon = end < notes.count ? notes[end].at : HistoryStretch.horizon(behind: notes[end - 1].at)
        next = end
        return HistoryStretch(
            parts: parts.map { .rows($0) }, first: first, horizon: horizon,
            fraction: Double(next) / Double(notes.count))
    }
}

/// The next events of a history, by worker.
struct HistoryStretch: Sendable {
    enum Part: Sendable {
        case events([PlayedEvent])
        case rows([RowNote])
    }

    var parts: [Part]
    /// The time of its first event.
    var first: Instant
    /// Behind its last event: none that is to come is earlier.
    var horizon: Instant
    /// How much of the history has been read.
    var fraction: Double

    /// The horizon of a stretch after which nothing comes.
    static func horizon(behind last: Instant) -> Instant {
        (try? last.adding(ExactDuration(seconds: 1))) ?? .latest
    }
}

/// Partitions by number, in the order in which they came: worker `w` of `n` plays those that leave the rest `w`, and calls them by
/// the quotient.
struct PartitionNumbers: Sendable {
    private var numbers = FingerprintTable()

    mutating func number(of name: Text) -> UInt32 {
        let new = UInt32(clamping: numbers.count)
        return numbers.insert(new, for: Fingerprint(name)) ?? new
    }
}

/// An event with the line that it is from.
struct PlayedEvent: Sendable {
    var event: Event
    var line: Int
    /// The number of its partition; in a stretch that among the partitions of its worker.
    var place: Int
}
