/// A digest of 32 bytes: the identity of canonical bytes.
///
/// Only the value lives here, so that the core can carry, compare and store it; module `Digests` computes it. Which
/// function made it is said where it is used: SHA-256 for every identity that an auditor may want to compute again.
@frozen
public struct Digest: Hashable, Comparable, Sendable {
    /// The bytes in big-endian words, the first bytes first.
    public let words: (UInt64, UInt64, UInt64, UInt64)

    public static let byteCount = 32

    @inlinable
    public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// Nothing if there are not exactly 32 bytes.
    @inlinable
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 &* index, as: UInt64.self))
        }
        self.init(words: (word(0), word(1), word(2), word(3)))
    }

    /// Nothing if there are not exactly 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard let digest = bytes.withUnsafeBytes({ Digest($0) }) else { return nil }
        self = digest
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
    public var description: String { Hexadecimal.text(bytes) }

    /// Reads 64 lower-case hexadecimal digits and nothing else.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text), let digest = Digest(bytes) else { return nil }
        self = digest
    }

    @inlinable
    public static func == (a: Digest, b: Digest) -> Bool {
        a.words.0 == b.words.0 && a.words.1 == b.words.1 && a.words.2 == b.words.2 && a.words.3 == b.words.3
    }

    @inlinable
    public static func < (a: Digest, b: Digest) -> Bool { a.words < b.words }

    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension Digest: CustomStringConvertible {}

extension Digest: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) {
        let bigEndian = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        withUnsafeBytes(of: bigEndian) { encoder.encode(bytes: $0) }
    }

    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        let start = decoder.offset
        guard let digest = Digest(try decoder.decodeByteBuffer()) else { throw decoder.failure(.outOfRange, at: start) }
        self = digest
    }
}

/// Lower-case hexadecimal text.
public enum Hexadecimal {
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of lower-case hexadecimal digits, an even number of them; otherwise nothing.
    public static func bytes(_ text: String) -> [UInt8]? {
        let text = Array(text.utf8)
        guard text.count % 2 == 0 else { return nil }
        func value(_ digit: UInt8) -> UInt8? {
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x61 + 10
            default: nil
            }
        }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = value(text[index]), let low = value(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
