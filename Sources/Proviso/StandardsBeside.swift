package import Definitions
import SourceText
import Standard

extension RuleSet {
    /// Files with the standard primitives, records and events beside them, where no file declares a primitive; a record and an event of one's
    /// own goes before.
    package static func completed(_ files: [DefinitionFile]) -> [DefinitionFile] {
        files + Workers.map(standards(beside: files.map { ($0.kind, $0.name?.value) })) { DefinitionFile.read($0) }
    }

    /// The standard files that hold beside definitions of these kinds and names.
    static func standards(beside given: [(kind: DefinitionKind?, name: String?)]) -> [SourceFile] {
        if given.contains(where: { $0.kind == .primitive }) { return [] }
        return StandardDefinitions.files.filter { file in
            guard let heading = FileHeading(of: file) else { return true }
            return !given.contains { $0.kind == heading.kind && $0.name == heading.name }
        }
    }
}
