import Checking
import Definitions
import Foundation
import Ingest
import Schemas
import SourceText
import TestSupport
import Testing

/// The schemas against independent validators, `check-jsonschema` and Python's `jsonschema`: they take what the program takes, and refuse
/// broken files.
@Suite struct SchemasTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// A folder with all schemas of kinds, as `proviso schema --out` writes them.
    private func schemas() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schemas-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for kind in DefinitionKind.allCases {
            try KindSchemas.document(kind).write(
                to: folder.appendingPathComponent("\(kind.rawValue).schema.json"), atomically: true, encoding: .utf8)
        }
        try KindSchemas.document().write(
            to: folder.appendingPathComponent("proviso.schema.json"), atomically: true, encoding: .utf8)
        return folder
    }

    /// What the validator says of each file, in their order: `ok`, or `bad` with the reason.
    private func verdicts(_ files: [URL], _ schemas: URL) throws -> [String] {
        let result = try run(
            Validators.python, [Self.here.appendingPathComponent("validate.py").path, schemas.path] + files.map(\.path))
        guard result.status == 0 else {
            Issue.record("the validator did not run: \(result.errorText)")
            return []
        }
        return result.outputText.split(separator: "\n").map(String.init)
    }

    /// The definition files of the repository in which the program itself finds nothing.
    private func soundFiles() throws -> [URL] {
        try run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.yaml", "*.yml"]).outputText
            .split(separator: "\n").map { repositoryRoot.appendingPathComponent(String($0)) }
            .filter { url in
                guard let data = try? Data(contentsOf: url) else { return false }
                let file = DefinitionFile.read(SourceFile(name: url.path, bytes: Array(data)))
                return file.kind != nil && !file.hasErrors
            }
    }

    @Test func everyFileOfTheRepositoryIsValid() throws {
        let folder = try schemas()
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try soundFiles()
        #expect(files.count > 60)
        let verdicts = try verdicts(files, folder)
        #expect(verdicts.count == files.count)
        #expect(verdicts.filter { !$0.hasPrefix("ok ") } == [])
        guard let refused = try Validators.refused(files, by: folder.appendingPathComponent("proviso.schema.json"))
        else { return }
        #expect(refused == [])
    }

    /// With each kind's own schema, as an editor would be told to.
    @Test func everyFileOfAKindIsValid() throws {
        let folder = try schemas()
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = Dictionary(grouping: try soundFiles()) { url in
            (try? String(contentsOf: url, encoding: .utf8)).flatMap { $0.firstMatch(of: /(?m)^([a-z]+):/) }.map {
                String($0.1)
            } ?? ""
        }
        for kind in DefinitionKind.allCases where files[kind.rawValue] != nil {
            let schema = folder.appendingPathComponent("\(kind.rawValue).schema.json")
            guard let refused = try Validators.refused(files[kind.rawValue] ?? [], by: schema) else { return }
            #expect(refused == [], "\(kind)")
        }
    }

    /// Files that are broken by hand, each in one way that a schema can see.
    @Test func brokenFilesAreRefused() throws {
        let folder = try schemas()
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try FileManager.default.contentsOfDirectory(
            at: Self.here.appendingPathComponent("Broken"), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
        #expect(files.count >= 25)
        for (url, verdict) in zip(files, try verdicts(files, folder)) {
            #expect(verdict.hasPrefix("bad "), "\(url.lastPathComponent): \(verdict)")
            let read = DefinitionFile.read(SourceFile(name: url.path, bytes: Array(try Data(contentsOf: url))))
            #expect(read.hasErrors, "\(url.lastPathComponent)")
        }
        guard let refused = try Validators.refused(files, by: folder.appendingPathComponent("proviso.schema.json"))
        else { return }
        #expect(refused == files.map(\.path))
    }

    /// Every line with a key, misspelt or left out: the schema refuses a file whose keys the program refuses, and no other.
    @Test func schemaAndProgramAgreeOnBrokenKeys() throws {
        let folder = try schemas()
        defer { try? FileManager.default.removeItem(at: folder) }
        var generator = SeededGenerator(seed: 11)
        var files: [URL] = []
        var expected: [Bool] = []
        var texts: [String] = []
        for url in try soundFiles() {
            let lines = try String(contentsOf: url, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false
            ).map(String.init)
            for _ in 0..<8 {
                let index = Int.random(in: 0..<lines.count, using: &generator)
                guard let key = lines[index].firstMatch(of: /^ *(?:- )?([a-z_]+):( |$)/) else { continue }
                var broken = lines
                if Bool.random(using: &generator) {
                    broken[index].replaceSubrange(key.1.startIndex..<key.1.endIndex, with: key.1 + "q")
                } else if key.2.isEmpty || lines[index].hasPrefix("- ") || lines[index].contains("|") {
                    continue
                } else {
                    broken.remove(at: index)
                }
                let text = broken.joined(separator: "\n")
                let read = DefinitionFile.read(SourceFile(name: "broken", text: text))
                let codes = Set(read.diagnostics.filter { $0.severity == .error }.map(\.code.id))
                // What a schema cannot see: names of steps, and what YAML itself refuses.
                guard codes.isSubset(of: ["E3001", "E3002", "E3003", "E3004", "E3005", "E3006", "E3008", "E3011"])
                else { continue }
                let file = folder.appendingPathComponent("\(files.count).yaml")
                try text.write(to: file, atomically: true, encoding: .utf8)
                files.append(file)
                expected.append(codes.isEmpty)
                texts.append("\(url.lastPathComponent), line \(index + 1): \(lines[index])")
            }
        }
        #expect(files.count > 200 && expected.contains(true) && expected.contains(false))
        for ((text, isSound), verdict) in zip(zip(texts, expected), try verdicts(files, folder)) {
            #expect(verdict.hasPrefix(isSound ? "ok " : "bad "), "\(text)\n\(verdict)")
        }
    }

    /// A case is a type and values of it, a line each; what is expected is what the schema of the data says of each value, which is what
    /// the reader says.
    @Test func schemasOfDataTakeWhatTheReaderTakes() throws {
        try checkCases("Cases/data.cases") { input in
            let lines = input.split(separator: "\n").map(String.init)
            let field = lines[0].hasPrefix("{") ? lines[0] : "\"\(lines[0])\""
            let library = Library([
                SourceFile(name: "event", text: "event: sample.sent\nversion: 1\nfields:\n  x: \(field)\n"),
                SourceFile(name: "record", text: "record: invoice\nversion: 1\nfields: { number: text }\n"),
            ])
            guard let schema = DataSchemas.documents(library).first(where: { $0.name == "sample.sent" }) else {
                return library.diagnostics.map(\.message).joined(separator: "\n")
            }
            let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
            try schema.text.write(to: url, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: url) }
            let values = lines.dropFirst().map { $0 == "nothing" ? "{}" : "{\"x\": \($0)}" }
            let result = try run(
                Validators.python, [Self.here.appendingPathComponent("validate_data.py").path, url.path],
                input: Array(values.joined(separator: "\n").utf8))
            let verdicts = result.outputText.split(separator: "\n").map(String.init)
            guard verdicts.count == values.count else { return result.errorText }
            let shapes = Shapes(library)
            guard let shape = shapes.shape("sample.sent"), let layout = try? RecordLayout(shape, shapes: shapes.all)
            else {
                return verdicts.joined(separator: "\n") + "\nthe reader takes no such field"
            }
            return zip(values, verdicts).map { value, verdict in
                var reader = JSONReader()
                let isRead = reader.record(of: SourceFile(name: "value", text: value), layout).diagnostics.isEmpty
                return isRead == (verdict == "ok")
                    ? verdict : "\(verdict), and the reader says \(isRead ? "ok" : "bad")"
            }.joined(separator: "\n")
        }
    }

    /// A case is a primitive and values, a line each; what is expected is what the schema says of each as its inputs, or behind `answer` as
    /// what it answers.
    @Test func schemasOfPrimitives() throws {
        try checkCases("Cases/primitives.cases") { input in
            let parts = input.split(separator: "=====\n").map(String.init)
            let library = Library(parts.dropLast().enumerated().map { SourceFile(name: "file-\($0)", text: $1) })
            guard let schema = DataSchemas.documents(library).first(where: { $0.kind == .primitive }) else {
                return library.diagnostics.map(\.message).joined(separator: "\n")
            }
            let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
            defer { try? FileManager.default.removeItem(at: url) }
            return try (parts.last ?? "").split(separator: "\n").map { line in
                let isAnswer = line.hasPrefix("answer ")
                let text =
                    isAnswer
                    ? schema.text.replacing("\"$ref\": \"#/$defs/inputs\"", with: "\"$ref\": \"#/$defs/outcome\"")
                    : schema.text
                try text.write(to: url, atomically: true, encoding: .utf8)
                return try run(
                    Validators.python, [Self.here.appendingPathComponent("validate_data.py").path, url.path],
                    input: Array((isAnswer ? line.dropFirst(7) : line).utf8)
                ).outputText.trimmingCharacters(in: .newlines)
            }.joined(separator: "\n")
        }
    }

    /// `Documentation/Files.md` is what the schema gives.
    @Test func theReferenceIsPrinted() throws {
        let url = repositoryRoot.appendingPathComponent("Documentation/Files.md")
        let page = FileReference.page()
        if ProcessInfo.processInfo.environment["PROVISO_REWRITE"] == "1" {
            try page.write(to: url, atomically: true, encoding: .utf8)
        } else {
            let committed = try String(contentsOf: url, encoding: .utf8)
            #expect(committed == page, "run the tests with PROVISO_REWRITE=1, and read the difference")
        }
    }
}
