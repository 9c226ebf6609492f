// What is wrong with a table, as its hit policy has it.
//
//             several rows fit       a row decides nothing if it lies in        a row is repeated if another that gives the same
//   unique    an overlap                                                        (is an overlap)
//   any       an overlap, if they    the earlier ones that give the same        lies round it
//             give different results
//   first     is meant               the earlier ones                           lies round it, is later, and none between says otherwise
//   priority  is meant               those that win over it
//   all       is meant                                                          is equal
//   extreme   is meant                                                          lies round it or is equal

/// How much of an analysis is told, and what it may cost.
package struct AnalysisLimits: Sendable {
    /// Of each kind of finding.
    package var told: Int
    /// Steps of the search for gaps; of that for rows that decide nothing; of that for pairs of rows.
    package var gapSteps: Int
    package var idleSteps: Int
    package var pairSteps: Int

    package init(
        told: Int = 10, gapSteps: Int = 150_000_000, idleSteps: Int = 60_000_000, pairSteps: Int = 400_000_000
    ) {
        self.told = told
        self.gapSteps = gapSteps
        self.idleSteps = idleSteps
        self.pairSteps = pairSteps
    }
}

extension TableGeometry {
    /// Looks for what is wrong with the table. The same table gives the same report on every machine.
    package func analysed(_ limits: AnalysisLimits = AnalysisLimits()) -> TableReport {
        var analysis = TableAnalysis(self, limits)
        return analysis.run()
    }
}

private struct TableAnalysis {
    let table: TableGeometry
    let boxes: BoxTable
    let neighbours: Neighbours
    let limits: AnalysisLimits
    /// The rows that can fit at all.
    let possible: [Int]
    /// Numbers for results: equal ones for equal results.
    let results: [Int32]
    var report = TableReport()
    var masking: Masking
    var isIdle: [Bool]

    init(_ table: TableGeometry, _ limits: AnalysisLimits) {
        self.table = table
        self.limits = limits
        let boxes = BoxTable(table)
        self.boxes = boxes
        neighbours = Neighbours(boxes)
        masking = Masking(boxes, neighbours, budget: Budget(limit: limits.idleSteps))
        possible = table.rows.indices.filter { !boxes.isEmpty($0) }
        isIdle = [Bool](repeating: false, count: table.rows.count)
        var numbers: [String: Int32] = [:]
        results = table.rows.map { row in
            let number = numbers[row.result] ?? Int32(numbers.count)
            numbers[row.result] = number
            return number
        }
    }

    mutating func run() -> TableReport {
        for row in table.rows.indices where boxes.isEmpty(row) {
            report.impossible.add(told(report.impossible) ? row : nil)
        }
        if table.needsRow { findGaps() }
        if table.policy == .all { findEqualRows() } else { comparePairs() }
        return report
    }

    private func region(_ box: Box) -> Region { Region(box, boxes.axes) }

    /// Whether one more is told.
    private func told<Item>(_ list: Told<Item>) -> Bool { list.items.count < limits.told }

    // MARK: Gaps

    private mutating func findGaps() {
        let budget = Budget(limit: limits.gapSteps)
        let search = GapSearch(boxes.space, possible, of: boxes, budget: budget)
        report.steps += search.budget.used
        for box in search.regions { report.gaps.add(told(report.gaps) ? region(box) : nil) }
        report.gaps.isAtLeast = !search.isComplete
        if search.budget.isSpent { report.undecided.append(.gapsOverBudget(steps: limits.gapSteps)) }
        // A row with a condition fits a part of its box. Where no other row fits, the rest of it is a gap.
        let certain = possible.filter { !boxes.isConditional[$0] }
        for row in possible where boxes.isConditional[row] {
            var open: Box?
            var cover = CoverSearch(budget: masking.budget) { box in
                open = box
                return false
            }
            cover.run(boxes.box(row), certain, of: boxes)
            masking.budget = cover.budget
            if let open { undecide(.gap(row: row, region(open))) }
        }
    }

    private mutating func undecide(_ case: TableReport.Undecided) {
        if report.undecided.count < limits.told { report.undecided.append(`case`) } else { report.undecidedRest += 1 }
    }

    // MARK: Rows beside rows

    private mutating func comparePairs() {
        var budget = Budget(limit: limits.pairSteps)
        if table.policy != .extreme { forEachRow(&budget, possible) { $0.compare($1, $2) } }
        // Only now is it known which rows decide nothing: nothing is called a repetition of such a row.
        if [.any, .first, .extreme].contains(table.policy) {
            var uses = [Int](repeating: 0, count: results.count)
            for row in possible { uses[Int(results[row])] += 1 }
            let shared = possible.filter { uses[Int(results[$0])] > 1 && !isIdle[$0] }
            forEachRow(&budget, shared) { $0.compareSame($1, $2) }
        }
        report.steps += budget.used + masking.budget.used
        if budget.isSpent {
            report.undecided.append(.pairsOverBudget(steps: limits.pairSteps))
            report.overlaps.isAtLeast = true
            report.repeated.isAtLeast = true
            report.idle.isAtLeast = true
        }
        if masking.budget.isSpent {
            report.undecided.append(.rowsOverBudget(steps: limits.idleSteps))
            report.idle.isAtLeast = true
        }
    }

    /// Calls `body` with each row and those that meet it, in rising order, until the budget is spent.
    private mutating func forEachRow(
        _ budget: inout Budget, _ rows: [Int], _ body: (inout TableAnalysis, Int, [Int]) -> Void
    ) {
        var meeting: [Int] = []
        for row in rows {
            if budget.isSpent { return }
            budget.spend(neighbours.find(row, &meeting))
            body(&self, row, meeting)
        }
    }

    private mutating func compare(_ row: Int, _ meeting: [Int]) {
        switch table.policy {
        case .unique:
            for other in meeting where other < row { overlap(other, row) }
        case .any:
            for other in meeting where other < row && results[other] != results[row] { overlap(other, row) }
            findIdle(row, meeting.filter { $0 < row && results[$0] == results[row] })
        case .first: findIdle(row, meeting.filter { $0 < row })
        case .priority: findIdle(row, meeting.filter { wins($0, over: row) })
        case .extreme, .all: break
        }
    }

    private mutating func compareSame(_ row: Int, _ meeting: [Int]) {
        switch table.policy {
        case .any: findRepeated(row, meeting.filter { $0 > row && !isIdle[$0] })
        case .first: findRepeated(row, beforeOtherwise(row, meeting).filter { !isIdle[$0] })
        case .extreme: findRepeated(row, meeting)
        case .unique, .priority, .all: break
        }
    }

    private mutating func overlap(_ earlier: Int, _ later: Int) {
        let isUncertain =
            boxes.isConditional[earlier] || boxes.isConditional[later]
            || (table.policy == .any && (table.rows[earlier].isComputed || table.rows[later].isComputed))
        let isTold = isUncertain ? report.undecided.count < limits.told : told(report.overlaps)
        guard isTold else {
            if isUncertain { report.undecidedRest += 1 } else { report.overlaps.add(nil) }
            return
        }
        let box = boxes.box(earlier).intersection(boxes.box(later))
        if isUncertain { return undecide(.pair(earlier: earlier, later: later, region(box))) }
        report.overlaps.add(
            TableReport.Pair(
                earlier: earlier, later: later, relation: relation(earlier, later),
                isSameResult: results[earlier] == results[later], region: region(box)))
    }

    private func relation(_ earlier: Int, _ later: Int) -> TableReport.Pair.Relation {
        if neighbours.isEqual(earlier, later) { return .equal }
        if neighbours.isInside(later, earlier) { return .laterInside }
        return neighbours.isInside(earlier, later) ? .earlierInside : .partial
    }

    private func wins(_ other: Int, over row: Int) -> Bool {
        guard let own = table.rows[row].rank, let foreign = table.rows[other].rank else { return false }
        if own == foreign { return other < row }
        return foreign.lexicographicallyPrecedes(own)
    }

    private mutating func findIdle(_ row: Int, _ rivals: [Int]) {
        let certain = rivals.filter { !boxes.isConditional[$0] }
        // The same cells with the same conditions fit the same inputs.
        if boxes.isConditional[row],
            let twin = rivals.first(where: { table.rows[$0].cells == table.rows[row].cells })
        {
            return idle(TableReport.Idle(row: row, by: [twin], isShortened: false))
        }
        if masking.budget.isSpent { return }
        switch masking.verdict(row, certain) {
        case .covered(let by, let isShortened): idle(TableReport.Idle(row: row, by: by, isShortened: isShortened))
        case .free, .undecided: return
        }
    }

    private mutating func idle(_ idle: TableReport.Idle) {
        isIdle[idle.row] = true
        report.idle.add(told(report.idle) ? idle : nil)
    }

    /// The later rows that meet a row, up to the first that gives something else.
    private func beforeOtherwise(_ row: Int, _ meeting: [Int]) -> [Int] {
        var same: [Int] = []
        for other in meeting where other > row {
            guard results[other] == results[row] else { break }
            same.append(other)
        }
        return same
    }

    private mutating func findRepeated(_ row: Int, _ others: [Int]) {
        for other in others where results[other] == results[row] && !boxes.isConditional[other] {
            let isEqual = neighbours.isEqual(row, other) && !boxes.isConditional[row]
            // Of two equal ones the later one is told, and only where it is not told already that it decides nothing.
            if isEqual, table.policy != .extreme || other > row { continue }
            guard neighbours.isInside(row, other), isSilent(row, beside: other) else { continue }
            let repeated = TableReport.Repeated(row: row, other: other, isEqual: isEqual)
            report.repeated.add(told(report.repeated) ? repeated : nil)
            return
        }
    }

    /// Whether nothing is lost of what is said about the result.
    private func isSilent(_ row: Int, beside other: Int) -> Bool {
        table.rows[row].reason.isEmpty || table.rows[row].reason == table.rows[other].reason
    }

    private mutating func findEqualRows() {
        struct Key: Hashable {
            var cells: [TableGeometry.Cell]
            var numbers: [Int32]
            var result: Int32
        }
        var first: [Key: Int] = [:]
        for row in possible {
            let conditions = table.rows[row].cells.map { cell -> TableGeometry.Cell in
                if case .condition = cell { cell } else { .any }
            }
            let key = Key(
                cells: conditions, numbers: boxes.axes.indices.map { boxes.numbers[$0][row] }, result: results[row])
            if let other = first[key] {
                let repeated = TableReport.Repeated(row: row, other: other, isEqual: true)
                report.repeated.add(told(report.repeated) ? repeated : nil)
            } else {
                first[key] = row
            }
        }
    }
}
