import SourceText
import TestSupport
import Testing
import YAMLReading

@Suite struct ScalarMapTests {
    /// Of each value, its text; and for each word of the text the place where it stands and what the source has there.
    @Test func placesInsideScalarsAreKnown() throws {
        try checkCases("Cases/scalar-places.cases") { input in
            let result = YAMLReader.read(SourceFile(name: "input.yaml", text: readable(input)))
            guard let tree = result.tree else { return "nothing" }
            return tree.root.entries.map { describe($0.value) }.joined(separator: "\n")
        }
    }

    private func describe(_ node: LocatedNode) -> String {
        var lines = [node.text.debugDescription + (node.map.isExact ? "" : " (not exact)")]
        for range in words(Array(node.text.utf8)) {
            let span = node.place(of: range)
            let word = String(decoding: Array(node.text.utf8)[range], as: UTF8.self)
            let there = node.tree.file.text(in: span)
            lines.append(
                "  \(position(node.tree.file, span)) \(word.debugDescription)"
                    + (there == word ? "" : " from \(there.debugDescription)"))
        }
        return lines.joined(separator: "\n")
    }

    /// The words of a text, and what lies between them.
    private func words(_ text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < text.count {
            var end = start + 1
            let isWord = text[start] > 0x20
            while end < text.count, (text[end] > 0x20) == isWord { end += 1 }
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }

    /// Random scalars of every style: every letter of the text stands where its place says.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyLetterStandsWhereItsPlaceSays(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let source = randomScalar(&generator)
            let result = YAMLReader.read(SourceFile(name: "random.yaml", text: source))
            guard let tree = result.tree, result.diagnostics.isEmpty, let node = tree.root["k"]?.entry("v")?.value
            else { continue }
            let text = Array(node.text.utf8)
            let map = node.map
            #expect(map.isExact, "seed \(seed): \(source.debugDescription) gives \(node.text.debugDescription)")
            var last = 0
            for index in text.indices {
                let range = map.span(of: index..<index + 1).range
                #expect(range.lowerBound >= last, "seed \(seed): \(source.debugDescription)")
                last = range.lowerBound
                if text[index] > 0x20, range.count == 1 {
                    #expect(
                        tree.file.bytes[range.lowerBound] == text[index], "seed \(seed): \(source.debugDescription)")
                }
            }
        }
    }

    private func randomScalar(_ generator: inout SeededGenerator) -> String {
        let signs = ["|", ">", "|-", ">-", "|+", ">+", ">2", "|2-", "'", "\"", ""]
        let sign = signs[Int(generator.next() % UInt64(signs.count))]
        let pieces =
            sign == "'"
            ? ["a", "b", " ", "\n   ", "\n\n   ", "''", "é"]
            : sign == "\""
                ? ["a", "b", " ", "\n   ", "\n\n   ", "\\n", "\\x41", "\\\n   ", "é", "\\\\", "\\u20AC"]
                : sign.isEmpty
                    ? ["a", "b", " ", "\n   ", "\n\n   ", "é", "\r\n   "]
                    : ["a", "b", " ", "\n    ", "\n\n    ", "\n      ", "é", "\n", "\r\n    ", "\n  \n    ", "#"]
        var body = ""
        for _ in 0..<Int(generator.next() % 12) { body += pieces[Int(generator.next() % UInt64(pieces.count))] }
        switch sign {
        case "'", "\"": return "k:\n  v: \(sign)\(body)\(sign)\nz: 1\n"
        case "": return "k:\n  v: a\(body)b\nz: 1\n"
        default: return "k:\n  v: \(sign)\n    a\(body)\nz: 1\n"
        }
    }
}
