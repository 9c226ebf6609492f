import Foundation
import SourceText
import Standard
import TestSupport
import Testing

/// The program carries the primitives, records and events of `Rules/`, to the byte.
@Suite struct StandardTests {
    private static let folders = ["records", "events", "primitives"]

    private static func texts(of folder: String) throws -> [(name: String, text: String)] {
        let url = repositoryRoot.appendingPathComponent("Rules/\(folder)")
        return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test func theProgramCarriesTheFilesOfTheRepository() throws {
        var expected: [String] = []
        for folder in Self.folders {
            let texts = try Self.texts(of: folder)
            expected += texts.map { "standard \(folder)/\($0.name)\n\($0.text)" }
            guard ProcessInfo.processInfo.environment["PROVISO_REWRITE"] != nil else { continue }
            let body = texts.map { "\(StandardDefinitions.mark)\($0.name)\n\($0.text)" }.joined()
            let swift = """
                // swift-format-ignore-file
                // The files of Rules/\(folder): change them there, and run StandardTests with PROVISO_REWRITE=1.
                extension StandardText {
                    static let \(folder) = #\"\"\"

                """
            let file = repositoryRoot.appendingPathComponent("Sources/Standard/\(folder.capitalized).swift")
            // The last line break before the closing signs is not part of the text.
            try (swift + body + "\n\"\"\"#\n}\n").write(to: file, atomically: true, encoding: .utf8)
        }
        let carried = StandardDefinitions.files.map { "\($0.name)\n\(String(decoding: $0.bytes, as: UTF8.self))" }
        #expect(carried == expected, "run the tests with PROVISO_REWRITE=1, and build again")
    }
}
