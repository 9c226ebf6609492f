package import Dates
package import Encoding
package import Program
package import Runner

/// What one worker plays: some of the partitions of a history, each with its own runs and records, in stretches of time.
///
/// Of a stretch one partition is played after the other: what it works on is then at hand, while events in the order of time would
/// each find another partition. Which partitions lie in one shard changes nothing: they know nothing of one another, and what has
/// happened is put into the order of (time, partition, sequence) behind them. So any number of shards gives the same (S15).
///
/// It forgets what is over: its memory follows the runs under way and not the history.
package struct ShardReplay {
    private final class Place {
        @exclusivity(unchecked) var replay: PartitionReplay
        @exclusivity(unchecked) var next: Instant?

        init(_ replay: PartitionReplay) { self.replay = replay }

        /// Its events of a stretch have been played: its timers fire while it is at hand.
        func leave(before horizon: Instant) {
            replay.fire(before: horizon)
            next = replay.nextTimer()
            replay.rest()
        }
    }

    private let runner: Runner
    private let routes: EventRoutes
    /// The records of a partition as it begins.
    private let world: @Sendable (Text) -> any ReplayWorld
    private let leavesAsleep: Bool
    /// By the partitions' numbers.
    private var places: [Place?] = []
    private let scratch = ReplayScratch()

    /// - Parameter leavesAsleep: as for `PartitionReplay`.
    package init(
        runner: Runner, routes: EventRoutes, leavesAsleep: Bool = true,
        world: @escaping @Sendable (Text) -> any ReplayWorld
    ) {
        self.leavesAsleep = leavesAsleep
        self.runner = runner
        self.routes = routes
        self.world = world
    }

    /// Plays the next events, and the timers before the horizon.
    ///
    /// - Parameters:
    ///   - items: in order. No event is earlier than the horizon of the stretch before.
    ///   - horizon: later than all of them, and no event to come is earlier; timers before it fire.
    ///   - event: gives the event of an index, or nothing if it is not to be played.
    ///   - take: takes what has happened: of each partition in its order, and one partition after the other.
    package mutating func play(
        _ items: [ShardItem], before horizon: Instant, event: (Int) -> HistoryEvent?, take: (Happening) -> Void
    ) {
        scratch.give(take) {
            var current: (number: UInt32, place: Place)?
            for item in items {
                guard let event = event(Int(item.index)) else { continue }
                if current?.number != item.partition {
                    current?.place.leave(before: horizon)
                    current = (item.partition, place(Int(item.partition), named: event.partition))
                }
                current?.place.replay.fire(before: event.at)
                current?.place.replay.take(event)
            }
            current?.place.leave(before: horizon)
            for case let place? in places {
                if let next = place.next, next < horizon { place.leave(before: horizon) }
            }
        }
    }

    /// The earliest time at which something happens of itself.
    package var nextTimer: Instant? { places.compactMap { $0?.next }.min() }

    /// The runs that have begun.
    package var startedCount: Int { places.reduce(0) { $0 + ($1?.replay.startedCount ?? 0) } }

    private mutating func place(_ number: Int, named name: Text) -> Place {
        while places.count <= number { places.append(nil) }
        if let place = places[number] { return place }
        let place = Place(
            PartitionReplay(
                runner: runner, routes: routes, partition: name, world: world(name), forgets: true,
                leavesAsleep: leavesAsleep, scratch: scratch))
        places[number] = place
        return place
    }
}

/// An event of a stretch; the order of them is by partition.
package struct ShardItem: Comparable {
    /// The number of its partition: small numbers from 0 on, each of one partition.
    package var partition: UInt32
    /// Its place in the stretch, which is in the order of time.
    package var index: UInt32

    package init(partition: Int, index: Int) {
        self.partition = UInt32(truncatingIfNeeded: partition)
        self.index = UInt32(truncatingIfNeeded: index)
    }

    package static func < (one: ShardItem, other: ShardItem) -> Bool {
        one.partition != other.partition ? one.partition < other.partition : one.index < other.index
    }
}
