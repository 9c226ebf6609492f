package import YAMLReading

/// A field, an input or an output: its name and type.
package struct FieldDefinition: Sendable {
    package let name: WrittenName
    /// Optional where the file says so, by a `?` or by `optional: true`.
    package let type: Written<WrittenType>
    package let title: Written<String>?
    package let isPersonal: Bool
    package let isSecret: Bool
    package let isMaterial: Bool
    /// The fields of a group.
    package let fields: [FieldDefinition]
    /// How many items a list has at most, or how many bytes a text.
    package let atMost: Written<Int>?

    static func list(_ group: GroupReader, _ key: StaticString) throws(Unreadable) -> [FieldDefinition] {
        try list(try group.entries(key, Take.node))
    }

    static func list(_ entries: [NamedEntry<LocatedNode>]) throws(Unreadable) -> [FieldDefinition] {
        var fields: [FieldDefinition] = []
        for entry in entries { fields.append(try FieldDefinition(entry.name, entry.value)) }
        return fields
    }

    /// The `id` that every record has, for a record whose file does not list it.
    ///
    /// - Parameter name: what stands for its place.
    package static func identity(in fields: [FieldDefinition], of name: WrittenName) -> FieldDefinition? {
        if fields.contains(where: { $0.name.value == "id" }) { return nil }
        return FieldDefinition(id: name.node)
    }

    private init(id node: LocatedNode) {
        name = Written("id", node)
        type = Written(.text, node)
        title = nil
        (isPersonal, isSecret, isMaterial) = (false, false, false)
        fields = []
        atMost = nil
    }

    init(_ name: WrittenName, _ node: LocatedNode) throws(Unreadable) {
        self.name = name
        guard node.isMapping else {
            type = try Take.type(node)
            title = nil
            isPersonal = false
            isSecret = false
            isMaterial = false
            fields = []
            atMost = nil
            return
        }
        let group = try GroupReader(node)
        let written = try group.read("type", Take.type)
        let isOptional = try Self.flag(group, "optional")
        type = isOptional && !written.value.isOptional ? written.map { .optional($0) } : written
        title = try group.readIfPresent("title", Take.text)
        isPersonal = try Self.flag(group, "personal")
        isSecret = try Self.flag(group, "secret")
        isMaterial = try Self.flag(group, "material")
        fields = try Self.list(group, "fields")
        atMost = try group.readIfPresent("at_most", Take.count)
    }

    private static func flag(_ group: GroupReader, _ key: StaticString) throws(Unreadable) -> Bool {
        try group.readIfPresent(key, Take.boolean)?.value ?? false
    }
}

/// The shape of a record of the billing system.
package struct RecordDefinition: Sendable {
    package let heading: Heading
    /// The name of many, as written.
    package let plural: WrittenName?
    package let fields: [FieldDefinition]
    /// The fields listed under `material`; fields may also say it of themselves.
    package let material: [WrittenName]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .record)
        plural = try group.readIfPresent("plural", Take.name)
        fields = try FieldDefinition.list(group, "fields")
        material = try group.list("material", Take.name)
    }

    /// The name of many: as written, else the name with an `s`.
    package var pluralName: String { plural?.value ?? heading.name.value + "s" }

    package func isMaterial(_ field: FieldDefinition) -> Bool {
        field.isMaterial || material.contains { $0.value == field.name.value }
    }
}

/// The shape of an event.
package struct EventDefinition: Sendable {
    package let heading: Heading
    /// The field by whose value events are kept in order; the customer if nil.
    package let partition: WrittenName?
    package let fields: [FieldDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .event)
        partition = try group.readIfPresent("partition", Take.name)
        fields = try FieldDefinition.list(group, "fields")
    }
}

/// The signature of a call.
package struct PrimitiveDefinition: Sendable {
    /// What a call does in the world.
    package enum Effect: String, Hashable, Sendable, CaseIterable {
        case reads
        case changesDocument = "changes_document"
        case changesRecord = "changes_record"
        case movesMoney = "moves_money"
        case sendsNotice = "sends_notice"
    }

    package let heading: Heading
    package let effects: [Written<Effect>]
    package let inputs: [FieldDefinition]
    package let outcomes: [OutcomeDefinition]
    /// By outcome: the events that the called system tells after it.
    package let then: [NamedEntry<[WrittenName]>]
    /// Expressions over the inputs that together name the business fact.
    package let oncePer: [Excerpt]
    package let isConditional: Bool
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .primitive)
        effects = try group.list("effect") { node throws(Unreadable) in try Take.word(node) }
        inputs = try FieldDefinition.list(group, "inputs")
        outcomes = try OutcomeDefinition.list(try group.required("outcomes"))
        then = try group.entries("then") { node throws(Unreadable) in try Take.list(node, Take.name) }
        oncePer = try group.list("once_per", Take.expression)
        isConditional = try group.readIfPresent("conditional", Take.boolean)?.value ?? false
    }

    package func has(_ effect: Effect) -> Bool { effects.contains { $0.value == effect } }
    /// The file says that the call cannot be made conditional, and does not only keep silent.
    package var isUnconditional: Bool { !isConditional && node.entry("conditional") != nil }
    package var isReading: Bool { effects.allSatisfy { $0.value == .reads } }
}

/// One way in which a call can end, and what is known then.
package struct OutcomeDefinition: Sendable {
    package let name: WrittenName
    package let fields: [FieldDefinition]

    static func list(_ node: LocatedNode) throws(Unreadable) -> [OutcomeDefinition] {
        if node.isSequence {
            return try Take.list(node, Take.name).map { OutcomeDefinition(name: $0, fields: []) }
        }
        var outcomes: [OutcomeDefinition] = []
        for entry in try Take.entries(node, { node throws(Unreadable) in node }) {
            let fields = entry.value.isAbsent ? [] : try FieldDefinition.list(Take.entries(entry.value, Take.node))
            outcomes.append(OutcomeDefinition(name: entry.name, fields: fields))
        }
        return outcomes
    }
}
