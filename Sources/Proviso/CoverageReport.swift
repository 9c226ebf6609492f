import Checking
import Definitions
import Scenarios
public import SourceText

/// Which places of workflows the scenarios reach.
public struct CoverageReport: Sendable {
    public struct Point: Sendable {
        /// `step`, `stage`, `outcome`, `condition true`, `condition false` or `approval level`.
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
    /// Plays the scenarios and tells which places they reach of the workflows in the wanted files.
    public func coverage(in isWanted: (_ file: String) -> Bool) throws(NotReady) -> CoverageReport {
        var coverages: [String: Coverage] = [:]
        for (scenario, stage, result) in try tracedResults() {
            coverages[scenario.workflow.value, default: Coverage()].add(result.trace, scenario.workflow.value, stage)
        }
        let workflows = library.workflows.filter { isWanted($0.heading.name.place.file.name) }
            .sorted { $0.heading.name.place.file.name < $1.heading.name.place.file.name }
        return CoverageReport(
            points: workflows.flatMap { workflow in
                (coverages[workflow.heading.name.value] ?? Coverage()).points(of: workflow).map {
                    CoverageReport.Point(
                        kind: $0.kind.rawValue, name: $0.name, place: $0.place, isCovered: $0.isCovered)
                }
            })
    }
}
