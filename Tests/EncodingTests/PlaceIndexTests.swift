import Encoding
import TestSupport
import Testing

@Suite struct PlaceIndexTests {
    /// A table of texts that keeps them in a list, as who uses an index does.
    private struct Table {
        var texts: [Text] = []
        var index = PlaceIndex()
        /// Few hashes, so that many texts have the same.
        var hashes: UInt64

        func hash(_ text: Text) -> UInt64 { hashes == 0 ? text.placeHash : text.placeHash % hashes << 32 }

        func place(_ text: Text) -> Int? {
            var candidates = index.candidates(hash(text))
            while let place = index.next(&candidates) {
                if texts[place] == text { return place }
            }
            return nil
        }

        mutating func add(_ text: Text) {
            guard place(text) == nil else { return }
            index.insert(texts.count, hash(text))
            texts.append(text)
        }

        mutating func remove(_ text: Text) {
            guard let place = place(text) else { return }
            index.remove(place, hash(text))
            let last = texts.removeLast()
            if place < texts.count {
                texts[place] = last
                index.move(hash(last), from: texts.count, to: place)
            }
        }
    }

    @Test(arguments: [0, 1, 3, 40] as [UInt64]) func itFindsWhatIsThere(hashes: UInt64) {
        var generator = SeededGenerator(seed: hashes)
        var table = Table(hashes: hashes)
        var known: Set<Text> = []
        for _ in 0..<4_000 {
            let number = generator.next() % 150
            let text = Text(number % 3 == 0 ? "a text that is longer, \(number)" : "T-\(number)")
            if generator.next() % 2 == 0 {
                table.add(text)
                known.insert(text)
            } else {
                table.remove(text)
                known.remove(text)
            }
            #expect(table.index.count == known.count)
            #expect((table.place(text) != nil) == known.contains(text))
        }
        for text in known { #expect(table.place(text) != nil) }
    }

    @Test func aCopyIsAnotherIndex() {
        var one = Table(hashes: 0)
        one.add("a")
        var other = one
        other.add("b")
        other.remove("a")
        #expect(one.place("a") == 0 && one.place("b") == nil)
        #expect(other.place("a") == nil && other.place("b") == 0)
    }

    @Test func hashesFollowAllOfAText() {
        var hashes: Set<UInt64> = []
        for length in 0..<40 {
            for place in 0..<max(1, length) {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                if length > 0 { bytes[place] = UInt8(ascii: "b") }
                guard let text = Text(utf8: bytes) else { continue }
                #expect(text.placeHash == Text(text.string).placeHash)
                hashes.insert(text.placeHash)
            }
        }
        #expect(hashes.count == 1 + (1..<40).reduce(0, +))
    }

    /// What a fingerprint is does not depend on how a text is kept: calls of a dry run fail by theirs.
    @Test func fingerprintsStayWhatTheyAre() {
        #expect(Fingerprint("a", "bc") != Fingerprint("ab", "c"))
        var one = Fingerprint("a")
        one.add("a text of more than fifteen bytes")
        #expect(one == Fingerprint("a", "a text of more than fifteen bytes"))
        #expect(Fingerprint("INV-1", "seventeen", "eightbyt").high == 0x4160_B340_DE9C_A538)
    }
}
