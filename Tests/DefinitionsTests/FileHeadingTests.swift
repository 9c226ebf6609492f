import Definitions
import SourceText
import Testing

/// What the first line of a file says, and what it leaves to the whole file.
@Suite struct FileHeadingTests {
    @Test(arguments: [
        ("record: invoice\nversion: 1\n", "record invoice"),
        ("# A note.\n\n  \nevent:   invoice.sent   # ours\r\n", "event invoice.sent"),
        ("workflow: first\n---\nworkflow: second\n", "workflow first"), ("rule: of-credit", "rule of-credit"),
        ("scenario: Any words: \"at all\"\n", "scenario"), ("scenario:\n", "scenario"),
    ])
    func plain(_ text: String, _ expected: String) throws {
        let heading = try #require(FileHeading(of: SourceFile(name: "file", text: text)))
        #expect(([heading.kind.rawValue] + (heading.name.map { [$0] } ?? [])).joined(separator: " ") == expected)
    }

    /// What is written in another way, or is wrong.
    @Test(arguments: [
        "", "# A note.\n", "version: 1\nrecord: invoice\n", "record:\n  invoice\n", "record: \"invoice\"\n",
        "\"record\": invoice\n", "record: Invoice\n", "record: an invoice\n", "record:invoice\n", "record: of-ours\n",
        "--- \nrecord: invoice\n", "\u{FEFF}record: invoice\n", " record: invoice\n", "{ record: invoice }\n",
        "recrod: invoice\n",
    ])
    func leftToTheFile(_ text: String) {
        #expect(FileHeading(of: SourceFile(name: "file", text: text)) == nil)
    }
}
