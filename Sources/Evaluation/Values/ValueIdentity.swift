internal import Amounts
internal import Dates
internal import Encoding

// Whether two values are the same: for tests, stores and digests, not for the language.
//
// Recursion is over data, whose nesting the readers bound.

extension Value: Hashable {
    public static func == (left: Value, right: Value) -> Bool {
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .absent, .null: return true
        case .bool, .int, .uint, .timestamp, .duration, .date, .time, .period, .address, .network:
            return left.meta == right.meta && left.low == right.low && left.high == right.high
        case .double:
            let (a, b) = (Double(bitPattern: left.low), Double(bitPattern: right.low))
            return left.low == right.low || (a.isNaN && b.isNaN)
        case .decimal: return left.asDecimal == right.asDecimal
        case .money: return left.asMoney == right.asMoney
        case .ratio: return left.asRatio == right.asRatio
        case .rate: return left.asRate == right.asRate
        case .string, .bytes, .type: return left.content == right.content
        case .list, .map, .optional: return sameElements(left, right)
        case .record: return left.shape == right.shape && sameElements(left, right)
        }
    }

    private static func sameElements(_ left: Value, _ right: Value) -> Bool {
        if left.object === right.object { return true }
        guard let mine = left.storage, let others = right.storage, mine.count == others.count else { return false }
        for index in 0..<mine.count where mine[index] != others[index] { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        switch kind {
        case .absent, .null: break
        case .bool, .int, .uint, .timestamp, .duration, .date, .time, .period, .address, .network:
            hasher.combine(low)
            hasher.combine(high)
        case .double: hasher.combine(Double(bitPattern: low).isNaN ? 0 : low)
        case .decimal: hasher.combine(asDecimal)
        case .money: hasher.combine(asMoney)
        case .ratio: hasher.combine(asRatio)
        case .rate: hasher.combine(asRate)
        case .string, .bytes, .type: hasher.combine(content)
        case .list, .map, .record, .optional:
            hasher.combine(storage?.count ?? 0)
            for index in 0..<(storage?.count ?? 0) { storage?[index].hash(into: &hasher) }
        }
    }
}
