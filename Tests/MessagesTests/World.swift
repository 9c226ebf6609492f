import Checking
import Encoding
import Evaluation
import Expressions
import Foundation
import Proviso
import SourceText

/// The records, events, primitives and notices that the goldens speak of: the files of `World/`.
enum World {
    static let files = files(in: "World")

    private static func files(in name: String) -> [SourceFile] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name)
        let urls = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return urls.sorted { $0.path < $1.path }.compactMap { url in
            (try? Data(contentsOf: url)).map { SourceFile(name: url.lastPathComponent, bytes: Array($0)) }
        }
    }

    static let library = Library(files)

    /// The shape of an event of the world.
    static func shape(_ event: String) -> Shape? { Shapes(library).shape(event) }

    /// A file among the files of the world. A line `=====` parts it from the next one, `2.yaml`.
    static func rules(_ file: SourceFile) -> [Diagnostic] { RuleSet(files + parts(of: file)).diagnostics }

    private static func parts(of file: SourceFile) -> [SourceFile] {
        let parts = file.text(in: 0..<file.bytes.count).components(separatedBy: "\n=====\n")
        let more = parts.dropFirst().enumerated().map { SourceFile(name: "\($0 + 2).yaml", text: $1) }
        return more.isEmpty ? [file] : [SourceFile(name: file.name, text: parts[0] + "\n")] + more
    }

    /// A price without inputs, asked for its lines.
    static func price(_ file: SourceFile) -> [Diagnostic] {
        let rules = RuleSet([file])
        guard let price = rules.rules.first, rules.isAskable else { return rules.diagnostics }
        let input = SourceFile(name: "input.json", text: "{}")
        return rules.diagnostics + ((try? rules.decide(price, input))?.diagnostics ?? [])
    }

    /// A scenario about the workflow of `World/Scenario`, or about one that follows behind a line `=====`.
    static func scenario(_ file: SourceFile) -> [Diagnostic] {
        let rules = RuleSet(files + files(in: "World/Scenario") + parts(of: file))
        guard let reports = try? rules.playScenarios() else { return rules.diagnostics }
        return reports.flatMap(\.diagnostics)
    }

    /// A rule, and behind a line `=====` the JSON that it is asked with.
    static func decide(_ file: SourceFile) -> [Diagnostic] {
        let parts = file.text(in: 0..<file.bytes.count).components(separatedBy: "\n=====\n")
        let rules = RuleSet([SourceFile(name: file.name, text: parts[0] + "\n")])
        guard parts.count == 2, let rule = rules.rules.first else { return rules.diagnostics }
        let input = SourceFile(name: "input.json", text: parts[1])
        return rules.diagnostics + ((try? rules.decide(rule, input))?.diagnostics ?? [])
    }

    /// A file that says how rows become events of the world.
    static func mapping(_ file: SourceFile) -> [Diagnostic] {
        RuleSet(files).mapping(file, source: "/ledger").diagnostics
    }

    /// An expression over the records of the world, made ready to run if nothing is wrong with it.
    static func expression(_ file: SourceFile, expected: Type?, _ limits: SyntaxLimits = .standard) -> [Diagnostic] {
        var scope = Shapes(library).declarations
        let line = scope.declare(
            RecordDeclaration(
                "invoice line",
                [
                    .init("description", .string), .init("amount", .money(nil)),
                    .init("discount", .ratio, isOptional: true),
                ]))
        for name in ["customer", "invoice"] { scope.declare(name, Shapes(library).type(name) ?? .error) }
        scope.declare("lines", .list(line))
        scope.declare("open", .bool)
        scope.declare("note", .string, isOptional: true)
        let end = file.bytes.last == 0x0A ? file.bytes.count - 1 : file.bytes.count
        let source = ExpressionSource(file, Span(0..<end))
        let compiled = compile(source, scope, expected: expected, limits: limits)
        guard let checked = compiled.checked else { return compiled.diagnostics }
        return compiled.diagnostics + lower(checked, scope, source).diagnostics
    }
}
