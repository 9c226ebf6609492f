package import Dates

/// Planned times, earliest first; among equal times in the order that the owner gives the places (S5).
///
/// A binary heap of numbers. A place that plans anew leaves its old entry behind, whose ticket is no longer that of the place; the owner
/// drops it when it comes up.
package struct TimerQueue: Sendable {
    package struct Entry: Sendable {
        package var time: Instant
        /// Where the owner has what is planned.
        package var place: Int32
        package var ticket: UInt32
    }

    private var heap: [Entry] = []

    package init() {}

    package var isEmpty: Bool { heap.isEmpty }

    /// The earliest entry, of a queue that has any.
    package var first: Entry { heap[0] }

    /// - Parameter precedes: the order of two places.
    package mutating func insert(_ entry: Entry, _ precedes: (Int32, Int32) -> Bool) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, isBefore(heap[index], heap[(index - 1) / 2], precedes) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    package mutating func removeFirst(_ precedes: (Int32, Int32) -> Bool) {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && isBefore(heap[child], heap[least], precedes) { least = child }
            guard least != index else { return }
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

    private func isBefore(_ one: Entry, _ other: Entry, _ precedes: (Int32, Int32) -> Bool) -> Bool {
        one.time != other.time ? one.time < other.time : precedes(one.place, other.place)
    }
}
