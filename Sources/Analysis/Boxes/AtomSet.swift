/// A set of the atoms of one axis, as ranges in rising order that do not touch each other.
struct AtomSet: Hashable, Sendable {
    /// Pairs of the first atom inside and the first one behind.
    private(set) var bounds: [Int32]

    static let none = AtomSet(bounds: [])

    /// The bounds must be in strictly rising order.
    init(bounds: [Int32]) { self.bounds = bounds }

    init(_ range: Range<Int32>) { bounds = range.isEmpty ? [] : [range.lowerBound, range.upperBound] }

    /// The union of ranges in any order.
    init(_ ranges: [Range<Int32>]) {
        bounds = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let end = bounds.last, range.lowerBound <= end {
                bounds[bounds.count - 1] = max(end, range.upperBound)
            } else {
                bounds.append(range.lowerBound)
                bounds.append(range.upperBound)
            }
        }
    }

    var isEmpty: Bool { bounds.isEmpty }
    /// The first atom; only for a set that is not empty.
    var first: Int32 { bounds.first ?? 0 }
    /// The first atom behind the last one; only for a set that is not empty.
    var end: Int32 { bounds.last ?? 0 }

    var ranges: [Range<Int32>] {
        stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]..<bounds[$0 + 1] }
    }

    /// The number of atoms.
    var count: Int {
        var count = 0
        for index in stride(from: 0, to: bounds.count, by: 2) { count += Int(bounds[index + 1] - bounds[index]) }
        return count
    }

    func contains(_ atom: Int32) -> Bool {
        // The number of bounds at or below the atom is odd inside.
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] <= atom { low = middle + 1 } else { high = middle }
        }
        return low % 2 == 1
    }

    /// The atoms that `keeps` wants, where the arguments say whether an atom is in this set and in the other.
    @inline(__always)
    private func merged(_ other: AtomSet, _ keeps: (Bool, Bool) -> Bool) -> AtomSet {
        var result: [Int32] = []
        result.reserveCapacity(bounds.count + other.bounds.count)
        var (own, foreign) = (0, 0)
        var isInside = false
        while own < bounds.count || foreign < other.bounds.count {
            let next = min(
                own < bounds.count ? bounds[own] : .max, foreign < other.bounds.count ? other.bounds[foreign] : .max)
            if own < bounds.count, bounds[own] == next { own += 1 }
            if foreign < other.bounds.count, other.bounds[foreign] == next { foreign += 1 }
            let keep = keeps(own % 2 == 1, foreign % 2 == 1)
            if keep != isInside {
                result.append(next)
                isInside = keep
            }
        }
        return AtomSet(bounds: result)
    }

    func intersection(_ other: AtomSet) -> AtomSet { merged(other) { $0 && $1 } }
    func union(_ other: AtomSet) -> AtomSet { merged(other) { $0 || $1 } }
    func subtracting(_ other: AtomSet) -> AtomSet { merged(other) { $0 && !$1 } }

    func intersects(_ other: AtomSet) -> Bool {
        var (own, foreign) = (0, 0)
        while own < bounds.count, foreign < other.bounds.count {
            if bounds[own + 1] <= other.bounds[foreign] {
                own += 2
            } else if other.bounds[foreign + 1] <= bounds[own] {
                foreign += 2
            } else {
                return true
            }
        }
        return false
    }

    func isSubset(of other: AtomSet) -> Bool {
        var foreign = 0
        for own in stride(from: 0, to: bounds.count, by: 2) {
            while foreign < other.bounds.count, other.bounds[foreign + 1] < bounds[own + 1] { foreign += 2 }
            if foreign >= other.bounds.count || other.bounds[foreign] > bounds[own] { return false }
        }
        return true
    }
}
