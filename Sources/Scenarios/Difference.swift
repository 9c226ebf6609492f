import Definitions
import Encoding
import Evaluation
import Hosting
import YAMLReading

/// Expected and actual calls as one text, line by line.
enum Difference {
    /// The longest row of calls in which what is the same in both is looked for.
    private static let mostCalls = 400

    /// - Returns: `  ` before what is as expected, `- ` before what is missing, `+ ` before what is there instead.
    static func lines(_ expected: [ExpectedCall], _ actual: [(name: Text, values: [NamedValue])]) -> [String] {
        let wanted = expected.map { call in
            "\(call.name.value) \(ScenarioPlayer.shown((call.values ?? []).map { ($0.name.value, ScenarioPlayer.written($0.value)) }))"
        }
        guard expected.count <= mostCalls, actual.count <= mostCalls else {
            return wanted.map { "- \($0)" } + actual.map { "+ \(shown($0, nil))" }
        }
        var lines: [String] = []
        var index = 0
        for (kept, place) in common(expected, actual) {
            lines += wanted[index..<kept].map { "- \($0)" }
            index = kept + 1
            let before = lines.count { !$0.hasPrefix("- ") }
            lines += actual[before..<place].map { "+ \(shown($0, nearest($0, expected)))" }
            lines.append("  \(wanted[kept])")
        }
        lines += wanted[index...].map { "- \($0)" }
        let shownCount = lines.count { !$0.hasPrefix("- ") }
        return lines + actual[shownCount...].map { "+ \(shown($0, nearest($0, expected)))" }
    }

    /// The longest common row: pairs of an expected call and the actual one that is as expected, in order.
    private static func common(
        _ expected: [ExpectedCall], _ actual: [(name: Text, values: [NamedValue])]
    ) -> [(Int, Int)] {
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: actual.count + 1), count: expected.count + 1)
        for one in expected.indices.reversed() {
            for other in actual.indices.reversed() {
                lengths[one][other] =
                    isAsExpected(expected[one], actual[other])
                    ? lengths[one + 1][other + 1] + 1 : max(lengths[one + 1][other], lengths[one][other + 1])
            }
        }
        var pairs: [(Int, Int)] = []
        var one = 0
        var other = 0
        while one < expected.count, other < actual.count {
            if isAsExpected(expected[one], actual[other]) {
                pairs.append((one, other))
                one += 1
                other += 1
            } else if lengths[one + 1][other] >= lengths[one][other + 1] {
                one += 1
            } else {
                other += 1
            }
        }
        return pairs
    }

    static func isAsExpected(_ expected: ExpectedCall, _ actual: (name: Text, values: [NamedValue])) -> Bool {
        expected.name.value == actual.name.string
            && (expected.values ?? []).allSatisfy { entry in
                let value = actual.values.first { $0.name == Text(entry.name.value) }?.value ?? .absent
                return WrittenData.matches(entry.value, value)
            }
    }

    /// An expected call of the same name: the values that it names are those to be shown.
    private static func nearest(
        _ actual: (name: Text, values: [NamedValue]), _ expected: [ExpectedCall]
    ) -> ExpectedCall? { expected.first { $0.name.value == actual.name.string } }

    private static func shown(_ call: (name: Text, values: [NamedValue]), _ like: ExpectedCall?) -> String {
        let wanted = like?.values?.map(\.name.value) ?? []
        let values = call.values.filter { wanted.isEmpty || wanted.contains($0.name.string) }
        return "\(call.name) \(ScenarioPlayer.shown(values.map { ($0.name.string, plain($0.value)) }))"
    }

    /// A value as an author would write it.
    static func plain(_ value: Value) -> String { value.asList == nil ? value.inSentence : "\(value)" }
}
