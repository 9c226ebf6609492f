import Checking
import Definitions
import Foundation
import Proviso
import SourceText
import TestSupport
import Testing
import YAMLReading

/// The language of workflows is shown by scenarios: each key of a trigger, a step, a stage and what stands in them, and each word that
/// one may have, stands in a workflow of the shelf or of these tests that a scenario plays.
@Suite struct LanguageTests {
    private static let blocks: [BlockName] = [
        .workflow, .trigger, .step, .stage, .choice, .wait, .pause, .giveUp, .retry,
    ]

    @Test func everyKeyAndWordIsPlayed() throws {
        var groups = [try RuleFiles.read([repositoryRoot.path + "/Workflows"])]
        let folder = repositoryRoot.appendingPathComponent("Tests/ScenariosTests/Verbs")
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let cases = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n=== ")
            groups += cases.map { text in
                (text.components(separatedBy: "\n---\n").first ?? "").components(separatedBy: "\n@@ ").dropFirst().map {
                    let lines = $0.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                    return SourceFile(name: String(lines[0]), text: (lines.count > 1 ? lines[1] : "") + "\n")
                }
            }
        }
        var used: Set<String> = []
        for files in groups {
            let library = Library(files)
            let played = Set(library.scenarios.map(\.workflow.value))
            for workflow in library.workflows where played.contains(workflow.heading.name.value) {
                Self.visit(workflow.node, .block(.workflow), "") { used.insert($0) }
            }
        }
        var known: Set<String> = []
        for block in Self.blocks {
            for key in block.schema.keys {
                known.insert("\(block).\(key.name)")
                if case .choice(let words) = key.form {
                    for word in words { known.insert("\(block).\(key.name): \(word.text)") }
                }
            }
        }
        #expect(known.count > 90)
        #expect(known.subtracting(used).sorted() == [])
    }

    private static func visit(_ node: LocatedNode, _ form: Form, _ name: String, _ found: (String) -> Void) {
        switch form {
        case .block(let block):
            guard node.isMapping else { return }
            let keys = node.entries.map(\.key.text)
            for entry in node.entries {
                let key = block.schema.keys.first { key in
                    key.name == entry.key.text
                        && (key.companions.isEmpty || key.companions.contains(where: keys.contains))
                }
                guard let key else { continue }
                found("\(block).\(key.name)")
                visit(entry.value, key.form, "\(block).\(key.name)", found)
            }
        case .list(let item, _): for element in node.items { visit(element, item, name, found) }
        case .oneOrMore(let item):
            for element in node.isSequence ? Array(node.items) : [node] { visit(element, item, name, found) }
        case .map(let map): for entry in node.entries { visit(entry.value, map.value, name, found) }
        case .byShape(let scalar, let list, let group):
            if let form = node.isMapping ? group : node.isSequence ? list : scalar { visit(node, form, name, found) }
        case .choice: found("\(name): \(node.text)")
        default: return
        }
    }
}
