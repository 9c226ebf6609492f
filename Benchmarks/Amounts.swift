import Amounts
import Foundation

/// Exact decimals against Foundation's, on the same values in the same run.
///
/// The operands are drawn (a fixed seed), stored in arrays, and each result goes into a sum that is printed to nowhere, so
/// neither side can be computed ahead of time or left out.
let amountsBenchmark = Benchmark(name: "amounts") {
    let values = DrawnAmounts()
    return values.addition() + values.comparison() + values.multiplication() + values.text()
}

private struct DrawnAmounts {
    static let count = 4096

    /// Amounts of up to eight digits before the point, and two after it.
    var amounts: [Amounts.Decimal] = []
    /// The same with 0 to 4 places.
    var mixed: [Amounts.Decimal] = []
    /// Rates with up to six places.
    var rates: [Amounts.Decimal] = []
    var foundationAmounts: [Foundation.Decimal] = []
    var foundationMixed: [Foundation.Decimal] = []
    var foundationRates: [Foundation.Decimal] = []

    init() {
        var state: UInt64 = 4217
        func next(below bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 20) % bound
        }
        func drawn(places: Int, below bound: UInt64) -> Amounts.Decimal {
            let magnitude = Int128(next(below: bound))
            let coefficient = next(below: 4) == 0 ? -magnitude : magnitude
            return (try? Amounts.Decimal(coefficient: coefficient, scale: places)) ?? .zero
        }
        for _ in 0..<Self.count {
            amounts.append(drawn(places: 2, below: 10_000_000_000))
            mixed.append(drawn(places: Int(next(below: 5)), below: 10_000_000_000))
            rates.append(drawn(places: 6, below: 100_000_000))
        }
        foundationAmounts = amounts.map(Self.foundation)
        foundationMixed = mixed.map(Self.foundation)
        foundationRates = rates.map(Self.foundation)
    }

    static func foundation(_ value: Amounts.Decimal) -> Foundation.Decimal {
        Foundation.Decimal(string: value.description) ?? 0
    }

    private func figures(_ name: String, ours: Double, theirs: Double, atLeast: Double?) -> [Figure] {
        [
            Figure(
                name: "\(name), times faster than Foundation", value: theirs / ours, unit: "×",
                bound: atLeast.map { .atLeast($0) } ?? .none),
            Figure(name: "\(name)", value: ours, unit: "ns", bound: .none),
            Figure(name: "\(name), Foundation", value: theirs, unit: "ns", bound: .none),
        ]
    }

    /// The time of one operation on neighbours of an array. Inlined, as the one below, so that neither side pays for a call
    /// that a loop over amounts does not have.
    @inline(__always)
    private func ours(
        _ left: [Amounts.Decimal], _ right: [Amounts.Decimal],
        _ operation: (Amounts.Decimal, Amounts.Decimal) throws(AmountError) -> Int128
    ) -> Double {
        nanoseconds(operations: Self.count) {
            var sum: Int128 = 0
            for index in 0..<Self.count {
                do throws(AmountError) { sum &+= try operation(left[index], right[index]) } catch { sum &+= 1 }
            }
            blackHole(sum)
        }
    }

    @inline(__always)
    private func theirs(
        _ left: [Foundation.Decimal], _ right: [Foundation.Decimal],
        _ operation: (Foundation.Decimal, Foundation.Decimal) -> Int
    ) -> Double {
        nanoseconds(operations: Self.count) {
            var sum = 0
            for index in 0..<Self.count { sum &+= operation(left[index], right[index]) }
            blackHole(sum)
        }
    }

    func addition() -> [Figure] {
        let same = ours(amounts, amounts.reversed()) { (a, b) throws(AmountError) in try a.adding(b).coefficient }
        let across = ours(mixed, mixed.reversed()) { (a, b) throws(AmountError) in try a.adding(b).coefficient }
        let foundation = theirs(foundationAmounts, foundationAmounts.reversed()) { ($0 + $1).exponent }
        let foundationAcross = theirs(foundationMixed, foundationMixed.reversed()) { ($0 + $1).exponent }
        return figures("add", ours: same, theirs: foundation, atLeast: 150)
            + figures("add across places", ours: across, theirs: foundationAcross, atLeast: nil)
    }

    /// The time of one comparison of neighbours. Its outcome is stored: amounts come in no order, and to jump by it would cost
    /// more than to compare, on either side.
    @inline(__always)
    private func comparing<Number>(
        _ numbers: [Number], _ isBelow: (Number, Number) -> Bool
    ) -> Double {
        let outcomes = UnsafeMutableBufferPointer<Bool>.allocate(capacity: Self.count)
        defer { outcomes.deallocate() }
        outcomes.initialize(repeating: false)
        return nanoseconds(operations: Self.count) {
            for index in 1..<Self.count { outcomes[index] = isBelow(numbers[index - 1], numbers[index]) }
            blackHole(outcomes[Self.count - 1])
        }
    }

    func comparison() -> [Figure] {
        let same = comparing(amounts) { $0 < $1 }
        let across = comparing(mixed) { $0 < $1 }
        let foundation = comparing(foundationAmounts) { $0 < $1 }
        let foundationAcross = comparing(foundationMixed) { $0 < $1 }
        return figures("compare", ours: same, theirs: foundation, atLeast: 50)
            + figures("compare across places", ours: across, theirs: foundationAcross, atLeast: nil)
    }

    func multiplication() -> [Figure] {
        let rounded = ours(amounts, rates) { (a, b) throws(AmountError) in
            try a.multiplying(b, places: 2, .halfEven).coefficient
        }
        let foundation = theirs(foundationAmounts, foundationRates) {
            var product = $0 * $1
            var result = Foundation.Decimal()
            NSDecimalRound(&result, &product, 2, .bankers)
            return result.exponent
        }
        let product = ours(amounts, rates) { (a, b) throws(AmountError) in try a.multiplying(b).coefficient }
        let foundationProduct = theirs(foundationAmounts, foundationRates) { ($0 * $1).exponent }
        return figures("multiply and round half-even", ours: rounded, theirs: foundation, atLeast: 40)
            + figures("multiply", ours: product, theirs: foundationProduct, atLeast: nil)
    }

    func text() -> [Figure] {
        let texts = mixed.map { Array($0.description.utf8) }
        let bytes = texts.reduce(0) { $0 + $1.count }
        let parse = nanoseconds(operations: Self.count) {
            var sum: Int128 = 0
            for text in texts { sum &+= ((try? Amounts.Decimal.parse(text)) ?? .zero).coefficient }
            blackHole(sum)
        }
        var written: [UInt8] = []
        let print = nanoseconds(operations: Self.count) {
            written.removeAll(keepingCapacity: true)
            for value in mixed { value.write(to: &written) }
            blackHole(written.count)
        }
        let rate = Double(bytes) / Double(Self.count) / parse * 1000
        return [
            Figure(name: "parse", value: parse, unit: "ns", bound: .none),
            Figure(name: "parse, digits", value: rate, unit: "MB/s", bound: .none),
            Figure(name: "print", value: print, unit: "ns", bound: .none),
        ]
    }
}
