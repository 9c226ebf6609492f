import Encoding

// Doubles as text, in the three forms that CEL has: the shortest that reads back, fixed and scientific.
//
// A double is a whole number times a power of two, so its decimal digits end; the fixed and scientific forms are rounded from
// all of them, half to even, as the specification's reference does. There are at most 767 significant ones.

enum DoubleText {
    /// The number that a text says, in the forms `1`, `-1.5`, `.5`, `1e-3`, `Infinity`, `-Inf`, `NaN`.
    static func parse(_ text: Text) -> Double? {
        let string = text.string
        switch string.lowercased() {
        case "nan": return .nan
        case "inf", "infinity", "+inf", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: break
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                continue
            default: return nil
            }
        }
        guard let value = Double(string), value.isFinite else { return nil }
        return value
    }

    /// The shortest digits that read back as the same double; with an exponent below 10⁻⁴ and from 10²¹ on.
    static func string(_ value: Double) -> String {
        if let text = special(value) { return text }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        // Swift prints the shortest digits too; only its notation differs.
        var digits: [UInt8] = []
        var point = 0
        var seenPoint = false
        var exponent = 0
        let text = value.magnitude.description
        let parts = text.split(separator: "e")
        for byte in (parts.first ?? "").utf8 {
            if byte == UInt8(ascii: ".") {
                seenPoint = true
            } else {
                digits.append(byte - UInt8(ascii: "0"))
                if !seenPoint { point += 1 }
            }
        }
        if parts.count == 2 { exponent = Int(parts[1]) ?? 0 }
        point += exponent
        while digits.first == 0 {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == 0 { digits.removeLast() }
        let sign = value < 0 ? "-" : ""
        if point - 1 < -4 || point - 1 >= 21 { return sign + scientific(digits, point) }
        return sign + fixed(digits, point, places: max(0, digits.count - point))
    }

    /// `%.3f`: rounded to `places` decimal places, half to even.
    static func fixed(_ value: Double, places: Int) -> String {
        if let text = special(value) { return text }
        var (digits, point) = exactDigits(value.magnitude)
        round(&digits, &point, keeping: point + places)
        let text = fixed(digits, point, places: places)
        return (value.sign == .minus ? "-" : "") + text
    }

    /// `%.3e`: one digit before the point and `places` behind it, half to even.
    static func scientific(_ value: Double, places: Int) -> String {
        if let text = special(value) { return text }
        var (digits, point) = exactDigits(value.magnitude)
        if digits.isEmpty { point = 1 }
        round(&digits, &point, keeping: places + 1)
        while digits.count < places + 1 { digits.append(0) }
        return (value.sign == .minus ? "-" : "") + scientific(digits, point)
    }

    private static func special(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : nil
    }

    /// `digits` with the point behind the `point`-th, and with exactly `places` behind it.
    private static func fixed(_ digits: [UInt8], _ point: Int, places: Int) -> String {
        var text: [UInt8] = []
        func digit(_ index: Int) -> UInt8 {
            UInt8(ascii: "0") + (index >= 0 && index < digits.count ? digits[index] : 0)
        }
        if point <= 0 { text.append(UInt8(ascii: "0")) }
        for index in 0..<max(point, 0) { text.append(digit(index)) }
        if places > 0 {
            text.append(UInt8(ascii: "."))
            for index in point..<point + places { text.append(digit(index)) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func scientific(_ digits: [UInt8], _ point: Int) -> String {
        var text: [UInt8] = [UInt8(ascii: "0") + (digits.first ?? 0)]
        if digits.count > 1 {
            text.append(UInt8(ascii: "."))
            for digit in digits.dropFirst() { text.append(UInt8(ascii: "0") + digit) }
        }
        let exponent = point - 1
        let size = exponent.magnitude
        return String(decoding: text, as: UTF8.self) + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + "\(size)"
    }

    /// All digits of a finite number that is not negative, without zeros at either end, and where the point stands:
    /// 0.25 is 2, 5 with the point before the first, at 0.
    private static func exactDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
        if value == 0 { return ([], 0) }
        let exponent = Int(value.exponent) - 52
        var number = BigNumber(UInt64(value.significand * 0x1p52))
        var places = 0
        if exponent >= 0 {
            number.multiply(byPowerOf: 2, exponent)
        } else {
            // n / 2^k is n × 5^k / 10^k.
            number.multiply(byPowerOf: 5, -exponent)
            places = -exponent
        }
        var digits = number.decimalDigits()
        let point = digits.count - places
        while digits.last == 0 { digits.removeLast() }
        return (digits, point)
    }

    /// Rounds to the first `count` digits, half to even.
    private static func round(_ digits: inout [UInt8], _ point: inout Int, keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let next = digits[count]
        let isTie = next == 5 && digits.count == count + 1
        let isOdd = count > 0 && digits[count - 1] & 1 == 1
        let roundsUp = isTie ? isOdd : next >= 5
        digits.removeLast(digits.count - count)
        guard roundsUp else { return }
        var index = count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            point += 1
            if digits.count > 1 { digits.removeLast() }
        }
    }
}

/// A whole number of any size, as far as the digits of a double need one.
private struct BigNumber {
    /// The lowest first.
    private var limbs: [UInt32]

    init(_ value: UInt64) { limbs = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)] }

    mutating func multiply(byPowerOf base: UInt32, _ exponent: Int) {
        for _ in 0..<exponent {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let product = UInt64(limbs[index]) * UInt64(base) + carry
                limbs[index] = UInt32(truncatingIfNeeded: product)
                carry = product >> 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
        }
    }

    /// The digits, the highest first, without leading zeros.
    consuming func decimalDigits() -> [UInt8] {
        var digits: [UInt8] = []
        while limbs.contains(where: { $0 != 0 }) {
            var rest: UInt64 = 0
            for index in limbs.indices.reversed() {
                let current = rest << 32 | UInt64(limbs[index])
                limbs[index] = UInt32(current / 1_000_000_000)
                rest = current % 1_000_000_000
            }
            for _ in 0..<9 {
                digits.append(UInt8(rest % 10))
                rest /= 10
            }
            while limbs.last == 0 { limbs.removeLast() }
        }
        while digits.last == 0 { digits.removeLast() }
        return digits.reversed()
    }
}
