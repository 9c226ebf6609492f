public import Amounts

// The exact numbers of module `Amounts`.

extension CanonicalEncoder {
    /// A decimal without its trailing zeros: 2.50 and 2.5 are one value and have one encoding.
    @inlinable
    public mutating func encode(_ value: Decimal) {
        tag(CanonicalTag.decimalFraction)
        beginArray(count: 2)
        exponentAndCoefficient(value)
    }

    @inlinable
    mutating func exponentAndCoefficient(_ value: Decimal) {
        guard value.scale > 0 else {
            head(0, 0)
            return encode(value.coefficient)
        }
        // The coefficient of nearly every amount fits in 64 bits, where dividing is cheap.
        if var narrow = Int(exactly: value.coefficient) {
            var scale = narrow == 0 ? 0 : Int(value.scale)
            while scale > 0, narrow % 10 == 0 {
                narrow /= 10
                scale &-= 1
            }
            encode(0 &- scale)
            encode(narrow)
        } else {
            let plain = value.normalized
            encode(0 &- Int(plain.scale))
            encode(plain.coefficient)
        }
    }

    /// Money: the currency's three letters and the decimal without its trailing zeros.
    public mutating func encode(_ value: Money) {
        tag(CanonicalTag.money)
        beginArray(count: 3)
        encode(value.currency)
        exponentAndCoefficient(value.amount)
    }

    /// The currency's three letters.
    public mutating func encode(_ value: Currency) {
        withUnsafeBytes(of: value.letters) { encode(validUTF8: $0) }
    }

    /// An exact ratio; it always is in lowest terms.
    public mutating func encode(_ value: Ratio) {
        tag(CanonicalTag.ratio)
        beginArray(count: 2)
        encode(value.numerator)
        encode(value.denominator)
    }

    public mutating func encode(_ value: Rate) {
        tag(CanonicalTag.rate)
        beginArray(count: 6)
        encode(value.from)
        encode(value.to)
        exponentAndCoefficient(value.value)
        encode(value.source)
        encode(Int(value.time))
    }
}

extension CanonicalDecoder {
    public mutating func decodeDecimal() throws(CanonicalDecodingError) -> Decimal {
        let start = offset
        try expectTag(CanonicalTag.decimalFraction)
        try beginArray(count: 2)
        let value = try exponentAndCoefficient(start)
        endArray()
        return value
    }

    private mutating func exponentAndCoefficient(_ start: Int) throws(CanonicalDecodingError) -> Decimal {
        let exponent = try decodeInt()
        let coefficient = try decodeInt128()
        if exponent == 0 { return Decimal(coefficient) }
        guard exponent < 0 else { throw failure(.notNormal, at: start) }
        guard exponent >= -Decimal.maximumScale else { throw failure(.outOfRange, at: start) }
        let last = if let narrow = Int(exactly: coefficient) { narrow % 10 } else { Int(coefficient % 10) }
        guard last != 0 else { throw failure(.notNormal, at: start) }
        do throws(AmountError) {
            return try Decimal(coefficient: coefficient, scale: -exponent)
        } catch { throw failure(.outOfRange, at: start) }
    }

    public mutating func decodeMoney() throws(CanonicalDecodingError) -> Money {
        let start = offset
        try expectTag(CanonicalTag.money)
        try beginArray(count: 3)
        let currency = try decodeCurrency()
        let amount = try exponentAndCoefficient(start)
        endArray()
        return Money(amount, currency)
    }

    public mutating func decodeCurrency() throws(CanonicalDecodingError) -> Currency {
        let start = offset
        let letters = try decodeTextBuffer()
        guard letters.count == 3, let currency = Currency(letters[0], letters[1], letters[2]) else {
            throw failure(.outOfRange, at: start)
        }
        return currency
    }

    public mutating func decodeRatio() throws(CanonicalDecodingError) -> Ratio {
        let start = offset
        try expectTag(CanonicalTag.ratio)
        try beginArray(count: 2)
        let numerator = try decodeInt128()
        let denominator = try decodeInt128()
        endArray()
        guard denominator > 0 else { throw failure(.outOfRange, at: start) }
        let ratio: Ratio
        do throws(AmountError) {
            ratio = try Ratio(numerator, over: denominator)
        } catch { throw failure(.outOfRange, at: start) }
        guard ratio.denominator == denominator else { throw failure(.notNormal, at: start) }
        return ratio
    }

    public mutating func decodeRate() throws(CanonicalDecodingError) -> Rate {
        let start = offset
        try expectTag(CanonicalTag.rate)
        try beginArray(count: 6)
        let from = try decodeCurrency()
        let to = try decodeCurrency()
        let value = try exponentAndCoefficient(start)
        let source = try decodeString()
        let time = Int64(try decodeInt())
        endArray()
        do throws(AmountError) {
            return try Rate(from: from, to: to, value: value, source: source, time: time)
        } catch { throw failure(.outOfRange, at: start) }
    }
}

extension Decimal: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    @inlinable
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeDecimal()
    }
}

extension Money: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeMoney()
    }
}

extension Currency: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeCurrency()
    }
}

extension Ratio: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeRatio()
    }
}

extension Rate: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeRate()
    }
}
