import Foundation
import Ingest
import SourceText
import TestSupport
import Testing

/// Every problem has a case that shows its message, and says it in the words of those who read it.
@Suite struct CatalogueTests {
    private static let catalogue = JSONCodes.all + CSVCodes.all + CloudEventCodes.all + EncodingCodes.all

    /// Told in the tests beside the case files, since a text of their size has no place in a file; no memory cannot be made.
    private static let elsewhere: Set<String> = [
        "E1314", "E1315", "E1316", "E1329", "E1357", "E1358", "E1366", "E1369", "E1391",
    ]

    @Test func everyCodeHasACase() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
        var text = ""
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            for item in try CaseFile(url).cases { text += item.expected + "\n" }
        }
        let missing = Self.catalogue.map(\.id).filter { !text.contains("\($0) at ") && !Self.elsewhere.contains($0) }
        #expect(missing == [])
    }

    @Test func codesAreDistinctAndSpeakPlainly() {
        #expect(Set(Self.catalogue.map(\.id)).count == Self.catalogue.count)
        let forbidden = ["token", "node", " nil", "parser", "optional value", "Int64", "enum"]
        for code in Self.catalogue {
            for word in forbidden {
                #expect(!code.explanation.contains(word) && !code.title.contains(word), "\(code.id) says \(word)")
            }
        }
    }

    @Test func messagesSpeakPlainly() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            for item in try CaseFile(url).cases {
                for word in ["token", " node", " nil", "parser", "Optional("] {
                    #expect(!item.expected.contains(word), "\(url.lastPathComponent): \(item.name) says \(word)")
                }
            }
        }
    }
}
