import Amounts
import Analysis
import Encoding

// A table as a person reads it: each cell is asked of each value, one by one. Nothing here shares code with what it is held against; it
// only hands its cells over, in `Handover.swift`.

/// A value of a column. Numbers are counted in parts, 200 to one; dates are days of January 2026.
struct NaiveValue: Hashable {
    var isAbsent = false
    var currency = ""
    var parts = 0
    var text = ""
}

enum NaiveKind: Hashable {
    case int, decimal, date, bool, text
    case money(String)
    case anyMoney
    case choice([String])

    var isText: Bool {
        switch self {
        case .text, .choice: true
        default: false
        }
    }
}

/// One test of a cell.
enum NaiveTest: Hashable {
    /// An end and whether it is inside.
    struct End: Hashable {
        var value: NaiveValue
        var isIncluded: Bool
    }

    case absent
    /// Every value that is given.
    case given
    case range(currency: String?, End?, End?)
    /// In another currency than these.
    case otherCurrency([String], End?, End?)

    static func point(_ value: NaiveValue, currency: String? = nil) -> NaiveTest {
        .range(currency: currency, End(value: value, isIncluded: true), End(value: value, isIncluded: true))
    }
}

struct NaiveCell: Hashable {
    /// `-`
    var isAny = false
    var isNot = false
    var tests: [NaiveTest] = []
    var condition: String?

    static let any = NaiveCell(isAny: true)

    /// A condition may fit everything.
    func fits(_ value: NaiveValue, _ kind: NaiveKind) -> Bool {
        if isAny || condition != nil { return true }
        return tests.contains { Self.fits($0, value, kind) } != isNot
    }

    private static func fits(_ test: NaiveTest, _ value: NaiveValue, _ kind: NaiveKind) -> Bool {
        switch test {
        case .absent: return value.isAbsent
        case .given: return !value.isAbsent
        case .range(let currency, let low, let high):
            if value.isAbsent { return false }
            if let currency, currency != value.currency { return false }
            return isBetween(value, low, high, kind)
        case .otherCurrency(let named, let low, let high):
            if value.isAbsent || named.contains(value.currency) { return false }
            return isBetween(value, low, high, kind)
        }
    }

    private static func isBetween(
        _ value: NaiveValue, _ low: NaiveTest.End?, _ high: NaiveTest.End?, _ kind: NaiveKind
    ) -> Bool {
        func isBelow(_ a: NaiveValue, _ b: NaiveValue) -> Bool {
            kind.isText ? a.text.utf8.lexicographicallyPrecedes(b.text.utf8) : a.parts < b.parts
        }
        func isSame(_ a: NaiveValue, _ b: NaiveValue) -> Bool {
            kind.isText ? Array(a.text.utf8) == Array(b.text.utf8) : a.parts == b.parts
        }
        if let low, isBelow(value, low.value) || (isSame(value, low.value) && !low.isIncluded) { return false }
        if let high, isBelow(high.value, value) || (isSame(value, high.value) && !high.isIncluded) { return false }
        return true
    }
}

struct NaiveColumn {
    var name: String
    var kind: NaiveKind
    var isOptional: Bool
}

struct NaiveRow {
    var cells: [NaiveCell]
    var result: String
    var reason = ""
    var rank = 0
}

struct NaiveTable {
    var columns: [NaiveColumn]
    var rows: [NaiveRow]
    var policy: TableGeometry.Policy
    var needsRow = true

    /// All boundary points and one between each two, of one column; the values that no cell names stand for all such.
    func points(_ column: Int) -> [NaiveValue] {
        let kind = columns[column].kind
        var texts: [String] = []
        var counts: [Int] = []
        var currencies: [String] = []
        for row in rows {
            for test in row.cells[column].tests {
                var ends: [NaiveTest.End] = []
                switch test {
                case .range(let currency, let low, let high):
                    currencies += [currency].compactMap { $0 }
                    ends = [low, high].compactMap { $0 }
                case .otherCurrency(_, let low, let high): ends = [low, high].compactMap { $0 }
                case .absent, .given: break
                }
                texts += ends.map(\.value.text)
                counts += ends.map(\.value.parts)
            }
        }
        var points: [NaiveValue] = []
        switch kind {
        case .bool: points = [NaiveValue(parts: 0), NaiveValue(parts: 200)]
        case .choice(let words): points = words.map { NaiveValue(text: $0) }
        case .text:
            // What is named, what comes directly behind it, and what comes far behind it.
            let named = Set(texts).sorted()
            points = Set([""] + named + named.flatMap { [$0 + "\u{0}", $0 + "m"] } + ["~"]).sorted().map {
                NaiveValue(text: $0)
            }
        case .int, .date:
            let whole = Set(counts.flatMap { [$0 - 200, $0, $0 + 200] } + [200])
            points = whole.sorted().map { NaiveValue(parts: $0) }
            // A number that is none is a bound, but no value.
            points = points.filter { $0.parts % 200 == 0 }
        case .decimal, .money:
            let near = Set(counts.flatMap { [$0 - 50, $0, $0 + 50] } + [200])
            points = near.sorted().map { NaiveValue(parts: $0) }
            if case .money(let code) = kind { points = points.map { NaiveValue(currency: code, parts: $0.parts) } }
        case .anyMoney:
            let near = Set(counts.flatMap { [$0 - 50, $0, $0 + 50] } + [200])
            for code in Set(currencies + ["ZMW"]).sorted() {
                points += near.sorted().map { NaiveValue(currency: code, parts: $0) }
            }
        }
        if columns[column].isOptional { points.append(NaiveValue(isAbsent: true)) }
        return points
    }
}
