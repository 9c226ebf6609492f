import Amounts
import Dates
import Encoding
import Evaluation
import Expressions
import Rules
import SourceText
import TestSupport
import Testing

/// A lookup through the index finds the rows that a scan finds, which shares no code with it.
@Suite struct IndexTests {
    /// A million questions to 800 tables of 1 to 5 columns that mix two currencies and more, dates, texts, `not`, `-` and conditions; asked at
    /// the values that cells name, next to them, and anywhere.
    @Test func lookupsEqualScans() throws {
        var random = SeededGenerator(seed: 20_261_125)
        var asked = 0
        var found = 0
        for number in 0..<800 {
            let naive = NaiveTable(&random)
            let rule = try Self.rule(naive, .ruleOrder)
            let first = try Self.rule(naive, .first)
            var evaluator = RuleEvaluator(EvaluationEnvironment())
            for _ in 0..<1250 {
                let question = naive.question(&random)
                let expected = naive.fitting(question)
                let values = question.map(Self.value)
                asked += 1
                found += expected.isEmpty ? 0 : 1
                let rows = try rule.decide(values, &evaluator).rows.map { $0 - 1 }
                guard rows == expected else {
                    Issue.record("table \(number), \(question): the index finds \(rows), the scan \(expected)")
                    return
                }
                let single = (try? first.decide(values, &evaluator))?.rows.first.map { $0 - 1 }
                guard single == expected.first else {
                    Issue.record(
                        "table \(number), \(question): the first row is \(single ?? -1), not \(expected.first ?? -1)")
                    return
                }
            }
        }
        #expect(asked == 1_000_000)
        #expect(found > asked / 4 && found < asked, "the tables fit \(found) of \(asked) questions")
    }

    /// So many rows and bounds that regions share their sets of rows.
    @Test func largeTablesEqualScans() throws {
        var random = SeededGenerator(seed: 7)
        var rows: [[NaiveCell]] = []
        for _ in 0..<10_000 {
            rows.append(
                (0..<2).map { _ in
                    let low = Int.random(in: 0..<1_000_000, using: &random)
                    let high = low + Int.random(in: 0...50_000, using: &random)
                    return .parts([.between(.number(low), true, .number(high), false)])
                })
        }
        let naive = NaiveTable(kinds: [.number, .number], isOptional: [false, false], rows: rows, points: [[], []])
        let rule = try Self.rule(naive, .ruleOrder)
        guard case .table(let table) = rule.body else { return }
        #expect(table.index.byteCount <= 16 << 20, "the index takes \(table.index.byteCount) bytes")
        var evaluator = RuleEvaluator(EvaluationEnvironment())
        for _ in 0..<500 {
            let question = (0..<2).map { _ in NaiveValue.number(Int.random(in: -10..<1_060_000, using: &random)) }
            let found = try rule.decide(question.map(Self.value), &evaluator).rows.map { $0 - 1 }
            #expect(found == naive.fitting(question))
        }
    }

    // MARK: The same table for the module

    static func rule(_ naive: NaiveTable, _ hit: HitPolicy) throws -> CompiledRule {
        let inputs = naive.kinds.enumerated().map { index, kind in
            RuleInput(Text("c\(index)"), type(kind), isRequired: !naive.isOptional[index])
        }
        var rows: [DecisionTable.Row] = []
        for (number, row) in naive.rows.enumerated() {
            var cells: [DecisionTable.Cell] = []
            for (column, content) in row.enumerated() {
                cells.append(try cell(content, column, naive))
            }
            rows.append(.init(cells: cells, outputs: [.constant(.int(Int64(number)))]))
        }
        let made = CompiledRule(
            name: Text("trial"), version: 1, identity: Digest(words: (0, 0, 0, 0)), inputs: inputs,
            outputs: [RuleOutput(Text("row"), .int)]
        ) { shape in
            .table(DecisionTable(hit: hit, columns: Array(naive.kinds.indices), rows: rows, shape: shape))
        }
        return try #require(made)
    }

    private static func type(_ kind: NaiveKind) -> ValueType {
        switch kind {
        case .number: .decimal
        case .money: .money(nil)
        case .dollars: .money(Currency("USD"))
        case .day: .date
        case .text: .string
        case .truth: .bool
        }
    }

    static func value(_ value: NaiveValue) -> Value {
        switch value {
        case .absent: return .absent
        case .number(let number): return .decimal(decimal(number))
        case .money(let amount, let code):
            guard let currency = Currency(code) else { preconditionFailure("\(code) is a currency") }
            return .money(Money(decimal(amount), currency))
        case .day(let day):
            guard let date = try? CivilDate(daysSinceEpoch: day) else { preconditionFailure("\(day) is a day") }
            return .date(date)
        case .text(let text): return .string(text)
        case .truth(let truth): return .bool(truth)
        }
    }

    private static func decimal(_ thousandths: Int) -> Decimal {
        guard let decimal = try? Decimal(coefficient: Int128(thousandths), scale: 3) else {
            preconditionFailure("\(thousandths) thousandths are a number")
        }
        return decimal
    }

    private static func cell(_ cell: NaiveCell, _ column: Int, _ naive: NaiveTable) throws -> DecisionTable.Cell {
        let isAnyCurrency = naive.kinds[column] == .money
        switch cell {
        case .any: return .any
        case .parts(let parts): return .test(test(parts, isAnyCurrency))
        case .not(let parts): return .test(test(parts, isAnyCurrency).complement)
        case .condition(let bound):
            var scope = Declarations()
            for index in naive.kinds.indices { scope.declare("c\(index)", .dyn) }
            scope.declare("subject", .decimal)
            let source = ExpressionSource("subject > \(decimal(bound))")
            let checked = try #require(compile(source, scope).checked)
            return .condition(try #require(lower(checked, scope, source).expression).code)
        }
    }

    private static func test(_ parts: [NaivePart], _ isAnyCurrency: Bool) -> UnaryTest {
        let tests = parts.map { test($0, isAnyCurrency) }
        return tests.dropFirst().reduce(tests[0]) { $0.union($1) }
    }

    private static func test(_ part: NaivePart, _ isAnyCurrency: Bool) -> UnaryTest {
        func bound(_ value: NaiveValue, _ isIncluded: Bool) -> RangeBound {
            if case .money(let amount, _) = value {
                return RangeBound(.decimal(decimal(amount)), isIncluded: isIncluded)
            }
            return RangeBound(self.value(value), isIncluded: isIncluded)
        }
        func test(_ range: ValueRange, _ of: NaiveValue) -> UnaryTest {
            guard isAnyCurrency, case .money(_, let code) = of, let currency = Currency(code) else {
                return UnaryTest(ValueSet([range]))
            }
            return UnaryTest(.none, lines: [.init(currency, ValueSet([range]))])
        }
        switch part {
        case .absence: return UnaryTest(.none, fitsAbsent: true)
        case .point(let value): return test(ValueRange(lower: bound(value, true), upper: bound(value, true)), value)
        case .below(let value, let included): return test(ValueRange(upper: bound(value, included)), value)
        case .above(let value, let included): return test(ValueRange(lower: bound(value, included)), value)
        case .between(let low, let lowIn, let high, let highIn):
            return test(ValueRange(lower: bound(low, lowIn), upper: bound(high, highIn)), low)
        }
    }
}
