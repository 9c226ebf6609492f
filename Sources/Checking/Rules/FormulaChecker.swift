import Definitions
import Evaluation
import Expressions
import SourceText
import YAMLReading

extension RuleChecker {
    // MARK: Formulas

    mutating func formulas(_ entries: [NamedEntry<Excerpt>]) -> CheckedFormulas? {
        let names = entries.map(\.name.value)
        for (index, entry) in entries.enumerated() {
            if let input = rule.inputs.first(where: { $0.name.value == entry.name.value }) {
                report(
                    RuleCodes.nameTwice, entry.name.place, "\"\(entry.name.value)\" is an input and a formula.",
                    found: "a formula with the name of an input", expected: "each name once",
                    help: "Rename one of the two.",
                    related: [.init(input.name.place, "the input")])
            }
            if names.firstIndex(of: entry.name.value) != index { return nil }
        }
        let uses = entries.map { entry in used(entry.value, names) }
        guard let order = order(entries, uses) else { return nil }
        var scope = inputScope
        // What a formula before its turn has in the scope it was checked in, all later ones have too: slots only grow.
        var checked: [(index: Int, expression: RuleExpression?)] = []
        for index in order {
            let output = rule.outputs.firstIndex { $0.name.value == names[index] }
            let place = add(scope)
            let code = expression(
                ExpressionSource(entries[index].value), scope: place, expected: output.map { signature.outputTypes[$0] }
            )
            let type = output.map { signature.outputTypes[$0] } ?? code.map { expressions[$0].checked.type } ?? .error
            if case .absent(let present) = type {
                scope.declare(names[index], present, isOptional: true)
            } else {
                let isOptional = output.map { rule.outputs[$0].type.value.isOptional } ?? false
                scope.declare(names[index], type, isOptional: isOptional)
            }
            checked.append((index, code))
        }
        let whole = add(scope)
        for (_, code) in checked { if let code { expressions[code].scope = whole } }
        var outputs: [Int] = []
        for field in rule.outputs {
            guard let formula = order.firstIndex(where: { names[$0] == field.name.value }) else {
                reportMissing(field, "There is no formula \"\(field.name.value)\".", names)
                continue
            }
            outputs.append(formula)
        }
        var formulas: [CheckedFormulas.Formula] = []
        for (index, code) in checked {
            guard let code else { return nil }
            formulas.append(.init(name: names[index], expression: code, place: entries[index].value.place))
        }
        return outputs.count == rule.outputs.count ? CheckedFormulas(formulas: formulas, outputs: outputs) : nil
    }

    private mutating func reportMissing(_ field: FieldDefinition, _ message: String, _ names: [String]) {
        let mend = didYouMean(field.name.value, among: names)
        report(
            RuleCodes.missingResult, field.name.place, message, found: "the output \"\(field.name.value)\"",
            expected: "a formula of that name under \"let\"",
            help: mend.map { "Write \"\(field.name.value)\" instead of \"\($0)\", or add the formula." }
                ?? "Add the formula.")
    }

    /// The formulas that an expression names.
    private func used(_ excerpt: Excerpt, _ names: [String]) -> [Int] {
        let parsed = Expressions.parse(ExpressionSource(excerpt))
        var used: [Int] = []
        for node in parsed.syntax.nodes.indices where parsed.syntax.nodes[node].kind == .name {
            let name = parsed.syntax.name(of: NodeID(UInt32(node)))
            if let index = names.firstIndex(of: name), !used.contains(index) { used.append(index) }
        }
        return used
    }

    /// The formulas so that each comes behind those that it uses; otherwise in the order of the file.
    private mutating func order(_ entries: [NamedEntry<Excerpt>], _ uses: [[Int]]) -> [Int]? {
        var order: [Int] = []
        var isDone = [Bool](repeating: false, count: entries.count)
        while order.count < entries.count {
            let ready = entries.indices.first { index in !isDone[index] && uses[index].allSatisfy { isDone[$0] } }
            guard let ready else {
                reportCycle(entries, uses, isDone)
                return nil
            }
            isDone[ready] = true
            order.append(ready)
        }
        return order
    }

    private mutating func reportCycle(_ entries: [NamedEntry<Excerpt>], _ uses: [[Int]], _ isDone: [Bool]) {
        // From a formula that waits, each step goes to one that it waits for; some formula comes again.
        guard var at = entries.indices.first(where: { !isDone[$0] }) else { return }
        var path: [Int] = []
        while !path.contains(at) {
            path.append(at)
            guard let next = uses[at].first(where: { !isDone[$0] }) else { return }
            at = next
        }
        let cycle = path.drop { $0 != at } + [at]
        let shown = cycle.map { "\"\(entries[$0].name.value)\"" }
        report(
            RuleCodes.formulaCycle, entries[at].name.place,
            cycle.count == 2 ? "\(shown[0]) needs itself." : "\(shown[0]) needs itself again.",
            found: shown.joined(separator: ", which needs "),
            expected: "formulas that can be computed one after the other",
            help: "Write one of them without the others.")
    }

    // MARK: Cases

    mutating func choose(_ options: [OptionDefinition]) -> [CheckedCase]? {
        let start = diagnostics.count
        let scope = add(inputScope)
        var reasons: Int?
        var cases: [CheckedCase] = []
        for option in options {
            let condition = option.condition.map { expression(ExpressionSource($0), scope: scope, expected: .bool) }
            let outputs = results(option, scope)
            var why: CheckedReason?
            if let text = option.why {
                let known = reasons ?? add(reasonScope)
                reasons = known
                why = reason(text, scope: known)
            }
            guard let outputs, condition != .some(nil) else { continue }
            cases.append(
                CheckedCase(condition: condition ?? nil, outputs: outputs, why: why, place: option.node.place))
        }
        return diagnostics[start...].contains { $0.severity == .error } ? nil : cases
    }

    private mutating func results(_ option: OptionDefinition, _ scope: Int) -> [CheckedTable.Result]? {
        switch option.result {
        case .single(let excerpt):
            guard rule.outputs.count == 1 else {
                report(
                    RuleCodes.missingResult, excerpt.place,
                    "This case gives one value, and the rule has \(rule.outputs.count) outputs.",
                    found: "one value", expected: "each output with its value",
                    help: "Write the outputs " + quoted(rule.outputs.map(\.name.value))
                        + " below it, each with its value.")
                return nil
            }
            return result(excerpt, 0, scope).map { [$0] }
        case .named(let entries):
            var results: [CheckedTable.Result] = []
            let known = rule.outputs.map(\.name.value)
            for entry in entries where !known.contains(entry.name.value) {
                let mend = didYouMean(entry.name.value, among: known)
                report(
                    RuleCodes.missingResult, entry.name.place, "There is no output \"\(entry.name.value)\".",
                    found: "a value for \"\(entry.name.value)\"", expected: "one of " + quoted(known),
                    help: mend.map { "Write \"\($0)\"." } ?? "Delete it, or add it to \"outputs\".",
                    fix: mend.map { Fix("Write \"\($0)\"", [.init(entry.name.node.span, $0)]) })
            }
            for (index, field) in rule.outputs.enumerated() {
                guard let entry = entries.first(where: { $0.name.value == field.name.value }) else {
                    if field.type.value.isOptional {
                        results.append(.constant(.absent))
                        continue
                    }
                    report(
                        RuleCodes.missingResult, option.node.place,
                        "This case does not say what \"\(field.name.value)\" is.",
                        found: "no value for \"\(field.name.value)\"",
                        expected: "\(field.name.value): \(field.type.value)",
                        help: "Add the output with its value.")
                    continue
                }
                if let result = result(entry.value, index, scope) { results.append(result) }
            }
            return results.count == rule.outputs.count ? results : nil
        }
    }

    private mutating func result(_ excerpt: Excerpt, _ output: Int, _ scope: Int) -> CheckedTable.Result? {
        expression(ExpressionSource(excerpt), scope: scope, expected: signature.outputTypes[output]).map {
            .expression($0)
        }
    }
}
