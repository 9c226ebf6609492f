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
    /// Spreads the partitions among any number of workers.
    var lane: UInt32
    /// Its number in the mapping.
    var event: UInt32

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
                lane: UInt32(truncatingIfNeeded: Fingerprint(partition).high), event: UInt32(position.event))
            if let last = notes.last, !RowNote.precedes(last, note) { isOrdered = false }
            notes.append(note)
        }
    }

    /// The events that come next, by worker.
    mutating func read(_ count: Int, workers: Int) -> HistoryStretch? {
        guard next < notes.count else { return nil }
        let end = min(next + count, notes.count)
        var parts = Array(repeating: [RowNote](), count: workers)
        for note in notes[next..<end] { parts[Int(note.lane) % workers].append(note) }
        let (first, horizon) = (notes[next].at, notes[end - 1].at)
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
    /// The time of its last event: none that is to come is earlier.
    var horizon: Instant
    /// How much of the history has been read.
    var fraction: Double
}

/// An event with the line that it is from.
struct PlayedEvent: Sendable {
    var event: Event
    var line: Int
}
