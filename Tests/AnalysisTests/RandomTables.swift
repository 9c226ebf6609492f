import Analysis
import TestSupport

// Tables of 1 to 5 columns: partitions of everything that can be asked, partitions with a planted defect, and rows at random.

struct RandomTables {
    enum Kind { case partition, planted, random }

    var generator: SeededGenerator
    let kind: Kind

    private mutating func pick<Item>(_ items: [Item]) -> Item {
        items[Int.random(in: 0..<items.count, using: &generator)]
    }
    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    mutating func table() -> NaiveTable {
        let columns = (0..<number(1...5)).map { column($0) }
        var table = NaiveTable(
            columns: columns, rows: [],
            policy: pick([.unique, .unique, .unique, .any, .first, .first, .first, .priority, .all, .extreme]))
        if kind == .random {
            let results = chance(50) ? ["x", "y"] : ["x"]
            for _ in 0..<number(1...14) {
                let cells = columns.map { cell($0) }
                table.rows.append(NaiveRow(cells: cells, result: pick(results), rank: number(0...2)))
            }
        } else {
            table.rows = partition(columns)
            for index in table.rows.indices where chance(60) { table.rows[index].result = pick(["x", "y"]) }
            table.rows.shuffle(using: &generator)
            if kind == .planted { for _ in 0..<number(1...2) { plant(&table) } }
        }
        // The bounds of three in the first column are moved away, so that no two tables' numbers are alike by accident.
        return table
    }

    private mutating func column(_ index: Int) -> NaiveColumn {
        let kind: NaiveKind = pick([
            .int, .decimal, .money("USD"), .anyMoney, .anyMoney, .date, .date, .bool, .text, .text,
            .choice(["draft", "sent", "paid"]),
        ])
        return NaiveColumn(name: "c\(index + 1)", kind: kind, isOptional: chance(25))
    }

    // MARK: Cells

    private mutating func value(_ kind: NaiveKind) -> NaiveValue {
        switch kind {
        case .bool: NaiveValue(parts: pick([0, 200]))
        case .choice(let words): NaiveValue(text: pick(words))
        case .text: NaiveValue(text: pick(["a", "b", "ba", "c"]))
        case .date: NaiveValue(parts: 200 * number(5...9))
        case .int, .decimal, .money, .anyMoney:
            NaiveValue(parts: 200 * number(0...4) + (kind == .decimal && chance(20) ? 100 : 0))
        }
    }

    private mutating func test(_ column: NaiveColumn) -> NaiveTest {
        if column.isOptional, chance(15) { return .absent }
        let kind = column.kind
        let currency = kind == .anyMoney ? pick(["USD", "EUR", nil]) : nil
        var low = value(kind)
        let isPoint: Bool
        switch kind {
        case .bool, .choice: isPoint = true
        case .text: isPoint = chance(85)
        default: isPoint = chance(25)
        }
        if isPoint { return .point(low, currency: currency) }
        var high = value(kind)
        if kind.isText ? high.text < low.text : high.parts < low.parts { swap(&low, &high) }
        let start = chance(70) ? NaiveTest.End(value: low, isIncluded: chance(50)) : nil
        let end = chance(70) ? NaiveTest.End(value: high, isIncluded: chance(50)) : nil
        return .range(currency: currency, start, end)
    }

    private mutating func cell(_ column: NaiveColumn) -> NaiveCell {
        if chance(30) { return .any }
        let tests = (0..<number(1...3)).map { _ in test(column) }
        return NaiveCell(isNot: chance(25), tests: tests)
    }

    // MARK: Partitions

    private mutating func partition(_ columns: [NaiveColumn]) -> [NaiveRow] {
        var rows = [columns.map { _ in NaiveCell.any }]
        let wanted = number(1...10)
        while rows.count < wanted {
            let index = number(0...rows.count - 1)
            let column = number(0...columns.count - 1)
            guard rows[index][column].isAny else {
                if rows.allSatisfy({ !$0[column].isAny }) || chance(20) { break }
                continue
            }
            let row = rows.remove(at: index)
            for piece in pieces(columns[column]) {
                var part = row
                part[column] = piece
                rows.append(part)
            }
        }
        return rows.enumerated().map { NaiveRow(cells: $1, result: "r\($0)", rank: number(0...2)) }
    }

    /// Cells that together take every value of a column once.
    private mutating func pieces(_ column: NaiveColumn) -> [NaiveCell] {
        let kind = column.kind
        let cut = value(kind)
        func single(_ test: NaiveTest) -> NaiveCell { NaiveCell(tests: [test]) }
        var tests: [NaiveTest]
        switch kind {
        case .bool, .choice, .text: tests = [.point(cut)]
        case .int, .decimal, .money, .date:
            let isBelow = chance(50)
            let high = NaiveTest.End(value: cut, isIncluded: isBelow)
            let low = NaiveTest.End(value: cut, isIncluded: !isBelow)
            if column.isOptional || chance(20) {
                tests = [.range(currency: nil, nil, high)]
            } else {
                return [single(.range(currency: nil, nil, high)), single(.range(currency: nil, low, nil))]
            }
        case .anyMoney:
            let end = NaiveTest.End(value: cut, isIncluded: true)
            tests = [.range(currency: "USD", end, nil)]
            if chance(50) { tests.append(.range(currency: "EUR", nil, end)) }
        }
        if column.isOptional, chance(50) { tests.append(.absent) }
        return tests.map(single) + [NaiveCell(isNot: true, tests: tests)]
    }

    // MARK: Defects

    private mutating func plant(_ table: inout NaiveTable) {
        let index = number(0...table.rows.count - 1)
        switch number(1...5) {
        case 1 where table.rows.count > 1: table.rows.remove(at: index)
        case 2: table.rows.insert(table.rows[index], at: number(0...table.rows.count))
        case 3:
            // A row that takes all values of one column more.
            let column = number(0...table.columns.count - 1)
            table.rows[index].cells[column] = .any
        case 4:
            var row = table.rows[index]
            let column = number(0...table.columns.count - 1)
            row.cells[column] = cell(table.columns[column])
            table.rows.insert(row, at: number(0...table.rows.count))
        default:
            let column = number(0...table.columns.count - 1)
            table.rows[index].cells[column] = cell(table.columns[column])
        }
    }
}
