import Checking
import Definitions
import Scenarios
public import SourceText

/// Which places of workflows the scenarios reach.
public struct CoverageReport: Sendable {
    public struct Point: Sendable {
        /// `step`, `stage`, `outcome`, `condition true`, `condition false`, `approval level`, `case`, `row` or `price tier`.
        public let kind: String
        public let name: String
        public let place: Place
        public let isCovered: Bool

        public var line: Int { place.file.position(at: Int(place.span.start)).line }
    }

    /// In the order of the files and places.
    public let points: [Point]

    /// The share of the points that are reached, in per cent; 100 if there are none.
    public var share: Double {
        points.isEmpty ? 100 : 100 * Double(points.count(where: \.isCovered)) / Double(points.count)
    }

    /// As lcov's tools read it (geninfo(1)): a line for each step, stage, outcome and level, a pair of branches for each condition.
    public var lcov: String {
        var text = "TN:proviso\n"
        var rest = points[...]
        while let first = rest.first {
            let name = first.place.file.name
            let own = rest.prefix { $0.place.file.name == name }
            rest = rest.dropFirst(own.count)
            text += "SF:\(name)\n" + Self.lines(Array(own)) + "end_of_record\n"
        }
        return text
    }

    private static func lines(_ points: [Point]) -> String {
        var hits: [Int: Int] = [:]
        var branches: [(line: Int, branch: Int, taken: Int)] = []
        for point in points {
            let taken = point.isCovered ? 1 : 0
            switch point.kind {
            case "condition true": branches.append((point.line, 0, taken))
            case "condition false": branches.append((point.line, 1, taken))
            // A line is reached if all that stands on it is.
            default: hits[point.line] = min(hits[point.line] ?? 1, taken)
            }
        }
        var text = ""
        for branch in branches { text += "BRDA:\(branch.line),0,\(branch.branch),\(branch.taken)\n" }
        if !branches.isEmpty { text += "BRF:\(branches.count)\nBRH:\(branches.count { $0.taken > 0 })\n" }
        for (line, count) in hits.sorted(by: { $0.key < $1.key }) { text += "DA:\(line),\(count)\n" }
        return text + "LF:\(hits.count)\nLH:\(hits.count { $0.value > 0 })\n"
    }
}

extension RuleSet {
    /// Plays the scenarios and tells which places they reach of the workflows and rules in the wanted files.
    public func coverage(in isWanted: (_ file: String) -> Bool) throws(NotReady) -> CoverageReport {
        var coverages: [String: Coverage] = [:]
        // A rule may be asked by any workflow, and by cases of its own.
        var ofRules = ruleCoverage()
        for (scenario, stage, result) in try tracedResults() {
            var coverage = Coverage()
            coverage.add(result.trace, scenario.workflow.value, stage)
            ofRules.add(coverage)
            coverages[scenario.workflow.value, default: Coverage()].add(coverage)
        }
        var files: [(file: String, points: [Coverage.Point])] = library.workflows.map { workflow in
            (
                workflow.heading.name.place.file.name,
                (coverages[workflow.heading.name.value] ?? Coverage()).points(of: workflow)
            )
        }
        files += decisions.asked.map { asked -> (file: String, points: [Coverage.Point]) in
            let points =
                switch asked {
                case .rule(let rule): ofRules.points(of: rule)
                case .price(let price): ofRules.points(of: price.definition)
                // All terms of a score, and all classes, are looked at in each question.
                case .scoring: [Coverage.Point]()
                }
            return (asked.heading.name.place.file.name, points)
        }
        return CoverageReport(
            points: files.filter { isWanted($0.file) }.sorted { $0.file < $1.file }.flatMap(\.points).map {
                CoverageReport.Point(
                    kind: $0.kind.rawValue, name: $0.name, place: $0.place, isCovered: $0.isCovered)
            })
    }
}
