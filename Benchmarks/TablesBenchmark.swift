import Amounts
import Encoding
import Evaluation
import Rules

// Lookups in decision tables through their index, each beside a scan of the same table that stops at the first row that fits. The values
// asked for are drawn once, in no order, so that neither can learn them.

private struct NoTable: Error {}

private func decimal(_ number: Int) -> Value { .decimal(Decimal(number)) }

private func interval(_ low: Int, _ high: Int) -> DecisionTable.Cell {
    let range = ValueRange(
        lower: RangeBound(decimal(low), isIncluded: true), upper: RangeBound(decimal(high), isIncluded: false))
    return .test(UnaryTest(ValueSet([range])))
}

/// A table whose rows give their numbers.
private func rule(_ types: [ValueType], _ cells: [[DecisionTable.Cell]]) throws -> (CompiledRule, DecisionTable) {
    let made = CompiledRule(
        name: "trial", version: 1, identity: Digest(words: (0, 0, 0, 0)),
        inputs: types.enumerated().map { RuleInput(Text("c\($0)"), $1) }, outputs: [RuleOutput("row", .int)]
    ) { shape in
        let rows = cells.enumerated().map { number, cells in
            DecisionTable.Row(cells: cells, outputs: [.constant(.int(Int64(number)))])
        }
        return .table(DecisionTable(hit: .unique, columns: Array(types.indices), rows: rows, shape: shape))
    }
    guard let made, case .table(let table) = made.body else { throw NoTable() }
    return (made, table)
}

/// Numbers in no order, the same in every run.
private func drawn(_ count: Int, below limit: Int) -> [Int] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }
}

private func figures(
    _ name: String, _ rule: CompiledRule, _ table: DecisionTable, _ questions: [[Value]], atMost bound: Double
) throws -> [Figure] {
    for question in questions {
        let scanned = table.rows.indices.filter { row in
            zip(table.rows[row].cells, question).allSatisfy { cell, value in
                if case .test(let test) = cell { test.fits(value) } else { true }
            }
        }
        guard try rule.decide(question, EvaluationEnvironment()).rows.map({ $0 - 1 }) == scanned else {
            throw NoTable()
        }
    }
    var evaluator = RuleEvaluator(EvaluationEnvironment())
    let indexed = try nanoseconds(operations: questions.count) {
        for question in questions { blackHole(try rule.decide(question, &evaluator).value) }
    }
    let scanned = nanoseconds(operations: questions.count) {
        for question in questions {
            blackHole(
                table.rows.firstIndex { row in
                    zip(row.cells, question).allSatisfy { cell, value in
                        if case .test(let test) = cell { test.fits(value) } else { true }
                    }
                })
        }
    }
    return [
        Figure(name: name, value: indexed, unit: "ns", bound: .atMost(bound)),
        Figure(name: "  times faster than a scan", value: scanned / indexed, unit: "", bound: .atLeast(10)),
    ]
}

let tablesBenchmark = Benchmark(name: "tables") {
    var all: [Figure] = []
    let bands = try rule([.decimal], (0..<1000).map { [interval($0 * 10, $0 * 10 + 10)] })
    all += try figures(
        "1,000 interval rows", bands.0, bands.1, drawn(4096, below: 10_000).map { [decimal($0)] }, atMost: 150)
    let codes = try rule(
        [.string], (0..<1000).map { [.test(UnaryTest(ValueSet([.point(.string("code-\($0)"))])))] })
    all += try figures(
        "1,000 string rows", codes.0, codes.1, drawn(4096, below: 1000).map { [.string("code-\($0)")] }, atMost: 100)
    let boxes = try rule(
        [.decimal, .decimal],
        (0..<1000).map { row in
            let (x, y) = (row / 32 * 100, row % 32 * 100)
            return [interval(x, x + 100), interval(y, y + 100)]
        })
    all += try figures(
        "1,000 rows with two interval columns", boxes.0, boxes.1,
        zip(drawn(4096, below: 3100), drawn(8192, below: 3200).dropFirst(4096)).map { [decimal($0), decimal($1)] },
        atMost: 500)
    let places = drawn(40_000, below: 1_000_000)
    let large = try rule(
        [.decimal, .decimal],
        (0..<10_000).map { row in
            let (x, y) = (places[row], places[10_000 + row])
            return [interval(x, x + 1 + places[20_000 + row] / 20), interval(y, y + 1 + places[30_000 + row] / 20)]
        })
    all.append(
        Figure(
            name: "index of 10,000 rows with 40,000 bounds", value: Double(large.1.index.byteCount) / 1_048_576,
            unit: "MiB", bound: .atMost(16)))
    return all
}
