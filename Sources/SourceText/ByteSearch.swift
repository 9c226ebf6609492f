/// Search in bytes, eight at a time within a machine word: what a text is scanned for (line breaks, `#`, bytes that are not
/// plain ASCII) is rare in it.
///
/// Each search is a function of a word that sets the highest bit of exactly those of its bytes that are looked for.
public enum ByteSearch {
    /// The first offset in `range` at which `byte` stands, or nil.
    public static func first(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        let pattern = UInt64(byte) &* ones
        return first(in: bytes, range) { zeros($0 ^ pattern) }
    }

    /// The first offset in `range` at which LF or CR stands, or nil.
    public static func firstLineBreak(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        first(in: bytes, range, lineBreaks)
    }

    /// The first offset in `range` of a byte that is neither LF nor printable ASCII, or nil.
    public static func firstUnusual(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        first(in: bytes, range) { word in
            // LF becomes `*`; then, in each byte, adding 0x60 overflows into the highest bit from 0x20 on.
            let word = word | zeros(word ^ (0x0A &* ones)) >> 2
            let belowBlank = ~((word & lows) &+ (0x60 &* ones)) & highs
            return (word & highs) | belowBlank | zeros(word ^ (0x7F &* ones))
        }
    }

    /// Calls `body` with the offset of every LF and CR, in order.
    static func forEachLineBreak(in bytes: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        var index = 0
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return }
        while bytes.count - index >= 8 {
            var found = lineBreaks(UInt64(littleEndian: (base + index).loadUnaligned(as: UInt64.self)))
            while found != 0 {
                body(index + found.trailingZeroBitCount >> 3)
                found &= found &- 1
            }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] == 0x0A || bytes[index] == 0x0D { body(index) }
            index += 1
        }
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var lows: UInt64 { 0x7F7F_7F7F_7F7F_7F7F }
    private static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// The highest bit of each byte that is zero, and nothing else.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { ~(((word & lows) &+ lows) | word | lows) }

    @inline(__always)
    private static func lineBreaks(_ word: UInt64) -> UInt64 {
        zeros(word ^ (0x0A &* ones)) | zeros(word ^ (0x0D &* ones))
    }

    @inline(__always)
    private static func first(
        in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ matches: (UInt64) -> UInt64
    ) -> Int? {
        let range = range.clamped(to: 0..<bytes.count)
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
        var index = range.lowerBound
        while range.upperBound - index >= 8 {
            let found = matches(UInt64(littleEndian: (base + index).loadUnaligned(as: UInt64.self)))
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < range.upperBound {
            if matches(UInt64(bytes[index]) | filler) & 0x80 != 0 { return index }
            index += 1
        }
        return nil
    }

    /// Stands in the bytes beside the one that is looked at.
    private static var filler: UInt64 { 0x2020_2020_2020_2000 }
}
