import Dates
import Encoding
import FoundationEssentials
public import Ingest
public import SourceText

/// What came of reading a history: the events in the order of the file, and what was wrong with the rest.
public struct History: Sendable {
    public init() {}

    public internal(set) var events: [Event] = []
    /// One problem or several for each row or line that gave no event.
    public internal(set) var diagnostics: [Diagnostic] = []
    /// The lines of the file on which those rows begin, counted from 1, ascending, each once.
    public internal(set) var linesLeftOut: [Int] = []
    /// The rows or lines that gave an event or a problem.
    public internal(set) var count = 0
}

extension RuleSet {
    /// Reads a file of rows and columns as events. A row with a problem gives no event and touches no other row.
    public func history(csv path: String, _ mapping: CSVMapping) throws(RuleFiles.Problem) -> History {
        let bytes = try RuleFiles.file(path).bytes
        var history = History()
        // What is wrong with a mapping was found when it was resolved.
        guard var reader = try? CSVReader(name: path, mapping: mapping) else { return history }
        var last = 0
        func take(_ position: CSVReader.Position, _ item: CSVReader.Item) {
            if position.line != last { history.count += 1 }
            last = position.line
            switch item {
            case .event(let event): history.events.append(event)
            case .problems(let problems): history.leaveOut(position.line, problems)
            }
        }
        reader.read(bytes, take)
        reader.finish(take)
        return history
    }

    /// Reads a file of CloudEvents, one JSON object a line, whose data has the shape that the event's file declares.
    public func history(lines path: String) throws(RuleFiles.Problem) -> History {
        let file = try RuleFiles.file(path)
        let bytes = file.bytes
        var history = History()
        var reader = JSONLinesReader(name: path, events: layouts)
        func take(_ line: Int, _ item: JSONLinesReader.Line) {
            history.count += 1
            switch item {
            case .event(let cloud): history.events.append(cloud.event)
            case .problems(let problems): history.leaveOut(line, problems)
            case .value: break
            }
        }
        reader.read(bytes, take)
        reader.finish(take)
        // A stream may be empty; a history that was meant to be tried is not.
        if history.count == 0 {
            var reader = JSONReader()
            history.leaveOut(1, reader.value(of: file).diagnostics)
        }
        return history
    }
}

extension History {
    fileprivate mutating func leaveOut(_ line: Int, _ problems: [Diagnostic]) {
        diagnostics += problems
        if linesLeftOut.last != line { linesLeftOut.append(line) }
    }
}
