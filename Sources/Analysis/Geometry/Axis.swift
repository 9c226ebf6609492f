import Amounts
import Encoding

// From values to numbers. The cells of a column part its values into classes: two values of one class are in the same cells. Such a class is
// an atom; everything behind this file computes with the numbers of atoms, and what it finds holds for every value.

/// The atoms of one column.
struct Axis: Sendable {
    /// A line, cut into pieces: one more than it has cuts.
    struct Line: Sendable {
        /// Nothing for a line that has no currency, and for that of all other currencies.
        var currency: Currency?
        var cuts: [Cut]
        var firstAtom: Int32

        var atoms: Range<Int32> { firstAtom..<firstAtom + Int32(cuts.count) + 1 }
    }

    enum Form: Sendable {
        /// For money of any currency one for each that is named, and one for all others.
        case lines([Line])
        /// Each value is an atom; behind them, where there are other values, those.
        case values([LinePoint], hasOthers: Bool)
    }

    let column: TableGeometry.Column
    let form: Form
    /// Whether a value is given or not is an atom too, the last one, where the column is optional.
    let absent: Int32?
    let count: Int32
    /// The distinct sets of the column's cells, by their numbers; the first one is that of every atom.
    private(set) var sets: [AtomSet]

    var everything: AtomSet { sets[0] }
}

extension Axis {
    /// The axis of a column, and for each cell the number of its set. A condition has the set of everything that it may fit.
    static func make(
        _ column: TableGeometry.Column, _ cells: [TableGeometry.Cell]
    ) -> (axis: Axis, numbers: [Int32]) {
        var known: [CellSet: Int32] = [:]
        var written: [CellSet] = []
        let places = cells.map { cell -> Int32 in
            guard case .set(let set) = cell else { return -1 }
            if let place = known[set] { return place }
            let place = Int32(written.count)
            known[set] = place
            written.append(set)
            return place
        }
        let form = Self.form(column.domain, written)
        let values = Self.valueCount(form)
        let absent = column.isOptional ? values : nil
        var axis = Axis(
            column: column, form: form, absent: absent, count: values + (column.isOptional ? 1 : 0), sets: [])
        axis.sets = [AtomSet(0..<axis.count)]
        var numbers: [AtomSet: Int32] = [axis.sets[0]: 0]
        let numberOfPlace = written.map { set -> Int32 in
            let atoms = axis.atoms(set)
            if let number = numbers[atoms] { return number }
            let number = Int32(axis.sets.count)
            numbers[atoms] = number
            axis.sets.append(atoms)
            return number
        }
        return (axis, places.map { $0 < 0 ? 0 : numberOfPlace[Int($0)] })
    }

    private static func valueCount(_ form: Form) -> Int32 {
        switch form {
        case .lines(let lines): lines.last?.atoms.upperBound ?? 0
        case .values(let values, let hasOthers): Int32(values.count) + (hasOthers ? 1 : 0)
        }
    }

    private static func form(_ domain: Domain, _ sets: [CellSet]) -> Form {
        switch domain {
        case .boolean: .values([.whole(0), .whole(1)], hasOthers: false)
        case .choice(let words): .values(words.map { .text($0) }, hasOthers: false)
        case .other: .values([], hasOthers: true)
        case .text: singled(sets).map { .values($0, hasOthers: true) } ?? .lines([line(domain, sets.map(\.stretches))])
        case .money(nil): .lines(currencyLines(sets))
        case .whole, .number, .money, .date, .time, .instant: .lines([line(domain, sets.map(\.stretches))])
        }
    }

    /// The values that the sets single out, if each consists of some values or of all but some.
    private static func singled(_ sets: [CellSet]) -> [LinePoint]? {
        var points: [LinePoint] = []
        for set in sets {
            guard let own = Self.points(set.stretches) ?? holes(set.stretches) else { return nil }
            points += own
        }
        points.sort { $0.compare($1) < 0 }
        return points.enumerated().filter { $0.offset == 0 || points[$0.offset - 1].compare($0.element) != 0 }
            .map(\.element)
    }

    private static func points(_ stretches: [Stretch]) -> [LinePoint]? {
        var points: [LinePoint] = []
        for stretch in stretches {
            guard let lower = stretch.lower, let upper = stretch.upper, lower.isIncluded, upper.isIncluded,
                lower.point == upper.point
            else { return nil }
            points.append(lower.point)
        }
        return points
    }

    /// The points between stretches that otherwise leave out nothing, in rising order.
    private static func holes(_ stretches: [Stretch]) -> [LinePoint]? {
        guard stretches.first?.lower == nil, stretches.last?.upper == nil, !stretches.isEmpty else { return nil }
        var holes: [LinePoint] = []
        for (left, right) in zip(stretches, stretches.dropFirst()) {
            guard let upper = left.upper, let lower = right.lower, !upper.isIncluded, !lower.isIncluded,
                upper.point == lower.point
            else { return nil }
            if let last = holes.last, last.compare(upper.point) >= 0 { return nil }
            holes.append(upper.point)
        }
        return holes
    }

    private static func currencyLines(_ sets: [CellSet]) -> [Line] {
        var currencies: [Currency] = []
        for set in sets {
            for amounts in set.amounts where !currencies.contains(amounts.currency) {
                currencies.append(amounts.currency)
            }
        }
        currencies.sort()
        // What is said of every currency cuts each line.
        let common = sets.map(\.stretches)
        var lines: [Line] = []
        var first: Int32 = 0
        for currency in currencies {
            let own = sets.flatMap(\.amounts).filter { $0.currency == currency }.map(\.stretches)
            var line = line(.number, common + own)
            line.currency = currency
            line.firstAtom = first
            first = line.atoms.upperBound
            lines.append(line)
        }
        var others = line(.number, common)
        others.firstAtom = first
        lines.append(others)
        return lines
    }

    private static func line(_ domain: Domain, _ stretches: [[Stretch]]) -> Line {
        let kind = LineKind(domain)
        var cuts: [Cut] = []
        for stretch in stretches.joined() {
            for cut in [stretch.lowerCut, stretch.upperCut] {
                if let cut, case .inside(let inside) = kind.position(cut) { cuts.append(inside) }
            }
        }
        cuts.sort()
        var distinct: [Cut] = []
        for cut in cuts where distinct.last.map({ $0 < cut }) ?? true { distinct.append(cut) }
        return Line(currency: nil, cuts: distinct, firstAtom: 0)
    }
}

extension Stretch {
    var lowerCut: Cut? { lower.map { Cut(point: $0.point, isBehind: !$0.isIncluded) } }
    var upperCut: Cut? { upper.map { Cut(point: $0.point, isBehind: $0.isIncluded) } }

    func contains(_ point: LinePoint) -> Bool {
        if let lower {
            let order = point.compare(lower.point)
            if order < 0 || (order == 0 && !lower.isIncluded) { return false }
        }
        if let upper {
            let order = point.compare(upper.point)
            if order > 0 || (order == 0 && !upper.isIncluded) { return false }
        }
        return true
    }
}

extension Axis {
    /// The atoms of a set whose ends are among the cuts.
    private func atoms(_ set: CellSet) -> AtomSet {
        var ranges: [Range<Int32>] = []
        if let absent, set.takesAbsent { ranges.append(absent..<absent + 1) }
        switch form {
        case .lines(let lines):
            let kind = LineKind(column.domain)
            for line in lines {
                let own = line.currency.flatMap { currency in set.amounts.first { $0.currency == currency } }
                for stretch in own?.stretches ?? set.stretches {
                    ranges.append(Self.atoms(stretch, line, kind))
                }
            }
        case .values(let values, let hasOthers):
            if hasOthers {
                ranges += Self.atoms(set.stretches, values)
            } else {
                for (atom, value) in values.enumerated() where set.stretches.contains(where: { $0.contains(value) }) {
                    ranges.append(Int32(atom)..<Int32(atom) + 1)
                }
            }
        }
        return AtomSet(ranges)
    }

    /// The atoms of some values, or of all but some.
    private static func atoms(_ stretches: [Stretch], _ values: [LinePoint]) -> [Range<Int32>] {
        if let points = points(stretches) {
            return points.map { point in
                let atom = place(point, values)
                return atom..<atom + 1
            }
        }
        let all = AtomSet(0..<Int32(values.count) + 1)
        let holes = (holes(stretches) ?? []).map { point in
            let atom = place(point, values)
            return atom..<atom + 1
        }
        return all.subtracting(AtomSet(holes)).ranges
    }

    private static func place(_ point: LinePoint, _ values: [LinePoint]) -> Int32 {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle].compare(point) < 0 { low = middle + 1 } else { high = middle }
        }
        return Int32(low)
    }

    private static func atoms(_ stretch: Stretch, _ line: Line, _ kind: LineKind) -> Range<Int32> {
        let lower = stretch.lowerCut.map { atom(behind: kind.position($0), line) } ?? line.atoms.lowerBound
        let upper = stretch.upperCut.map { atom(behind: kind.position($0), line) } ?? line.atoms.upperBound
        return lower < upper ? lower..<upper : 0..<0
    }

    /// The first atom behind a cut.
    private static func atom(behind position: LineKind.Position, _ line: Line) -> Int32 {
        let cut: Cut
        switch position {
        case .start: return line.atoms.lowerBound
        case .end: return line.atoms.upperBound
        case .inside(let inside): cut = inside
        }
        var (low, high) = (0, line.cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if line.cuts[middle] <= cut { low = middle + 1 } else { high = middle }
        }
        return line.firstAtom + Int32(low)
    }
}
