import Encoding

/// Numbers that look as if they were drawn, and follow from a seed alone: SplitMix64 (Steele, Lea, Flood 2014).
///
/// Each thing that is generated has dice of its own, thrown from the seed and its number, so that it is the same whatever is generated
/// before it.
struct Dice {
    private var state: UInt64

    /// - Parameters:
    ///   - kind: what is generated, so that a customer and an invoice of one number differ.
    ///   - number: which of them.
    init(seed: UInt64, _ kind: UInt64, _ number: Int) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 ^ kind &* 0xD134_2543_DE82_EF95 ^ UInt64(bitPattern: Int64(number))
        _ = next()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to below `sides`.
    mutating func roll(_ sides: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, sides))).high)
    }

    /// From the lower to the upper bound, both possible.
    mutating func roll(_ range: ClosedRange<Int>) -> Int { range.lowerBound + roll(range.count) }

    /// So many times of a hundred.
    mutating func happens(_ percent: Int) -> Bool { roll(100) < percent }

    /// One of a few, as often as its weight says.
    mutating func pick<Choice>(_ choices: [(weight: Int, choice: Choice)]) -> Choice {
        var left = roll(choices.reduce(0) { $0 + $1.weight })
        for (weight, choice) in choices {
            left -= weight
            if left < 0 { return choice }
        }
        return choices[choices.count - 1].choice
    }
}
