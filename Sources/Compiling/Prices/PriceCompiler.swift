package import Checking
import Definitions
package import Encoding
import Evaluation
import Expressions
package import Rules
package import SourceText
import YAMLReading

/// Lowers checked prices, scores and classes by words to rules.
package enum PriceCompiler {
    /// - Parameters:
    ///   - isForFindings: the price is not to be asked, and has no identity.
    ///   - digest: SHA-256, given since the core links no C library.
    /// - Returns: no rule if an expression has a constant that cannot be a value; the diagnostics say which.
    package static func compile(
        _ price: CheckedPrice, isForFindings: Bool = false, digest: ([UInt8]) -> Digest
    ) -> (rule: CompiledRule?, diagnostics: [Diagnostic]) {
        let (code, diagnostics) = lowered(price.expressions, price.scope, price.shapes)
        guard let code else { return (nil, diagnostics) }
        let parts = price.parts
        func part(_ position: Int?) -> Code? { position.map { code[$0] } }
        var stretch: PriceRule.Stretch?
        if let from = part(parts.from), let until = part(parts.until) {
            stretch = PriceRule.Stretch(
                from: from, until: until, starts: part(parts.starts), ends: part(parts.ends),
                takesOver: part(parts.takesOver), isReplaced: part(parts.isReplaced), changes: part(parts.changes))
        }
        let rule = PriceRule(
            price: price.price, quantity: code[parts.quantity], billedBefore: part(parts.billedBefore),
            alreadyBilled: part(parts.alreadyBilled), taxRate: part(parts.taxRate), stretch: stretch)
        let definition = price.definition
        let compiled = CompiledRule(
            name: Text(definition.heading.name.value), version: definition.heading.version.value,
            identity: digest(isForFindings ? [] : Identity.bytes(of: definition.node, as: .price)),
            days: EffectiveDays(definition.effective),
            datedBy: datedBy(definition.effective, definition.inputs), inputs: price.signature.ruleInputs,
            outputs: price.signature.ruleOutputs
        ) { _ in .price(rule) }
        return (compiled, diagnostics)
    }

    /// The same for a rule with a score or with words.
    package static func compile(
        _ scoring: CheckedScoring, isForFindings: Bool = false, digest: ([UInt8]) -> Digest
    ) -> (rule: CompiledRule?, diagnostics: [Diagnostic]) {
        let (code, diagnostics) = lowered(scoring.expressions, scoring.scope, scoring.shapes)
        guard let code else { return (nil, diagnostics) }
        let definition = scoring.definition
        let body = body(scoring.body, code)
        let compiled = CompiledRule(
            name: Text(definition.heading.name.value), version: definition.heading.version.value,
            identity: digest(isForFindings ? [] : Identity.bytes(of: definition.node, as: .rule)),
            days: EffectiveDays(definition.effective),
            datedBy: datedBy(definition.effective, definition.inputs), inputs: scoring.signature.ruleInputs,
            outputs: scoring.signature.ruleOutputs
        ) { _ in body }
        return (compiled, diagnostics)
    }

    private static func body(_ body: CheckedScoring.Body, _ code: [Code]) -> RuleBody {
        switch body {
        case .score(let score):
            let terms = score.terms.map { term in
                Score.Term(
                    Text(term.name), code[term.value], weight: term.weight,
                    why: term.why.map { pieces in
                        Reason(
                            pieces.map { piece in
                                switch piece {
                                case .literal(let text): .literal(Text(text))
                                case .value(let position): .value(code[position])
                                }
                            })
                    })
            }
            return .score(Score(start: score.start, terms: terms, isLogistic: score.isLogistic))
        case .words(let words):
            let classes = words.classes.map { item in
                WordClasses.Class(Text(item.name), item.words.map { Text($0) })
            }
            return .words(WordClasses(text: code[words.text], classes: classes, otherwise: Text(words.otherwise)))
        }
    }

    private static func lowered(
        _ expressions: [CheckedExpression], _ scope: Declarations, _ shapes: [Shape]
    ) -> (code: [Code]?, diagnostics: [Diagnostic]) {
        var code: [Code] = []
        var diagnostics: [Diagnostic] = []
        for expression in expressions {
            let lowered = lower(expression.checked, scope, expression.source, shapes: shapes)
            diagnostics += lowered.diagnostics
            if let expression = lowered.expression { code.append(expression.code) }
        }
        return (code.count == expressions.count ? code : nil, diagnostics)
    }

    private static func datedBy(_ effective: EffectivePeriod, _ inputs: [FieldDefinition]) -> Int? {
        effective.datedBy.flatMap { name in inputs.firstIndex { $0.name.value == name.value } }
    }
}

extension EffectiveDays {
    fileprivate init(_ effective: EffectivePeriod) {
        self.init(from: effective.from?.value, until: effective.until?.value)
    }
}
