import Encoding
import Foundation
import TestSupport
import Testing

@Suite struct DocumentTests {
    /// The examples of Documentation/Encoding.md are what the code says.
    @Test func theExamplesInTheDocumentHold() throws {
        let url = repositoryRoot.appendingPathComponent("Documentation/Encoding.md")
        var count = 0
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
            guard line.hasPrefix("| `"), cells.count == 3 else { continue }
            let bytes = try #require(Hexadecimal.bytes(cells[0]), "\(line)")
            #expect(try DiagnosticNotation.text(of: bytes) == cells[1])
            #expect(try JSONProjection.text(of: bytes) == cells[2])
            count += 1
        }
        #expect(count >= 20)
    }
}
