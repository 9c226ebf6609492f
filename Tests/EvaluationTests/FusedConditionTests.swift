import Amounts
import Dates
import Encoding
import Evaluation
import Expressions
import SourceText
import TestSupport
import Testing

/// A field, its relation and the jump upon it are one instruction where code is run: every relation over every kind of field, before `and` and
/// `or`, says the same as the relation alone.
@Suite struct FusedConditionTests {
    private struct Sample {
        var type: Type
        var valueType: ValueType
        /// In rising order: values, and as an author would write them.
        var values: [(value: Value, text: String)]
    }

    private static func samples() throws -> [Sample] {
        func money(_ text: String) throws -> Value { .money(try Money.parse(text)) }
        func decimal(_ text: String) throws -> Value { .decimal(try Decimal.parse(text)) }
        func date(_ text: String) throws -> Value { .date(try CivilDate(text)) }
        let dollars = Currency("USD")
        return [
            Sample(type: .int, valueType: .int, values: [(.int(1), "1"), (.int(20), "20"), (.int(1000), "1000")]),
            Sample(
                type: .money(dollars), valueType: .money(dollars),
                values: try ["1.00 USD", "20 USD", "1000.0 USD"].map { (try money($0), $0) }),
            Sample(
                type: .decimal, valueType: .decimal,
                values: try ["0.5", "20", "1000.25"].map { (try decimal($0), $0) }),
            Sample(
                type: .date, valueType: .date,
                values: try ["2025-12-31", "2026-01-01", "2026-03-02"].map { (try date($0), $0) }),
            Sample(
                type: .string, valueType: .string,
                values: ["a", "b", "c, which is longer than a word"].map { (.string(Text($0)), "\"\($0)\"") }),
        ]
    }

    private static let relations: [(String, @Sendable (Int, Int) -> Bool)] = [
        ("==", { $0 == $1 }), ("!=", { $0 != $1 }), ("<", { $0 < $1 }), ("<=", { $0 <= $1 }), (">", { $0 > $1 }),
        (">=", { $0 >= $1 }),
    ]

    @Test func everyRelationOfAFieldIsAskedAsItIsWritten() throws {
        var count = 0
        for sample in try Self.samples() {
            var declarations = Declarations()
            let record = declarations.declare(RecordDeclaration("thing", [.init("field", sample.type)]))
            declarations.declare("it", record)
            declarations.declare("map", .dyn)
            declarations.declare("yes", .bool)
            let shape = try #require(
                Shape(Text("thing"), [Shape.Field(Text("field"), sample.valueType, isRequired: true)]))
            var evaluator = Evaluator(EvaluationEnvironment())
            for (left, value) in sample.values.enumerated() {
                for (right, other) in sample.values.enumerated() {
                    for (sign, holds) in Self.relations {
                        for (name, second) in [("it", true), ("it", false), ("map", true), ("map", false)] {
                            for isAnd in [true, false] {
                                let text = "\(name).field \(sign) \(other.text) \(isAnd ? "and" : "or") yes"
                                let code = try compiled(text, declarations, .proviso).code
                                let map = try Value.map([(key: .string("field"), value: value.value)])
                                let inputs: [Value] = [.record(shape, [value.value]), map, .bool(second)]
                                let first = holds(left, right)
                                let found = try evaluator.evaluate(code, inputs)
                                count += 1
                                #expect(
                                    found == .bool(isAnd ? first && second : first || second),
                                    "\(text), the field being \(value.value), yes \(second)")
                            }
                        }
                    }
                }
            }
        }
        #expect(count == 5 * 3 * 3 * 6 * 4 * 2)
    }
}
