import Analysis
import TestSupport
import Testing

/// What the analysis finds in a table is what asking every point finds: 2,000 tables, each asked at all boundary points and between.
@Suite struct BruteForceTests {
    @Test(arguments: [RandomTables.Kind.partition, .planted, .random])
    func everyPointAgrees(_ kind: RandomTables.Kind) throws {
        var counts = Counts()
        for seed in 1...(kind == .planted ? 667 : 667) {
            var tables = RandomTables(generator: SeededGenerator(seed: UInt64(seed)), kind: kind)
            let table = tables.table()
            let report = table.geometry.analysed(AnalysisLimits(told: .max))
            var brute = BruteForce(table)
            let problems = try brute.problems(report)
            counts.add(brute, report)
            if !problems.isEmpty {
                Issue.record("seed \(seed), \(kind):\n\(table.words)\n\(problems.prefix(5).joined(separator: "\n"))")
                return
            }
            if kind == .partition {
                #expect(report.gaps.isEmpty && report.overlaps.isEmpty && report.idle.isEmpty, "seed \(seed)")
            }
        }
        // The tables show what they are for.
        if kind != .partition {
            #expect(counts.gaps > 100 && counts.overlaps > 100 && counts.idle > 50, "\(counts)")
            #expect(counts.idleBySeveral > 5 && counts.repeated > 5 && counts.clean > 5, "\(counts)")
        }
    }

    struct Counts {
        var gaps = 0
        var overlaps = 0
        var idle = 0
        var idleBySeveral = 0
        var repeated = 0
        var clean = 0

        mutating func add(_ brute: BruteForce, _ report: TableReport) {
            gaps += report.gaps.count
            overlaps += report.overlaps.count
            idle += report.idle.count
            idleBySeveral += report.idle.items.count { $0.by.count > 1 }
            repeated += report.repeated.count
            clean += report.gaps.isEmpty && report.overlaps.isEmpty && report.idle.isEmpty ? 1 : 0
        }
    }
}

/// Every point of a table with the rows that fit it.
struct BruteForce {
    let table: NaiveTable
    let points: [[NaiveValue]]
    /// For each column and point of it the rows whose cell fits.
    private let fitting: [[UInt64]]

    init(_ table: NaiveTable) {
        self.table = table
        let points = table.columns.indices.map { table.points($0) }
        self.points = points
        fitting = table.columns.indices.map { column in
            points[column].map { value in
                var rows: UInt64 = 0
                for (index, row) in table.rows.enumerated()
                where row.cells[column].fits(value, table.columns[column].kind) { rows |= 1 << UInt64(index) }
                return rows
            }
        }
    }

    /// Calls `body` with each point, as positions in `points`, and the rows that fit.
    func forEachPoint(_ body: ([Int], UInt64) -> Void) {
        var position = points.map { _ in 0 }
        while true {
            var rows = UInt64.max >> UInt64(64 - table.rows.count)
            for column in position.indices { rows &= fitting[column][position[column]] }
            body(position, rows)
            var column = 0
            while column < position.count {
                position[column] += 1
                if position[column] < points[column].count { break }
                position[column] = 0
                column += 1
            }
            if column == position.count { return }
        }
    }

    private func has(_ rows: UInt64, _ row: Int) -> Bool { rows >> UInt64(row) & 1 == 1 }

    private func rows(_ indices: some Sequence<Int>) -> UInt64 { indices.reduce(0) { $0 | 1 << UInt64($1) } }

    private func rows(of value: [NaiveValue]) -> UInt64 {
        rows(
            table.rows.indices.filter { row in
                table.columns.indices.allSatisfy { table.rows[row].cells[$0].fits(value[$0], table.columns[$0].kind) }
            })
    }

    /// A region as the points that its words let through, by column.
    private struct Asked {
        var fits: [[Bool]]
        var example: [NaiveValue]
        func holds(_ position: [Int]) -> Bool { position.enumerated().allSatisfy { fits[$0][$1] } }
    }

    private func asked(_ region: Region) throws -> Asked {
        let cells = try table.reading(region: region.text)
        return Asked(
            fits: points.indices.map { column in
                points[column].map { cells[column].fits($0, table.columns[column].kind) }
            }, example: try table.reading(example: region.example))
    }

    private func contains(_ region: Region, _ value: [NaiveValue]) throws -> Bool {
        let cells = try table.reading(region: region.text)
        return cells.indices.allSatisfy { cells[$0].fits(value[$0], table.columns[$0].kind) }
    }

    mutating func problems(_ report: TableReport) throws -> [String] {
        var problems: [String] = []
        let count = table.rows.count
        // The facts, point by point.
        var everHit = UInt64(0)
        var meets = [UInt64](repeating: 0, count: count)
        /// For each row the rows that fit wherever it fits.
        var round = [UInt64](repeating: .max, count: count)
        var decides = UInt64(0)
        let gaps = try report.gaps.items.map { try asked($0) }
        let same = (0..<count).map { row in
            rows((0..<count).filter { table.rows[$0].result == table.rows[row].result })
        }
        let before = (0..<count).map { row in
            switch table.policy {
            case .any: rows((0..<row)) & same[row]
            case .priority:
                rows(
                    (0..<count).filter {
                        ($0 == row ? 0 : 1, table.rows[$0].rank, $0) < (1, table.rows[row].rank, row) && $0 != row
                    })
            default: rows(0..<row)
            }
        }
        forEachPoint { position, fitting in
            everHit |= fitting
            if fitting == 0 {
                if table.needsRow, !gaps.contains(where: { $0.holds(position) }) {
                    problems.append("a gap that no region has: \(value(position))")
                }
            } else if let index = gaps.firstIndex(where: { $0.holds(position) }) {
                problems.append("no gap: \(report.gaps.items[index].text) at \(value(position))")
            }
            for row in 0..<count where has(fitting, row) {
                meets[row] |= fitting
                round[row] &= fitting
                if fitting & before[row] == 0 { decides |= 1 << UInt64(row) }
            }
        }
        for region in report.gaps.items {
            let example = try table.reading(example: region.example)
            if rows(of: example) != 0 { problems.append("no gap: example \(region.example)") }
            if try !contains(region, example) { problems.append("\(region.example) is not in \(region.text)") }
        }
        let impossible = (0..<count).filter { !has(everHit, $0) }
        if impossible != report.impossible.items { problems.append("rows that fit nothing: \(impossible)") }
        problems += try pairProblems(report, meets, round, same)
        // Rows that decide nothing.
        let expectsIdle = [.any, .first, .priority].contains(table.policy)
        let idle = expectsIdle ? (0..<count).filter { has(everHit, $0) && !has(decides, $0) } : []
        if idle != report.idle.items.map(\.row) { problems.append("idle: \(idle), told \(report.idle.items)") }
        for item in report.idle.items { problems += idleProblems(item, before[item.row]) }
        problems += repeatedProblems(report, everHit, meets, round, same)
        if !report.undecided.isEmpty { problems.append("undecided: \(report.undecided)") }
        return problems
    }

    private func value(_ position: [Int]) -> String {
        position.enumerated().map { "\(points[$0][$1])" }.joined(separator: ", ")
    }

    private func pairProblems(
        _ report: TableReport, _ meets: [UInt64], _ round: [UInt64], _ same: [UInt64]
    ) throws -> [String] {
        var problems: [String] = []
        var expected: [[Int]] = []
        for later in table.rows.indices {
            for earlier in 0..<later where has(meets[later], earlier) {
                switch table.policy {
                case .unique: expected.append([earlier, later])
                case .any where !has(same[later], earlier): expected.append([earlier, later])
                default: break
                }
            }
        }
        let told = report.overlaps.items.map { [$0.earlier, $0.later] }
        if told != expected { problems.append("overlaps: \(expected), told \(told)") }
        for pair in report.overlaps.items {
            let region = try asked(pair.region)
            let both = rows([pair.earlier, pair.later])
            forEachPoint { position, fitting in
                if (fitting & both == both) != region.holds(position) {
                    problems.append("\(pair): \(pair.region.text) at \(value(position))")
                }
            }
            if rows(of: region.example) & both != both { problems.append("\(pair): example \(pair.region.example)") }
            if try !contains(pair.region, region.example) {
                problems.append("\(pair.region) does not hold its example")
            }
            let isInside = has(round[pair.later], pair.earlier)
            let isRound = has(round[pair.earlier], pair.later)
            let relation: TableReport.Pair.Relation =
                isInside ? (isRound ? .equal : .laterInside) : (isRound ? .earlierInside : .partial)
            if relation != pair.relation { problems.append("\(pair) is \(relation)") }
        }
        return problems
    }

    /// The named rows cover the row, and none of them can be left out.
    private func idleProblems(_ idle: TableReport.Idle, _ before: UInt64) -> [String] {
        var isCovered = true
        var needed = UInt64(0)
        let by = rows(idle.by)
        forEachPoint { _, fitting in
            guard has(fitting, idle.row) else { return }
            let own = fitting & by
            if own == 0 { isCovered = false }
            if own.nonzeroBitCount == 1 { needed |= own }
        }
        let isRight = by & ~before == 0 && (idle.isShortened || (isCovered && needed == by))
        return isRight ? [] : ["\(idle): covered \(isCovered)"]
    }

    private func repeatedProblems(
        _ report: TableReport, _ everHit: UInt64, _ meets: [UInt64], _ round: [UInt64], _ same: [UInt64]
    ) -> [String] {
        let idle = rows(report.idle.items.map(\.row))
        var expected: [Int] = []
        for row in table.rows.indices where has(everHit, row) {
            let others = table.rows.indices.filter { other in
                guard other != row, has(everHit, other), has(round[row], other), has(same[row], other) else {
                    return false
                }
                let isEqual = has(round[other], row)
                switch table.policy {
                case .unique, .priority: return false
                case .all: return isEqual && other < row
                case .extreme: return !isEqual || other < row
                case .any: return !isEqual && other > row && !has(idle, other) && !has(idle, row)
                case .first:
                    if isEqual || other < row || has(idle, other) || has(idle, row) { return false }
                    return (row + 1..<max(row + 1, other)).allSatisfy { !has(meets[row], $0) || has(same[row], $0) }
                }
            }
            if !others.isEmpty { expected.append(row) }
            if let told = report.repeated.items.first(where: { $0.row == row }), !others.contains(told.other) {
                return ["repeated \(told), may be \(others)"]
            }
        }
        let told = report.repeated.items.map(\.row)
        return told == expected ? [] : ["repeated: \(expected), told \(report.repeated.items)"]
    }
}

extension NaiveTable {
    /// For messages.
    var words: String {
        let head = columns.map { "\($0.name) \($0.kind)\($0.isOptional ? "?" : "")" }.joined(separator: " | ")
        return "\(policy) \(head)\n"
            + rows.map { row in
                row.cells.map { cell in cell.isAny ? "-" : "\(cell.isNot ? "not" : "")\(cell.tests.map(\.words))" }
                    .joined(separator: " | ") + " => \(row.result) #\(row.rank)"
            }.joined(separator: "\n")
    }
}

extension NaiveTest {
    var words: String {
        func end(_ end: End?) -> String {
            guard let end else { return "" }
            return "\(end.value.text)\(end.value.parts)/200\(end.isIncluded ? "!" : "")"
        }
        switch self {
        case .absent: return "absent"
        case .given: return "given"
        case .range(let code, let low, let high): return "\(end(low))..\(end(high)) \(code ?? "")"
        case .otherCurrency(_, let low, let high): return "\(end(low))..\(end(high)) other"
        }
    }
}
