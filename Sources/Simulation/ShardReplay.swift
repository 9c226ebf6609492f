package import Dates
package import Encoding
package import Program
package import Runner

/// What one worker plays: some of the partitions of a history, each with its own runs and records, in stretches of time.
///
/// Which partitions lie in one shard changes nothing: they know nothing of one another, and what has happened is put into the
/// order of (time, partition, sequence) behind them. So any number of shards gives the same (S15).
///
/// It forgets what is over: its memory follows the runs under way and not the history.
package struct ShardReplay<World: ReplayWorld> {
    private let runner: Runner
    private let routes: EventRoutes
    /// The records of a partition as it begins.
    private let world: @Sendable (Text) -> World
    private var places: [Text: Int] = [:]
    private var partitions: [PartitionReplay<World>] = []
    private var agenda = Agenda()

    package init(runner: Runner, routes: EventRoutes, world: @escaping @Sendable (Text) -> World) {
        self.runner = runner
        self.routes = routes
        self.world = world
    }

    /// Plays the next events, and the timers before the horizon.
    ///
    /// - Parameters:
    ///   - events: in the order of time, and none before the horizon of the stretch before.
    ///   - horizon: no event to come is earlier; timers before it fire.
    ///   - happenings: what has happened is added here, of each partition in its order.
    package mutating func play(_ events: [HistoryEvent], before horizon: Instant, _ happenings: inout [Happening]) {
        for event in events {
            let place = place(of: event.partition)
            partitions[place].exchangeHappenings(&happenings)
            partitions[place].fire(before: event.at)
            partitions[place].take(event)
            partitions[place].exchangeHappenings(&happenings)
            agenda.plan(place, partitions[place].nextTimer())
        }
        while let (time, place) = agenda.first, time < horizon {
            partitions[place].exchangeHappenings(&happenings)
            partitions[place].fire(at: time)
            partitions[place].exchangeHappenings(&happenings)
            agenda.plan(place, partitions[place].nextTimer())
        }
    }

    /// The earliest time at which something happens of itself.
    package mutating func nextTimer() -> Instant? { agenda.first?.time }

    /// The runs that have begun.
    package var startedCount: Int { partitions.reduce(0) { $0 + $1.startedCount } }

    private mutating func place(of name: Text) -> Int {
        if let place = places[name] { return place }
        places[name] = partitions.count
        partitions.append(
            PartitionReplay(runner: runner, routes: routes, partition: name, world: world(name), forgets: true))
        return partitions.count - 1
    }
}

/// When each partition wakes next: a heap whose stale entries are dropped when they come up.
private struct Agenda {
    private struct Entry {
        var time: Instant
        var place: Int
    }

    private var heap: [Entry] = []
    /// By partition, the time that holds.
    private var planned: [Instant?] = []

    /// The partition that wakes first; of several, the one that is there longest.
    var first: (time: Instant, place: Int)? {
        mutating get {
            while let entry = heap.first {
                if planned[entry.place] == entry.time { return (entry.time, entry.place) }
                removeFirst()
            }
            return nil
        }
    }

    mutating func plan(_ place: Int, _ time: Instant?) {
        while planned.count <= place { planned.append(nil) }
        guard planned[place] != time else { return }
        planned[place] = time
        guard let time else { return }
        heap.append(Entry(time: time, place: place))
        var index = heap.count - 1
        while index > 0, isBefore(heap[index], heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && isBefore(heap[child], heap[least]) {
                least = child
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }

    private func isBefore(_ one: Entry, _ other: Entry) -> Bool {
        one.time != other.time ? one.time < other.time : one.place < other.place
    }
}
