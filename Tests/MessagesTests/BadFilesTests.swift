import Foundation
import SourceText
import TestSupport
import Testing

/// Files that no author means: huge, endless, cut off, empty, damaged, hostile. Each gets its own message with its place, and soon.
///
/// A case names a producer of the goldens and has the input as goldens have it; what is expected is each problem's code, place and
/// message.
@Suite struct BadFilesTests {
    @Test(.timeLimit(.minutes(1))) func eachIsToldApart() throws {
        try checkCases("Cases/bad-files.cases") { input in
            let (head, body) = Self.halves(input)
            guard let produce = Producers.all[head] else { return "there is no producer \(head)" }
            let found = produce(SourceFile(name: "file", bytes: Golden.bytes(of: body)))
            for item in found { #expect(Int(item.place.span.end) <= item.place.file.bytes.count) }
            let lines = found.prefix(6).map { item in
                let position = item.place.file.position(at: Int(item.place.span.start))
                return "\(position.line):\(position.column) \(item.code.id) \(item.message) Found \(item.found)."
            }
            if found.isEmpty { return "nothing" }
            return (lines + (found.count > 6 ? ["and \(found.count - 6) more"] : [])).joined(separator: "\n")
        }
    }

    /// However a megabyte is made, reading it ends soon, and with no more messages than a person reads.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "a: [", "- ", "a:\n", "\"", "{", "[", "}", "x\n", "? ", "&a ", "*a ", "!t ", "|\n", "'\n", "#", "# \n",
            "\t",
            "a: b: c\n", "\u{FEFF}", "\u{2028}", "\r", "\r\n", "a\u{300}", ", ", "-\n", "\u{0}", "a: 1\n", "\\", "%\n",
            "---\n",
        ])
    func repetitionsEnd(_ text: String) {
        for producer in ["definition", "json", "ndjson", "csv"] {
            let bytes = Array(String(repeating: text, count: (1 << 20) / text.utf8.count).utf8)
            let found = Producers.all[producer]?(SourceFile(name: "file", bytes: bytes)) ?? []
            #expect(
                !found.isEmpty || producer == "ndjson" || producer == "csv", "\(producer), \(text.debugDescription)")
            let limit = producer == "ndjson" || producer == "csv" ? bytes.count : 101
            #expect(found.count <= limit, "\(producer), \(text.debugDescription): \(found.count) messages")
        }
    }

    private static func halves(_ input: String) -> (head: String, body: String) {
        let end = input.firstIndex(of: "\n") ?? input.endIndex
        return (String(input[..<end]), String(input[end...].dropFirst()))
    }
}
