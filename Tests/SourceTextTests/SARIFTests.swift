import Foundation
import SourceText
import TestSupport
import Testing

@Suite struct SARIFTests {
    private static let codes = [
        DiagnosticCode("E0002", .warning, "A warning", "An explanation."),
        DiagnosticCode("E0001", "A sample", "An explanation."),
        DiagnosticCode("E0003", .note, "A note", "An explanation."),
    ]

    private func log() -> String {
        let file = SourceFile(name: "rules/größe 1:2.yaml", text: "a: b\né: c\n")
        let place = Place(file, Span(6..<9))
        let diagnostics = Self.codes.map { code in
            Diagnostic(
                code, at: place, "Something is wrong here.", found: "this", expected: "that", help: "Write that.",
                related: [.init(Place(file, Span(0..<1)), "this was meant")],
                fix: Fix("Write it", [.init(Span(6..<9), "\"\u{1B}\n"), .init(Span(0..<0), "x")]))
        }
        return SARIFRenderer(toolVersion: "1.2.3").render(Report(diagnostics))
    }

    /// The published schema, if it lies beside the checkout; it is not a part of the project.
    private static let schema: URL? = {
        let folders = [
            repositoryRoot.deletingLastPathComponent().appendingPathComponent("shared"),
            ProcessInfo.processInfo.environment["PROVISO_SHARED"].map { URL(fileURLWithPath: $0) },
        ]
        return folders.compactMap { $0?.appendingPathComponent("data/schemas/sarif-2.1.0.schema.json") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    @Test func logsHoldToTheSchema() throws {
        guard let schema = Self.schema else { return }
        let check = """
            import json, sys
            try:
                import jsonschema
            except ImportError:
                print("no validator"); sys.exit(0)
            schema = json.load(open(sys.argv[1]))
            # Some copies name their root only among the definitions, and so, as they stand, accept anything.
            if "properties" not in schema:
                schema = {"$schema": schema["$schema"], "definitions": schema["definitions"], "$ref": "#/definitions/Root"}
            log = json.load(sys.stdin)
            validator = jsonschema.validators.validator_for(schema)(schema)
            errors = [e.message for e in validator.iter_errors(log)]
            # The validator must be able to fail: a log without its version is none.
            del log["version"]
            if validator.is_valid(log): errors.append("the validator accepts anything")
            print("\\n".join(errors))
            """
        let result = try run("python3", ["-c", check, schema.path], input: Array(log().utf8))
        #expect(result.status == 0, "\(result.errorText)")
        #expect(["", "no validator"].contains(result.outputText.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// What the schema requires and what readers of SARIF rely on, checked without the schema.
    @Test func logsHoldWhatReadersNeed() throws {
        let object = try JSONSerialization.jsonObject(with: Data(log().utf8))
        let root = try #require(object as? [String: Any])
        #expect(root["version"] as? String == "2.1.0")
        let run = try #require((root["runs"] as? [[String: Any]])?.first)
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect(driver["name"] as? String == "proviso")
        #expect(driver["semanticVersion"] as? String == "1.2.3")
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(rules.map { $0["id"] as? String } == ["E0001", "E0002", "E0003"])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 3)
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
            let text = try #require((result["message"] as? [String: Any])?["text"] as? String)
            #expect(text == "Something is wrong here. Found: this. Expected: that. Write that.")
            let physical = try #require(
                ((result["locations"] as? [[String: Any]])?.first)?["physicalLocation"] as? [String: Any])
            let uri = (physical["artifactLocation"] as? [String: Any])?["uri"] as? String
            #expect(uri == "rules/gr%C3%B6%C3%9Fe%201%3A2.yaml")
            let region = try #require(physical["region"] as? [String: Any])
            let wanted = [
                "startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 4, "byteOffset": 6, "byteLength": 3,
            ]
            for (key, value) in wanted {
                #expect(region[key] as? Int == value, "\(key): \(String(describing: region[key]))")
            }
            let change = (((result["fixes"] as? [[String: Any]])?.first)?["artifactChanges"] as? [[String: Any]])?.first
            let replacements = try #require(change?["replacements"] as? [[String: Any]])
            #expect((replacements[0]["insertedContent"] as? [String: Any])?["text"] as? String == "\"\u{1B}\n")
        }
        #expect(results.compactMap { $0["level"] as? String }.sorted() == ["error", "note", "warning"])
    }
}
