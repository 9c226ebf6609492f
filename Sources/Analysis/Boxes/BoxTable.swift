/// A product of sets of atoms: one set a column.
typealias Box = [AtomSet]

/// The rows of a table as boxes.
struct BoxTable: Sendable {
    let axes: [Axis]
    let rowCount: Int
    /// For each column, for each row the number of its set.
    let numbers: [[Int32]]
    /// For each row: it has a condition, so it fits only a part of its box, and which part is not known.
    let isConditional: [Bool]

    init(_ table: TableGeometry) {
        var axes: [Axis] = []
        var numbers: [[Int32]] = []
        for index in table.columns.indices {
            let (axis, own) = Axis.make(table.columns[index], table.rows.map { $0.cells[index] })
            axes.append(axis)
            numbers.append(own)
        }
        self.axes = axes
        self.numbers = numbers
        rowCount = table.rows.count
        isConditional = table.rows.map { row in
            row.cells.contains { if case .condition = $0 { true } else { false } }
        }
    }

    var columnCount: Int { axes.count }

    /// Every input.
    var space: Box { axes.map(\.everything) }

    func set(_ row: Int, _ column: Int) -> AtomSet { axes[column].sets[Int(numbers[column][row])] }

    func box(_ row: Int) -> Box { axes.indices.map { set(row, $0) } }

    /// No input is in its box.
    func isEmpty(_ row: Int) -> Bool { axes.indices.contains { set(row, $0).isEmpty } }

    func contains(_ row: Int, _ point: [Int32]) -> Bool {
        axes.indices.allSatisfy { set(row, $0).contains(point[$0]) }
    }
}

extension Box {
    var isEmptyBox: Bool { contains { $0.isEmpty } }

    func intersection(_ other: Box) -> Box { zip(self, other).map { $0.intersection($1) } }

    func intersects(_ other: Box) -> Bool { zip(self, other).allSatisfy { $0.intersects($1) } }

    func isInside(_ other: Box) -> Bool { zip(self, other).allSatisfy { $0.isSubset(of: $1) } }

    /// What is left without another box, in parts that do not overlap.
    func subtracting(_ other: Box) -> [Box] {
        guard intersects(other) else { return [self] }
        var parts: [Box] = []
        var rest = self
        for column in indices {
            let outside = rest[column].subtracting(other[column])
            if outside.isEmpty { continue }
            var part = rest
            part[column] = outside
            parts.append(part)
            rest[column] = rest[column].intersection(other[column])
        }
        return parts
    }
}

/// What an analysis may cost. It is counted in steps and never in time, so that every machine comes to the same findings.
package struct Budget: Sendable {
    package let limit: Int
    package private(set) var used = 0

    package init(limit: Int) { self.limit = limit }

    package var isSpent: Bool { used > limit }

    mutating func spend(_ steps: Int) { used += steps }
}
