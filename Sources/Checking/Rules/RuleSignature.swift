import Amounts
package import Definitions
import Encoding
import Evaluation
package import Expressions
package import Rules

/// What a rule is given and what it gives, as those see it who ask.
package struct RuleSignature: Sendable {
    /// The inputs as declared, in their order.
    package var inputs: [FieldDefinition]
    package var inputTypes: [Type]
    package var ruleInputs: [RuleInput]
    /// The fields of the result, or of each record of a list: the declared outputs, as the hit policy leaves them. `collect count` gives a
    /// whole number; the smallest or largest of no rows is absent.
    package var outputs: [Shapes.ShapeField]
    package var ruleOutputs: [RuleOutput]
    /// The outputs as declared.
    package var outputDefinitions: [FieldDefinition]
    package var outputTypes: [Type]
    /// The result is a list of records.
    package var isList: Bool

    /// - Parameter shapes: gets the enumerations of the types.
    package init(_ rule: RuleDefinition, _ shapes: inout Shapes) {
        let hit = rule.hit
        inputs = rule.inputs
        inputTypes = []
        ruleInputs = []
        for field in rule.inputs {
            let (type, valueType) = shapes.type(of: field.type.value.required, path: field.name.value)
            inputTypes.append(type)
            ruleInputs.append(
                RuleInput(
                    Text(field.name.value), valueType, isRequired: !field.type.value.isOptional, words: field.words))
        }
        outputDefinitions = rule.outputs
        outputTypes = []
        outputs = []
        ruleOutputs = []
        for field in rule.outputs {
            var (type, valueType) = shapes.type(of: field.type.value.required, path: field.name.value)
            outputTypes.append(type)
            var isOptional = field.type.value.isOptional
            var words = field.words
            switch hit {
            case .collectCount:
                (type, valueType, isOptional, words) = (.int, .int, false, nil)
            case .collectMin, .collectMax: isOptional = true
            case .collectSum:
                // The sum of nothing is 0, in the declared currency; of no stated currency there is none.
                if case .money(nil) = valueType { isOptional = true } else { isOptional = false }
            default: break
            }
            outputs.append(Shapes.ShapeField(field.name.value, (type, valueType), isOptional: isOptional))
            ruleOutputs.append(
                RuleOutput(Text(field.name.value), valueType, isRequired: !isOptional, words: words))
        }
        isList = hit?.isList ?? false
    }
}

extension RuleDefinition {
    /// The hit policy of a table; nil for every other rule.
    package var hit: Rules.HitPolicy? {
        switch body {
        case .table(_, let hit), .tableFile(_, let hit): hit.value.policy
        default: nil
        }
    }
}

extension RuleDefinition.HitPolicy {
    package var policy: Rules.HitPolicy {
        switch self {
        case .unique: .unique
        case .any: .any
        case .first: .first
        case .priority: .priority
        case .ruleOrder: .ruleOrder
        case .outputOrder: .outputOrder
        case .collect: .collect
        case .collectSum: .collectSum
        case .collectMin: .collectMin
        case .collectMax: .collectMax
        case .collectCount: .collectCount
        }
    }
}

extension FieldDefinition {
    /// The words of an enumeration.
    var words: [Text]? {
        if case .oneOf(let words) = type.value.required { words.map { Text($0) } } else { nil }
    }
}
