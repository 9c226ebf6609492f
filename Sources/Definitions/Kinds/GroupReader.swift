import Dates
import SourceText
import YAMLReading

/// What was written cannot be taken: it was reported when the file was checked against its schema.
struct Unreadable: Error {}

/// Takes values out of a group that was checked. A value that was reported makes the definition that needs it
/// unreadable; a value that is absent is nil where it may be.
struct GroupReader {
    let node: LocatedNode
    let entries: [LocatedNode.NumberedEntry]

    init(_ node: LocatedNode) throws(Unreadable) {
        guard node.isMapping, !node.isDamaged else { throw Unreadable() }
        self.node = node
        entries = node.numberedEntries
    }

    // MARK: Nodes

    func has(_ key: StaticString) -> Bool { value(key) != nil }

    private func value(_ key: StaticString) -> LocatedNode? {
        let id = KeyID(key)
        for entry in entries where entry.id == id { return entry.value }
        return nil
    }

    /// The value of a key, or nil if the key is not there.
    func optional(_ key: StaticString) throws(Unreadable) -> LocatedNode? {
        guard let value = value(key) else { return nil }
        if value.isDamaged || value.isAbsent { throw Unreadable() }
        return value
    }

    /// The value of the key that names the kind.
    func kindValue(_ kind: DefinitionKind) throws(Unreadable) -> LocatedNode {
        let id = KeyID(kind.rawValue)
        guard let entry = entries.first(where: { $0.id == id }), !entry.value.isAbsent else { throw Unreadable() }
        return entry.value
    }

    func required(_ key: StaticString) throws(Unreadable) -> LocatedNode {
        guard let value = try optional(key) else { throw Unreadable() }
        return value
    }

    func read<Value>(
        _ key: StaticString, _ take: (LocatedNode) throws(Unreadable) -> Value
    ) throws(Unreadable) -> Value {
        try take(try required(key))
    }

    func readIfPresent<Value>(
        _ key: StaticString, _ take: (LocatedNode) throws(Unreadable) -> Value
    ) throws(Unreadable) -> Value? {
        guard let value = try optional(key) else { return nil }
        return try take(value)
    }

    // MARK: Collections

    /// The items of a list, or the one item that stands in its place; none if the key is not there.
    func list<Value>(
        _ key: StaticString, _ take: (LocatedNode) throws(Unreadable) -> Value
    ) throws(Unreadable) -> [Value] {
        guard let value = try optional(key) else { return [] }
        return try Take.list(value, take)
    }

    /// The entries of a group with free keys, in the order of the file; none if the key is not there or has no value.
    func entries<Value>(
        _ key: StaticString, _ take: (LocatedNode) throws(Unreadable) -> Value
    ) throws(Unreadable) -> [NamedEntry<Value>] {
        guard let value = value(key), !value.isAbsent else { return [] }
        return try Take.entries(value, take)
    }

    func steps(_ key: StaticString) throws(Unreadable) -> [StepDefinition] {
        try readIfPresent(key, Take.steps) ?? []
    }
}

/// A value under a key that the author chose.
package struct NamedEntry<Value: Sendable>: Sendable {
    package let name: WrittenName
    package internal(set) var value: Value

    package init(name: WrittenName, value: Value) {
        self.name = name
        self.value = value
    }
}

/// Takes one node as one kind of value.
enum Take {
    static func list<Value>(
        _ node: LocatedNode, _ take: (LocatedNode) throws(Unreadable) -> Value
    ) throws(Unreadable) -> [Value] {
        guard node.isSequence else { return [try take(node)] }
        var items: [Value] = []
        for item in node.items { items.append(try take(item)) }
        return items
    }

    static func entries<Value>(
        _ node: LocatedNode, _ take: (LocatedNode) throws(Unreadable) -> Value
    ) throws(Unreadable) -> [NamedEntry<Value>] {
        guard node.isMapping, !node.isDamaged else { throw Unreadable() }
        var entries: [NamedEntry<Value>] = []
        for entry in node.entries {
            entries.append(NamedEntry(name: try name(entry.key), value: try take(entry.value)))
        }
        return entries
    }

    static func scalar(_ node: LocatedNode) throws(Unreadable) -> LocatedNode {
        guard node.isScalar, !node.isDamaged, node.utf8Count > 0 else { throw Unreadable() }
        return node
    }

    /// A name, a reference or a word.
    static func name(_ node: LocatedNode) throws(Unreadable) -> WrittenName {
        Written(try scalar(node).text, node)
    }

    /// Plain text, without the line breaks at its end.
    static func text(_ node: LocatedNode) throws(Unreadable) -> Written<String> {
        Written(withoutLineBreaksAtEnd(try scalar(node).text), node)
    }

    static func node(_ node: LocatedNode) throws(Unreadable) -> LocatedNode {
        if node.isDamaged || node.isAbsent { throw Unreadable() }
        return node
    }

    static func word<Value: RawRepresentable<String>>(
        _ node: LocatedNode, _: Value.Type = Value.self
    ) throws(Unreadable) -> Written<Value> {
        guard let value = Value(rawValue: try scalar(node).text) else { throw Unreadable() }
        return Written(value, node)
    }

    static func expression(_ node: LocatedNode) throws(Unreadable) -> Excerpt {
        let excerpt = ExpressionText.excerpt(try scalar(node))
        if excerpt.range.isEmpty { throw Unreadable() }
        return excerpt
    }

    static func freeText(_ node: LocatedNode) throws(Unreadable) -> FreeText {
        do { return try FreeText(try scalar(node)) } catch { throw Unreadable() }
    }

    private static func reading<Value>(
        _ node: LocatedNode, _ read: (String) throws(Misreading) -> Value
    ) throws(Unreadable) -> Written<Value> {
        let text = try scalar(node).text
        do throws(Misreading) { return Written(try read(text), node) } catch { throw Unreadable() }
    }

    static func integer(_ node: LocatedNode) throws(Unreadable) -> Written<Parametric<Int>> {
        try reading(node) { text throws(Misreading) in try Reading.integer(text, Int.min...Int.max) }
    }

    static func count(_ node: LocatedNode) throws(Unreadable) -> Written<Int> {
        try reading(node) { text throws(Misreading) in try Reading.count(text, Int.min...Int.max) }
    }

    static func times(_ node: LocatedNode) throws(Unreadable) -> Written<Parametric<Int>> {
        try reading(node) { text throws(Misreading) in try Reading.times(text, 1...Int.max) }
    }

    static func period(_ node: LocatedNode) throws(Unreadable) -> Written<Parametric<Period>> {
        try reading(node) { text throws(Misreading) in try Reading.period(text, .offset) }
    }

    static func schedule(_ node: LocatedNode) throws(Unreadable) -> Written<ScheduleRule> {
        try reading(node) { text throws(Misreading) in try Reading.schedule(text) }
    }

    static func timeOfDay(_ node: LocatedNode) throws(Unreadable) -> Written<Parametric<CivilTime>> {
        try reading(node) { text throws(Misreading) in try Reading.timeOfDay(text) }
    }

    static func date(_ node: LocatedNode) throws(Unreadable) -> Written<CivilDate> {
        try reading(node) { text throws(Misreading) in try Reading.date(text) }
    }

    static func instant(_ node: LocatedNode) throws(Unreadable) -> Written<Instant> {
        try reading(node) { text throws(Misreading) in try Reading.instant(text) }
    }

    static func moment(_ node: LocatedNode) throws(Unreadable) -> Written<Moment> {
        try reading(node) { text throws(Misreading) in try Reading.moment(text) }
    }

    static func boolean(_ node: LocatedNode) throws(Unreadable) -> Written<Bool> {
        try reading(node) { text throws(Misreading) in try Reading.boolean(text) }
    }

    static func zone(_ node: LocatedNode) throws(Unreadable) -> Written<WrittenZone> {
        do throws(Misreading) { return Written(try Reading.zone(try scalarOrMisread(node)), node) } catch {
            throw Unreadable()
        }
    }

    static func repetition(_ node: LocatedNode) throws(Unreadable) -> Repetition {
        do throws(Misreading) { return try Reading.repetition(try scalarOrMisread(node)) } catch { throw Unreadable() }
    }

    static func level(_ node: LocatedNode) throws(Unreadable) -> Written<Level> {
        do throws(Misreading) { return Written(try Reading.level(try scalarOrMisread(node)), node) } catch {
            throw Unreadable()
        }
    }

    static func type(_ node: LocatedNode) throws(Unreadable) -> Written<WrittenType> {
        do throws(Misreading) { return Written(try WrittenType(try scalarOrMisread(node)), node) } catch {
            throw Unreadable()
        }
    }

    private static func scalarOrMisread(_ node: LocatedNode) throws(Misreading) -> LocatedNode {
        guard node.isScalar, !node.isDamaged, node.utf8Count > 0 else {
            throw Misreading(DefinitionCodes.emptyValue, "is empty", expected: "a value", help: "Write the value.")
        }
        return node
    }

    static func steps(_ node: LocatedNode) throws(Unreadable) -> [StepDefinition] {
        guard node.isSequence, !node.isDamaged else { throw Unreadable() }
        return node.items.map { StepDefinition($0) }
    }
}
