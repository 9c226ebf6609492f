import Checking
import SourceText

// Tables read, checked and analysed, from the bytes of their files to what is found.

private struct Unexpected: Error {
    var messages: [String]
}

/// The milliseconds of checking a rule and its table, in which something is to be found and nothing that stops the file.
private func milliseconds(_ files: [SourceFile], finding code: String) throws -> Double {
    var found: [Diagnostic] = []
    let time = nanoseconds(rounds: 3, atLeastMilliseconds: 1, operations: 1) {
        let library = Library(files) { path in files.first { $0.name == path } }
        found = library.diagnostics + RuleChecks(library, Shapes(library)).diagnostics
    }
    guard found.contains(where: { $0.code.id == code }), !found.contains(where: { $0.severity == .error }) else {
        throw Unexpected(messages: found.map(\.message))
    }
    return time / 1e6
}

/// 100 by 100 bands of an amount and a score, of which one row is missing.
private func large() -> [SourceFile] {
    func band(_ index: Int, _ unit: String) -> String {
        switch index {
        case 0: "< 100\(unit)"
        case 99: ">= 9900\(unit)"
        default: "[\(index * 100)..\(index * 100 + 100))\(unit)"
        }
    }
    var lines = ["amount,score,fee"]
    for amount in 0..<100 {
        for score in 0..<100 where (amount, score) != (40, 60) {
            lines.append("\(band(amount, " USD")),\(band(score, "")),\(amount + score) USD")
        }
    }
    let rule = """
        rule: fees
        version: 1
        title: Fees by amount and score
        inputs:
          amount: money USD
          score: decimal
        outputs:
          fee: money USD
        hit: unique
        table_file: fees.csv

        """
    return [
        SourceFile(name: "fees.yaml", text: rule),
        SourceFile(name: "fees.csv", text: lines.joined(separator: "\n") + "\n"),
    ]
}

/// 1,000 rows of five kinds of columns; the last row takes what is left.
private func mixed() -> [SourceFile] {
    var lines = ["amount | on | plan | country | first || level"]
    var state: UInt64 = 88_172_645_463_325_252
    func drawn(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }
    for row in 0..<999 {
        let start = drawn(1000) * 10
        let currency = ["USD", "EUR"][drawn(2)]
        let month = drawn(11) + 1
        let months = [month, month + 1].map { $0 < 10 ? "0\($0)" : "\($0)" }
        lines.append(
            "[\(start)..\(start + 10 + drawn(3000))) \(currency) | [2026-\(months[0])-01..2026-\(months[1])-01) | "
                + "\(["basic", "pro", "-"][drawn(3)]) | \(drawn(4) == 0 ? "not(\"C\(drawn(20))\")" : "\"C\(drawn(20))\", \"D\(drawn(20))\"") | "
                + "\(["true", "false", "-"][drawn(3)]) || \(row)")
    }
    lines.append("- | - | - | - | - || 1000")
    let rule = """
        rule: levels
        version: 1
        title: Levels by many things
        inputs:
          amount: money
          on: date
          plan: one of basic, pro
          country: text
          first: bool
        outputs:
          level: int
        hit: first
        table: |

        """
    let table = lines.map { "  " + $0 }.joined(separator: "\n")
    return [SourceFile(name: "levels.yaml", text: rule + table + "\n")]
}

let analysisBenchmark = Benchmark(name: "analysis") {
    [
        Figure(
            name: "10,000 rows of a CSV file, two interval columns, checked",
            value: try milliseconds(large(), finding: "E3500"), unit: "ms", bound: .atMost(2000)),
        Figure(
            name: "1,000 rows of five mixed columns, checked", value: try milliseconds(mixed(), finding: "E3503"),
            unit: "ms",
            bound: .atMost(5000)),
    ]
}
