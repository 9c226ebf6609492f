/// Whether the boxes of some rows cover that of another, and with which of them.
struct Masking {
    /// More rows than these are not tried one by one for what can be left out.
    static let maximumNamed = 8

    let table: BoxTable
    let neighbours: Neighbours
    var budget: Budget

    enum Verdict: Equatable {
        case free
        /// These rows cover it together, in rising order. Each of them is needed, or there are more than are told.
        case covered([Int], isShortened: Bool)
        case undecided
    }

    init(_ table: BoxTable, _ neighbours: Neighbours, budget: Budget) {
        self.table = table
        self.neighbours = neighbours
        self.budget = budget
    }

    /// - Parameter rivals: rows that meet `row` and have no condition, in rising order.
    mutating func verdict(_ row: Int, _ rivals: [Int]) -> Verdict {
        if rivals.isEmpty { return .free }
        budget.spend(rivals.count)
        if let single = rivals.first(where: { neighbours.isInside(row, $0) }) {
            return .covered([single], isShortened: false)
        }
        if rivals.count == 1 || hasFreeCorner(row, rivals) { return .free }
        let box = table.box(row)
        guard let isCovered = covers(box, rivals) else { return .undecided }
        if !isCovered { return .free }
        return least(box, rivals)
    }

    /// The corners of the box that are looked at before the box is split: most rows that decide somewhere do so in one of them.
    private func hasFreeCorner(_ row: Int, _ rivals: [Int]) -> Bool {
        let corners = [
            neighbours.corner(row) { _ in false }, neighbours.corner(row) { _ in true },
            neighbours.corner(row) { $0 == 0 }, neighbours.corner(row) { $0 != 0 },
        ]
        return corners.contains { !neighbours.isTaken($0, by: rivals) }
    }

    /// Nothing if the budget is spent.
    private mutating func covers(_ box: Box, _ rows: [Int]) -> Bool? {
        var isOpen = false
        var search = CoverSearch(budget: budget) { _ in
            isOpen = true
            return false
        }
        search.run(box, rows, of: table)
        budget = search.budget
        if isOpen { return false }
        return budget.isSpent ? nil : true
    }

    /// Some of the rows that still cover the box, none of which can be left out. Each round finds the shortest beginning of the list that
    /// covers with what is chosen already; its last row is needed.
    private mutating func least(_ box: Box, _ rows: [Int]) -> Verdict {
        var chosen: [Int] = []
        var candidates = rows
        while true {
            guard let isDone = covers(box, chosen) else { break }
            if isDone { return .covered(chosen.sorted(), isShortened: false) }
            if chosen.count == Self.maximumNamed { break }
            var (low, high) = (1, candidates.count)
            while low < high {
                let middle = (low + high) / 2
                guard let isEnough = covers(box, chosen + candidates[..<middle]) else {
                    return .covered(chosen.sorted(), isShortened: true)
                }
                if isEnough { high = middle } else { low = middle + 1 }
            }
            if low > candidates.count { break }
            chosen.append(candidates[low - 1])
            candidates.removeLast(candidates.count - low + 1)
        }
        return .covered(chosen.sorted(), isShortened: true)
    }
}
