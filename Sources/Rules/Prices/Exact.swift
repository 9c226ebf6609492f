package import Amounts

/// A number that is never rounded by itself: a decimal as long as it is one, else a ratio.
package enum Exact: Sendable {
    case decimal(Decimal)
    case ratio(Ratio)

    package static let zero = Exact.decimal(.zero)
    package static let one = Exact.decimal(.one)

    package var signum: Int {
        switch self {
        case .decimal(let value): value.signum
        case .ratio(let value): value.isZero ? 0 : (value.isNegative ? -1 : 1)
        }
    }

    package var isZero: Bool { signum == 0 }

    var asRatio: Ratio {
        switch self {
        case .decimal(let value): Ratio(value)
        case .ratio(let value): value
        }
    }

    /// The decimal of exactly this value, or nothing: 1/3 is none.
    package var exactDecimal: Decimal? {
        switch self {
        case .decimal(let value): value
        case .ratio(let value): value.exactDecimal
        }
    }

    func adding(_ other: Exact) throws(AmountError) -> Exact {
        if case .decimal(let a) = self, case .decimal(let b) = other { return .decimal(try a.adding(b)) }
        return .ratio(try asRatio.adding(other.asRatio))
    }

    func subtracting(_ other: Exact) throws(AmountError) -> Exact {
        if case .decimal(let a) = self, case .decimal(let b) = other { return .decimal(try a.subtracting(b)) }
        return .ratio(try asRatio.subtracting(other.asRatio))
    }

    func multiplying(_ factor: Decimal) throws(AmountError) -> Exact {
        switch self {
        case .decimal(let value): .decimal(try value.multiplying(factor))
        case .ratio(let value): .ratio(try value.multiplying(factor))
        }
    }

    func multiplying(_ factor: Exact) throws(AmountError) -> Exact {
        if case .decimal(let value) = factor { return try multiplying(value) }
        return .ratio(try asRatio.multiplying(factor.asRatio))
    }

    /// The exact quotient.
    func dividing(by divisor: Exact) throws(AmountError) -> Ratio {
        if case .decimal(let a) = self, case .decimal(let b) = divisor { return try Ratio(a, over: b) }
        return try asRatio.dividing(by: divisor.asRatio)
    }

    func negated() throws(AmountError) -> Exact {
        switch self {
        case .decimal(let value): .decimal(try value.negated())
        case .ratio(let value): .ratio(try value.negated())
        }
    }

    func rounded(_ places: Int, _ mode: Rounding) throws(AmountError) -> Decimal {
        switch self {
        case .decimal(let value): try value.rounded(places: places, mode)
        case .ratio(let value): try value.rounded(places: places, mode)
        }
    }

    /// −1, 0 or 1 as this number is below, equal to or above the other.
    func compare(_ other: Exact) -> Int {
        switch (self, other) {
        case (.decimal(let a), .decimal(let b)): a.compare(b)
        case (.ratio(let a), .decimal(let b)): a.compare(b)
        case (_, .ratio(let b)): asRatio.compare(b)
        }
    }
}

extension Exact: Hashable {
    package static func == (a: Exact, b: Exact) -> Bool { a.compare(b) == 0 }

    package func hash(into hasher: inout Hasher) { hasher.combine(asRatio) }
}

extension Exact: CustomStringConvertible {
    package var description: String {
        switch self {
        case .decimal(let value): value.normalized.description
        case .ratio(let value): value.description
        }
    }
}
