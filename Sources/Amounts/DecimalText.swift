// Decimals as text.
//
// Read: the number grammar of JSON (RFC 8259 §6), which is also what this file writes:
//
//     number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "+" / "-" ] 1*digit ]
//
// The value is exact or an error; the length of the text is no limit. 1.0 followed by a hundred zeros is 1, and
// 1e-39 is an error. "-0.00" is 0.00: a decimal has one zero.

extension Decimal {
    /// The number that these bytes write, all of them.
    ///
    /// - Throws: `notANumber` with the offset of the first byte that does not belong (the length if the text ends too soon),
    ///   `tooManyPlaces` or `overflow` if no decimal has that value.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(AmountError) -> Decimal {
        var reader = NumberReader(bytes)
        return try reader.read()
    }

    public static func parse(_ bytes: [UInt8]) throws(AmountError) -> Decimal {
        try bytes.span.withUnsafeBytes { (bytes) throws(AmountError) in try parse(bytes) }
    }

    public static func parse(_ bytes: ArraySlice<UInt8>) throws(AmountError) -> Decimal {
        try bytes.span.withUnsafeBytes { (bytes) throws(AmountError) in try parse(bytes) }
    }

    public static func parse(_ text: String) throws(AmountError) -> Decimal {
        try text.utf8Span.span.withUnsafeBytes { (bytes) throws(AmountError) in try parse(bytes) }
    }
}

/// One pass over the bytes: the first nineteen digits go into a machine register; where there are more of them, or an exponent,
/// the digits are read again into 128 bits, without the zeros at either end.
private struct NumberReader {
    let bytes: UnsafeRawBufferPointer
    var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    var digit: UInt8? {
        guard offset < bytes.count else { return nil }
        let value = bytes[offset] &- UInt8(ascii: "0")
        return value < 10 ? value : nil
    }

    @inline(__always)
    func at(_ character: UInt8) -> Bool { offset < bytes.count && bytes[offset] == character }

    /// Adds digits from `offset` on to `value`, which wraps when they are too many, up to the first byte that is none.
    @inline(__always)
    mutating func readDigits(_ value: inout UInt64) {
        var index = offset
        let end = bytes.count
        while index < end {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit > 9 { break }
            value = value &* 10 &+ UInt64(digit)
            index &+= 1
        }
        offset = index
    }

    @inline(__always)
    mutating func read() throws(AmountError) -> Decimal {
        let isNegative = at(UInt8(ascii: "-"))
        if isNegative { offset = 1 }
        let start = offset
        var value: UInt64 = 0
        readDigits(&value)
        // A zero stands alone before the point.
        if offset == start { throw .notANumber(offset: offset) }
        if bytes[start] == UInt8(ascii: "0"), offset > start + 1 { throw .notANumber(offset: start + 1) }
        var places = 0
        if at(UInt8(ascii: ".")) {
            offset &+= 1
            let point = offset
            readDigits(&value)
            places = offset &- point
            if places == 0 { throw .notANumber(offset: offset) }
        }
        // Up to nineteen digits cannot have wrapped; a point counts as one of them.
        if offset == bytes.count, offset &- start <= 19 {
            let magnitude = Int128(value)
            return Decimal(unchecked: isNegative ? 0 &- magnitude : magnitude, scale: Int8(truncatingIfNeeded: places))
        }
        return try readLong(from: start, isNegative: isNegative, places: places)
    }

    @inline(never)
    private mutating func readLong(from start: Int, isNegative: Bool, places: Int) throws(AmountError) -> Decimal {
        let end = offset
        let exponent = try readExponent()
        guard offset == bytes.count else { throw .notANumber(offset: offset) }
        return try Self.long(bytes[start..<end], isNegative: isNegative, places: places, exponent: exponent)
    }

    /// The exponent, held within ±10¹⁵: no text in memory has enough digits to make up for more.
    private mutating func readExponent() throws(AmountError) -> Int {
        guard at(UInt8(ascii: "e")) || at(UInt8(ascii: "E")) else { return 0 }
        offset += 1
        let isNegative = at(UInt8(ascii: "-"))
        if isNegative || at(UInt8(ascii: "+")) { offset += 1 }
        guard digit != nil else { throw .notANumber(offset: offset) }
        var exponent = 0
        while let next = digit {
            if exponent < 1_000_000_000_000_000 { exponent = exponent * 10 + Int(next) }
            offset += 1
        }
        return isNegative ? -exponent : exponent
    }

    /// Any number of digits: the value is that of the digits between the first and the last that is not zero.
    private static func long(
        _ digits: Slice<UnsafeRawBufferPointer>, isNegative: Bool, places: Int, exponent: Int
    ) throws(AmountError) -> Decimal {
        let zero = UInt8(ascii: "0")
        let point = UInt8(ascii: ".")
        let written = min(max(0, places - exponent), Decimal.maximumScale)
        guard let first = digits.firstIndex(where: { $0 != zero && $0 != point }),
            let last = digits.lastIndex(where: { $0 != zero && $0 != point })
        else { return Decimal(unchecked: 0, scale: Int8(written)) }
        let pointIndex = digits.firstIndex(of: point) ?? digits.endIndex
        // The power of ten that the last significant digit stands for.
        let power = exponent + (last < pointIndex ? pointIndex - last - 1 : pointIndex - last)
        guard power >= -Decimal.maximumScale else { throw .tooManyPlaces }
        guard power <= Decimal.maximumScale, last - first < 42 else { throw .overflow }
        var magnitude: UInt128 = 0
        for byte in digits[first...last] where byte != point {
            let (shifted, lost) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(UInt128(byte - zero))
            if lost || carry { throw .overflow }
            magnitude = sum
        }
        if power > 0 {
            let (widened, lost) = magnitude.multipliedReportingOverflow(by: powerOfTen(power).magnitude)
            if lost { throw .overflow }
            magnitude = widened
        }
        guard let coefficient = Int128(magnitude: magnitude, isNegative: isNegative) else { throw .overflow }
        return Decimal(unchecked: coefficient, scale: Int8(max(0, -power))).padded(to: written)
    }
}

extension Decimal: CustomStringConvertible {
    /// The number with exactly its `scale` decimal places, without an exponent: `-2.50`, `0.00`.
    public var description: String {
        withUTF8 { String(decoding: $0, as: UTF8.self) }
    }

    /// Appends what `description` says to `bytes`.
    public func write(to bytes: inout [UInt8]) {
        withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// At most a sign, a point, and 39 digits.
    private static let longestTextBytes = 41

    private func withUTF8<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: Self.longestTextBytes, alignment: 1) { buffer in
            var start = buffer.count
            var rest = coefficient.magnitude
            var count = 0
            func put(_ byte: UInt8) {
                start -= 1
                buffer[start] = byte
            }
            func putDigits(of value: inout UInt64, atLeast least: Int) {
                var written = 0
                while value != 0 || written < least {
                    put(UInt8(ascii: "0") + UInt8(value % 10))
                    value /= 10
                    written += 1
                    count += 1
                    if count == scale { put(UInt8(ascii: ".")) }
                }
            }
            // Nineteen digits at a time fit a machine register, whose division is far cheaper.
            while rest > UInt128(UInt64.max) {
                let (quotient, low) = rest.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
                rest = quotient
                var part = UInt64(truncatingIfNeeded: low)
                putDigits(of: &part, atLeast: 19)
            }
            var part = UInt64(truncatingIfNeeded: rest)
            putDigits(of: &part, atLeast: max(0, Int(scale) + 1 - count))
            if coefficient < 0 { put(UInt8(ascii: "-")) }
            return body(UnsafeRawBufferPointer(rebasing: buffer[start...]))
        }
    }
}
