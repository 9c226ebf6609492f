/// What may stand at a place of a file: the place types the scalar, not YAML.
///
/// A form is data. The same forms are read by the validation, the canonical form, the formatter's order of keys, the
/// exported JSON Schema and the tests that break files on purpose, so none of them can know another notation than the
/// others.
package indirect enum Form: Sendable {
    // MARK: Text

    /// Text for people, shown as it stands; `${…}` is an error in it.
    case text
    /// Text for people in which `${…}` puts the value of an expression.
    case freeText
    /// An expression; a `${…}` round the whole of it may stand and means nothing.
    case expression
    /// A value given to an input: an expression or free text, as the signature says, or a list or group of them.
    case argument
    /// Data as it comes from a billing system: text, numbers, dates, amounts, lists and groups, typed by a record or
    /// event.
    case data
    /// A decision table, aligned with pipes.
    case table

    // MARK: Names

    /// A name that this place gives to something.
    case name(NameStyle)
    /// The name of something that is defined elsewhere; resolved later.
    case reference(Reference)
    /// One of a few words.
    case choice([Word])
    /// The type of a field: `money USD`, `list of text`, `one of draft, sent`.
    case type
    /// The name of a time zone, or an expression that gives one.
    case zone

    // MARK: Amounts and times

    /// A whole number within bounds, or a parameter of the settings.
    case integer(ClosedRange<Int>)
    /// A whole number within bounds that stands in the file itself.
    case count(ClosedRange<Int>)
    /// `3 times`, within bounds; `3` alone is the same.
    case times(ClosedRange<Int>)
    case period(PeriodSense)
    case timeOfDay
    case date
    case instant
    /// A date or an instant.
    case moment
    /// `true` or `false`.
    case boolean
    /// `0.05`, `1200`.
    case number
    /// `0.05 USD`.
    case money
    /// `2.5%`.
    case percentage
    /// `USD`.
    case currency
    /// `first business day of the month`.
    case schedule

    // MARK: Small notations

    /// `subscription in due`: a name and the list whose items it stands for.
    case repetition
    /// `controller` or `2 of controller`.
    case level

    // MARK: Collections

    /// A list; it may be empty only if `minimum` is 0.
    case list(Form, minimum: Int)
    /// One, or a list of one or more.
    case oneOrMore(Form)
    /// A group with the keys that its schema lists.
    case block(BlockName)
    /// A group with free keys.
    case map(MapSchema)
    /// Different forms for one value, a list and a group.
    case byShape(scalar: Form?, list: Form?, group: Form?)
}

/// A group whose keys are names that the author chooses.
package struct MapSchema: Sendable {
    package var key: MapKey
    package var value: Form
    package var mayBeEmpty: Bool
    /// The group has one entry, no more.
    package var isSingle: Bool
    /// The order of the entries has a meaning, so it is part of the definition's identity.
    package var isOrdered: Bool

    package init(
        _ key: MapKey, _ value: Form, mayBeEmpty: Bool = false, isOrdered: Bool = false, isSingle: Bool = false
    ) {
        self.key = key
        self.value = value
        self.mayBeEmpty = mayBeEmpty
        self.isSingle = isSingle
        self.isOrdered = isOrdered
    }
}

package enum MapKey: Hashable, Sendable {
    /// A new name.
    case name(NameStyle, noun: String)
    case reference(Reference)
}

/// One word of a choice, with what it says.
package struct Word: Hashable, Sendable {
    package let text: String
    package let note: String

    package init(_ text: String, _ note: String) {
        self.text = text
        self.note = note
    }
}

/// Which way a period may go.
package enum PeriodSense: Hashable, Sendable {
    /// A length of time: longer than nothing.
    case length
    /// A length of time in hours, minutes and seconds only.
    case exactLength
    /// A distance from a date: before it with a minus sign, after it, or on it.
    case offset
}

/// How a name is written.
package enum NameStyle: String, Hashable, Sendable, CaseIterable {
    /// `first_reminder`: names in expressions.
    case snake
    /// `overdue-first`: definitions, roles, owners.
    case kebab
    /// `invoice.post`: primitives and events.
    case dotted
    /// `de` or `pt-BR`: a language.
    case language
}

/// What a name refers to.
package enum Reference: String, Hashable, Sendable, CaseIterable {
    case workflow, rule, price, calendar, notice, record, event, primitive, settings
    /// A rule, a score or a price: whatever `decide` can ask.
    case decision
    case role, owner, tenant
    /// A step or stage of the same workflow.
    case step
    /// A name under `records` of the same workflow.
    case recordName
    /// A field of the same definition.
    case field
    case input, output
    case language

    package var style: NameStyle {
        switch self {
        case .workflow, .rule, .price, .calendar, .notice, .settings, .decision, .role, .owner, .tenant: .kebab
        case .record, .step, .recordName, .field, .input, .output: .snake
        case .event, .primitive: .dotted
        case .language: .language
        }
    }

    /// With its article, for messages.
    package var noun: String {
        switch self {
        case .workflow: "a workflow"
        case .rule: "a rule"
        case .price: "a price"
        case .calendar: "a calendar"
        case .notice: "a notice"
        case .record: "a record"
        case .event: "an event"
        case .primitive: "a primitive"
        case .settings: "settings"
        case .decision: "a rule or a price"
        case .role: "a role"
        case .owner: "an owner"
        case .tenant: "a tenant"
        case .step: "a step"
        case .recordName: "a record of this workflow"
        case .field: "a field"
        case .input: "an input"
        case .output: "an output"
        case .language: "a language"
        }
    }

    package var example: String {
        switch self {
        case .workflow: "invoice-release"
        case .rule, .decision: "approval-matrix"
        case .price: "usage-rates"
        case .calendar: "us-business"
        case .notice: "overdue-first"
        case .record, .recordName: "invoice"
        case .event: "invoice.sent"
        case .primitive: "invoice.post"
        case .settings, .tenant: "acme"
        case .role: "finance-manager"
        case .owner: "collections"
        case .step: "first_reminder"
        case .field, .input, .output: "amount"
        case .language: "en"
        }
    }
}
