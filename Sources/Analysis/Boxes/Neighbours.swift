// Which boxes meet which. In the column that tells the rows apart best, the rows are sorted by where they begin, and a tree over them knows how
// far the rows of each part reach: so those that meet a given row in this column are found without looking at the others, and only they are
// compared in the other columns.

/// The rows of a table whose boxes are not empty, so that those that meet a row are found.
struct Neighbours: Sendable {
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
    /// For each column and row the first atom and the one behind the last, and whether the atoms between are all inside.
    private let lower: [[Int32]]
    private let upper: [[Int32]]
    private let isWhole: [[Bool]]

    init(_ table: BoxTable) {
        self.table = table
        let rows = (0..<table.rowCount).filter { !table.isEmpty($0) }
        let sets = table.axes.map(\.sets)
        let lower = sets.indices.map { column in table.numbers[column].map { sets[column][Int($0)].first } }
        let upper = sets.indices.map { column in table.numbers[column].map { sets[column][Int($0)].end } }
        (self.lower, self.upper) = (lower, upper)
        isWhole = sets.indices.map { column in table.numbers[column].map { sets[column][Int($0)].bounds.count == 2 } }
        var best = (column: 0, pairs: Int.max)
        for column in table.axes.indices {
            let pairs = Self.meetingPairs(rows.map { lower[column][$0] }, rows.map { upper[column][$0] })
            if pairs < best.pairs { best = (column, pairs) }
        }
        column = best.column
        let (begins, ends) = table.axes.isEmpty ? ([], []) : (lower[best.column], upper[best.column])
        let sorted = rows.sorted { (begins[$0], $0) < (begins[$1], $1) }
        order = sorted.map { Int32($0) }
        starts = sorted.map { begins[$0] }
        var leafCount = 1
        while leafCount < sorted.count { leafCount *= 2 }
        var reach = [Int32](repeating: .min, count: 2 * leafCount)
        for (place, row) in sorted.enumerated() { reach[leafCount + place] = ends[row] }
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

    /// Calls `body` with each other row that meets `row`, in no particular order.
    ///
    /// - Returns: the number of steps that it took.
    func forEach(of row: Int, _ body: (Int) -> Void) -> Int {
        guard !order.isEmpty else { return 0 }
        let (start, end) = (lower[column][row], upper[column][row])
        // The rows that begin before this one ends.
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < end { low = middle + 1 } else { high = middle }
        }
        var steps = 1
        visit(1, 0, leafCount, before: low, reaching: start, &steps) { other in
            if other != row, meets(row, other) { body(other) }
        }
        return steps
    }

    private func visit(
        _ node: Int, _ from: Int, _ until: Int, before limit: Int, reaching start: Int32, _ steps: inout Int,
        _ body: (Int) -> Void
    ) {
        if from >= limit || reach[node] <= start { return }
        steps += 1
        if node >= leafCount { return body(Int(order[from])) }
        let middle = (from + until) / 2
        visit(2 * node, from, middle, before: limit, reaching: start, &steps, body)
        visit(2 * node + 1, middle, until, before: limit, reaching: start, &steps, body)
    }

    /// Whether two boxes, of which none is empty, have an input in common.
    func meets(_ row: Int, _ other: Int) -> Bool {
        for column in lower.indices
        where lower[column][row] >= upper[column][other] || lower[column][other] >= upper[column][row] { return false }
        for column in lower.indices where !(isWhole[column][row] && isWhole[column][other]) {
            if table.numbers[column][row] == table.numbers[column][other] { continue }
            if !table.set(row, column).intersects(table.set(other, column)) { return false }
        }
        return true
    }

    /// Whether the box of a row lies in that of another.
    func isInside(_ row: Int, _ other: Int) -> Bool {
        for column in lower.indices
        where lower[column][row] < lower[column][other] || upper[column][row] > upper[column][other] { return false }
        for column in lower.indices where !isWhole[column][other] {
            if table.numbers[column][row] == table.numbers[column][other] { continue }
            if !table.set(row, column).isSubset(of: table.set(other, column)) { return false }
        }
        return true
    }

    /// Whether two boxes are the same.
    func isEqual(_ row: Int, _ other: Int) -> Bool {
        table.axes.indices.allSatisfy { table.numbers[$0][row] == table.numbers[$0][other] }
    }
}
