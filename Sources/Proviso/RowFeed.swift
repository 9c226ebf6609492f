import Dates
import Encoding
import FoundationEssentials
import Ingest
import Program
import SourceText

/// Where an event of a file of rows is: all that is kept of it between the first reading and the second.
struct RowNote: Sendable {
    var seconds: Int64
    /// The byte at which its row begins.
    var offset: Int
    var line: UInt32
    /// The number of its partition; in a stretch that among the partitions of its worker.
    var partition: UInt32
    /// Its number in the mapping.
    var event: UInt32

    var place: Int { Int(partition) }

    var at: Instant { (try? Instant(seconds: seconds)) ?? .epoch }

    /// In the order of time; those of one time in the order of the file.
    static func precedes(_ one: RowNote, _ other: RowNote) -> Bool {
        if one.seconds != other.seconds { return one.seconds < other.seconds }
        if one.offset != other.offset { return one.offset < other.offset }
        return one.event < other.event
    }
}

/// A file of rows as it lies in memory, and what it means.
final class RowFile: Sendable {
    let name: String
    let mapping: CSVMapping
    private let data: Data

    init(_ path: String, _ mapping: CSVMapping) throws(RuleFiles.Problem) {
        name = path
        self.mapping = mapping
        data = try RuleFiles.mapped(path)
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        data.withUnsafeBytes { body($0) }
    }

    /// The row that begins there, for messages.
    func row(at offset: Int, line: Int) -> SourceFile {
        withBytes { bytes in
            let end = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            return SourceFile(name: name, bytes: Array(bytes[offset..<min(end, offset + 1000)]), firstLine: line)
        }
    }
}

/// The events of a file of rows in the order of time. The rows stand in any order, and one row gives events of several times: so the file
/// is read once to note where each event is, and again, row by row, when its time comes.
struct RowFeed {
    /// The events that are played together: many, so that each partition has several of them. Of each only its note is kept.
    private static let stretchEvents = 131_072

    let file: RowFile
    private(set) var account = HistoryAccount()
    private var notes: [RowNote] = []
    private var next = 0

    init(_ file: RowFile, _ rules: Rules) {
        self.file = file
        guard var reader = try? CSVReader(name: file.name, mapping: file.mapping) else { return }
        var reading = Reading(file: file, routes: file.mapping.events.map { rules.routes[$0.type] })
        file.withBytes { bytes in
            reader.read(bytes) { reading.take($0, $1) }
            reader.finish { reading.take($0, $1) }
        }
        account = reading.account
        notes = reading.notes
        if !reading.isOrdered { notes.sort(by: RowNote.precedes) }
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
                seconds: event.time.seconds, offset: position.offset, line: line,
                partition: partitions.number(of: partition), event: UInt32(position.event))
            if let last = notes.last, !RowNote.precedes(last, note) { isOrdered = false }
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
            let worker = note.place % workers
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
