import SourceText
import TestSupport
import Testing

@Suite struct BytesTests {
    /// Every search agrees with looking at each byte in turn, at every offset within a word.
    @Test(arguments: [1, 2] as [UInt64])
    func searchesAgreeWithLookingAtEachByte(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let common: [UInt8] = [0x20, 0x41, 0x7E, 0x0A, 0x61, 0x2A]
            let rare: [UInt8] = [0x00, 0x09, 0x0D, 0x1F, 0x23, 0x7F, 0x80, 0xC3, 0xFF, 0x0B]
            let bytes = (0..<Int(generator.next() % 40)).map { _ in
                generator.next() % 12 == 0
                    ? rare[Int(generator.next() % UInt64(rare.count))]
                    : common[Int(generator.next() % UInt64(common.count))]
            }
            let start = bytes.isEmpty ? 0 : Int(generator.next() % UInt64(bytes.count))
            bytes.withUnsafeBufferPointer { buffer in
                let range = start..<bytes.count
                #expect(
                    ByteSearch.first(0x23, in: buffer, range) == range.first { bytes[$0] == 0x23 },
                    "seed \(seed): \(bytes)")
                #expect(
                    ByteSearch.firstLineBreak(in: buffer, range) == range.first { [0x0A, 0x0D].contains(bytes[$0]) },
                    "seed \(seed): \(bytes)")
                #expect(
                    ByteSearch.firstUnusual(in: buffer, range)
                        == range.first { bytes[$0] != 0x0A && !(0x20...0x7E).contains(bytes[$0]) },
                    "seed \(seed): \(bytes)")
            }
            let file = SourceFile(name: "random", bytes: bytes)
            var lines = 1
            for index in bytes.indices {
                #expect(file.position(at: index).line == lines, "seed \(seed): \(bytes)")
                let isBreak = bytes[index] == 0x0A || (bytes[index] == 0x0D && bytes.dropFirst(index + 1).first != 0x0A)
                if isBreak { lines += 1 }
            }
            #expect(file.lineCount == lines, "seed \(seed): \(bytes)")
        }
    }

    /// Decoding agrees with the standard library: the same scalars, and the same bytes that are none.
    @Test(arguments: [1, 2] as [UInt64])
    func decodingAgreesWithTheStandardLibrary(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let parts: [[UInt8]] = [
            [0x41], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0x80], [0xC0, 0xAF],
            [0xE0, 0x80, 0xAF],
            [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xE2, 0x82], [0xF0, 0x9F], [0xC3], [0xFF],
            [0xEF, 0xBF, 0xBF],
        ]
        for _ in 0..<3000 {
            let bytes = (0..<Int(generator.next() % 8)).flatMap { _ in
                parts[Int(generator.next() % UInt64(parts.count))]
            }
            var scalars: [UInt32] = []
            bytes.withUnsafeBufferPointer { buffer in
                var index = 0
                while index < buffer.count {
                    let decoded = buffer.decodeScalar(at: index)
                    if case .scalar(let value, _) = decoded { scalars.append(value) } else { scalars.append(0xFFFD) }
                    index += decoded.length
                }
            }
            let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
            #expect(scalars == expected, "seed \(seed): \(bytes)")
        }
    }

    @Test func fixesAreApplied() {
        let bytes = Array("abc".utf8)
        #expect(Fix("", [.init(Span(3..<3), "d"), .init(Span(0..<1), "")]).applied(to: bytes) == Array("bcd".utf8))
        #expect(Fix("", [.init(Span(0..<2), ""), .init(Span(1..<3), "")]).applied(to: bytes) == nil, "edits overlap")
        #expect(Fix("", [.init(Span(2..<4), "")]).applied(to: bytes) == nil, "an edit lies outside")
    }

    @Test func theCatalogueFindsItsOwnFaults() {
        let code = DiagnosticCode("E0001", "A", "B.")
        #expect(Catalogue([[code], []]).problems == [])
        #expect(Catalogue([[code], [code]]).problems == ["E0001 is given twice"])
        #expect(Catalogue([[DiagnosticCode("X1", "A", "B.")]]).problems == ["X1 is not E and four digits"])
    }
}
