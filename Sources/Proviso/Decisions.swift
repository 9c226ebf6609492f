import Checking
import Compiling
import Definitions
import Digests
import Encoding
import Rules
import SourceText

/// The rules, prices and scores of a rule set, checked and made ready to be asked.
struct Decisions: Sendable {
    private(set) var asked: [AskedDefinition] = []
    private(set) var rulebooks: [Rulebook] = []
    private(set) var diagnostics: [Diagnostic]

    init(_ library: Library, _ shapes: Shapes, for purpose: RuleSet.Purpose = .running) {
        let isForFindings = purpose == .findings
        let rules = RuleChecks(library, shapes)
        let pricing = PriceChecks(library, shapes)
        diagnostics = rules.diagnostics + pricing.diagnostics + RuleVersions.check(library)
        var compiled: [CompiledRule] = []
        func add(_ definition: AskedDefinition, _ result: (rule: CompiledRule?, diagnostics: [Diagnostic])) {
            asked.append(definition)
            diagnostics += result.diagnostics
            if let rule = result.rule { compiled.append(rule) }
        }
        for rule in rules.rules {
            add(.rule(rule), RuleCompiler.compile(rule, isForFindings: isForFindings) { Digests.sha256($0) })
        }
        for price in pricing.prices {
            add(.price(price), PriceCompiler.compile(price, isForFindings: isForFindings) { Digests.sha256($0) })
        }
        for scoring in pricing.scorings {
            add(.scoring(scoring), PriceCompiler.compile(scoring, isForFindings: isForFindings) { Digests.sha256($0) })
        }
        rulebooks = RuleCompiler.rulebooks(compiled)
    }

    /// The tables, formulas and ordered cases among them.
    var checked: [CheckedRule] {
        asked.compactMap { if case .rule(let rule) = $0 { rule } else { nil } }
    }

    func rulebook(_ name: String) -> Rulebook? { rulebooks.first { $0.name.string == name } }

    /// The version of a number; the highest, if there is none of that number.
    func asked(_ name: String, version: Int?) -> AskedDefinition? {
        let own = asked.filter { $0.heading.name.value == name }
        return own.first { $0.heading.version.value == version }
            ?? own.max { $0.heading.version.value < $1.heading.version.value }
    }
}
