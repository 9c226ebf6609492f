import Digests
import Encoding
import TestSupport

/// Some workflows, how it begins, and what can happen.
struct Trial: Sendable {
    var name: String
    /// The rules that show in it.
    var rules: [Rule]
    var workflows: [ModelWorkflow]
    /// What `publish` puts in their place.
    var later: [ModelWorkflow] = []
    var opening: [Act]
    var acts: [Act]
    /// How many acts after the opening are enumerated in every order.
    var depth = 6
    var isSilencedByPayment = false
    var settings = ModelSettings.ordinary

    var model: ModelEngine { ModelEngine(workflows, later: later, settings) }
    var machine: MachineEngine { MachineEngine(workflows, later: later, settings) }

    var situation: Situation {
        let start = CivilTime.day(year: 2026, month: 3, day: 2) * 86_400 + 8 * 3600
        return Situation(world: ordinaryWorld, clock: start, workflow: workflows[0].name)
    }
}

/// Runs two engines side by side over what can happen in a trial, and compares every line and all that can be seen.
///
/// The left one is the model: the makers look at it, and the invariants are asked of it. The right one lives twice. One
/// never dies; the other is made anew from the saved bytes of the first. Both take the input, and must say the same and
/// save the same bytes. So, by induction over a path, it makes no difference between which inputs the process dies, nor
/// whether it dies before an input was committed and gets it once more: whatever is restored from the bytes after `n`
/// inputs goes on, byte by byte, as the one that lived.
struct Enumerator<Left: Engine, Right: Engine> {
    let trial: Trial
    /// How many inputs were compared.
    private(set) var compared = 0
    /// How many moments were different enough to be gone on from.
    private(set) var moments = 0
    private let start: Node

    init(_ trial: Trial, _ left: Left, _ right: Right) {
        self.trial = trial
        start = Node(situation: trial.situation, left: left, right: right, restored: right, bytes: right.saved())
    }

    private struct Node {
        var situation: Situation
        var left: Left
        var right: Right
        /// What another process makes of `bytes`, which `right` has saved.
        var restored: Right
        var bytes: [UInt8]
        var invariants = Invariants()
        var summary = ""
        var path: [UInt8] = []

        /// All that what follows can depend on.
        var fingerprint: Digest {
            var writer = FingerprintWriter()
            situation.write(to: &writer)
            invariants.write(to: &writer)
            writer.text(summary)
            let saved = left.saved()
            writer.number(saved.count)
            return Digests.blake2b(writer.bytes + saved + bytes)
        }
    }

    private enum Step {
        case impossible
        case same
        case different(String)
    }

    /// Every sequence of up to `trial.depth` acts after the opening, level by level.
    ///
    /// Two sequences that lead to the same moment have the same future: what an act does is a function of the situation
    /// (the world, the clock, what was last sent), of what the model is, of the bytes that the machine has saved, and of
    /// what the invariants have seen, and all of these are in the fingerprint. So a moment is gone on from once, on the
    /// level where it is first met; its future, as far as the depth leaves room, is then compared for all sequences that
    /// lead to it, since none of them meets it on an earlier level. What the fingerprint does not hold is what the
    /// machine keeps beside its bytes, such as its queue of timers; the two lives of the right engine differ in just
    /// that, and are compared at each input.
    ///
    /// - Returns: the shortest sequence on which the engines differ or an invariant fails, told input by input; nil if none.
    mutating func enumerate() -> String? {
        guard let opened = play([]) else { return tell([]) }
        var known: Set<Digest> = [opened.fingerprint]
        var level = [opened]
        for depth in stride(from: 1, through: trial.depth, by: 1) {
            moments += level.count
            var next: [Node] = []
            for node in level {
                for index in trial.acts.indices {
                    var child = node
                    child.path.append(UInt8(index))
                    switch take(trial.acts[index], &child) {
                    case .impossible: continue
                    case .different: return tell(child.path)
                    case .same:
                        guard depth < trial.depth, known.insert(child.fingerprint).inserted else { continue }
                        if revive(&child) != nil { return tell(child.path) }
                        next.append(child)
                    }
                }
            }
            level = next
        }
        return nil
    }

    /// `count` sequences of up to `length` acts, drawn from `seed`. Returns as `enumerate` does; what fails is
    /// shortened first by leaving out acts.
    mutating func sample(_ count: Int, length: Int, seed: UInt64) -> String? {
        var generator = SeededGenerator(seed: seed)
        guard let opened = play([]) else { return tell([]) }
        for _ in 0..<count {
            var node = opened
            for _ in 0..<Int.random(in: 1...length, using: &generator) {
                let index = Int.random(in: 0..<trial.acts.count, using: &generator)
                node.path.append(UInt8(index))
                // Some die after an input, the others live on for some time.
                let dies = Int.random(in: 0..<3, using: &generator) == 0
                var isDifferent = false
                if case .different = take(trial.acts[index], &node) { isDifferent = true }
                if isDifferent || dies && revive(&node) != nil {
                    return "seed \(seed)\n" + tell(shortened(node.path))
                }
            }
        }
        return nil
    }

    /// The state after the opening and a path; nil if something is different on the way.
    private mutating func play(_ path: [UInt8]) -> Node? {
        var node = start
        for act in trial.opening + path.map({ trial.acts[Int($0)] }) {
            if case .different = take(act, &node) { return nil }
            if revive(&node) != nil { return nil }
        }
        return node
    }

    private mutating func shortened(_ path: [UInt8]) -> [UInt8] {
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
    private mutating func tell(_ path: [UInt8]) -> String {
        var node = start
        var report = ["trial \(trial.name)"]
        for act in trial.opening + path.map({ trial.acts[Int($0)] }) {
            var problem: String?
            if case .different(let found) = take(act, &node, { report.append($0) }) { problem = found }
            if let problem = problem ?? revive(&node) {
                report.append("PROBLEM: \(problem)")
                break
            }
        }
        return report.joined(separator: "\n")
    }

    private mutating func take(_ act: Act, _ node: inout Node, _ tell: ((String) -> Void)? = nil) -> Step {
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
        if let problem = compareViews(&node, tell) ?? compareRestored(&node, input, rightLines, tell) {
            return .different(problem)
        }
        let problem = node.invariants.check(
            input, leftLines, node.situation, before: before, after: node.summary,
            isSilencedByPayment: trial.isSilencedByPayment)
        return problem.map { .different($0) } ?? .same
    }

    private func compareViews(_ node: inout Node, _ tell: ((String) -> Void)?) -> String? {
        let view = node.left.view()
        let other = node.right.view()
        node.summary = view.summary
        node.situation.inFlight = view.inFlight
        node.situation.nextTimer = view.nextTimer
        if view.summary != other.summary {
            tell?("model:\n\(view.summary)\nother:\n\(other.summary)")
            return "the summaries differ"
        }
        if view.inFlight != other.inFlight { return "the calls in flight differ" }
        return view.nextTimer == other.nextTimer ? nil : "the next timers differ"
    }

    /// The process that was restored takes the input as well.
    private func compareRestored(
        _ node: inout Node, _ input: EngineInput, _ lines: [String], _ tell: ((String) -> Void)?
    ) -> String? {
        let restoredLines = node.restored.take(input, node.situation.world)
        if restoredLines != lines {
            tell?((["restored:"] + restoredLines).joined(separator: "\n    "))
            return "a restored process says something else"
        }
        node.bytes = node.right.saved()
        return node.restored.saved() == node.bytes ? nil : "a restored process saves something else"
    }

    /// The process dies, and another one is made of what it has saved.
    private func revive(_ node: inout Node) -> String? {
        guard var restored = node.right.restored(from: node.bytes) else { return "what was saved cannot be read" }
        guard restored.saved() == node.bytes else { return "reading and writing changes what was saved" }
        if restored.view() != node.right.view() { return "a restored process looks different" }
        node.restored = restored
        return nil
    }
}
