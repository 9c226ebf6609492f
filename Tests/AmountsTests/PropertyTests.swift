import Amounts
import Foundation
import TestSupport
import Testing

/// What holds for every amount, on drawn ones. `PROVISO_SEED` in the environment draws others.
@Suite struct PropertyTests {
    private static let seed = ProcessInfo.processInfo.environment["PROVISO_SEED"].flatMap { UInt64($0) } ?? 4217

    /// Any coefficient of up to 128 bits, small ones as often as large ones, at any scale.
    private func decimal(_ generator: inout SeededGenerator) -> Decimal {
        let bits = Int.random(in: 0...127, using: &generator)
        let magnitude = UInt128.random(in: 0...(UInt128(1) << 127 - 1), using: &generator) >> (127 - bits)
        let sign: Int128 = Bool.random(using: &generator) ? 1 : -1
        let scale = Int.random(in: 0...Decimal.maximumScale, using: &generator)
        return (try? Decimal(coefficient: sign * Int128(magnitude), scale: scale)) ?? .zero
    }

    @Test func addingAndTakingAwayGivesTheSameNumber() throws {
        var generator = SeededGenerator(seed: Self.seed)
        var seen = 0
        for _ in 0..<20_000 {
            let (a, b) = (decimal(&generator), decimal(&generator))
            guard let sum = try? a.adding(b) else { continue }
            seen += 1
            #expect(try sum.subtracting(b) == a, "seed \(Self.seed): \(a) + \(b)")
            #expect(try b.adding(a) == sum)
        }
        #expect(seen > 5_000)
    }

    @Test func aProductDividedGivesTheFactor() throws {
        var generator = SeededGenerator(seed: Self.seed)
        var seen = 0
        for _ in 0..<20_000 {
            let (a, b) = (decimal(&generator), decimal(&generator))
            guard !b.isZero, let product = try? a.multiplying(b) else { continue }
            seen += 1
            #expect(try Ratio(product, over: b) == Ratio(a), "seed \(Self.seed): \(a) * \(b)")
        }
        #expect(seen > 2_000)
    }

    @Test func aNumberIsItsQuotientAndRemainder() throws {
        var generator = SeededGenerator(seed: Self.seed)
        var seen = 0
        for _ in 0..<20_000 {
            let (a, b) = (decimal(&generator), decimal(&generator))
            guard !b.isZero else { continue }
            let rest = try a.remainder(dividingBy: b)
            #expect(rest.isZero || rest.isNegative == a.isNegative)
            #expect(try rest.absolute() < b.absolute())
            guard let quotient = try? Ratio(a, over: b).rounded(places: 0, .down),
                let part = try? quotient.multiplying(b), let whole = try? part.adding(rest)
            else { continue }
            seen += 1
            #expect(whole == a, "seed \(Self.seed): \(a) mod \(b)")
        }
        #expect(seen > 2_000)
    }

    @Test func roundingStaysWithinOneUnit() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<5_000 {
            let value = decimal(&generator)
            let places = Int.random(in: 0..<Decimal.maximumScale, using: &generator)
            let unit = try Decimal(coefficient: 1, scale: places)
            let low = try value.rounded(places: places, .floor)
            let high = try value.rounded(places: places, .ceiling)
            #expect(low <= value && value <= high)
            #expect(low == high ? low == value : try Ratio(high).subtracting(Ratio(low)) == Ratio(unit))
            for rounding in Rounding.allCases {
                let rounded = try value.rounded(places: places, rounding)
                #expect(rounded == low || rounded == high, "seed \(Self.seed): \(value) to \(places) \(rounding)")
                #expect(try rounded.rounded(places: places, rounding) == rounded)
            }
        }
    }

    @Test func equalNumbersHashEqual() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<5_000 {
            let value = decimal(&generator).normalized
            for places in Int(value.scale)...Decimal.maximumScale {
                guard let wider = value.rescaled(to: places) else { break }
                #expect(wider == value && wider.hashValue == value.hashValue, "seed \(Self.seed): \(wider)")
                #expect(!(wider < value) && !(value < wider))
            }
        }
    }

    @Test func partsAddUpToTheWhole() throws {
        var generator = SeededGenerator(seed: Self.seed)
        let currencies = ["USD", "JPY", "BHD", "UYW"].compactMap { Currency($0) }
        for _ in 0..<3_000 {
            let currency = try #require(currencies.randomElement(using: &generator))
            let places = try #require(currency.minorUnits)
            let bits = Int.random(in: 0...126, using: &generator)
            let units = Int128.random(in: -(Int128(1) << bits)...(Int128(1) << bits), using: &generator)
            let whole = Money(try Decimal(coefficient: units, scale: places), currency)
            let weights = try (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                try Decimal(
                    coefficient: Int128(
                        Bool.random(using: &generator) ? Int.random(in: 0...9999, using: &generator) : 0),
                    scale: Int.random(in: 0...4, using: &generator))
            }
            guard weights.contains(where: { !$0.isZero }) else { continue }
            let parts = try whole.allocated(by: weights)
            try check(parts, of: whole, by: weights)
        }
    }

    private func check(_ parts: [Money], of whole: Money, by weights: [Decimal]) throws {
        let message: Comment = "seed \(Self.seed): \(whole) by \(weights)"
        var sum = Money(.zero, whole.currency)
        for part in parts { sum = try sum.adding(part) }
        #expect(sum == whole, message)
        #expect(parts.count == weights.count, message)
        let unit = try Ratio(Decimal(coefficient: 1, scale: whole.currency.minorUnits ?? 0))
        let total = try weights.reduce(Decimal.zero) { try $0.adding($1) }
        for (part, weight) in zip(parts, weights) {
            if weight.isZero { #expect(part.amount.isZero, message) }
            #expect(part.fitsMinorUnits && (part.amount.isZero || part.amount.isNegative == whole.amount.isNegative))
            // Each part is less than one unit away from its exact share: the quota rule of the largest remainder.
            guard let share = try? Ratio(weight, over: total).multiplying(whole.amount),
                let distance = try? share.subtracting(Ratio(part.amount))
            else { continue }
            #expect(try distance < unit && distance > unit.negated(), message)
        }
        let negative = try whole.negated().allocated(by: weights)
        #expect(try negative == parts.map { try $0.negated() }, message)
    }

    @Test func instalmentsDifferByOneUnitAtMost() throws {
        var generator = SeededGenerator(seed: Self.seed)
        let euro = try #require(Currency("EUR"))
        for _ in 0..<500 {
            let whole = Money(
                try Decimal(coefficient: Int128(Int64.random(in: -1_000_000...1_000_000, using: &generator)), scale: 2),
                euro)
            let count = Int.random(in: 1...400, using: &generator)
            let parts = try whole.instalments(count)
            let amounts = parts.map(\.amount.coefficient.magnitude)
            #expect(amounts.count == count && amounts == amounts.sorted(by: >))
            #expect((amounts.first ?? 0) - (amounts.last ?? 0) <= 1)
            #expect(amounts.reduce(0, +) == whole.amount.coefficient.magnitude)
        }
    }
}

/// The table of currencies.
@Suite struct CurrencyTests {
    @Test func everyCodeIsFoundAndIsItself() throws {
        #expect(Currency.all.count == 184)
        #expect(Currency.all.filter(\.isCurrent).count == 178)
        #expect(Currency.all == Currency.all.sorted())
        for currency in Currency.all {
            let (first, second, third) = currency.letters
            #expect(Currency(first, second, third) == currency && Currency(currency.code) == currency)
            #expect((1...999).contains(currency.numericCode))
            #expect([0, 2, 3, 4, nil].contains(currency.minorUnits))
        }
        let numeric = Currency.all.filter(\.isCurrent).map(\.numericCode)
        #expect(Set(numeric).count == numeric.count)
    }

    @Test func currenciesHaveTheirMinorUnits() throws {
        let expected: [(String, Int, Int?)] = [
            ("USD", 840, 2), ("EUR", 978, 2), ("JPY", 392, 0), ("BHD", 48, 3), ("CLF", 990, 4), ("XAU", 959, nil),
            ("ISK", 352, 0), ("TND", 788, 3), ("HUF", 348, 2), ("CLP", 152, 0), ("UYW", 927, 4), ("XCG", 532, 2),
        ]
        for (code, numeric, places) in expected {
            let currency = try #require(Currency(code))
            #expect(currency.numericCode == numeric && currency.minorUnits == places && currency.isCurrent, "\(code)")
        }
        #expect(Currency("HRK")?.isCurrent == false)
    }

    @Test func whatIsNoCodeIsNoCurrency() {
        for text in ["", "U", "US", "USDX", "usd", "ZZZ", "U$D", "\u{E9}UR", "US\u{0}", "€"] {
            #expect(Currency(text) == nil, "\(text)")
        }
    }

    @Test func aCurrencyTakesTwoBytes() {
        #expect(MemoryLayout<Currency>.size == 2)
        #expect(MemoryLayout<Decimal>.size == 17 && MemoryLayout<Decimal>.stride == 32)
        // The currency goes into the padding after the scale.
        #expect(MemoryLayout<Money>.stride == 32)
    }
}
