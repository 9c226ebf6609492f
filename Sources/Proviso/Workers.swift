import Dispatch

/// Work on many items by all cores, with the results in the order of the items: so the same items give the same results on any number of
/// cores.
enum Workers {
    /// Fewer items are not worth a second thread.
    private static let fewItems = 16

    static func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: @Sendable (Item) -> Result
    ) -> [Result] {
        guard items.count >= fewItems else { return items.map(work) }
        // Small parts, so that no core waits long for the last one.
        let size = max(1, items.count / 64)
        let parts = (items.count + size - 1) / size
        return [[Result]](unsafeUninitializedCapacity: parts) { buffer, count in
            let slots = Slots(base: buffer.baseAddress)
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                let range = part * size..<min(items.count, (part + 1) * size)
                slots.set(part, items[range].map(work))
            }
            count = parts
        }.flatMap { $0 }
    }

    /// As many pieces of work at once, by their numbers.
    static func all<Result: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
        [Result](unsafeUninitializedCapacity: count) { buffer, made in
            let slots = Slots(base: buffer.baseAddress)
            DispatchQueue.concurrentPerform(iterations: count) { slots.set($0, work($0)) }
            made = count
        }
    }

    /// Two pieces of work at once. Work on many items inside of one of them is done by one core.
    static func both<One: Sendable, Other: Sendable>(
        _ one: @Sendable () -> One, _ other: @Sendable () -> Other
    ) -> (One, Other) {
        let halves = [Half<One, Other>](unsafeUninitializedCapacity: 2) { buffer, count in
            let slots = Slots(base: buffer.baseAddress)
            DispatchQueue.concurrentPerform(iterations: 2) { index in
                slots.set(index, index == 0 ? .one(one()) : .other(other()))
            }
            count = 2
        }
        guard case .one(let first) = halves[0], case .other(let second) = halves[1] else { return (one(), other()) }
        return (first, second)
    }

    private enum Half<One: Sendable, Other: Sendable>: Sendable {
        case one(One)
        case other(Other)
    }

    /// Memory into which each part writes its own place, and no other.
    private struct Slots<Element>: @unchecked Sendable {
        let base: UnsafeMutablePointer<Element>?

        func set(_ index: Int, _ element: Element) { base?.advanced(by: index).initialize(to: element) }
    }
}
