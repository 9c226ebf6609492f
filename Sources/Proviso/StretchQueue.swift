/// Which stretches of a history are played by which worker: each goes on with the next as soon as it has played one, and a stretch is over when all have
/// played it. So nobody waits for the slowest at each stretch, and few are under way.
struct StretchQueue {
    /// So many are begun before the first of them is over: more would keep more calls in memory.
    private static let mostStretches = 2

    private struct Worker {
        /// How many stretches it has begun.
        var begunCount = 0
        var isBusy = false
        /// The calls of those that it has played and that are not over.
        var played: [WrittenCalls] = []
        /// Calls that have been written: they have memory.
        var spare: [WrittenCalls] = []
    }

    private var workers: [Worker]
    /// Those that are not over, in order.
    private var stretches: [HistoryStretch] = []
    private var overCount = 0

    init(workers count: Int) { workers = Array(repeating: Worker(), count: count) }

    /// Whether one more may be begun.
    var takesMore: Bool { stretches.count < Self.mostStretches }

    mutating func add(_ stretch: HistoryStretch) { stretches.append(stretch) }

    /// What a worker is to play now, with memory for its calls; nothing while it plays, and before the next stretch is there.
    mutating func begin(_ worker: Int) -> (stretch: HistoryStretch, memory: WrittenCalls)? {
        let next = workers[worker].begunCount - overCount
        guard !workers[worker].isBusy, next < stretches.count else { return nil }
        workers[worker].isBusy = true
        workers[worker].begunCount += 1
        return (stretches[next], workers[worker].spare.popLast() ?? WrittenCalls())
    }

    /// A worker has played the stretch that it had begun.
    mutating func end(_ worker: Int, _ calls: consuming WrittenCalls) {
        workers[worker].isBusy = false
        workers[worker].played.append(calls)
    }

    /// The calls of the first stretch by worker, if all have played it.
    mutating func takePlayed() -> (calls: [WrittenCalls], fraction: Double)? {
        guard let first = stretches.first, workers.allSatisfy({ !$0.played.isEmpty }) else { return nil }
        stretches.removeFirst()
        overCount += 1
        return (workers.indices.map { workers[$0].played.removeFirst() }, first.fraction)
    }

    /// Takes back the memory of calls that have been written.
    mutating func takeBack(_ calls: consuming [WrittenCalls]) {
        for worker in workers.indices {
            var memory = WrittenCalls()
            swap(&memory, &calls[worker])
            memory.removeAll()
            workers[worker].spare.append(memory)
        }
    }
}
