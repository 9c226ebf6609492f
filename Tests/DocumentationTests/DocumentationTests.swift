import Foundation
import TestSupport
import Testing

/// What the pages tell their readers to type and to write is typed and written here, in a copy of the shelf.
@Suite struct DocumentationTests {
    private static let isRewriting = ProcessInfo.processInfo.environment["PROVISO_REWRITE"] == "1"

    /// The text of every file of the shelf.
    private static let shelf: Set<String> = {
        let listing = try? run(
            "git",
            [
                "ls-files", "--cached", "--others", "--exclude-standard", "Rules/*.yaml", "Workflows/*.yaml",
                "Examples/*.yaml",
            ])
        let paths = (listing?.outputText ?? "").split(separator: "\n")
        return Set(
            paths.compactMap {
                try? String(contentsOf: repositoryRoot.appendingPathComponent(String($0)), encoding: .utf8)
            })
    }()

    /// A folder with the shelf as a reader has it, and `proviso` on the search path.
    private func withShelf(_ body: (URL, [String: String]) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let programs = folder.appendingPathComponent(".programs")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        for name in ["Rules", "Workflows", "Examples"] {
            try FileManager.default.copyItem(
                at: repositoryRoot.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
        for name in ["proviso", "embedding"] {
            try FileManager.default.createSymbolicLink(
                atPath: programs.appendingPathComponent(name).path, withDestinationPath: builtProgram(name))
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        try body(folder, ["PATH": programs.path + ":" + path])
    }

    @Test func commandsDoWhatThePagesSay() throws {
        var count = 0
        for var page in try Page.all() {
            var printed: [(lines: Range<Int>, text: [String])] = []
            try withShelf { folder, environment in
                var files = page.files[...]
                for command in page.commands {
                    count += 1
                    while let file = files.first, file.index < command.index {
                        let path = folder.appendingPathComponent(file.path)
                        try FileManager.default.createDirectory(
                            at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
                        try file.text.write(to: path, atomically: true, encoding: .utf8)
                        files.removeFirst()
                    }
                    let place = "\(page.path):\(command.index + 1): \(command.words)"
                    let result = try run("sh", ["-c", command.words + " 2>&1"], in: folder, environment: environment)
                    #expect(result.status == command.status, "\(place)\n\(result.outputText)")
                    // A page that shows a command without what it prints only promises that it works.
                    guard let output = command.output, !output.isEmpty else { continue }
                    var lines = result.outputText.components(separatedBy: "\n")
                    while lines.last?.isEmpty == true { lines.removeLast() }
                    printed.append((output, lines))
                    if !Self.isRewriting {
                        #expect(Array(page.lines[output]) == lines, "\(place) prints\n\(result.outputText)")
                    }
                }
            }
            guard Self.isRewriting, !printed.isEmpty else { continue }
            for (lines, text) in printed.reversed() { page.lines.replaceSubrange(lines, with: text) }
            try page.lines.joined(separator: "\n")
                .write(to: repositoryRoot.appendingPathComponent(page.path), atomically: true, encoding: .utf8)
        }
        #expect(count >= 4)
    }

    /// The definitions that a page shows are sound beside the shelf.
    @Test func definitionsAreSound() throws {
        var count = 0
        for page in try Page.all() where !page.definitions.isEmpty {
            try withShelf { folder, environment in
                let shown = folder.appendingPathComponent("Shown")
                try FileManager.default.createDirectory(at: shown, withIntermediateDirectories: true)
                count += page.definitions.count
                // What stands on the shelf is shown as it stands there, whole or as an excerpt that says so.
                var definitions: [(line: Int, text: String)] = []
                for definition in page.definitions {
                    let files = Self.shelf.filter { Page.heading(of: $0) == Page.heading(of: definition.text) }
                    if files.isEmpty { definitions.append(definition) }
                    #expect(
                        files.isEmpty || files.contains { Page.shows(definition.text, of: $0) },
                        "\(page.path):\(definition.line): the shelf has this otherwise; show it as it stands there, and write \"# …\" for what is left out"
                    )
                }
                guard !definitions.isEmpty else { return }
                for (line, text) in definitions {
                    let ending = text.hasPrefix("scenario:") ? "test.yaml" : "yaml"
                    try text.write(
                        to: shown.appendingPathComponent("line-\(line).\(ending)"), atomically: true, encoding: .utf8)
                }
                let result = try run(
                    "proviso", ["check", "Rules", "Workflows", "Shown"], in: folder, environment: environment)
                #expect(result.status == 0, "\(page.path)\n\(result.outputText)\(result.errorText)")
            }
        }
        #expect(count >= 2)
    }

    @Test func theExampleOfAnEmbeddingEngineRuns() throws {
        let source = try String(
            contentsOf: repositoryRoot.appendingPathComponent("Examples/Embedding/Embedding.swift"), encoding: .utf8)
        #expect(source.count { $0 == "\n" } < 60)
        try withShelf { folder, environment in
            let result = try run("embedding", [], in: folder, environment: environment)
            #expect(result.status == 0)
            #expect(
                result.outputText == """
                    notify.email to C-1, accepted, key main/invoice-reminders/INV-42#1/reminders/first_reminder@2026-03-31/1
                    settled; taken up again until 2026-08-01T10:00:00Z

                    """)
        }
    }

    /// Every link of a page leads to a file, and every anchor to a heading of it.
    @Test func linksLeadSomewhere() throws {
        for page in try Page.all() {
            let folder = repositoryRoot.appendingPathComponent(page.path).deletingLastPathComponent()
            for line in page.lines {
                for part in line.components(separatedBy: "](").dropFirst() {
                    let target = part.prefix { $0 != ")" && $0 != "#" }
                    guard !target.hasPrefix("http"), !target.isEmpty else { continue }
                    let path = folder.appendingPathComponent(String(target)).path
                    #expect(FileManager.default.fileExists(atPath: path), "\(page.path) links to \(target)")
                }
            }
        }
    }
}
