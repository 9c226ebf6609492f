/// The text of a duration: one or more numbers with units, as in Go's `time.ParseDuration` and in the Common Expression
/// Language. `3600s`, `1h30m`, `-1.5h` and `250ms` are all of this form.
extension ExactDuration: CustomStringConvertible {
    /// Reads an optional sign and then numbers with the units `h`, `m`, `s`, `ms`, `us` (also `µs`) and `ns`, in any order;
    /// a bare `0` needs no unit.
    ///
    /// What is finer than a nanosecond is an error and not cut off.
    /// - Throws: `unreadable`, `outOfRange(.duration)`.
    public init(_ text: String) throws(DateError) {
        try self.init(utf8: text.utf8Span.span)
    }

    /// Reads UTF-8 bytes as `init(_:)` does.
    public init(utf8 bytes: Swift.Span<UInt8>) throws(DateError) {
        var total: Int128 = 0
        let tooLong: Int128 = 1 << 100
        do throws(Misfit) {
            var index = 0
            let isNegative = ASCII.skip(UInt8(ascii: "-"), bytes, &index)
            if !isNegative { _ = ASCII.skip(UInt8(ascii: "+"), bytes, &index) }
            guard index < bytes.count else { throw Misfit(index, "it holds no number") }
            if index + 1 == bytes.count, bytes[index] == ASCII.zero {
                self = .zero
                return
            }
            while index < bytes.count {
                // A part that is too long alone makes the sum too long, and 2^100 is far from the limit of 128 bits.
                let part = try Self.scanPart(bytes, &index) ?? tooLong
                total = min(total + part, tooLong)
            }
            if isNegative { total = -total }
        } catch { throw error.error(.duration, bytes) }
        try self.init(totalNanoseconds: total)
    }

    private static let longestNanoseconds: Int128 = 315_576_000_000_000_000_000

    /// One number with its unit in nanoseconds, not negative; nil if it is longer than the longest duration.
    private static func scanPart(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) -> Int128? {
        let start = index
        var value: Int128 = 0
        var power: Int128 = 1
        var digits = 0
        var isTooLong = false
        while index < bytes.count, ASCII.isDigit(bytes[index]) {
            if value <= longestNanoseconds { value = value * 10 + Int128(bytes[index] - ASCII.zero) }
            digits += 1
            index += 1
        }
        isTooLong = value > longestNanoseconds
        let point = index
        if ASCII.skip(UInt8(ascii: "."), bytes, &index) {
            let (fraction, count) = try scanFraction(bytes, &index)
            digits += count
            for _ in 0..<fraction.digits { power *= 10 }
            if !isTooLong { value = value * power + fraction.value }
        }
        guard digits > 0 else { throw Misfit(start, "a number is missing") }
        guard let unit = scanUnit(bytes, &index) else {
            throw Misfit(index, "a unit is missing; the units are h, m, s, ms, us and ns")
        }
        if isTooLong { return nil }
        // At most 2^69 · 10^13 · 3.6 · 10^12 would pass 128 bits: split into whole and fraction.
        let (whole, rest) = value.quotientAndRemainder(dividingBy: power)
        let (fine, lost) = (rest * unit).quotientAndRemainder(dividingBy: power)
        guard lost == 0 else { throw Misfit(point, "it is finer than a nanosecond") }
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow, product <= longestNanoseconds else { return nil }
        return product + fine
    }

    /// The digits after the point without the zeros at the end. Sixteen suffice for any whole number of nanoseconds:
    /// an hour is 36 · 10^11 of them, so a fraction of it has at most 13 digits.
    private static func scanFraction(
        _ bytes: Swift.Span<UInt8>, _ index: inout Int
    ) throws(Misfit) -> (fraction: (value: Int128, digits: Int), count: Int) {
        let start = index
        while index < bytes.count, ASCII.isDigit(bytes[index]) { index += 1 }
        var end = index
        while end > start, bytes[end - 1] == ASCII.zero { end -= 1 }
        guard end - start <= 16 else { throw Misfit(start, "it is finer than a nanosecond") }
        var value: Int128 = 0
        for place in start..<end { value = value * 10 + Int128(bytes[place] - ASCII.zero) }
        return ((value, end - start), index - start)
    }

    /// The nanoseconds of the unit at `index`, which is moved behind it.
    private static func scanUnit(_ bytes: Swift.Span<UInt8>, _ index: inout Int) -> Int128? {
        let left = bytes.count - index
        guard left > 0 else { return nil }
        let next = left > 1 ? bytes[index + 1] : 0
        let second = UInt8(ascii: "s")
        switch bytes[index] {
        case UInt8(ascii: "h"):
            index += 1
            return 3_600_000_000_000
        case UInt8(ascii: "m") where next == second:
            index += 2
            return 1_000_000
        case UInt8(ascii: "m"):
            index += 1
            return 60_000_000_000
        case second:
            index += 1
            return 1_000_000_000
        case UInt8(ascii: "u") where next == second:
            index += 2
            return 1_000
        case UInt8(ascii: "n") where next == second:
            index += 2
            return 1
        case 0xC2 where next == 0xB5, 0xCE where next == 0xBC:
            // The micro sign, and the Greek letter that looks like it.
            guard left > 2, bytes[index + 2] == second else { return nil }
            index += 3
            return 1_000
        default:
            return nil
        }
    }

    /// Seconds, as the Common Expression Language and Protocol Buffers write a duration: `5400s`, `-0.5s`.
    public var description: String {
        var text: [UInt8] = []
        if isNegative { text.append(UInt8(ascii: "-")) }
        ASCII.append(Int(seconds.magnitude), width: 1, to: &text)
        ASCII.appendFraction(nanoseconds: Int(nanoseconds.magnitude), to: &text)
        text.append(UInt8(ascii: "s"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Hours, minutes and seconds without those that are zero: `1h30m`, `-0.5s`, `0s`.
    public var hoursMinutesSeconds: String {
        var text: [UInt8] = []
        if isNegative { text.append(UInt8(ascii: "-")) }
        let whole = Int(seconds.magnitude)
        let parts = [(whole / 3600, "h"), (whole / 60 % 60, "m")]
        for (count, unit) in parts where count > 0 {
            ASCII.append(count, width: 1, to: &text)
            text.append(contentsOf: unit.utf8)
        }
        if whole % 60 > 0 || nanoseconds != 0 || whole == 0 {
            ASCII.append(whole % 60, width: 1, to: &text)
            ASCII.appendFraction(nanoseconds: Int(nanoseconds.magnitude), to: &text)
            text.append(UInt8(ascii: "s"))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
