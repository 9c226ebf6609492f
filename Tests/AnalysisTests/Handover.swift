import Amounts
import Analysis
import Encoding

// A naive table, handed over to the analysis.

extension NaiveTable {
    var geometry: TableGeometry {
        TableGeometry(
            columns.map { .init($0.name, $0.domain, isOptional: $0.isOptional) },
            rows.map { row in
                .init(
                    zip(row.cells, columns).map { $0.handover($1) }, result: row.result, rank: [row.rank],
                    reason: row.reason)
            }, policy: policy, needsRow: needsRow)
    }
}

extension NaiveColumn {
    var domain: Domain {
        switch kind {
        case .int: .whole
        case .decimal: .number
        case .date: .date
        case .bool: .boolean
        case .text: .text
        case .money(let code): .money(Currency(code))
        case .anyMoney: .money(nil)
        case .choice(let words): .choice(words.map { Text($0) })
        }
    }
}

extension NaiveCell {
    func handover(_ column: NaiveColumn) -> TableGeometry.Cell {
        if let condition { return .condition(condition) }
        if isAny { return .any }
        var everywhere: [Stretch] = []
        var named: [(code: String, stretches: [Stretch])] = []
        var takesAbsent = false
        func add(_ stretch: Stretch, _ code: String) {
            if let index = named.firstIndex(where: { $0.code == code }) {
                named[index].stretches.append(stretch)
            } else {
                named.append((code, everywhere + [stretch]))
            }
        }
        for test in tests {
            switch test {
            case .absent: takesAbsent = true
            case .given:
                everywhere.append(.everything)
                for index in named.indices { named[index].stretches.append(.everything) }
            case .range(let code?, let low, let high) where column.kind == .anyMoney:
                add(Self.stretch(low, high, column.kind), code)
            case .range(_, let low, let high):
                let stretch = Self.stretch(low, high, column.kind)
                everywhere.append(stretch)
                for index in named.indices { named[index].stretches.append(stretch) }
            case .otherCurrency: preconditionFailure("a region's words are not handed over")
            }
        }
        if isNot {
            everywhere = Self.complement(everywhere)
            named = named.map { ($0.code, Self.complement($0.stretches)) }
            takesAbsent.toggle()
        }
        let amounts = named.compactMap { item in
            Currency(item.code).map { CellSet.Amounts($0, item.stretches) }
        }
        return .set(CellSet(everywhere, amounts: amounts, takesAbsent: takesAbsent))
    }

    private static func stretch(_ low: NaiveTest.End?, _ high: NaiveTest.End?, _ kind: NaiveKind) -> Stretch {
        func edge(_ end: NaiveTest.End?) -> LineEdge? {
            guard let end else { return nil }
            return LineEdge(place(end.value, kind), isIncluded: end.isIncluded)
        }
        return Stretch(lower: edge(low), upper: edge(high))
    }

    private static func place(_ value: NaiveValue, _ kind: NaiveKind) -> LinePoint {
        switch kind {
        case .text, .choice: .text(Text(value.text))
        case .bool: .whole(value.parts / 200)
        // The first of January 2026 is day 20,454.
        case .date: .whole(20_453 + value.parts / 200)
        case .int, .decimal, .money, .anyMoney:
            .number(Decimal(unchecked: Int128(value.parts) * 5, scale: 3))
        }
    }

    /// Everything outside of stretches, one after another.
    private static func complement(_ stretches: [Stretch]) -> [Stretch] {
        var rest = [Stretch.everything]
        for stretch in stretches {
            rest = rest.flatMap { part -> [Stretch] in
                var parts: [Stretch] = []
                if let lower = stretch.lower {
                    let end = LineEdge(lower.point, isIncluded: !lower.isIncluded)
                    parts.append(Stretch(lower: part.lower, upper: earlier(part.upper, end)))
                }
                if let upper = stretch.upper {
                    let start = LineEdge(upper.point, isIncluded: !upper.isIncluded)
                    parts.append(Stretch(lower: later(part.lower, start), upper: part.upper))
                }
                return parts
            }
        }
        return rest.filter { part in
            guard let lower = part.lower, let upper = part.upper else { return true }
            let order = order(lower.point, upper.point)
            return order < 0 || (order == 0 && lower.isIncluded && upper.isIncluded)
        }
    }

    private static func order(_ a: LinePoint, _ b: LinePoint) -> Int {
        switch (a, b) {
        case (.number(let a), .number(let b)): a == b ? 0 : (a < b ? -1 : 1)
        case (.text(let a), .text(let b)): a == b ? 0 : (a < b ? -1 : 1)
        default: 0
        }
    }

    private static func earlier(_ a: LineEdge?, _ b: LineEdge) -> LineEdge {
        guard let a else { return b }
        let order = order(a.point, b.point)
        return order < 0 || (order == 0 && !a.isIncluded) ? a : b
    }

    private static func later(_ a: LineEdge?, _ b: LineEdge) -> LineEdge {
        guard let a else { return b }
        let order = order(a.point, b.point)
        return order > 0 || (order == 0 && !a.isIncluded) ? a : b
    }
}
