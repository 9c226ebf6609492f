import Amounts

// All numbers lie on one line: int, uint, double, decimal and ratio compare by what they are.
//
// Exact kinds compare exactly with each other, and decimals and ratios with doubles too. Only a whole number and a double are
// compared as doubles, as the conformance suite of CEL demands: there 9223372036854775807 is not below 2.0⁶³. The dialect
// has no doubles.

enum NumberLine {
    static func isNumber(_ kind: ValueKind) -> Bool {
        switch kind {
        case .int, .uint, .double, .decimal, .ratio: true
        default: false
        }
    }

    /// Below zero, zero or above as the first number is below, equal to or above the second; nothing if one is NaN.
    static func compare(_ left: Value, _ right: Value) -> Int? {
        switch (left.kind, right.kind) {
        case (.double, .double):
            let (a, b) = (Double(bitPattern: left.low), Double(bitPattern: right.low))
            return a < b ? -1 : (a > b ? 1 : (a == b ? 0 : nil))
        case (.double, _): return compare(right, Double(bitPattern: left.low)).map { 0 - $0 }
        case (_, .double): return compare(left, Double(bitPattern: right.low))
        case (.int, .int), (.int, .uint), (.uint, .int), (.uint, .uint):
            let (a, b) = (left.wholeNumber, right.wholeNumber)
            return a < b ? -1 : (a == b ? 0 : 1)
        case (.ratio, .ratio): return ratio(left).compare(ratio(right))
        case (.ratio, _): return ratio(left).compare(decimal(right))
        case (_, .ratio): return -ratio(right).compare(decimal(left))
        default: return decimal(left).compare(decimal(right))
        }
    }

    /// The decimal of a whole number or decimal.
    static func decimal(_ value: Value) -> Decimal { value.asDecimal ?? Decimal(value.wholeNumber) }

    private static func ratio(_ value: Value) -> Ratio { value.asRatio ?? .zero }

    /// Compares an exact number with a double.
    private static func compare(_ exact: Value, _ double: Double) -> Int? {
        if double.isNaN { return nil }
        if let order = compareShort(exact, double) { return order }
        let numerator: Int128
        let denominator: Int128
        switch exact.kind {
        case .decimal:
            numerator = exact.coefficient
            denominator = powerOfTen(Int(exact.scale))
        case .ratio: (numerator, denominator) = (ratio(exact).numerator, ratio(exact).denominator)
        default:
            let rounded = exact.kind == .uint ? Double(exact.low) : Double(Int64(bitPattern: exact.low))
            return rounded < double ? -1 : (rounded > double ? 1 : 0)
        }
        // 2¹²⁷: what lies beyond is further out than every exact number.
        if double >= 0x1p127 { return -1 }
        if double < -0x1p127 { return 1 }
        let lower = Doubles.floor(double)
        let whole = Int128(lower)
        var (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        if remainder < 0 {
            remainder += denominator
            quotient -= 1
        }
        if quotient != whole { return quotient < whole ? -1 : 1 }
        return compare(UInt128(remainder), over: UInt128(denominator), withFraction: double - lower)
    }

    /// Compares a decimal of few digits: its coefficient and its power of ten are exact doubles, so their quotient is rounded
    /// once, and rounding keeps the order. Nothing if the quotient is the double itself.
    private static func compareShort(_ exact: Value, _ double: Double) -> Int? {
        guard exact.kind == .decimal, exact.scale >= 0, exact.scale <= 15,
            let coefficient = Int64(exactly: exact.coefficient), coefficient.magnitude < 1 << 53
        else { return nil }
        var power: Int64 = 1
        for _ in 0..<exact.scale { power *= 10 }
        let quotient = Double(coefficient) / Double(power)
        return quotient < double ? -1 : (quotient > double ? 1 : nil)
    }

    /// Compares `remainder` / `denominator`, which is below 1, with a fraction below 1, binary digit by binary digit.
    private static func compare(_ remainder: UInt128, over denominator: UInt128, withFraction fraction: Double) -> Int {
        var rest = remainder
        var fraction = fraction
        // A double has no digit after the 1,074th, and doubling it is exact.
        while fraction > 0 {
            rest *= 2
            fraction *= 2
            let digit: UInt128 = rest >= denominator ? 1 : 0
            let other: UInt128 = fraction >= 1 ? 1 : 0
            if digit != other { return digit < other ? -1 : 1 }
            rest -= digit * denominator
            fraction -= Double(other)
        }
        return rest == 0 ? 0 : 1
    }

    /// 10 to a power of 0...38.
    static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}

/// Rounding of doubles without a mathematics library.
enum Doubles {
    /// Towards zero. Doubles from 2⁵² on are whole.
    static func truncate(_ value: Double) -> Double {
        guard value.magnitude < 0x1p52 else { return value }
        let whole = Double(Int64(value))
        return whole == 0 && value.sign == .minus ? -0.0 : whole
    }

    static func floor(_ value: Double) -> Double {
        let whole = truncate(value)
        return whole > value ? whole - 1 : whole
    }

    static func ceiling(_ value: Double) -> Double {
        let whole = truncate(value)
        guard whole < value else { return whole }
        return whole == -1 ? -0.0 : whole + 1
    }

    /// To the nearest whole number, halves away from zero.
    static func round(_ value: Double) -> Double {
        let whole = truncate(value)
        guard (value - whole).magnitude >= 0.5 else { return whole }
        return value < 0 ? whole - 1 : whole + 1
    }
}
