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
    private var shard: ShardReplay<DryRunWorld>
    private let file: RowFile?
    private var rows: CSVRowReader?
    private var hasNames = false
    /// What has happened at the very time at which the next stretch begins: more may come before it in the order.
    private var held: [Simulation.Happening] = []
    private var tally = DryRunTally()
    private var refusals: [DryRunRefusal] = []

    init(_ rules: Rules, _ period: DryRunPeriod, _ file: RowFile?, world: @escaping @Sendable (Text) -> DryRunWorld) {
        self.rules = rules
        self.period = period
        self.file = file
        shard = ShardReplay(runner: rules.runner, routes: rules.routes, world: world)
        if let file { rows = CSVRowReader(file.mapping) }
    }

    /// Plays a stretch and returns the calls before its horizon.
    func play(_ part: HistoryStretch.Part, before horizon: Instant) -> WrittenCalls {
        var happenings = held
        let events = delivered(part)
        for event in events where period.contains(event.at) { tally.count(event.event.type, event.event.data) }
        shard.play(events, before: period.end(before: horizon), &happenings)
        let isFinal = horizon > period.to || horizon == .latest
        held = []
        var order: [Order] = []
        order.reserveCapacity(happenings.count)
        for index in happenings.indices {
            let at = happenings[index].at
            if at >= horizon, !isFinal {
                held.append(happenings[index])
            } else if period.contains(at) {
                let (partition, sequence) = (happenings[index].partition, happenings[index].sequence)
                order.append(Order(at: at, partition: partition, sequence: sequence, index: index))
            }
        }
        order.sort(by: Order.precedes)
        var calls = WrittenCalls()
        for item in order {
            let index = item.index
            tally.count(happenings[index])
            switch happenings[index].kind {
            case .call(let call, let answer): calls.append(happenings[index], call, answer)
            case .refused(let refusal):
                guard let event = happenings[index].event else { continue }
                refusals.append(
                    DryRunRefusal(line: event.line, offset: event.offset, type: event.type, refusal))
            default: break
            }
        }
        return calls
    }

    /// The place of what has happened among all of it.
    private struct Order {
        var at: Instant
        var partition: Text
        var sequence: Int
        var index: Int

        static func precedes(_ one: Order, _ other: Order) -> Bool {
            if one.at != other.at { return one.at < other.at }
            if one.partition != other.partition { return one.partition < other.partition }
            return one.sequence < other.sequence
        }
    }

    var nextTimer: Instant? { shard.nextTimer() }

    func finish() -> (tally: DryRunTally, refusals: [DryRunRefusal]) {
        tally.runs = shard.startedCount
        return (tally, refusals)
    }

    /// The events of a stretch as the runs take them.
    func delivered(_ part: HistoryStretch.Part) -> [HistoryEvent] {
        switch part {
        case .events(let events): return events.compactMap { delivered($0.event, line: $0.line, offset: 0) }
        case .rows(let notes):
            guard let file else { return [] }
            var events: [HistoryEvent] = []
            events.reserveCapacity(notes.count)
            file.withBytes { bytes in
                if !hasNames { rows?.takeNames(bytes) }
                hasNames = true
                for note in notes {
                    guard let event = rows?.event(Int(note.event), at: note.offset, of: bytes),
                        let delivered = delivered(event, line: Int(note.line), offset: note.offset)
                    else { continue }
                    events.append(delivered)
                }
            }
            return events
        }
    }

    private func delivered(_ event: Event, line: Int, offset: Int) -> HistoryEvent? {
        guard event.time <= period.to, let route = rules.routes[event.type], let delivered = rules.delivered(event)
        else { return nil }
        return HistoryEvent(
            at: event.time, partition: route.partition(of: event.data), event: delivered,
            origin: HistoryEvent.Origin(line: line, offset: offset, type: event.type))
    }
}

/// What the book could not take.
struct DryRunRefusal: Sendable {
    var line: Int
    /// The byte at which its row begins, in a file of rows.
    var offset: Int
    var type: Text
    var problem: Text
    var field: Text?

    init(line: Int, offset: Int, type: Text, _ refusal: Refusal) {
        self.line = line
        self.offset = offset
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
    struct Item: Sendable {
        var at: Instant
        var partition: Text
        /// Behind its last byte.
        var end: Int
    }

    private var lines = CallLines()
    private(set) var items: [Item] = []

    var bytes: [UInt8] { lines.bytes }

    mutating func append(_ happening: Simulation.Happening, _ call: Call, _ answer: Answer) {
        lines.append(at: happening.at, run: happening.run?.text, call, answer)
        lines.endLine()
        items.append(Item(at: happening.at, partition: happening.partition, end: lines.bytes.count))
    }

    /// Several workers' calls as one text, in the order of (time, partition, sequence).
    static func merged(_ parts: [WrittenCalls]) -> [UInt8] {
        if parts.count == 1 { return parts[0].bytes }
        var text: [UInt8] = []
        text.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count })
        var next = Array(repeating: 0, count: parts.count)
        while true {
            var first: Int?
            for part in parts.indices where next[part] < parts[part].items.count {
                guard let best = first else {
                    first = part
                    continue
                }
                let (one, other) = (parts[part].items[next[part]], parts[best].items[next[best]])
                if (one.at, one.partition) < (other.at, other.partition) { first = part }
            }
            guard let first else { return text }
            let index = next[first]
            let start = index == 0 ? 0 : parts[first].items[index - 1].end
            text += parts[first].bytes[start..<parts[first].items[index].end]
            next[first] += 1
        }
    }
}
