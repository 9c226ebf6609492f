import TestSupport

// A table and its scan, written down once more with nothing of the module's own: plain numbers, plain loops.

/// A value of a column. Numbers are thousandths, days are counted from 1970.
enum NaiveValue: Hashable {
    case absent
    case number(Int)
    case money(Int, String)
    case day(Int)
    case text(String)
    case truth(Bool)
}

enum NaiveKind: CaseIterable {
    case number, money, dollars, day, text, truth
}

/// One part of a cell.
enum NaivePart {
    case point(NaiveValue)
    case below(NaiveValue, Bool)
    case above(NaiveValue, Bool)
    case between(NaiveValue, Bool, NaiveValue, Bool)
    case absence

    func fits(_ value: NaiveValue) -> Bool {
        switch self {
        case .absence: value == .absent
        case .point(let point): Self.order(value, point) == 0
        case .below(let bound, let included): Self.order(value, bound).map { $0 < 0 || ($0 == 0 && included) } ?? false
        case .above(let bound, let included): Self.order(value, bound).map { $0 > 0 || ($0 == 0 && included) } ?? false
        case .between(let low, let lowIn, let high, let highIn):
            NaivePart.above(low, lowIn).fits(value) && NaivePart.below(high, highIn).fits(value)
        }
    }

    /// Nothing for values that are not on one line. A bare 0, which has the currency "", is on every line of money.
    static func order(_ left: NaiveValue, _ right: NaiveValue) -> Int? {
        switch (left, right) {
        case (.number(let a), .number(let b)), (.day(let a), .day(let b)): return a < b ? -1 : a == b ? 0 : 1
        case (.money(let a, let c), .money(let b, let d)):
            return c == d || d.isEmpty ? (a < b ? -1 : a == b ? 0 : 1) : nil
        case (.text(let a), .text(let b)):
            let (x, y) = (Array(a.utf8), Array(b.utf8))
            return x == y ? 0 : x.lexicographicallyPrecedes(y) ? -1 : 1
        case (.truth(let a), .truth(let b)): return a == b ? 0 : a ? 1 : -1
        default: return nil
        }
    }
}

enum NaiveCell {
    case any
    case parts([NaivePart])
    case not([NaivePart])
    /// The condition that the number is above this one; an absent value makes it an error, so it stands in columns that have none.
    case condition(Int)

    func fits(_ value: NaiveValue) -> Bool {
        switch self {
        case .any: return true
        case .parts(let parts): return parts.contains { $0.fits(value) }
        case .not(let parts): return !parts.contains { $0.fits(value) }
        case .condition(let bound):
            guard case .number(let number) = value else { return false }
            return number > bound
        }
    }
}

struct NaiveTable {
    var kinds: [NaiveKind]
    var isOptional: [Bool]
    var rows: [[NaiveCell]]
    /// For each column the values that its cells name.
    var points: [[NaiveValue]]

    /// The rows that fit, in order.
    func fitting(_ values: [NaiveValue]) -> [Int] {
        rows.indices.filter { row in rows[row].indices.allSatisfy { rows[row][$0].fits(values[$0]) } }
    }
}

// MARK: Generated tables

extension NaiveTable {
    init(_ random: inout SeededGenerator) {
        let columnCount = Int.random(in: 1...5, using: &random)
        let rowCount = [1, 3, 20, 63, 64, 65, 200, 700].randomElement(using: &random) ?? 1
        // Few values make many rows fit, many values few.
        let spread = [3, 20, 1000].randomElement(using: &random) ?? 3
        kinds = (0..<columnCount).map { _ in NaiveKind.allCases.randomElement(using: &random) ?? .number }
        isOptional = kinds.map { _ in Int.random(in: 0..<4, using: &random) == 0 }
        points = [[NaiveValue]](repeating: [], count: columnCount)
        rows = []
        for _ in 0..<rowCount {
            var row: [NaiveCell] = []
            for column in 0..<columnCount { row.append(cell(column, spread, &random)) }
            rows.append(row)
        }
    }

    private mutating func cell(_ column: Int, _ spread: Int, _ random: inout SeededGenerator) -> NaiveCell {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: return .any
        case 2 where kinds[column] == .number && !isOptional[column]:
            return .condition(Int.random(in: -spread...spread, using: &random) * 500)
        case 2, 3: return .not(parts(column, spread, &random))
        default: return .parts(parts(column, spread, &random))
        }
    }

    private mutating func parts(_ column: Int, _ spread: Int, _ random: inout SeededGenerator) -> [NaivePart] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in part(column, spread, &random) }
    }

    private mutating func part(_ column: Int, _ spread: Int, _ random: inout SeededGenerator) -> NaivePart {
        if isOptional[column], Int.random(in: 0..<8, using: &random) == 0 { return .absence }
        let first = value(column, spread, &random)
        points[column].append(first)
        let isOrdered = kinds[column] != .truth
        switch isOrdered ? Int.random(in: 0..<4, using: &random) : 0 {
        case 1: return .below(first, Bool.random(using: &random))
        case 2: return .above(first, Bool.random(using: &random))
        case 3:
            var second = value(column, spread, &random)
            if case .money(_, let currency) = first, case .money(let amount, _) = second {
                second = .money(amount, currency)
                if currency.isEmpty { second = first }
            }
            points[column].append(second)
            let isRising = (NaivePart.order(first, second) ?? 0) <= 0
            return .between(
                isRising ? first : second, Bool.random(using: &random), isRising ? second : first,
                Bool.random(using: &random))
        default: return .point(first)
        }
    }

    func value(_ column: Int, _ spread: Int, _ random: inout SeededGenerator) -> NaiveValue {
        let number = Int.random(in: -spread...spread, using: &random)
        switch kinds[column] {
        case .number: return .number(number * [1, 10, 500, 1000].randomElement(using: &random)!)
        case .money:
            let currency = ["USD", "EUR", "JPY", ""].randomElement(using: &random)!
            return .money(currency.isEmpty ? 0 : number * 500, currency)
        case .dollars: return .money(number * 500, "USD")
        case .day: return .day(20_000 + number)
        case .text:
            return .text(
                ["", "a", "b\(number)", "é\(number)", "a text that is longer than fifteen bytes \(number)"]
                    .randomElement(using: &random)!)
        case .truth: return .truth(number > 0)
        }
    }

    /// A question: mostly what a cell names, or next to it.
    func question(_ random: inout SeededGenerator) -> [NaiveValue] {
        kinds.indices.map { column in
            if isOptional[column], Int.random(in: 0..<6, using: &random) == 0 { return .absent }
            guard let point = points[column].randomElement(using: &random), Int.random(in: 0..<8, using: &random) > 0
            else { return anything(column, &random) }
            let step = Int.random(in: -1...1, using: &random)
            switch point {
            case .number(let number): return .number(number + step)
            case .money(let amount, let currency):
                let other = Int.random(in: 0..<4, using: &random) == 0 && kinds[column] == .money
                let own = currency.isEmpty ? "USD" : currency
                return .money(amount + step, other ? "GBP" : own)
            case .day(let day): return .day(day + step)
            case .text(let text): return .text(step == 1 ? text + "\u{1}" : text)
            default: return point
            }
        }
    }

    private func anything(_ column: Int, _ random: inout SeededGenerator) -> NaiveValue {
        let value = value(column, 2000, &random)
        if case .money(let amount, "") = value { return .money(amount, "CHF") }
        return value
    }
}
