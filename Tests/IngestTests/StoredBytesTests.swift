import Encoding
import Ingest
import SourceText
import TestSupport
import Testing

@Suite struct StoredBytesTests {
    @Test func whatIsWrongWithStoredBytesIsTold() throws {
        try checkCases("Cases/stored-bytes.cases") { input in
            let bytes = try #require(Hexadecimal.bytes(input.filter { $0 != "\n" && $0 != " " }))
            do throws(CanonicalDecodingError) {
                try CanonicalDecoder.validate(bytes)
                return "nothing wrong"
            } catch {
                return describe(error.diagnostic(in: bytes, name: "the state"))
            }
        }
    }

    @Test func fieldsOfAnotherVersionAreNamed() {
        let unknown = CanonicalDecodingError(.unknownField, at: 1, detail: 12).diagnostic(
            in: [0xA1, 0x0C, 0x00], name: "x")
        #expect(unknown.found == "field 12, which is not known")
        let missing = CanonicalDecodingError(.missingField, at: 0, detail: 3).diagnostic(in: [0xA0], name: "x")
        #expect(missing.found == "no field 3")
    }
}
