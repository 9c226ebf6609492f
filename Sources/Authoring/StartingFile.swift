package import Definitions

/// A commented, valid file to start from, of every kind.
package struct StartingFile {
    package let text: String
    /// A scenario that holds, for kinds that can be tried.
    package private(set) var scenario: String?

    /// - Parameters:
    ///   - event: what a mapping makes out of rows.
    ///   - workflow: what a scenario is about if its name is no workflow's.
    package init(_ kind: DefinitionKind, _ name: String, event: EventDefinition?, workflow: String?) {
        switch kind {
        case .workflow:
            text = Self.workflow(name)
            scenario = Self.workflowScenario(name)
        case .rule: text = Self.rule(name)
        case .price: text = Self.price(name)
        case .calendar: text = Self.calendar(name)
        case .notice: text = Self.notice(name)
        case .record: text = Self.record(name)
        case .event: text = Self.event(name)
        case .primitive: text = Self.primitive(name)
        case .settings: text = Self.settings(name)
        case .control: text = Self.control(name)
        case .mapping: text = Self.mapping(name, event)
        case .scenario: text = Self.scenario(name)
        }
    }

    private static func workflow(_ name: String) -> String {
        """
        workflow: \(name)
        version: 1
        title: Ask a person to look at something
        owner: revenue-operations  # who answers for it; the settings grant what an owner's workflows may call
        description: >
          What a reader should know before the details. Replace this, and the steps, by what you want to happen.

        trigger:
          on: demand  # or "event: invoice.sent", and then "key: event.invoice": one run for each invoice
          inputs:
            subject: text
          key: inputs.subject  # a second start with this key changes nothing

        may: []  # the primitives that it may ever call, such as invoice.post

        steps:
          - flag: Please look at ${inputs.subject}.
            to: billing-operations
            why: A first step, to try the file.
          - end: handed_over

        """
    }

    private static func workflowScenario(_ name: String) -> String {
        """
        scenario: Somebody is asked to look at it
        workflow: \(name)
        start: 2026-03-02T09:00:00Z
        timeline:
          - begin: { subject: the March invoices }
            expect:
              flagged: Please look at the March invoices.
              ended: handed_over

        """
    }

    private static func rule(_ name: String) -> String {
        """
        rule: \(name)
        version: 1
        title: Who approves an amount
        inputs:
          amount: money USD
        outputs:
          levels: list of approval level
        hit: unique  # at most one row fits; the checker finds gaps and overlaps

        # Left of "||" stands what must be the case, right of it what then holds. "-" is any value.
        table: |
          amount            || levels          | why
          < 1000 USD        || none            | small amounts need no approval
          [1000..20000) USD || finance-manager |
          >= 20000 USD      || controller      | board policy

        """
    }

    private static func price(_ name: String) -> String {
        """
        price: \(name)
        version: 1
        title: A price for usage
        currency: USD
        inputs:
          units: decimal

        quantity: units
        graduated:  # each tier's price for the units within it
          - { up_to: 1000, unit: 0.10 USD }
          - { unit: 0.08 USD }  # the last tier has no end

        rounding: { places: 2, mode: half_even, each: line }  # there is no default

        """
    }

    private static func calendar(_ name: String) -> String {
        """
        calendar: \(name)
        version: 1
        covers: { from: 2026-01-01, until: 2027-12-31 }  # another day is an error, not a guess
        weekend: [saturday, sunday]
        holidays:
          - { date: 2026-01-01, name: New Year's Day }
          - { date: 2027-01-01, name: New Year's Day }

        """
    }

    private static func notice(_ name: String) -> String {
        """
        notice: \(name)
        version: 1
        inputs:  # what the text can speak of
          number: text
        fallback: en  # for people whose language is not here
        languages:
          en:
            subject: Your invoice ${number}
            body: |
              Hello,

              this is a note about your invoice ${number}.

        """
    }

    private static func record(_ name: String) -> String {
        """
        record: \(name)
        version: 1
        # plural: \(name)s  # the name of many, where it is not the name with an "s"
        fields:
          id: text
          name: { type: text, optional: true }
          email: { type: text, optional: true, personal: true }  # kept out of logs

        """
    }

    private static func event(_ name: String) -> String {
        """
        event: \(name)
        version: 1
        title: What has happened, in a few words
        partition: customer  # events with the same value are kept in order
        fields:
          customer: text
          amount: { type: money, optional: true }

        """
    }

    private static func primitive(_ name: String) -> String {
        """
        primitive: \(name)
        version: 1
        title: What the call does, in a few words
        effect: changes_record  # or reads, changes_document, moves_money, sends_notice
        inputs:
          customer: text
        outcomes: [accepted, refused]  # how the call can end; workflows branch on these
        once_per: customer  # the business fact for which it may happen once, whoever asks
        conditional: true  # whether the called system can refuse a call that was decided on older records

        """
    }

    private static func settings(_ name: String) -> String {
        """
        settings: \(name)
        version: 1
        # applies_to: acme  # the tenant; all if silent
        timezone: America/New_York
        calendar: us-federal  # the file that knows the business days
        roles: [finance-manager, controller, billing-operations]
        grants:  # what an owner's workflows may call
          revenue-operations: []

        """
    }

    private static func control(_ name: String) -> String {
        """
        control: \(name)
        version: 1
        title: No large invoice leaves without a second person
        never: invoice.post
        if: invoice.total >= 5000 USD
        unless: invoice.approved

        """
    }

    private static func scenario(_ workflow: String) -> String {
        """
        scenario: Nothing happens before an event comes
        workflow: \(workflow)
        start: 2026-03-02T09:00:00Z
        # given:  # records that are there before: { invoices: [{ id: INV-1 }] }
        timeline:
          - after: 1 day  # then what happens: event, begin, approve, refuse, change, cancel
            expect: { runs: 0 }

        """
    }

    private static func mapping(_ name: String, _ event: EventDefinition?) -> String {
        var text = """
            mapping: \(name)
            version: 1
            # dates: M/d/yyyy  # how dates are written; yyyy-MM-dd if silent
            currency: USD  # of amounts, where no column says it
            events:
              - event: \(event?.heading.name.value ?? "invoice.sent")
                id: row-${number}  # tells the event from every other; "number" is a column
                at: date  # the column that says when it happened
                data:  # for each field the column that has its value

            """
        for field in event?.fields ?? [] where !field.type.value.isOptional {
            text += "      \(field.name.value): \(field.name.value)\n"
        }
        return text
    }
}
