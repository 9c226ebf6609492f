import Dates
import Definitions
import Encoding
import Expressions
import Program
import SourceText
import YAMLReading

extension WorkflowChecker {
    mutating func check(_ sequence: SequenceDefinition) -> CheckedVerb? {
        let from = date(sequence.from, of: "This sequence")
        let whileCondition = expression(sequence.whileCondition, expected: .bool)
        let pause = sequence.pause.flatMap { check($0) }
        let stages = check(sequence.stages)
        let cleared = sequence.cleared.isEmpty ? nil : block(sequence.cleared)
        let gaveUp = sequence.giveUp.steps.isEmpty ? nil : block(sequence.giveUp.steps)
        guard let from, let whileCondition, let atTime = timeOfDay(sequence.atTime),
            let giveUp = period(sequence.giveUp.after)
        else { return nil }
        let missed = SequenceAction.Missed(sequence.missed?.value ?? .latest)
        return CheckedVerb(
            action: .sequence(
                SequenceAction(
                    from: from, atTime: atTime, whileCondition: whileCondition, pause: pause, missed: missed,
                    stages: stages,
                    cleared: cleared, giveUp: giveUp, gaveUp: gaveUp)))
    }

    /// An expression whose value is a date, or the time at which something happened.
    mutating func date(_ excerpt: Excerpt, of subject: String) -> CodeIndex? {
        guard let code = expression(excerpt) else { return nil }
        switch expressions[code].checked.type.present {
        case .date, .timestamp, .dyn, .error: return code
        default:
            report(
                CheckingCodes.notADate, excerpt.place, "\(subject) is not counted from a date.",
                found: "\"\(excerpt.text)\", which is none",
                expected: "a date, such as invoice.due_on", help: "Name the field that holds the date.")
            return nil
        }
    }

    private mutating func check(_ written: PauseDefinition) -> Pause? {
        if written.condition == nil, written.until == nil {
            report(
                CheckingCodes.pauseWithoutReason, written.atMost.node.parent?.place ?? written.atMost.place,
                "This pause says how long, but not when.", found: "a pause without \"if\" and without \"until\"",
                expected: "\"if\" with a condition, or \"until\" with a date",
                help: "Write \"if:\" and when the timetable stands still, or \"until:\" and up to which date.")
            return nil
        }
        let condition = written.condition.map { expression($0, expected: .bool) }
        let until = written.until.map { expression($0, expected: .absent(.date)) }
        guard let atMost = period(written.atMost), condition != .some(nil), until != .some(nil) else { return nil }
        return Pause(condition: condition ?? nil, until: until ?? nil, atMost: atMost)
    }

    /// The stages with repetitions written out, in the order of the file.
    private mutating func check(_ definitions: [StageDefinition]) -> [Stage] {
        var stages: [Stage] = []
        var places: [(definition: StageDefinition, first: Int)] = []
        for definition in definitions {
            places.append((definition, stages.count))
            let index = step(definition.step)
            guard let index else { continue }
            switch definition.timing {
            case .at(let written, let after):
                guard let offset = period(written, isOffset: true) else { continue }
                guard let after else {
                    stages.append(Stage(offset: offset, step: index, needs: []))
                    continue
                }
                guard let base = base(after, places, stages), let sum = try? base.adding(offset) else { continue }
                stages.append(Stage(offset: sum, step: index, needs: []))
            case .every(let written, let after, let atMost):
                repeatStage(index, written, after, atMost, places, &stages)
            }
        }
        for (number, place) in places.enumerated() {
            let end = number + 1 < places.count ? places[number + 1].first : stages.count
            let needs = place.definition.needs.compactMap { need($0, places, stages.count) }
            for index in place.first..<max(place.first, end) { stages[index].needs = needs }
        }
        return stages
    }

    /// `every … after_stage … at_most`: single stages, each a period after the one before.
    private mutating func repeatStage(
        _ index: StepIndex, _ written: Written<Parametric<Period>>, _ after: WrittenName,
        _ atMost: Written<Parametric<Int>>,
        _ places: [(definition: StageDefinition, first: Int)], _ stages: inout [Stage]
    ) {
        guard let every = period(written), let times = integer(atMost, 1...1000),
            let offset = base(after, places, stages)
        else { return }
        for number in 1...max(1, times) {
            guard let distance = try? every.multiplied(by: number), let planned = try? offset.adding(distance) else {
                return report(
                    CheckingCodes.tooMany, written.place, "The repetitions reach too far into the future.",
                    found: "\(times) times \(every)", expected: "a time that a calendar can hold",
                    help: "Repeat less often.")
            }
            var copy = steps[index]
            copy.name = Text("\(copy.name)[\(number)]")
            steps.append(copy)
            stages.append(Stage(offset: planned, step: steps.count - 1, needs: []))
        }
    }

    /// How long after the sequence's date an earlier stage is due.
    private mutating func base(
        _ after: WrittenName, _ places: [(definition: StageDefinition, first: Int)], _ stages: [Stage]
    ) -> Period? {
        guard let base = places.dropLast().first(where: { $0.definition.step.name == after.value }),
            stages.indices.contains(base.first), case .at = base.definition.timing
        else {
            guard !isStageInDoubt(after.value) else { return nil }
            report(
                CheckingCodes.unknownStage, after.place,
                "There is no earlier stage \"\(after.value)\" with a time of its own.",
                found: "\"\(after.value)\"", expected: "the name of a stage above this one that has \"at\"",
                help: suggestion(after.value, places.dropLast().map(\.definition.step.name))
                    ?? "Name one of the stages above.")
            return nil
        }
        return stages[base.first].offset
    }

    /// Whether a stage is missing only because of something that was told.
    private func isStageInDoubt(_ name: String) -> Bool {
        library.hasLostNames(workflow.heading) || !isWhole
            || workflow.allSteps.contains { step in
                guard step.name == name, case .call(let call) = step.verb else { return false }
                return library.primitive(call.primitive.value) == nil
            }
    }

    private mutating func need(
        _ entry: NamedEntry<Written<Parametric<Period>>>, _ places: [(definition: StageDefinition, first: Int)],
        _ count: Int
    ) -> Need? {
        let names = places.map(\.definition.step.name)
        guard let place = places.first(where: { $0.definition.step.name == entry.name.value }), place.first < count
        else {
            guard !isStageInDoubt(entry.name.value) else { return nil }
            report(
                CheckingCodes.unknownStage, entry.name.place,
                "There is no stage \"\(entry.name.value)\" in this sequence.",
                found: "\"\(entry.name.value)\"", expected: "one of " + quoted(names),
                help: suggestion(entry.name.value, names) ?? "Name one of the stages of this sequence.",
                fix: fix(entry.name, names))
            return nil
        }
        return period(entry.value).map { Need(stage: place.first, period: $0) }
    }
}
