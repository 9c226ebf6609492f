import Foundation
import TestSupport
import Testing

/// Problems are said in the words of those who read them. That every code has its message: MessagesTests.
@Suite struct CatalogueTests {
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
