import Definitions
import Rules
import SourceText
import YAMLReading

/// What one version of a rule or price is given and gives, as its file says it: what its other versions must agree with.
struct VersionSignature {
    struct Output {
        var name: String
        var type: WrittenType
        var place: Place
        var typePlace: Place
    }

    let heading: Heading
    let effective: EffectivePeriod
    let inputs: [FieldDefinition]
    let outputs: [Output]
    let isList: Bool

    init(_ rule: RuleDefinition) {
        heading = rule.heading
        effective = rule.effective
        inputs = rule.inputs
        isList = rule.hit?.isList ?? false
        let head = rule.heading.name.place
        switch rule.body {
        case .score: outputs = [Output(name: "score", type: .decimal, place: head, typePlace: head)]
        case .words(let words):
            let place = words.otherwise.place
            let classes = words.classes.map(\.name.value).filter { $0 != words.otherwise.value }
            outputs = [
                Output(name: "class", type: .oneOf(classes + [words.otherwise.value]), place: head, typePlace: place)
            ]
        default:
            outputs = rule.outputs.map {
                Output(name: $0.name.value, type: $0.type.value, place: $0.name.place, typePlace: $0.type.place)
            }
        }
    }

    init(_ price: PriceDefinition) {
        heading = price.heading
        effective = price.effective
        inputs = price.inputs
        isList = false
        let place = price.currency.place
        outputs = [Output(name: "total", type: .money(currency: price.currency.value), place: place, typePlace: place)]
    }
}

extension EffectivePeriod {
    /// What is wrong with the days of one version and with the input that picks it.
    func problems(_ inputs: [FieldDefinition]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if let from, let until, until.value < from.value {
            found.append(
                Diagnostic(
                    RuleCodes.periodReversed, at: until.place, "This version ends before it begins.",
                    found: "until \(until.value), and effective \(from.value)",
                    expected: "a last day that is not before the first", help: "Correct one of the two dates.",
                    related: [.init(from.place, "the first day")]))
        }
        guard let datedBy else { return found }
        let names = inputs.map(\.name.value)
        guard let field = inputs.first(where: { $0.name.value == datedBy.value }) else {
            let guess = didYouMean(datedBy.value, among: names)
            found.append(
                Diagnostic(
                    RuleCodes.datedBy, at: datedBy.place, "There is no input \"\(datedBy.value)\".",
                    found: "\"\(datedBy.value)\"",
                    expected: names.isEmpty
                        ? "the name of an input"
                        : "one of " + names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
                            + (names.count > 8 ? " and \(names.count - 8) more" : ""),
                    help: guess.map { "Write \"\($0)\"." } ?? "Name the input that holds the date, or add it.",
                    fix: guess.map { Fix("Write \"\($0)\"", [.init(datedBy.node.span, $0)]) }))
            return found
        }
        if field.type.value != .date {
            found.append(
                Diagnostic(
                    RuleCodes.datedBy, at: datedBy.place,
                    "The input \"\(datedBy.value)\" cannot pick a version.",
                    found: "an input of the type \"\(field.type.value)\"", expected: "an input of the type \"date\"",
                    help: field.type.value == .optional(.date)
                        ? "Take the question mark from its type: without the date no version can be picked."
                        : "Name an input that is a date.",
                    related: [.init(field.type.place, "its type")]))
        }
        return found
    }
}
