import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import Rules
import SourceText
import YAMLReading

/// `decide` and `advise`: what a rule is given, and what later steps can read of its answer.
extension WorkflowChecker {
    mutating func check(_ decide: DecideDefinition, _ step: StepDefinition, isAdvice: Bool) -> CheckedVerb? {
        let name = decide.rule.value
        guard let rulebook = rulebooks[name] else {
            reportNotReady(decide.rule)
            return nil
        }
        if isAdvice != library.isAdvisor(name) {
            report(
                CheckingCodes.otherAsking, decide.rule.place,
                isAdvice ? "\"\(name)\" gives no advice." : "\"\(name)\" gives advice and decides nothing.",
                found: isAdvice ? "\"advise\" with a rule that decides" : "\"decide\" with a score or words",
                expected: isAdvice ? "a rule with \"score\" or \"words\"" : "a rule that decides, or a price",
                help: isAdvice ? "Write \"decide\"." : "Write \"advise\"; what it says is advice, and a person decides."
            )
        }
        let known = rulebook.inputs.map(\.name.string)
        for argument in decide.inputs where !known.contains(argument.name.value) {
            report(
                CheckingCodes.unknownInput, argument.name.place,
                "\"\(name)\" does not take \"\(argument.name.value)\".",
                found: "a value for \"\(argument.name.value)\"",
                expected: known.isEmpty ? "no values" : "one of " + quoted(known),
                help: suggestion(argument.name.value, known) ?? "Delete it, or name one of the inputs.",
                fix: fix(argument.name, known))
        }
        var inputs: [CodeIndex?] = []
        for input in rulebook.inputs {
            guard let argument = decide.inputs.first(where: { $0.name.value == input.name.string }) else {
                if input.isRequired, !hasLostInputs(decide.inputs) {
                    report(
                        CheckingCodes.missingInput, decide.rule.place, "\"\(name)\" needs \"\(input.name)\".",
                        found: "no value for \"\(input.name)\"", expected: "a value for each input of the rule",
                        help: "Add \"\(input.name)\" under \"given\".")
                }
                inputs.append(nil)
                continue
            }
            if let record = library.record(thatTakes: input.name.string, of: name) {
                inputs.append(argument.expression.flatMap { identity($0, of: record) })
                continue
            }
            let type = type(of: input)
            inputs.append(argument.expression.flatMap { expression($0, expected: type == .dyn ? nil : type) })
        }
        let fields = rulebook.latest.outputs.map { output in
            Shapes.ShapeField(
                output.name.string, (type(of: output), output.type), isOptional: !output.isRequired)
        }
        let record = declare(rulebook.outputShape.name.string, fields)
        return CheckedVerb(
            action: .decide(DecideAction(rulebook: place(of: rulebook), inputs: inputs, isAdvice: isAdvice)),
            resultType: rulebook.isList ? .list(record) : record,
            resultShape: rulebook.isList ? nil : rulebook.outputShape)
    }

    private mutating func place(of rulebook: Rulebook) -> Int {
        if let known = askedRulebooks.firstIndex(where: { $0 === rulebook }) { return known }
        askedRulebooks.append(rulebook)
        return askedRulebooks.count - 1
    }

    /// What a rule takes or gives as expressions know it.
    private mutating func type(of input: RuleInput) -> Type {
        if let words = input.words {
            return scope.declare(EnumerationDeclaration(input.name.string, words.map(\.string)))
        }
        return type(of: input.type)
    }

    private mutating func type(of type: ValueType) -> Type {
        switch type {
        case .string: .string
        case .int: .int
        case .decimal: .decimal
        case .ratio: .ratio
        case .bool: .bool
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .period: .period
        case .money(let currency): .money(currency)
        case .rate: .rate(from: nil, to: nil)
        case .list(let item): .list(self.type(of: item))
        case .record(PriceShapes.lineName): part(of: "a line of a price", PriceShapes.lineFields(nil))
        case .record(Score.termName): part(of: "a term of a score", Score.termFields)
        case .record(let name): shapes.type(name.string) ?? .dyn
        default: .dyn
        }
    }

    /// The record of a line of a bill, or of a term of a score.
    private mutating func part(of name: String, _ fields: [RuleOutput]) -> Type {
        let fields = fields.map { field in
            Shapes.ShapeField(field.name.string, (type(of: field), field.type), isOptional: !field.isRequired)
        }
        return declare(name, fields)
    }

    /// A price whose name is written out is there and can rate usage; what a name that is computed stands for shows when it is asked.
    mutating func checkPrice(_ text: FreeText) {
        guard text.isLiteral else { return }
        let before = diagnostics.count
        reportIfName(text)
        guard diagnostics.count == before else { return }
        let name = Written(text.node.text, text.node)
        guard let rulebook = rulebooks[name.value] else {
            // What is wrong with a rule or a price is told where it stands.
            if library.hasRule(name.value) {
                isWhole = false
                return
            }
            let able = rulebooks.values.filter { (try? UsagePrice($0)) != nil }.map(\.name.string)
            return reportUnknown(name, "price", able)
        }
        do throws(UsagePrice.Misfit) { _ = try UsagePrice(rulebook) } catch { report(error, name) }
    }

    private mutating func report(_ misfit: UsagePrice.Misfit, _ price: WrittenName) {
        let (message, found, help): (String, String, String) =
            switch misfit {
            case .notAPrice:
                (
                    "\"\(price.value)\" is a rule and no price.", "the name of a rule",
                    "Name a price."
                )
            case .noQuantity:
                (
                    "\"\(price.value)\" takes no quantity, so it cannot rate usage.",
                    "a price that needs no whole or decimal number",
                    "Name another price, or give this one an input for the quantity, of the type int or decimal."
                )
            case .needs(let input):
                (
                    "\"\(price.value)\" cannot rate usage, since it needs \"\(input)\".",
                    "a price that needs \"\(input)\", which usage does not say",
                    "Name another price, or write a question mark behind the type of \"\(input)\" in its file if the price can do without it."
                )
            }
        report(
            PriceCodes.notForUsage, price.place, message, found: found,
            expected: "a price that needs one number, the quantity, and a date where it has versions", help: help)
    }

    private mutating func reportNotReady(_ name: WrittenName) {
        guard library.hasRule(name.value) else {
            return reportUnknown(
                name, "rule", library.rules.map(\.heading.name.value) + library.prices.map(\.heading.name.value))
        }
        // What is wrong with a rule or a price is told where it stands.
        isWhole = false
    }
}

extension Library {
    fileprivate func hasRule(_ name: String) -> Bool {
        rules.contains { $0.heading.name.value == name } || prices.contains { $0.heading.name.value == name }
    }

    /// The record that an input of a rule or a price is about, if it is one: the record itself can be given, or a reference to it.
    fileprivate func record(thatTakes input: String, of name: String) -> String? {
        let inputs = latest(rules, \.heading, name)?.inputs ?? latest(prices, \.heading, name)?.inputs ?? []
        guard case .record(let record)? = inputs.first(where: { $0.name.value == input })?.type.value.required else {
            return nil
        }
        return record
    }

    /// Whether a rule is a score or a classification by words.
    fileprivate func isAdvisor(_ name: String) -> Bool {
        rules.contains { rule in
            guard rule.heading.name.value == name else { return false }
            switch rule.body {
            case .score, .words: return true
            default: return false
            }
        }
    }
}
