import Checking
import Dates
import Encoding
import Evaluation
import FoundationEssentials
import Glibc
import Ingest
import Program
import SourceText

/// The events of a file of CloudEvents as it is read, in the order of its lines, which is that of time.
final class LineFeed {
    private static let chunkBytes = 1 << 20
    /// The events that are read before they are played together: enough for all workers, and little beside the runs under way.
    private static let stretchEvents = 32_768

    private let stretchEvents: Int

    let path: String
    private let rules: Rules
    private let descriptor: Int32
    private let byteCount: Int
    private var bytesRead = 0
    private var chunk: [UInt8] = Array(repeating: 0, count: LineFeed.chunkBytes)
    private var reader: JSONLinesReader
    private var isAtEnd = false
    private(set) var account = HistoryAccount()
    /// What was read and is not yet played.
    private var waiting: [PlayedEvent] = []
    private var known = FingerprintTable()
    private var partitions = PartitionNumbers()
    private var last: (time: Instant, line: Int)?

    /// - Parameter stretchEvents: as for `RowFeed`.
    init(_ path: String, _ rules: Rules, stretchEvents: Int?) throws(RuleFiles.Problem) {
        self.path = path
        self.stretchEvents = stretchEvents ?? Self.stretchEvents
        self.rules = rules
        guard FileManager.default.fileExists(atPath: path) else { throw .notThere(path) }
        descriptor = open(path, O_RDONLY)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            if descriptor >= 0 { close(descriptor) }
            throw .notReadable(path)
        }
        byteCount = Int(status.st_size)
        reader = JSONLinesReader(name: path, events: rules.routes.layouts(rules.shapes))
    }

    deinit { close(descriptor) }

    /// The events that come next, by worker.
    func read(workers: Int) -> HistoryStretch? {
        while waiting.count <= stretchEvents, !isAtEnd { readChunk() }
        guard !waiting.isEmpty else { return nil }
        var end = min(stretchEvents, waiting.count)
        let last = waiting[end - 1].event.time
        while end < waiting.count ? waiting[end].event.time == last : !isAtEnd {
            if end < waiting.count { end += 1 } else { readChunk() }
        }
        var parts = Array(repeating: [PlayedEvent](), count: workers)
        for index in 0..<end {
            var played = waiting[index]
            let worker = played.place % workers
            played.place /= workers
            parts[worker].append(played)
        }
        let first = waiting[0].event.time
        let horizon = end < waiting.count ? waiting[end].event.time : HistoryStretch.horizon(behind: last)
        waiting.removeFirst(end)
        return HistoryStretch(
            parts: parts.map { .events($0) }, first: first, horizon: horizon,
            fraction: byteCount > 0 ? min(1, Double(bytesRead) / Double(byteCount)) : 1)
    }

    private func readChunk() {
        let count = chunk.withUnsafeMutableBytes { buffer -> Int in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                return count
            }
        }
        if count > 0 {
            bytesRead += count
            chunk.withUnsafeBytes { bytes in
                reader.read(UnsafeRawBufferPointer(rebasing: bytes[..<count])) { self.take($0, $1) }
            }
            return
        }
        isAtEnd = true
        reader.finish { self.take($0, $1) }
        // A stream may be empty; a history that was meant to be tried is not.
        if account.rowCount == 0 {
            var empty = JSONReader()
            account.leaveOut(1, empty.value(of: SourceFile(name: path, bytes: [])).diagnostics)
        }
    }

    private func take(_ number: Int, _ line: JSONLinesReader.Line) {
        account.rowCount += 1
        switch line {
        case .problems(let problems): account.leaveOut(number, problems)
        case .event(let cloud): take(cloud.event, number)
        case .value: break
        }
    }

    private func take(_ event: Event, _ line: Int) {
        if let last, event.time < last.time {
            account.leaveOut(
                line,
                [
                    HistoryMessages.outOfOrder(
                        place(line), time: event.time.description, before: last.time.description, line: last.line)
                ])
            return
        }
        if let before = known.insert(UInt32(clamping: line), for: Fingerprint(event.source, event.id)) {
            account.leaveOut(
                line,
                [
                    HistoryMessages.duplicate(
                        place(line), id: event.id.string, source: event.source.string, line: Int(before))
                ])
            return
        }
        last = (event.time, line)
        account.take(event.time)
        let partition = rules.routes[event.type]?.partition(of: event.data) ?? Text()
        waiting.append(PlayedEvent(event: event, line: line, place: Int(partitions.number(of: partition))))
    }

    /// The line by its number: its text has gone by.
    func place(_ line: Int) -> SourceFile { SourceFile(name: path, bytes: [], firstLine: line) }
}
