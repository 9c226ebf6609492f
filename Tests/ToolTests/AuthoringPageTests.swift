import Foundation
import TestSupport
import Testing

/// The commands that the page shows end as it says.
@Suite struct AuthoringPageTests {
    @Test func everyCommandOfThePageRuns() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["Rules", "Workflows", "Examples"] {
            try FileManager.default.copyItem(
                at: repositoryRoot.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
        let page = try String(
            contentsOf: repositoryRoot.appendingPathComponent("Documentation/Authoring.md"), encoding: .utf8)
        var count = 0
        for line in page.split(separator: "\n") where line.hasPrefix("$ proviso ") {
            count += 1
            let parts = line.dropFirst("$ proviso ".count).components(separatedBy: "    # exit ")
            let script = "exec \"$0\" \(parts[0])"
            let result = try run("sh", ["-c", script, builtProgram("proviso")], in: folder)
            let expected = parts.count > 1 ? Int32(parts[1]) : 0
            #expect(result.status == expected, "\(line)\n\(result.outputText)\n\(result.errorText)")
        }
        #expect(count >= 18)
    }
}
