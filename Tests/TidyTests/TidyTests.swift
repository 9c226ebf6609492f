import Foundation
import TestSupport
import Testing

/// The habits of the house, as tests: what they forbid is listed in Documentation/Architecture.md.
@Suite struct TidyTests {
    /// The files that git tracks or would track.
    private static let files: [String] = {
        let listing = try? run("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        return (listing?.outputText ?? "").split(separator: "\n").map(String.init)
            .filter { FileManager.default.fileExists(atPath: repositoryRoot.appendingPathComponent($0).path) }
    }()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: repositoryRoot.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func theTopLevelHoldsOnlyWhatItShould() throws {
        let allowed: Set<String> = [
            ".ci", ".gitignore", ".swift-format", "Benchmarks", "CHANGELOG.md", "Documentation", "Examples", "LICENSE",
            "Makefile", "Package.swift", "README.md", "Rules", "Sources", "Tests", "Workflows",
        ]
        let found = Set(Self.files.compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(found.contains("Package.swift"))
        #expect(found.subtracting(allowed).sorted() == [])
    }

    @Test func sourcesHoldNoLeftovers() throws {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "fatal" + "Error(", "print" + "(\"DEBUG"]
        for path in Self.files where path.hasSuffix(".swift") && path.hasPrefix("Sources/") {
            let text = try text(path)
            for word in words { #expect(!text.contains(word), "\(path) holds \(word)") }
        }
    }

    @Test func textFilesEndWithOneLineBreakAndHoldNoTabs() throws {
        for path in Self.files where path.hasSuffix(".swift") || path.hasSuffix(".md") {
            let text = try text(path)
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path) should end with one line break")
            #expect(!text.contains("\t"), "\(path) holds a tab")
        }
    }

    /// The walk from a key to its effect names modules, and files inside them, that exist.
    @Test func theWalkNamesWhatExists() throws {
        let map = try text("Documentation/Architecture.md")
        let walk = map.components(separatedBy: "\n## ").first { $0.hasPrefix("From a key to its effect") } ?? ""
        let modules = Set(Self.files.filter { $0.hasPrefix("Sources/") }.map { $0.split(separator: "/")[1] })
        var count = 0
        for name in walk.components(separatedBy: "`") where modules.contains(name.prefix { $0 != "/" }) {
            count += 1
            let path = "Sources/" + name
            #expect(
                Self.files.contains { $0 == path + ".swift" || $0.hasPrefix(path + "/") },
                "\(name) is named in the walk and is not there")
        }
        #expect(count >= 15)
    }

    /// A module imports only what its row in the code map allows.
    @Test func importsFollowTheCodeMap() throws {
        let map = try text("Documentation/Architecture.md")
        var allowed: [String: Set<String>] = [:]
        for line in map.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 5 else { continue }
            let name = cells[1].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
            allowed[name] = Set(cells[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        }
        for path in Self.files where path.hasPrefix("Sources/") && path.hasSuffix(".swift") {
            let module = String(path.split(separator: "/")[1])
            guard let imports = allowed[module] else {
                Issue.record("\(module) has no row in the code map")
                continue
            }
            for line in try text(path).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count else { continue }
                guard words[..<at].allSatisfy({ ["public", "package", "internal", "@_exported"].contains($0) })
                else { continue }
                let imported = String(words[at + 1].split(separator: ".")[0])
                #expect(imports.contains(imported), "\(path) imports \(imported), which its row does not allow")
            }
        }
    }
}
