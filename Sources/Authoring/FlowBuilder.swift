package import Definitions
import YAMLReading

/// Draws a workflow: its steps in their order, questions at conditions, a branch for each outcome.
package struct FlowBuilder {
    /// A way that leads on to whatever comes next.
    private struct Way {
        var from: Int
        var label: String
    }

    private var graph = FlowGraph()
    private var start = 0

    /// The graph of a workflow file's definition; nil if it defines something else.
    package static func graph(of file: DefinitionFile) -> FlowGraph? {
        guard file.kind == .workflow, let root = file.tree?.root, let steps = root["steps"] else { return nil }
        var builder = FlowBuilder()
        builder.start = builder.graph.node(trigger(root["trigger"]), .end)
        let ways = builder.steps(steps, [Way(from: builder.start, label: "")])
        if !ways.isEmpty {
            let done = builder.graph.node("done", .end)
            builder.connect(ways, done)
        }
        return builder.graph
    }

    private static func trigger(_ trigger: LocatedNode?) -> String {
        guard let trigger else { return "start" }
        let condition = trigger["if"].map { "\nif \(shortened($0.text))" } ?? ""
        if let event = trigger["event"] { return event.text + condition }
        if let every = trigger["every"] { return "every \(every.text)" + condition }
        if let about = trigger["about"] {
            return "\(trigger["at"]?.text ?? "") of \(trigger["from"]?.text ?? about.text)" + condition
        }
        return "on demand" + condition
    }

    private mutating func connect(_ ways: [Way], _ node: Int) {
        for way in ways { graph.edge(way.from, node, way.label) }
    }

    // MARK: Steps

    private mutating func steps(_ list: LocatedNode, _ ways: [Way]) -> [Way] {
        var ways = ways
        for item in list.items {
            // What follows an end is never reached; the checker says so.
            if ways.isEmpty { break }
            ways = step(item, ways)
        }
        return ways
    }

    private mutating func step(_ item: LocatedNode, _ ways: [Way]) -> [Way] {
        if item.isScalar {
            guard item.text == "begin_again" else { return ways }
            connect(
                ways.map { Way(from: $0.from, label: $0.label.isEmpty ? "begin again" : "\($0.label): begin again") },
                start)
            return []
        }
        guard item.isMapping else { return ways }
        var open = ways
        var skipped: [Way] = []
        if let condition = item["if"] {
            let question = graph.node("\(Self.shortened(condition.text))?", .question)
            connect(open, question)
            open = [Way(from: question, label: "yes")]
            skipped = [Way(from: question, label: "no")]
        }
        if let each = item["each"] {
            let node = graph.node("for each \(each.text)", .timetable)
            connect(open, node)
            open = [Way(from: node, label: "")]
        }
        return action(item, open) + skipped
    }

    private mutating func action(_ item: LocatedNode, _ ways: [Way]) -> [Way] {
        if let group = item["steps"] { return steps(group, ways) }
        if let cases = item["choose"] { return choose(cases, ways) }
        if let name = item["sequence"] { return sequence(item, name.text, ways) }
        if let end = item["end"] {
            let node = graph.node(end.text, .end)
            connect(ways, node)
            return []
        }
        guard let label = Self.label(item) else { return ways }
        let isForPeople = item["approve"] != nil || item["flag"] != nil
        let node = graph.node(label, isForPeople ? .person : .step)
        connect(ways, node)
        let branches = outcomes(item, node)
        let onward = item["approve"] != nil ? "approved" : branches.hasAny ? "else" : ""
        return [Way(from: node, label: onward)] + branches.ways
    }

    private mutating func outcomes(_ item: LocatedNode, _ node: Int) -> (ways: [Way], hasAny: Bool) {
        guard let outcomes = item["outcomes"] else { return ([], false) }
        var ways: [Way] = []
        for outcome in outcomes.entries {
            ways += steps(outcome.value, [Way(from: node, label: outcome.key.text)])
        }
        return (ways, outcomes.count > 0)
    }

    private mutating func choose(_ cases: LocatedNode, _ ways: [Way]) -> [Way] {
        var open = ways
        var done: [Way] = []
        for item in cases.items {
            if let condition = item["if"] {
                let question = graph.node("\(Self.shortened(condition.text))?", .question)
                connect(open, question)
                if let then = item["then"] { done += steps(then, [Way(from: question, label: "yes")]) }
                open = [Way(from: question, label: "no")]
            } else if let otherwise = item["else"] {
                done += steps(otherwise, open)
                open = []
            }
        }
        return done + open
    }

    private mutating func sequence(_ item: LocatedNode, _ name: String, _ ways: [Way]) -> [Way] {
        let from = item["from"].map { " from \(Self.shortened($0.text))" } ?? ""
        let node = graph.node("\(name)\(from)", .timetable)
        connect(ways, node)
        var last = Way(from: node, label: "")
        for stage in item["stages"].map({ Array($0.items) }) ?? [] {
            let time =
                stage["at"]?.text
                ?? stage["every"].map { "every \($0.text), at most \(stage["at_most"]?.text ?? "")" } ?? ""
            let condition = stage["if"].map { ", if \(Self.shortened($0.text))" } ?? ""
            let what = Self.label(stage) ?? (stage["steps"] == nil ? "a stage" : stage["as"]?.text ?? "steps")
            let next = graph.node("\(time)\(condition)\n\(what)", stage["flag"] == nil ? .step : .person)
            graph.edge(last.from, next, last.label)
            last = Way(from: next, label: "")
            var ways = outcomes(stage, next).ways
            if let steps = stage["steps"] { ways += self.steps(steps, [last]) }
            // A branch of a stage comes back to the timetable.
            connect(ways.filter { $0.from != next || !$0.label.isEmpty }, node)
        }
        var onward: [Way] = []
        let cleared = Way(from: node, label: "cleared")
        if let steps = item["cleared"] { onward += self.steps(steps, [cleared]) } else { onward.append(cleared) }
        let limit = item["give_up"].map { $0.isMapping ? $0["after"]?.text ?? "" : $0.text } ?? ""
        let gaveUp = Way(from: last.from, label: "gave up after \(limit)")
        if let steps = item["give_up"]?["steps"] { return onward + self.steps(steps, [gaveUp]) }
        return onward + [gaveUp]
    }

    // MARK: Words

    private static func label(_ item: LocatedNode) -> String? {
        let name = item["as"].map { "\($0.text)\n" } ?? ""
        if let call = item["do"] { return name + call.text }
        if let rule = item["decide"] { return name + "decide \(rule.text)" }
        if let rule = item["advise"] { return name + "advice of \(rule.text)" }
        if let text = item["approve"] { return name + "approve: \(shortened(text.text))" }
        if let text = item["flag"] { return name + "for \(item["to"]?.text ?? "a person"): \(shortened(text.text))" }
        if let event = item["emit"] { return name + "emit \(event.text)" }
        if let values = item["let"] { return name + "let " + values.entries.map(\.key.text).joined(separator: ", ") }
        if let wait = item["wait"] {
            let what = wait.entries.map { "\($0.key.text) \(shortened($0.value.text))" }.joined(separator: ", ")
            return name + "wait \(what)"
        }
        return nil
    }

    private static func shortened(_ text: String) -> String {
        let line = text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
        return line.count > 60 ? String(line.prefix(59)) + "…" : line
    }
}
