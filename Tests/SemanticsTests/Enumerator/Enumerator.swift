import TestSupport

/// Some workflows, how it begins, and what can happen.
struct Trial: Sendable {
    var name: String
    var workflows: [ModelWorkflow]
    var opening: [Act]
    var acts: [Act]
    /// How many acts after the opening are enumerated in every order.
    var depth = 6
    var isSilencedByPayment = false

    var situation: Situation {
        let start = CivilTime.day(year: 2026, month: 3, day: 2) * 86_400 + 8 * 3600
        return Situation(world: ordinaryWorld, clock: start, workflow: workflows[0].name)
    }
}

/// Runs two engines side by side over what can happen in a trial, and compares every line and every summary.
///
/// The left one is the model: the makers look at it, and the invariants are asked of it. Engines are values, so the
/// tree of all interleavings is walked depth first over copies, without a replay. After about half of the inputs the
/// process dies: which ones follows from the path, so a path says everything.
struct Enumerator<Left: Engine, Right: Engine> {
    let trial: Trial
    /// How many inputs were compared.
    private(set) var compared = 0
    private let start: Node

    init(_ trial: Trial, _ left: Left, _ right: Right) {
        self.trial = trial
        start = Node(situation: trial.situation, left: left, right: right)
    }

    private struct Node {
        var situation: Situation
        var left: Left
        var right: Right
        var invariants = Invariants()
        var summary = ""
    }

    private enum Step {
        case impossible
        case same
        case different(String)
    }

    /// Every sequence of up to `trial.depth` acts after the opening.
    ///
    /// - Returns: the shortest one on which the engines differ or an invariant fails, told input by input; nil if none.
    mutating func enumerate() -> String? {
        guard let node = play([]) else { return tell([]) }
        var shortest: [Int]?
        var path: [Int] = []
        walk(node, &path, &shortest)
        return shortest.map { tell($0) }
    }

    private mutating func walk(_ node: Node, _ path: inout [Int], _ shortest: inout [Int]?) {
        for index in trial.acts.indices {
            // Only what is shorter than the shortest failure is still of interest.
            guard path.count < min(trial.depth, shortest.map { $0.count - 1 } ?? trial.depth) else { return }
            var next = node
            path.append(index)
            switch take(trial.acts[index], &next, crashes: crashes(after: path)) {
            case .impossible: break
            case .same: walk(next, &path, &shortest)
            case .different: shortest = path
            }
            path.removeLast()
        }
    }

    /// `count` sequences of up to `length` acts, drawn from `seed`. Returns as `enumerate` does; what fails is
    /// shortened first by leaving out acts.
    mutating func sample(_ count: Int, length: Int, seed: UInt64) -> String? {
        var generator = SeededGenerator(seed: seed)
        guard let opened = play([]) else { return tell([]) }
        for _ in 0..<count {
            var node = opened
            var path: [Int] = []
            for _ in 0..<Int.random(in: 1...length, using: &generator) {
                let index = Int.random(in: 0..<trial.acts.count, using: &generator)
                path.append(index)
                if case .different = take(trial.acts[index], &node, crashes: crashes(after: path)) {
                    return "seed \(seed)\n" + tell(shortened(path))
                }
            }
        }
        return nil
    }

    private func crashes(after path: [Int]) -> Bool { path.reduce(path.count, +) % 2 == 0 }

    /// The state after the opening and a path; nil if something is different on the way.
    private mutating func play(_ path: [Int]) -> Node? {
        var node = start
        for act in trial.opening {
            if case .different = take(act, &node, crashes: false) { return nil }
        }
        for length in path.indices {
            let crashes = crashes(after: Array(path[...length]))
            if case .different = take(trial.acts[path[length]], &node, crashes: crashes) { return nil }
        }
        return node
    }

    private mutating func shortened(_ path: [Int]) -> [Int] {
        var path = path
        var index = 0
        while index < path.count {
            var shorter = path
            shorter.remove(at: index)
            if play(shorter) == nil {
                path = shorter
                index = 0
            } else {
                index += 1
            }
        }
        return path
    }

    /// Plays a path once more and writes down what both engines say.
    private mutating func tell(_ path: [Int]) -> String {
        var node = start
        var report = ["trial \(trial.name)"]
        let deaths = trial.opening.map { _ in false } + path.indices.map { crashes(after: Array(path[...$0])) }
        for (act, dies) in zip(trial.opening + path.map { trial.acts[$0] }, deaths) {
            if case .different(let problem) = take(act, &node, crashes: dies, { report.append($0) }) {
                report.append("PROBLEM: \(problem)")
                break
            }
        }
        return report.joined(separator: "\n")
    }

    private mutating func take(
        _ act: Act, _ node: inout Node, crashes: Bool, _ tell: ((String) -> Void)? = nil
    ) -> Step {
        guard let move = act.make(&node.situation) else { return .impossible }
        guard case .input(let input) = move else {
            tell?("* \(act.name)")
            return .same
        }
        compared += 1
        let before = node.summary
        let leftLines = node.left.take(input, node.situation.world)
        let rightLines = node.right.take(input, node.situation.world)
        tell?("* \(act.name): \(input)")
        if leftLines != rightLines {
            tell?((["model:"] + leftLines + ["other:"] + rightLines).joined(separator: "\n    "))
            return .different("the lines differ")
        }
        for line in leftLines { tell?("    \(line)") }
        if crashes {
            tell?("* crash")
            node.left.crash()
            node.right.crash()
        }
        if let problem = compareStates(&node, tell) { return .different(problem) }
        let problem = node.invariants.check(
            input, leftLines, node.situation, before: before, after: node.summary,
            isSilencedByPayment: trial.isSilencedByPayment)
        return problem.map { .different($0) } ?? .same
    }

    private func compareStates(_ node: inout Node, _ tell: ((String) -> Void)?) -> String? {
        node.summary = node.left.summary()
        node.situation.inFlight = node.left.inFlight()
        node.situation.nextTimer = node.left.nextTimer()
        let other = node.right.summary()
        if node.summary != other {
            tell?("model:\n\(node.summary)\nother:\n\(other)")
            return "the summaries differ"
        }
        if node.situation.inFlight != node.right.inFlight() { return "the calls in flight differ" }
        if node.situation.nextTimer != node.right.nextTimer() { return "the next timers differ" }
        return nil
    }
}
