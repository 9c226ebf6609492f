import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import SourceText
import YAMLReading

/// `each: subscription in due`.
extension WorkflowChecker {
    mutating func repeated(_ definition: StepDefinition, _ repetition: RepetitionDefinition) -> StepIndex? {
        let item = repetition.item
        let atMost = integer(repetition.atMost, 1...1_000_000)
        guard let (source, type) = source(of: item.list), !isTaken(item.name, at: item.nameExcerpt.place), let atMost
        else { return nil }
        let first = steps.count
        var index: StepIndex?
        var itemSlot = 0
        var resultType: Type?
        within { checker in
            itemSlot = checker.scope.declare(item.name, type)
            index = checker.single(definition)
            if let slot = index.flatMap({ checker.steps[$0].result }) {
                resultType = checker.scope.variables[slot].type
            }
        }
        guard let index else { return nil }
        refuseWithin(first..<steps.count, definition)
        var result = Repeated(source: source, itemSlot: itemSlot, endSlot: scope.variables.count, atMost: atMost)
        if let shape = steps[index].resultShape, case .record(let number)? = resultType?.present {
            let name = "the results of \(definition.name)"
            let known = scope.records[number]
            let fields =
                [Shapes.ShapeField("item", (.string, .string))]
                + zip(known.fields, shape.fields).map { field, data in
                    Shapes.ShapeField(field.name, (field.type, data.type), isOptional: true)
                }
            let record = declare(name, fields)
            result.resultsSlot = scope.declare(definition.name, .list(record), atMost: atMost)
            result.resultsShape = shapes.shape(name)
        }
        steps[index].repetition = result
        return index
    }

    /// Where the items come from, and of what type each is.
    private mutating func source(of excerpt: Excerpt) -> (Repeated.Source, Type)? {
        if let list = lists.firstIndex(where: { $0.name == Text(excerpt.text) }),
            case .list(let type) = scope.variables[lists[list].slot].type
        {
            return (.list(list), type)
        }
        guard let code = expression(excerpt) else { return nil }
        guard case .list(let type) = expressions[code].checked.type.present else {
            // Of what could not be read it was told.
            if isReported(excerpt) { return nil }
            report(
                CheckingCodes.noIdentity, excerpt.place, "\"\(excerpt.text)\" is not a list.", found: "one value",
                expected: "a list such as invoice.lines", help: "Name a list.")
            return nil
        }
        let hasIdentity =
            switch type.present {
            case .string, .int, .date, .abstract, .enumeration: true
            case .record(let number): scope.records[number].fields.contains { $0.name == "id" && $0.type == .string }
            default: false
            }
        guard hasIdentity else {
            if isReported(excerpt) || type == .error { return nil }
            report(
                CheckingCodes.noIdentity, excerpt.place, "Nobody can tell the items of \"\(excerpt.text)\" apart.",
                found: "items without an identity", expected: "texts, numbers, dates, or records with an \"id\"",
                help: "Give the items an \"id: text\" where their record is declared, so that each is done once.")
            return nil
        }
        return (.value(code), type)
    }

    /// Steps that would mean something else when they come again for another item.
    private mutating func refuseWithin(_ range: Range<StepIndex>, _ definition: StepDefinition) {
        for step in steps[range] {
            let what: String
            switch step.action {
            case .sequence: what = "a sequence"
            case .beginAgain: what = "\"begin_again\""
            default:
                guard step.undo != nil else { continue }
                what = "\"undo\""
            }
            report(
                CheckingCodes.notInEach, definition.node.entry("each")?.key.place ?? definition.node.place,
                "\(what.prefix(1).uppercased())\(what.dropFirst()) cannot be repeated by \"each\".", found: what,
                expected: "steps that are done for one item after another",
                help: "Emit an event for each item, and let another workflow with one run for each item do the rest.")
            return
        }
    }

    /// Results of items are kept only if something reads them.
    mutating func dropUnreadResults() {
        var read: Set<Slot> = []
        for expression in expressions {
            for case .variable(let slot) in expression.checked.references { read.insert(slot) }
        }
        for index in steps.indices {
            if let slot = steps[index].repetition?.resultsSlot, !read.contains(slot) {
                steps[index].repetition?.resultsSlot = nil
            }
        }
    }
}
