import Evaluation

/// Values on their way into lists, maps and records: one allocation that is used again for every document.
struct ValueStack: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Value>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 256
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    @inline(__always)
    mutating func push(_ value: consuming Value) {
        if count == capacity { grow(1) }
        (base + count).initialize(to: value)
        count &+= 1
    }

    /// Pushes `more` absent values and returns the index of the first.
    @inline(__always)
    mutating func pushAbsent(_ more: Int) -> Int {
        if count &+ more > capacity { grow(more) }
        (base + count).initialize(repeating: .absent, count: more)
        count &+= more
        return count &- more
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let newCapacity = Swift.max(capacity * 2, count + more)
        let newBase = UnsafeMutablePointer<Value>.allocate(capacity: newCapacity)
        newBase.moveInitialize(from: base, count: count)
        base.deallocate()
        base = newBase
        capacity = newCapacity
    }

    @inline(__always)
    mutating func set(_ index: Int, _ value: consuming Value) { base[index] = value }

    /// Moves the values from `start` on into a list.
    @inline(__always)
    mutating func takeList(from start: Int) -> Value {
        let list = Value.list(moving: base + start, count: count &- start)
        count = start
        return list
    }

    /// Moves the values from `start` on into a record that has as many fields.
    @inline(__always)
    mutating func takeRecord(_ shape: Shape, from start: Int) -> Value {
        let record = Value.record(shape, moving: base + start, count: count &- start)
        count = start
        return record
    }

    @inline(__always)
    mutating func truncate(to newCount: Int) {
        (base + newCount).deinitialize(count: count &- newCount)
        count = newCount
    }
}
