/// Which neighbour a value becomes that lies between two of the allowed ones.
///
/// The seven of IEEE 754-2008 and of the General Decimal Arithmetic specification, named as the latter names them. A value
/// that is one of the allowed ones stays as it is under each.
@frozen
public enum Rounding: UInt8, Hashable, Sendable, CaseIterable {
    /// To the nearest; a tie goes to the neighbour whose last digit is even ("banker's rounding"): 2.5 → 2, 3.5 → 4.
    case halfEven
    /// To the nearest; a tie goes away from zero, as taught at school: 2.5 → 3, −2.5 → −3.
    case halfUp
    /// To the nearest; a tie goes towards zero: 2.5 → 2, −2.5 → −2.
    case halfDown
    /// Away from zero: 2.1 → 3, −2.1 → −3.
    case up
    /// Towards zero, cutting off: 2.9 → 2, −2.9 → −2.
    case down
    /// Towards positive infinity: 2.1 → 3, −2.9 → −2.
    case ceiling
    /// Towards negative infinity: 2.9 → 2, −2.1 → −3.
    case floor

    /// The name an author writes: `half_even`.
    public var name: String {
        switch self {
        case .halfEven: "half_even"
        case .halfUp: "half_up"
        case .halfDown: "half_down"
        case .up: "up"
        case .down: "down"
        case .ceiling: "ceiling"
        case .floor: "floor"
        }
    }

    /// The rounding that an author's name means; nothing for another name.
    public init?(name: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = found
    }

    /// Whether the magnitude, cut off at the wanted digit, goes up by one.
    ///
    /// - Parameters:
    ///   - isNegative: the sign of the value.
    ///   - isOdd: whether the cut magnitude is odd.
    ///   - rest: what was cut off, held against half of the last unit; never all zero (then nothing is rounded).
    @inlinable
    func increments(isNegative: Bool, isOdd: Bool, rest: Rest) -> Bool {
        switch self {
        case .halfEven: rest == .aboveHalf || (rest == .half && isOdd)
        case .halfUp: rest != .belowHalf
        case .halfDown: rest == .aboveHalf
        case .up: true
        case .down: false
        case .ceiling: !isNegative
        case .floor: isNegative
        }
    }

    /// What was cut off, held against half of the last unit that stays.
    @usableFromInline
    enum Rest {
        case belowHalf
        case half
        case aboveHalf
    }
}
