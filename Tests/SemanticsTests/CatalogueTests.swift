import Definitions
import Foundation
import SourceText
import TestSupport
import Testing

/// The workflows are written twice, as a file for the product and as a value for the model. Both should name the same
/// things in the same order.
@Suite struct CatalogueTests {
    private static let folder = repositoryRoot.appendingPathComponent("Tests/SemanticsTests/Workflows")

    @Test func everyFileHasItsValueAndEveryValueItsFile() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
        #expect(files == catalogue.map(\.name).sorted())
        let later = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path + "/later").sorted()
        #expect(later == laterCatalogue.map { "\($0.name).yaml" }.sorted())
        #expect(Set(trials.flatMap(\.workflows).map(\.name)) == Set(files), "a workflow has no trial")
    }

    @Test func everyFileIsADefinitionWithoutProblems() throws {
        let folders = [Self.folder] + ["common", "later"].map { Self.folder.appendingPathComponent($0) }
        for folder in folders {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            for name in names.filter({ $0.hasSuffix(".yaml") }).sorted() {
                let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                let file = DefinitionFile.read(SourceFile(name: name, text: text))
                #expect(file.definition != nil, "\(name)")
                let problems = file.diagnostics.map { problem in
                    let line = problem.place.file.position(at: Int(problem.place.span.start)).line
                    return "\(name):\(line): \(problem.message) \(problem.help)"
                }
                #expect(problems == [])
            }
        }
    }

    @Test(arguments: catalogue.map(\.name)) func bothNameTheSameThings(_ name: String) throws {
        try compare(try #require(workflow(name)), Self.folder.appendingPathComponent("\(name).yaml"))
    }

    @Test(arguments: laterCatalogue.map(\.name)) func soDoTheLaterVersions(_ name: String) throws {
        let model = try #require(laterCatalogue.first { $0.name == name })
        try compare(model, Self.folder.appendingPathComponent("later/\(name).yaml"))
    }

    private func compare(_ model: ModelWorkflow, _ file: URL) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        func values(_ key: String) -> [String] {
            lines.compactMap { line in
                for start in ["\(key): ", "- \(key): "] where line.hasPrefix(start) {
                    return String(line.dropFirst(start.count))
                }
                return nil
            }
        }
        #expect(values("workflow") == [model.name])
        let isByEvent = !model.event.hasSuffix(" of \(model.name)")
        #expect(values("event").first == (isByEvent ? model.event : nil))
        let isNamed: (ModelStep) -> Bool = { step in
            switch step.action {
            case .carryOn, .beginAgain, .bind, .sequence, .end: return false
            default: return true
            }
        }
        let steps = flattened(model.steps)
        #expect(Set(values("as")) == Set(steps.filter(isNamed).map(\.name)))
        let primitives = steps.compactMap { step -> String? in
            if case .perform(let primitive, _) = step.action { return primitive }
            return nil
        }
        #expect(values("do").sorted() == primitives.sorted())
        let ends = steps.compactMap { step -> String? in
            if case .end(let result) = step.action { return result }
            return nil
        }
        #expect(values("end").sorted() == ends.sorted())
    }

    /// All steps, a repeated stage once.
    private func flattened(_ steps: [ModelStep]) -> [ModelStep] {
        steps.flatMap { step -> [ModelStep] in
            var found = [step]
            switch step.action {
            case .group(let inner): found += flattened(inner)
            case .choose(let cases): found += cases.flatMap { flattened($0.then) }
            case .sequence(let sequence):
                let stages = sequence.stages.filter { !$0.name.contains("[") || $0.name.hasSuffix("[1]") }
                found += flattened(stages.map(\.step)) + flattened(sequence.cleared)
            default: break
            }
            return found + step.outcomes.flatMap { flattened($0.steps) } + flattened(step.undo)
        }
    }
}
