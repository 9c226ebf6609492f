package import Definitions

// JSON Schemas (2020-12) of the kinds of files, made from the one schema that the program itself reads: an editor completes the same keys
// that the checker takes. They are closed: a key that is not in them is an error.
//
// The place types the scalar, not YAML. An editor's reader types it before it asks the schema: 3 is a number to it and 3 days a text, 0.05
// a number and 0.05 USD a text, true a truth value. So where this program takes a text or an expression, the schema takes all of these.
//
// What a schema cannot say, the checker says: names that refer to other files, what an expression means, which type its value has.

/// JSON Schemas of the kinds of files.
package enum KindSchemas {
    static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// The schema of one kind of file, as JSON text.
    package static func document(_ kind: DefinitionKind) -> String {
        JSON.object(
            [
                ("$schema", .text(dialect)), ("$id", .text("urn:proviso:\(kind.rawValue)")),
                ("title", .text(capitalised(kind.schema.noun))), ("$ref", .text("#/$defs/\(kind.rawValue)")),
                ("$defs", definitions(kind.block.reachable)),
            ]
        ).document
    }

    /// The schema of every file: its first key decides which.
    package static func document() -> String {
        var choice = JSON.bool(false)
        // A scenario names a workflow and settings by keys that are kinds too; so whoever has such a key is asked first.
        for kind in ordered.reversed() {
            choice = .object([
                ("if", .object([("required", .texts([kind.rawValue]))])),
                ("then", .object([("$ref", .text("#/$defs/\(kind.rawValue)"))])), ("else", choice),
            ])
        }
        var blocks: [BlockName] = []
        for kind in DefinitionKind.allCases {
            for block in kind.block.reachable where !blocks.contains(block) { blocks.append(block) }
        }
        var members: [(String, JSON)] = [
            ("$schema", .text(dialect)), ("$id", .text("urn:proviso:file")), ("title", .text("A file of Proviso")),
            ("description", .text("The first key names the kind of the file: \(words(DefinitionKind.allCases)).")),
            ("type", .text("object")),
        ]
        if case .object(let chosen) = choice { members += chosen }
        members.append(("$defs", definitions(blocks)))
        return JSON.object(members).document
    }

    private static func words(_ kinds: [DefinitionKind]) -> String { Form.alternatives(kinds.map(\.rawValue)) }

    /// Kinds whose files may have the name of another kind as a key stand before that kind.
    static var ordered: [DefinitionKind] {
        var rest = DefinitionKind.allCases
        var ordered: [DefinitionKind] = []
        while let index = rest.firstIndex(where: { kind in
            !rest.contains { other in other != kind && other.schema.keys.contains { $0.name == kind.rawValue } }
        }) {
            ordered.append(rest.remove(at: index))
        }
        return ordered + rest
    }

    private static func definitions(_ blocks: [BlockName]) -> JSON {
        .object(blocks.map { ($0.rawValue, BlockSchemas.schema($0.schema)) })
    }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
