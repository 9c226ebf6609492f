/// The largest boxes that no row meets, as few as the search finds that together are all of the gap.
struct GapSearch {
    /// What is not told apart is not counted: from so many regions on the search stops.
    static let maximumRegions = 400
    /// Up to so many regions it is tried which of them lie in the others together.
    private static let maximumPruned = 60

    private(set) var regions: [Box] = []
    private(set) var budget: Budget
    /// There are more regions than `maximumRegions`.
    private(set) var hasMore = false

    /// Every region that there is has been found.
    var isComplete: Bool { !hasMore && !budget.isSpent }

    /// - Parameters:
    ///   - space: where to look.
    ///   - rows: those that count.
    init(_ space: Box, _ rows: [Int], of table: BoxTable, budget: Budget) {
        var regions: [Box] = []
        var growth = 0
        var hasMore = false
        var search = CoverSearch(budget: budget) { box in
            var parts = [box]
            for region in regions {
                growth += space.count
                parts = parts.flatMap { $0.subtracting(region) }
                if parts.isEmpty { return true }
            }
            while let part = parts.popLast() {
                if regions.count == Self.maximumRegions {
                    hasMore = true
                    return false
                }
                growth += rows.count * space.count
                let region = Self.grown(part, space, rows, table)
                regions.append(region)
                parts = parts.flatMap { $0.subtracting(region) }
            }
            return growth + budget.used <= budget.limit
        }
        search.run(space, rows, of: table)
        self.budget = search.budget
        self.budget.spend(growth)
        self.hasMore = hasMore
        self.regions = regions
        if regions.count <= Self.maximumPruned, isComplete { prune() }
        self.regions.sort { Self.isSimpler($0, $1, space) }
    }

    /// The largest box round a box that no row meets: column by column, first those that it can fill whole.
    private static func grown(_ part: Box, _ space: Box, _ rows: [Int], _ table: BoxTable) -> Box {
        var box = part
        var meets = space.indices.map { column in table.axes[column].sets.map { $0.intersects(box[column]) } }
        var open = Array(space.indices)
        while !open.isEmpty {
            // The sets, by column, of the rows that meet the box in all columns but that one.
            var forbidden: [[Range<Int32>]] = space.map { _ in [] }
            var seen = space.indices.map { [Bool](repeating: false, count: table.axes[$0].sets.count) }
            for row in rows {
                var missing = -1
                var isFar = false
                for column in space.indices where !meets[column][Int(table.numbers[column][row])] {
                    if missing >= 0 {
                        isFar = true
                        break
                    }
                    missing = column
                }
                if isFar || missing < 0 { continue }
                let number = Int(table.numbers[missing][row])
                if seen[missing][number] { continue }
                seen[missing][number] = true
                forbidden[missing] += table.axes[missing].sets[number].ranges
            }
            let column = open.first { forbidden[$0].isEmpty } ?? open[0]
            open.removeAll { $0 == column }
            box[column] = space[column].subtracting(AtomSet(forbidden[column]))
            meets[column] = table.axes[column].sets.map { $0.intersects(box[column]) }
        }
        return box
    }

    /// Leaves out what the other regions cover together.
    private mutating func prune() {
        var index = regions.count - 1
        while index >= 0 {
            var others = regions
            others.remove(at: index)
            var parts = [regions[index]]
            for other in others { parts = parts.flatMap { $0.subtracting(other) } }
            if parts.isEmpty { regions = others }
            index -= 1
        }
    }

    /// First the regions with the fewest conditions, then in the order of the axes.
    private static func isSimpler(_ left: Box, _ right: Box, _ space: Box) -> Bool {
        let conditions = [left, right].map { box in zip(box, space).count { $0 != $1 } }
        if conditions[0] != conditions[1] { return conditions[0] < conditions[1] }
        for (a, b) in zip(left, right) where a != b { return a.bounds.lexicographicallyPrecedes(b.bounds) }
        return false
    }
}
