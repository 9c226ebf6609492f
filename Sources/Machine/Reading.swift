import Dates
import Encoding
import Evaluation
import Hosting
import Program

extension Array {
    /// Takes the elements out and keeps the memory, which for few elements takes a fraction of what the general way takes.
    @inlinable
    package mutating func removeEach() { while popLast() != nil {} }
}

/// Memory for advances, of one at a time: whoever makes very many lends the same again and again. Between two of them it means nothing.
package final class AdvanceMemory: @unchecked Sendable {
    // Unchecked since all in it is variable; it is used by one advance at a time.
    /// An advance has it.
    @exclusivity(unchecked) fileprivate var isLent = false
    /// The program whose slots it has, each with what it holds before anything has happened, but for those that were changed.
    @exclusivity(unchecked) private var program: Program?
    @exclusivity(unchecked) private var slots = UnsafeMutableBufferPointer<Value>(start: nil, count: 0)
    /// Which were changed: a bit for each of the first, and the others.
    @exclusivity(unchecked) private var changed: UInt64 = 0
    @exclusivity(unchecked) private var othersChanged: [Slot] = []
    /// How many records of the plan have been read, whether the first is there, and which are.
    @exclusivity(unchecked) fileprivate var readCount = 0
    @exclusivity(unchecked) fileprivate var isFirstThere = false
    @exclusivity(unchecked) fileprivate var there: [Call.Assumption] = []
    /// For the stages of a sequence that have not happened.
    @exclusivity(unchecked) var stages: [SequencePlan.Open] = []
    @exclusivity(unchecked) fileprivate var evaluator: Evaluator?
    /// What has come of the advance so far.
    @exclusivity(unchecked) var effects: [Effect] = []
    @exclusivity(unchecked) var trace: [TraceEntry] = []
    /// The items under way, whose records are read behind those of the plan; what was read for them, and those of them that are held.
    @exclusivity(unchecked) var items: [(query: Query, slot: Slot)] = []
    @exclusivity(unchecked) var itemRecords: [HostRecord?] = []
    @exclusivity(unchecked) var heldItems: [HeldItem] = []
    /// For each list of the program that was read, its records in the order of their identities; `nil` for one that could not be read whole.
    @exclusivity(unchecked) var lists: [[HostRecord]?] = []

    package init() {}

    deinit { freeSlots() }

    private func freeSlots() {
        slots.deinitialize()
        slots.deallocate()
    }

    fileprivate func lend(to program: Program) {
        isLent = true
        guard program !== self.program else { return }
        freeSlots()
        slots = .allocate(capacity: program.slotCount)
        program.initialize(slots)
        self.program = program
    }

    fileprivate func takeBack() {
        if let program {
            while changed != 0 {
                let slot = changed.trailingZeroBitCount
                slots[slot] = program.initialSlots[slot]
                changed &= changed &- 1
            }
            for slot in othersChanged { slots[slot] = program.initialSlots[slot] }
            if !othersChanged.isEmpty { othersChanged = [] }
        }
        there.removeEach()
        readCount = 0
        isFirstThere = false
        // Nobody has taken them, or there are none: few runs have items.
        if !effects.isEmpty { effects = [] }
        if !trace.isEmpty { trace = [] }
        if !items.isEmpty { items = [] }
        if !itemRecords.isEmpty { itemRecords = [] }
        if !heldItems.isEmpty { heldItems = [] }
        if !lists.isEmpty { lists = [] }
        isLent = false
    }

    fileprivate var values: UnsafeBufferPointer<Value> { UnsafeBufferPointer(slots) }

    /// What is left in `value` means nothing.
    fileprivate func move(_ value: inout Value, to slot: Slot) {
        swap(&slots[slot], &value)
        note(slot)
    }

    private func note(_ slot: Slot) {
        if slot < UInt64.bitWidth { changed |= 1 &<< UInt64(slot) } else { othersChanged.append(slot) }
    }

    fileprivate subscript(_ slot: Slot) -> Value {
        get { slots[slot] }
        set {
            slots[slot] = newValue
            note(slot)
        }
    }
}

/// What an advance reads before its run takes an input, and what is asked of it: expressions over what started the run and the records that
/// have been read.
struct ReadingPlan: ~Copyable {
    /// In the run's time zone, once that can be found.
    private(set) var environment: Environment
    /// All records have been read, and they do not lead to a time zone.
    private(set) var lacksZone = false
    let program: Program
    private let now: Instant
    let memory: AdvanceMemory
    /// The evaluator is in this environment: many advances evaluate no expression that needs one.
    private var hasEvaluator = false

    init(
        _ program: Program, _ environment: Environment, event: consuming Value, at now: Instant, _ memory: AdvanceMemory
    ) {
        self.program = program
        self.environment = environment
        self.now = now
        // Another advance may be under way, of which this one is a consequence.
        self.memory = memory.isLent ? AdvanceMemory() : memory
        self.memory.lend(to: program)
        if event.kind == .map { event = program.formed(event, slot: Program.eventSlot) }
        self.memory.move(&event, to: Program.eventSlot)
    }

    deinit { memory.takeBack() }

    /// What a slot of the program holds.
    subscript(_ slot: Slot) -> Value {
        get { memory[slot] }
        nonmutating set { memory[slot] = newValue }
    }

    // MARK: Records

    /// All records of the plan have been read.
    var isWhole: Bool { memory.readCount == program.records.count }
    /// There is the first of them.
    var isFirstThere: Bool { memory.isFirstThere }
    /// Those that there are, as they were read.
    var there: [Call.Assumption] { memory.there }

    /// The record of the plan that is to be read next; nothing when all have been.
    ///
    /// A record's identity may be an expression over the records before it. An identity that cannot be found, for want of a record or a
    /// field, is a record that does not exist.
    mutating func next() -> Query? {
        while memory.readCount < program.records.count {
            let index = memory.readCount
            if let id = identity(program.records[index].identity) {
                return Query(type: program.records[index].type, id: id)
            }
            take(nil)
        }
        return nil
    }

    /// What the host has of the record that is next; `nil` if there is none.
    mutating func take(_ record: consuming HostRecord?) {
        let index = memory.readCount
        guard index < program.records.count else { return memory.itemRecords.append(record) }
        memory.readCount += 1
        guard var there = consume record else { return }
        if index == 0 { memory.isFirstThere = true }
        memory.move(&there.value, to: Program.slot(ofRecord: index))
        // Moved as well, and not copied.
        var id = Text()
        swap(&id, &there.id)
        memory.there.append(
            Call.Assumption(type: program.records[index].type, id: id, revision: there.revision))
    }

    mutating func take(list: [HostRecord]?) { memory.lists.append(list) }

    /// Goes into the run's time zone, if the records that have been read lead to one.
    mutating func enterZone() {
        guard let code = program.zone else { return }
        guard let own = environment.ofRun(named: value(code)?.asText) else {
            lacksZone = true
            return
        }
        guard own !== environment else { return }
        environment = own
        hasEvaluator = false
    }

    // MARK: Expressions

    mutating func evaluate(_ index: CodeIndex) throws(EvaluationError) -> Value {
        let code = program.lentCode[index]
        if let value = code._withUnsafeGuaranteedRef({ $0.direct(memory.values) }) { return value }
        // What does not ask for the time is evaluated as well in the environment of the advance before.
        let isTimeless = code._withUnsafeGuaranteedRef { $0.isTimeless }
        if !hasEvaluator, !isTimeless || memory.evaluator == nil {
            hasEvaluator = true
            if memory.evaluator?.use(environment.evaluation(at: now)) == nil {
                memory.evaluator = Evaluator(environment.evaluation(at: now))
            }
        }
        return try memory.evaluator?.evaluate(code.takeUnretainedValue(), memory.values) ?? .absent
    }

    /// A text that names something, or `nil` where it cannot be found.
    mutating func identity(_ index: CodeIndex) -> Text? { (try? evaluate(index))?.asText }

    /// Nothing where it cannot be found or is absent.
    mutating func value(_ index: CodeIndex) -> Value? {
        guard let value = try? evaluate(index), !value.isAbsent else { return nil }
        return value
    }

    mutating func isTrue(_ index: CodeIndex) -> Bool { (try? evaluate(index))?.asBool == true }

    /// Whether a record belongs to a list; nothing where that cannot be asked.
    mutating func fits(_ list: ListRead, _ record: Value) -> Bool? {
        memory[list.itemSlot] = record
        defer { memory[list.itemSlot] = .absent }
        return (try? evaluate(list.condition))?.asBool
    }
}

/// What an advance reads: expressions over its slots, text, times. Every failure suspends the run.
extension Advancing {
    mutating func evaluate(_ index: CodeIndex) throws(Suspension) -> Value {
        do throws(EvaluationError) {
            return try reading.evaluate(index)
        } catch {
            throw Suspension(.expression(index))
        }
    }

    mutating func isTrue(_ index: CodeIndex) throws(Suspension) -> Bool {
        guard let truth = try evaluate(index).asBool else { throw Suspension(.expression(index)) }
        return truth
    }

    mutating func civilDate(_ index: CodeIndex) throws(Suspension) -> CivilDate {
        let value = try evaluate(index)
        if let date = value.asDate { return date }
        if let instant = value.asInstant {
            return try dated { () throws(DateError) in try environment.civilDate(instant) }
        }
        throw Suspension(.expression(index))
    }

    /// The same of a date that may be absent.
    mutating func civilDateIfPresent(_ index: CodeIndex) throws(Suspension) -> CivilDate? {
        try evaluate(index).isAbsent ? nil : try civilDate(index)
    }

    mutating func instant(_ index: CodeIndex, _ time: CivilTime) throws(Suspension) -> Instant {
        let value = try evaluate(index)
        if let instant = value.asInstant { return instant }
        if let date = value.asDate { return try dated { () throws(DateError) in try environment.instant(date, time) } }
        throw Suspension(.expression(index))
    }

    /// Time arithmetic fails beyond the years that a calendar covers.
    func dated<Result>(_ compute: () throws(DateError) -> Result) throws(Suspension) -> Result {
        do throws(DateError) { return try compute() } catch { throw Suspension(.calendar) }
    }

    /// A period after the run's now.
    func after(_ period: Period) throws(Suspension) -> Instant {
        try dated { () throws(DateError) in try environment.adding(period, to: state.now) }
    }

    func after(_ period: Period?) throws(Suspension) -> Instant? {
        guard let period else { return nil }
        return try after(period)
    }

    func today() throws(Suspension) -> CivilDate {
        try dated { () throws(DateError) in try environment.civilDate(state.now) }
    }

    // MARK: Text and arguments

    mutating func text(_ index: TemplateIndex) throws(Suspension) -> Text {
        if case .literal(let literal)? = program.templates[index].onlyPiece { return literal }
        var text = ""
        for piece in program.templates[index].pieces {
            switch piece {
            case .literal(let literal): text += literal.string
            case .value(let code):
                // What has no value says nothing in a sentence.
                text += try evaluate(code).inSentence
            }
        }
        return Text(text)
    }

    mutating func arguments(_ list: [NamedArgument]) throws(Suspension) -> [NamedValue] {
        var values: [NamedValue] = []
        values.reserveCapacity(list.count)
        for argument in list {
            switch argument.value {
            case .code(let code):
                let value = try evaluate(code)
                if value.isAbsent {
                    guard argument.isOptional else { throw Suspension(.missingRecord) }
                    continue
                }
                values.append(NamedValue(argument.name, value))
            case .template(let template):
                if argument.isOptional, case .value(let code)? = program.templates[template].onlyPiece,
                    try evaluate(code).isAbsent
                {
                    continue
                }
                values.append(NamedValue(argument.name, .string(try text(template))))
            }
        }
        return values
    }

    // MARK: Approvals

    /// The levels that an expression gives: a list of `role` or `N of role`; none where there is no such list.
    mutating func levels(_ index: CodeIndex) throws(Suspension) -> [ApprovalState.Level] {
        let value = try evaluate(index)
        if value.isAbsent { return [] }
        guard let list = value.asList else { throw Suspension(.expression(index)) }
        var levels: [ApprovalState.Level] = []
        for item in list {
            guard let level = item.asText.flatMap(ApprovalState.Level.init) else {
                throw Suspension(.expression(index))
            }
            levels.append(level)
        }
        return levels
    }

    /// The people that an expression names: one, or a list of them; an absent one names nobody.
    mutating func persons(_ index: CodeIndex) throws(Suspension) -> [Text] {
        let value = try evaluate(index)
        if let one = value.asText { return [one] }
        return value.asList?.compactMap(\.asText) ?? []
    }

    mutating func digest(of covers: [CodeIndex]) throws(Suspension) -> Digest {
        var encoder = CanonicalEncoder()
        for code in covers { try evaluate(code).encode(into: &encoder) }
        return environment.digester.digest(encoder.bytes)
    }
}

extension ApprovalState.Level {
    /// `controller`, `2 of controller`, `maria or controller`, `2 of maria or lee or kim`.
    init?(_ text: Text) {
        var words = text.string.split(separator: " ").map(String.init)
        var count = 1
        if words.count > 2, words[1] == "of" {
            guard let number = Int(words[0]), number > 0 else { return nil }
            count = number
            words.removeFirst(2)
        }
        for (index, word) in words.enumerated() where (word == "or") != (index % 2 == 1) { return nil }
        guard words.count % 2 == 1 else { return nil }
        self.init(role: Text(words.joined(separator: " ")), count: count)
    }

    /// The roles and people of whom some are asked.
    var names: [Text] {
        role.string.split(separator: " ").filter { $0 != "or" }.map { Text(String($0)) }
    }
}
