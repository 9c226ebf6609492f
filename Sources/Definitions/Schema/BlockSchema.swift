package import YAMLReading

/// One key that a group may have.
package struct KeySchema: Sendable {
    package enum Presence: Hashable, Sendable {
        case required
        case optional
    }

    package let name: String
    package let presence: Presence
    package let form: Form
    /// One line for authors: what the key says.
    package let note: String
    /// The keys beside one of which this one may stand; empty if it may always stand. A required key is required only
    /// where it may stand.
    package let companions: [String]

    package init(
        _ name: String, _ presence: Presence = .optional, _ form: Form, _ note: String, with companions: [String] = []
    ) {
        self.name = name
        self.presence = presence
        self.form = form
        self.note = note
        self.companions = companions
    }
}

/// Keys of which a group has exactly one, or at most one: the verb of a step, the kind of a trigger.
package struct LeadingKeys: Sendable {
    /// What they decide, for messages: `what the step does`.
    package let purpose: String
    package let names: [String]
    package let isRequired: Bool

    package init(_ purpose: String, _ names: [String], isRequired: Bool = true) {
        self.purpose = purpose
        self.names = names
        self.isRequired = isRequired
    }
}

/// A group with fixed keys, in the order in which the formatter writes them.
///
/// Two keys may have one name if their leading keys differ: `from` says one thing beside `approve` and another beside
/// `sequence`.
package struct BlockSchema: Sendable {
    package let name: BlockName
    /// With its article, for messages: `a step`.
    package let noun: String
    package let keys: [KeySchema]
    package let leading: [LeadingKeys]

    package init(_ name: BlockName, _ noun: String, leading: [LeadingKeys] = [], _ keys: [KeySchema]) {
        self.name = name
        self.noun = noun
        self.keys = keys
        self.leading = leading
    }

    package func leadingKeys(holding name: String) -> LeadingKeys? {
        leading.first { $0.names.contains(name) }
    }
}

/// The groups with fixed keys that files are made of. A kind of definition is one of them.
package enum BlockName: String, Hashable, Sendable, CaseIterable {
    case workflow, record, event, primitive, settings, calendar, notice, rule, price, scenario, control, mapping

    case trigger, step, stage, choice, wait, pause, giveUp, retry
    case field, role, absence, covers, holiday, message
    case option, score, term, words, tier, package, rounding, proration, tax
    case moment, actor, answer, expectation, expectedFlag, ruleCase
    case rowEvent, rowCondition, cell, numbers

    package var schema: BlockSchema {
        switch self {
        case .workflow: WorkflowSchema.workflow
        case .record: DataSchema.record
        case .event: DataSchema.event
        case .primitive: DataSchema.primitive
        case .settings: SettingsSchema.settings
        case .calendar: SettingsSchema.calendar
        case .notice: SettingsSchema.notice
        case .rule: RuleSchema.rule
        case .price: PriceSchema.price
        case .scenario: ScenarioSchema.scenario
        case .ruleCase: ScenarioSchema.ruleCase
        case .control: SettingsSchema.control
        case .mapping: MappingSchema.mapping
        case .trigger: WorkflowSchema.trigger
        case .step: StepSchema.step
        case .stage: StepSchema.stage
        case .choice: StepSchema.choice
        case .wait: StepSchema.wait
        case .pause: StepSchema.pause
        case .giveUp: StepSchema.giveUp
        case .retry: StepSchema.retry
        case .field: DataSchema.field
        case .role: SettingsSchema.role
        case .absence: SettingsSchema.absence
        case .covers: SettingsSchema.covers
        case .holiday: SettingsSchema.holiday
        case .message: SettingsSchema.message
        case .option: RuleSchema.option
        case .score: RuleSchema.score
        case .term: RuleSchema.term
        case .words: RuleSchema.words
        case .tier: PriceSchema.tier
        case .package: PriceSchema.package
        case .rounding: PriceSchema.rounding
        case .proration: PriceSchema.proration
        case .tax: PriceSchema.tax
        case .moment: ScenarioSchema.moment
        case .actor: ScenarioSchema.actor
        case .answer: ScenarioSchema.answer
        case .expectation: ScenarioSchema.expectation
        case .expectedFlag: ScenarioSchema.expectedFlag
        case .rowEvent: MappingSchema.rowEvent
        case .rowCondition: MappingSchema.rowCondition
        case .cell: MappingSchema.cell
        case .numbers: MappingSchema.numbers
        }
    }
}

/// The kinds of definition. The first key of a file names its kind.
package enum DefinitionKind: String, Hashable, Sendable, CaseIterable {
    case workflow, rule, price, calendar, notice, record, event, primitive, settings, control, mapping, scenario

    package var block: BlockName {
        switch self {
        case .workflow: .workflow
        case .rule: .rule
        case .price: .price
        case .calendar: .calendar
        case .notice: .notice
        case .record: .record
        case .event: .event
        case .primitive: .primitive
        case .settings: .settings
        case .control: .control
        case .mapping: .mapping
        case .scenario: .scenario
        }
    }

    package var schema: BlockSchema { block.schema }
}

/// What may stand behind each key of a group that follows a schema.
package struct BlockForms: Sendable {
    private let keys: KeysFound

    package init(_ node: LocatedNode, _ name: BlockName) { keys = KeysFound(node, name) }

    /// Of a key that the schema does not know here, nothing.
    package func form(of key: LocatedNode) -> Form? { keys.schema(of: KeyID(key))?.form }
}
