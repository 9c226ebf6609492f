package import Billing
package import Dates
package import Encoding
import Evaluation
package import Hosting
import Machine
package import Program
package import Runner
import Stores

/// Replays the history of one partition on a virtual clock against the billing book.
///
/// The clock jumps from event to timer to event. An event comes before a timer of the same time (S5); the book answers
/// each call at the moment it is made, before anything else happens.
package struct PartitionReplay {
    private let runner: Runner
    private let routes: EventRoutes
    private let partition: Text
    private var runs: MemoryPartition<Book>
    private var inbox: [Delivery] = []
    private var happenings: [Happening] = []

    package init(runner: Runner, routes: EventRoutes, partition: Text, book: Book) {
        self.runner = runner
        self.routes = routes
        self.partition = partition
        runs = MemoryPartition(records: book)
    }

    /// - Parameters:
    ///   - events: of this partition, in the order of their times.
    ///   - end: no timer after it fires; `nil` lets all of them fire.
    package mutating func run(_ events: some Sequence<HistoryEvent>, until end: Instant?) -> [Happening] {
        for event in events {
            if let end, event.at > end { break }
            fire(before: event.at)
            take(event)
        }
        while let time = runs.nextTimer(), end.map({ time <= $0 }) ?? true { fire(at: time) }
        return happenings
    }

    private mutating func fire(before time: Instant) {
        while let next = runs.nextTimer(), next < time { fire(at: next) }
    }

    private mutating func fire(at time: Instant) {
        while let run = runs.timer(upTo: time) { deliver(Delivery(at: time, .timer(run))) }
    }

    private mutating func take(_ event: HistoryEvent) {
        if (try? runs.hasSeen(source: event.event.source, id: event.event.id)) == true {
            return record(.duplicate, at: event.at, run: nil)
        }
        do throws(Refusal) {
            try runs.records.apply(event.event.type, event.event.data)
        } catch {
            return record(.refused(error), at: event.at, run: nil)
        }
        deliver(Delivery(at: event.at, .event(event.event)))
    }

    /// Delivers, and then whatever the delivery causes at the same moment.
    private mutating func deliver(_ first: Delivery) {
        inbox.append(first)
        while !inbox.isEmpty {
            let delivery = inbox.removeFirst()
            guard let changes = try? runner.step(delivery, &runs) else { continue }
            runs.commit(changes)
            for change in changes.runs { carryOut(change, at: delivery.at) }
        }
    }

    private mutating func carryOut(_ change: Changes.RunChange, at time: Instant) {
        for entry in change.trace {
            switch entry {
            case .effect(let index): carryOut(change.effects[index], of: change, at: time)
            case .missed(let sequence, let stage, _):
                record(.missed(stage: name(of: stage, in: sequence, change)), at: time, run: change.id)
            default: break
            }
        }
    }

    private mutating func carryOut(_ effect: Effect, of change: Changes.RunChange, at time: Instant) {
        let run = change.id
        switch effect {
        case .call(let call):
            let answer = runs.records.perform(call)
            record(.call(call, answer), at: time, run: run)
            inbox.append(Delivery(at: time, .answer(key: call.key, answer)))
        case .inquire(let key, _):
            inbox.append(Delivery(at: time, .answer(key: key, runs.records.answer(toKey: key) ?? .absent)))
        case .ask(let request): record(.asked(request), at: time, run: run)
        case .flag(let request): record(.flagged(request), at: time, run: run)
        case .suspended(let suspension):
            let step = suspension.step.flatMap { runner.program(of: change.state)?.steps[$0].name }
            record(.suspended(reason: suspension.reason.name, step: step), at: time, run: run)
        case .ended(let result): record(.ended(result), at: time, run: run)
        case .emit(let key, let type, let data):
            guard let event = DeliveredEvent(emitted: key, type, data, routes) else { return }
            inbox.append(Delivery(at: time, .event(event)))
        case .remind, .escalate, .dormant, .succeeded: break
        }
    }

    private func name(of stage: Int, in sequence: Int, _ change: Changes.RunChange) -> Text {
        runner.program(of: change.state)?.stageName(stage, in: sequence) ?? Text()
    }

    private mutating func record(_ kind: Happening.Kind, at time: Instant, run: RunID?) {
        happenings.append(
            Happening(at: time, partition: partition, sequence: happenings.count, run: run, kind: kind))
    }
}

extension Book: RecordSource {
    package mutating func read(_ query: Query) -> HostRecord? { record(query) }
}
