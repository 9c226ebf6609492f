import Definitions
import SourceText
import TestSupport
import Testing
import YAMLReading

@Suite struct CanonicalTests {
    @Test func forms() throws {
        try checkCases("Cases/canonical.cases") { input in
            let file = DefinitionFile.read(SourceFile(name: "input.yaml", text: input))
            let problems = file.diagnostics.map(summary)
            return (problems + [file.canonicalBytes().map { String(decoding: $0, as: UTF8.self) } ?? "no identity"])
                .joined(separator: "\n")
        }
    }

    private static func bytes(_ text: String, _ kind: DefinitionKind) throws -> [UInt8] {
        let reading = YAMLReader.read(SourceFile(name: "sample.yaml", text: text))
        let errors = reading.diagnostics.map(summary)
        #expect(errors == [], "\(text)")
        let tree = try #require(reading.tree)
        return CanonicalForm.bytes(of: tree.root, as: kind)
    }

    /// Comments, quotation marks, blocks, braces, indentation and the order of keys change nothing.
    @Test func layoutHasNoMeaning() throws {
        var generator = SeededGenerator(seed: 7)
        for sample in try Sample.all() {
            let tree = try #require(sample.file.tree)
            let identity = try Self.bytes(sample.text, sample.kind)
            for _ in 0..<20 {
                let model = YAMLModel(tree.root)
                model.shuffle(.block(sample.kind.block), &generator)
                let text = model.write(.init(generator: generator))
                _ = generator.next()
                let found = try Self.bytes(text, sample.kind)
                if found != identity {
                    Issue.record(
                        "\(sample.name)\n\(text)\n\(String(decoding: found, as: UTF8.self))\n\(String(decoding: identity, as: UTF8.self))"
                    )
                    break
                }
            }
        }
    }

    /// Another value, another key, an entry more or less, and another order where order has a meaning change the
    /// identity.
    @Test func meaningChangesTheIdentity() throws {
        var generator = SeededGenerator(seed: 11)
        var count = 0
        for sample in try Sample.all() {
            let tree = try #require(sample.file.tree)
            let identity = try Self.bytes(sample.text, sample.kind)
            for index in YAMLModel(tree.root).all.indices.dropFirst() {
                let model = YAMLModel(tree.root)
                guard model.all[index].change(&generator) else { continue }
                count += 1
                let text = model.write()
                #expect(try Self.bytes(text, sample.kind) != identity, "\(sample.name)\n\(text)")
            }
        }
        #expect(count > 500)
    }
}

extension YAMLModel {
    /// Puts the keys of each group into any order that says the same.
    func shuffle(_ form: Form, _ generator: inout SeededGenerator) {
        switch (form, content) {
        case (.block(let name), .group(var entries)):
            let visit = SchemaVisit(schema: name.schema, group: self, owner: nil, isItem: false, around: [])
            for entry in entries {
                if let key = entry.key.text.flatMap(visit.schema(of:)) { entry.value.shuffle(key.form, &generator) }
            }
            let isKind = DefinitionKind(rawValue: name.rawValue) != nil
            let first = isKind ? entries.removeFirst() : nil
            content = .group((first.map { [$0] } ?? []) + entries.shuffled(using: &generator))
        case (.map(let map), .group(let entries)):
            for entry in entries { entry.value.shuffle(map.value, &generator) }
            if !map.isOrdered { content = .group(entries.shuffled(using: &generator)) }
        case (.argument, .group(let entries)), (.data, .group(let entries)):
            for entry in entries { entry.value.shuffle(form, &generator) }
            content = .group(entries.shuffled(using: &generator))
        case (.list(let item, _), .list(let items)), (.oneOrMore(let item), .list(let items)):
            for element in items { element.shuffle(item, &generator) }
        case (.argument, .list(let items)), (.data, .list(let items)):
            for element in items { element.shuffle(form, &generator) }
        case (.oneOrMore(let item), _): shuffle(item, &generator)
        case (.byShape(_, let list?, _), .list): shuffle(list, &generator)
        case (.byShape(_, _, let group?), .group): shuffle(group, &generator)
        default: break
        }
    }

    /// One change of what this says; false if there is none to make.
    func change(_ generator: inout SeededGenerator) -> Bool {
        switch content {
        case .scalar(let text):
            content = .scalar(text + "x")
        case .list(var items):
            if items.isEmpty {
                items = [.scalar("one")]
            } else if items.count > 1, Bool.random(using: &generator), items[0].write() != items[1].write() {
                items.swapAt(0, 1)
            } else {
                items.removeLast()
            }
            content = .list(items)
        case .group(var entries):
            if entries.isEmpty || Bool.random(using: &generator) {
                entries.append(.init(key: .scalar("another"), value: .scalar("one")))
            } else {
                entries.remove(at: Int.random(in: 0..<entries.count, using: &generator))
            }
            content = .group(entries)
        }
        return true
    }
}
