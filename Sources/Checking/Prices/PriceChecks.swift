import Definitions
import Rules
package import SourceText

/// All prices, scores and classifications by words of a library, checked by themselves.
package struct PriceChecks: Sendable {
    package private(set) var prices: [CheckedPrice] = []
    package private(set) var scorings: [CheckedScoring] = []
    package private(set) var diagnostics: [Diagnostic] = []

    package init(_ library: Library, _ shapes: Shapes) {
        for price in library.prices {
            let (checked, found) = PriceChecker.check(price, shapes, isDamaged: library.isDamaged(price.heading))
            diagnostics += found
            guard let checked else { continue }
            prices.append(checked)
            diagnostics += PriceFindings.diagnostics(checked)
        }
        for rule in library.rules where !RuleChecker.takes(rule) {
            let (checked, found) = ScoreChecker.check(rule, shapes, isDamaged: library.isDamaged(rule.heading))
            diagnostics += found
            if let checked { scorings.append(checked) }
        }
    }
}
