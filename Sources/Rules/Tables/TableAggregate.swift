import Amounts
import Encoding
import Evaluation

/// The order of results by the words of their outputs: DMN's "output values". The outputs are looked at from left to right; one that is
/// no enumeration takes no part. Results that are alike stay in the order of the table.
struct TableOrder {
    private let words: [(slot: Int, words: [Text])]

    init(_ rule: CompiledRule) {
        words = rule.outputs.enumerated().compactMap { slot, output in output.words.map { (slot, $0) } }
    }

    /// The positions of the results in their order.
    func sorted(_ results: [Value]) -> [Int] {
        let ranks = results.map(ranks)
        return results.indices.sorted { left, right in
            for (a, b) in zip(ranks[left], ranks[right]) where a != b { return a < b }
            return left < right
        }
    }

    private func ranks(_ result: Value) -> [Int] {
        words.map { slot, words in
            guard let word = result.slots?[slot].asText else { return words.count }
            return words.firstIndex(of: word) ?? words.count
        }
    }
}

/// Collects the results of rows into one: their sum, the smallest or the largest of them.
struct TableAggregate {
    private let hit: HitPolicy
    private let rule: CompiledRule
    private let rows: [Int]

    init(_ hit: HitPolicy, _ rule: CompiledRule, _ rows: [Int]) {
        self.hit = hit
        self.rule = rule
        self.rows = rows
    }

    func value(_ results: [Value]) throws(RuleError.Kind) -> Value {
        let values = results.map { $0.slots?.first ?? .absent }
        guard let output = rule.outputs.first, let first = values.first else {
            return .record(rule.outputShape, [hit == .collectSum ? zero : .absent])
        }
        // A row may say nothing where the output may be absent; it adds nothing and is no smallest or largest one.
        var aggregate = first
        var taken = 0
        for (index, value) in values.enumerated().dropFirst() where !value.isAbsent {
            if aggregate.isAbsent {
                aggregate = value
                taken = index
                continue
            }
            guard let next = hit == .collectSum ? sum(aggregate, value) : chosen(aggregate, value) else {
                throw .notAggregable(first: rows[taken] + 1, second: rows[index] + 1, values[taken], value)
            }
            aggregate = next
        }
        if aggregate.isAbsent, hit == .collectSum { aggregate = zero }
        return .record(rule.outputShape, [try output.given(aggregate, row: nil)])
    }

    /// The sum of nothing. Without a currency it is a bare 0, as that of the language's `sum`, which no declared type holds; so it is absent.
    private var zero: Value {
        switch rule.outputs.first?.type {
        case .int: .int(0)
        case .decimal: .decimal(.zero)
        case .ratio: .ratio(.zero)
        case .money(let currency?): .money(Money(.zero, currency))
        default: .absent
        }
    }

    private func sum(_ left: Value, _ right: Value) -> Value? {
        if let a = left.asInt, let b = right.asInt {
            let (sum, overflow) = a.addingReportingOverflow(b)
            return overflow ? nil : .int(sum)
        }
        if let a = left.asMoney, let b = right.asMoney { return (try? a.adding(b)).map { .money($0) } }
        if let a = left.asRatio, let b = right.asRatio { return (try? a.adding(b)).map { .ratio($0) } }
        guard let a = left.asDecimal, let b = right.asDecimal else { return nil }
        return (try? a.adding(b)).map { .decimal($0) }
    }

    private func chosen(_ left: Value, _ right: Value) -> Value? {
        guard left.kind == right.kind else { return nil }
        if let a = left.asMoney, let b = right.asMoney, a.currency != b.currency { return nil }
        let order = ValueOrder.compare(left, right)
        return (hit == .collectMin ? order <= 0 : order >= 0) ? left : right
    }
}
