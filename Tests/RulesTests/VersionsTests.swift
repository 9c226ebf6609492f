import Amounts
import Dates
import Encoding
import Evaluation
import Rules
import Testing

/// Which version of a rule decides, and what is an error of none or several.
struct VersionsTests {
    private static func date(_ text: String) -> CivilDate {
        guard let date = try? CivilDate(text) else { preconditionFailure("\(text) is a date") }
        return date
    }

    /// A rule that gives its own version and takes `day` and, from version 2 on, `amount`.
    private static func version(_ number: Int, from: String?, until: String?, datedBy: Bool = true) -> CompiledRule? {
        var inputs = [RuleInput(Text("day"), .date)]
        if number > 1 { inputs.insert(RuleInput(Text("amount"), .money(nil), isRequired: false), at: 0) }
        return CompiledRule(
            name: Text("terms"), version: number, identity: Digest(words: (0, 0, 0, UInt64(number))),
            days: EffectiveDays(from: from.map(date), until: until.map(date)),
            datedBy: datedBy ? inputs.count - 1 : nil, inputs: inputs, outputs: [RuleOutput(Text("days"), .int)]
        ) { shape in
            let row = DecisionTable.Row(cells: [.any], outputs: [.constant(.int(Int64(number)))])
            return .table(DecisionTable(hit: .unique, columns: [0], rows: [row], shape: shape))
        }
    }

    private static func decided(_ book: Rulebook, _ day: String, today: String? = nil) -> String {
        let environment = EvaluationEnvironment(today: today.map(date))
        let values: [Value] = book.inputs.map { $0.type == .date ? .date(date(day)) : .absent }
        do throws(RuleError) {
            return "\(try book.decide(values, environment).value)"
        } catch { return "\(error.kind)" }
    }

    @Test("the business date picks the version, its first and last day included")
    func byDate() throws {
        let versions = [
            Self.version(3, from: "2026-07-01", until: nil), Self.version(1, from: nil, until: "2025-12-31"),
            Self.version(2, from: "2026-01-01", until: "2026-06-30"),
        ].compactMap { $0 }
        let book = try #require(Rulebook(versions))
        #expect(book.inputs.map(\.name.string) == ["amount", "day"])
        #expect(Self.decided(book, "2025-12-31") == "terms{days: 1}")
        #expect(Self.decided(book, "2026-01-01") == "terms{days: 2}")
        #expect(Self.decided(book, "2026-06-30", today: "2026-07-01") == "terms{days: 2}")
        #expect(Self.decided(book, "2026-07-01") == "terms{days: 3}")
    }

    @Test("a day that no version or several claim has no result")
    func unclear() throws {
        let book = try #require(
            Rulebook(
                [
                    Self.version(1, from: "2026-01-01", until: "2026-03-31"),
                    Self.version(2, from: "2026-03-31", until: "2026-06-30"),
                ].compactMap { $0 }))
        #expect(Self.decided(book, "2025-12-31") == "noVersion(on: 2025-12-31)")
        #expect(Self.decided(book, "2026-03-30") == "terms{days: 1}")
        #expect(Self.decided(book, "2026-03-31") == "severalVersions([1, 2], on: 2026-03-31)")
        #expect(Self.decided(book, "2026-07-01") == "noVersion(on: 2026-07-01)")
    }

    @Test("without a date among the inputs the day of the decision picks the version")
    func byDay() throws {
        let book = try #require(
            Rulebook(
                [
                    Self.version(1, from: nil, until: "2026-03-31", datedBy: false),
                    Self.version(2, from: "2026-04-01", until: nil, datedBy: false),
                ].compactMap { $0 }))
        #expect(Self.decided(book, "2020-01-01", today: "2026-03-31") == "terms{days: 1}")
        #expect(Self.decided(book, "2020-01-01", today: "2026-04-01") == "terms{days: 2}")
        #expect(Self.decided(book, "2020-01-01") == "noDate")
    }

    @Test("versions that cannot stand side by side make no rulebook")
    func apart() {
        let one = Self.version(1, from: nil, until: "2025-12-31")
        let two = Self.version(2, from: "2026-01-01", until: nil, datedBy: false)
        #expect(Rulebook([one, two].compactMap { $0 }) == nil)
        #expect(Rulebook([]) == nil)
    }
}
