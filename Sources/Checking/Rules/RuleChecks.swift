import Definitions
import Rules
package import SourceText

/// All tables, formulas and ordered cases of a library, checked by themselves.
package struct RuleChecks: Sendable {
    package private(set) var rules: [CheckedRule] = []
    package private(set) var diagnostics: [Diagnostic] = []

    package init(_ library: Library, _ shapes: Shapes) {
        // Of a rule that could not be read whole it was told; what seems to be missing may only not have been read.
        for rule in library.rules where RuleChecker.takes(rule) && !library.hasLostNames(rule.heading) {
            let (checked, found) = RuleChecker.check(
                rule, shapes, tableFile: rule.tableFilePath.flatMap { library.tableFiles[$0] },
                isDamaged: library.isDamaged(rule.heading))
            diagnostics += found
            guard let checked else { continue }
            rules.append(checked)
            diagnostics += TableFindings.diagnostics(checked)
        }
    }
}
