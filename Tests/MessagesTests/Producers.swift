import Definitions
import SourceText
import YAMLReading

/// Who reads a golden's input. A module whose codes join the catalogue adds a line here if its input is of a kind of its own.
enum Producers {
    static let all: [String: @Sendable (SourceFile) -> [Diagnostic]] = [
        "yaml": { YAMLReader.read($0).diagnostics },
        "definition": { DefinitionFile.read($0).diagnostics },
    ]
}

/// Every code that an author can meet. A module joins with one line.
let catalogue = Catalogue([
    SourceTextCodes.all,
    YAMLCodes.all,
    DefinitionCodes.all,
])
