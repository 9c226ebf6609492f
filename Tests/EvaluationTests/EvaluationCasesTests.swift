import Dates
import Encoding
import Evaluation
import Expressions
import SourceText
import TestSupport
import Testing

/// Values and errors of expressions, one line each.
///
/// A line `name := expression` gives a value of unknown type to the lines after it. Any other line is an expression, and the
/// line of the output at the same place is its value, or `error`, the kind of error and what it is about. Types are not checked,
/// so that every operator and function can be given everything, unless the line begins with `? `.
@Suite struct EvaluationCasesTests {
    @Test func cel() throws { try checkCases("Cases/cel") { try evaluateLines($0, .cel) } }
    @Test func proviso() throws { try checkCases("Cases/proviso") { try evaluateLines($0, .proviso) } }
}

/// A zone with winter and summer time, and one without.
private let zones: ZoneTable = {
    let rule = try? ZoneRule(posix: "CET-1CEST,M3.5.0,M10.5.0/3")
    let zone = rule.flatMap { try? Zone(name: "Europe/Berlin", initialOffsetSeconds: 3600, transitions: [], rule: $0) }
    return zone.flatMap { try? ZoneTable([$0]) } ?? .empty
}()

/// Finds plain texts only: which expressions match is RE2's business and is tested there.
private struct PlainMatcher: PatternMatcher {
    func matches(_ text: UnsafeRawBufferPointer, _ pattern: Text) -> Bool? {
        if pattern == "(" { return nil }
        return String(decoding: text, as: UTF8.self).contains(pattern.string) || pattern.isEmpty
    }
}

func testEnvironment(_ limits: EvaluationLimits = EvaluationLimits()) throws -> EvaluationEnvironment {
    let calendar = try BusinessCalendar(
        name: "test", weekend: .saturdayAndSunday, holidays: [CivilDate(year: 2026, month: 1, day: 1)],
        first: CivilDate(year: 2025, month: 1, day: 1), last: CivilDate(year: 2027, month: 12, day: 31))
    return EvaluationEnvironment(
        now: try Instant("2026-03-02T09:00:00Z"), today: try CivilDate(year: 2026, month: 3, day: 2), zones: zones,
        calendar: calendar, patterns: PlainMatcher(), limits: limits)
}

struct NotEvaluable: Error, CustomStringConvertible {
    var description: String
}

/// Compiles an expression.
func compiled(
    _ text: String, _ declarations: Declarations, _ dialect: Dialect, isChecked: Bool = false
) throws -> LoweredExpression {
    let source = ExpressionSource(text)
    let result = compile(source, declarations, dialect: dialect, isChecked: isChecked)
    guard let checked = result.checked else { throw NotEvaluable(description: result.diagnostics[0].message) }
    let lowered = lower(checked, declarations, source)
    guard let expression = lowered.expression else { throw NotEvaluable(description: lowered.diagnostics[0].message) }
    return expression
}

func describe(_ error: EvaluationError) -> String {
    let operands = error.operands.map(\.description).joined(separator: ", ")
    return "error \(error.kind)" + (error.subject.isEmpty ? "" : " \(error.subject)")
        + (operands.isEmpty ? "" : ": \(operands)")
}

private func evaluateLines(_ input: String, _ dialect: Dialect) throws -> String {
    var evaluator = Evaluator(try testEnvironment())
    var declarations = Declarations()
    var values: [Value] = []
    var output: [String] = []
    for line in input.split(separator: "\n") {
        let parts = line.split(separator: " := ", maxSplits: 1)
        do {
            let isChecked = line.hasPrefix("? ")
            let text = String(isChecked ? line.dropFirst(2) : parts[parts.count - 1])
            let code = try compiled(text, declarations, dialect, isChecked: isChecked).code
            let value = try evaluator.evaluate(code, values)
            if parts.count == 2 {
                declarations.declare(String(parts[0]), .dyn)
                values.append(value)
            } else {
                output.append(value.description)
            }
        } catch let error as EvaluationError {
            output.append(describe(error))
        } catch let error as NotEvaluable {
            output.append("refused: \(error.description)")
        }
    }
    return output.joined(separator: "\n")
}
