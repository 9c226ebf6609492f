import Amounts
import Dates
import Encoding
import Foundation
import Rules
import TestSupport
import Testing

/// What prices and scores come to, beside an independent computation: Python's `fractions`, `datetime` and `decimal`, in `oracle.py` beside
/// this file.
///
/// `PROVISO_SEED` in the environment draws other cases; a failure names the seed.
@Suite(.serialized) struct OracleTests {
    private static let seed = ProcessInfo.processInfo.environment["PROVISO_SEED"] ?? "4217"

    private func oracle(_ kind: String, _ count: Int) throws -> [Substring] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("oracle.py")
        let made = try run("python3", [script.path, kind, Self.seed, "\(count)"])
        try #require(made.status == 0, "\(made.errorText)")
        return made.outputText.split(separator: "\n")
    }

    @Test func pricesAgree() throws {
        let count = 12_000
        var failures = 0
        var seen: [String: Int] = [:]
        let lines = try oracle("prices", count)
        for line in lines {
            let parts = try #require(line.range(of: " => "))
            let expected = String(line[parts.upperBound...])
            let vector = try PriceVector(line[..<parts.lowerBound])
            for trait in vector.traits(expected) { seen[trait, default: 0] += 1 }
            let actual = try vector.answer()
            if actual != expected {
                failures += 1
                if failures <= 10 { Issue.record("seed \(Self.seed): \(line)\nand not\n\(actual)") }
            }
        }
        #expect(failures == 0)
        #expect(lines.count == count)
        // That the cases reach what they are for is counted and not assumed.
        for trait in [
            "model per_unit", "model graduated", "model volume", "model package", "model percentage",
            "model graduated_percentage", "30/360", "actual", "changes", "before", "billed", "tax", "credit", "ratio",
            "noTier", "minimum", "maximum",
        ] {
            #expect(seen[trait, default: 0] >= 100, "\(trait): \(seen[trait, default: 0])")
        }
    }

    /// However often a period is billed, the bills sum to the bill of the whole.
    @Test func billsOfPartsSumToTheBillOfTheWhole() throws {
        var compared = 0
        for line in try oracle("prices", 3_000) {
            let parts = try #require(line.range(of: " => "))
            let vector = try PriceVector(line[..<parts.lowerBound])
            guard vector.request.billedBefore == nil, vector.request.alreadyBilled == nil,
                vector.request.stretch?.changes.isEmpty ?? true,
                case .decimal(let whole) = vector.request.quantity, whole.signum > 0
            else { continue }
            var request = vector.request
            request.taxRate = nil
            var price = vector.price
            price.tax = nil
            guard let all = try? price.lines(request) else { continue }
            let third = try whole.multiplying(Decimal(coefficient: 1, scale: 1))
            var billed = Decimal.zero
            var sum = Decimal.zero
            for quantity in [third, third, try whole.subtracting(third).subtracting(third)] {
                request.billedBefore = billed.isZero ? nil : .decimal(billed)
                request.quantity = .decimal(quantity)
                sum = try sum.adding(try price.lines(request).total)
                billed = try billed.adding(quantity)
            }
            compared += 1
            if sum != all.total { Issue.record("seed \(Self.seed): \(line): \(sum) and not \(all.total)") }
        }
        #expect(compared >= 500)
    }

    @Test func logisticIsWithinItsBound() throws {
        // Half a unit of the twelfth place, and 10⁻¹⁶.
        let bound = try Decimal.parse("0.0000000000005001")
        var compared = 0
        for line in try oracle("logistic", 5_000) {
            let parts = try #require(line.range(of: " = "))
            let x = try Decimal.parse(String(line[..<parts.lowerBound]))
            let expected = try Decimal.parse(String(line[parts.upperBound...])).rounded(places: 30, .halfEven)
            let actual = try Logistic.value(x)
            let difference = try actual.subtracting(expected).absolute()
            if difference > bound { Issue.record("logistic(\(x)) = \(actual), and the oracle says \(expected)") }
            let opposite = try Logistic.value(try x.negated())
            #expect(try actual.adding(opposite) == .one, "logistic(\(x)) and that of its opposite sum to one")
            compared += 1
        }
        #expect(compared == 5_000)
    }
}
