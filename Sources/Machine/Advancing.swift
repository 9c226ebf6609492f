package import Dates
import Encoding
import Evaluation
package import Hosting
package import Program

/// One advance of one run: first it reads the whole plan (S1), and then the run takes one input.
///
///     while let query = advancing.nextRecord() { advancing.take(host.read(query)) }
///     while let query = advancing.nextList() { advancing.take(list: host.list(query)) }
///     try advancing.take(input)
package struct Advancing: ~Copyable {
    var reading: ReadingPlan
    private let box: StateBox
    /// The state is pinned to another program.
    private let isOther: Bool
    var itemsLeft = Self.maximumItemsPerAdvance
    private var stepsLeft = Machine.maximumStepsPerAdvance
    /// A bound on everything between two steps as well, so that an advance ends whatever a mistake of ours does.
    private var turnsLeft = 16 * Machine.maximumStepsPerAdvance

    /// - Parameters:
    ///   - box: the run before the input, which becomes the run after it.
    ///   - time: the input's; the run's `now` never goes back. What is read is chosen by the time of this advance, not by that of the one before.
    package init(
        _ program: Program, _ environment: Environment, _ box: StateBox, at time: Instant,
        _ memory: AdvanceMemory = AdvanceMemory()
    ) {
        box.content.now = max(box.content.now, time)
        let isOther = box.content.program != program.identity
        reading = ReadingPlan(program, environment, event: box.content.event, at: box.content.now, memory)
        self.isOther = isOther
        self.box = box
        guard !isOther else { return }
        giveForms()
        // Not in the memory that was offered: another advance may have it.
        if box.content.isRepeating { reading.memory.items = box.content.itemQueries(program) }
    }

    var program: Program { reading.program }
    var memory: AdvanceMemory { reading.memory }

    var state: RunState {
        @inline(__always) _read { yield box.content }
        @inline(__always) nonmutating _modify { yield &box.content }
    }

    /// Of the run: in its time zone, once all records have been read.
    var environment: Environment { reading.environment }

    /// How a run stands after its input.
    package enum Standing {
        /// It does nothing but wait for a time or a condition.
        case waiting
        case busy
        case dormant
        case ended
    }

    private var standing: Standing {
        switch state.phase {
        case .listening, .waiting: .waiting
        case .dormant: .dormant
        case .ended: .ended
        default: .busy
        }
    }

    // MARK: Reading

    /// The record to be read next; nothing when all have been. Of a run that has ended nothing is read.
    package mutating func nextRecord() -> Query? {
        if !reading.isWhole {
            if state.isEnded { while !reading.isWhole { reading.take(nil) } }
            if let query = reading.next() { return query }
        }
        if memory.itemRecords.count < memory.items.count { return memory.items[memory.itemRecords.count].query }
        if memory.lists.isEmpty { reading.enterZone() }
        return nil
    }

    /// What the host has of the record that `nextRecord` named; `nil` if there is none.
    package mutating func take(_ record: consuming HostRecord?) { reading.take(record) }

    /// How many records that were read are those of items under way; they were read last.
    package var itemCount: Int { memory.items.count }

    /// The list that is to be read next, when the records have been read; nothing when all have been.
    package mutating func nextList() -> ListQuery? {
        let index = memory.lists.count
        guard index < program.lists.count else { return nil }
        switch state.phase {
        case .dormant, .ended: return nil
        default: break
        }
        let list = program.lists[index]
        var conditions: [ListQuery.Condition] = []
        for condition in list.conditions {
            guard let comparison = ListQuery.Condition.Comparison(rawValue: condition.comparison.string),
                let value = reading.value(condition.value)
            else { continue }
            conditions.append(ListQuery.Condition(condition.field, comparison, value))
        }
        return ListQuery(type: list.type, conditions: conditions, limit: ListRead.pageRecords)
    }

    /// The records of a page of that list that fulfil the list's own condition; `nil` if that cannot be asked of one of them.
    package mutating func select(_ page: ListPage) -> [HostRecord]? {
        let list = program.lists[memory.lists.count]
        var records: [HostRecord] = []
        for record in page.records {
            guard let fits = reading.fits(list, record.value) else { return nil }
            if fits { records.append(record) }
        }
        return records
    }

    /// The records of that list in the order of their identities; `nil` if it could not be read whole.
    package mutating func take(list: [HostRecord]?) { reading.take(list: list) }

    // MARK: Taking the input

    /// Makes the run take one input. It either finds what the run waits for and sets it moving, or is recorded as having nothing to act on.
    ///
    /// - Throws: `MachineError.otherProgram` for a state that is pinned to another program (S11), `incompleteSnapshot` before all records have
    ///   been read.
    package mutating func take(_ input: Input) throws(MachineError) {
        guard !isOther else { throw .otherProgram }
        guard reading.isWhole else { throw .incompleteSnapshot }
        // A state that was stored may be damaged.
        for result in state.results where 0..<program.slotCount ~= result.slot {
            reading[result.slot] = result.value
        }
        if !program.lists.isEmpty || state.isRepeating { enterItems() }
        respond(to: input)
    }

    /// Lends memory for what will come of it, to be taken back by `finish`: whoever advances very much uses the same again and again.
    package mutating func use(_ effects: inout [Effect], _ trace: inout [TraceEntry]) {
        swap(&effects, &memory.effects)
        swap(&trace, &memory.trace)
    }

    /// Moves out what came of it. What is left means nothing.
    ///
    /// - Returns: how the run stands, and the records of the items that are under way.
    package mutating func finish(
        _ effects: inout [Effect], _ trace: inout [TraceEntry]
    ) -> (standing: Standing, items: [Query]) {
        swap(&effects, &memory.effects)
        swap(&trace, &memory.trace)
        return (standing, state.isRepeating ? state.itemQueries(program).map(\.query) : [])
    }

    /// The lists, and the items under way.
    private mutating func enterItems() {
        for (index, list) in program.lists.enumerated() where index < memory.lists.count {
            if let records = memory.lists[index] { reading[list.slot] = .list(records.map(\.value)) }
        }
        for case .each(let each) in state.frames where each.isActing {
            guard let repetition = program.steps[each.step].repetition, case .value = repetition.source else {
                continue
            }
            reading[repetition.itemSlot] = program.formed(each.value, slot: repetition.itemSlot)
        }
        for (index, item) in memory.items.enumerated() {
            guard index < memory.itemRecords.count, let record = memory.itemRecords[index] else { continue }
            reading[item.slot] = record.value
            memory.heldItems.append(HeldItem(slot: item.slot, type: item.query.type, record: record))
        }
    }

    /// Records that were read from bytes are maps until they have their shape again; the bytes stay the same.
    private mutating func giveForms() {
        guard state.lacksForms else { return }
        state.lacksForms = false
        if state.event.kind == .map { state.event = reading[Program.eventSlot] }
        for index in state.results.indices {
            let kind = state.results[index].value.kind
            guard kind == .map || kind == .list else { continue }
            state.results[index].value = program.formed(state.results[index].value, slot: state.results[index].slot)
        }
        for index in state.mailbox.indices where state.mailbox[index].data.kind == .map {
            state.mailbox[index].data = program.formed(state.mailbox[index].data, awaited: state.mailbox[index].type)
        }
    }

    /// Most advances that do anything have two or three entries.
    mutating func note(_ entry: consuming TraceEntry) {
        if memory.trace.isEmpty { memory.trace.reserveCapacity(4) }
        memory.trace.append(entry)
    }

    @inline(__always)
    mutating func emit(_ effect: consuming Effect) {
        note(.effect(memory.effects.count))
        memory.effects.append(effect)
    }

    // MARK: Inputs

    private mutating func respond(to input: Input) {
        do throws(Suspension) {
            if reading.lacksZone { try needZone(for: input) }
            try begin(input)
            try move()
        } catch { stop(error) }
        limitSize()
    }

    /// The run stands in the exception queue, unless only an item of it does.
    private mutating func stop(_ first: Suspension) {
        var suspension = first
        while state.isRepeating, itemFailed(suspension) {
            do throws(Suspension) { return try move() } catch { suspension = error }
        }
        if suspension.step == nil { suspension.step = currentStep }
        state.phase = .suspended(suspension)
        emit(.suspended(suspension))
    }

    /// A state has a largest size (S14): a run that would pass it is suspended with what it was before its last results.
    private mutating func limitSize() {
        // Asked of the parts: to ask the state itself would be to copy it.
        guard state.mayBeLarge || state.isRepeating, state.encodedByteCount > Machine.maximumStateBytes
        else { return }
        let largest = state.results.max { $0.value.encodedByteCount < $1.value.encodedByteCount }
        let name = largest.flatMap { program.name(ofSlot: $0.slot) } ?? Text("mailbox")
        if let largest { state.results.removeAll { $0.slot == largest.slot } } else { state.mailbox = [] }
        let suspension = Suspension(.stateLimit(name), step: currentStep)
        if case .ended = state.phase { return }
        state.phase = .suspended(suspension)
        emit(.suspended(suspension))
    }

    /// Without its time zone a run cannot tell what is due; it can still be told what came of a call, and be cancelled.
    /// A run that starts stands before its first step.
    private func needZone(for input: Input) throws(Suspension) {
        if case .start = input { return }
        if case .decision(let decision) = input, case .cancel = decision.kind { return }
        switch state.phase {
        case .moving, .delayed, .waiting, .approving, .listening: throw Suspension(.zone)
        case .calling, .unsure, .suspended, .dormant, .ended: break
        }
    }

    /// Sets the run moving if the input is what its phase waits for.
    private mutating func begin(_ input: Input) throws(Suspension) {
        switch input {
        case .start:
            state.frames = [.block(program.body, at: 0, isBranch: false)]
            state.phase = .moving
        case .timer:
            if case .dormant(let until, let result) = state.phase {
                if state.now >= until { end(result) }
            } else {
                try wake()
            }
        case .recordChanged:
            try wake()
        case .event(let event):
            keep(event)
            try wake()
        case .reopen(let event):
            if case .dormant(let until, _) = state.phase {
                if state.now <= until { reopen() } else { note(.late) }
            } else {
                keep(event)
                try wake()
            }
        case .replace(let event):
            state.successor = event
            if case .dormant(_, let result) = state.phase { end(result) } else { cancel() }
        case .decision(let decision):
            try decide(decision)
        case .answer(let key, let answer):
            guard case .calling(key, let inquiry) = state.phase else { return note(.late) }
            try receive(answer, key: key, isInquiry: inquiry)
        }
    }

    /// Asks again whatever the run waits for (S3, S7, S8, S16).
    private mutating func wake() throws(Suspension) {
        switch state.phase {
        case .moving, .calling, .suspended, .dormant: break
        case .ended: note(.late)
        case .delayed: state.phase = .moving
        case .unsure(let key, let until):
            if state.now >= until { inquire(key) }
        case .waiting(let until, let deadline):
            try attendWait(until: until, deadline: deadline)
        case .approving(let approval): try wakeApproval(approval)
        case .listening: state.phase = .moving
        }
    }

    private mutating func decide(_ decision: Decision) throws(Suspension) {
        switch decision.kind {
        case .approve(let step), .refuse(let step):
            try decideApproval(decision, step: step)
        case .again:
            guard case .suspended(let suspension) = state.phase else { return }
            state.visit += 1
            state.forgetAttempt()
            if case .pauseLimit = suspension.reason { try prolongPause() }
            leaveStage()
            retryItems()
            for (index, frame) in state.frames.enumerated() {
                if case .undo(let remaining, _) = frame { state.frames[index] = .undo(remaining, visit: state.visit) }
            }
            state.phase = .moving
        case .cancel:
            cancel()
        }
    }

    /// Buffers an event for the run's event-waits, from its start on (S8).
    private mutating func keep(_ event: ReceivedEvent) {
        switch state.phase {
        case .ended, .dormant: return
        default: break
        }
        guard program.awaitedEvents.contains(event.type) else { return }
        if state.mailbox.count == Machine.maximumBufferedEvents {
            note(.dropped(event: state.mailbox.removeFirst().id))
        }
        state.mailbox.append(event)
        state.judgeSize()
        state.lacksForms = true
    }

    // MARK: Steps

    /// Takes steps until the run waits.
    private mutating func move() throws(Suspension) {
        while case .moving = state.phase {
            guard !reading.lacksZone || state.cancel == .undoing else { throw Suspension(.zone) }
            guard turnsLeft > 0 else { throw Suspension(.limit) }
            turnsLeft -= 1
            guard let last = state.frames.indices.last else {
                try finish(state.sequenceResult ?? Text("done"))
                continue
            }
            switch state.frames[last].kind {
            case .block(let index, let at, let isBranch):
                let steps = program.blocks[index].steps
                if at < steps.count {
                    try take(step: steps[at])
                } else {
                    state.frames.removeLast()
                    if !isBranch, let group = currentStep { keepForUndo(group) }
                    try stepDone()
                }
            case .sequence:
                try attend()
            case .each:
                guard case .each(let each) = state.frames[last] else { continue }
                if each.isActing { try redo(each.step) } else { try attend(each) }
            case .undo:
                guard case .undo(let remaining, _) = state.frames[last] else { continue }
                try undoNext(remaining)
            }
        }
    }

    /// The step under way: what a suspension names and what "do again" does again.
    var currentStep: StepIndex? {
        switch state.frames.last {
        case .block(let index, let at, _):
            let steps = program.blocks[index].steps
            return at < steps.count ? steps[at] : nil
        case .sequence(let sequence):
            guard let acting = sequence.acting, case .sequence(let action) = program.steps[sequence.step].action
            else { return sequence.step }
            return action.stages[acting].step
        case .each(let each): return each.step
        case .undo, nil:
            return nil
        }
    }

    /// Begins a step, from its guard on.
    private mutating func take(step index: StepIndex) throws(Suspension) {
        guard stepsLeft > 0 else { throw Suspension(.limit, step: index) }
        stepsLeft -= 1
        if let repetition = program.steps[index].repetition { return try enter(repetition, step: index) }
        if let condition = program.steps[index].condition, try !isTrue(condition) {
            note(.skipped(index))
            return try stepDone()
        }
        if let until = state.attempt.until, state.now < until {
            state.phase = .delayed(until: until)
            return
        }
        try perform(index)
    }

    /// Does what a step's verb says; its guard has been asked.
    mutating func perform(_ index: StepIndex) throws(Suspension) {
        switch program.steps[index].action {
        case .call(let action): try call(action, step: index)
        case .decide(let action): try decide(action, step: index)
        case .approve(let action): try ask(action, step: index)
        case .wait(let action): try wait(action)
        case .sequence(let action):
            enter(action, step: index)
        case .choose(let cases, let otherwise): try choose(cases, otherwise, step: index)
        case .letValues(let values):
            for value in values { set(value.slot, try evaluate(value.value)) }
            try stepDone()
        case .flag(let action):
            let until = try after(action.within)
            emit(
                .flag(
                    FlagRequest(
                        step: program.steps[index].name, text: try text(action.text), to: action.to, until: until)))
            try stepDone()
        case .emit(let action):
            emit(.emit(key: key(of: index), type: action.type, data: try arguments(action.data)))
            keepForUndo(index)
            note(.took(index, branch: 0))
            try stepDone()
        case .group(let block):
            state.frames.append(.block(block, at: 0, isBranch: false))
        case .end(let result):
            note(.took(index, branch: 0))
            try finish(result)
        case .beginAgain:
            beginAgain()
        case .proceed:
            try proceed()
        }
    }

    private mutating func choose(
        _ cases: [ChooseCase], _ otherwise: BlockIndex?, step index: StepIndex
    ) throws(Suspension) {
        for (branch, item) in cases.enumerated() where try isTrue(item.condition) {
            note(.took(index, branch: branch))
            state.frames.append(.block(item.block, at: 0, isBranch: false))
            return
        }
        if let otherwise {
            note(.took(index, branch: cases.count))
            state.frames.append(.block(otherwise, at: 0, isBranch: false))
        } else {
            try stepDone()
        }
    }

    /// The step under way is over, in whatever holds it.
    mutating func stepDone() throws(Suspension) {
        state.forgetAttempt()
        guard let last = state.frames.indices.last else { return }
        switch state.frames[last].kind {
        case .block(let block, let at, let isBranch):
            state.frames[last] = .block(block, at: at + 1, isBranch: isBranch)
        case .sequence:
            try stageDone()
        case .each: itemDone()
        case .undo:
            break
        }
    }

    /// `continue`: leaves the innermost branch.
    private mutating func proceed() throws(Suspension) {
        while let frame = state.frames.popLast() {
            if case .block(_, _, isBranch: true) = frame { break }
        }
        try stepDone()
    }

    /// `begin_again`: drops results and keeps what happened (S9).
    private mutating func beginAgain() {
        for case .sequence(let sequence) in state.frames { remember(sequence) }
        for result in state.results where 0..<program.slotCount ~= result.slot {
            reading[result.slot] = program.initialSlots[result.slot]
        }
        state.results = []
        state.judgeSize()
        if state.approved != nil { state.approved = nil }
        state.visit += 1
        state.forgetAttempt()
        state.frames = [.block(program.body, at: 0, isBranch: false)]
    }

    mutating func set(_ slot: Slot, _ value: Value) {
        reading[slot] = value
        if let old = state.results.firstIndex(where: { $0.slot == slot }) { state.results.remove(at: old) }
        if state.results.isEmpty { state.results.reserveCapacity(4) }
        if value.kind == .map || value.kind == .list { state.lacksForms = true }
        state.results.append(NamedResult(slot: slot, value: value))
        state.judgeSize()
    }

    /// The run ends with this result; it sleeps on if an event can reopen it (S7).
    mutating func finish(_ result: Text) throws(Suspension) {
        for case .sequence(let sequence) in state.frames { remember(sequence) }
        state.frames = []
        state.forgetAttempt()
        if !state.mailbox.isEmpty { state.mailbox = [] }
        if !program.trigger.reopen.isEmpty, !state.history.isEmpty, state.cancel == .none {
            let until = try after(program.trigger.reopenWithin ?? environment.reopenWithin)
            state.phase = .dormant(until: until, result: result)
            emit(.dormant(until: until))
        } else {
            end(result)
        }
    }

    /// Nothing of an ended run is asked for again but that it ended.
    mutating func end(_ result: Text) {
        emit(.ended(result))
        if let successor = state.successor { emit(.succeeded(by: successor)) }
        state.phase = .ended(result)
        state.event = .absent
        state.results = []
        state.forgetSeldom()
    }
}
