import Encoding
import Evaluation
import Hosting

/// The types of records that the book knows.
enum RecordKind: String, CaseIterable, Sendable {
    case customer, invoice, contract, subscription, usage, payment
    case creditNote = "credit_note"
    case dispute
    case paymentPlan = "payment_plan"
    case purchaseOrder = "purchase_order"
    case statement, payout

    /// The outcome of a call that names a record which is not there.
    var unknown: Refusal { Refusal("unknown_\(rawValue)", field: rawValue) }
}

/// A record as the book keeps it. What its file declares beside that is kept as it was given.
protocol BookRecord: Sendable {
    /// The fields that the book itself keeps, by the names of the record's file.
    associatedtype Field: RawRepresentable<String>, CaseIterable, Sendable

    static var kind: RecordKind { get }

    init(id: Text)
    var id: Text { get }
    var revision: Int64 { get set }
    /// Values that were given for fields which the book does not keep, or which it could not understand, by name.
    var given: [Text: Value] { get set }

    func value(of field: Field) -> Value
    /// Takes a value that is given.
    ///
    /// - Returns: whether it could be understood.
    mutating func set(_ field: Field, _ value: Value) -> Bool
    /// Makes what is not given follow from what is, after the fields were set.
    mutating func complete(_ fields: [Field])
}

extension BookRecord {
    mutating func complete(_ fields: [Field]) {}
}

/// The records of one type, in the order in which they came, with those that the call at work changes.
struct RecordTable<Record: BookRecord>: Sendable {
    private(set) var rows: [Record] = []
    private var index: [Text: Int32] = [:]
    private(set) var staged: [Record] = []
    /// For each slot of the declared shape the field that the book keeps there.
    private var layout: [Record.Field?] = []
    private(set) var shape: Shape?

    mutating func declare(_ shape: Shape) {
        self.shape = shape
        layout = shape.fields.map { Record.Field(rawValue: $0.name.string) }
    }

    func find(_ id: Text) -> Record? {
        for record in staged.reversed() where record.id == id { return record }
        return index[id].map { rows[Int($0)] }
    }

    func require(_ id: Text) throws(Refusal) -> Record {
        guard let record = find(id) else { throw Record.kind.unknown }
        return record
    }

    func revision(_ id: Text) -> Int64? { index[id].map { rows[Int($0)].revision } }

    /// The record as it stands when the call at work is done.
    ///
    /// A field that the book keeps is the book's from then on, whatever was given for it.
    mutating func put(_ record: Record) {
        guard !record.given.isEmpty else { return stage(record) }
        var record = record
        for field in Record.Field.allCases { record.given[Text(field.rawValue)] = nil }
        stage(record)
    }

    private mutating func stage(_ record: Record) {
        if let place = staged.lastIndex(where: { $0.id == record.id }) {
            staged[place] = record
        } else {
            staged.append(record)
        }
    }

    mutating func discard() { if !staged.isEmpty { staged.removeAll(keepingCapacity: true) } }

    mutating func commit(_ changed: inout [Query]?) {
        guard !staged.isEmpty else { return }
        for var record in staged {
            record.revision += 1
            if let place = index[record.id] {
                rows[Int(place)] = record
            } else {
                index[record.id] = Int32(rows.count)
                rows.append(record)
            }
            changed?.append(Query(type: Text(Record.kind.rawValue), id: record.id))
        }
        staged.removeAll(keepingCapacity: true)
    }

    /// The record as a host gives it.
    func projected(_ id: Text) -> HostRecord? { index[id].flatMap { project(rows[Int($0)]) } }

    func project(_ record: Record) -> HostRecord? {
        guard let shape else { return nil }
        var slots: [Value] = []
        slots.reserveCapacity(layout.count)
        for (slot, field) in layout.enumerated() {
            let name = shape.fields[slot].name
            if !record.given.isEmpty, let value = record.given[name] {
                slots.append(value)
            } else if let field {
                slots.append(record.value(of: field))
            } else {
                slots.append(.absent)
            }
        }
        return HostRecord(id: record.id, revision: record.revision, value: .record(shape, slots))
    }

    /// Sets fields as they are given; a record that is not there is made.
    mutating func set(_ id: Text, _ fields: [NamedValue]) {
        var record = find(id) ?? Record(id: id)
        var known: [Record.Field] = []
        for name in Record.Field.allCases {
            let text = Text(name.rawValue)
            guard let value = fields.last(where: { $0.name == text })?.value else { continue }
            if record.set(name, value) {
                known.append(name)
                record.given[text] = nil
            } else {
                record.given[text] = value
            }
        }
        for field in fields where Record.Field(rawValue: field.name.string) == nil {
            record.given[field.name] = field.value
        }
        record.complete(known)
        stage(record)
    }

    /// Drops a record, and what was known of it.
    mutating func forget(_ id: Text) {
        guard let place = index.removeValue(forKey: id) else { return }
        let last = rows.count - 1
        if Int(place) != last {
            rows[Int(place)] = rows[last]
            index[rows[last].id] = place
        }
        rows.removeLast()
    }
}
