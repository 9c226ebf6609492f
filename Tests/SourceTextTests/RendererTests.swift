import Foundation
import SourceText
import TestSupport
import Testing

private let sample = DiagnosticCode("E0001", "A sample", "A problem that only these tests know.")

/// A text with the place of one diagnostic between `«` and `»`, and a second place between `‹` and `›`.
///
/// `¬hex;` stands for a character that would not be seen here.
private func diagnostic(_ input: String, name: String = "sample.yaml", severity: Severity = .error) -> Diagnostic {
    var bytes: [UInt8] = []
    var marks: [Character: Int] = [:]
    var rest = input[...]
    while let character = rest.popFirst() {
        if "«»‹›".contains(character) {
            marks[character] = bytes.count
        } else if character == "¬", let end = rest.firstIndex(of: ";") {
            let scalar = UInt32(rest[..<end], radix: 16).flatMap(Unicode.Scalar.init)
            bytes += Array((scalar.map { String($0) } ?? "").utf8)
            rest = rest[rest.index(after: end)...]
        } else {
            bytes += Array(String(character).utf8)
        }
    }
    let file = SourceFile(name: name, bytes: bytes)
    let code = DiagnosticCode(sample.id, severity, sample.title, sample.explanation)
    let start = marks["«"] ?? 0
    var result = Diagnostic(
        code, at: Place(file, Span(start..<(marks["»"] ?? start))), "Something is wrong here.", found: "this",
        expected: "that", help: "Write that.")
    if let second = marks["‹"] {
        result.related = [.init(Place(file, Span(second..<(marks["›"] ?? second))), "this was meant")]
    }
    return result
}

@Suite struct RendererTests {
    @Test func terminalsShowThePlace() throws {
        try checkCases("Cases/terminal.cases") { TerminalRenderer(maximumLineColumns: 60).render(diagnostic($0)) }
    }

    @Test func coloursAreSwitchedOn() throws {
        let text = TerminalRenderer(colour: true).render(diagnostic("a: «b»"))
        #expect(text.hasPrefix("\u{1B}[1;31merror E0001\u{1B}[0m: \u{1B}[1mSomething is wrong here.\u{1B}[0m\n"))
        #expect(text.contains("\u{1B}[1;31m^\u{1B}[0m"))
        let plain = TerminalRenderer().render(diagnostic("a: «b»"))
        #expect(!plain.contains("\u{1B}"))
        #expect(text.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "") == plain)
    }

    /// Whatever a file, its name or a message holds, nothing that controls a terminal is printed.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func nothingControlsTheTerminal(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int(generator.next() % 60)).map { _ in
                [0x1B, 0x9B, 0x0A, 0x0D, 0x07, 0xC2, 0xE2, 0x80, 0xAE, 0x61, 0x20, 0x09, 0x7F, 0x00][
                    Int(generator.next() % 14)] as UInt8
            }
            let file = SourceFile(name: String(decoding: bytes, as: UTF8.self), bytes: bytes)
            let start = bytes.isEmpty ? 0 : Int(generator.next() % UInt64(bytes.count))
            let end = start + (bytes.count == start ? 0 : Int(generator.next() % UInt64(bytes.count - start)))
            let text = String(decoding: bytes, as: UTF8.self)
            let place = Place(file, Span(start..<end))
            let diagnostic = Diagnostic(
                sample, at: place, text, found: text, expected: text, help: text, related: [.init(place, text)],
                fix: Fix(text, [.init(Span(start..<end), text)]))
            let report = Report([diagnostic])
            let outputs = [
                TerminalRenderer().render(report), JSONRenderer().render(report), GitHubRenderer().render(report),
                SARIFRenderer(toolVersion: "1.0.0").render(report),
            ]
            for output in outputs {
                let controls = output.unicodeScalars.filter {
                    $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}")
                }
                #expect(controls.isEmpty, "seed \(seed): \(bytes)")
            }
            // A message is one line on the terminal, and a command is one line for GitHub.
            #expect(outputs[2].split(separator: "\n").count == 1, "seed \(seed): \(bytes)")
            #expect(outputs[2].hasPrefix("::error file="), "seed \(seed): \(bytes)")
        }
    }

    @Test func longReportsAreBounded() throws {
        let file = SourceFile(name: "long.yaml", text: String(repeating: "x\n", count: 300))
        let other = SourceFile(name: "other.yaml", text: "x")
        func at(_ file: SourceFile, _ offset: Int) -> Diagnostic {
            Diagnostic(
                sample, at: Place(file, Span(offset..<offset + 1)), "Wrong.", found: "a", expected: "b", help: "Do.")
        }
        let all = (0..<300).reversed().map { at(file, $0 * 2) } + [at(other, 0), at(other, 0)]
        let report = Report(all)
        #expect(report.diagnostics.count == Report.maximumDiagnosticsPerFile + 1)
        #expect(report.diagnostics.map { $0.place.span.start }.prefix(3) == [0, 2, 4])
        #expect(report.omitted.map(\.count) == [200])
        #expect(report.omittedCount == 200)
        #expect(TerminalRenderer().render(report).hasSuffix("… and 200 more in long.yaml.\n"))
        #expect(GitHubRenderer().render(report).contains("::notice file=long.yaml::… and 200 more"))
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(JSONRenderer().render(report).utf8)) as? [String: Any])
        #expect((document["diagnostics"] as? [Any])?.count == 101)
        #expect((document["omitted"] as? [[String: Any]])?.first?["count"] as? Int == 200)
    }

    @Test func gitHubCommandsAreEscaped() throws {
        try checkCases("Cases/github.cases") { input in
            let lines = input.split(separator: "\n", maxSplits: 1).map(String.init)
            return GitHubRenderer().render(diagnostic(lines.last ?? "", name: lines[0], severity: .warning))
        }
    }

    @Test func jsonHasStableKeys() throws {
        try checkCases("Cases/json.cases") { input in
            var found = diagnostic(input)
            found.fix = Fix("Write \"c\"", [.init(found.place.span, "c\n")])
            return JSONRenderer().render(found)
        }
    }
}
