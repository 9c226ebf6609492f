import Checking
import Compiling
import Definitions
import Digests
import Encoding
import Rules
import SourceText

/// The rules of a library, those that decide and those that advise, made ready to be asked, by name.
func rulebooks(_ library: Library, _ shapes: Shapes) -> (all: [String: Rulebook], diagnostics: [Diagnostic]) {
    let checks = RuleChecks(library, shapes)
    let advisors = PriceChecks(library, shapes)
    let compiled =
        checks.rules.map { RuleCompiler.compile($0) { Digests.sha256($0) } }
        + advisors.scorings.map { PriceCompiler.compile($0) { Digests.sha256($0) } }
    let books = RuleCompiler.rulebooks(compiled.compactMap(\.rule))
    return (
        Dictionary(books.map { ($0.name.string, $0) }, uniquingKeysWith: { $1 }),
        checks.diagnostics + advisors.diagnostics + compiled.flatMap(\.diagnostics)
    )
}
