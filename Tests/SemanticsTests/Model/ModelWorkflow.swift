/// A workflow as the model runs it: the same as its file in `Workflows/`, with conditions as closures.
final class ModelWorkflow: Sendable {
    enum Again: Sendable {
        case never
        case afterEnd
        case replace
    }

    struct ReadPlan: Sendable {
        var name: String
        var type: String
        /// The record that holds the id; the scope has the records before this one.
        var id: ModelExpression
    }

    let name: String
    let start: ModelStart
    let event: String
    /// Asked of a trigger event and of a `reopen` event.
    let key: ModelExpression
    let condition: ModelCondition?
    let again: Again
    let reopen: [String]
    let reopenWithin: ModelPeriod
    let records: [ReadPlan]
    /// The lists of records that are read behind them.
    let lists: [ModelList]
    let steps: [ModelStep]
    /// The types of events that some wait of this workflow names.
    let awaited: [String]

    init(
        name: String, start: ModelStart = .event, event: String, key: @escaping ModelExpression,
        if condition: ModelCondition? = nil,
        again: Again = .never, reopen: [String] = [], reopenWithin: ModelPeriod = .days(120), records: [ReadPlan],
        lists: [ModelList] = [], steps: [ModelStep]
    ) {
        self.name = name
        self.start = start
        self.event = event
        self.key = key
        self.condition = condition
        self.again = again
        self.reopen = reopen
        self.reopenWithin = reopenWithin
        self.records = records
        self.lists = lists
        self.steps = steps
        awaited = Self.awaited(steps)
    }

    private static func awaited(_ steps: [ModelStep]) -> [String] {
        steps.flatMap { step -> [String] in
            var found = step.outcomes.flatMap { awaited($0.steps) } + awaited(step.undo)
            switch step.action {
            case .wait(let wait): if case .event(let type, _) = wait.kind { found.append(type) }
            case .group(let inner): found += awaited(inner)
            case .choose(let cases): found += cases.flatMap { awaited($0.then) }
            case .sequence(let sequence):
                found += awaited(sequence.cleared) + awaited(sequence.stages.map(\.step))
            default: break
            }
            return found
        }
    }
}

/// Nil where it cannot be asked, for want of a record or a field.
typealias ModelCondition = @Sendable (ModelScope) -> Bool?
typealias ModelExpression = @Sendable (ModelScope) -> ModelValue
typealias ModelRule = @Sendable (ModelScope) -> ModelFields?

final class ModelStep: Sendable {
    enum Action: Sendable {
        case perform(primitive: String, inputs: [Input])
        case approve(ModelApproval)
        /// A rule is asked: what it gives, or nothing if it cannot be asked for want of an input.
        case decide(ModelRule)
        /// The same of a rule whose answer is advice.
        case advise(ModelRule)
        case wait(ModelWait)
        case sequence(ModelSequence)
        case bind([Input])
        case choose([Case])
        case flag(to: String)
        case emit(type: String, fields: [Input])
        case group([ModelStep])
        case end(String)
        case carryOn
        case beginAgain
    }

    struct Input: Sendable {
        var name: String
        var value: ModelExpression
    }

    /// One `if` and `then` of a `choose`; `else` has no condition.
    struct Case: Sendable {
        var condition: ModelCondition?
        var then: [ModelStep]
    }

    struct Branch: Sendable {
        var outcome: String
        var steps: [ModelStep]
    }

    let name: String
    let condition: ModelCondition?
    let action: Action
    let outcomes: [Branch]
    let undo: [ModelStep]
    let retry: ModelRetry
    /// The step is done for every item of a list.
    let each: ModelEach?

    init(
        name: String, condition: ModelCondition? = nil, action: Action, outcomes: [Branch] = [],
        undo: [ModelStep] = [], retry: ModelRetry = ModelRetry(), each: ModelEach? = nil
    ) {
        self.name = name
        self.condition = condition
        self.action = action
        self.outcomes = outcomes
        self.undo = undo
        self.retry = retry
        self.each = each
    }

    func branch(_ outcome: String) -> [ModelStep]? {
        for branch in outcomes where branch.outcome == outcome { return branch.steps }
        return nil
    }
}

/// All records of a type of which a condition is true; in it `item` is the record that is looked at.
struct ModelList: Sendable {
    var name: String
    var type: String
    var condition: ModelCondition
}

/// S9: what is repeated, over a list of the plan or one that an expression gives.
struct ModelEach: Sendable {
    enum Source: Sendable {
        case list(String)
        case value(ModelExpression)
    }

    /// The name by which the item is read.
    var item: String
    var source: Source
    var atMost: Int
}

/// S3: how often and after which delays a step is tried again. Delays are in seconds.
struct ModelRetry: Sendable {
    var times = 5
    var first = 60
    var factor = 2
    var atMost = 3600

    func delay(_ attempt: Int) -> Seconds {
        var delay = first
        for _ in stride(from: 1, to: attempt, by: 1) { delay = delay * factor < atMost ? delay * factor : atMost }
        return delay < atMost ? delay : atMost
    }
}

struct ModelWait: Sendable {
    enum Kind: Sendable {
        case period(ModelPeriod)
        case condition(ModelCondition)
        /// A date that is read anew at each wake, and a time of day in seconds.
        case date(ModelExpression, at: Seconds)
        /// In the condition, `event` is the event that is looked at.
        case event(String, ModelCondition?)
    }

    var kind: Kind
    var within: ModelPeriod?
}

struct ModelApproval: Sendable {
    struct Level: Sendable {
        var role: String
        var count = 1
    }

    /// Levels as values: a role, or `2 of role`.
    var levels: ModelExpression
    var except: [ModelExpression] = []
    var covers: [ModelExpression] = []
    var remind: ModelPeriod?
    var within: ModelPeriod?
    var escalate: String?

    static func levels(_ value: ModelValue) -> [Level] {
        guard case .list(let items) = value else { return [] }
        return items.map { item in
            let words = (item.text ?? "").split(separator: " ").map(String.init)
            if words.count == 3, words[1] == "of", let count = Int(words[0]) {
                return Level(role: words[2], count: count)
            }
            return Level(role: words.joined(separator: " "))
        }
    }
}

extension ModelApproval.Level {
    /// The roles and people of whom some are asked: `auditor or controller`.
    var names: [String] { role.split(separator: " ").map(String.init).filter { $0 != "or" } }
}

/// S16: what the settings of the tests say of people.
enum ModelPeople {
    /// Who holds a role; for any other role the host's word counts.
    static let roles = [(role: "auditor", people: ["ivy", "max"])]
    /// Who is away, and who decides instead, up to and including a day of March 2026.
    static let absences = [
        (person: "ivy", from: 1, until: 4, delegate: "sam"),
        (person: "sam", from: 2, until: 3, delegate: "tom"),
    ]

    static func holds(_ person: String, _ names: [String], vouched: [String]) -> Bool {
        names.contains { name in
            for known in roles where known.role == name { return known.people.contains(person) }
            return name == person || vouched.contains(name)
        }
    }

    /// Those in whose place a person may decide, each with all who stand between: `[ivy, sam]` for tom.
    static func represented(by person: String, on day: CivilDay) -> [[String]] {
        var found: [[String]] = []
        for absence in absences where absence.delegate == person {
            let first = CivilTime.day(year: 2026, month: 3, day: absence.from)
            let last = CivilTime.day(year: 2026, month: 3, day: absence.until)
            guard first <= day, day <= last else { continue }
            found.append([absence.person])
        }
        for one in found { found += represented(by: one[0], on: day).map { $0 + one } }
        return found
    }
}

/// S6, S7: a timetable of stages.
final class ModelSequence: Sendable {
    enum Missed: Sendable {
        case latest
        case skip
        case each
    }

    struct Stage: Sendable {
        var name: String
        /// Added to the anchor one after the other.
        var offsets: [ModelPeriod]
        var needs: [(other: String, period: ModelPeriod)] = []
        var step: ModelStep
    }

    let from: ModelExpression
    /// A date up to which the timetable stands still.
    let pauseUntil: ModelExpression?
    /// The time of day of all stages, in seconds.
    let atTime: Seconds
    let holds: ModelCondition
    let pause: ModelCondition?
    let pauseAtMost: ModelPeriod?
    let missed: Missed
    let stages: [Stage]
    let cleared: [ModelStep]
    let giveUp: ModelPeriod?
    let grace = ModelPeriod.businessDays(1)

    init(
        from: @escaping ModelExpression, atTime: Seconds = 9 * 3600, holds: @escaping ModelCondition,
        pause: ModelCondition? = nil, pauseUntil: ModelExpression? = nil, pauseAtMost: ModelPeriod? = nil,
        missed: Missed = .latest, stages: [Stage],
        cleared: [ModelStep] = [], giveUp: ModelPeriod? = nil
    ) {
        self.from = from
        self.atTime = atTime
        self.holds = holds
        self.pause = pause
        self.pauseUntil = pauseUntil
        self.pauseAtMost = pauseAtMost
        self.missed = missed
        self.stages = stages
        self.cleared = cleared
        self.giveUp = giveUp
    }
}

/// What an expression can see in one advance.
struct ModelScope {
    var records: [(name: String, record: ModelRecord?)] = []
    /// What started the run: its event, its inputs, or when it was planned.
    var event: ModelFields
    /// The event that is looked at by a wait for one.
    var arrived: ModelFields?
    /// The items of the lists that are gone through.
    var items: ModelFields = []
    /// What `let` has bound.
    var bound: ModelFields = []
    var results: [(name: String, fields: ModelFields)] = []
    var now: Seconds
    var zone = ModelZone.utc

    var today: CivilDay { zone.day(of: now) }

    /// `invoice.balance`, `event.amount`, `charge.outcome`; absent where there is no such thing.
    func callAsFunction(_ name: String, _ fieldName: String) -> ModelValue {
        if name == "event", let arrived { return field(fieldName, of: arrived) }
        if ["event", "inputs", "planned"].contains(name) { return field(fieldName, of: event) }
        for item in records where item.name == name {
            return item.record.map { field(fieldName, of: $0.fields) } ?? .absent
        }
        for item in results where item.name == name { return field(fieldName, of: item.fields) }
        return .absent
    }

    /// A record as a whole, or a bound name.
    func callAsFunction(_ name: String) -> ModelValue {
        for item in records where item.name == name {
            return item.record.map { .record($0.type, $0.id) } ?? .absent
        }
        for item in items where item.name == name { return item.value }
        return field(name, of: bound)
    }
}
