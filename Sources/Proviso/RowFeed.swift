import Dates
import Encoding
import Ingest
import Program

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
    mutating func sortByTime() {
        guard let least = self.lazy.map(\.seconds).min() else { return }
        sortByDigits { UInt64(truncatingIfNeeded: $0.seconds &- least) }
    }
}

extension Array {
    /// Sorts by a number of each element, the lowest first; those of one number stay as they are.
    ///
    /// By digits, the lowest first, each with a stable counting sort: a history of a million rows has notes and calls by the million, and comparing them took as
    /// long as a tenth of all the rest.
    mutating func sortByDigits(_ number: (Element) -> UInt64) {
        let most = self.lazy.map(number).max() ?? 0
        let (bits, size) = (11, 1 << 11)
        var to = self
        var from: [Element] = []
        // Moved and not copied: there are two of them at a time and never three.
        swap(&from, &self)
        var starts = [Int](repeating: 0, count: size + 1)
        var shift = 0
        while shift < UInt64.bitWidth, most >> shift > 0 {
            for index in starts.indices { starts[index] = 0 }
            // Through pointers: each place would be checked otherwise, and that the list is nobody else's.
            from.withUnsafeBufferPointer { from in
                to.withUnsafeMutableBufferPointer { to in
                    starts.withUnsafeMutableBufferPointer { starts in
                        func digit(_ element: Element) -> Int {
                            Int(truncatingIfNeeded: number(element) &>> UInt64(shift)) & (size &- 1)
                        }
                        for element in from { starts[digit(element) &+ 1] &+= 1 }
                        for index in 1...size { starts[index] &+= starts[index &- 1] }
                        for element in from {
                            let digit = digit(element)
                            to[starts[digit]] = element
                            starts[digit] &+= 1
                        }
                    }
                }
            }
            swap(&from, &to)
            shift += bits
        }
        self = from
    }
}

/// The events of a file of rows in the order of time. The rows stand in any order, and one row gives events of several times: so the file
/// is read once to note where each event is, and again, row by row, when its time comes.
struct RowFeed {
    /// The events that are played together, at least and at most: so many that each partition has several of them, since whatever it works on has to be
    /// fetched for the first. Of each only its note is kept, and the calls that come of them.
    private static let stretchEvents = 1 << 16...1 << 17
    private static let eventsOfPartition = 8

    let file: RowFile
    let names: CSVReader.Names?
    let account: HistoryAccount
    /// The notes in the order of time, those that are played together in one list: each is given up when it is played.
    private var stretches: [[RowNote]] = []
    private var next = 0
    private var playedCount = 0
    private let count: Int

    /// - Parameters:
    ///   - workers: how many read the file at once. They find the same.
    ///   - pieceBytes: the parts in which they do.
    ///   - stretchEvents: the events that are played together, if not so many as suit the partitions.
    init(_ file: RowFile, _ rules: Rules, workers: Int, pieceBytes: Int, stretchEvents: Int?) {
        self.file = file
        let survey = RowSurvey(
            file, partitions: file.mapping.events.map { rules.routes[$0.type]?.partition }, workers: workers,
            pieceBytes: pieceBytes)
        (names, account, count) = (survey.names, survey.account, survey.notes.count)
        let suitable = min(
            max(Self.eventsOfPartition * survey.partitionCount, Self.stretchEvents.lowerBound),
            Self.stretchEvents.upperBound)
        let length = stretchEvents ?? suitable
        let notes = survey.notes
        var start = 0
        while start < notes.count {
            var end = min(start + length, notes.count)
            while end < notes.count, notes[end].seconds == notes[end - 1].seconds { end += 1 }
            stretches.append(Array(notes[start..<end]))
            start = end
        }
    }

    /// The events that come next, by worker.
    mutating func read(workers: Int) -> HistoryStretch? {
        guard next < stretches.count else { return nil }
        var notes: [RowNote] = []
        swap(&notes, &stretches[next])
        next += 1
        guard let first = notes.first, let last = notes.last else { return nil }
        var parts = Array(repeating: [RowNote](), count: workers)
        for worker in parts.indices { parts[worker].reserveCapacity(notes.count / workers * 9 / 8) }
        for var note in notes {
            let worker = Int(note.partition) % workers
            note.partition /= UInt32(workers)
            parts[worker].append(note)
        }
        let behind = next < stretches.count ? stretches[next].first?.at : nil
        playedCount += notes.count
        return HistoryStretch(
            parts: parts.map { .rows($0) }, first: first.at,
            horizon: behind ?? HistoryStretch.horizon(behind: last.at),
            fraction: Double(playedCount) / Double(count))
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

    var count: Int { numbers.count }

    mutating func number(of name: Text) -> UInt32 { number(of: Fingerprint(name)) }

    /// - Parameter name: the fingerprint of a partition's name.
    mutating func number(of name: Fingerprint) -> UInt32 {
        let new = UInt32(clamping: numbers.count)
        return numbers.insert(new, for: name) ?? new
    }
}

/// An event with the line that it is from.
struct PlayedEvent: Sendable {
    var event: Event
    var line: Int
    /// The number of its partition; in a stretch that among the partitions of its worker.
    var place: Int
}
