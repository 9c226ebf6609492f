import Definitions
import Foundation
import Proviso
import SourceText
import TestSupport
import Testing
import YAMLReading

/// Files that are asked about, beside a file that is broken: of each the same is told as if all were read.
@Suite struct AskedFilesTests {
    private static let shelf = Result { try World(["Rules", "Workflows"]) }

    @Test func nothingIsToldOfTheShelf() throws {
        let files = try Self.shelf.get().sources
        for file in files {
            let told = AskedFiles(files, asked: [file.name]).findings().diagnostics
            #expect(told.map(summary) == [], "\(file.name)")
        }
    }

    @Test(arguments: Breakage.allCases)
    func besideABrokenFile(_ breakage: Breakage) throws {
        let world = try Self.shelf.get()
        var generator = SeededGenerator(seed: 7)
        var done: Set<KeyOfKind> = []
        for place in world.places.shuffled(using: &generator) where done.count < 12 && !done.contains(place.key) {
            guard let text = world.text(of: place, breakage) else { continue }
            done.insert(place.key)
            Self.check(world, place.index, text, "\(place.key), \(breakage)", &generator)
        }
        #expect(done.count == 12)
    }

    /// What nobody defines is told with the names that were perhaps meant, of whichever file they are.
    @Test func besideAFileWithAMisspeltReference() throws {
        let world = try Self.shelf.get()
        var generator = SeededGenerator(seed: 9)
        var seen: [Reference: Int] = [:]
        for (index, kind, tree) in world.trees.shuffled(using: &generator) where kind != .scenario {
            let places = WholeCheckTests.references(YAMLModel(tree.root), .block(kind.block))
            for (number, place) in places.enumerated() {
                guard let text = place.node.text, seen[place.reference, default: 0] < 3 else { continue }
                seen[place.reference, default: 0] += 1
                let root = YAMLModel(tree.root)
                let node = WholeCheckTests.references(root, .block(kind.block))[number].node
                node.content = .scalar(text + "x")
                Self.check(world, index, root.write(), "\(place.reference) \(text)x", &generator)
            }
        }
        let all: [Reference] = [.event, .primitive, .calendar, .role, .field, .language]
        for reference in all { #expect(seen[reference] != nil, "\(reference)") }
    }

    /// A file that cannot be read as YAML at all, or does not say what it is, may hold any name.
    @Test(arguments: ["\t", "{ ", "odd: ", "workflow: Of Mine # "])
    func besideAFileOfWhichNothingIsKnown(_ beginning: String) throws {
        let world = try Self.shelf.get()
        var generator = SeededGenerator(seed: 8)
        for index in world.sources.indices.shuffled(using: &generator).prefix(12) {
            let text = beginning + String(decoding: world.sources[index].bytes, as: UTF8.self)
            Self.check(world, index, text, "behind \(beginning)", &generator)
        }
    }

    /// Asks about the broken file, about two that name what it defines, and about two others.
    private static func check(
        _ world: World, _ broken: Int, _ text: String, _ how: String, _ generator: inout SeededGenerator
    ) {
        var files = world.sources
        let name = DefinitionFile.read(files[broken]).name?.value
        let isSettings = DefinitionFile.read(files[broken]).kind == .settings
        files[broken] = SourceFile(name: files[broken].name, text: text)
        let whole = AskedFiles.findings(in: files).diagnostics
        let naming = files.indices.filter { index in
            name.map { files[index].text(in: 0..<files[index].bytes.count).contains($0) } ?? false
        }
        let some = naming.shuffled(using: &generator).prefix(2) + files.indices.shuffled(using: &generator).prefix(2)
        for asked in [broken] + some {
            let told = AskedFiles(files, asked: [files[asked].name]).findings().diagnostics
            func of(_ index: Int, _ found: [Diagnostic]) -> [String] {
                found.filter { $0.place.file === files[index] }.map(summary)
            }
            let context = "\(files[asked].name) beside \(files[broken].name): \(how)"
            #expect(of(asked, told) == of(asked, whole), "\(context)")
            // What is named is told of as well; settings nobody names.
            if naming.contains(asked), !isSettings { #expect(of(broken, told) == of(broken, whole), "\(context)") }
            // Nothing is told that is not so, and in the same order.
            var rest = whole.map(summary)[...]
            for line in told.map(summary) {
                guard let next = rest.firstIndex(of: line) else {
                    Issue.record("\(context)\n\(line)")
                    break
                }
                rest = rest[(next + 1)...]
            }
        }
    }
}
