/// Reading fixed forms from UTF-8 bytes. An index never passes the end; nothing here allocates until it fails.
enum ASCII {
    static let zero = UInt8(ascii: "0")

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    /// The value of exactly `count` digits from `index` on, which is moved behind them; nil leaves `index` at the first
    /// byte that is no digit. `count` is at most 9.
    static func digits(_ count: Int, _ bytes: Swift.Span<UInt8>, _ index: inout Int) -> Int? {
        var value = 0
        let end = index + count
        while index < end {
            guard index < bytes.count, isDigit(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - zero)
            index += 1
        }
        return value
    }

    /// Moves behind `byte` if it stands at `index`.
    static func skip(_ byte: UInt8, _ bytes: Swift.Span<UInt8>, _ index: inout Int) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// A number from 0 to 99 as two digits.
    @inline(__always)
    static func appendTwo(_ value: Int, to text: inout [UInt8]) {
        text.append(zero &+ UInt8(truncatingIfNeeded: value / 10))
        text.append(zero &+ UInt8(truncatingIfNeeded: value % 10))
    }

    /// A number from 0 to 9,999 as four digits.
    @inline(__always)
    static func appendFour(_ value: Int, to text: inout [UInt8]) {
        appendTwo(value / 100, to: &text)
        appendTwo(value % 100, to: &text)
    }

    /// `value` in decimal with leading zeros up to `width`; `value` is not negative.
    static func append(_ value: Int, width: Int, to text: inout [UInt8]) {
        var divisor = 1
        var digits = 1
        while digits < width || value / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        var rest = value
        while divisor > 0 {
            text.append(zero &+ UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// A fraction of a second with its point and no trailing zeros; nothing if it is zero.
    static func appendFraction(nanoseconds: Int, to text: inout [UInt8]) {
        guard nanoseconds > 0 else { return }
        text.append(UInt8(ascii: "."))
        append(nanoseconds, width: 9, to: &text)
        while text.last == zero { text.removeLast() }
    }
}

/// A reading's failure before the text is copied into the error: where and why.
struct Misfit: Error {
    var offset: Int
    var problem: String

    init(_ offset: Int, _ problem: String) {
        self.offset = offset
        self.problem = problem
    }

    func error(_ form: UnreadableText.Form, _ bytes: Swift.Span<UInt8>) -> DateError {
        .unreadable(UnreadableText(form, Self.shown(bytes), at: min(offset, bytes.count), problem))
    }

    /// The text for a message: at most 80 bytes, control characters as `?`, bytes that are not UTF-8 as U+FFFD.
    private static func shown(_ bytes: Swift.Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in 0..<min(bytes.count, 80) {
            copy.append(bytes[index] < 0x20 || bytes[index] == 0x7F ? UInt8(ascii: "?") : bytes[index])
        }
        return String(decoding: copy, as: UTF8.self) + (bytes.count > 80 ? "…" : "")
    }
}
