import Definitions
import Encoding
import Evaluation
import Expressions
import Rules

// The types of what a price or a score is given and gives.

extension Shapes {
    /// The types of inputs. One that names a record is that record and not a reference to it: whoever asks hands the record over.
    mutating func inputs(_ fields: [FieldDefinition]) -> (types: [Type], inputs: [RuleInput]) {
        var types: [Type] = []
        var inputs: [RuleInput] = []
        for field in fields {
            let written = field.type.value.required
            var (type, valueType) = self.type(of: written, path: field.name.value)
            var words: [Text]?
            switch written {
            case .record(let name):
                if let record = self.type(name) { (type, valueType) = (record, .record(Text(name))) }
            case .oneOf(let list): words = list.map { Text($0) }
            default: break
            }
            types.append(type)
            inputs.append(
                RuleInput(Text(field.name.value), valueType, isRequired: !field.type.value.isOptional, words: words))
        }
        return (types, inputs)
    }

    /// Declares the record of a part of a result: a line, a term.
    mutating func declareResult(_ name: String, _ fields: [RuleOutput]) -> Type {
        let fields = fields.map { field in
            let type: Type =
                field.words.map { enumeration(field.name.string, $0.map(\.string)) } ?? Self.type(of: field.type)
            return ShapeField(field.name.string, (type, field.type), isOptional: !field.isRequired)
        }
        return declare(name, fields)
    }

    /// The type of a plain value.
    private static func type(of type: ValueType) -> Type {
        switch type {
        case .string: .string
        case .int: .int
        case .decimal: .decimal
        case .date: .date
        case .money(let currency): .money(currency)
        default: .dyn
        }
    }
}
