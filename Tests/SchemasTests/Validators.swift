import Foundation
import TestSupport
import Testing

/// The validators that `make setup` installs from PyPI. Where they are not there, Python's own `jsonschema` stands in for the files of the
/// repository; a test run that asks for them, as `make test` and every continuous integration do, fails without them.
enum Validators {
    private static let folder = repositoryRoot.appendingPathComponent(".build/validators/bin")

    private static func installed(_ program: String) -> String? {
        let path = folder.appendingPathComponent(program).path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// Python with `jsonschema` and PyYAML.
    static var python: String { installed("python") ?? "python3" }

    private static var isRequired: Bool {
        let environment = ProcessInfo.processInfo.environment
        return environment["PROVISO_VALIDATORS"] == "required" || environment["CI"]?.isEmpty == false
    }

    /// The files that `check-jsonschema` refuses, or cannot read, in their order. Nothing if it is not there and need not be.
    static func refused(_ files: [URL], by schema: URL) throws -> [String]? {
        guard let program = installed("check-jsonschema") else {
            if isRequired {
                Issue.record(
                    "check-jsonschema is not in .build/validators: run make setup, which installs it from PyPI")
            }
            return nil
        }
        let result = try run(
            program, ["--output-format", "json", "--verbose", "--schemafile", schema.path] + files.map(\.path))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let verdict = try decoder.decode(Verdict.self, from: Data(result.output))
        // Whoever is neither taken nor refused was not looked at.
        let taken = Set(verdict.successes ?? verdict.checkedPaths ?? [])
        let refused = Set((verdict.errors ?? []).map(\.filename) + (verdict.parseErrors ?? []).map(\.filename))
        #expect(taken.isDisjoint(with: refused) && taken.count + refused.count == files.count, "\(result.errorText)")
        #expect((result.status == 0) == refused.isEmpty)
        return files.map(\.path).filter(refused.contains)
    }

    private struct Verdict: Decodable {
        struct Fault: Decodable { var filename: String }
        /// Those that are valid, if others are not, and all, if all are.
        var successes: [String]?
        var checkedPaths: [String]?
        var errors: [Fault]?
        var parseErrors: [Fault]?
    }
}
