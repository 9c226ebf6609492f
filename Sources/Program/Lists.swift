package import Encoding
package import Evaluation

/// A list of records that a workflow reads: `Subscriptions.where(s, s.period_end == planned.day)` (S1).
package struct ListRead: Sendable {
    /// What a host may be asked to look for: a field compared with a value.
    package struct Condition: Sendable {
        package var field: Text
        package var comparison: Text
        package var value: CodeIndex

        package init(field: Text, comparison: Text, value: CodeIndex) {
            self.field = field
            self.comparison = comparison
            self.value = value
        }
    }

    package var name: Text
    package var type: Text
    /// Where the list lies in the frame.
    package var slot: Slot
    /// Where the condition finds the record that it is asked of.
    package var itemSlot: Slot
    package var condition: CodeIndex
    package var conditions: [Condition]

    /// The most records that a list holds; more are an error.
    package static let maximumRecords = 100_000
    /// The records of one page.
    package static let pageRecords = 1_000

    package init(
        name: Text, type: Text, slot: Slot, itemSlot: Slot, condition: CodeIndex, conditions: [Condition]
    ) {
        self.name = name
        self.type = type
        self.slot = slot
        self.itemSlot = itemSlot
        self.condition = condition
        self.conditions = conditions
    }
}

/// `each`: the step is done for every item of a list, in the order of their identities.
package struct Repeated: Sendable {
    package enum Source: Sendable {
        /// A list of records of the host, by its place in `Program.lists`.
        case list(Int)
        /// A list that an expression gives.
        case value(CodeIndex)
    }

    package var source: Source
    /// The slots of what is found for one item begin with the item itself.
    package var itemSlot: Slot
    /// Behind the last of them.
    package var endSlot: Slot
    package var atMost: Int
    /// Where the results of the items are kept, if any later expression reads them.
    package var resultsSlot: Slot?
    /// The shape of one of them: the item's identity, then the result.
    package var resultsShape: Shape?

    package init(
        source: Source, itemSlot: Slot, endSlot: Slot, atMost: Int, resultsSlot: Slot? = nil,
        resultsShape: Shape? = nil
    ) {
        self.source = source
        self.itemSlot = itemSlot
        self.endSlot = endSlot
        self.atMost = atMost
        self.resultsSlot = resultsSlot
        self.resultsShape = resultsShape
    }
}

/// `decide` and `advise`: a rule, a price or a score is asked.
package struct DecideAction: Sendable {
    /// A place in `Program.rulebooks`.
    package var rulebook: Int
    /// In the order of the rulebook's inputs; nothing for an optional one that is not given.
    package var inputs: [CodeIndex?]
    package var isAdvice: Bool

    package init(rulebook: Int, inputs: [CodeIndex?], isAdvice: Bool) {
        self.rulebook = rulebook
        self.inputs = inputs
        self.isAdvice = isAdvice
    }
}
