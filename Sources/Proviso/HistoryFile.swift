public import Dates
public import Ingest
public import SourceText

/// A file of what has happened.
public enum HistoryFile: Sendable {
    /// Rows and columns, with the mapping that says which columns become which events. The rows may stand in any order.
    case rows(String, CSVMapping)
    /// CloudEvents, one JSON object a line, in the order of their times.
    case lines(String)

    public var path: String {
        switch self {
        case .rows(let path, _), .lines(let path): path
        }
    }
}

/// What came of reading a history.
public struct HistoryAccount: Sendable {
    /// The rows or lines that gave an event or a problem.
    public internal(set) var rowCount = 0
    public internal(set) var eventCount = 0
    /// The times of the first and the last event.
    public internal(set) var first: Instant?
    public internal(set) var last: Instant?
    /// What was wrong, in the order of the file: at most `maximumDiagnostics`.
    public internal(set) var diagnostics: [Diagnostic] = []
    public internal(set) var diagnosticCount = 0
    /// The lines on which the rows begin that gave no event, or not all that they should have, counted from 1, ascending, each once.
    public internal(set) var linesLeftOut: [Int] = []

    /// The messages that are kept: a file of another kind altogether would have one for each of its lines.
    public static let maximumDiagnostics = 200

    /// Whether another message would be kept.
    var hasRoom: Bool { diagnostics.count < Self.maximumDiagnostics }

    mutating func leaveOut(_ line: Int, _ problems: [Diagnostic]) { leaveOut(line, problems, problems.count) }

    /// - Parameter count: how many problems there are; those behind the first that would be kept may be missing.
    mutating func leaveOut(_ line: Int, _ problems: [Diagnostic], _ count: Int) {
        diagnosticCount += count
        diagnostics += problems.prefix(max(0, Self.maximumDiagnostics - diagnostics.count))
        if linesLeftOut.last != line { linesLeftOut.append(line) }
    }

    /// What was found of the history as a whole.
    mutating func tell(_ problem: Diagnostic) {
        diagnosticCount += 1
        if diagnostics.count < Self.maximumDiagnostics { diagnostics.append(problem) }
    }

    /// Puts what was found while playing into the order of the file.
    mutating func sort() {
        linesLeftOut = Array(Set(linesLeftOut)).sorted()
        diagnostics = diagnostics.enumerated().sorted { one, other in
            let (first, second) = (one.element.place.file.firstLine, other.element.place.file.firstLine)
            return (first, one.offset) < (second, other.offset)
        }.map(\.element)
    }

    /// Takes events of which the first and the last were at these seconds since 1970.
    mutating func take(_ count: Int, from first: Int64, to last: Int64) {
        eventCount += count
        self.first = try? Instant(seconds: first)
        self.last = try? Instant(seconds: last)
    }

    mutating func take(_ time: Instant) {
        eventCount += 1
        first = first.map { min($0, time) } ?? time
        last = last.map { max($0, time) } ?? time
    }
}
