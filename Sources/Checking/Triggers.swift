import Dates
import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import SourceText

/// What starts a run.
extension WorkflowChecker {
    /// The first name of the frame: the event, the inputs, or what is known of a start by the clock.
    mutating func declareStart() {
        switch workflow.trigger.kind {
        case .event(let event):
            let type = shapes.type(event.event.value)
            if type == nil { reportUnknown(event.event, "event", library.events.map(\.heading.name.value)) }
            scope.declare("event", type ?? .error)
        case .demand:
            scope.declare("inputs", shapes.type("the inputs of \(workflow.heading.name.value)") ?? .error)
        case .schedule: scope.declare("planned", planned(isSchedule: true, about: nil))
        case .recordDate(let date): scope.declare("planned", planned(isSchedule: false, about: date.record.value))
        }
    }

    /// As `ResultShapes.planned` has it.
    private mutating func planned(isSchedule: Bool, about record: String?) -> Type {
        scope.declare(
            RecordDeclaration(
                "planned",
                [
                    .init("day", .date), .init("at", .timestamp), .init("period", .string, isOptional: !isSchedule),
                    .init("record", record.map { .abstract($0, []) } ?? .string, isOptional: isSchedule),
                    .init("date", .date, isOptional: isSchedule),
                ]))
    }

    /// A run that is counted from a record's date reads that record first, under its own name.
    mutating func recordOfTrigger() -> [RecordRead] {
        guard case .recordDate(let date) = workflow.trigger.kind else { return [] }
        let name = date.record.value
        guard let type = shapes.type(name), library.record(name) != nil else {
            reportUnknown(date.record, "record", library.records.map(\.heading.name.value))
            scope.declare(name, .error)
            // What was meant is named by the expressions, too.
            if let meant = didYouMean(name, among: library.records.map(\.heading.name.value)) {
                scope.declare(meant, .error)
            }
            return []
        }
        guard let identity = written("planned.record") else { return [] }
        scope.declare(name, type)
        return [RecordRead(name: Text(name), type: Text(name), identity: identity)]
    }

    mutating func checkTrigger() -> Trigger? {
        let name = Text(workflow.heading.name.value)
        let condition = workflow.trigger.condition.flatMap { expression($0, expected: .bool) }
        switch workflow.trigger.kind {
        case .event(let event): return check(event, condition)
        case .demand(let demand):
            guard let key = expression(demand.key) else { return nil }
            return Trigger(
                event: Trigger.demand(name), key: key, condition: condition, again: .never, reopen: [],
                reopenWithin: nil)
        case .schedule(let schedule):
            guard let atTime = timeOfDay(schedule.atTime), let key = written("planned.period") else { return nil }
            return Trigger(
                start: .schedule(schedule.every.value, atTime, .init(schedule.missed?.value ?? .each)),
                event: Trigger.clock(name), key: key, condition: condition, again: .never, reopen: [],
                reopenWithin: nil)
        case .recordDate(let date):
            guard let from = self.date(date.from, of: "This trigger"), let offset = period(date.offset, isOffset: true),
                let atTime = timeOfDay(date.atTime), let key = written("planned.record")
            else { return nil }
            return Trigger(
                start: .recordDate(from, offset, atTime), event: Trigger.clock(name), key: key, condition: condition,
                again: .init(date.again?.value), reopen: [], reopenWithin: nil)
        }
    }

    private mutating func check(_ event: EventTrigger, _ condition: CodeIndex?) -> Trigger? {
        for name in event.reopen where library.event(name.value) == nil {
            reportUnknown(name, "event", library.events.map(\.heading.name.value))
        }
        guard let key = expression(event.key) else { return nil }
        return Trigger(
            event: Text(event.event.value), key: key, condition: condition, again: .init(event.again?.value),
            reopen: event.reopen.map { Text($0.value) }.sorted(),
            reopenWithin: event.reopenWithin.flatMap { period($0) })
    }
}

extension Trigger.Again {
    init(_ written: EventTrigger.Again?) {
        self =
            switch written {
            case nil: .never
            case .afterEnd: .afterEnd
            case .replace: .replace
            }
    }
}

extension SequenceAction.Missed {
    init(_ written: SequenceDefinition.Missed) {
        self =
            switch written {
            case .latest: .latest
            case .skip: .skip
            case .each: .each
            }
    }
}
