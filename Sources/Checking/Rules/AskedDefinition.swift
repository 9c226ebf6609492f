package import Definitions
package import Evaluation
package import Expressions
package import SourceText
import YAMLReading

/// What is asked by its name, as its file has it: a rule, a price, or a score or classification by words. Answers are explained by it.
package enum AskedDefinition: Sendable {
    case rule(CheckedRule)
    case price(CheckedPrice)
    case scoring(CheckedScoring)
}

extension AskedDefinition {
    /// An expression whose value an explanation shows under a name, ready to say why it has none.
    package struct Part: Sendable {
        package var checked: Checked
        package var source: ExpressionSource
        package var scope: Declarations
        package var shapes: [Shape]
    }

    package var heading: Heading {
        switch self {
        case .rule(let rule): rule.definition.heading
        case .price(let price): price.definition.heading
        case .scoring(let scoring): scoring.definition.heading
        }
    }

    package var inputs: [FieldDefinition] {
        switch self {
        case .rule(let rule): rule.definition.inputs
        case .price(let price): price.definition.inputs
        case .scoring(let scoring): scoring.definition.inputs
        }
    }

    /// What an author calls it.
    package var noun: String {
        switch self {
        case .rule: "rule"
        case .price: "price"
        case .scoring(let scoring): if case .score = scoring.body { "score" } else { "rule" }
        }
    }

    /// Where a row, a case, or a class of words stands, counted from 1.
    package func place(ofRow number: Int) -> Place? {
        switch self {
        case .rule(let rule): return rule.place(ofRow: number)
        case .price: return nil
        case .scoring(let scoring):
            guard case .words(let words) = scoring.definition.body, words.classes.indices.contains(number - 1) else {
                return nil
            }
            return words.classes[number - 1].name.place
        }
    }

    /// The formula of a rule, the part of a price or the term of a score that has a name.
    package func part(named name: String) -> Part? {
        switch self {
        case .rule(let rule):
            guard case .formulas(let formulas) = rule.body,
                let formula = formulas.formulas.first(where: { $0.name == name })
            else { return nil }
            return part(rule, formula.expression)
        case .price(let price):
            return price.parts.position(of: name).map {
                Part(price.expressions[$0], price.scope, price.shapes)
            }
        case .scoring(let scoring):
            var position: Int?
            switch scoring.body {
            case .score(let score): position = score.terms.first { $0.name == name }?.value
            case .words(let words): position = name == "text" ? words.text : nil
            }
            return position.map { Part(scoring.expressions[$0], scoring.scope, scoring.shapes) }
        }
    }

    package func part(_ rule: CheckedRule, _ expression: RuleExpression) -> Part {
        let own = rule.expressions[expression]
        return Part(checked: own.checked, source: own.source, scope: rule.scopes[own.scope], shapes: rule.shapes)
    }
}

extension AskedDefinition.Part {
    init(_ expression: CheckedExpression, _ scope: Declarations, _ shapes: [Shape]) {
        self.init(checked: expression.checked, source: expression.source, scope: scope, shapes: shapes)
    }
}

extension CheckedPrice.Parts {
    /// Where the expression of a part stands that an explanation calls so.
    fileprivate func position(of name: String) -> Int? {
        switch name {
        case "quantity", "amount": quantity
        case "billed_before": billedBefore
        case "already_billed": alreadyBilled
        case "rate": taxRate
        case "from": from
        case "until": until
        case "starts": starts
        case "ends": ends
        case "takes_over": takesOver
        case "is_replaced": isReplaced
        case "changes": changes
        default: nil
        }
    }
}
