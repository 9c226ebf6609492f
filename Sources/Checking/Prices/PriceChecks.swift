import Amounts
import Definitions
import Rules
package import SourceText

/// All prices, scores and classifications by words of a library, checked by themselves.
package struct PriceChecks: Sendable {
    package private(set) var prices: [CheckedPrice] = []
    package private(set) var scorings: [CheckedScoring] = []
    package private(set) var diagnostics: [Diagnostic] = []

    package init(_ library: Library, _ shapes: Shapes) {
        // Of a file that could not be read whole it was told; what seems to be missing may only not have been read.
        for price in library.prices where !library.isDamaged(price.heading) {
            // A price in a currency that is none has no amounts to speak of.
            guard Currency(price.currency.value) != nil else { continue }
            let (checked, found) = PriceChecker.check(price, shapes)
            diagnostics += found
            guard let checked else { continue }
            prices.append(checked)
            diagnostics += PriceFindings.diagnostics(checked)
        }
        for rule in library.rules where !RuleChecker.takes(rule) && !library.isDamaged(rule.heading) {
            let (checked, found) = ScoreChecker.check(rule, shapes)
            diagnostics += found
            if let checked { scorings.append(checked) }
        }
    }
}
