import Definitions
package import SourceText
import YAMLReading

/// Puts a definition file into the one layout.
///
/// Two files that say the same in the same order are the same text afterwards. The order of keys is the author's (Decision 0170), and so
/// are line breaks inside texts, empty lines between entries (one at most) and what stands in braces as long as it fits into a
/// line. Comments stay where they are. What was written is read again and compared: a file whose identity or whose comments would have
/// changed is not touched.
package enum Formatter {
    package struct Result: Sendable {
        /// The file in the one layout; nil if it has errors, or, without a diagnostic, if it would not say the same in it.
        package let text: String?
        /// The errors of the file, in the order of their places.
        package let diagnostics: [Diagnostic]
    }

    package static func format(_ file: SourceFile) -> Result {
        let definition = DefinitionFile.read(file)
        guard !definition.hasErrors, let tree = definition.tree, let kind = definition.kind else {
            return Result(text: nil, diagnostics: definition.diagnostics)
        }
        let identity = Self.identity(tree, kind)
        for care in LayoutCare.allCases {
            let text = LayoutWriter.write(tree, kind, care)
            if isSame(text, as: tree, kind, identity, file.name) { return Result(text: text, diagnostics: []) }
        }
        return Result(text: nil, diagnostics: [])
    }

    private static func identity(_ tree: LocatedTree, _ kind: DefinitionKind) -> [UInt8] {
        CanonicalForm.bytes(of: tree.root, as: kind) { ExpressionLayout.printed($0) }
    }

    /// Whether a text defines the same and has the same comments in the same order.
    private static func isSame(
        _ text: String, as tree: LocatedTree, _ kind: DefinitionKind, _ identity: [UInt8], _ name: String
    ) -> Bool {
        let again = DefinitionFile.read(SourceFile(name: name, text: text))
        guard !again.hasErrors, again.kind == kind, let other = again.tree else { return false }
        return comments(other) == comments(tree) && Self.identity(other, kind) == identity
    }

    private static func comments(_ tree: LocatedTree) -> [String] {
        tree.comments.map { LayoutWriter.text(of: $0, in: tree.file) }
    }
}

/// How much of a file is written anew; the next is tried where the one before would change something.
enum LayoutCare: CaseIterable {
    /// Expressions and quotation marks too.
    case everything
    /// Values stay as they are written.
    case placesOnly
}

extension Formatter {
    /// The bytes that the identity of a file's definition is the digest of; nil if the file has errors.
    package static func identity(_ file: SourceFile) -> [UInt8]? {
        DefinitionFile.read(file).canonicalBytes { ExpressionLayout.printed($0) }
    }
}
