package import Dates
package import Encoding
package import Evaluation
package import Rules

/// A workflow as it runs: plain data, lowered from a checked definition and self-contained.
///
/// Steps, blocks, expressions and templates lie in flat arrays and name each other by index, so a program is copied, encoded
/// and compared as bytes. Nothing in it refers to the text it came from except `places`, which is not part of its identity.
///
/// The variables of its expressions are slots of one frame, in this order: what started the run, the parameters of the
/// settings, the records of the read plan, then the results and `let` names of the steps.
///
/// A class so that handing it on is counting one reference and not one for each of its arrays; nothing in it changes.
package final class Program: Sendable {
    /// The version of this structure's encoding.
    package static let format = 1
    /// The version of the meaning of workflows, `Documentation/Semantics.md`. A state of another one is refused.
    package static let semantics = 1

    package let workflow: Text
    package let version: Int
    /// The digest of the canonical form of the definition (S12): what a run is pinned to.
    package let identity: Digest
    package let trigger: Trigger
    /// Gives the name of the run's time zone, where the settings leave it to a record.
    package let zone: CodeIndex?
    package let records: [RecordRead]
    /// The lists of records that are read after them.
    package let lists: [ListRead]
    /// The rules that its steps ask, with all their versions: a run that pins its program pins them too (S11).
    package let rulebooks: [Rulebook]
    package let slotCount: Int
    package let steps: [Step]
    package let blocks: [Block]
    /// The types of the events that steps wait for, sorted.
    package let awaitedEvents: [Text]
    /// The block of the outermost steps.
    package let body: BlockIndex
    package let code: [Code]
    /// The same, for who evaluates very often: to look at one is not to count a reference, for which the workers of a replay would wait for each
    /// other. They live as long as the program.
    package let lentCode: [Unmanaged<Code>]
    package let templates: [Template]
    /// What the slots' values look like when they come back from bytes; no form for one is `plain`.
    package let slotForms: [Form]
    /// The same of the data of `awaitedEvents`, one for each.
    package let awaitedForms: [Form]
    /// What the slots hold before anything has happened: a step that has not been done has a result without any field.
    package let initialSlots: [Value]
    /// Those of them that hold something.
    private let presentSlots: [Slot]

    package init(
        workflow: Text, version: Int, identity: Digest, trigger: Trigger, records: [RecordRead], slotCount: Int,
        steps: [Step], blocks: [Block], body: BlockIndex, awaitedEvents: [Text], code: [Code], templates: [Template],
        slotForms: [Form] = [], awaitedForms: [Form] = [], zone: CodeIndex? = nil, parameters: Value = .absent,
        lists: [ListRead] = [], rulebooks: [Rulebook] = []
    ) {
        self.workflow = workflow
        self.version = version
        self.identity = identity
        self.trigger = trigger
        self.zone = zone
        self.records = records
        self.lists = lists
        self.rulebooks = rulebooks
        self.slotCount = slotCount
        self.steps = steps
        self.blocks = blocks
        self.body = body
        self.awaitedEvents = awaitedEvents
        self.code = code
        lentCode = code.map { Unmanaged.passUnretained($0) }
        self.templates = templates
        self.slotForms = slotForms
        self.awaitedForms = awaitedForms
        var slots = Array(repeating: Value.absent, count: slotCount)
        for step in steps {
            if let slot = step.result, let shape = step.resultShape { slots[slot] = .record(shape, []) }
        }
        if slots.count > Self.parametersSlot { slots[Self.parametersSlot] = parameters }
        initialSlots = slots
        presentSlots = slots.indices.filter { !slots[$0].isAbsent }
    }

    /// The same program as an object of its own, with lists of its own. Whoever runs it counts references to it all the time, and two processors
    /// that count at one place wait for each other.
    package convenience init(_ other: Program) {
        self.init(
            workflow: other.workflow, version: other.version, identity: other.identity, trigger: other.trigger,
            records: other.records.map { $0 }, slotCount: other.slotCount, steps: other.steps.map { $0.copied },
            blocks: other.blocks.map { Block($0.steps.map { $0 }) }, body: other.body,
            awaitedEvents: other.awaitedEvents, code: other.code, templates: other.templates.map { $0 },
            slotForms: other.slotForms, awaitedForms: other.awaitedForms, zone: other.zone,
            parameters: other.slotCount > Self.parametersSlot ? other.initialSlots[Self.parametersSlot] : .absent,
            lists: other.lists, rulebooks: other.rulebooks)
    }

    /// Puts into memory what the slots hold before anything has happened.
    ///
    /// - Parameter slots: uninitialised, one for each slot.
    package func initialize(_ slots: UnsafeMutableBufferPointer<Value>) {
        slots.initialize(repeating: .absent)
        for slot in presentSlots { slots[slot] = initialSlots[slot] }
    }

    /// The name of a stage of the sequence that is this step.
    package func stageName(_ stage: Int, in sequence: StepIndex) -> Text? {
        guard case .sequence(let action) = steps[sequence].action else { return nil }
        return steps[action.stages[stage].step].name
    }

    /// The author's name for what a slot holds: that of the step whose result it is.
    package func name(ofSlot slot: Slot) -> Text? {
        for step in steps {
            if step.result == slot || step.repetition?.resultsSlot == slot { return step.name }
            if case .letValues(let values) = step.action, values.contains(where: { $0.slot == slot }) {
                return step.name
            }
        }
        return nil
    }

    /// A slot's value in the form that its expressions know.
    package func formed(_ value: Value, slot: Slot) -> Value {
        slot < slotForms.count ? slotForms[slot].formed(value) : value
    }

    /// The data of an event that a step waits for, likewise.
    package func formed(_ value: Value, awaited type: Text) -> Value {
        guard let index = awaitedEvents.firstIndex(of: type), index < awaitedForms.count else { return value }
        return awaitedForms[index].formed(value)
    }

    /// What started the run: its event, its inputs, or when it was planned.
    package static let eventSlot = 0
    /// The parameters of the settings, the same for all runs of a tenant.
    package static let parametersSlot = 1

    /// The slot of a record of the read plan.
    package static func slot(ofRecord index: Int) -> Int { 2 + index }
}

package typealias CodeIndex = Int
package typealias StepIndex = Int
package typealias BlockIndex = Int
package typealias TemplateIndex = Int
package typealias Slot = Int

/// A list of steps that follow one another.
package struct Block: Hashable, Sendable {
    package var steps: [StepIndex]

    package init(_ steps: [StepIndex]) { self.steps = steps }
}

/// What starts a run, and what happens when the same business key comes again (S8).
package struct Trigger: Sendable {
    package enum Again: Int, Sendable {
        /// An ended run stays ended.
        case never = 0
        /// A new occurrence once the earlier one has ended.
        case afterEnd = 1
        /// A run under way is cancelled, and a new occurrence starts.
        case replace = 2
    }

    /// What makes a run begin.
    package enum Start: Sendable {
        /// An event, or a person's or a program's demand, which comes as one.
        case event
        /// The days of a schedule, at a time of day in the zone of the settings: one run a period.
        case schedule(ScheduleRule, CivilTime, SequenceAction.Missed)
        /// So long before or after a date of the first record of the read plan.
        case recordDate(CodeIndex, Period, CivilTime)
    }

    package var start: Start
    /// The type of the event that starts a run. What the clock starts has a type of its own.
    package var event: Text
    package var key: CodeIndex
    package var condition: CodeIndex?
    package var again: Again
    /// The types of the events that reopen a dormant run, sorted.
    package var reopen: [Text]
    /// How long an ended run can be reopened; as the environment says if `nil`.
    package var reopenWithin: Period?

    /// The type of the event by which a person or a program starts a run of a workflow. No author's event is called so.
    package static func demand(_ workflow: Text) -> Text { Text("demand of \(workflow)") }

    /// The same of what the clock starts.
    package static func clock(_ workflow: Text) -> Text { Text("clock of \(workflow)") }

    package init(
        start: Start = .event, event: Text, key: CodeIndex, condition: CodeIndex?, again: Again, reopen: [Text],
        reopenWithin: Period?
    ) {
        self.start = start
        self.event = event
        self.key = key
        self.condition = condition
        self.again = again
        self.reopen = reopen
        self.reopenWithin = reopenWithin
    }
}

/// One record of the read plan (S1): its identity is an expression over the event and the records before it.
package struct RecordRead: Sendable {
    package var name: Text
    package var type: Text
    package var identity: CodeIndex

    package init(name: Text, type: Text, identity: CodeIndex) {
        self.name = name
        self.type = type
        self.identity = identity
    }
}

/// Free text with expressions in it: literal pieces and code in turn.
package struct Template: Sendable {
    package enum Piece: Sendable {
        case literal(Text)
        case value(CodeIndex)
    }

    package var pieces: [Piece]

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    package var onlyPiece: Piece? { pieces.count == 1 ? pieces[0] : nil }
}
