public import Foundation
public import Testing

/// A file of small cases, text in and text out:
///
/// ```
/// # a comment, before the first case
/// === the name of a case
/// the input, any number of lines
/// ---
/// the expected output, any number of lines
/// ```
///
/// The line `---` parts input from expectation. Blank lines at the end of either part do not count.
/// With `PROVISO_REWRITE=1` in the environment the expectations are written anew; read the difference before it is committed.
public struct CaseFile {
    public struct Case: Sendable {
        public var name: String
        public var line: Int
        public var input: String
        public var expected: String
    }

    public var url: URL
    public var header: [String] = []
    public var cases: [Case] = []

    public init(_ url: URL) throws {
        self.url = url
        let text = try String(contentsOf: url, encoding: .utf8)
        var input: [Substring] = []
        var expected: [Substring] = []
        var current: (name: String, line: Int)?
        var inExpectation = false
        func finish() {
            guard let open = current else { return }
            cases.append(
                Case(name: open.name, line: open.line, input: Self.joined(input), expected: Self.joined(expected)))
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("=== ") {
                finish()
                current = (String(line.dropFirst(4)), index + 1)
                input = []
                expected = []
                inExpectation = false
            } else if current == nil {
                header.append(String(line))
            } else if line == "---", !inExpectation {
                inExpectation = true
            } else if inExpectation {
                expected.append(line)
            } else {
                input.append(line)
            }
        }
        finish()
    }

    private static func joined(_ lines: [Substring]) -> String {
        var lines = lines
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    public func write() throws {
        var text = header.joined(separator: "\n")
        for item in cases {
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += "=== \(item.name)\n\(item.input)\n---\n\(item.expected)\n\n"
        }
        while text.hasSuffix("\n\n") { text.removeLast() }
        try text.write(to: url, atomically: true, encoding: .utf8)
    }
}

/// Runs every case of a case file, or of every `.cases` file of a folder, and compares what `produce` returns.
///
/// - Parameters:
///   - path: beside the calling test file.
///   - produce: the actual output of a case's input; what it throws is a failure of that case.
/// A file without a case and two cases of one name in one file are failures.
public func checkCases(
    _ path: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation,
    _ produce: (_ input: String) throws -> String
) throws {
    let start = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path)
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: start.path, isDirectory: &isFolder)
    var files = [start]
    if isFolder.boolValue {
        files = try FileManager.default.contentsOfDirectory(at: start, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "cases" }
            .sorted { $0.path < $1.path }
        #expect(!files.isEmpty, "no .cases file in \(path)", sourceLocation: sourceLocation)
    }
    let rewrite = ProcessInfo.processInfo.environment["PROVISO_REWRITE"] == "1"
    for url in files {
        var cases = try CaseFile(url)
        #expect(!cases.cases.isEmpty, "\(url.lastPathComponent) holds no case", sourceLocation: sourceLocation)
        var seen: Set<String> = []
        for index in cases.cases.indices {
            let item = cases.cases[index]
            let place = "\(url.lastPathComponent):\(item.line): \(item.name)"
            #expect(
                seen.insert(item.name).inserted, "\(place): a second case of this name", sourceLocation: sourceLocation)
            var actual: String
            do { actual = try produce(item.input) } catch {
                Issue.record("\(place): \(error)", sourceLocation: sourceLocation)
                continue
            }
            while actual.hasSuffix("\n") { actual.removeLast() }
            if rewrite {
                cases.cases[index].expected = actual
            } else if actual != item.expected {
                Issue.record(
                    "\(place)\n--- expected\n\(item.expected)\n--- actual\n\(actual)", sourceLocation: sourceLocation)
            }
        }
        if rewrite { try cases.write() }
    }
}

/// The top folder of the checkout.
public let repositoryRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
