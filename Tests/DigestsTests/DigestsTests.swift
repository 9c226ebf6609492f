import Digests
import Encoding
import TestSupport
import Testing

@Suite struct DigestsTests {
    /// The same as the system's tools print, for every length around the block sizes.
    @Test func digestsAgreeWithPython() throws {
        let script = """
            import hashlib
            for n in list(range(0, 140)) + [1000, 65537]:
                data = bytes((i * 7 + n) % 256 for i in range(n))
                print(hashlib.sha256(data).hexdigest(), hashlib.blake2b(data, digest_size=32).hexdigest())
            """
        let lines = try run("python3", ["-c", script]).outputText.split(separator: "\n")
        #expect(lines.count == 142)
        for (count, line) in zip(Array(0..<140) + [1000, 65_537], lines) {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + count) }
            #expect("\(Digests.sha256(bytes)) \(Digests.blake2b(bytes))" == line)
            var hasher = SHA256Hasher()
            for start in stride(from: 0, to: count, by: 33) {
                hasher.update(Array(bytes[start..<min(start + 33, count)]))
            }
            #expect(hasher.digest() == Digests.sha256(bytes))
        }
    }

    @Test func aValuesDigestIsThatOfItsBytes() {
        #expect(Digests.sha256("INV-001") == Digests.sha256([0x67] + Array("INV-001".utf8)))
    }
}
