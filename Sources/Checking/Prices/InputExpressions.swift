import Definitions
import Encoding
import Evaluation
import Expressions
import Rules
import SourceText
import YAMLReading

/// Expressions over the inputs of one definition, checked and collected. All are of one scope: the inputs in their order.
struct InputExpressions {
    let inputs: [FieldDefinition]
    let scope: Declarations
    private(set) var checked: [CheckedExpression] = []
    var diagnostics: [Diagnostic] = []
    private(set) var used: Set<Int> = []

    init(_ inputs: [FieldDefinition], _ types: [Type], _ declarations: Declarations) {
        self.inputs = inputs
        var scope = declarations
        for (field, type) in zip(inputs, types) {
            scope.declare(field.name.value, type, isOptional: field.type.value.isOptional)
        }
        self.scope = scope
    }

    /// The days of the version, and the input that picks it.
    mutating func checkDays(_ effective: EffectivePeriod) {
        diagnostics += effective.problems(inputs)
        if let datedBy = effective.datedBy { use(datedBy.value) }
    }

    private mutating func use(_ name: String) {
        if let index = inputs.firstIndex(where: { $0.name.value == name }) { used.insert(index) }
    }

    /// Checks an expression and keeps it; what is wrong with it is reported at its place in the file.
    ///
    /// - Parameter fits: whether the place takes a type; `nil` if it takes any.
    mutating func add(
        _ excerpt: Excerpt, _ code: DiagnosticCode, takes: String, mayBeAbsent: Bool = false,
        fits: (Type) -> Bool
    ) -> Int? {
        let source = ExpressionSource(excerpt)
        let compiled = Expressions.compile(source, scope)
        diagnostics += compiled.diagnostics
        for node in compiled.syntax.nodes.indices where compiled.syntax.nodes[node].kind == .name {
            use(compiled.syntax.name(of: NodeID(UInt32(node))))
        }
        guard let checked = compiled.checked else { return nil }
        diagnostics += checkCost(checked, scope, source, limit: EvaluationLimits().cost)
        let type = checked.type
        if type.isAbsent, !mayBeAbsent {
            report(
                code, excerpt.place, "This value may be absent.", found: "\"\(excerpt.text)\", which may be absent",
                expected: takes, help: "Say what holds then: if \(excerpt.text) is present then \(excerpt.text) else …")
            return nil
        }
        guard type.present.isOpen || fits(type.present) else {
            report(
                code, excerpt.place, "This place takes \(takes).",
                found: "\"\(excerpt.text)\", which is \(scope.phrase(type.present))", expected: takes,
                help: type.present == .quotient
                    ? "Write round(\(excerpt.text), 4, half_even), with the places and the rounding you mean."
                    : "Change the expression so that it gives \(takes).")
            return nil
        }
        self.checked.append(CheckedExpression(checked: checked, source: source))
        return self.checked.count - 1
    }

    mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        related: [Diagnostic.Related] = []
    ) {
        diagnostics.append(
            Diagnostic(code, at: place, message, found: found, expected: expected, help: help, related: related))
    }

    /// The inputs that nothing uses, once all else is right.
    mutating func reportUnused(_ noun: String) {
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
        for (index, field) in inputs.enumerated() where !used.contains(index) {
            report(
                PriceCodes.unusedInput, field.name.place, "Nothing in this \(noun) uses \"\(field.name.value)\".",
                found: "an input without a use", expected: "only inputs that the \(noun) looks at",
                help: "Delete it, or add the expression that is missing.")
        }
    }
}
