package import Dates
package import Machine

/// The planned times of many runs, earliest first; among equal times in the order of the runs (S5).
///
/// A binary heap. A run that plans anew leaves its old entry behind, which the owner recognises and drops when it comes up.
package struct TimerQueue: Sendable {
    package struct Entry: Sendable {
        package var time: Instant
        package var run: RunID
        /// Where the owner has the run.
        package var place: Int
    }

    private var heap: [Entry] = []

    package init() {}

    package var isEmpty: Bool { heap.isEmpty }

    /// The earliest entry, of a queue that has any.
    package var first: Entry { _read { yield heap[0] } }

    package mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, isBefore(index, (index - 1) / 2) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    @discardableResult
    package mutating func removeFirst() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            guard least != index else { return first }
            heap.swapAt(index, least)
            index = least
        }
    }

    /// The entries up to a time, in any order.
    package func entries(upTo time: Instant) -> [Entry] {
        guard let first = heap.first, first.time <= time else { return [] }
        var found: [Entry] = []
        var places = [0]
        while let place = places.popLast() {
            guard place < heap.count, heap[place].time <= time else { continue }
            found.append(heap[place])
            places += [2 * place + 1, 2 * place + 2]
        }
        return found
    }

    /// By places: an entry is not taken out to be compared.
    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        let (time, otherTime) = (heap[one].time, heap[other].time)
        return time != otherTime ? time < otherTime : heap[one].run < heap[other].run
    }
}
