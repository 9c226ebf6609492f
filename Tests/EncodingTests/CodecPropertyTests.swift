import Amounts
import Encoding
import TestSupport
import Testing

@Suite struct CodecPropertyTests {
    @Test func whatIsWrittenIsCanonicalAndReadsBack() throws {
        var generator = SeededGenerator(seed: 20_260_301)
        for _ in 0..<4000 {
            let item = try Item.random(&generator, depth: 4)
            let bytes = item.canonicalBytes()
            try CanonicalDecoder.validate(bytes)
            let read = try Item(canonicalBytes: bytes)
            #expect(read == item)
            #expect(read.canonicalBytes() == bytes)
            _ = try JSONProjection.text(of: bytes)
        }
    }

    /// Whatever is accepted is the only encoding of its value: bytes with one fault are refused, or are another value's.
    @Test func noTwoEncodingsMeanTheSame() throws {
        var generator = SeededGenerator(seed: 7)
        var accepted = 0
        var refused = 0
        for _ in 0..<4000 {
            var bytes = try Item.random(&generator, depth: 3).canonicalBytes()
            guard !bytes.isEmpty else { continue }
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                default: if bytes.count > 1 { bytes.remove(at: index) }
                }
            }
            do throws(CanonicalDecodingError) {
                let item = try Item(canonicalBytes: bytes)
                #expect(item.canonicalBytes() == bytes)
                try CanonicalDecoder.validate(bytes)
                accepted += 1
            } catch {
                #expect(throws: CanonicalDecodingError.self) { try CanonicalDecoder.validate(bytes) }
                #expect((0...bytes.count).contains(error.offset))
                refused += 1
            }
        }
        #expect(accepted > 100 && refused > 100, "the faults should give both: \(accepted), \(refused)")
    }

    @Test func everyCutIsRefused() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let bytes = try Item.random(&generator, depth: 3).canonicalBytes()
            for length in 0..<bytes.count {
                #expect(throws: CanonicalDecodingError.self) { try CanonicalDecoder.validate(Array(bytes[..<length])) }
            }
        }
    }

    @Test func equalDecimalsHaveEqualBytes() throws {
        for (left, right) in [("2.50", "2.5"), ("0.00", "0"), ("-0", "0"), ("100.000", "1e2")] {
            #expect(try Decimal.parse(left).canonicalBytes() == Decimal.parse(right).canonicalBytes())
        }
    }

    @Test func digestsReadTheirOwnText() throws {
        let digest = try #require(Digest((0..<32).map { UInt8($0 * 8) }))
        #expect(Digest(digest.description) == digest)
        #expect(digest.description.hasPrefix("0008101820"))
        #expect(try Digest(canonicalBytes: digest.canonicalBytes()) == digest)
        #expect(Digest("00") == nil)
        #expect(Digest(String(repeating: "G", count: 64)) == nil)
        #expect(throws: CanonicalDecodingError(.outOfRange, at: 0)) { try Digest(canonicalBytes: [0x41, 0]) }
    }
}
