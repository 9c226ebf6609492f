import Encoding
import TestSupport
import Testing

@Suite struct TextTests {
    /// Texts of every length round the inline capacity, with scalars of one to four bytes, NUL, and two spellings of é.
    private static let samples: [String] = {
        var generator = SeededGenerator(seed: 51)
        let scalars: [Unicode.Scalar] = ["a", "b", "\0", "\u{7F}", "é", "\u{301}", "€", "\u{FFFD}", "𐍈", "\u{10FFFF}"]
        var texts = ["", "\0", "\0\0", "a", "a\0", "e\u{301}", "é", "a\r\nb"]
        for length in 0..<24 {
            for _ in 0..<12 {
                var text = String.UnicodeScalarView()
                for _ in 0..<length { text.append(scalars[Int.random(in: 0..<scalars.count, using: &generator)]) }
                texts.append(String(text))
                texts.append(String(String.UnicodeScalarView(text.dropLast() + ["a"])))
            }
        }
        return texts
    }()

    @Test func aTextKeepsItsScalars() {
        for sample in Self.samples {
            let text = Text(sample)
            #expect(Array(text.string.unicodeScalars) == Array(sample.unicodeScalars))
            #expect(text.utf8 == Array(sample.utf8))
            #expect(text.utf8Count == sample.utf8.count)
            #expect(text.scalarCount == sample.unicodeScalars.count)
            #expect(text.isASCII == sample.utf8.allSatisfy { $0 < 0x80 })
            #expect(text.isEmpty == sample.unicodeScalars.isEmpty)
            #expect(Text(utf8: Array(sample.utf8)) == text)
        }
    }

    @Test func theOrderIsThatOfTheScalars() {
        for left in Self.samples.prefix(160) {
            for right in Self.samples.prefix(160) {
                let (a, b) = (left.unicodeScalars.map(\.value), right.unicodeScalars.map(\.value))
                #expect((Text(left) == Text(right)) == (a == b))
                #expect((Text(left) < Text(right)) == a.lexicographicallyPrecedes(b))
                if a == b { #expect(Text(left).hashValue == Text(right).hashValue) }
            }
        }
    }

    @Test func canonicalEquivalenceIsNoEquality() {
        #expect("é" == "e\u{301}")
        #expect(Text("é") != Text("e\u{301}"))
    }

    @Test func brokenBytesAreRefused() {
        #expect(Text(utf8: [0xC3]) == nil)
        #expect(Text(utf8: [0xED, 0xA0, 0x80]) == nil)
        #expect(Text(utf8: [UInt8](repeating: 65, count: 30) + [0xFF]) == nil)
    }
}
