package import Definitions
import Expressions
import SourceText
package import YAMLReading

/// The identity of a definition (S12) is the digest of its canonical form, in which expressions are written in their one way.
package enum Identity {
    package static func bytes(of root: LocatedNode, as kind: DefinitionKind) -> [UInt8] {
        CanonicalForm.bytes(of: root, as: kind) { excerpt in
            let parsed = parse(ExpressionSource(text: excerpt.bytes, file: excerpt.file, pieces: []))
            return parsed.isValid ? parsed.syntax.printed() : nil
        }
    }
}
