import Amounts

extension FuzzTarget {
    /// Numbers as text, and arithmetic on what they say: three fields parted by spaces, each read as a number.
    package static let decimals = FuzzTarget(name: "decimals") { (bytes) throws(BrokenProperty) in
        var numbers: [Decimal] = []
        for field in bytes.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false) {
            let field = UnsafeRawBufferPointer(rebasing: field)
            do throws(AmountError) {
                numbers.append(try Decimal.parse(field))
            } catch {
                if case .notANumber(let offset) = error {
                    try require((0...field.count).contains(offset), "an error lies outside the text")
                }
                continue
            }
        }
        for number in numbers { try roundTrip(number) }
        guard numbers.count >= 2 else { return }
        try arithmetic(numbers[0], numbers[1])
        guard numbers.count >= 3 else { return }
        try rounding(numbers[0], places: Int(truncatingIfNeeded: numbers[2].coefficient % 40))
        try allocation(numbers[0], by: Array(numbers[1...]))
    }

    private static func roundTrip(_ number: Decimal) throws(BrokenProperty) {
        let text = number.description
        let back = try? Decimal.parse(text)
        try require(
            back?.coefficient == number.coefficient && back?.scale == number.scale,
            "\(text) reads back as another number")
        let plain = number.normalized
        try require(plain == number && plain.hashValue == number.hashValue, "\(text) is not what it is without zeros")
        try require(Ratio(number).compare(number) == 0, "\(text) is not its ratio")
        try require(Ratio(number).exactDecimal == number, "\(text) is not what its ratio is")
    }

    private static func arithmetic(_ a: Decimal, _ b: Decimal) throws(BrokenProperty) {
        let order = a.compare(b)
        try require(b.compare(a) == -order && (order == 0) == (a == b), "\(a) and \(b) have no order")
        try require(Ratio(a).compare(Ratio(b)) == order, "\(a) and \(b) compare otherwise as ratios")
        if let sum = try? a.adding(b) {
            try require((try? sum.subtracting(b)) == a, "\(a) + \(b) - \(b)")
        }
        if let difference = try? a.subtracting(b) {
            try require(difference.signum == order, "\(a) - \(b) has another sign than their order")
        }
        if let product = try? a.multiplying(b), !b.isZero {
            try require((try? Ratio(product, over: b)) == Ratio(a), "\(a) * \(b) / \(b)")
        }
        guard !b.isZero else { return }
        guard let rest = try? a.remainder(dividingBy: b) else { throw BrokenProperty("\(a) mod \(b) has no value") }
        try require(rest.isZero || rest.isNegative == a.isNegative, "\(a) mod \(b) has another sign")
    }

    private static func rounding(_ value: Decimal, places: Int) throws(BrokenProperty) {
        guard let low = try? value.rounded(places: places, .floor),
            let high = try? value.rounded(places: places, .ceiling)
        else { return }
        try require(low <= value && value <= high, "\(value) lies outside its neighbours at \(places) places")
        for rounding in Rounding.allCases {
            guard let rounded = try? value.rounded(places: places, rounding) else { continue }
            try require(rounded == low || rounded == high, "\(value) at \(places) places \(rounding) is \(rounded)")
            try require(
                (try? Ratio(value).rounded(places: places, rounding)) == rounded, "\(value) rounds otherwise as a ratio"
            )
        }
    }

    private static func allocation(_ whole: Decimal, by weights: [Decimal]) throws(BrokenProperty) {
        guard let parts = try? whole.allocated(by: weights, places: 2) else { return }
        var sum = Decimal.zero
        for part in parts {
            guard let next = try? sum.adding(part) else { throw BrokenProperty("the parts of \(whole) overflow") }
            sum = next
        }
        try require(sum == whole && parts.count == weights.count, "\(whole) by \(weights) is \(parts)")
    }
}
