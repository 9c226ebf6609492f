import Encoding
import Evaluation
import Ingest
import SourceText
import TestSupport
import Testing

@Suite struct RecordTests {
    @Test func recordsAreReadByTheirShape() throws {
        let layout = try Shapes.layout()
        try checkCases("Cases/json-records.cases") { input in
            var reader = JSONReader()
            return describe(reader.record(of: SourceFile(name: "input.json", bytes: rawBytes(input)), layout))
        }
    }

    @Test func unknownFieldsCanBeDropped() throws {
        let layout = try Shapes.layout(.drop)
        var reader = JSONReader()
        func read(_ text: String) -> String {
            describe(reader.record(of: SourceFile(name: "input.json", text: text), layout))
        }
        let good = #"{"x":{"y":[1]},"invoice":"I-1","total":5,"z":null}"#
        #expect(read(good) == #"InvoiceDrafted(invoice: "I-1", total: 5.00 USD)"#)
        #expect(read(#"{"x":{"y":[1,]},"invoice":"I-1","total":5}"#).hasPrefix("E1307"))
    }

    @Test func manyProblemsAreCounted() throws {
        let text = "{" + (1...30).map { "\"x\($0)\": 1" }.joined(separator: ", ") + "}"
        var reader = JSONReader()
        let reading = reader.record(of: SourceFile(name: "input.json", text: text), try Shapes.layout())
        #expect(reading.diagnostics.count == 21)
        #expect(reading.diagnostics.last?.code.id == "E1329")
        #expect(reading.diagnostics.last?.message == "This text has 12 more problems.")
    }

    @Test func whatHasNoFormInDataIsRefusedAsADeclaration() {
        let strange = Shapes.make("A", [Shape.Field("x", .double)])
        #expect(throws: RecordLayoutError.unsupportedType(field: "x", .double)) { try RecordLayout(strange) }
        let nowhere = Shapes.make("A", [Shape.Field("x", .list(.record("B")))])
        #expect(throws: RecordLayoutError.unknownShape("B")) { try RecordLayout(nowhere) }
        let wide = Shapes.make("A", (0..<1025).map { Shape.Field(.init("f\($0)"), .int) })
        #expect(throws: RecordLayoutError.tooManyFields(shape: "A")) { try RecordLayout(wide) }
    }

    @Test func aShapeMayHoldItself() throws {
        let tree = Shapes.make(
            "Tree", [Shape.Field("name", .string), Shape.Field("children", .list(.record("Tree")))])
        var reader = JSONReader()
        let text = #"{"children":[{"name":"a"},{"children":[]}],"name":"root"}"#
        let reading = reader.record(of: SourceFile(name: "t", text: text), try RecordLayout(tree, shapes: [tree]))
        #expect(
            describe(reading)
                == #"Tree(name: "root", children: [Tree(name: "a"), Tree(children: [])])"#)
    }

    @Test func manyFieldsAreFoundByTheirNames() throws {
        let names = (0..<300).map { "\(String(repeating: "n", count: $0 % 23))_\($0)" }
        let shape = Shapes.make("Wide", names.map { Shape.Field(.init($0), .int) })
        var generator = SeededGenerator(seed: 3)
        let shuffled = names.indices.shuffled(using: &generator)
        let text = "{" + shuffled.map { "\"\(names[$0])\": \($0)" }.joined(separator: ",") + "}"
        var reader = JSONReader()
        let reading = reader.record(of: SourceFile(name: "t", text: text), try RecordLayout(shape))
        #expect(reading.value?.slots?.map(\.asInt) == names.indices.map { Int64($0) })
    }
}
