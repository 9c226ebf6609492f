import Billing
import Checking
import Dates
package import Definitions
import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Runner
import Simulation
import SourceText
import YAMLReading

/// Plays a scenario on a virtual clock and holds what happens against what is expected.
///
/// At each moment the timers before it fire, then what the moment tells happens, then the timers of the moment itself fire; then its
/// expectations are looked at. After an outage the timers before it have not fired, and do so with those of the moment.
package struct ScenarioPlayer {
    let scenario: ScenarioDefinition
    let stage: ScenarioStage
    var result: ScenarioResult
    let world: ScenarioWorld
    var replay: PartitionReplay
    private(set) var now: Instant
    private var eventCount = 0
    /// Where the `expect` stands that is looked at.
    var current = Span(0..<0)
    /// What has happened since the moment before, and what the machine told of it.
    private(set) var since: (happenings: [Happening], trace: [TracedChange]) = ([], [])

    package static func play(_ scenario: ScenarioDefinition, _ stage: ScenarioStage) -> ScenarioResult {
        var player = ScenarioPlayer(scenario, stage)
        player.play()
        return player.result
    }

    private init(_ scenario: ScenarioDefinition, _ stage: ScenarioStage) {
        self.scenario = scenario
        self.stage = stage
        let names = stage.library.workflow(scenario.workflow.value).map {
            ScenarioNames.check(scenario, of: $0, stage.library)
        }
        result = ScenarioResult(scenario: scenario, diagnostics: names ?? [])
        world = ScenarioWorld(book: stage.book, scripts: Self.scripts(scenario, stage.library))
        replay = PartitionReplay(runner: stage.runner, routes: stage.routes, partition: Text(), world: world)
        now = scenario.start.value
        replay.keepsTrace = true
        world.moveClock(to: now)
    }

    // MARK: Before the first moment

    private static func scripts(
        _ scenario: ScenarioDefinition, _ library: Library
    ) -> [Text: [(name: Text, data: Value)]] {
        var scripts: [Text: [(name: Text, data: Value)]] = [:]
        for entry in scenario.answers {
            guard let primitive = library.primitive(entry.name.value) else { continue }
            scripts[Text(entry.name.value)] = entry.value.map { answer in
                let outcome = primitive.outcomes.first { $0.name.value == answer.outcome.value }
                return (Text(answer.outcome.value), data(answer.data, outcome))
            }
        }
        return scripts
    }

    private static func data(_ written: [NamedEntry<LocatedNode>], _ outcome: OutcomeDefinition?) -> Value {
        var data = WrittenData()
        let entries = written.compactMap { entry -> MapEntry? in
            guard let field = outcome?.fields.first(where: { $0.name.value == entry.name.value }) else { return nil }
            return data.value(entry.value, field.type.value, field.fields).map {
                (key: .string(entry.name.value), value: $0)
            }
        }
        return entries.isEmpty ? .absent : (try? .map(entries)) ?? .absent
    }

    // MARK: The timeline

    private mutating func play() {
        // What cannot be understood is not played: what came of it would only confuse.
        guard result.diagnostics.isEmpty else { return }
        for entry in scenario.given { set(entry, isNews: false) }
        replay.deliver(Delivery(at: now, .clock))
        for entry in scenario.given { tellOfDates(entry) }
        for moment in scenario.timeline {
            guard result.diagnostics.allSatisfy({ $0.code == ScenarioCodes.failed }) else { return }
            guard moveClock(to: moment) else { return }
            if !moment.isOutage { replay.fire(before: now) }
            world.moveClock(to: now)
            happen(moment)
            replay.fire(at: now)
            let happenings = replay.takeHappenings()
            since = (happenings, replay.takeTrace())
            result.happenings += happenings
            reportEndless(happenings, moment)
            if stage.keepsTrace { result.trace += since.trace }
            // What is expected of something that could not happen would only confuse as well.
            guard result.diagnostics.allSatisfy({ $0.code == ScenarioCodes.failed }) else { return }
            if let expectation = moment.expectation { check(expectation, moment, happenings) }
        }
        if result.expectationCount == 0, result.diagnostics.isEmpty {
            report(
                ScenarioCodes.nothingExpected, scenario.title.place, "This scenario expects nothing.",
                found: "no \"expect\" under any moment", expected: "at least one expectation",
                help: "Add \"expect:\" to a moment, with what must be the case then.")
        }
    }

    private mutating func reportEndless(_ happenings: [Happening], _ moment: MomentDefinition) {
        for happening in happenings {
            guard case .endless(let event) = happening.kind else { continue }
            let words = EndlessEvents(event.string, of: scenario.workflow.value)
            report(
                ScenarioCodes.endlessEvents, moment.node.place, words.message, found: words.found,
                expected: words.expected, help: words.help)
            return
        }
    }

    private mutating func moveClock(to moment: MomentDefinition) -> Bool {
        let before = now
        switch moment.timing {
        case .same: break
        case .after(let written):
            guard let period = written.value.value, let time = adding(period) else {
                report(
                    ScenarioCodes.badData, written.place, "This cannot be added to the clock.",
                    found: "\"\(written.node.text)\"", expected: "a period such as 2 hours or 3 days",
                    help: "Write a shorter period, with a number.")
                return false
            }
            now = time
        case .at(let written):
            switch written.value {
            case .instant(let instant): now = instant
            case .date(let date):
                now = (try? stage.runner.environment.zone.instant(of: CivilDateTime(date, .midnight))) ?? now
            }
        }
        if now < before {
            report(
                ScenarioCodes.backInTime, moment.node.place, "This moment is before the one above it.",
                found: "\(now), after \(before)", expected: "a moment at or after \(before)",
                help: "Put the moments into the order of their times.")
        }
        return now >= before
    }

    private func adding(_ period: Period) -> Instant? {
        let environment = stage.runner.environment
        guard let exact = try? ExactDuration(seconds: period.seconds) else { return nil }
        if period.isExact { return try? now.adding(exact) }
        guard let local = try? environment.zone.civil(at: now),
            var date = try? local.date.adding(months: Int(period.months)).adding(days: Int(period.days))
        else { return nil }
        if period.businessDays != 0 {
            guard let moved = try? environment.calendar.adding(businessDays: Int(period.businessDays), to: date) else {
                return nil
            }
            date = moved
        }
        return try? environment.zone.instant(of: CivilDateTime(date, local.time)).adding(exact)
    }

    private mutating func happen(_ moment: MomentDefinition) {
        switch moment.happening {
        case .nothing: break
        case .event(let name, let data, let id, let isTwice):
            guard let event = stage.library.event(name.value) else { return }
            take(name.value, name.node, data, event.fields, id: id?.value, isTwice: isTwice)
        case .begin(let data):
            guard case .demand(let demand)? = stage.library.workflow(scenario.workflow.value)?.trigger.kind else {
                return
            }
            take(
                Trigger.demand(Text(scenario.workflow.value)).string, moment.node, data, demand.inputs, id: nil,
                isTwice: false)
        case .change(let entries): for entry in entries { set(entry, isNews: true) }
        case .approve(let step, let by, let comment):
            decide(moment, .approve(step: Text(step.value)), by.name.value, by.roles.map(\.value), comment?.value)
        case .refuse(let step, let by, let comment):
            decide(moment, .refuse(step: Text(step.value)), by.name.value, by.roles.map(\.value), comment?.value)
        case .cancel(let reason): decide(moment, .cancel, "someone", [], reason.value)
        case .again: decide(moment, .again, "someone", [], nil)
        case .answer(let step, let answer): self.answer(moment, step, answer)
        }
    }

    private mutating func take(
        _ type: String, _ node: LocatedNode, _ written: [NamedEntry<LocatedNode>], _ declared: [FieldDefinition],
        id: String?, isTwice: Bool
    ) {
        guard let route = stage.routes[Text(type)] else { return }
        var data = WrittenData()
        let values = data.fields(written, declared, of: type, at: node)
        eventCount += 1
        let record = Value.record(
            route.shape, route.shape.fields.map { field in values.first { $0.name == field.name }?.value ?? .absent })
        guard
            let event = DeliveredEvent(
                source: Text("scenario"), id: Text(id ?? "event \(eventCount)"), type: Text(type), data: record,
                stage.routes)
        else { return }
        for _ in 0..<(isTwice ? 2 : 1) { replay.take(HistoryEvent(at: now, partition: Text(), event: event)) }
    }

    /// Records as they are given, or changed. A scenario names the fields that matter to it; the others are absent, or stay.
    ///
    /// - Parameter isNews: the runs that hold a record are told of it.
    private mutating func set(_ entry: NamedEntry<[LocatedNode]>, isNews: Bool) {
        guard let record = stage.library.records.first(where: { $0.pluralName == entry.name.value }) else { return }
        let name = record.heading.name.value
        let id = FieldDefinition.identity(in: record.fields, of: entry.name)
        for node in entry.value {
            var data = WrittenData()
            data.isPartInside = true
            let values = data.fields(node, (id.map { [$0] } ?? []) + record.fields, of: name, isPart: true)
            guard let id = node.entry("id")?.value.text else { continue }
            try? world.book.set(Text(name), Text(id), values.map { NamedValue($0.name, $0.value) })
            if isNews { replay.deliver(Delivery(at: now, .recordChanged(RecordKey(type: Text(name), id: Text(id))))) }
        }
    }

    /// Runs that are counted from a record's date are planned as soon as the record is known.
    private mutating func tellOfDates(_ entry: NamedEntry<[LocatedNode]>) {
        guard let record = stage.library.records.first(where: { $0.pluralName == entry.name.value }) else { return }
        for node in entry.value {
            guard let id = node.entry("id")?.value.text else { continue }
            let key = RecordKey(type: Text(record.heading.name.value), id: Text(id))
            replay.deliver(Delivery(at: now, .recordChanged(key)))
        }
    }

    // MARK: People and late answers

    private mutating func decide(
        _ moment: MomentDefinition, _ kind: Decision.Kind, _ person: String, _ roles: [String], _ comment: String?
    ) {
        guard let run = run(of: moment, isNeeded: true) else { return }
        let decision = Decision(
            kind, by: Text(person), roles: roles.map { Text($0) }, comment: Text(comment ?? ""))
        replay.deliver(Delivery(at: now, .decision(run.id, decision)))
    }

    private mutating func answer(_ moment: MomentDefinition, _ step: WrittenName, _ answer: AnswerDefinition) {
        guard let run = run(of: moment, isNeeded: true) else { return }
        let key: Text
        switch run.phase {
        case .calling(let open, _): key = open
        case .unsure(let open, _): key = open
        default:
            return report(
                ScenarioCodes.badData, step.place, "No call of \"\(step.value)\" waits for its answer.",
                found: "a late answer", expected: "a call that was answered with \"deferred\" or \"unknown\"",
                help: "Write \"deferred\" under \"answers\" for the call that is answered late.")
        }
        let outcome = primitive(calledBy: step)?.outcomes.first { $0.name.value == answer.outcome.value }
        let value = Self.data(answer.data, outcome)
        replay.deliver(
            Delivery(at: now, .answer(key: key, Answer(scripted: Text(answer.outcome.value), value))))
    }

    private func primitive(calledBy step: WrittenName) -> PrimitiveDefinition? {
        for known in stage.library.workflow(scenario.workflow.value)?.allSteps ?? [] where known.name == step.value {
            if case .call(let call) = known.verb { return stage.library.primitive(call.primitive.value) }
        }
        return nil
    }

    /// The run that a moment is about: the one that it names, else the only one.
    mutating func run(of moment: MomentDefinition, isNeeded: Bool) -> RunState? {
        let runs = replay.states.filter { $0.id.workflow == Text(scenario.workflow.value) }
        if let named = moment.run {
            let own = runs.filter { $0.id.key == Text(named.value) }
            if let last = own.max(by: { $0.id.occurrence < $1.id.occurrence }) { return last }
        } else if runs.count == 1 || (!runs.isEmpty && Set(runs.map(\.id.key)).count == 1) {
            return runs.last
        }
        guard isNeeded else { return nil }
        let keys = runs.map { "\"\($0.id.key)\"" }.joined(separator: ", ")
        report(
            ScenarioCodes.unclearRun, moment.run?.place ?? moment.node.place,
            moment.run == nil ? "It is not clear which run is meant." : "There is no such run.",
            found: runs.isEmpty ? "no run" : "the runs \(keys)",
            expected: moment.run == nil ? "one run" : "a run with the key \"\(moment.run?.value ?? "")\"",
            help: runs.isEmpty
                ? "Let the event happen that starts the workflow, and see that the trigger's \"if\" holds."
                : "Name the run by its key, as \"run\".")
        return nil
    }

    mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String
    ) {
        result.diagnostics.append(Diagnostic(code, at: place, message, found: found, expected: expected, help: help))
    }
}
