package import Encoding
package import Evaluation
package import Hosting

/// The reference billing book of one partition, in memory: what each primitive means.
///
/// It holds records with revisions, makes each call at most once under its key, refuses one that was decided on records
/// that have changed since, and does all of a call or nothing. Events of a history change its records as they happened.
package struct Book: Sendable {
    /// The declared shapes of the records that the book keeps, by the name of their type.
    private let shapes: [Text: Shape]
    private var records: [Query: HostRecord] = [:]
    private var answers: [Text: Answer] = [:]
    /// The records that calls have changed since this was asked before.
    private var changed: [Query] = []

    package init(shapes: [Shape]) {
        self.shapes = Dictionary(shapes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func record(_ query: Query) -> HostRecord? { records[query] }

    /// The answer to the call that was made under a key, if there was one.
    package func known(_ key: Text) -> Answer? { answers[key] }

    /// Makes a call, or repeats the answer to the one that was made under its key.
    package mutating func perform(_ call: Call) -> Answer {
        if let answer = answers[call.key] { return answer }
        for assumed in call.assuming {
            let revision = records[Query(type: assumed.type, id: assumed.id)]?.revision
            guard revision == assumed.revision else { return .stale }
        }
        var draft = Draft(shapes: shapes, records: records)
        let answer: Answer
        do throws(Refusal) {
            try draft.perform(call)
            answer = .outcome(Text("accepted"), .absent)
            let changes = draft.finish()
            changed += changes.map(\.query)
            keep(changes)
        } catch {
            answer = .outcome(error.outcome, .absent)
        }
        answers[call.key] = answer
        return answer
    }

    /// The records that calls have changed since this was asked before, so that the runs that hold them can be told.
    package mutating func takeChanged() -> [Query] {
        defer { changed = [] }
        return changed
    }

    /// Changes the records as an event of a history tells.
    ///
    /// - Throws: what about the event cannot have happened; then nothing is changed.
    package mutating func apply(_ type: Text, _ data: Value) throws(Refusal) {
        var draft = Draft(shapes: shapes, records: records)
        try draft.apply(type, data)
        keep(draft.finish())
    }

    /// Sets fields of a record as they are given, and raises its revision; a record that is not there is made.
    ///
    /// - Throws: a type that is not declared.
    package mutating func set(_ type: Text, _ id: Text, _ fields: [NamedValue]) throws(Refusal) {
        var draft = Draft(shapes: shapes, records: records)
        try draft.set(type.string, id, fields.map { ($0.name.string, $0.value) })
        keep(draft.finish())
    }

    private mutating func keep(_ changes: [Draft.Change]) {
        for change in changes { records[change.query] = change.record }
    }
}

/// Why a call or an event cannot be: a named outcome, and the field that it is about.
package struct Refusal: Error, Hashable, Sendable {
    package var outcome: Text
    package var field: Text?

    package init(_ outcome: String, field: String? = nil) {
        self.outcome = Text(outcome)
        self.field = field.map { Text($0) }
    }
}

/// The book with the changes of one call or event, kept only if all of it can be done.
struct Draft {
    typealias Change = (query: Query, record: HostRecord)

    let shapes: [Text: Shape]
    /// The book as it was before.
    private var records: [Query: HostRecord]
    private(set) var changes: [Change] = []

    init(shapes: [Text: Shape], records: [Query: HostRecord]) {
        self.shapes = shapes
        self.records = records
    }

    /// What is to be kept. The draft lets go of the book, which can then be changed in its place.
    mutating func finish() -> [Change] {
        records = [:]
        return changes
    }

    func find(_ type: String, _ id: Text) -> HostRecord? {
        let query = Query(type: Text(type), id: id)
        return changes.last { $0.query == query }?.record ?? records[query]
    }

    func record(_ type: String, _ id: Text) throws(Refusal) -> HostRecord {
        guard let record = find(type, id) else { throw Refusal("unknown_\(type)") }
        return record
    }

    /// Sets fields of a record, which is made if it is not there, and raises its revision.
    mutating func set(_ type: String, _ id: Text, _ fields: [(String, Value)]) throws(Refusal) {
        let query = Query(type: Text(type), id: id)
        guard let shape = shapes[query.type] else { throw Refusal("unknown_\(type)") }
        let old = find(type, id)
        var slots = old?.value.slots.map(Array.init) ?? Array(repeating: Value.absent, count: shape.fields.count)
        for (name, value) in [("id", Value.string(id))] + fields {
            guard let slot = shape.slot(of: Text(name)) else { continue }
            slots[slot] = value
        }
        let revision = (records[query]?.revision ?? 0) + 1
        changes.append((query, HostRecord(id: id, revision: revision, value: .record(shape, slots))))
    }
}

extension Value {
    /// A field of a record or a map; absent if there is none of that name.
    func field(_ name: String) -> Value {
        let name = Text(name)
        if let shape { return shape.slot(of: name).flatMap { slots?[$0] } ?? .absent }
        return self[name] ?? .absent
    }

    func text(_ name: String) throws(Refusal) -> Text {
        guard let text = field(name).asText else { throw Refusal("missing_field", field: name) }
        return text
    }
}
