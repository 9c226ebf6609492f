import Checking
import Definitions
import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// What the checker finds in files that are read together.
///
/// A case is one file or several, parted by lines `=====`; what is expected is each finding's place, code and message. The files of the
/// shelf's `Rules` are read with them where the first line is `with the shelf`, those of `Cases/world.rules` where it is `in the world`.
@Suite struct CheckingTests {
    @Test(arguments: ["data", "flow", "notices", "settings"])
    func cases(_ folder: String) throws {
        try checkCases("Cases/\(folder)") { input in try Self.findings(input) }
    }

    /// Cases in which only the first file is asked about: what is told of it, and of the files that it names, is what is told if all are read.
    @Test func asked() throws {
        try checkCases("Cases/asked") { input in
            Self.shown(AskedFiles(try Self.files(input), asked: ["1", "file"]).findings().diagnostics)
        }
    }

    static func findings(_ input: String) throws -> String { shown(RuleSet(try files(input)).diagnostics) }

    private static func files(_ input: String) throws -> [SourceFile] {
        var text = input
        var files: [SourceFile] = []
        let head = "with the shelf\n"
        if text.hasPrefix(head) {
            text.removeFirst(head.count)
            files = try shelf.get()
        }
        if text.hasPrefix("in the world\n") {
            text.removeFirst("in the world\n".count)
            files = try world.get()
        }
        let parts = text.components(separatedBy: "\n=====\n")
        for (index, part) in parts.enumerated() {
            files.append(SourceFile(name: parts.count == 1 ? "file" : "\(index + 1)", text: part + "\n"))
        }
        return files
    }

    private static func shown(_ found: [Diagnostic]) -> String {
        if found.isEmpty { return "nothing" }
        return found.map { item in
            let position = item.place.file.position(at: Int(item.place.span.start))
            return "\(item.place.file.name):\(position.line):\(position.column) \(item.code.id) \(item.message)"
        }.joined(separator: "\n")
    }

    static let world = Result {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Cases/world.rules")
        return try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n=====\n").enumerated().map {
            SourceFile(name: "world \($0 + 1)", text: $1 + "\n")
        }
    }

    static let shelf = Result {
        try RuleFiles.read([repositoryRoot.appendingPathComponent("Rules").path])
    }
}
