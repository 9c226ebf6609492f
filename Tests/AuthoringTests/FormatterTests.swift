import Authoring
import Definitions
import Foundation
import SourceText
import TestSupport
import Testing

@Suite struct FormatterTests {
    /// A file in, the file laid out or its errors out. `␠` stands for a space at the end of a line.
    @Test func layouts() throws {
        try checkCases("Cases/format.cases") { input in
            let text = input.replacing("␠", with: " ") + "\n"
            let result = Formatter.format(SourceFile(name: "input.yaml", text: text))
            guard let formatted = result.text else {
                return result.diagnostics.map { "\($0.code.id) \($0.message)" }.joined(separator: "\n")
            }
            let again = Formatter.format(SourceFile(name: "input.yaml", text: formatted)).text
            return formatted + (again == formatted ? "" : "and then:\n\(again ?? "nothing")")
        }
    }

    /// Every definition file of the repository keeps its identity and its comments, and a second time nothing changes.
    @Test func everyFileOfTheRepository() throws {
        let listing = try run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.yaml", "*.yml"])
        var count = 0
        for path in listing.outputText.split(separator: "\n").map(String.init) {
            guard let data = try? Data(contentsOf: repositoryRoot.appendingPathComponent(path)) else { continue }
            let file = SourceFile(name: path, bytes: [UInt8](data))
            let read = DefinitionFile.read(file)
            guard !read.hasErrors else { continue }
            let result = Formatter.format(file)
            guard let text = result.text else {
                Issue.record("\(path): \(result.diagnostics.map(\.message))")
                continue
            }
            count += 1
            let formatted = SourceFile(name: path, text: text)
            #expect(Formatter.format(formatted).text == text, "\(path) changes a second time")
            #expect(Formatter.identity(formatted) == Formatter.identity(file), "\(path)")
        }
        #expect(count > 100)
    }
}
