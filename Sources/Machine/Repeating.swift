import Dates
import Encoding
import Evaluation
import Hosting
import Program

/// `each`: the step is done for every item of a list, one after the other, in the order of their identities.
///
/// What is remembered is the identity of the last item that was begun, and what failed; the list is found anew in each
/// advance. So an item is known by what it is and not by its place: one that leaves the list is not begun, one that joins it
/// behind those that were begun is, and neither moves another one's key.
extension Advancing {
    /// The items of one advance before the run goes on in another one.
    static let maximumItemsPerAdvance = 1_000

    mutating func enter(_ repetition: Repeated, step index: StepIndex) throws(Suspension) {
        let items = try items(of: repetition, step: index)
        guard items.count <= repetition.atMost else { throw Suspension(.tooManyItems, step: index) }
        for pair in zip(items, items.dropFirst()) where pair.0.identity == pair.1.identity {
            throw Suspension(.sameItem(pair.0.identity), step: index)
        }
        state.frames.append(.each(EachState(step: index)))
    }

    struct Item {
        var identity: Text
        var value: Value
        var record: HostRecord?
    }

    /// In the order of their identities.
    private mutating func items(of repetition: Repeated, step index: StepIndex) throws(Suspension) -> [Item] {
        switch repetition.source {
        case .list(let number):
            guard number < memory.lists.count, let records = memory.lists[number] else {
                throw Suspension(.list(program.lists[number].name), step: index)
            }
            return records.map { Item(identity: $0.id, value: $0.value, record: $0) }
        case .value(let code):
            let value = try evaluate(code)
            if value.isAbsent { return [] }
            guard let elements = value.asList else { throw Suspension(.expression(code), step: index) }
            var items: [Item] = []
            items.reserveCapacity(elements.count)
            for element in elements {
                guard let identity = Self.identity(of: element) else {
                    throw Suspension(.expression(code), step: index)
                }
                items.append(Item(identity: identity, value: element))
            }
            return items.sorted { $0.identity < $1.identity }
        }
    }

    /// A text is itself, a record its `id`; a number, a date and the like what they are written as.
    private static func identity(of element: Value) -> Text? {
        switch element.kind {
        case .string: return element.asText
        case .int, .date: return Text(element.description)
        case .record, .map:
            let name = Text("id")
            if let shape = element.shape {
                return shape.slot(of: name).flatMap { element.slots?[$0].asText }
            }
            return element[name]?.asText
        default: return nil
        }
    }

    /// The next item begins, or the step is over.
    mutating func attend(_ entry: EachState) throws(Suspension) {
        var each = entry
        guard let repetition = program.steps[each.step].repetition else { return }
        guard itemsLeft > 0 else {
            // The timer of this very moment goes on.
            itemsLeft = Self.maximumItemsPerAdvance
            state.phase = .delayed(until: state.now)
            return
        }
        let items = try items(of: repetition, step: each.step)
        var next: Item?
        if var retried = each.retried {
            while next == nil, !retried.isEmpty {
                let identity = retried.removeFirst()
                next = items.first { $0.identity == identity }
            }
            each.retried = retried
        } else {
            // The items are in order, so the first one behind the last one begun is found by halves.
            var low = 0
            var high = items.count
            while let cursor = each.item, low < high {
                let middle = (low + high) / 2
                if items[middle].identity <= cursor { low = middle + 1 } else { high = middle }
            }
            next = low < items.count ? items[low] : nil
        }
        guard let next else { return try leave(each, repetition) }
        itemsLeft -= 1
        if each.retried == nil { each.begun += 1 }
        guard each.begun <= repetition.atMost else { throw Suspension(.tooManyItems, step: each.step) }
        each.isActing = true
        each.item = next.identity
        if case .value = repetition.source { each.value = next.value }
        state.forgetAttempt()
        store(each)
        hold(next, repetition)
        let step = each.step
        if let condition = program.steps[step].condition, try !isTrue(condition) {
            note(.skipped(step))
            return itemDone()
        }
        try perform(step)
    }

    /// The step of the item under way is decided again, from its guard on (S2, S3).
    mutating func redo(_ step: StepIndex) throws(Suspension) {
        if let condition = program.steps[step].condition, try !isTrue(condition) {
            note(.skipped(step))
            return itemDone()
        }
        if let until = state.attempt.until, state.now < until {
            state.phase = .delayed(until: until)
            return
        }
        try perform(step)
    }

    private mutating func store(_ each: EachState) { state.frames[state.frames.count - 1] = .each(each) }

    /// The item can be read by its name, and calls are made on the condition that it is unchanged.
    mutating func hold(_ item: Item, _ repetition: Repeated) {
        reading[repetition.itemSlot] = item.value
        guard case .list(let number) = repetition.source else { return }
        memory.heldItems.removeAll { $0.slot == repetition.itemSlot }
        if let record = item.record {
            memory.heldItems.append(
                HeldItem(slot: repetition.itemSlot, type: program.lists[number].type, record: record))
        }
    }

    /// The step of the item under way is over.
    mutating func itemDone() {
        guard let last = state.frames.indices.last, case .each(var each) = state.frames[last],
            let repetition = program.steps[each.step].repetition
        else { return }
        each.isActing = false
        each.value = .absent
        keepResult(&each, repetition)
        forgetItem(each, repetition)
        state.frames[last] = .each(each)
        state.forgetAttempt()
    }

    /// What the item came to, if later steps want to know it.
    private mutating func keepResult(_ each: inout EachState, _ repetition: Repeated) {
        guard let target = repetition.resultsSlot, let shape = repetition.resultsShape, let item = each.item,
            let slot = program.steps[each.step].result, state.results.contains(where: { $0.slot == slot })
        else { return }
        let fields = reading[slot].slots.map(Array.init) ?? [reading[slot]]
        let result = Value.record(shape, [.string(item)] + fields)
        set(target, .list((reading[target].asList.map(Array.init) ?? []) + [result]))
    }

    /// What was found for one item is not there for the next.
    private mutating func forgetItem(_ each: EachState, _ repetition: Repeated) {
        for slot in repetition.itemSlot..<repetition.endSlot {
            reading[slot] = program.initialSlots[slot]
            if let index = state.results.firstIndex(where: { $0.slot == slot }) { state.results.remove(at: index) }
        }
        memory.heldItems.removeAll { $0.slot == repetition.itemSlot }
    }

    /// All items have been gone through: what failed suspends the run, and "do again" does those again.
    private mutating func leave(_ entry: EachState, _ repetition: Repeated) throws(Suspension) {
        var each = entry
        each.retried = nil
        store(each)
        guard each.failed.isEmpty else { throw Suspension(.items(each.failed.count), step: each.step) }
        if let slot = repetition.resultsSlot, reading[slot].isAbsent { set(slot, .list([])) }
        state.frames.removeLast()
        try stepDone()
    }

    /// "Do again": the items that failed, in their order.
    mutating func retryItems() {
        guard let last = state.frames.indices.last, case .each(var each) = state.frames[last], !each.isActing,
            !each.failed.isEmpty
        else { return }
        each.retried = each.failed.map(\.item).sorted()
        each.failed = []
        state.frames[last] = .each(each)
    }

    /// One item's failure is an exception of its own, and the others go on.
    ///
    /// - Returns: false if no item is under way, or the failure is the run's.
    mutating func itemFailed(_ suspension: Suspension) -> Bool {
        switch suspension.reason {
        case .limit, .zone, .stateLimit, .items, .list, .tooManyItems, .sameItem: return false
        case .outcome, .stale, .unknown, .missingRecord, .pauseLimit, .noLevels, .calendar, .expression, .rule: break
        }
        for (index, frame) in state.frames.enumerated().reversed() {
            guard case .each(let each) = frame, each.isActing, let item = each.item else { continue }
            var failed = suspension
            failed.step = suspension.step ?? currentStep
            emit(.itemFailed(step: program.steps[each.step].name, item: item, failed))
            state.frames.removeSubrange((index + 1)...)
            var stopped = each
            stopped.failed.append(EachState.Failure(item: item, reason: suspension.reason))
            state.frames[index] = .each(stopped)
            state.phase = .moving
            if let slot = program.steps[each.step].result {
                state.results.removeAll { $0.slot == slot }
            }
            itemDone()
            return true
        }
        return false
    }

    /// The items under way, outermost first: what stands behind a step's name in a key.
    var itemsUnderWay: [Text] {
        state.frames.compactMap { frame in
            if case .each(let each) = frame, each.isActing { each.item } else { nil }
        }
    }
}

/// The record of an item under way, which stands beside the records of the read plan.
struct HeldItem {
    var slot: Slot
    var type: Text
    var record: HostRecord
}

extension RunState {
    /// The records of the items under way, which are read as the records of the plan are.
    func itemQueries(_ program: Program) -> [(query: Query, slot: Slot)] {
        var queries: [(query: Query, slot: Slot)] = []
        for case .each(let each) in frames where each.isActing {
            guard let item = each.item, let repetition = program.steps[each.step].repetition,
                case .list(let number) = repetition.source
            else { continue }
            queries.append((Query(type: program.lists[number].type, id: item), repetition.itemSlot))
        }
        return queries
    }
}
