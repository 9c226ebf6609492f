package import Billing
package import Dates
import Encoding
package import Program
package import Runner

/// Replays a whole history, its partitions in parallel; the number of workers changes nothing but the time it takes (S15).
package struct Replay: Sendable {
    package var runner: Runner
    package var routes: EventRoutes
    package var book: Book
    package var workers: Int

    package init(runner: Runner, routes: EventRoutes, book: Book, workers: Int) {
        self.runner = runner
        self.routes = routes
        self.book = book
        self.workers = max(1, workers)
    }

    /// - Parameter events: in any order; those of one time keep the order in which they stand here.
    package func run(_ events: [HistoryEvent], until end: Instant? = nil) async -> [Happening] {
        let partitions = Self.partitions(events)
        let results = await withTaskGroup(of: (Int, [[Happening]]).self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var results: [[Happening]] = []
                    for index in stride(from: worker, to: partitions.count, by: workers) {
                        let partition = partitions[index]
                        var replay = PartitionReplay(
                            runner: runner, routes: routes, partition: partition[0].partition, world: book)
                        results.append(replay.run(partition, until: end))
                    }
                    return (worker, results)
                }
            }
            var all: [Happening] = []
            for await (_, results) in group { for result in results { all += result } }
            return all
        }
        return results.sorted {
            ($0.at, $0.partition, $0.sequence) < ($1.at, $1.partition, $1.sequence)
        }
    }

    /// The events by partition, each in the order of time.
    private static func partitions(_ events: [HistoryEvent]) -> [[HistoryEvent]] {
        let order = events.indices.sorted { one, other in
            let (first, second) = (events[one], events[other])
            return (first.partition, first.at, one) < (second.partition, second.at, other)
        }
        var partitions: [[HistoryEvent]] = []
        for index in order {
            if partitions.last?.first?.partition == events[index].partition {
                partitions[partitions.count - 1].append(events[index])
            } else {
                partitions.append([events[index]])
            }
        }
        return partitions
    }
}
