package import Dates
package import YAMLReading

/// One step as it is written: its verb, what any step may carry, and its name.
package struct StepDefinition: Sendable {
    package internal(set) var verb: Verb
    package let condition: Excerpt?
    /// The name after `as`.
    package let writtenName: WrittenName?
    package let why: FreeText?
    /// `each`: the step is done for every item of a list.
    package let repetition: RepetitionDefinition?
    package let retry: RetryDefinition?
    package let within: Written<Parametric<Period>>?
    package internal(set) var undo: [StepDefinition]
    package internal(set) var outcomes: [NamedEntry<[StepDefinition]>]
    package let node: LocatedNode
    /// The name by which the step is known: that after `as`; else what its verb acts on (`do: invoice.post` is `post`);
    /// else, where that has no name, the verb and a number (`flag-2`), which no author can have written. Unique in its
    /// workflow.
    package internal(set) var name: String

    package indirect enum Verb: Sendable {
        case call(CallDefinition)
        case decide(DecideDefinition)
        case letValues([NamedEntry<Excerpt>])
        case choose([CaseDefinition])
        case wait(WaitDefinition)
        case approve(ApproveDefinition)
        case sequence(SequenceDefinition)
        case emit(EmitDefinition)
        case advise(DecideDefinition)
        case flag(FlagDefinition)
        case end(WrittenName)
        case group([StepDefinition])
        /// `continue`: go on after the step that this branch belongs to.
        case proceed
        case beginAgain
        /// The step could not be read; why has been reported.
        case unreadable
    }

    /// Never fails: a step that cannot be read is one whose verb is `unreadable`, so that the others can still be
    /// checked.
    init(_ node: LocatedNode) {
        do { self = try StepDefinition(reading: node) } catch { self.init(unreadable: node) }
    }

    private init(unreadable node: LocatedNode) {
        self.node = node
        verb = .unreadable
        condition = nil
        writtenName = (try? GroupReader(node)).flatMap { try? $0.readIfPresent("as", Take.name) }
        why = nil
        repetition = nil
        retry = nil
        within = nil
        undo = []
        outcomes = []
        name = writtenName?.value ?? ""
    }

    private init(reading node: LocatedNode) throws(Unreadable) {
        self.node = node
        if node.isScalar {
            guard let word = Self.word(try Take.scalar(node).text) else { throw Unreadable() }
            verb = word
            condition = nil
            writtenName = nil
            why = nil
            repetition = nil
            retry = nil
            within = nil
            undo = []
            outcomes = []
        } else {
            let group = try GroupReader(node)
            verb = try Verb(group)
            condition = try group.readIfPresent("if", Take.expression)
            writtenName = try group.readIfPresent("as", Take.name)
            why = try group.readIfPresent("why", Take.freeText)
            repetition = try RepetitionDefinition(group)
            retry = try group.readIfPresent("retry", RetryDefinition.init)
            within = try group.readIfPresent("within", Take.period)
            undo = try group.steps("undo")
            outcomes = try group.entries("outcomes", Take.steps)
        }
        name = writtenName?.value ?? ""
    }

    private static func word(_ text: String) -> Verb? {
        switch text {
        case "continue": .proceed
        case "begin_again": .beginAgain
        default: nil
        }
    }

    /// The branch of an outcome, if the file gives one.
    package func branch(_ outcome: String) -> [StepDefinition]? {
        outcomes.first { $0.name.value == outcome }?.value
    }
}

private let verbs = KeySet(StepSchema.verbs)

extension StepDefinition.Verb {
    init(_ group: GroupReader) throws(Unreadable) {
        var found: Self?
        for entry in group.entries where verbs.contains(entry.id) {
            guard let verb = try Self.verb(entry.key.text, entry.value, group) else { continue }
            // Two verbs were reported.
            if found != nil { throw Unreadable() }
            found = verb
        }
        guard let found else { throw Unreadable() }
        self = found
    }

    private static func verb(
        _ name: String, _ value: LocatedNode, _ group: GroupReader
    ) throws(Unreadable) -> Self? {
        switch name {
        case "do": return .call(try CallDefinition(value, group))
        case "decide": return .decide(try DecideDefinition(value, group))
        case "let": return .letValues(try Take.entries(value, Take.expression))
        case "choose": return .choose(try Take.list(value, CaseDefinition.init))
        case "wait": return .wait(try WaitDefinition(value))
        case "approve": return .approve(try ApproveDefinition(value, group))
        case "sequence": return .sequence(try SequenceDefinition(value, group))
        case "emit": return .emit(try EmitDefinition(value, group))
        case "advise": return .advise(try DecideDefinition(value, group))
        case "flag": return .flag(try FlagDefinition(value, group))
        case "end": return .end(try Take.name(value))
        case "steps": return .group(try Take.steps(value))
        default: return nil
        }
    }
}

// MARK: - What the verbs act on

/// A value for an input. Whether its scalars are expressions or free text, the signature says.
package struct ArgumentDefinition: Sendable {
    package let name: WrittenName
    package let node: LocatedNode

    /// The value as an expression, if it is a scalar.
    package var expression: Excerpt? { try? Take.expression(node) }
    /// The value as free text, if it is a scalar.
    package var freeText: FreeText? { try? Take.freeText(node) }

    static func list(_ group: GroupReader, _ key: StaticString) throws(Unreadable) -> [ArgumentDefinition] {
        try group.entries(key, Take.node).map { ArgumentDefinition(name: $0.name, node: $0.value) }
    }
}

/// `do`: a call of a primitive.
package struct CallDefinition: Sendable {
    package let primitive: WrittenName
    package let inputs: [ArgumentDefinition]

    init(_ value: LocatedNode, _ group: GroupReader) throws(Unreadable) {
        primitive = try Take.name(value)
        inputs = try ArgumentDefinition.list(group, "with")
    }
}

/// `decide` and `advise`: a rule, a price or a score that is asked.
package struct DecideDefinition: Sendable {
    package let rule: WrittenName
    package let inputs: [ArgumentDefinition]

    init(_ value: LocatedNode, _ group: GroupReader) throws(Unreadable) {
        rule = try Take.name(value)
        inputs = try ArgumentDefinition.list(group, "given")
    }
}

/// One case of a `choose`.
package struct CaseDefinition: Sendable {
    /// Nil for `else`.
    package let condition: Excerpt?
    package internal(set) var steps: [StepDefinition]
    package let why: FreeText?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        condition = try group.readIfPresent("if", Take.expression)
        steps = try group.read(condition == nil ? "else" : "then", Take.steps)
        why = try group.readIfPresent("why", Take.freeText)
    }
}

package struct WaitDefinition: Sendable {
    package enum Goal: Sendable {
        case period(Written<Parametric<Period>>)
        /// A condition, or a date or time: which one, its type says.
        case until(Excerpt, atTime: Written<Parametric<CivilTime>>?)
        case event(WrittenName, condition: Excerpt?)
    }

    package let goal: Goal
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        if group.has("for") {
            goal = .period(try group.read("for", Take.period))
        } else if group.has("until") {
            goal = .until(
                try group.read("until", Take.expression), atTime: try group.readIfPresent("at_time", Take.timeOfDay))
        } else {
            goal = .event(try group.read("event", Take.name), condition: try group.readIfPresent("if", Take.expression))
        }
    }
}

package struct ApproveDefinition: Sendable {
    package enum Levels: Sendable {
        case listed([Written<Level>])
        /// An expression that gives the list.
        case expression(Excerpt)
    }

    package let title: FreeText
    package let levels: Levels
    package let except: [Excerpt]
    package let covers: [Excerpt]
    package let remind: Written<Parametric<Period>>?
    package let escalate: WrittenName?

    init(_ value: LocatedNode, _ group: GroupReader) throws(Unreadable) {
        title = try Take.freeText(value)
        let from = try group.required("from")
        levels = from.isSequence ? .listed(try Take.list(from, Take.level)) : .expression(try Take.expression(from))
        except = try group.list("except", Take.expression)
        covers = try group.list("covers", Take.expression)
        remind = try group.readIfPresent("remind", Take.period)
        escalate = try group.readIfPresent("escalate", Take.name)
    }
}

package struct EmitDefinition: Sendable {
    package let event: WrittenName
    package let fields: [ArgumentDefinition]

    init(_ value: LocatedNode, _ group: GroupReader) throws(Unreadable) {
        event = try Take.name(value)
        fields = try ArgumentDefinition.list(group, "with")
    }
}

package struct FlagDefinition: Sendable {
    package let text: FreeText
    package let to: WrittenName

    init(_ value: LocatedNode, _ group: GroupReader) throws(Unreadable) {
        text = try Take.freeText(value)
        to = try group.read("to", Take.name)
    }
}

/// `each: line in invoice.lines`.
package struct RepetitionDefinition: Sendable {
    package let item: Repetition
    package let atMost: Written<Parametric<Int>>

    init?(_ group: GroupReader) throws(Unreadable) {
        guard let each = try group.optional("each") else { return nil }
        item = try Take.repetition(each)
        atMost = try group.read("at_most", Take.integer)
    }
}

/// What is silent follows the settings, and those the semantics.
package struct RetryDefinition: Sendable {
    package let times: Written<Parametric<Int>>?
    package let first: Written<Parametric<Period>>?
    package let factor: Written<Parametric<Int>>?
    package let atMost: Written<Parametric<Period>>?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        times = try group.readIfPresent("times", Take.integer)
        first = try group.readIfPresent("first", Take.period)
        factor = try group.readIfPresent("factor", Take.integer)
        atMost = try group.readIfPresent("at_most", Take.period)
    }
}
