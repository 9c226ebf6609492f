import Authoring
import Definitions
import SourceText
import TestSupport
import Testing
import YAMLReading

/// The formatter over files in every layout, with comments in odd places.
@Suite struct LayoutTests {
    @Test func generatedFilesKeepTheirIdentityAndTheirComments() throws {
        var generator = SeededGenerator(seed: 3900)
        let samples = try Sample.all()
        var count = 0
        var comments = 0
        var round = 0
        while count < 1200, round < 6000 {
            let sample = samples[round % samples.count]
            round += 1
            let model = YAMLModel(try #require(sample.file.tree).root)
            model.shuffle(.block(sample.kind.block), &generator)
            _ = generator.next()
            let text = model.write(.init(generator: generator))
            let file = Self.commented(text, sample, &generator)
            guard let identity = Formatter.identity(file) else { continue }
            count += 1
            let before = Self.comments(file)
            comments += before.count
            let result = Formatter.format(file)
            guard let formatted = result.text else {
                Issue.record(
                    "\(sample.name): \(result.diagnostics.map(\.message))\n\(file.text(in: 0..<file.bytes.count))")
                break
            }
            let after = SourceFile(name: "after.yaml", text: formatted)
            let again = Formatter.format(after).text
            let isRight =
                Formatter.identity(after) == identity && Self.comments(after) == before && again == formatted
                && !formatted.contains(" \n\n\n")
            if !isRight {
                Issue.record(
                    "\(sample.name)\n\(file.text(in: 0..<file.bytes.count))\n=== once\n\(formatted)\n=== twice\n\(again ?? "")"
                )
                break
            }
        }
        #expect(count >= 1000 && comments > 5000, "\(count) files, \(comments) comments")
    }

    /// What a plain copy of the values would keep as well, so nearly all files must be laid out wholly: expressions in their one way.
    private static func comments(_ file: SourceFile) -> [String] {
        (YAMLReader.read(file).tree?.comments ?? []).map {
            var text = file.text(in: $0.span)
            while text.hasSuffix(" ") { text.removeLast() }
            return text
        }
    }

    /// The text with comments wherever one can stand without changing what the file says.
    private static func commented(_ text: String, _ sample: Sample, _ generator: inout SeededGenerator) -> SourceFile {
        var file = SourceFile(name: sample.name, text: text)
        guard let identity = Formatter.identity(file) else { return file }
        for _ in 0..<Int.random(in: 4...16, using: &generator) {
            var lines = file.text(in: 0..<file.bytes.count).components("\n")
            let index = Int.random(in: 0..<lines.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                let margin = String(repeating: " ", count: Int.random(in: 0...14, using: &generator))
                lines.insert("\(margin)# alone \(index), a: b - c", at: index)
            case 1: lines[index] += String(repeating: " ", count: index % 3 + 1) + "# beside \(index)"
            case 2: lines[index] = broken(lines[index], at: ",", "  # in the list \(index)\n      ")
            case 3: lines[index] = broken(lines[index], at: "[", "# behind the bracket\n    ")
            default: lines.insert(index % 2 == 0 ? "" : "   ", at: index)
            }
            let candidate = SourceFile(name: sample.name, text: lines.joined(separator: "\n"))
            if Formatter.identity(candidate) == identity { file = candidate }
        }
        return file
    }

    private static func broken(_ line: String, at sign: Character, _ text: String) -> String {
        guard let place = line.lastIndex(of: sign) else { return line }
        return line[...place] + " " + text + line[line.index(after: place)...]
    }
}

extension String {
    fileprivate func components(_ separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
