import Definitions
import Foundation
import SourceText
import TestSupport
import YAMLReading

/// Files without an error that together have every key of every kind.
struct Sample {
    let name: String
    let text: String
    let kind: DefinitionKind

    static func all(file: String = #filePath) throws -> [Sample] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Cases/Samples")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
            .sorted { $0.path < $1.path }
            .map { url in
                let text = try String(contentsOf: url, encoding: .utf8)
                let kind = text.prefix { $0 != ":" }
                guard let kind = DefinitionKind(rawValue: String(kind)) else { throw NoKind(name: url.path) }
                return Sample(name: url.lastPathComponent, text: text, kind: kind)
            }
    }

    struct NoKind: Error { let name: String }

    var file: DefinitionFile { DefinitionFile.read(SourceFile(name: name, text: text)) }
}

/// One group of a file with its schema, and how it is reached.
struct SchemaVisit {
    let schema: BlockSchema
    let group: YAMLModel
    /// The key that holds the group, or the list that it is an item of; nil for the whole file.
    let owner: YAMLModel?
    let isItem: Bool
    /// The groups with fixed keys around it, the outermost first.
    let around: [(schema: BlockSchema, group: YAMLModel)]

    /// The key's schema that holds in this group.
    func schema(of key: String) -> KeySchema? {
        let here = group.entries.compactMap(\.key.text)
        return schema.keys.first {
            $0.name == key && ($0.companions.isEmpty || $0.companions.contains { here.contains($0) })
        }
    }

    /// All groups with fixed keys of a file, from the outside inwards.
    static func all(_ root: YAMLModel, _ kind: DefinitionKind) -> [SchemaVisit] {
        var visits: [SchemaVisit] = []
        walk(root, .block(kind.block), nil, false, [], &visits)
        return visits
    }

    private static func walk(
        _ model: YAMLModel, _ form: Form, _ owner: YAMLModel?, _ isItem: Bool,
        _ around: [(schema: BlockSchema, group: YAMLModel)], _ visits: inout [SchemaVisit]
    ) {
        switch (form, model.content) {
        case (.block(let name), .group(let entries)):
            let visit = SchemaVisit(
                schema: name.schema, group: model, owner: owner, isItem: isItem, around: around)
            visits.append(visit)
            for entry in entries {
                guard let key = entry.key.text.flatMap(visit.schema(of:)) else { continue }
                walk(entry.value, key.form, entry.key, false, around + [(name.schema, model)], &visits)
            }
        case (.map(let map), .group(let entries)):
            for entry in entries { walk(entry.value, map.value, entry.key, false, around, &visits) }
        case (.list(let item, _), .list(let items)), (.oneOrMore(let item), .list(let items)):
            for element in items { walk(element, item, owner, true, around, &visits) }
        case (.oneOrMore(let item), _): walk(model, item, owner, isItem, around, &visits)
        case (.byShape(_, let list?, _), .list): walk(model, list, owner, isItem, around, &visits)
        case (.byShape(_, _, let group?), .group): walk(model, group, owner, isItem, around, &visits)
        default: break
        }
    }
}
