import Checking
import Compiling
import Definitions
import Digests
import Encoding
import Rules
import SourceText

/// The rules of a rule set, checked and made ready to be asked.
struct Decisions: Sendable {
    private(set) var checked: [CheckedRule] = []
    private(set) var rulebooks: [Rulebook] = []
    private(set) var diagnostics: [Diagnostic]

    init(_ library: Library, _ shapes: Shapes) {
        let checks = RuleChecks(library, shapes)
        diagnostics = checks.diagnostics
        checked = checks.rules
        var compiled: [CompiledRule] = []
        for rule in checks.rules {
            let (rule, found) = RuleCompiler.compile(rule) { Digests.sha256($0) }
            diagnostics += found
            if let rule { compiled.append(rule) }
        }
        rulebooks = RuleCompiler.rulebooks(compiled)
    }

    func rulebook(_ name: String) -> Rulebook? { rulebooks.first { $0.name.string == name } }

    func checked(_ name: String, version: Int?) -> CheckedRule? {
        let own = checked.filter { $0.definition.heading.name.value == name }
        return own.first { $0.definition.heading.version.value == version }
            ?? own.max { $0.definition.heading.version.value < $1.definition.heading.version.value }
    }
}
