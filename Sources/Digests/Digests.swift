import CSodium
public import Encoding

/// Digests by libsodium: SHA-256 (FIPS 180-4) and BLAKE2b with 32 bytes (RFC 7693).
///
/// SHA-256 makes every identity that leaves Proviso or that an auditor may want to compute again: definitions, releases,
/// journal entries. BLAKE2b is quicker; it serves where a digest never leaves one process or one store.
public enum Digests {
    public static func sha256(_ bytes: UnsafeRawBufferPointer) -> Digest {
        made { _ = crypto_hash_sha256($0, bytes.bound, UInt64(bytes.count)) }
    }

    public static func sha256(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { sha256($0) } }

    /// The digest of a value's canonical encoding.
    public static func sha256(_ value: some CanonicallyCodable) -> Digest {
        var encoder = CanonicalEncoder()
        encoder.encode(value)
        return encoder.withBytes { sha256($0) }
    }

    public static func blake2b(_ bytes: UnsafeRawBufferPointer) -> Digest {
        made { _ = crypto_generichash($0, Digest.byteCount, bytes.bound, UInt64(bytes.count), nil, 0) }
    }

    public static func blake2b(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { blake2b($0) } }

    fileprivate static func made(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) -> Digest {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { buffer in
            buffer.withMemoryRebound(to: UInt8.self) { bytes in
                if let start = bytes.baseAddress { fill(start) }
            }
        }
        return Digest(words: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian))
    }
}

/// A SHA-256 digest over bytes that come in pieces.
public struct SHA256Hasher {
    private var state = crypto_hash_sha256_state()

    public init() { crypto_hash_sha256_init(&state) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        crypto_hash_sha256_update(&state, bytes.bound, UInt64(bytes.count))
    }

    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest of all that was given; the hasher can go on.
    public func digest() -> Digest {
        var state = state
        return Digests.made { crypto_hash_sha256_final(&state, $0) }
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes as libsodium takes them; of none it reads nothing.
    fileprivate var bound: UnsafePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}
