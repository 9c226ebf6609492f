package import Dates
package import Encoding
package import Evaluation

/// All versions of one rule, side by side.
///
/// The versions are asked through one signature, that of the highest version. Another version may lack some of its inputs, and is then
/// not given them; what both have is of one type. The checker sees to that, and `init` refuses what it would refuse.
package final class Rulebook: Sendable {
    package let name: Text
    /// In the order of their numbers.
    package let versions: [CompiledRule]
    /// For each version: where its inputs lie among `inputs`; nothing if they are the same.
    private let places: [[Int]?]
    /// The position of the input whose date chooses the version.
    package let datedBy: Int?

    /// What a caller gives, in this order.
    package var inputs: [RuleInput] { latest.inputs }
    /// The shape of the result, or of each of the results.
    package var outputShape: Shape { latest.outputShape }
    package var isList: Bool { latest.isList }
    /// The version of the highest number.
    package var latest: CompiledRule { versions[versions.count - 1] }

    /// - Returns: nothing if there is no version, or if one has another name, an input that the highest version lacks, other outputs,
    ///   or another date.
    package init?(_ versions: [CompiledRule]) {
        let sorted = versions.sorted { $0.version < $1.version }
        guard let latest = sorted.last else { return nil }
        var places: [[Int]?] = []
        for version in sorted {
            guard version.name == latest.name, version.isList == latest.isList,
                version.outputs.map(\.name) == latest.outputs.map(\.name),
                version.datedBy.map({ version.inputs[$0].name }) == latest.datedBy.map({ latest.inputs[$0].name })
            else { return nil }
            if version.inputs.map(\.name) == latest.inputs.map(\.name) {
                places.append(nil)
                continue
            }
            var own: [Int] = []
            for input in version.inputs {
                guard let place = latest.inputs.firstIndex(where: { $0.name == input.name }) else { return nil }
                own.append(place)
            }
            places.append(own)
        }
        name = latest.name
        self.versions = sorted
        self.places = places
        datedBy = latest.datedBy
    }

    /// The version that holds on a day.
    package func version(on date: CivilDate) throws(RuleError) -> CompiledRule { versions[try index(on: date)] }

    private func index(on date: CivilDate) throws(RuleError) -> Int {
        var found: Int?
        for (index, version) in versions.enumerated() where version.days.contains(date) {
            if found != nil {
                let all = versions.filter { $0.days.contains(date) }.map(\.version)
                throw RuleError(name, nil, .severalVersions(all, on: date))
            }
            found = index
        }
        guard let found else { throw RuleError(name, nil, .noVersion(on: date)) }
        return found
    }

    /// Decides by the version that the business date chooses.
    ///
    /// - Parameters:
    ///   - values: one for each of `inputs`, in their order; `absent` for an optional one that is not given.
    ///   - environment: its `today` chooses the version where no input does.
    package func decide(
        _ values: [Value], _ environment: EvaluationEnvironment
    ) throws(RuleError) -> Decision {
        let index = try chosen(values, environment)
        return try versions[index].decide(own(values, index), environment)
    }

    /// The same, with what each row, cell, formula or case came to.
    package func explain(
        _ values: [Value], _ environment: EvaluationEnvironment
    ) throws(RuleError) -> (version: CompiledRule, explanation: Explanation) {
        let index = try chosen(values, environment)
        return (versions[index], versions[index].explain(own(values, index), environment))
    }

    private func own(_ values: [Value], _ index: Int) -> [Value] {
        places[index].map { $0.map { values[$0] } } ?? values
    }

    /// The position of the version for these values.
    private func chosen(_ values: [Value], _ environment: EvaluationEnvironment) throws(RuleError) -> Int {
        guard values.count == inputs.count else { throw RuleError(name, nil, .inputCount(given: values.count)) }
        if versions.count == 1, versions[0].days == EffectiveDays() { return 0 }
        guard let datedBy else {
            guard let today = environment.today else { throw RuleError(name, nil, .noDate) }
            return try index(on: today)
        }
        guard let date = values[datedBy].asDate else {
            let input = inputs[datedBy]
            throw RuleError(
                name, nil,
                values[datedBy].isAbsent
                    ? .absentInput(input.name) : .wrongKind(input: input.name, values[datedBy], .date))
        }
        return try index(on: date)
    }
}
