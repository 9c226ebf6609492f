import Checking
import Definitions
import Foundation
import Proviso
import SourceText
import TestSupport
import Testing
import YAMLReading

/// Rule sets that are sound, one of their files broken on purpose, through the whole check: the file with its records, events,
/// primitives, rules, notices, settings and workflows. One mistake gives one primary message, where the mutator says, and at most two others.
///
/// The samples have every key of every kind, and each of them is broken in each way; of the shelf, two of each key.
@Suite struct WholeCheckTests {
    private static let samples = Result {
        try World(["Tests/DefinitionsTests/Cases/Samples", "Tests/DefinitionsTests/Cases/Beside"])
    }
    private static let shelf = Result { try World(["Rules", "Workflows"]) }

    @Test func worldsAreSound() throws {
        for world in [try Self.samples.get(), try Self.shelf.get()] {
            #expect(world.errors.map(summary) == [])
        }
    }

    @Test(arguments: Breakage.allCases)
    func everyKeyOfTheSamples(_ breakage: Breakage) throws {
        let world = try Self.samples.get()
        var done: Set<KeyOfKind> = []
        for place in world.places {
            if try world.isTold(of: place, breakage) { done.insert(place.key) }
        }
        // What is broken in no other way either cannot be broken in this one.
        let left = KeyOfKind.all.subtracting(done).filter { !breakage.isImpossible(for: $0) }
        #expect(left.map(\.description).sorted() == [])
    }

    @Test(arguments: Breakage.allCases)
    func keysOfTheShelf(_ breakage: Breakage) throws {
        let world = try Self.shelf.get()
        var generator = SeededGenerator(seed: 5)
        var count: [KeyOfKind: Int] = [:]
        for place in world.places.shuffled(using: &generator) where count[place.key, default: 0] < 2 {
            if try world.isTold(of: place, breakage) { count[place.key, default: 0] += 1 }
        }
        #expect(count.count > 40)
    }

    /// Every name that refers to another definition, misspelt.
    @Test func references() throws {
        let world = try Self.shelf.get()
        var generator = SeededGenerator(seed: 6)
        var seen: [Reference: Int] = [:]
        // What scenarios name is told when they are played.
        for (index, kind, tree) in world.trees where kind != .scenario {
            let places = Self.references(YAMLModel(tree.root), .block(kind.block))
            for (number, place) in places.enumerated() {
                guard let codes = Self.codes(place.reference), let text = place.node.text else { continue }
                guard seen[place.reference, default: 0] < 6 || Int.random(in: 0..<8, using: &generator) == 0
                else { continue }
                seen[place.reference, default: 0] += 1
                let root = YAMLModel(tree.root)
                let node = Self.references(root, .block(kind.block))[number].node
                node.content = .scalar(text + "x")
                let problems = codes.compactMap { code in
                    Expectation(code, node, consequences: 2).problem(in: root) { world.findings(with: $0, at: index) }
                }
                if problems.count == codes.count, let problem = problems.first {
                    Issue.record("\(world.names[index]): \(place.reference) \(text)x\n\(problem)")
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

    static func references(_ model: YAMLModel, _ form: Form) -> [(node: YAMLModel, reference: Reference)] {
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

/// A key of a group.
struct KeyOfKind: Hashable, CustomStringConvertible {
    var block: BlockName
    var name: String

    var description: String { "\(block).\(name)" }

    static let all: Set<KeyOfKind> = {
        var all: Set<KeyOfKind> = []
        for kind in DefinitionKind.allCases {
            for block in kind.block.reachable {
                for key in block.schema.keys { all.insert(KeyOfKind(block: block, name: key.name)) }
            }
        }
        return all
    }()
}

/// Files that belong together, each read once.
struct World: Sendable {
    struct Place: Sendable {
        /// The file.
        var index: Int
        var kind: DefinitionKind
        /// The group in its file, and the entry in its group.
        var group: Int
        var entry: Int
        var key: KeyOfKind
    }

    let names: [String]
    private let files: [DefinitionFile]
    private let tables: [SourceFile]
    let trees: [(index: Int, kind: DefinitionKind, tree: LocatedTree)]
    /// The files as they are.
    var sources: [SourceFile] { files.map(\.file) }
    /// Every key of every group.
    let places: [Place]
    /// What is said of the files as they are: warnings.
    private var usual: Set<String> = []

    init(_ folders: [String]) throws {
        let sources = try RuleFiles.read(folders.map { repositoryRoot.appendingPathComponent($0).path })
        files = sources.filter { !$0.name.hasSuffix(".csv") }.map { DefinitionFile.read($0) }
        names = files.map { $0.file.name }
        tables = try files.compactMap { read -> SourceFile? in
            guard case .rule(let rule) = read.definition, let path = rule.tableFilePath else { return nil }
            return try RuleFiles.file(path)
        }
        var trees: [(index: Int, kind: DefinitionKind, tree: LocatedTree)] = []
        var places: [Place] = []
        for (index, read) in files.enumerated() {
            guard let kind = read.kind, let tree = read.tree else { continue }
            trees.append((index, kind, tree))
            for (number, visit) in SchemaVisit.all(YAMLModel(tree.root), kind).enumerated() {
                for (entry, item) in visit.group.entries.enumerated() {
                    guard let name = item.key.text else { continue }
                    let key = KeyOfKind(block: visit.schema.name, name: name)
                    places.append(Place(index: index, kind: kind, group: number, entry: entry, key: key))
                }
            }
        }
        self.trees = trees
        self.places = places
        usual = Set(World.findings(files, tables).map(\.message))
    }

    /// What is wrong with the files as they are.
    var errors: [Diagnostic] { World.findings(files, tables).filter { $0.severity == .error } }

    func findings(with text: String, at index: Int) -> [Diagnostic] {
        var files = files
        files[index] = DefinitionFile.read(SourceFile(name: "broken.yaml", text: text))
        return Self.findings(files, tables).filter { !usual.contains($0.message) }
    }

    private static func findings(_ files: [DefinitionFile], _ tables: [SourceFile]) -> [Diagnostic] {
        // A CSV file is found by its rule's place, which a broken file does not have.
        RuleSet(
            files, tables: [],
            beside: { path in
                tables.first { $0.name == path } ?? tables.first { $0.name.hasSuffix("/" + path) }
            }
        ).diagnostics
    }

    /// Breaks one key, and compares what is reported with what the mutator says.
    ///
    /// - Returns: whether it can be broken so.
    func isTold(of place: Place, _ breakage: Breakage) throws -> Bool {
        guard let mutation = mutation(of: place), var expectation = breakage.made(mutation) else { return false }
        let root = mutation.root
        guard expectation.code != nil else { return true }
        expectation.consequences = 2
        let problem = expectation.problem(in: root) { findings(with: $0, at: place.index) }
        if let problem { Issue.record("\(names[place.index]): \(place.key), \(breakage)\n\(problem)") }
        return true
    }

    /// The text of a file in which one key is broken; nil if it cannot be broken so.
    func text(of place: Place, _ breakage: Breakage) -> String? {
        guard let mutation = mutation(of: place), breakage.made(mutation) != nil else { return nil }
        return mutation.root.write()
    }

    private func mutation(of place: Place) -> Mutation? {
        guard let tree = files[place.index].tree else { return nil }
        let root = YAMLModel(tree.root)
        return Mutation(
            root: root, kind: place.kind, visit: SchemaVisit.all(root, place.kind)[place.group],
            index: place.entry)
    }
}

/// A way to break a key.
enum Breakage: String, CaseIterable, CustomTestStringConvertible {
    case misspelt, missing
    case wrongShape = "wrong shape"
    case wrongKind = "wrong kind of value"
    case withoutValue = "without a value"
    case givenTwice = "given twice"
    case movedOut = "moved out"
    case movedIn = "moved in"

    var testDescription: String { rawValue }

    /// - Returns: what must be said, or nothing if the key cannot be broken so.
    func made(_ mutation: Mutation) -> Expectation? {
        switch self {
        case .misspelt:
            mutation.entry.key.content = .scalar(mutation.name + String(mutation.name.suffix(1)))
            return Expectation(mutation.isKind ? "E3001" : "E3003", mutation.entry.key)
        case .missing:
            mutation.visit.group.entries.remove(at: mutation.index)
            return mutation.afterRemoval
        case .wrongShape: return mutation.withWrongShape
        case .wrongKind: return mutation.withWrongKind
        case .withoutValue: return mutation.withoutValue
        case .givenTwice:
            let copy = YAMLModel.Entry(key: .scalar(mutation.name), value: mutation.entry.value)
            mutation.visit.group.entries.insert(copy, at: mutation.index + 1)
            return Expectation("E1101", copy.key)
        case .movedOut: return mutation.movedOut
        case .movedIn: return mutation.movedIn
        }
    }

    /// Whether no value can be wrong in this way, or there is nowhere to move to.
    func isImpossible(for key: KeyOfKind) -> Bool {
        let forms = key.block.schema.keys.filter { $0.name == key.name }.map(\.form)
        switch self {
        case .misspelt, .missing, .givenTwice: return false
        case .withoutValue: return forms.allSatisfy { if case .map(let map) = $0 { map.mayBeEmpty } else { false } }
        case .wrongShape: return forms.allSatisfy { form in Mutation.shapes.allSatisfy { form.accepts($0) } }
        case .wrongKind: return forms.allSatisfy { $0.wrongScalar == nil }
        // Which groups are around and inside depends on the file.
        case .movedOut, .movedIn: return true
        }
    }
}
