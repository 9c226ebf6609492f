public import Evaluation
import Expressions
import SourceText

// Runs cases in the dialect `cel`, and says of each whether it passed.
//
// The comparison is exact: kind and content, 1 is not 1u. A case that expects an error is not satisfied by any error: text that
// cannot be read, a name or function that does not exist, and kinds for which a function has no form would satisfy it also
// if that function were never written. They count only where the case is listed with the specification's sentence that
// demands just that, or, for a case that nobody has listed, where the case's own words demand it of a function that exists.

/// What became of a case.
public enum Outcome: Hashable, Sendable {
    case passed
    /// Why not, in a sentence.
    case failed(String)
}

public struct ConformanceRunner: ~Copyable {
    private var evaluator: Evaluator
    private let listings: Listings
    /// Whether only listed cases may be satisfied by a missing form.
    private let isStrict: Bool

    public init(_ environment: EvaluationEnvironment, _ listings: Listings, isStrict: Bool = false) {
        evaluator = Evaluator(environment)
        self.listings = listings
        self.isStrict = isStrict
    }

    /// What a case came to.
    private enum Result {
        case value(Value)
        /// The text is no expression, or the checker refuses it.
        case refused(String)
        case error(EvaluationError)
    }

    public mutating func run(_ item: ConformanceCase) -> Outcome {
        let source = ExpressionSource(item.expression)
        let parsed = parse(source, dialect: .cel)
        guard parsed.isValid else { return .failed("it cannot be read: \(Self.text(parsed.diagnostics))") }
        let compiled = compile(source, item.declarations, dialect: .cel, isChecked: item.isChecked)
        switch item.expectation {
        case .value(let json):
            return compare(listings.correction(for: item.name) ?? json, evaluate(compiled, source, item), item)
        case .error: return expectError(evaluate(compiled, source, item), item)
        case .typed(let json, let deduced):
            guard let checked = compiled.checked else { return .failed(Self.text(compiled.diagnostics)) }
            guard checked.type == deduced else { return .failed("its type is \(checked.type), not \(deduced)") }
            guard let json, !item.isCheckOnly else { return .passed }
            return compare(json, evaluate(compiled, source, item), item)
        }
    }

    private static func text(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { "\($0.code.id) \($0.message)" }.joined(separator: " ")
    }

    private mutating func evaluate(
        _ compiled: CompiledExpression, _ source: ExpressionSource, _ item: ConformanceCase
    ) -> Result {
        guard let checked = compiled.checked else { return .refused(Self.text(compiled.diagnostics)) }
        let lowered = lower(checked, item.declarations, source)
        guard let expression = lowered.expression else { return .refused(Self.text(lowered.diagnostics)) }
        do {
            let inputs = try item.declarations.variables.map { variable in
                try item.bindings[variable.name].map { try ExpectedValue.read($0, item.name) } ?? .absent
            }
            return .value(try evaluator.evaluate(expression.code, inputs))
        } catch let error as EvaluationError {
            return .error(error)
        } catch { return .refused("its bindings cannot be read: \(error)") }
    }

    private func compare(_ json: Any, _ result: Result, _ item: ConformanceCase) -> Outcome {
        let expected: Value
        do { expected = try ExpectedValue.read(json, item.name) } catch { return .failed("\(error)") }
        switch result {
        case .value(let value):
            return value == expected ? .passed : .failed("it gives \(value) and not \(expected)")
        case .refused(let reason): return .failed("it is refused: \(reason) \(expected) is expected")
        case .error(let error): return .failed("it gives \(Self.text(error)) and not \(expected)")
        }
    }

    private static func text(_ error: EvaluationError) -> String {
        "the error \(error.kind) (\(error.subject)) \(error.operands)"
    }

    private func expectError(_ result: Result, _ item: ConformanceCase) -> Outcome {
        let isListed = listings.isMissingFormListed(item.name)
        switch result {
        case .value(let value): return .failed("it gives \(value) and not an error")
        case .refused(let reason):
            return isListed ? .passed : .failed("it is refused before it runs: \(reason) An error is expected.")
        case .error(let error):
            switch error.kind {
            case .unknownName where !isListed:
                return .failed("the name or function \(error.subject) does not exist; another error is expected")
            case .wrongKinds where !isListed && (isStrict || !item.expectsMissingForm):
                return .failed("\(error.subject) has no form for \(error.operands); another error is expected")
            case .costLimit, .depthLimit, .memoryLimit, .wrongInputs:
                return .failed("it gives \(Self.text(error)), which no case expects")
            default: return .passed
            }
        }
    }
}

extension ConformanceCase {
    /// Whether the case's own words say that a function has no form for these kinds.
    var expectsMissingForm: Bool {
        guard let message = errorMessage?.lowercased() else { return false }
        return ["no such overload", "no_such_overload", "no matching overload", "no_matching_overload"]
            .contains { message.contains($0) }
    }
}
