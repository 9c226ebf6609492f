package import Dates
package import Encoding
package import Evaluation
package import Program

/// Which run: the readable parts of every key that its calls carry (S4).
package struct RunID: Hashable, Sendable {
    package var tenant: Text
    package var workflow: Text
    package var key: Text
    /// Counted from 1; more than one only where the trigger says `again`.
    package var occurrence: Int

    package init(tenant: Text, workflow: Text, key: Text, occurrence: Int) {
        self.tenant = tenant
        self.workflow = workflow
        self.key = key
        self.occurrence = occurrence
    }

    /// What differs most is compared first.
    package static func == (one: RunID, other: RunID) -> Bool {
        one.key == other.key && one.occurrence == other.occurrence && one.workflow == other.workflow
            && one.tenant == other.tenant
    }

    /// Of one key there are few runs: the key tells them apart well enough.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(occurrence)
    }
}

/// All that one run remembers between two inputs.
///
/// The path to where it stands is `frames`, outermost first; what it waits for is `phase`. Neither grows with the run's age:
/// what has happened is kept only where a later step can ask for it.
package struct RunState: Sendable {
    package var id: RunID
    /// The program that the run is pinned to (S11).
    package var program: Digest
    package var visit: Int
    package var now: Instant
    /// The data of the event that started the run.
    package var event: Value
    package var results: [NamedResult]
    package var frames: [Frame]
    package var phase: Phase
    /// The stage and anchor of `attempt`, which every call of a sequence has.
    private var stageOfAttempt: Int32?
    private var attemptedAnchor: CivilDate?
    package var cancel: Cancel
    /// What most runs do not have.
    private var seldom: Seldom?
    /// It is worth measuring: most states have a few results, of a few short fields each (`judgeSize`).
    private(set) var mayBeLarge = false
    /// It may have values that came as bytes or from outside, and have not been given their forms.
    var lacksForms = true

    package init(id: RunID, program: Digest, event: Value, now: Instant) {
        self.id = id
        self.program = program
        visit = 1
        self.now = now
        self.event = event
        results = []
        frames = []
        phase = .moving
        cancel = .none
    }
}

/// What few runs have lies apart in one object, shared until it is changed: a state is copied at each advance, and each field
/// that refers to memory would be counted each time.
extension RunState {
    private final class Seldom: @unchecked Sendable {
        // Unchecked since the fields are variable; they are changed only while one state alone refers to them.
        /// The rest of `attempt`, once anything has failed.
        @exclusivity(unchecked) var failures: Attempt?
        @exclusivity(unchecked) var mailbox: [ReceivedEvent] = []
        @exclusivity(unchecked) var completed: [Completed] = []
        @exclusivity(unchecked) var sequenceResult: Text?
        @exclusivity(unchecked) var history: [SequenceState] = []
        @exclusivity(unchecked) var successor: ReceivedEvent?
        @exclusivity(unchecked) var approved: Approved?

        init() {}

        init(copying other: Seldom) {
            failures = other.failures
            mailbox = other.mailbox
            completed = other.completed
            sequenceResult = other.sequenceResult
            history = other.history
            successor = other.successor
            approved = other.approved
        }
    }

    /// The fields for a change: this state's own.
    private mutating func ownSeldom() -> Seldom {
        if isKnownUniquelyReferenced(&seldom), let own = seldom { return own }
        let own = seldom.map { Seldom(copying: $0) } ?? Seldom()
        seldom = own
        return own
    }

    /// How the step or stage under way has been tried.
    package var attempt: Attempt {
        get {
            var attempt = seldom?.failures ?? Attempt()
            attempt.stage = attemptedStage
            attempt.anchor = attemptedAnchor
            return attempt
        }
        set {
            stageOfAttempt = newValue.stage.map { Int32(truncatingIfNeeded: $0) }
            attemptedAnchor = newValue.anchor
            var failures = newValue
            failures.stage = nil
            failures.anchor = nil
            if seldom?.failures != nil || failures != Attempt() { ownSeldom().failures = failures }
        }
    }

    /// `attempt.stage`, without the rest.
    var attemptedStage: Int? { stageOfAttempt.map(Int.init) }

    /// Another step or stage is under way.
    mutating func forgetAttempt() {
        stageOfAttempt = nil
        attemptedAnchor = nil
        if seldom?.failures != nil { ownSeldom().failures = nil }
    }

    /// The host has answered otherwise than that a record has changed.
    mutating func forgetStales() {
        if let stales = seldom?.failures?.stales, stales > 0 { attempt.stales = 0 }
    }

    /// The events that an event-wait may still take (S8).
    package var mailbox: [ReceivedEvent] {
        get { seldom?.mailbox ?? [] }
        _modify { yield &ownSeldom().mailbox }
    }

    /// The steps that have an `undo` and were accepted, in order of completion (S10).
    package var completed: [Completed] {
        get { seldom?.completed ?? [] }
        _modify { yield &ownSeldom().completed }
    }

    /// How the last sequence ended, for the run's result.
    package var sequenceResult: Text? {
        get { seldom?.sequenceResult }
        _modify { yield &ownSeldom().sequenceResult }
    }

    /// What has happened in the sequences that the run has left: a `reopen` event and `begin_again` go on from it.
    package var history: [SequenceState] {
        get { seldom?.history ?? [] }
        _modify { yield &ownSeldom().history }
    }

    /// The event that starts the next occurrence as soon as this one has ended (`again: replace`).
    package var successor: ReceivedEvent? {
        get { seldom?.successor }
        _modify { yield &ownSeldom().successor }
    }

    /// What was approved and is still to guard the next call (S16).
    package var approved: Approved? {
        get { seldom?.approved }
        _modify { yield &ownSeldom().approved }
    }

    /// Finds out anew whether it is worth measuring.
    mutating func judgeSize() {
        mayBeLarge = results.count > 32 || results.contains { $0.value.mayBeLarge }
        guard let mailbox = seldom?.mailbox, !mailbox.isEmpty else { return }
        if mailbox.count > 16 || mailbox.contains(where: { $0.data.mayBeLarge }) { mayBeLarge = true }
    }

    /// Nothing of it is left but what an ended run is asked for.
    mutating func forgetSeldom() { seldom = nil }

    /// A state of no run: what stands in a place whose state was taken out. Made each time, since to copy it would be to count its parts.
    package static var none: RunState {
        RunState(
            id: RunID(tenant: Text(), workflow: Text(), key: Text(), occurrence: 0),
            program: Digest(words: (0, 0, 0, 0)), event: .absent, now: .epoch)
    }
}

package struct NamedResult: Sendable {
    package var slot: Slot
    package var value: Value

    package init(slot: Slot, value: Value) {
        self.slot = slot
        self.value = value
    }
}

/// An accepted step that can be undone, and the visit in which it was accepted.
package struct Completed: Hashable, Sendable {
    package var step: StepIndex
    package var visit: Int

    package init(step: StepIndex, visit: Int) {
        self.step = step
        self.visit = visit
    }
}

/// An approval that was given, and the digest of what it covers.
package struct Approved: Hashable, Sendable {
    package var step: StepIndex
    package var covered: Digest

    package init(step: StepIndex, covered: Digest) {
        self.step = step
        self.covered = covered
    }
}

package enum Cancel: Int, Sendable {
    case none = 0
    /// Asked for while a call is in flight; it takes effect with the answer.
    case asked = 1
    /// The undo steps are running.
    case undoing = 2
}

package enum Frame: Sendable {
    /// A list of steps and the one in it that is under way; a branch is what `continue` leaves.
    case block(BlockIndex, at: Int, isBranch: Bool)
    case sequence(SequenceState)
    case each(EachState)
    /// The steps still to be undone, the last one first to go; the calls of the one being undone carry its visit.
    case undo([Completed], visit: Int)

    /// What it is, without what it holds: that need not be copied to be told.
    enum Kind {
        case block(BlockIndex, at: Int, isBranch: Bool)
        case sequence
        case each
        case undo
    }

    var kind: Kind {
        switch self {
        case .block(let index, let at, let isBranch): .block(index, at: at, isBranch: isBranch)
        case .sequence: .sequence
        case .each: .each
        case .undo: .undo
        }
    }
}

/// What a run waits for. `moving` exists only inside an advance.
package enum Phase: Sendable {
    case moving
    /// A call, or the question after one (`inquiry`), is in flight under this key.
    case calling(key: Text, inquiry: Bool)
    /// The host said that nothing happened; the step is decided again at `until`.
    case delayed(until: Instant)
    /// It is not known whether the call happened; at `until` the host is asked.
    case unsure(key: Text, until: Instant)
    case waiting(until: Instant?, deadline: Instant?)
    /// Apart, since it is the largest of all and would make every state as large.
    indirect case approving(ApprovalState)
    /// In a sequence, until the next stage, pause limit or give-up; `until` is the earliest of them.
    case listening(until: Instant)
    case suspended(Suspension)
    case dormant(until: Instant, result: Text)
    case ended(Text)
}

/// How often the step or stage under way has been tried (S3). Counts start anew with each.
package struct Attempt: Hashable, Sendable {
    /// The stage that the counts belong to, in a sequence.
    package var stage: Int?
    /// The anchor at the stage's first try; its key keeps it.
    package var anchor: CivilDate?
    package var transients = 0
    package var unknowns = 0
    package var stales = 0
    /// Not before this time.
    package var until: Instant?

    package init() {}
}

/// Why a run stands in the exception queue.
package struct Suspension: Hashable, Error, Sendable {
    package enum Reason: Hashable, Sendable {
        /// An outcome without a branch.
        case outcome(Text)
        case stale
        case unknown
        case missingRecord
        case pauseLimit
        case noLevels
        case limit
        /// A date lies beyond the years that the calendar covers.
        case calendar
        /// An expression could not be evaluated.
        case expression(CodeIndex)
        /// A rule gives no result: why.
        case rule(Text)
        /// So many items of a list have failed.
        case items(Int)
        /// A list of records could not be read whole.
        case list(Text)
        /// A list has more items than it may.
        case tooManyItems
        /// Two items of a list have one identity.
        case sameItem(Text)
        /// The run's time zone cannot be found.
        case zone
        /// The state would be larger than a state may be; named is the value that takes most of it.
        case stateLimit(Text)

        /// The reason's stable name.
        package var name: Text {
            switch self {
            case .outcome(let name): Text("outcome " + name.string)
            case .stale: "stale"
            case .unknown: "unknown"
            case .missingRecord: "missing_record"
            case .pauseLimit: "pause"
            case .noLevels: "no_levels"
            case .limit: "limit"
            case .calendar: "calendar"
            case .expression: "expression"
            case .zone: "zone"
            case .rule(let why): Text("rule " + why.string)
            case .items: "items"
            case .list: "list"
            case .tooManyItems: "too_many_items"
            case .sameItem: "same_item"
            case .stateLimit(let name): Text("state_limit " + name.string)
            }
        }
    }

    package var reason: Reason
    package var step: StepIndex?

    package init(_ reason: Reason, step: StepIndex? = nil) {
        self.reason = reason
        self.step = step
    }
}

package struct SequenceState: Hashable, Sendable {
    package enum StageState: Hashable, Sendable {
        case open
        /// Open, and not before this day.
        case postponed(CivilDate)
        case done(on: CivilDate, accepted: Bool)
        case missed
        /// Its `if` was false.
        case passed
    }

    package enum Ending: Int, Sendable {
        case cleared = 0
        case gaveUp = 1
    }

    package var step: StepIndex
    package var anchor: CivilDate?
    /// The civil days by which pauses have moved what is open.
    package var shiftDays: Int
    package var pausedOn: CivilDate?
    package var pauseLimit: Instant?
    package var stages: [StageState]
    /// The stage whose step is under way.
    package var acting: Int?
    /// The anchor that the keys of the acting stage carry: that of its first try.
    package var actingAnchor: CivilDate?
    package var lastNoticeOn: CivilDate?
    /// Set while the branch of the sequence's end runs.
    package var ending: Ending?

    package init(step: StepIndex, stageCount: Int) {
        self.step = step
        shiftDays = 0
        stages = Array(repeating: .open, count: stageCount)
    }
}

/// How far an `each` has come.
package struct EachState: Hashable, Sendable {
    package struct Failure: Hashable, Sendable {
        package var item: Text
        package var reason: Suspension.Reason

        package init(item: Text, reason: Suspension.Reason) {
            self.item = item
            self.reason = reason
        }
    }

    package var step: StepIndex
    /// The identity of the last item that was begun.
    package var item: Text?
    /// That item's step is under way.
    package var isActing: Bool
    /// The item itself where it is no record of the host.
    package var value: Value
    package var begun: Int
    package var failed: [Failure]
    /// The failed items that are still to be done again.
    package var retried: [Text]?

    package init(step: StepIndex) {
        self.step = step
        isActing = false
        value = .absent
        begun = 0
        failed = []
    }
}

package struct ApprovalState: Hashable, Sendable {
    package struct Level: Hashable, Sendable {
        /// A role or a person, or several with "or" between them.
        package var role: Text
        package var count: Int

        package init(role: Text, count: Int) {
            self.role = role
            self.count = count
        }
    }

    package struct Counted: Hashable, Sendable {
        package var person: Text
        package var level: Int
        /// Those in whose place the person decided, the one who is asked first; they count as one person.
        package var representing: [Text]

        package init(person: Text, level: Int, representing: [Text] = []) {
            self.person = person
            self.level = level
            self.representing = representing
        }

        var people: [Text] { [person] + representing }
    }

    package var levels: [Level]
    /// The level that is asked, counted from 0.
    package var level: Int
    package var counted: [Counted]
    package var asked: Instant
    package var nextReminder: Instant?
    package var deadline: Instant?
    package var isEscalated: Bool
    /// The digest of what was shown (S16).
    package var covered: Digest

    package init(
        levels: [Level], level: Int = 0, counted: [Counted] = [], asked: Instant, nextReminder: Instant?,
        deadline: Instant?,
        isEscalated: Bool = false, covered: Digest
    ) {
        self.levels = levels
        self.level = level
        self.counted = counted
        self.asked = asked
        self.nextReminder = nextReminder
        self.deadline = deadline
        self.isEscalated = isEscalated
        self.covered = covered
    }
}

/// An event as a run sees it.
package struct ReceivedEvent: Sendable {
    package var id: Text
    package var type: Text
    package var data: Value

    package init(id: Text, type: Text, data: Value) {
        self.id = id
        self.type = type
        self.data = data
    }
}

extension RunState {
    package var isEnded: Bool { if case .ended = phase { true } else { false } }

    /// An `each` is under way.
    var isRepeating: Bool {
        frames.contains { if case .each = $0.kind { true } else { false } }
    }

    var encodedByteCount: Int {
        var encoder = CanonicalEncoder()
        encode(into: &encoder)
        return encoder.bytes.count
    }

    /// When the run must be woken if nothing else wakes it.
    package var nextWake: Instant? {
        switch phase {
        case .moving, .calling, .suspended, .ended: nil
        case .delayed(let until), .unsure(_, let until), .listening(let until), .dormant(let until, _): until
        case .waiting(let until, let deadline): Instant.earliest(until, deadline)
        case .approving(let approval): Instant.earliest(approval.nextReminder, approval.deadline)
        }
    }
}

extension Value {
    var encodedByteCount: Int {
        var encoder = CanonicalEncoder()
        encode(into: &encoder)
        return encoder.bytes.count
    }
}

extension Instant {
    static func earliest(_ one: Instant?, _ other: Instant?) -> Instant? {
        guard let one else { return other }
        guard let other else { return one }
        return min(one, other)
    }
}
