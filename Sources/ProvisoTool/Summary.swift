import Dates
import Encoding
import Hosting
import Proviso

/// What a dry run did, for a person to read.
struct Summary {
    private var runs: Set<Text> = []
    private var ends: [Text: Int] = [:]
    private var calls: [Text: Int] = [:]
    private var others: [Text: Int] = [:]
    private var days: [CivilDate: Int] = [:]
    private let history: History

    init(_ happenings: [Happening], _ history: History) {
        self.history = history
        for happening in happenings {
            if let run = happening.run { runs.insert(run) }
            count(happening)
        }
    }

    private mutating func count(_ happening: Happening) {
        switch happening.kind {
        case .call(let call, let answer):
            calls[Text("\(call.primitive)  \(call.step)  \(Self.words(answer))"), default: 0] += 1
            if let day = try? Zone.utc.civil(at: happening.at).date { days[day, default: 0] += 1 }
        case .asked(let asked): others[Text("asked for approval  \(asked.step)  \(asked.role)"), default: 0] += 1
        case .flagged(let step, _, let to, _): others[Text("handed to a person  \(step)  \(to)"), default: 0] += 1
        case .missed(let stage): others[Text("missed  \(stage)"), default: 0] += 1
        case .suspended(let reason, let step):
            others[Text("in the exception queue  \(step ?? Text())  \(reason)"), default: 0] += 1
        case .duplicate: others[Text("event taken before"), default: 0] += 1
        case .refused(let problem, let field):
            others[Text("event refused  \(problem)  \(field ?? Text())"), default: 0] += 1
        case .ended(let result): ends[result, default: 0] += 1
        default: break
        }
    }

    private static func words(_ answer: Answer) -> String {
        if case .outcome(let name, _) = answer { "\(name)" } else { "\(answer)" }
    }

    var text: String {
        var text =
            [(history.count, "row"), (history.events.count, "event"), (runs.count, "run")]
            .map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ") + "\n"
        if !history.linesLeftOut.isEmpty {
            let lines = history.linesLeftOut.prefix(20).map { "\($0)" }.joined(separator: ", ")
            let more = history.linesLeftOut.count > 20 ? " and \(history.linesLeftOut.count - 20) more" : ""
            text += "left out: line\(history.linesLeftOut.count == 1 ? "" : "s") \(lines)\(more)\n"
        }
        text += Self.table("how the runs ended", ends)
        text += Self.table("calls", calls)
        text += Self.table("besides", others)
        let busiest = days.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
        if !busiest.isEmpty {
            text += "\nthe busiest days\n"
            for (day, count) in busiest { text += "\(Self.padded(count))  \(day)\n" }
        }
        return text
    }

    private static func table(_ title: String, _ rows: [Text: Int]) -> String {
        guard !rows.isEmpty else { return "" }
        return rows.sorted { $0.key < $1.key }.reduce("\n\(title)\n") { $0 + "\(padded($1.value))  \($1.key)\n" }
    }

    private static func padded(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: " ", count: max(0, 9 - digits.count)) + digits
    }
}
