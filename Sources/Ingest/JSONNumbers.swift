import Amounts
import Evaluation

// Numbers are read from their bytes by the grammar of RFC 8259 section 6 and stay exact.

extension JSONCursor {
    /// A number as it was written: within 18 digits and without an exponent `small` and `places` are its value and `isPlain`
    /// is set; otherwise its bytes are read again by `Decimal.parse`.
    struct Number {
        var small: Int64
        /// Digits behind the point.
        var places: Int
        var isPlain: Bool
        /// Neither a point nor an exponent.
        var isInteger: Bool
        var end: Int
    }

    /// The number that begins at `offset`, which is the position before `index`.
    @inline(__always)
    func number(at offset: Int) throws(JSONFault) -> Number {
        var at = offset
        let isNegative = base[at] == UInt8(ascii: "-")
        if isNegative { at &+= 1 }
        let firstDigit = at
        var value: UInt64 = 0
        while true {
            let digit = base[at] &- 0x30
            if digit > 9 { break }
            value = value &* 10 &+ UInt64(digit)
            at &+= 1
        }
        var digits = at &- firstDigit
        if digits == 0 || (digits > 1 && base[firstDigit] == 0x30) { throw numberFault(offset) }
        var places = 0
        if base[at] == UInt8(ascii: ".") {
            at &+= 1
            let firstPlace = at
            while true {
                let digit = base[at] &- 0x30
                if digit > 9 { break }
                value = value &* 10 &+ UInt64(digit)
                at &+= 1
            }
            places = at &- firstPlace
            digits &+= places
            if places == 0 { throw numberFault(offset) }
        }
        let tokenEnd = tokenEnd()
        if at == tokenEnd, digits <= 18 {
            let magnitude = Int64(truncatingIfNeeded: value)
            return Number(
                small: isNegative ? 0 &- magnitude : magnitude, places: places, isPlain: true, isInteger: places == 0,
                end: at)
        }
        return try longNumber(offset, at, places: places, tokenEnd: tokenEnd)
    }

    /// Many digits, an exponent, or what is no number.
    @inline(never)
    private func longNumber(_ offset: Int, _ from: Int, places: Int, tokenEnd: Int) throws(JSONFault) -> Number {
        var at = from
        var hasExponent = false
        if base[at] | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            at += 1
            if base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
            let firstDigit = at
            while base[at] &- 0x30 <= 9 { at += 1 }
            if at == firstDigit { throw numberFault(offset) }
        }
        if at != tokenEnd { throw numberFault(offset) }
        return Number(small: 0, places: 0, isPlain: false, isInteger: places == 0 && !hasExponent, end: at)
    }

    @inline(never)
    private func numberFault(_ offset: Int) -> JSONFault {
        let to = wordEnd(offset)
        return JSONFault(matches("-Infinity", offset, to) ? .notANumberWord : .badNumber, offset, to)
    }

    /// The exact value of a number.
    @inline(__always)
    func decimal(_ number: Number, at offset: Int) throws(JSONFault) -> Decimal {
        if number.isPlain {
            do throws(AmountError) {
                return try Decimal(coefficient: Int128(number.small), scale: number.places)
            } catch { throw JSONFault(.numberTooFine, offset, number.end) }
        }
        return try longDecimal(offset, number.end)
    }

    @inline(never)
    func longDecimal(_ from: Int, _ to: Int) throws(JSONFault) -> Decimal {
        do throws(AmountError) {
            return try Decimal.parse(UnsafeRawBufferPointer(start: base + from, count: to - from))
        } catch {
            switch error {
            case .tooManyPlaces: throw JSONFault(.numberTooFine, from, to)
            case .notANumber: throw JSONFault(.badNumber, from, to)
            default: throw JSONFault(.numberTooLong, from, to)
            }
        }
    }

    /// A number whose type is not declared: `int` if it is written as one and fits 64 bits, otherwise a decimal.
    @inline(__always)
    func undeclaredNumber(at offset: Int) throws(JSONFault) -> Value {
        let number = try number(at: offset)
        if number.isInteger {
            if number.isPlain { return .int(number.small) }
            let value = try longDecimal(offset, number.end)
            if let whole = Int64(exactly: value.coefficient) { return .int(whole) }
            return .decimal(value)
        }
        return .decimal(try decimal(number, at: offset))
    }
}
