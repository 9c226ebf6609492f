import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// Verbs, triggers and modifiers as an author uses them. Each case is a few files with `@@` and their names before them, read with the
/// records, events and primitives of the project: workflows, settings, and the scenario that is played.
@Suite struct VerbCases {
    private static let files = Result {
        try RuleFiles.read([repositoryRoot.path + "/Rules"]).filter { file in
            !["/settings/", "/rules/", "/prices/", ".test.yaml"].contains { file.name.contains($0) }
        }
    }

    private static let settings = """
        settings: main
        version: 1
        timezone: UTC
        calendar: us-federal
        languages: [en]
        roles: [collections, controller, finance-manager, billing-operations]
        """

    @Test func verbs() throws {
        let files = try Self.files.get()
        try checkCases("Verbs") { input in
            var own: [SourceFile] = []
            for part in "\n\(input)".components(separatedBy: "\n@@ ").dropFirst() {
                let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                own.append(SourceFile(name: String(lines[0]), text: (lines.count > 1 ? String(lines[1]) : "") + "\n"))
            }
            if !own.contains(where: { $0.name.hasPrefix("settings") }) {
                own.append(SourceFile(name: "settings.yaml", text: Self.settings + "\n"))
            }
            // Who may call what is not what these cases are about.
            for index in own.indices where String(decoding: own[index].bytes, as: UTF8.self).hasPrefix("settings:") {
                own[index] = SourceFile(
                    name: own[index].name,
                    text: String(decoding: own[index].bytes, as: UTF8.self) + Self.grants(files + own))
            }
            let rules = RuleSet(files + own)
            guard rules.isSound else { return Self.shown(rules.diagnostics) }
            return try rules.playScenarios().map { report in
                report.holds ? "holds, \(report.expectationCount) expectations" : Self.shown(report.diagnostics)
            }.joined(separator: "\n")
        }
    }

    private static func grants(_ files: [SourceFile]) -> String {
        let primitives = files.map { String(decoding: $0.bytes.prefix { $0 != 0x0A }, as: UTF8.self) }
            .filter { $0.hasPrefix("primitive: ") }.map { $0.dropFirst("primitive: ".count) }
        return "grants: { tests: [\(primitives.joined(separator: ", "))] }\n"
    }

    private static func shown(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { diagnostic in
            let position = diagnostic.place.file.position(at: Int(diagnostic.place.span.start))
            return
                "\(diagnostic.place.file.name):\(position.line):\(position.column) \(diagnostic.code.id) \(diagnostic.message)\n"
                + "    found \(diagnostic.found)\n    expected \(diagnostic.expected)\n    \(diagnostic.help)"
        }.joined(separator: "\n")
    }
}
