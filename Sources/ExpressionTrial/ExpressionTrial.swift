public import Dates
internal import Encoding
public import Evaluation
public import Expressions
internal import Ingest
internal import Patterns
public import SourceText
internal import ZoneReading

// An expression tried over an input that came as JSON: what `proviso eval` does, without its files and its words.
//
// Each field of the input is a name of the expression, of unknown kind: JSON declares nothing, so kinds are looked at while the
// expression runs, and names and functions are checked before.

/// What became of an expression.
public struct TrialOutcome: Sendable {
    /// Its value, which is `absent` for a field that is not there; nothing if it has an error.
    public var value: Value?
    /// What is wrong with it.
    public var diagnostics: [Diagnostic]
    /// Each part that was evaluated, in the order in which it had its value; empty unless it was asked for.
    public var steps: [TrialStep]
    /// Units of cost.
    public var cost: Int
}

/// The value that a part of an expression had.
public struct TrialStep: Hashable, Sendable {
    /// Where the part stands in the expression's text, in bytes.
    public var range: Range<Int>
    public var value: Value
    /// What error `and`, `or`, `all` or `exists` took in, in a few words.
    public var error: String?

    /// The value, or the error, as it is written.
    public var shown: String { error.map { "error: \($0)" } ?? ValueTexts.written(value) }
}

/// Tries expressions, one after the other; an expression that comes again is not compiled again.
public struct ExpressionTrial: ~Copyable {
    public let dialect: Dialect
    private var evaluator: Evaluator
    private var compiled: [Key: Compiled] = [:]
    /// Compiled expressions that are kept.
    private static let largestCompiledCount = 1_000

    private struct Key: Hashable {
        var text: String
        var names: [Text]
    }

    private struct Compiled {
        var source: ExpressionSource
        var expression: LoweredExpression?
        var diagnostics: [Diagnostic]
    }

    /// - Parameter now: the moment that `now` and `today` (in UTC) stand for; without one they are absent.
    public init(_ dialect: Dialect, now: Instant? = nil, limits: EvaluationLimits = EvaluationLimits()) {
        self.dialect = dialect
        let database = ZoneDatabase()
        let zones = (try? database.table(of: try database.zoneNames())) ?? .empty
        evaluator = Evaluator(
            EvaluationEnvironment(
                now: now, today: now.flatMap { try? Zone.utc.date(at: $0) }, zones: zones, patterns: RE2Matcher(),
                limits: limits))
    }

    /// The input that a JSON file holds: its one object. Nothing, without a diagnostic, if it holds something else.
    public static func input(_ file: SourceFile) -> (value: Value?, diagnostics: [Diagnostic]) {
        var reader = JSONReader()
        let reading = reader.value(of: file)
        return (reading.value.flatMap { $0.kind == .map ? $0 : nil }, reading.diagnostics)
    }

    /// The value of an expression over an input, a map from names to values; without one it can name nothing.
    ///
    /// - Parameter isExplained: whether each part's value is wanted.
    public mutating func run(
        _ text: String, name: String = "expression", over input: Value?, isExplained: Bool = false
    ) -> TrialOutcome {
        let fields = input?.asMap.map { Array($0) } ?? []
        let names = fields.compactMap(\.key.asText)
        let compiled = compile(text, name, names)
        guard let expression = compiled.expression else {
            return TrialOutcome(value: nil, diagnostics: compiled.diagnostics, steps: [], cost: 0)
        }
        let inputs = fields.map { TrialInput.value($0.value, dialect) }
        let result: Result<Value, EvaluationError>
        var steps: [TrialStep] = []
        if isExplained {
            let traced = evaluator.trace(expression.code, inputs)
            result = traced.result
            steps = Self.steps(traced.trace, expression.places, inputs)
        } else {
            do throws(EvaluationError) {
                result = .success(try evaluator.evaluate(expression.code, inputs))
            } catch { result = .failure(error) }
        }
        switch result {
        case .success(let value):
            return TrialOutcome(value: value, diagnostics: [], steps: steps, cost: evaluator.cost)
        case .failure(let error):
            return TrialOutcome(
                value: nil, diagnostics: [expression.diagnostic(error, compiled.source)], steps: steps,
                cost: evaluator.cost)
        }
    }

    private mutating func compile(_ text: String, _ name: String, _ names: [Text]) -> Compiled {
        let key = Key(text: text, names: names)
        if let found = compiled[key] { return found }
        var declarations = Declarations()
        for name in names { declarations.declare(name.string, .dyn) }
        let source = ExpressionSource(text, name: name)
        let result = Expressions.compile(source, declarations, dialect: dialect)
        var made = Compiled(source: source, expression: nil, diagnostics: result.diagnostics)
        if let checked = result.checked {
            let lowered = lower(checked, declarations, source)
            made.expression = lowered.expression
            made.diagnostics += lowered.diagnostics
        }
        if compiled.count >= Self.largestCompiledCount { compiled.removeAll() }
        compiled[key] = made
        return made
    }

    /// The steps by part, each value once where several instructions are of one part.
    private static func steps(
        _ trace: EvaluationTrace, _ places: CodePlaces, _ inputs: [Value]
    ) -> [TrialStep] {
        var steps: [TrialStep] = []
        for variable in places.variables {
            guard let range = places.range(ofPart: variable.part), inputs.indices.contains(variable.input) else {
                continue
            }
            let step = TrialStep(range: range, value: inputs[variable.input], error: nil)
            if !steps.contains(step) { steps.append(step) }
        }
        for step in trace.steps {
            guard let part = places.part(ofInstruction: step.instruction), let range = places.range(ofPart: part) else {
                continue
            }
            let made = TrialStep(
                range: range, value: step.value, error: step.error.map { EvaluationCodes.code(of: $0.kind).title })
            if steps.last != made { steps.append(made) }
        }
        return steps
    }
}
