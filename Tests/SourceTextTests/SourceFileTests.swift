import SourceText
import TestSupport
import Testing

@Suite struct SourceFileTests {
    @Test func placesCountLinesAndScalars() throws {
        try checkCases("Cases/positions.cases") { input in
            let text = input.replacing("\\r", with: "\r").replacing("\\n", with: "\n")
            let file = SourceFile(name: "input", text: text)
            return (0...file.bytes.count).map { offset in
                let place = file.position(at: offset)
                return "\(offset) \(place.line):\(place.column)"
            }.joined(separator: "\n")
        }
    }
}
