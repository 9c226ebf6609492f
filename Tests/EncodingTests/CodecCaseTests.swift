import Encoding
import TestSupport
import Testing

@Suite struct CodecCaseTests {
    /// Hexadecimal bytes to diagnostic notation and JSON, or to the reason of the refusal.
    private func describe(_ input: String) throws -> String {
        let bytes = try #require(Hexadecimal.bytes(input.filter { $0 != " " && $0 != "\n" }), "not hexadecimal")
        do throws(CanonicalDecodingError) {
            let notation = try DiagnosticNotation.text(of: bytes)
            // What reads an item must write the same bytes again, or they would not be the only ones.
            #expect(try Item(canonicalBytes: bytes).canonicalBytes() == bytes)
            return "\(notation)\n\(try JSONProjection.text(of: bytes))"
        } catch {
            #expect(throws: error) { try CanonicalDecoder.validate(bytes) }
            #expect(throws: error) { try JSONProjection.text(of: bytes) }
            return "refused: \(error.reason) at byte \(error.offset)" + (error.detail > 0 ? ", \(error.detail)" : "")
        }
    }

    @Test func itemsAreReadAndProjected() throws { try checkCases("Cases/items.cases", describe) }

    @Test func theExamplesOfTheStandard() throws { try checkCases("Cases/appendix-a.cases", describe) }

    @Test func whatIsNotCanonicalIsRefused() throws { try checkCases("Cases/refused.cases", describe) }
}
