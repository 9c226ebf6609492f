import Amounts
import Analysis
import Definitions
import Expressions
import Rules
package import SourceText
import YAMLReading

// What the analysis finds in the tiers of a price, said to its author.

package struct PriceFindings {
    private let price: CheckedPrice
    private var diagnostics: [Diagnostic] = []

    /// Looks for quantities that no tier takes and for quantities of which more costs less, in a price that has been checked.
    package static func diagnostics(_ price: CheckedPrice) -> [Diagnostic] {
        var findings = PriceFindings(price: price)
        let report = PriceSchedule(price).analysed()
        if let end = report.openAbove { findings.gap(above: end) }
        for cliff in report.cliffs { findings.cliff(cliff) }
        if report.isUndecided { findings.undecided() }
        return findings.diagnostics
    }

    private init(price: CheckedPrice) { self.price = price }

    private var isOfAmount: Bool { price.price.model.isOfAmount }

    private var tiers: [TierDefinition] {
        switch price.definition.model {
        case .graduated(let tiers), .volume(let tiers), .graduatedPercentage(let tiers): tiers
        case .perUnit, .package, .percentage: []
        }
    }

    private mutating func gap(above end: Decimal) {
        guard let last = tiers.last else { return }
        let free = price.price.freeUnits.map { $0.signum > 0 } ?? false
        report(
            AnalysisCodes.tierGap, last.upTo?.place ?? last.node.place, "No tier takes more than \(quantity(end)).",
            found: "the last tier ends with \(last.upTo?.value ?? "its end")"
                + (free ? ", and \(price.price.freeUnits?.normalized.description ?? "some") are free" : ""),
            expected: "a last tier without \"up_to\"",
            help: "Add a tier for what lies above, or take \"up_to\" from the last one. A bill for more has no result.")
    }

    private mutating func cliff(_ cliff: PriceReport.Cliff) {
        let tier = cliff.tier.flatMap { tiers.indices.contains($0) ? tiers[$0] : nil }
        let lower = cliff.tier.flatMap { $0 > 0 ? tiers[$0 - 1] : nil }
        var found =
            "\(quantity(cliff.smaller)) for \(amount(cliff.smallerTotal)), and \(quantity(cliff.larger)) for "
            + amount(cliff.largerTotal)
        if cliff.from < cliff.smaller {
            found += "; so does every whole quantity from \(quantity(cliff.from)) on cost more than that"
        }
        report(
            AnalysisCodes.priceCliff, tier?.node.place ?? price.definition.heading.name.place,
            "Buying more costs less: \(quantity(cliff.larger)) cost \(amount(cliff.largerTotal)), and "
                + "\(quantity(cliff.smaller)) cost \(amount(cliff.smallerTotal)).",
            found: found, expected: "a total that does not fall as the quantity rises",
            help: isVolume
                ? "Give the tier a \"flat_fee\" that makes up for the lower price, or bill by \"graduated\"; if it is meant, leave it."
                : "Correct the price or the fee of the tier.",
            related: lower.map { [.init($0.node.place, "the tier that costs more")] } ?? [])
    }

    private mutating func undecided() {
        report(
            AnalysisCodes.priceUndecided, price.definition.heading.name.place,
            "It is not known whether more can cost less by this price.",
            found: "numbers whose products have more than 38 digits",
            expected: "prices and ends of tiers with fewer digits",
            help: "Write fewer digits, or compare the totals at the ends of the tiers yourself.")
    }

    private var isVolume: Bool { if case .volume = price.price.model { true } else { false } }

    private func quantity(_ number: Decimal) -> String {
        isOfAmount ? amount(number) : "\(number.normalized)"
    }

    private func amount(_ number: Decimal) -> String { Money(number, price.price.currency).description }

    private mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        related: [Diagnostic.Related] = []
    ) {
        diagnostics.append(
            Diagnostic(code, at: place, message, found: found, expected: expected, help: help, related: related))
    }
}

extension PriceSchedule {
    /// A price as a function from the quantity, or the amount, to the total.
    fileprivate init(_ checked: CheckedPrice) {
        let price = checked.price
        let model: Model =
            switch price.model {
            case .perUnit(let unit): .graduated([Tier(upTo: nil, price: unit)])
            case .percentage(let share): .graduated([Tier(upTo: nil, price: share)])
            case .graduated(let tiers), .graduatedPercentage(let tiers): .graduated(tiers.map { Tier($0) })
            case .volume(let tiers): .volume(tiers.map { Tier($0) })
            case .package(let size, let price, let begunCounts):
                .package(size: size, price: price, begunCounts: begunCounts)
            }
        self.init(
            model, freeUnits: price.freeUnits ?? .zero, flatFee: price.flatFee ?? .zero, minimum: price.minimum,
            maximum: price.maximum, places: price.rounding.places, rounding: price.rounding.mode,
            roundsLines: price.rounding.each == .line,
            isWhole: checked.expressions[checked.parts.quantity].checked.type == .int)
    }
}

extension PriceSchedule.Tier {
    fileprivate init(_ tier: Price.Tier) {
        self.init(upTo: tier.upTo, price: tier.price, flatFee: tier.flatFee ?? .zero)
    }
}
