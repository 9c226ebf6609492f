import Definitions
import TestSupport
import Testing
import YAMLReading

@Suite struct SchemaTests {
    /// A name stands once in a group, or beside different leading keys; a companion is a key of the same group; every
    /// group is reached.
    @Test func schemasAreConsistent() {
        var reached: Set<BlockName> = []
        for kind in DefinitionKind.allCases { reached.formUnion(kind.block.reachable) }
        #expect(BlockName.allCases.filter { !reached.contains($0) } == [])
        for block in BlockName.allCases {
            let schema = block.schema
            #expect(schema.name == block)
            let names = schema.keys.map(\.name)
            for key in schema.keys {
                #expect(!key.note.isEmpty && key.note.hasSuffix(".") || key.note.hasSuffix(","), "\(block).\(key.name)")
                for companion in key.companions { #expect(names.contains(companion), "\(block).\(key.name)") }
                let twins = schema.keys.filter { $0.name == key.name }
                if twins.count > 1 {
                    let companions = twins.flatMap(\.companions)
                    #expect(twins.allSatisfy { !$0.companions.isEmpty }, "\(block).\(key.name)")
                    #expect(Set(companions).count == companions.count, "\(block).\(key.name)")
                }
            }
            for leading in schema.leading {
                for name in leading.names { #expect(names.contains(name), "\(block).\(name)") }
            }
        }
    }

    @Test func samplesHaveNoProblem() throws {
        for sample in try Sample.all() {
            let file = sample.file
            #expect(file.diagnostics.map(summary) == [], "\(sample.name)")
            #expect(file.kind == sample.kind && file.definition != nil, "\(sample.name)")
        }
    }

    @Test func samplesHaveEveryKey() throws {
        var seen: Set<String> = []
        for sample in try Sample.all() {
            let tree = try #require(sample.file.tree)
            for visit in SchemaVisit.all(YAMLModel(tree.root), sample.kind) {
                for entry in visit.group.entries {
                    guard let name = entry.key.text, let key = visit.schema(of: name) else { continue }
                    seen.insert("\(visit.schema.name) \(name) \(key.companions)")
                }
            }
        }
        let all = BlockName.allCases.flatMap { block in
            block.schema.keys.map { "\(block) \($0.name) \($0.companions)" }
        }
        #expect(all.filter { !seen.contains($0) } == [])
    }
}
