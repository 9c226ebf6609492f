// Which part of a space no box covers.
//
// The space is split in two again and again until each part is covered by one box or met by none. What makes this fast is Chan's
// "simplify and cut" (Klee's Measure Problem Made Easy, 2013): a box that fills a part in all columns but one covers its atoms in that one
// column whatever the others are, so these atoms are taken out of the part and the box is forgotten. What is left of a part is closed up and
// numbered anew, and atoms that no remaining box tells apart become one. A cut goes through the column with the most ends of boxes, in the
// middle of them. For n boxes in k columns this takes about n^(k/2) steps at worst: n log n for two columns.

/// A part of the space with the boxes that meet it, in the numbers of its own classes of atoms.
private struct Part {
    struct Column {
        /// What is left of the axis, in its atoms.
        var domain: AtomSet
        /// The first atom of each class; the classes are in rising order.
        var starts: [Int32]
        /// The distinct sets of the boxes, as ranges of classes: those of set `s` at `ends[s]..<ends[s + 1]` of `bounds`.
        var ends: [Int32]
        var bounds: [Int32]

        var classCount: Int32 { Int32(starts.count) }
        var setCount: Int { ends.count - 1 }

        func isEmpty(_ set: Int) -> Bool { ends[set] == ends[set + 1] }

        func isFull(_ set: Int) -> Bool {
            ends[set + 1] - ends[set] == 2 && bounds[Int(ends[set])] == 0
                && bounds[Int(ends[set]) + 1] == classCount
        }
    }

    var columns: [Column]
    /// The numbers of the sets of each box, one box behind another.
    var boxes: [Int32]
}

/// The search for what is not covered.
struct CoverSearch {
    private(set) var budget: Budget
    /// Takes an uncovered box, and says whether to go on. All boxes that it is given are apart from each other.
    private let found: (Box) -> Bool
    private(set) var isStopped = false

    /// The search has gone through the whole space.
    var isComplete: Bool { !isStopped && !budget.isSpent }

    init(budget: Budget, found: @escaping (Box) -> Bool) {
        self.budget = budget
        self.found = found
    }

    /// Looks through `space` with the rows of a table as its boxes.
    mutating func run(_ space: Box, _ rows: some Collection<Int>, of table: BoxTable) {
        if space.isEmptyBox { return }
        var part = Part(columns: [], boxes: [Int32](repeating: 0, count: rows.count * table.columnCount))
        for column in 0..<table.columnCount {
            let axis = table.axes[column]
            var local = [Int32](repeating: -1, count: axis.sets.count)
            var used: [Int] = []
            var place = column
            for row in rows {
                let number = Int(table.numbers[column][row])
                if local[number] < 0 {
                    local[number] = Int32(used.count)
                    used.append(number)
                }
                part.boxes[place] = local[number]
                place += table.columnCount
            }
            part.columns.append(Self.column(space[column], used.map { axis.sets[$0] }))
        }
        search(part)
    }

    /// Looks through `space` with boxes that stand alone.
    mutating func run(_ space: Box, _ boxes: [Box]) {
        if space.isEmptyBox { return }
        var part = Part(columns: [], boxes: [Int32](repeating: 0, count: boxes.count * space.count))
        for column in space.indices {
            for index in boxes.indices { part.boxes[index * space.count + column] = Int32(index) }
            part.columns.append(Self.column(space[column], boxes.map { $0[column] }))
        }
        search(part)
    }

    private static func column(_ domain: AtomSet, _ sets: [AtomSet]) -> Part.Column {
        // Atoms are numbered by their places in the domain, and these cut into classes where a set begins or ends.
        var rankOfRange: [Int32] = []
        var rank: Int32 = 0
        for range in domain.ranges {
            rankOfRange.append(rank)
            rank += range.upperBound - range.lowerBound
        }
        var ends: [Int32] = [0]
        var bounds: [Int32] = []
        for set in sets {
            let own = bounds.count
            for range in set.intersection(domain).ranges {
                // The domain's range that holds this one.
                var (low, high) = (0, rankOfRange.count)
                while low < high {
                    let middle = (low + high) / 2
                    if domain.bounds[2 * middle] <= range.lowerBound { low = middle + 1 } else { high = middle }
                }
                let start = rankOfRange[low - 1] + range.lowerBound - domain.bounds[2 * (low - 1)]
                let end = start + range.upperBound - range.lowerBound
                if bounds.count > own, bounds[bounds.count - 1] == start {
                    bounds[bounds.count - 1] = end
                } else {
                    bounds.append(start)
                    bounds.append(end)
                }
            }
            ends.append(Int32(bounds.count))
        }
        var places = bounds
        places.append(0)
        places.sort()
        var distinct: [Int32] = []
        for place in places where place < rank && distinct.last != place { distinct.append(place) }
        for index in bounds.indices {
            let place = bounds[index]
            var (low, high) = (0, distinct.count)
            while low < high {
                let middle = (low + high) / 2
                if distinct[middle] < place { low = middle + 1 } else { high = middle }
            }
            bounds[index] = Int32(low)
        }
        var range = 0
        let starts = distinct.map { place -> Int32 in
            while range + 1 < rankOfRange.count, rankOfRange[range + 1] <= place { range += 1 }
            return domain.bounds[2 * range] + place - rankOfRange[range]
        }
        return Part.Column(domain: domain, starts: starts, ends: ends, bounds: bounds)
    }

    // MARK: The search

    private mutating func search(_ given: Part) {
        var part = given
        guard simplify(&part) else { return }
        if part.boxes.isEmpty {
            if !found(part.columns.map(\.domain)) { isStopped = true }
            return
        }
        guard let (column, place) = cut(part) else { return }
        for isLower in [true, false] {
            if isStopped || budget.isSpent { return }
            search(half(part, column, place, isLower: isLower))
        }
    }

    /// Takes out what boxes cover that fill the part in all columns but one, until there is none.
    ///
    /// - Returns: whether something is left of the part.
    private mutating func simplify(_ part: inout Part) -> Bool {
        let width = part.columns.count
        while true {
            let count = part.boxes.count / width
            budget.spend(part.boxes.count)
            if budget.isSpent { return false }
            var verdicts = part.columns.map { column in
                (0..<column.setCount).map { set -> UInt8 in column.isEmpty(set) ? 1 : (column.isFull(set) ? 2 : 0) }
            }
            var kept = 0
            var hasSlabs = false
            for box in 0..<count {
                var narrow = -1
                var narrowCount = 0
                var isEmpty = false
                for column in 0..<width {
                    let verdict = verdicts[column][Int(part.boxes[box * width + column])]
                    if verdict == 2 { continue }
                    if verdict == 1 {
                        isEmpty = true
                        break
                    }
                    narrow = column
                    narrowCount += 1
                }
                if isEmpty { continue }
                if narrowCount == 0 { return false }
                if narrowCount == 1 {
                    verdicts[narrow][Int(part.boxes[box * width + narrow])] |= 4
                    hasSlabs = true
                    continue
                }
                if kept != box {
                    for column in 0..<width { part.boxes[kept * width + column] = part.boxes[box * width + column] }
                }
                kept += 1
            }
            part.boxes.removeLast((count - kept) * width)
            for column in 0..<width {
                close(&part, column, taken: verdicts[column])
                if part.columns[column].starts.isEmpty { return false }
            }
            if !hasSlabs { return true }
        }
    }

    /// Takes the marked sets out of a column, forgets sets that no box has, and makes one class of those that no box tells apart.
    ///
    /// - Parameter taken: for each set a number whose bit 4 says that it is taken out.
    private mutating func close(_ part: inout Part, _ index: Int, taken: [UInt8]) {
        let width = part.columns.count
        let column = part.columns[index]
        let classCount = column.starts.count
        budget.spend(classCount + column.setCount)
        // Ranks: where each class comes to lie when those that are taken out are gone.
        var depth = [Int32](repeating: 0, count: classCount + 1)
        var hasTaken = false
        for set in 0..<column.setCount where taken[set] & 4 != 0 {
            hasTaken = true
            for place in stride(from: Int(column.ends[set]), to: Int(column.ends[set + 1]), by: 2) {
                depth[Int(column.bounds[place])] += 1
                depth[Int(column.bounds[place + 1])] -= 1
            }
        }
        var ranks = [Int32](repeating: 0, count: classCount + 1)
        var kept: [Int32] = []
        var removed: [Range<Int32>] = []
        var open: Int32 = 0
        for place in 0..<classCount {
            ranks[place] = Int32(kept.count)
            open += depth[place]
            if open == 0 {
                kept.append(column.starts[place])
            } else if let last = removed.last, last.upperBound == Int32(place) {
                removed[removed.count - 1] = last.lowerBound..<Int32(place) + 1
            } else {
                removed.append(Int32(place)..<Int32(place) + 1)
            }
        }
        ranks[classCount] = Int32(kept.count)
        // The sets that are still used, in ranks.
        var local = [Int32](repeating: -1, count: column.setCount)
        var ends: [Int32] = [0]
        var bounds: [Int32] = []
        var isEnd = [Bool](repeating: false, count: kept.count + 1)
        var place = index
        while place < part.boxes.count {
            let set = Int(part.boxes[place])
            if local[set] < 0 {
                local[set] = Int32(ends.count) - 1
                let own = bounds.count
                for bound in stride(from: Int(column.ends[set]), to: Int(column.ends[set + 1]), by: 2) {
                    let (start, end) = (ranks[Int(column.bounds[bound])], ranks[Int(column.bounds[bound + 1])])
                    if start == end { continue }
                    if bounds.count > own, bounds[bounds.count - 1] == start {
                        bounds[bounds.count - 1] = end
                    } else {
                        bounds.append(start)
                        bounds.append(end)
                    }
                }
                for bound in bounds[own...] { isEnd[Int(bound)] = true }
                ends.append(Int32(bounds.count))
            }
            part.boxes[place] = local[set]
            place += width
        }
        budget.spend(bounds.count)
        var starts: [Int32] = []
        var classes = [Int32](repeating: 0, count: kept.count + 1)
        for rank in kept.indices {
            if rank == 0 || isEnd[rank] { starts.append(kept[rank]) }
            classes[rank] = Int32(starts.count) - 1
        }
        classes[kept.count] = Int32(starts.count)
        for bound in bounds.indices { bounds[bound] = classes[Int(bounds[bound])] }
        var domain = column.domain
        if hasTaken {
            let gone = removed.map { range in
                column.starts[
                    Int(range.lowerBound)]..<(range.upperBound < classCount
                    ? column.starts[Int(range.upperBound)] : Int32.max)
            }
            domain = domain.subtracting(AtomSet(gone))
        }
        part.columns[index] = Part.Column(domain: domain, starts: starts, ends: ends, bounds: bounds)
    }

    /// The column in which most boxes end, and the class before which half of these ends lie.
    private func cut(_ part: Part) -> (column: Int, place: Int32)? {
        let width = part.columns.count
        var best: (column: Int, place: Int32, weight: Int)?
        for index in 0..<width {
            let column = part.columns[index]
            if column.starts.count < 2 { continue }
            var uses = [Int32](repeating: 0, count: column.setCount)
            var place = index
            while place < part.boxes.count {
                uses[Int(part.boxes[place])] += 1
                place += width
            }
            var weights = [Int](repeating: 0, count: column.starts.count)
            var total = 0
            for set in 0..<column.setCount {
                for bound in column.bounds[Int(column.ends[set])..<Int(column.ends[set + 1])]
                where bound > 0 && bound < column.classCount {
                    weights[Int(bound)] += Int(uses[set])
                    total += Int(uses[set])
                }
            }
            guard total > 0, best.map({ total > $0.weight }) ?? true else { continue }
            var sum = 0
            for place in weights.indices {
                sum += weights[place]
                if 2 * sum >= total {
                    best = (index, Int32(place), total)
                    break
                }
            }
        }
        return best.map { ($0.column, $0.place) }
    }

    /// The part on one side of a cut before a class of a column.
    private func half(_ part: Part, _ index: Int, _ place: Int32, isLower: Bool) -> Part {
        var half = part
        let column = part.columns[index]
        let atom = column.starts[Int(place)]
        let side = isLower ? AtomSet(0..<atom) : AtomSet(atom..<Int32.max)
        var ends: [Int32] = [0]
        var bounds: [Int32] = []
        for set in 0..<column.setCount {
            for bound in stride(from: Int(column.ends[set]), to: Int(column.ends[set + 1]), by: 2) {
                let (start, end) = (column.bounds[bound], column.bounds[bound + 1])
                let range = isLower ? (start, min(end, place)) : (max(start, place) - place, end - place)
                if range.0 >= range.1 { continue }
                bounds.append(range.0)
                bounds.append(range.1)
            }
            ends.append(Int32(bounds.count))
        }
        half.columns[index] = Part.Column(
            domain: column.domain.intersection(side),
            starts: Array(isLower ? column.starts[..<Int(place)] : column.starts[Int(place)...]), ends: ends,
            bounds: bounds)
        return half
    }
}
