import Definitions
import Foundation
import Proviso
import SourceText
import TestSupport
import Testing
import YAMLReading

/// The files of the shelf, one of them broken on purpose, through the whole check: the file with its records, events, primitives, rules,
/// notices, settings and workflows. The one mistake gives one primary message, where the mutator says, and at most two others.
@Suite struct WholeCheckTests {
    private static let shelf = Result { try Shelf() }

    /// The files of `Rules` and `Workflows` that are no scenarios.
    private struct Shelf {
        var files: [SourceFile]
        var trees: [(index: Int, kind: DefinitionKind, tree: LocatedTree)] = []

        init() throws {
            files = try RuleFiles.read(["Rules", "Workflows"].map { repositoryRoot.appendingPathComponent($0).path })
                .filter { !$0.name.hasSuffix(".test.yaml") }
            for (index, file) in files.enumerated() {
                let read = DefinitionFile.read(file)
                if let kind = read.kind, let tree = read.tree { trees.append((index, kind, tree)) }
            }
        }

        func findings(with text: String, at index: Int) -> [Diagnostic] {
            var files = files
            files[index] = SourceFile(name: "broken.yaml", text: text)
            return RuleSet(files).diagnostics
        }
    }

    @Test func theShelfItselfHasNoErrors() throws {
        let shelf = try Self.shelf.get()
        let errors = RuleSet(shelf.files).diagnostics.filter { $0.severity == .error }
        #expect(errors.map(summary) == [])
    }

    @Test(arguments: ["misspelt", "missing", "wrong type", "given twice", "moved"])
    func keysOfTheShelf(_ operation: String) throws {
        let shelf = try Self.shelf.get()
        var generator = SeededGenerator(seed: 5)
        var count = 0
        for (index, kind, tree) in shelf.trees {
            let groups = SchemaVisit.all(YAMLModel(tree.root), kind)
            for (number, group) in groups.enumerated() {
                // Every key of each kind stands in many files of the shelf; some of them are taken.
                for key in group.group.entries.indices where Int.random(in: 0..<7, using: &generator) == 0 {
                    let root = YAMLModel(tree.root)
                    let mutation = Mutation(root: root, kind: kind, visit: SchemaVisit.all(root, kind)[number], index: key)
                    guard let expectation = Self.broken(mutation, operation), expectation.code != nil else { continue }
                    count += 1
                    let problem = expectation.problem(in: root) { shelf.findings(with: $0, at: index) }
                    if let problem {
                        let name = shelf.files[index].name
                        Issue.record("\(name): \(mutation.visit.schema.name).\(mutation.name), \(operation)\n\(problem)")
                    }
                }
            }
        }
        #expect(count > 60)
    }

    private static func broken(_ mutation: Mutation, _ operation: String) -> Expectation? {
        switch operation {
        case "misspelt":
            mutation.entry.key.content = .scalar(mutation.name + String(mutation.name.suffix(1)))
            return Expectation(mutation.isKind ? "E3001" : "E3003", mutation.entry.key, consequences: 2)
        case "missing":
            mutation.visit.group.entries.remove(at: mutation.index)
            var expectation = mutation.afterRemoval
            expectation?.consequences = 2
            return expectation
        case "wrong type":
            guard let key = mutation.schema, key.form.accepts(.list([])) == false else { return nil }
            mutation.visit.group.entries[mutation.index].value = YAMLModel(.list([.scalar("one"), .scalar("two")]))
            return Expectation("E3006", mutation.entry.key, consequences: 2)
        case "given twice":
            let copy = YAMLModel.Entry(key: .scalar(mutation.name), value: mutation.entry.value)
            mutation.visit.group.entries.insert(copy, at: mutation.index + 1)
            return Expectation("E1101", copy.key, consequences: 2)
        default:
            guard
                let target = mutation.visit.around.last(where: { !$0.schema.keys.contains { $0.name == mutation.name } })
            else { return nil }
            mutation.visit.group.entries.remove(at: mutation.index)
            target.group.entries.append(mutation.entry)
            return Expectation("E3004", mutation.entry.key, consequences: 2)
        }
    }

    /// Every name that refers to another definition, misspelt.
    @Test func references() throws {
        let shelf = try Self.shelf.get()
        var generator = SeededGenerator(seed: 6)
        var seen: [Reference: Int] = [:]
        for (index, kind, tree) in shelf.trees {
            let places = Self.references(YAMLModel(tree.root), .block(kind.block))
            for (number, place) in places.enumerated() {
                guard let codes = Self.codes(place.reference), let text = place.node.text else { continue }
                guard seen[place.reference, default: 0] < 4 || Int.random(in: 0..<6, using: &generator) == 0 else { continue }
                seen[place.reference, default: 0] += 1
                let root = YAMLModel(tree.root)
                let node = Self.references(root, .block(kind.block))[number].node
                node.content = .scalar(text + "x")
                let problems = codes.compactMap { code in
                    Expectation(code, node, consequences: 2).problem(in: root) { shelf.findings(with: $0, at: index) }
                }
                if problems.count == codes.count, let problem = problems.first {
                    Issue.record("\(shelf.files[index].name): \(place.reference) \(text)x\n\(problem)")
                }
            }
        }
        let all: [Reference] = [.event, .primitive, .calendar, .role, .field, .language]
        for reference in all { #expect(seen[reference] != nil, "\(reference)") }
    }

    /// What is said of a name that nobody defines; nil for names that need not be defined in a file.
    private static func codes(_ reference: Reference) -> [String]? {
        switch reference {
        case .event, .primitive, .calendar, .role, .record: ["E3300"]
        case .field: ["E3300", "E3003"]
        case .language: ["E3720"]
        default: nil
        }
    }

    private static func references(_ model: YAMLModel, _ form: Form) -> [(node: YAMLModel, reference: Reference)] {
        switch (form, model.content) {
        case (.reference(let reference), .scalar): return [(model, reference)]
        case (.block(let name), .group(let entries)):
            let here = entries.compactMap(\.key.text)
            return entries.flatMap { entry -> [(node: YAMLModel, reference: Reference)] in
                let key = name.schema.keys.first {
                    $0.name == entry.key.text && ($0.companions.isEmpty || $0.companions.contains { here.contains($0) })
                }
                return key.map { references(entry.value, $0.form) } ?? []
            }
        case (.map(let map), .group(let entries)): return entries.flatMap { references($0.value, map.value) }
        case (.list(let item, _), .list(let items)), (.oneOrMore(let item), .list(let items)):
            return items.flatMap { references($0, item) }
        case (.oneOrMore(let item), _): return references(model, item)
        case (.byShape(let scalar?, _, _), .scalar): return references(model, scalar)
        case (.byShape(_, let list?, _), .list): return references(model, list)
        case (.byShape(_, _, let group?), .group): return references(model, group)
        default: return []
        }
    }
}
