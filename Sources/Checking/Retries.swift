import Dates
package import Definitions
package import Program

extension WorkflowChecker {
    /// Where a step is silent, the standard stands.
    mutating func retry(_ definition: RetryDefinition) -> Retry? {
        let standard = Retry.standard
        let times = definition.times.map { integer($0, 0...100) } ?? standard.times
        let factor = definition.factor.map { integer($0, 1...100) } ?? standard.factor
        let first = definition.first.map { period($0)?.exactDuration } ?? standard.first
        let atMost = definition.atMost.map { period($0)?.exactDuration } ?? standard.atMost
        guard let times, let factor, let first, let atMost else { return nil }
        return Retry(times: times, first: first, factor: factor, atMost: atMost)
    }
}

extension Retry {
    /// That of the settings, where no parameter can stand.
    package init(_ definition: RetryDefinition) {
        let standard = Retry.standard
        func duration(_ written: Written<Parametric<Period>>?) -> ExactDuration? {
            written?.value.value.flatMap { $0.exactDuration }
        }
        self.init(
            times: definition.times?.value.value ?? standard.times, first: duration(definition.first) ?? standard.first,
            factor: definition.factor?.value.value ?? standard.factor,
            atMost: duration(definition.atMost) ?? standard.atMost)
    }
}
