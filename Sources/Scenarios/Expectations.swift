import Checking
import Dates
import Definitions
import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Runner
import Simulation
import SourceText
import YAMLReading

/// What a moment expects, held against what happened since the moment before and against the run as it stands.
extension ScenarioPlayer {
    mutating func check(_ expectation: ExpectationDefinition, _ moment: MomentDefinition, _ all: [Happening]) {
        current = expectation.node.span
        // A moment that names a run speaks of what that run did.
        let happenings = moment.run.map { run in all.filter { isOf(run.value, $0) } } ?? all
        checkCalls(expectation, happenings)
        checkEvents(expectation, happenings)
        checkPeople(expectation, happenings)
        checkRecords(expectation)
        if let expected = expectation.runs, let count = expected.value.value {
            let runs = replay.states.count { $0.id.workflow == Text(scenario.workflow.value) }
            expect("runs", runs == count, expected.place, "The number of runs is another.", "\(runs)", "\(count)")
        }
        let asksForRun =
            expectation.waiting != nil || expectation.ended != nil || expectation.dormant != nil
            || expectation.suspended != nil || expectation.paused != nil || !expectation.values.isEmpty
        guard asksForRun, let run = run(of: moment, isNeeded: true) else { return }
        checkPhase(expectation, run)
        checkValues(expectation, run)
    }

    private func isOf(_ key: String, _ happening: Happening) -> Bool {
        happening.run.map { $0.workflow == Text(scenario.workflow.value) && $0.key == Text(key) } ?? false
    }

    /// Counts an expectation, and reports it if it does not hold.
    mutating func expect(
        _ key: String, _ holds: Bool, _ place: Place, _ message: String, _ actual: String, _ expected: String,
        difference: [String] = []
    ) {
        result.expectationCount += 1
        let id = ScenarioExpectation(group: current, key: key)
        if result.expectations.last != id { result.expectations.append(id) }
        guard !holds else { return }
        report(
            ScenarioCodes.failed, place, message, found: actual, expected: expected,
            help: "Mend the workflow if the expectation is right, or the expectation if the workflow is.")
        guard let diagnostic = result.diagnostics.last else { return }
        result.failures.append(
            ScenarioFailure(
                diagnostic: diagnostic, expectation: id, at: now,
                difference: difference.isEmpty ? ["- \(expected)", "+ \(actual)"] : difference,
                trail: Trail.lines(since.happenings, since.trace, stage.runner)))
    }

    // MARK: What happened since

    private mutating func checkCalls(_ expectation: ExpectationDefinition, _ happenings: [Happening]) {
        guard let expected = expectation.callsSince else { return }
        let calls = happenings.compactMap { happening -> (name: Text, values: [NamedValue])? in
            if case .call(let call, _) = happening.kind { (call.primitive, call.inputs) } else { nil }
        }
        compare("calls_since", expected, calls, "The calls are others.", none: "no call", expectation)
    }

    private mutating func checkEvents(_ expectation: ExpectationDefinition, _ happenings: [Happening]) {
        guard let expected = expectation.eventsSince else { return }
        let events = happenings.compactMap { happening -> (name: Text, values: [NamedValue])? in
            if case .sent(let type, let data) = happening.kind { (type, data) } else { nil }
        }
        compare("events_since", expected, events, "The events sent are others.", none: "no event", expectation)
    }

    /// Exact and in order; of each, the values that are written.
    private mutating func compare(
        _ key: String, _ expected: [ExpectedCall], _ actual: [(name: Text, values: [NamedValue])], _ message: String,
        none: String, _ expectation: ExpectationDefinition
    ) {
        let holds =
            expected.count == actual.count
            && zip(expected, actual).allSatisfy { Difference.isAsExpected($0, $1) }
        let first = zip(expected, actual).first { $0.name.value != $1.name.string }?.0 ?? expected.first
        expect(
            key, holds, first?.name.place ?? expectation.node.place, message,
            actual.isEmpty
                ? none
                : actual.map { "\($0.name) \(Self.shown($0.values.map { ($0.name.string, "\($0.value)") }))" }
                    .joined(separator: "; "),
            expected.isEmpty
                ? none
                : expected.map { call in
                    "\(call.name.value) \(Self.shown((call.values ?? []).map { ($0.name.value, Self.written($0.value)) }))"
                }.joined(separator: "; "),
            difference: Difference.lines(expected, actual))
    }

    static func shown(_ values: [(String, String)]) -> String {
        "{" + values.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + "}"
    }

    private mutating func checkPeople(_ expectation: ExpectationDefinition, _ happenings: [Happening]) {
        if let expected = expectation.denied {
            let denials = happenings.compactMap { happening -> String? in
                if case .denied(_, _, let denial) = happening.kind { denial.rawValue } else { nil }
            }
            expect(
                "denied", denials.contains(expected.value), expected.place, "The decision was not denied so.",
                denials.isEmpty ? "a decision that counts, or none" : denials.joined(separator: ", "), expected.value)
        }
        checkFlags(expectation, happenings)
        checkAsked(expectation, happenings)
        checkMissed(expectation, happenings)
    }

    /// Stages of runs, and runs that a schedule did not start.
    private mutating func checkMissed(_ expectation: ExpectationDefinition, _ happenings: [Happening]) {
        func missed(runs: Bool) -> [String] {
            happenings.compactMap { happening -> String? in
                guard case .missed(let name) = happening.kind, happening.run?.isPlan == runs else { return nil }
                return name.string
            }
        }
        if let expected = expectation.missedSince {
            expectMissed(
                "missed_since", "The stages missed are others.", missed(runs: false), expected.map(\.value),
                expected.first?.place ?? expectation.node.place)
        }
        if let expected = expectation.missedRunsSince {
            expectMissed(
                "missed_runs_since", "The runs missed are others.", missed(runs: true), expected.map(\.value),
                expected.first?.place ?? expectation.node.place)
        }
    }

    private mutating func expectMissed(
        _ key: String, _ message: String, _ found: [String], _ expected: [String], _ place: Place
    ) {
        expect(
            key, found == expected, place, message, found.isEmpty ? "none" : found.joined(separator: ", "),
            expected.isEmpty ? "none" : expected.joined(separator: ", "))
    }

    /// Exact and in order: what was said, and to whom and until when where the author says so.
    private mutating func checkFlags(_ expectation: ExpectationDefinition, _ happenings: [Happening]) {
        guard let expected = expectation.flagged else { return }
        let flags = happenings.compactMap { happening -> FlagRequest? in
            if case .flagged(let request) = happening.kind { request } else { nil }
        }
        let holds =
            flags.count == expected.count
            && zip(flags, expected).allSatisfy { flag, wanted in
                flag.text.string == wanted.text.value
                    && (wanted.to.map { $0.value == flag.to.string } ?? true)
                    && (wanted.until.map { $0.value == flag.until } ?? true)
            }
        // Of what happened only that is shown of which the author says something.
        let saysTo = expected.contains { $0.to != nil }
        let saysUntil = expected.contains { $0.until != nil }
        func shown(_ text: String, _ to: String?, _ until: Instant?) -> String {
            text + (to.map { ", to \($0)" } ?? "") + (until.map { ", until \($0)" } ?? "")
        }
        let actual = flags.map { shown($0.text.string, saysTo ? $0.to.string : nil, saysUntil ? $0.until : nil) }
        let wanted = expected.map { shown($0.text.value, $0.to?.value, $0.until?.value) }
        expect(
            "flagged", holds, expected.first?.text.place ?? expectation.node.place,
            "What was handed to a person is another.", actual.isEmpty ? "nothing" : actual.joined(separator: "; "),
            wanted.isEmpty ? "nothing" : wanted.joined(separator: "; "),
            difference: (wanted.isEmpty ? [] : wanted.map { "- \($0)" }) + actual.map { "+ \($0)" })
    }

    private mutating func checkAsked(_ expectation: ExpectationDefinition, _ happenings: [Happening]) {
        checkPeople("asked_since", expectation.askedSince, "The people asked are others.", expectation, happenings) {
            if case .asked(let request) = $0 { request } else { nil }
        }
        checkPeople(
            "reminded_since", expectation.remindedSince, "The people reminded are others.", expectation, happenings
        ) {
            if case .reminded(let request) = $0 { request } else { nil }
        }
        checkPeople(
            "escalated_since", expectation.escalatedSince, "It was passed on to others.", expectation, happenings
        ) {
            // Whoever is asked besides is one more who may decide, whatever number the level needs.
            guard case .escalated(var request) = $0 else { return nil }
            request.count = 1
            return request
        }
    }

    /// Exact and in order, each as an approval names it.
    private mutating func checkPeople(
        _ key: String, _ expected: [Written<String>]?, _ message: String, _ expectation: ExpectationDefinition,
        _ happenings: [Happening], _ request: (Happening.Kind) -> ApprovalRequest?
    ) {
        guard let expected else { return }
        let actual = happenings.compactMap { request($0.kind) }.map {
            $0.count > 1 ? "\($0.count) of \($0.role)" : $0.role.string
        }
        expect(
            key, actual == expected.map(\.value), expected.first?.place ?? expectation.node.place, message,
            actual.isEmpty ? "nobody" : actual.joined(separator: ", "),
            expected.isEmpty ? "nobody" : expected.map(\.value).joined(separator: ", "))
    }

    // MARK: The run as it stands

    private mutating func checkPhase(_ expectation: ExpectationDefinition, _ run: RunState) {
        let program = stage.runner.program(of: run)
        let step = program.flatMap { run.step(in: $0) }
        let standing = Self.words(run, step)
        if let expected = expectation.waiting {
            let isWaiting =
                switch run.phase {
                case .ended, .dormant, .suspended: false
                default: step == expected.value
                }
            expect(
                "waiting", isWaiting, expected.place, "The run does not wait there.", standing,
                "waiting at \(expected.value)")
        }
        if let expected = expectation.ended {
            let end: String? =
                switch run.phase {
                case .ended(let result), .dormant(_, let result): result.string
                default: nil
                }
            expect(
                "ended", end == expected.value, expected.place, "The run has not ended so.", standing,
                "ended: \(expected.value)"
            )
        }
        if let expected = expectation.dormant {
            var isDormant = false
            if case .dormant = run.phase { isDormant = true }
            expect(
                "dormant", isDormant == expected.value, expected.place,
                "Whether the run can be taken up again is otherwise.",
                standing, "dormant: \(expected.value)")
        }
        if let expected = expectation.suspended {
            var reason: String?
            if case .suspended(let suspension) = run.phase { reason = suspension.reason.name.string }
            expect(
                "suspended", reason == expected.value, expected.place,
                "The run is not in the exception queue for that.", standing,
                "suspended: \(expected.value)")
        }
        if let expected = expectation.paused {
            let isPaused = run.frames.contains { frame in
                if case .sequence(let sequence) = frame { sequence.pausedOn != nil } else { false }
            }
            expect(
                "paused", isPaused == expected.value, expected.place, "Whether the sequence stands still is otherwise.",
                "paused: \(isPaused)", "paused: \(expected.value)")
        }
    }

    private static func words(_ run: RunState, _ step: String?) -> String {
        switch run.phase {
        case .ended(let result): "ended: \(result)"
        case .dormant(_, let result): "ended: \(result), and can be taken up again"
        case .suspended(let suspension): "suspended: \(suspension.reason.name)"
        default: step.map { "waiting at \($0)" } ?? "under way"
        }
    }

    private mutating func checkValues(_ expectation: ExpectationDefinition, _ run: RunState) {
        guard !expectation.values.isEmpty, let program = stage.runner.program(of: run) else { return }
        switch run.phase {
        case .ended, .dormant:
            return report(
                ScenarioCodes.unclearRun, expectation.values[0].name.place, "The run has ended and keeps no values.",
                found: Self.words(run, nil), expected: "a run that is under way",
                help: "Look at its values while it waits, or say under \"records\" what the billing system has then.")
        default: break
        }
        let names = stage.slotNames[program.identity] ?? []
        for entry in expectation.values {
            guard let slot = names.lastIndex(of: entry.name.value) else {
                result.diagnostics.append(ScenarioNames.unknown(entry.name, "value", names))
                continue
            }
            let value = run.results.last { $0.slot == slot }?.value ?? .absent
            expect(
                "values", WrittenData.matches(entry.value, value), entry.name.place,
                "\"\(entry.name.value)\" has another value.", "\(value)", Self.written(entry.value))
        }
    }

    static func written(_ node: LocatedNode) -> String {
        switch node.kind {
        case .scalar: node.text
        case .sequence: "[" + node.items.map { written($0) }.joined(separator: ", ") + "]"
        case .mapping:
            "{" + node.entries.map { "\($0.key.text): \(written($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}

extension RunState {
    /// The name of the step at which the run stands: the innermost list's, or the sequence that it is in.
    func step(in program: Program) -> String? {
        for frame in frames.reversed() {
            switch frame {
            case .sequence(let sequence): return program.steps[sequence.step].name.string
            case .block(let block, let index, _):
                let steps = program.blocks[block].steps
                return steps.indices.contains(index) ? program.steps[steps[index]].name.string : nil
            case .each(let each): return program.steps[each.step].name.string
            case .undo: continue
            }
        }
        return nil
    }
}
