// Which boxes meet which. In the column that tells the rows apart best, the rows are sorted by where they begin, and a tree over them knows how
// far the rows of each part reach: so those that meet a given row in this column are found without looking at the others, and only they are
// compared in the other columns.

/// The rows of a table whose boxes are not empty, so that those that meet a row are found.
///
/// A class so that looking something up copies nothing; nothing in it changes.
final class Neighbours: Sendable {
    private let table: BoxTable
    /// The column that is searched.
    private let column: Int
    /// The rows in the order in which they begin in that column.
    private let order: [Int32]
    /// Where they begin.
    private let starts: [Int32]
    /// A tree over `order`: the largest end below each node; the leaves are at `leafCount...`.
    private let reach: [Int32]
    private let leafCount: Int
    /// Row by row, column by column the first atom and the one behind the last.
    private let hulls: [Int32]
    /// All atoms between the first and the last are inside, in each column.
    private let isWhole: [Bool]
    private let width: Int

    init(_ table: BoxTable) {
        self.table = table
        let width = table.columnCount
        self.width = width
        var hulls = [Int32](repeating: 0, count: 2 * width * table.rowCount)
        var isWhole = [Bool](repeating: true, count: table.rowCount)
        for (column, axis) in table.axes.enumerated() {
            for (row, number) in table.numbers[column].enumerated() {
                let set = axis.sets[Int(number)]
                hulls[2 * (row * width + column)] = set.first
                hulls[2 * (row * width + column) + 1] = set.end
                if set.bounds.count != 2 { isWhole[row] = false }
            }
        }
        self.hulls = hulls
        self.isWhole = isWhole
        let rows = (0..<table.rowCount).filter { !table.isEmpty($0) }
        var best = (column: 0, pairs: Int.max)
        for column in 0..<width {
            let pairs = Self.meetingPairs(
                rows.map { hulls[2 * ($0 * width + column)] }, rows.map { hulls[2 * ($0 * width + column) + 1] })
            if pairs < best.pairs { best = (column, pairs) }
        }
        column = best.column
        // A table without columns has nothing to be found.
        let begins = width == 0 ? [] : rows.map { hulls[2 * ($0 * width + best.column)] }
        let sorted = begins.indices.sorted { (begins[$0], $0) < (begins[$1], $1) }
        order = sorted.map { Int32(rows[$0]) }
        starts = sorted.map { begins[$0] }
        var leafCount = 1
        while leafCount < sorted.count { leafCount *= 2 }
        var reach = [Int32](repeating: .min, count: 2 * leafCount)
        for (place, index) in sorted.enumerated() {
            reach[leafCount + place] = hulls[2 * (rows[index] * width + best.column) + 1]
        }
        for node in stride(from: leafCount - 1, to: 0, by: -1) {
            reach[node] = max(reach[2 * node], reach[2 * node + 1])
        }
        self.reach = reach
        self.leafCount = leafCount
    }

    /// How many pairs of ranges have an atom in common.
    private static func meetingPairs(_ starts: [Int32], _ ends: [Int32]) -> Int {
        let starts = starts.sorted()
        let ends = ends.sorted()
        var apart = 0
        var ended = 0
        for start in starts {
            while ended < ends.count, ends[ended] <= start { ended += 1 }
            apart += ended
        }
        return starts.count * (starts.count - 1) / 2 - apart
    }

    /// Finds the other rows that meet a row.
    ///
    /// - Parameter meeting: gets them, in rising order.
    /// - Returns: the number of steps that it took.
    func find(_ row: Int, _ meeting: inout [Int]) -> Int {
        meeting.removeAll(keepingCapacity: true)
        guard !order.isEmpty else { return 0 }
        let start = hulls[2 * (row * width + column)]
        let end = hulls[2 * (row * width + column) + 1]
        // The rows that begin before this one ends.
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < end { low = middle + 1 } else { high = middle }
        }
        var steps = 1
        reach.withUnsafeBufferPointer { reach in
            order.withUnsafeBufferPointer { order in
                hulls.withUnsafeBufferPointer { hulls in
                    isWhole.withUnsafeBufferPointer { isWhole in
                        // Along the leaves: from each, on to the next one below which something reaches far enough.
                        var node = 1
                        while true {
                            steps += 1
                            // Down to the first leaf below, or past a part in which nothing reaches far enough.
                            if reach[node] > start {
                                if node < leafCount {
                                    node *= 2
                                    continue
                                }
                                let place = node - leafCount
                                if place >= low { return }
                                let other = Int(order[place])
                                if other != row, hullsMeet(row, other, hulls),
                                    (isWhole[row] && isWhole[other]) || setsMeet(row, other)
                                {
                                    meeting.append(other)
                                }
                            }
                            while node & 1 == 1 {
                                if node == 1 { return }
                                node >>= 1
                            }
                            node += 1
                        }
                    }
                }
            }
        }
        meeting.sort()
        return steps
    }

    @inline(__always)
    private func hullsMeet(_ row: Int, _ other: Int, _ hulls: UnsafeBufferPointer<Int32>) -> Bool {
        var own = 2 * row * width
        var foreign = 2 * other * width
        for _ in 0..<width {
            if hulls[own] >= hulls[foreign + 1] || hulls[foreign] >= hulls[own + 1] { return false }
            own += 2
            foreign += 2
        }
        return true
    }

    private func setsMeet(_ row: Int, _ other: Int) -> Bool {
        for column in 0..<width {
            let (a, b) = (Int(table.numbers[column][row]), Int(table.numbers[column][other]))
            if a != b, !table.axes[column].sets[a].intersects(table.axes[column].sets[b]) { return false }
        }
        return true
    }

    /// Whether the box of a row lies in that of another; neither is empty.
    func isInside(_ row: Int, _ other: Int) -> Bool {
        for column in 0..<width {
            let (own, foreign) = (2 * (row * width + column), 2 * (other * width + column))
            if hulls[own] < hulls[foreign] || hulls[own + 1] > hulls[foreign + 1] { return false }
        }
        if isWhole[other] { return true }
        for column in 0..<width {
            let (a, b) = (Int(table.numbers[column][row]), Int(table.numbers[column][other]))
            if a != b, !table.axes[column].sets[a].isSubset(of: table.axes[column].sets[b]) { return false }
        }
        return true
    }

    /// Whether two boxes are the same.
    func isEqual(_ row: Int, _ other: Int) -> Bool {
        (0..<width).allSatisfy { table.numbers[$0][row] == table.numbers[$0][other] }
    }

    /// The corner of a row's box: column by column the first or the last atom.
    func corner(_ row: Int, _ isLast: (Int) -> Bool) -> [Int32] {
        (0..<width).map { column in
            let place = 2 * (row * width + column)
            return isLast(column) ? hulls[place + 1] - 1 : hulls[place]
        }
    }

    /// Whether one of some rows has a point in its box.
    func isTaken(_ point: [Int32], by rows: [Int]) -> Bool {
        hulls.withUnsafeBufferPointer { hulls in
            point.withUnsafeBufferPointer { point in
                for row in rows {
                    var place = 2 * row * width
                    var isInside = true
                    for column in 0..<width {
                        if point[column] < hulls[place] || point[column] >= hulls[place + 1] {
                            isInside = false
                            break
                        }
                        place += 2
                    }
                    if isInside, isWhole[row] || table.contains(row, Array(point)) { return true }
                }
                return false
            }
        }
    }
}
