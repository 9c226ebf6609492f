package import Billing
package import Dates
package import Encoding
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

    /// What a replay leaves.
    package struct Outcome: Sendable {
        /// In the order of (time, partition, sequence).
        package var happenings: [Happening] = []
        /// What each partition remembers at the end, in the order of their names.
        package var partitions: [(name: Text, bytes: [UInt8])] = []
    }

    /// - Parameter events: in any order; those of one time keep the order in which they stand here.
    package func run(_ events: [HistoryEvent], until end: Instant? = nil) async -> [Happening] {
        await replay(events, until: end, saves: false).happenings
    }

    /// The same, with what each partition remembers at the end.
    package func outcome(_ events: [HistoryEvent], until end: Instant? = nil) async -> Outcome {
        await replay(events, until: end, saves: true)
    }

    private func replay(_ events: [HistoryEvent], until end: Instant?, saves: Bool) async -> Outcome {
        let partitions = Self.partitions(events)
        var outcome = await withTaskGroup(of: Outcome.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var part = Outcome()
                    for index in stride(from: worker, to: partitions.count, by: workers) {
                        let name = partitions[index][0].partition
                        var book = book
                        book.partition = name
                        var replay = PartitionReplay(
                            runner: runner, routes: routes, partition: name, world: BookWorld(book))
                        part.happenings += replay.run(partitions[index], until: end)
                        if saves { part.partitions.append((name, replay.canonicalBytes())) }
                    }
                    return part
                }
            }
            var all = Outcome()
            for await part in group {
                all.happenings += part.happenings
                all.partitions += part.partitions
            }
            return all
        }
        outcome.happenings.sort { ($0.at, $0.partition, $0.sequence) < ($1.at, $1.partition, $1.sequence) }
        outcome.partitions.sort { $0.name < $1.name }
        return outcome
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
