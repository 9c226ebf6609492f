import Amounts
package import Analysis
import Dates
import Definitions
import Encoding
import Evaluation
import Rules

// A checked table as nothing but sets, for the analysis.

extension CheckedTable {
    /// - Parameter rule: the rule that the table is of.
    package func geometry(of rule: CheckedRule) -> TableGeometry {
        let fields = columns.map { rule.definition.inputs[$0.input] }
        let columns = fields.map { field in
            TableGeometry.Column(
                field.name.value, Self.domain(field.type.value.required), isOptional: field.type.value.isOptional)
        }
        let words = rule.definition.outputs.map(\.words)
        var results = ResultNumbers()
        let rows = rows.map { row in
            TableGeometry.Row(
                zip(row.cells, columns).map { cell, column in cell.geometry(column.domain) },
                result: results.text(row.outputs), isComputed: row.outputs.contains { $0.result.value == nil },
                rank: Self.rank(row.outputs, words), reason: row.why?.text ?? "")
        }
        return TableGeometry(columns, rows, policy: hit.geometry, needsRow: hit.needsRow)
    }

    private static func domain(_ type: WrittenType) -> Domain {
        switch type {
        case .int: .whole
        case .decimal, .ratio: .number
        case .money(let code): .money(code.flatMap { Currency($0) })
        case .bool: .boolean
        case .date: .date
        case .time: .time
        case .instant: .instant
        case .oneOf(let words): .choice(words.map { Text($0) })
        case .text, .notice, .price, .role, .person, .record: .text
        case .period, .rate, .approvalLevel, .group, .list, .optional: .other
        }
    }

    /// The places of the outputs among their words: nothing if one is computed, or if no output has words.
    private static func rank(_ outputs: [Output], _ words: [[Text]?]) -> [Int]? {
        var rank: [Int] = []
        for (output, words) in zip(outputs, words) {
            guard let words else { continue }
            guard let value = output.result.value else { return nil }
            rank.append(value.asText.flatMap { words.firstIndex(of: $0) } ?? words.count)
        }
        return rank
    }

    /// Numbers for values, so that rows that give the same have the same text.
    private struct ResultNumbers {
        private var values: [Value: Int] = [:]

        mutating func text(_ outputs: [Output]) -> String {
            var parts: [String] = []
            for output in outputs {
                guard let value = output.result.value else {
                    parts.append("=" + output.text.text)
                    continue
                }
                let number = values[value] ?? values.count
                values[value] = number
                parts.append("\(number)")
            }
            return parts.joined(separator: "|")
        }
    }
}

extension CheckedTable.Result {
    /// The value, where it is known before anything is asked.
    fileprivate var value: Value? {
        if case .constant(let value) = self { value } else { nil }
    }
}

extension CheckedReason {
    /// A reason that is computed is like no other one.
    fileprivate var text: String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .value(let expression): "\u{0}\(expression)"
            }
        }.joined()
    }
}

extension Rules.HitPolicy {
    fileprivate var geometry: TableGeometry.Policy {
        switch self {
        case .unique: .unique
        case .any: .any
        case .first: .first
        case .priority: .priority
        case .ruleOrder, .outputOrder, .collect, .collectSum, .collectCount: .all
        case .collectMin, .collectMax: .extreme
        }
    }

    /// Nothing can be decided if no row fits. The others make a list, a count, a sum or an absent value of no rows.
    fileprivate var needsRow: Bool {
        switch self {
        case .unique, .any, .first, .priority: true
        case .ruleOrder, .outputOrder, .collect, .collectSum, .collectMin, .collectMax, .collectCount: false
        }
    }
}

extension CheckedTable.Cell {
    fileprivate func geometry(_ domain: Domain) -> TableGeometry.Cell {
        switch test {
        case .any: return .any
        case .condition: return .condition(text.text)
        case .values(let test):
            // What has no line is told apart only by its text.
            guard domain != .other, let set = CellSet(test) else { return .condition(text.text) }
            return .set(set)
        }
    }
}

extension CellSet {
    fileprivate init?(_ test: UnaryTest) {
        guard let stretches = Self.stretches(test.values) else { return nil }
        var amounts: [Amounts] = []
        for line in test.lines {
            guard let own = Self.stretches(line.amounts) else { return nil }
            amounts.append(Amounts(line.currency, own))
        }
        self.init(stretches, amounts: amounts, takesAbsent: test.fitsAbsent)
    }

    private static func stretches(_ set: ValueSet) -> [Stretch]? {
        var stretches: [Stretch] = []
        for range in set.ranges {
            var stretch = Stretch()
            if let lower = range.lower {
                guard let edge = LineEdge(lower) else { return nil }
                stretch.lower = edge
            }
            if let upper = range.upper {
                guard let edge = LineEdge(upper) else { return nil }
                stretch.upper = edge
            }
            stretches.append(stretch)
        }
        return stretches
    }
}

extension LineEdge {
    fileprivate init?(_ bound: RangeBound) {
        guard let point = LinePoint(bound.value) else { return nil }
        self.init(point, isIncluded: bound.isIncluded)
    }
}

extension LinePoint {
    fileprivate init?(_ value: Value) {
        if let number = value.asDecimal {
            self = .number(number)
        } else if let number = value.asInt {
            self = .number(Decimal(Int128(number)))
        } else if let money = value.asMoney {
            self = .number(money.amount)
        } else if let ratio = value.asRatio {
            self = ratio.exactDecimal.map { .number($0) } ?? .ratio(ratio)
        } else if let date = value.asDate {
            self = .number(Decimal(Int128(date.daysSinceEpoch)))
        } else if let time = value.asTime {
            self = .number(Decimal(Int128(time.secondsOfDay)))
        } else if let instant = value.asInstant {
            self = .number(Decimal(Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)))
        } else if let flag = value.asBool {
            self = .whole(flag ? 1 : 0)
        } else if let text = value.asText {
            self = .text(text)
        } else {
            return nil
        }
    }
}
