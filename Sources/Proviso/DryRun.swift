import Billing
import Checking
public import Dates
import Encoding
import Hosting
public import Ingest
import Machine
import Program
import Runner
import Simulation

/// Tries rules against a history: the events as they happened, a virtual clock, and the reference billing book in place of the
/// billing system. Nothing outside is touched, since there is nothing outside to touch.
public struct DryRun: Sendable {
    public let rules: Rules
    /// How many partitions are replayed at once. It changes nothing but the time it takes.
    public var workers: Int
    /// What is shown begins here; everything before it is played, so that the records are right.
    public var from: Instant?
    /// The last moment that is played; without one all timers fire.
    public var to: Instant?
    /// With a seed the line to the billing system fails now and then, by the rules of `SeededFailures`.
    public var seed: UInt64?
    /// The records that are there before the history begins.
    public var fixtures = Fixtures()
    /// Runs that an event cannot concern are not woken by it. It changes nothing but the time it takes: a test holds the two against each other.
    package var leavesAsleep = true
    /// A file of rows is looked over in pieces of so many bytes, by as many workers as play it. That changes nothing but the time it takes, either.
    package var pieceBytes = Self.pieceBytes
    /// The events that are played together, if not so many as suit the history. Nor does that.
    package var stretchEvents: Int?

    static let pieceBytes = 1 << 21
    /// Nothing comes after it: what it has in memory is left to the system, which takes it back at once, and is not given back piece by piece.
    public var isLast = false

    public init(_ rules: Rules, workers: Int = 1) {
        self.rules = rules
        self.workers = workers
    }

    /// The workflows that nothing in a history starts, in the order of their names: a timetable belongs to no customer, so no partition of a history plays it.
    public var scheduled: [String] {
        rules.runner.programs.filter { if case .schedule = $0.trigger.start { true } else { false } }
            .map(\.workflow.string)
    }

    /// - Parameters:
    ///   - events: in any order; those of one time keep the order in which they stand here.
    ///   - end: no timer after it fires; without one all of them do.
    /// - Returns: all that happened, ordered by time, then by partition, then as it happened there.
    public func run(_ events: [Event], until end: Instant? = nil) async -> [Happening] {
        var history: [HistoryEvent] = []
        var refused: [Happening] = []
        for event in events {
            if let delivered = rules.delivered(event) {
                let partition = rules.routes[event.type]?.partition(of: event.data) ?? Text()
                history.append(HistoryEvent(at: event.time, partition: partition, event: delivered))
            } else {
                refused.append(Happening(at: event.time, run: nil, .refused(Text("unknown_event"), field: event.type)))
            }
        }
        let replay = Replay(
            runner: rules.runner, routes: rules.routes,
            book: rules.book(),
            workers: workers)
        return refused + (await replay.run(history, until: end)).map { Happening($0) }
    }
}

/// What came of a dry run over a file.
public struct DryRunReport: Sendable {
    public internal(set) var history = HistoryAccount()
    public internal(set) var tally = DryRunTally()
    /// Nobody wanted the rest of the calls.
    public internal(set) var isCutShort = false
}

// MARK: Over a file of any size

extension DryRun {
    /// After the last event the timers that are left fire in stretches of so many seconds.
    private static let restSeconds: Int64 = 20 * 86_400

    /// Plays a file as it is read. The memory follows the runs that are under way, and not the length of the history.
    ///
    /// - Parameters:
    ///   - progress: how much of the history has been played, from 0 to 1.
    ///   - calls: takes the next calls, one JSON object a line, ordered by time, then by partition, then as they were made there;
    ///     says whether more are wanted.
    public func play(
        _ file: HistoryFile, progress: (Double) -> Void = { _ in }, calls: ([UInt8]) -> Bool
    ) async throws(RuleFiles.Problem) -> DryRunReport {
        // No run is older than the history: the programs to which only an older one could be pinned are left out.
        let rules = Rules(
            runner: Runner(environment: rules.runner.environment, current: rules.runner.programs),
            routes: rules.routes,
            shapes: rules.shapes, prices: rules.prices)
        var feed = try HistoryFeed(
            file, rules, workers: max(1, workers), pieceBytes: pieceBytes, stretchEvents: stretchEvents)
        let period = DryRunPeriod(from: from ?? .earliest, to: to ?? .latest)
        let world = self.world(rules, givesNoMore: leavesAsleep)
        let count = max(1, workers)
        let workers = (0..<count).map { _ in
            DryRunWorker(rules, period, feed.rowFile, leavesAsleep: leavesAsleep, world: world)
        }
        var report = DryRunReport()
        report.isCutShort = await Self.play(&feed, workers, until: period.to, progress, calls)
        while feed.read(workers: count) != nil {}
        var horizon: Instant? = .earliest
        while !report.isCutShort, let reached = horizon, reached <= period.to {
            var next: Instant?
            for worker in workers {
                guard let timer = await worker.nextTimer else { continue }
                next = next.map { min($0, timer) } ?? timer
            }
            horizon = next.map { (try? $0.adding(ExactDuration(seconds: Self.restSeconds))) ?? .latest }
            guard let end = horizon else { break }
            let written = await withTaskGroup(of: (Int, WrittenCalls).self) { group in
                for (index, worker) in workers.enumerated() {
                    group.addTask { (index, await worker.play(.events([]), before: end, WrittenCalls())) }
                }
                return await Self.gathered(group, count)
            }
            report.isCutShort = !WrittenCalls.write(written, calls)
        }
        if isLast { for worker in workers { _ = Unmanaged.passRetained(worker) } }
        report.history = feed.account
        var refusals: [DryRunRefusal] = []
        for worker in workers {
            let (tally, refused) = await worker.finish()
            report.tally.add(tally)
            refusals += refused
        }
        refusals.sort { ($0.line, $0.at, $0.type) < ($1.line, $1.at, $1.type) }
        for refusal in refusals { feed.refuse(refusal, &report.history) }
        report.history.sort()
        for item in report.tally.endless.keys.sorted(by: { ($0.workflow, $0.name) < ($1.workflow, $1.name) }) {
            report.history.tell(
                HistoryMessages.endless(file.path, event: item.name.string, workflow: item.workflow.string))
        }
        return report
    }

    /// Plays all events that are not later than the end. The calls of one stretch are written and the events of another are read while the workers play.
    ///
    /// - Returns: whether nobody wanted the rest of the calls.
    private static func play(
        _ feed: inout HistoryFeed, _ workers: [DryRunWorker], until end: Instant, _ progress: (Double) -> Void,
        _ calls: ([UInt8]) -> Bool
    ) async -> Bool {
        var queue = StretchQueue(workers: workers.count)
        var next = feed.read(workers: workers.count)
        var isCutShort = false
        return await withTaskGroup(of: (Int, WrittenCalls).self) { group in
            repeat {
                if let stretch = next, stretch.first <= end, queue.takesMore {
                    queue.add(stretch)
                    next = nil
                }
                for (index, worker) in workers.enumerated() where !isCutShort {
                    guard let (stretch, memory) = queue.begin(index) else { continue }
                    group.addTask {
                        (index, await worker.play(stretch.parts[index], before: stretch.horizon, memory))
                    }
                }
                if next == nil { next = feed.read(workers: workers.count) }
                if let (written, fraction) = queue.takePlayed() {
                    isCutShort = isCutShort || !WrittenCalls.write(written, calls)
                    progress(fraction)
                    queue.takeBack(written)
                } else {
                    guard let (index, played) = await group.next() else { return isCutShort }
                    queue.end(index, played)
                }
            } while true
        }
    }

    private static func gathered(
        _ group: consuming TaskGroup<(Int, WrittenCalls)>, _ count: Int
    ) async -> [WrittenCalls] {
        var parts = Array(repeating: WrittenCalls(), count: count)
        for await (index, part) in group { parts[index] = part }
        return parts
    }

    /// What stands for the billing system of a partition as it begins.
    ///
    /// - Parameter givesNoMore: nobody reads more of the records than the workflows.
    func world(_ rules: Rules, givesNoMore: Bool = false) -> @Sendable (Text) -> DryRunWorld {
        var book = rules.book(.days(60))
        book.watch(rules.runner.watch.types, givesNoMore: givesNoMore && rules.runner.watch.isAll)
        book.callsOnly(rules.runner.primitives)
        let (fixtures, seed, empty) = (fixtures, seed, book)
        return { partition in
            var book = empty
            book.partition = partition
            for record in fixtures.records(of: partition) {
                // Whether the type is declared was asked when the file was read.
                try? book.set(record.type, record.id, record.fields)
            }
            return DryRunWorld(book: book, failures: seed.map { SeededFailures(seed: $0) })
        }
    }
}

extension Happening {
    fileprivate init(_ happening: Simulation.Happening) {
        let kind: Kind =
            switch happening.kind {
            case .call(let call, let answer): .call(call, answer)
            case .asked(let request): .asked(ApprovalAsked(request))
            case .flagged(let request):
                .flagged(step: request.step, text: request.text, to: request.to, until: request.until)
            case .suspended(let reason, let step): .suspended(reason: reason, step: step)
            case .ended(let result): .ended(result)
            case .reminded(let request): .reminded(ApprovalAsked(request))
            case .escalated(let request): .escalated(ApprovalAsked(request))
            case .denied(let step, let person, let denial):
                .denied(step: step, person: person, reason: Text(denial.rawValue))
            case .sent(let type, let data): .sent(type: type, data: data)
            case .told(let type, let data): .told(type: type, data: data)
            case .knownFact(let type): .known(type: type)
            case .endless(let type): .endless(type: type)
            case .dormant(let until): .dormant(until: until)
            case .missed(let stage): .missed(stage: stage)
            case .refused(let refusal): .refused(refusal.outcome, field: refusal.field)
            case .duplicate: .duplicate(Text())
            }
        self.init(at: happening.at, run: happening.run, kind)
    }
}
