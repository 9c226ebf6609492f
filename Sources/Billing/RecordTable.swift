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
    /// The record among those that were packed, for types that can be.
    static func unpacked(_ id: Text, from packed: PackedRecords) -> Self?
    static func allUnpacked(from packed: PackedRecords) -> [Self]
}

extension BookRecord {
    mutating func complete(_ fields: [Field]) {}

    static func unpacked(_ id: Text, from packed: PackedRecords) -> Self? { nil }

    static func allUnpacked(from packed: PackedRecords) -> [Self] { [] }
}

/// The records of one type, in the order in which they came, with those that the call at work changes.
struct RecordTable<Record: BookRecord>: Sendable {
    private var rows: [Record] = []
    /// Those that nobody is likely to ask for.
    private var packed = PackedRecords()
    private var index: [Text: Int32] = [:]
    private(set) var staged: [Record] = []
    /// For each slot of the declared shape the field that the book keeps there.
    private var layout: [Record.Field?] = []
    private(set) var shape: Shape?
    /// Which changes by events are told.
    private var watch = Watch.nothing
    /// For each slot of the shape whether anybody reads it; all of them if there are none.
    private var isRead: [Bool] = []
    /// The record that was read last, as a host gives it: mostly it is read again, for the answer to a call.
    private var lastRead: HostRecord?

    enum Watch: Sendable {
        case nothing
        case fields([Record.Field])
        case whole

        /// Whether a change can matter to who watches.
        func sees(_ before: Record, _ after: Record) -> Bool {
            switch self {
            case .nothing: return false
            case .whole: return true
            case .fields(let fields):
                // What is given for a field goes before what the book keeps.
                if !before.given.isEmpty || !after.given.isEmpty { return true }
                return fields.contains { before.value(of: $0) != after.value(of: $0) }
            }
        }
    }

    /// Gives no more of a record than these fields from now on.
    mutating func read(only reading: Code.Reading) {
        guard case .fields(let names) = reading, let shape else { return }
        lastRead = nil
        isRead = shape.fields.map { names.contains($0.name) }
    }

    mutating func watch(_ reading: Code.Reading) {
        switch reading {
        case .whole: watch = .whole
        case .fields(let names):
            let fields = names.map { Record.Field(rawValue: $0.string) }
            watch = fields.contains { $0 == nil } ? .whole : .fields(fields.compactMap { $0 })
        }
    }

    mutating func declare(_ shape: Shape) {
        lastRead = nil
        self.shape = shape
        layout = shape.fields.map { Record.Field(rawValue: $0.name.string) }
    }

    func find(_ id: Text) -> Record? {
        for record in staged.reversed() where record.id == id { return record }
        return kept(id)
    }

    private func kept(_ id: Text) -> Record? {
        if let place = index[id] { return rows[Int(place)] }
        return packed.isEmpty ? nil : Record.unpacked(id, from: packed)
    }

    /// All of them as they stood before the call at work, in no order that means anything.
    var all: [Record] { packed.isEmpty ? rows : rows + Record.allUnpacked(from: packed) }

    func require(_ id: Text) throws(Refusal) -> Record {
        guard let record = find(id) else { throw Record.kind.unknown }
        return record
    }

    func revision(_ id: Text) -> Int64? {
        if let place = index[id] { return rows[Int(place)].revision }
        return packed.isEmpty ? nil : Record.unpacked(id, from: packed)?.revision
    }

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

    /// - Parameters:
    ///   - changed: takes every record that is changed, unless it is `nil`.
    ///   - told: then takes those whose changes somebody watches, unless it is `nil` too.
    mutating func commit(_ changed: inout [Query]?, _ told: inout [Query]?) {
        guard !staged.isEmpty else { return }
        for var record in staged {
            record.revision += 1
            if lastRead?.id == record.id { lastRead = nil }
            var isSeen = true
            if let place = index[record.id] {
                isSeen = changed == nil && told != nil && watch.sees(rows[Int(place)], record)
                rows[Int(place)] = record
            } else {
                if let before = packed.isEmpty ? nil : Record.unpacked(record.id, from: packed) {
                    isSeen = changed == nil && told != nil && watch.sees(before, record)
                    packed.remove(record.id)
                } else if case .nothing = watch {
                    isSeen = false
                }
                index[record.id] = Int32(rows.count)
                rows.append(record)
            }
            if changed == nil, isSeen { told?.append(Query(type: Record.kind.type, id: record.id)) }
            changed?.append(Query(type: Record.kind.type, id: record.id))
        }
        staged.removeAll(keepingCapacity: true)
    }

    /// The record as a host gives it.
    func projected(_ id: Text) -> HostRecord? { kept(id).flatMap { project($0) } }

    /// The same, for a reader of one record after the other.
    mutating func read(_ id: Text) -> HostRecord? {
        if let lastRead, lastRead.id == id { return lastRead }
        lastRead = projected(id)
        return lastRead
    }

    func project(_ record: Record) -> HostRecord? {
        guard let shape else { return nil }
        let given = record.given
        let value = Value.record(shape) { slot in
            if !isRead.isEmpty, !isRead[slot] { return .absent }
            if !given.isEmpty, let value = given[shape.fields[slot].name] { return value }
            return layout[slot].map { record.value(of: $0) } ?? .absent
        }
        return HostRecord(id: record.id, revision: record.revision, value: value)
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
        if !packed.isEmpty { packed.remove(id) }
        if lastRead?.id == id { lastRead = nil }
        removeRow(id)
    }

    private mutating func removeRow(_ id: Text) {
        guard let place = index.removeValue(forKey: id) else { return }
        let last = rows.count - 1
        if Int(place) != last {
            rows[Int(place)] = rows[last]
            index[rows[last].id] = place
        }
        rows.removeLast()
    }
}

extension RecordTable where Record: PackableRecord {
    /// Keeps a record in fewer bytes, unless the call at work changes it or it holds what cannot be packed.
    mutating func pack(_ id: Text) {
        guard let place = index[id], !staged.contains(where: { $0.id == id }), packed.keep(rows[Int(place)]) else {
            return
        }
        removeRow(id)
    }
}

extension PackableRecord {
    static func unpacked(_ id: Text, from packed: PackedRecords) -> Self? { packed.find(id) }

    static func allUnpacked(from packed: PackedRecords) -> [Self] { packed.all() }
}
