import Billing
import Dates
import Encoding
import Evaluation
import Hosting
import Ingest
import Machine
import Program
import Runner
import Simulation

/// One worker of a dry run: plays its partitions, and writes their calls.
actor DryRunWorker {
    private let rules: Rules
    private let period: DryRunPeriod
    private var shard: ShardReplay
    private var rows: RowsByNote?
    /// Of a file of rows, by the events' numbers in the mapping; nothing if no file declares one.
    private var kinds: [EventKind?] = []
    private var lines: CallLines? = CallLines()
    private var counters = DryRunCounters()
    private var refusals: [DryRunRefusal] = []

    /// A class, since it is looked up for each event.
    private final class EventKind {
        let source: Text
        let type: Text
        let route: EventRoute

        init(source: Text, type: Text, route: EventRoute) {
            (self.source, self.type, self.route) = (source, type, route)
        }
    }

    /// - Parameter file: a file of rows, with the place of its row of names.
    init(
        _ rules: Rules, _ period: DryRunPeriod, _ file: (file: RowFile, names: CSVReader.Names)?, leavesAsleep: Bool,
        world: @escaping @Sendable (Text) -> DryRunWorld
    ) {
        self.rules = rules
        self.period = period
        shard = ShardReplay(
            runner: rules.runner.forWorker(), routes: rules.routes, leavesAsleep: leavesAsleep, world: world)
        guard let (file, names) = file else { return }
        rows = RowsByNote(file, names: names)
        kinds = file.mapping.events.map { event in
            rules.routes[event.type].map { EventKind(source: event.source, type: event.type, route: $0) }
        }
    }

    /// Plays a stretch and returns its calls, in order.
    ///
    /// - Parameter memory: for the calls, without any.
    func play(
        _ part: HistoryStretch.Part, before horizon: Instant, _ memory: consuming sending WrittenCalls
    ) -> WrittenCalls {
        var calls = memory
        switch part {
        case .events(let events):
            let items = events.indices.map { ShardItem(partition: events[$0].place, index: $0) }.sorted()
            play(items, before: horizon, &calls) { (_, index) in delivered(events[index]) }
        case .rows(let notes):
            rows?.fetch(notes)
            play(notes.items, before: horizon, &calls) { (rows, index) in delivered(notes[index], index, &rows) }
        }
        calls.sort()
        return calls
    }

    /// What happens is counted and written at once: it is not kept.
    private func play(
        _ items: [ShardItem], before horizon: Instant, _ calls: inout WrittenCalls,
        event: (inout RowsByNote?, Int) -> HistoryEvent?
    ) {
        var (counters, refusals) = (DryRunCounters(), [DryRunRefusal]())
        swap(&counters, &self.counters)
        // The reader and the writer are ones that cannot be copied: they are lent.
        var rows = self.rows.take()
        var lines = self.lines.take() ?? CallLines()
        shard.play(items, before: period.end(before: horizon)) { index in
            guard let event = event(&rows, index) else { return nil }
            if period.contains(event.at) { counters.count(event.event.type, event.event.data) }
            return event
        } take: { happening in
            guard period.contains(happening.at) else { return }
            switch happening.kind {
            case .call(let call, let answer):
                counters.count(call, answer, of: happening.run?.workflow ?? Text(), at: happening.at)
                lines.removeAll()
                lines.append(at: happening.at, call, answer)
                lines.endLine()
                calls.append(lines.bytes, at: happening.at, happening.partition)
            case .refused(let refusal):
                counters.count(happening)
                guard let event = happening.event else { return }
                refusals.append(
                    DryRunRefusal(
                        line: event.line, offset: event.offset, at: happening.at, type: event.type, refusal))
            default: counters.count(happening)
            }
        }
        self.rows = rows.take()
        self.lines = consume lines
        swap(&counters, &self.counters)
        self.refusals += refusals
    }

    var nextTimer: Instant? { shard.nextTimer }

    func finish() -> (tally: DryRunTally, refusals: [DryRunRefusal]) {
        var tally = counters.tally
        tally.runs = shard.startedCount
        return (tally, refusals)
    }

    /// The events of a stretch as the runs take them.
    func delivered(_ part: HistoryStretch.Part) -> [HistoryEvent] {
        switch part {
        case .events(let events): return events.compactMap { delivered($0) }
        case .rows(let notes):
            var rows = self.rows.take()
            rows?.fetch(notes)
            let events = notes.indices.compactMap { delivered(notes[$0], $0, &rows) }
            self.rows = rows.take()
            return events
        }
    }

    private func delivered(_ played: PlayedEvent) -> HistoryEvent? {
        let event = played.event
        guard let route = rules.routes[event.type] else { return nil }
        let delivered = DeliveredEvent(
            source: event.source, id: event.id, type: event.type, data: event.data, names: route.names(in: event.data))
        return history(delivered, route, at: event.time, line: played.line, offset: 0)
    }

    /// - Parameter index: among the notes that were fetched.
    private func delivered(_ note: RowNote, _ index: Int, _ rows: inout RowsByNote?) -> HistoryEvent? {
        guard note.at <= period.to, let kind = kinds[note.event], let (id, data) = rows?.event(note, index) else {
            return nil
        }
        let delivered = DeliveredEvent(
            source: kind.source, id: id, type: kind.type, data: data, names: kind.route.names(in: data))
        return history(delivered, kind.route, at: note.at, line: Int(note.line), offset: note.offset)
    }

    private func history(
        _ event: DeliveredEvent, _ route: EventRoute, at: Instant, line: Int, offset: Int
    ) -> HistoryEvent? {
        guard at <= period.to else { return nil }
        return HistoryEvent(
            at: at, partition: route.partition(of: event.data), event: event,
            origin: HistoryEvent.Origin(line: line, offset: offset, type: event.type))
    }
}

extension [RowNote] {
    /// By partition, and of one partition in their order.
    fileprivate var items: [ShardItem] {
        let partitions = (self.lazy.map(\.partition).max() ?? 0) + 1
        var starts = [Int](repeating: 0, count: Int(partitions) + 1)
        for note in self { starts[Int(note.partition) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        var items = [ShardItem](repeating: ShardItem(partition: 0, index: 0), count: count)
        for index in indices {
            let partition = Int(self[index].partition)
            items[starts[partition]] = ShardItem(partition: partition, index: index)
            starts[partition] += 1
        }
        return items
    }
}

/// What the book could not take.
struct DryRunRefusal: Sendable {
    var line: Int
    /// The byte at which its row begins, in a file of rows.
    var offset: Int
    var at: Instant
    var type: Text
    var problem: Text
    var field: Text?

    init(line: Int, offset: Int, at: Instant, type: Text, _ refusal: Refusal) {
        self.line = line
        self.offset = offset
        self.at = at
        self.type = type
        problem = refusal.outcome
        field = refusal.field
    }
}

/// The part of a history whose calls are shown. What comes before it is played, so that the records are right.
struct DryRunPeriod: Sendable {
    var from: Instant
    /// The last moment that is played.
    var to: Instant

    func contains(_ time: Instant) -> Bool { from <= time && time <= to }

    /// Timers before this time fire: the horizon, or just behind the end.
    func end(before horizon: Instant) -> Instant {
        guard horizon > to else { return horizon }
        return (try? to.adding(ExactDuration(seconds: 1))) ?? .latest
    }
}

/// Calls as they are written, each with its place in the order of all.
struct WrittenCalls: Sendable {
    /// Nothing but numbers, since very many are sorted.
    private struct Item: Sendable {
        var at: Instant
        /// The number of its partition among the names; once they are sorted, its place among them.
        var partition: UInt32
        /// The piece in which its line is, and the line's bytes in it.
        var piece: UInt32
        var start: UInt32
        var end: UInt32

        /// Of one partition the earlier line is the earlier call.
        static func precedes(_ one: Item, _ other: Item) -> Bool {
            if one.at != other.at { return one.at < other.at }
            if one.partition != other.partition { return one.partition < other.partition }
            return one.piece != other.piece ? one.piece < other.piece : one.start < other.start
        }
    }

    /// The partitions, each once: a worker visits each once in a stretch.
    private var names: [Text] = []
    /// In pieces, since one long text would be copied as it grows.
    private var pieces: [[UInt8]] = []
    private var items: [Item] = []
    /// Pieces without a line, with their memory.
    private var spare: [[UInt8]] = []

    /// - Parameter line: with its line break.
    mutating func append(_ line: UnsafeRawBufferPointer, at: Instant, _ partition: Text) {
        if (pieces.last?.count ?? Self.pieceBytes) + line.count > Self.pieceBytes {
            var piece = spare.popLast() ?? []
            piece.reserveCapacity(max(Self.pieceBytes, line.count))
            pieces.append(piece)
        }
        let piece = pieces.count - 1
        let start = pieces[piece].count
        pieces[piece].append(contentsOf: line)
        if names.last != partition { names.append(partition) }
        items.append(
            Item(
                at: at, partition: UInt32(names.count - 1), piece: UInt32(piece), start: UInt32(start),
                end: UInt32(start + line.count)))
    }

    /// Keeps its memory.
    mutating func removeAll() {
        names.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
        while var piece = pieces.popLast() {
            piece.removeAll(keepingCapacity: true)
            spare.append(piece)
        }
    }

    private func bytes(_ item: Item) -> ArraySlice<UInt8> {
        pieces[Int(item.piece)][Int(item.start)..<Int(item.end)]
    }

    /// Puts the calls in the order of (time, partition, sequence).
    mutating func sort() {
        let order = names.indices.sorted { names[$0] < names[$1] }
        var ranks = Array(repeating: UInt32(0), count: names.count)
        for (rank, number) in order.enumerated() { ranks[number] = UInt32(rank) }
        for index in items.indices { items[index].partition = ranks[Int(items[index].partition)] }
        names = order.map { names[$0] }
        guard let first = items.lazy.map(\.at).min(), let last = items.lazy.map(\.at).max() else { return }
        // One number for both, the lower bits for the partition. They stand in the order in which their lines were written.
        let bits = UInt64.bitWidth - UInt64(names.count).leadingZeroBitCount
        if last.seconds - first.seconds < Int64.max >> bits, items.allSatisfy({ $0.at.nanoseconds == 0 }) {
            items.sortByDigits {
                UInt64(truncatingIfNeeded: $0.at.seconds &- first.seconds) << bits | UInt64($0.partition)
            }
        } else {
            items.sort(by: Item.precedes)
        }
    }

    private func precedes(_ item: Item, _ other: WrittenCalls, _ others: Item) -> Bool {
        if item.at != others.at { return item.at < others.at }
        return names[Int(item.partition)] < other.names[Int(others.partition)]
    }

    private static let pieceBytes = 1 << 20

    /// Gives several workers' calls, each sorted, as one text in the order of (time, partition, sequence), in pieces.
    ///
    /// - Returns: whether more are wanted, as `take` says.
    static func write(_ parts: [WrittenCalls], _ take: ([UInt8]) -> Bool) -> Bool {
        var piece: [UInt8] = []
        piece.reserveCapacity(pieceBytes + 4_096)
        var next = Array(repeating: 0, count: parts.count)
        while true {
            var first: Int?
            for part in parts.indices where next[part] < parts[part].items.count {
                guard let best = first else {
                    first = part
                    continue
                }
                if parts[part].precedes(parts[part].items[next[part]], parts[best], parts[best].items[next[best]]) {
                    first = part
                }
            }
            guard let first else { return piece.isEmpty || take(piece) }
            piece += parts[first].bytes(parts[first].items[next[first]])
            next[first] += 1
            if piece.count >= pieceBytes {
                guard take(piece) else { return false }
                piece.removeAll(keepingCapacity: true)
            }
        }
    }
}
