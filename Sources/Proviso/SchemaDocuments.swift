import Definitions
import Schemas

/// A JSON Schema (2020-12), with the name of the file that it is kept in.
public struct SchemaDocument: Hashable, Sendable {
    /// `workflow.schema.json`; of declared data `invoice.sent.event.schema.json`.
    public let fileName: String
    public let text: String

    /// The names of the kinds of files.
    public static var kinds: [String] { DefinitionKind.allCases.map(\.rawValue) }

    /// The schema of a kind of file; nothing if there is no such kind.
    public static func kind(_ name: String) -> SchemaDocument? {
        DefinitionKind(rawValue: name).map {
            SchemaDocument(fileName: "\(name).schema.json", text: KindSchemas.document($0))
        }
    }

    /// The schema of every file, whatever its kind.
    public static var file: SchemaDocument {
        SchemaDocument(fileName: "proviso.schema.json", text: KindSchemas.document())
    }
}

extension RuleSet {
    /// The schemas of the data of every event and record that the files declare, and of the calls of every primitive.
    public var dataSchemas: [SchemaDocument] {
        DataSchemas.documents(library).map {
            SchemaDocument(fileName: "\($0.name).\($0.kind.rawValue).schema.json", text: $0.text)
        }
    }
}
