import Amounts
package import Checking
import Dates
import Definitions
import Encoding
import Evaluation
import Expressions
package import Rules
package import SourceText

/// Why a rule gives no result, said at the place of its file.
package struct RuleErrorMessages {
    private let asked: AskedDefinition
    private let error: RuleError
    /// Where the values come from that the rule was asked with.
    private let input: (String) -> Place

    /// - Parameter input: the place of the value of an input.
    package static func diagnostic(
        _ error: RuleError, in asked: AskedDefinition, input: @escaping (String) -> Place
    ) -> Diagnostic {
        RuleErrorMessages(asked: asked, error: error, input: input).diagnostic()
    }

    private var name: String { "\"\(asked.heading.name.value)\"" }
    private var head: Place { asked.heading.name.place }
    /// Nothing for a price or a score, which have no rows.
    private var rule: CheckedRule? { if case .rule(let rule) = asked { rule } else { nil } }

    private func place(_ row: Int?) -> Place { row.flatMap { asked.place(ofRow: $0) } ?? head }

    private func diagnostic() -> Diagnostic {
        switch error.kind {
        case .noVersion, .severalVersions, .noDate: return version()
        case .inputCount, .absentInput, .wrongKind, .wrongCurrency, .unknownWord: return given()
        case .noRow, .notUnique, .differing, .notAggregable: return rows()
        case .cell(let row, let input, let failure): return expression(cell(row, input), failure, row)
        case .output(let row, let output, let failure): return expression(self.output(row, output), failure, row)
        case .condition(let row, let failure): return expression(condition(row), failure, row)
        case .formula(let name, let failure): return expression(asked.part(named: name.string), failure, nil)
        case .absentPart, .wrongPart, .beyondNumbers, .price:
            return error.kind.pricingDiagnostic(at: head)
                ?? Diagnostic(
                    RuleCodes.badInput, at: head, "\(name) gives no result.", found: "no result",
                    expected: "a result", help: "Check the values that it is given.")
        case .reason(let row, let failure): return expression(nil, failure, row)
        case .notTruth(let row, let input, let value):
            return Diagnostic(
                RuleCodes.noValue, at: place(row), "A condition of this row is neither true nor false.",
                found: shown(value),
                expected: "true or false",
                help: "Write a comparison\(input.map { " of \"\($0)\"" } ?? "") that is true or false.")
        case .absentOutput(let row, let output):
            return Diagnostic(
                RuleCodes.badResult, at: place(row), "\"\(output)\" has no value.", found: "an absent value",
                expected: "a value of the output's type",
                help: "Give a default, or give the output a question mark if it may be absent.")
        case .wrongOutput(let row, let output, let value, let type):
            return Diagnostic(
                RuleCodes.badResult, at: place(row), "\"\(output)\" is not what the rule declares.",
                found: shown(value),
                expected: TypeNames.one(type), help: "Correct the expression, or the type of the output.")
        }
    }

    private func shown(_ value: Value) -> String {
        let text = value.description
        return text.unicodeScalars.count > 80 ? "\(String(text.unicodeScalars.prefix(70))) …" : text
    }

    // MARK: Versions

    private func version() -> Diagnostic {
        switch error.kind {
        case .noVersion(let date):
            return Diagnostic(
                RuleCodes.noVersion, at: head, "No version of \(name) holds on \(date).", found: "\(date)",
                expected: "a day between the first and the last day of a version",
                help: "Correct the date, or add a version that holds on this day.")
        case .severalVersions(let versions, let date):
            return Diagnostic(
                RuleCodes.noVersion, at: head,
                "The versions \(versions.map(String.init).joined(separator: " and ")) of \(name) all hold on \(date).",
                found: "\(versions.count) versions", expected: "one version",
                help: "Let each version end on the day before the next one begins.")
        default:
            return Diagnostic(
                RuleCodes.noVersion, at: head, "Nothing says on which day \(name) is asked.", found: "no date",
                expected: "the day that picks the version", help: "Say the day.")
        }
    }

    // MARK: Values

    private func given() -> Diagnostic {
        switch error.kind {
        case .absentInput(let input):
            return Diagnostic(
                RuleCodes.badInput, at: self.input(input.string), "\(name) needs \"\(input)\".",
                found: "no value for \"\(input)\"",
                expected: expected(input.string), help: "Give the value.")
        case .wrongKind(let input, let value, let type):
            return Diagnostic(
                RuleCodes.badInput, at: self.input(input.string), "\(name) does not take this value for \"\(input)\".",
                found: shown(value), expected: TypeNames.one(type), help: "Give a value of this type.")
        case .wrongCurrency(let input, let money, let currency):
            return Diagnostic(
                RuleCodes.badInput, at: self.input(input.string),
                "\(name) takes \"\(input)\" in \(currency), and this is \(money).",
                found: "\(money)", expected: "an amount in \(currency)",
                help: "Convert the amount before the rule is asked.")
        case .unknownWord(let input, let word, let words):
            let mend = didYouMean(word.string, among: words.map(\.string))
            return Diagnostic(
                RuleCodes.badInput, at: self.input(input.string), "\(name) knows no \"\(word)\" for \"\(input)\".",
                found: "\"\(word)\"",
                expected: "one of " + words.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
                    + (words.count > 12 ? ", …" : ""),
                help: mend.map { "Write \"\($0)\"." } ?? "Write one of the words.")
        default:
            return Diagnostic(
                RuleCodes.badInput, at: head, "\(name) is given another number of values than it has inputs.",
                found: "another number of values", expected: "\(asked.inputs.count)",
                help: "Give one value for each input.")
        }
    }

    private func expected(_ input: String) -> String {
        let field = asked.inputs.first { $0.name.value == input }
        return field.map { "\(input): \($0.type.value)" } ?? "a value"
    }

    // MARK: Rows

    private var isChoice: Bool { if case .choose? = rule?.body { true } else { false } }

    private func rows() -> Diagnostic {
        switch error.kind {
        case .notUnique(let rows):
            return Diagnostic(
                RuleCodes.notUnique, at: place(rows[0]),
                "The rows \(listed(rows)) of \(name) fit, and its hit policy is \"unique\".",
                found: "\(rows.count) rows", expected: "one row",
                help: "Narrow one of the rows, or choose another hit policy.",
                related: rows.dropFirst().map { .init(place($0), "row \($0) fits as well") })
        case .differing(let first, let second, let output, let one, let other):
            return Diagnostic(
                RuleCodes.differing, at: place(first),
                "The rows \(first) and \(second) of \(name) fit and give another \"\(output)\".",
                found: "\(shown(one)) in row \(first), and \(shown(other)) in row \(second)",
                expected: "the same in all rows that fit",
                help: "Correct one of the rows, or choose another hit policy than \"any\".",
                related: [.init(place(second), "row \(second)")])
        case .notAggregable(let first, let second, let one, let other):
            return Diagnostic(
                RuleCodes.notAggregable, at: place(first),
                "The results of the rows \(first) and \(second) of \(name) cannot be put together.",
                found: "\(shown(one)) and \(shown(other))",
                expected: "amounts of one currency, and a result that is not too large",
                help: "Convert the amounts in the cells, or collect the rows as a list.",
                related: [.init(place(second), "row \(second)")])
        default:
            return Diagnostic(
                RuleCodes.noRow, at: head, "No \(isChoice ? "case" : "row") of \(name) fits.",
                found: "values that no \(isChoice ? "case" : "row") fits",
                expected: "a \(isChoice ? "case" : "row") that fits",
                help: isChoice ? "Add a case, or \"else\"." : "Add the row that is missing.")
        }
    }

    private func listed(_ rows: [Int]) -> String {
        let shown = rows.prefix(8).map(String.init)
        let all = rows.count > 8 ? shown + ["\(rows.count - 8) more"] : shown
        return all.dropLast().joined(separator: ", ") + " and " + (all.last ?? "")
    }

    // MARK: Expressions

    private func cell(_ row: Int, _ input: Text) -> AskedDefinition.Part? {
        guard let rule, case .table(let table) = rule.body, table.rows.indices.contains(row - 1),
            let column = table.columns.firstIndex(where: { rule.definition.inputs[$0.input].name.value == input.string }
            ),
            case .condition(let expression) = table.rows[row - 1].cells[column].test
        else { return nil }
        return asked.part(rule, expression)
    }

    private func output(_ row: Int, _ output: Text) -> AskedDefinition.Part? {
        guard let rule, let index = rule.definition.outputs.firstIndex(where: { $0.name.value == output.string }) else {
            return nil
        }
        var result: CheckedTable.Result?
        switch rule.body {
        case .table(let table):
            result = table.rows.indices.contains(row - 1) ? table.rows[row - 1].outputs[index].result : nil
        case .choose(let cases): result = cases.indices.contains(row - 1) ? cases[row - 1].outputs[index] : nil
        case .formulas: break
        }
        if case .expression(let expression)? = result { return asked.part(rule, expression) }
        return nil
    }

    private func condition(_ row: Int) -> AskedDefinition.Part? {
        guard let rule, case .choose(let cases) = rule.body, cases.indices.contains(row - 1) else { return nil }
        return cases[row - 1].condition.map { asked.part(rule, $0) }
    }

    private func expression(_ part: AskedDefinition.Part?, _ failure: EvaluationError, _ row: Int?) -> Diagnostic {
        if let part {
            let lowered = lower(part.checked, part.scope, part.source, shapes: part.shapes)
            if let lowered = lowered.expression { return lowered.diagnostic(failure, part.source) }
        }
        let place = isChoice ? "case" : rule == nil ? asked.noun : "row"
        return Diagnostic(
            RuleCodes.noValue, at: self.place(row), "An expression of this \(place) has no value.",
            found: failure.operands.map(shown).joined(separator: " and "), expected: "values for which it is defined",
            help: "Test the values first, or give a default.")
    }
}

/// Types in an author's words.
private enum TypeNames {
    static func one(_ type: ValueType) -> String {
        switch type {
        case .bool: "true or false"
        case .int, .uint: "a whole number"
        case .decimal, .double: "a number"
        case .ratio: "a ratio"
        case .money(let currency): currency.map { "an amount in \($0.code)" } ?? "an amount of money"
        case .rate: "an exchange rate"
        case .string: "a text, or one of the words of the type"
        case .list: "a list"
        case .date: "a date"
        case .time: "a time of day"
        case .timestamp: "an instant"
        case .period: "a period"
        default: "a value of the declared type"
        }
    }
}
