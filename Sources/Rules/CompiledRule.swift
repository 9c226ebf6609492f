package import Dates
package import Encoding
package import Evaluation

// A rule as it is asked: plain data, lowered from a checked definition and self-contained. Nothing in it refers to the text that it
// came from; where a row stands in its file is known outside, by the row's number.
//
// How a workflow asks: its program holds the rulebooks that its steps name. A `decide` step evaluates the values under `given` in the
// order of `Rulebook.inputs` (`absent` for an optional input that is not given) and calls
//
//     let decision = try rulebook.decide(values, environment)
//
// `decision.value` is the step's result, of the shape `rulebook.outputShape`, or a list of such records if `rulebook.isList`; the rows
// and the reasons go into the trace. An error suspends the run. The rulebook picks the version by the business date in the inputs, or by
// `environment.today` if no input is named, so a run that pins its program pins every version of its rules.

/// What a rule is given under one name.
package struct RuleInput: Hashable, Sendable {
    package var name: Text
    package var type: ValueType
    /// One that is not required may be absent.
    package var isRequired: Bool
    /// The words that it is one of, in the order of the file; nothing if it is no enumeration.
    package var words: [Text]?

    package init(_ name: Text, _ type: ValueType, isRequired: Bool = true, words: [Text]? = nil) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.words = words
    }
}

/// What a rule gives under one name. The order of `words` is the order of "priority" and "output order".
package typealias RuleOutput = RuleInput

/// The days on which a version holds, both included; no bound where the file says none.
package struct EffectiveDays: Hashable, Sendable {
    package var from: CivilDate?
    package var until: CivilDate?

    package init(from: CivilDate? = nil, until: CivilDate? = nil) {
        self.from = from
        self.until = until
    }

    package func contains(_ date: CivilDate) -> Bool {
        if let from, date < from { return false }
        if let until, date > until { return false }
        return true
    }
}

/// How a rule decides.
///
/// Each kind of rule has a file of its own with its data and its evaluation. What is large stands apart, so that looking at the body of a table,
/// which is asked most often, counts one reference and no more.
package enum RuleBody: Sendable {
    case table(DecisionTable)
    case formulas(Formulas)
    case choose(Choices)
    indirect case price(PriceRule)
    indirect case score(Score)
    indirect case words(WordClasses)
}

/// One version of a rule.
///
/// A class so that handing it on is counting one reference; nothing in it changes.
package final class CompiledRule: Sendable {
    package let name: Text
    package let version: Int
    /// The digest of the definition's canonical form and, where its table lies in a file beside it, of that file (S12).
    package let identity: Digest
    package let days: EffectiveDays
    /// The position of the input whose date chooses the version.
    package let datedBy: Int?
    /// In the order in which values are given.
    package let inputs: [RuleInput]
    /// The fields of a result, in the order of the file.
    package let outputs: [RuleOutput]
    package let outputShape: Shape
    package let body: RuleBody
    private let checks: [InputCheck]

    /// - Parameter body: how it decides, given the shape of its result.
    /// - Returns: nothing if two outputs have one name.
    package init?(
        name: Text, version: Int, identity: Digest, days: EffectiveDays = EffectiveDays(), datedBy: Int? = nil,
        inputs: [RuleInput], outputs: [RuleOutput], body: (Shape) -> RuleBody
    ) {
        let fields = outputs.map { Shape.Field($0.name, $0.type, isRequired: $0.isRequired) }
        guard let shape = Shape(name, fields) else { return nil }
        self.name = name
        self.version = version
        self.identity = identity
        self.days = days
        self.datedBy = datedBy
        self.inputs = inputs
        self.outputs = outputs
        checks = inputs.map { InputCheck($0) }
        outputShape = shape
        self.body = body(shape)
    }

    /// The result is a list of records and not one record.
    package var isList: Bool {
        if case .table(let table) = body { table.hit.isList } else { false }
    }
}

extension CompiledRule {
    /// Decides.
    ///
    /// - Parameters:
    ///   - values: one for each input, in their order; `absent` for an optional one that is not given.
    ///   - environment: what expressions may look at besides; a table without expressions looks at nothing.
    package func decide(
        _ values: [Value], _ environment: EvaluationEnvironment
    ) throws(RuleError) -> Decision {
        var evaluator = RuleEvaluator(environment)
        return try decide(values, &evaluator)
    }

    /// The same with an evaluator that is kept for many decisions.
    package func decide(_ values: [Value], _ evaluator: inout RuleEvaluator) throws(RuleError) -> Decision {
        do throws(RuleError.Kind) {
            guard values.count == inputs.count else { throw .inputCount(given: values.count) }
            switch body {
            case .table(let table): return try table.decide(values, self, &evaluator)
            case .formulas(let formulas): return try formulas.decide(try accepted(values), self, &evaluator)
            case .choose(let choices): return try choices.decide(try accepted(values), self, &evaluator)
            case .price(let price): return try price.decide(try accepted(values), self, &evaluator)
            case .score(let score): return try score.decide(try accepted(values), self, &evaluator)
            case .words(let words): return try words.decide(try accepted(values), self, &evaluator)
            }
        } catch { throw RuleError(name, version, error) }
    }

    /// Decides, and says of each row, cell, formula or case what it came to.
    package func explain(_ values: [Value], _ environment: EvaluationEnvironment) -> Explanation {
        var evaluator = RuleEvaluator(environment)
        var explanation = Explanation(result: .failure(RuleError(name, version, .noRow)))
        do throws(RuleError.Kind) {
            guard values.count == inputs.count else { throw .inputCount(given: values.count) }
            let values = try accepted(values)
            switch body {
            case .table(let table): try table.explain(values, self, &evaluator, into: &explanation)
            case .formulas(let formulas): try formulas.explain(values, self, &evaluator, into: &explanation)
            case .choose(let choices): try choices.explain(values, self, &evaluator, into: &explanation)
            case .price(let price): try price.explain(values, self, &evaluator, into: &explanation)
            case .score(let score): try score.explain(values, self, &evaluator, into: &explanation)
            case .words(let words): try words.explain(values, self, &evaluator, into: &explanation)
            }
        } catch { explanation.result = .failure(RuleError(name, version, error)) }
        return explanation
    }

    /// Whether the values surely are what the inputs' types have.
    @inline(__always)
    func isAccepted(_ values: [Value]) -> Bool {
        values.withUnsafeBufferPointer { values in
            var index = 0
            while index < values.count {
                if !checks[index].holds(values[index].words) { return false }
                index &+= 1
            }
            return true
        }
    }

    /// The values as the inputs' types have them; these very values, where they are that already.
    func accepted(_ values: [Value]) throws(RuleError.Kind) -> [Value] {
        if isAccepted(values) { return values }
        var accepted: [Value] = []
        accepted.reserveCapacity(values.count + 1)
        for (input, value) in zip(inputs, values) { accepted.append(try input.accepted(value)) }
        return accepted
    }

    /// A result out of the values of the outputs, each held against its type.
    ///
    /// - Parameter row: which row or case gives them.
    func result(_ values: [Value], row: Int?) throws(RuleError.Kind) -> Value {
        var slots: [Value] = []
        slots.reserveCapacity(outputs.count)
        for (output, value) in zip(outputs, values) { slots.append(try output.given(value, row: row)) }
        return .record(outputShape, slots)
    }

    /// What a row or case gives.
    func result(
        _ outputs: [DecisionTable.Output], _ values: [Value], row: Int, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Value {
        var given: [Value] = []
        given.reserveCapacity(outputs.count)
        for (index, output) in outputs.enumerated() {
            switch output {
            case .constant(let value): given.append(value)
            case .expression(let code):
                do throws(EvaluationError) { given.append(try evaluator.evaluate(code, values)) } catch {
                    throw .output(row: row, output: self.outputs[index].name, error)
                }
            case .text(let text):
                do throws(EvaluationError) { given.append(.string(try text.text(values, &evaluator))) } catch {
                    throw .output(row: row, output: self.outputs[index].name, error)
                }
            }
        }
        return try result(given, row: row)
    }
}
