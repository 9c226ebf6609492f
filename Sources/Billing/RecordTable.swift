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
    /// Whether there are any: most have none.
    static func hasGiven(at record: UnsafePointer<Self>) -> Bool

    func value(of field: Field) -> Value
    /// The same of a record where it lies: one that is handed over is copied, and counts all that it refers to.
    static func value(of field: Field, at record: UnsafePointer<Self>) -> Value
    /// Takes a value that is given.
    ///
    /// - Returns: whether it could be understood.
    mutating func set(_ field: Field, _ value: Value) -> Bool
    /// Makes what is not given follow from what is, after the fields were set.
    mutating func complete(_ fields: [Field])
    /// The record that was packed at a place, for types that can be.
    static func unpacked(_ place: Int, from packed: PackedRecords) -> Self?
}

extension BookRecord {
    static func hasGiven(at record: UnsafePointer<Self>) -> Bool { !record.pointee.given.isEmpty }

    static func value(of field: Field, at record: UnsafePointer<Self>) -> Value { record.pointee.value(of: field) }

    mutating func complete(_ fields: [Field]) {}

    static func unpacked(_ place: Int, from packed: PackedRecords) -> Self? { nil }
}

/// The records of one type, in the order in which they came, with those that the call at work changes.
struct RecordTable<Record: BookRecord>: Sendable {
    private var form: Form?
    /// Those that are kept, and behind them those that the call at work changes.
    private(set) var rows: [Record] = []
    private var keptCount: Int32 = 0
    /// The row that was looked at last: mostly it is asked for again.
    private var nearRow: Int32 = 0
    /// The entry of the record that was read last: mostly it is read again, for the answer to a call. −1 if there is none.
    private var lastEntry: Int32 = -1
    private var last = LastRecord()
    private var lastRevision: Int64 = 0
    /// By ids: twice the place in `rows`, or twice the place in `packed` and one.
    private var index = PlaceIndex()
    /// Those that nobody is likely to ask for.
    private var packed = PackedRecords()

    /// What the tables of all partitions have in common.
    private final class Form: Sendable {
        let shape: Shape
        /// The slots of the declared shape where the book keeps a field that anybody reads.
        let fields: [(slot: Int, field: Record.Field)]
        /// Which of the shape's slots anybody reads; all of them if there are none.
        let isRead: [Bool]
        /// Which changes by events are told.
        let watch: Watch

        init(_ shape: Shape, isRead: [Bool] = [], watch: Watch = .nothing) {
            self.shape = shape
            self.isRead = isRead
            self.watch = watch
            fields = shape.fields.indices.compactMap { slot in
                guard isRead.isEmpty || isRead[slot] else { return nil }
                return Record.Field(rawValue: shape.fields[slot].name.string).map { (slot, $0) }
            }
        }

        /// Makes the record as a host gives it. Of what was made there before only the values of the same fields are replaced.
        ///
        /// - Parameter record: where it lies, since a record that is handed over is copied.
        func make(_ record: UnsafePointer<Record>, _ last: inout LastRecord) {
            let slots = last.slots(shape)
            for (slot, field) in fields { slots[slot] = Record.value(of: field, at: record) }
            guard Record.hasGiven(at: record) else { return }
            for (name, value) in record.pointee.given {
                if let slot = shape.slot(of: name), isRead.isEmpty || isRead[slot] { slots[slot] = value }
            }
        }
    }

    enum Watch: Sendable {
        case nothing
        case fields([Record.Field])
        case whole

        /// Whether a change can matter to who watches.
        func sees(_ before: UnsafePointer<Record>, _ after: UnsafePointer<Record>) -> Bool {
            switch self {
            case .nothing: return false
            case .whole: return true
            case .fields(let fields):
                // What is given for a field goes before what the book keeps.
                if Record.hasGiven(at: before) || Record.hasGiven(at: after) { return true }
                return fields.contains { Record.value(of: $0, at: before) != Record.value(of: $0, at: after) }
            }
        }
    }

    /// Gives no more of a record than these fields from now on.
    mutating func read(only reading: Code.Reading) {
        guard case .fields(let names) = reading, let form else { return }
        self.form = Form(form.shape, isRead: form.shape.fields.map { names.contains($0.name) }, watch: form.watch)
        rest()
    }

    mutating func watch(_ reading: Code.Reading) {
        guard let form else { return }
        var watch = Watch.whole
        if case .fields(let names) = reading {
            let fields = names.map { Record.Field(rawValue: $0.string) }
            if !fields.contains(where: { $0 == nil }) { watch = .fields(fields.compactMap { $0 }) }
        }
        self.form = Form(form.shape, isRead: form.isRead, watch: watch)
    }

    mutating func declare(_ shape: Shape) {
        form = Form(shape)
        rest()
    }

    // MARK: Finding

    /// Where in the index a record is that was there before the call at work.
    private func entry(_ id: Text) -> Int? {
        if nearRow < keptCount, rows[Int(nearRow)].id == id { return Int(nearRow) << 1 }
        var candidates = index.candidates(id.placeHash)
        while let entry = index.next(&candidates) {
            if entry & 1 == 0 ? rows[entry >> 1].id == id : packed.isID(id, at: entry >> 1) { return entry }
        }
        return nil
    }

    /// The row of a record that the call at work changes.
    private func staged(_ id: Text) -> Int? {
        var place = rows.count
        while place > Int(keptCount) {
            place -= 1
            if rows[place].id == id { return place }
        }
        return nil
    }

    /// The row of a record that is not packed, as it was before the call at work.
    func row(_ id: Text) -> Int? { entry(id).flatMap { $0 & 1 == 0 ? $0 >> 1 : nil } }

    private func record(at entry: Int) -> Record? {
        entry & 1 == 0 ? rows[entry >> 1] : Record.unpacked(entry >> 1, from: packed)
    }

    func find(_ id: Text) -> Record? {
        if let place = staged(id) { return rows[place] }
        return entry(id).flatMap { record(at: $0) }
    }

    /// Whether there is such a record, or the call at work makes one.
    func contains(_ id: Text) -> Bool { staged(id) != nil || entry(id) != nil }

    /// Whether there was such a record before the call at work.
    func hadBefore(_ id: Text) -> Bool { entry(id) != nil }

    /// All of them as they stood before the call at work, in no order that means anything.
    var all: [Record] {
        let kept = hasStaged ? Array(rows[..<Int(keptCount)]) : rows
        return packed.isEmpty ? kept : kept + packed.places.compactMap { Record.unpacked($0, from: packed) }
    }

    func require(_ id: Text) throws(Refusal) -> Record {
        guard let record = find(id) else { throw Record.kind.unknown }
        return record
    }

    /// What is asked of a record, without a copy of the rest.
    func ask<Answer>(_ id: Text, _ question: (UnsafePointer<Record>) -> Answer) throws(Refusal) -> Answer {
        if let place = staged(id) { return rows.lend(place, question) }
        guard let entry = entry(id) else { throw Record.kind.unknown }
        if entry & 1 == 0 { return rows.lend(entry >> 1, question) }
        guard let record = record(at: entry) else { throw Record.kind.unknown }
        return withUnsafePointer(to: record, question)
    }

    func revision(_ id: Text) -> Int64? {
        guard let entry = entry(id) else { return nil }
        return entry & 1 == 0 ? rows[entry >> 1].revision : record(at: entry)?.revision
    }

    // MARK: Changing

    /// The record as it stands when the call at work is done.
    ///
    /// A field that the book keeps is the book's from then on, whatever was given for it.
    mutating func put(_ record: consuming Record) {
        Self.own(&record)
        stage(record)
    }

    /// Changes a record if it is there, as if it was put: it lies where it is kept, and is not copied once more.
    mutating func change<Result>(_ id: Text, _ body: (inout Record) -> Result) -> Result? {
        var place = staged(id)
        if place == nil {
            guard let entry = entry(id) else { return nil }
            if entry & 1 == 0 {
                append(rows[entry >> 1])
            } else {
                guard let record = record(at: entry) else { return nil }
                append(record)
            }
            place = rows.count - 1
        }
        guard let place else { return nil }
        defer { Self.own(&rows[place]) }
        return body(&rows[place])
    }

    private static func own(_ record: inout Record) {
        guard withUnsafePointer(to: &record, { Record.hasGiven(at: $0) }) else { return }
        for field in Record.Field.allCases { record.given[Text(field.rawValue)] = nil }
    }

    private mutating func stage(_ record: consuming Record) {
        if let place = staged(record.id) {
            rows[place] = record
        } else {
            append(record)
        }
    }

    private mutating func append(_ record: consuming Record) {
        // There are very many such lists: each grows by a half, and not to twice what it was.
        if rows.count == rows.capacity { rows.reserveCapacity(rows.count + max(2, rows.count / 2)) }
        rows.append(record)
    }

    /// Whether the call at work changes any.
    var hasStaged: Bool { rows.count > Int(keptCount) }

    /// The rows of those that the call at work changes.
    var stagedPlaces: Range<Int> { Int(keptCount)..<rows.count }

    mutating func discard() { while hasStaged { rows.removeLast() } }

    /// - Parameters:
    ///   - changed: takes every record that is changed, unless it is `nil`.
    ///   - told: then takes those whose changes somebody watches, unless it is `nil` too.
    mutating func commit(_ changed: inout [Query]?, _ told: inout [Query]?) {
        guard hasStaged else { return }
        let watches = changed == nil && told != nil
        for place in stagedPlaces {
            rows[place].revision += 1
            let id = rows[place].id
            let isSeen = keep(place, id, watches)
            if isSeen { told?.append(Query(type: Record.kind.type, id: id)) }
            changed?.append(Query(type: Record.kind.type, id: id))
        }
        discard()
    }

    /// Puts a staged record where it stays: behind the others if it is new.
    ///
    /// - Returns: whether the change can matter to who watches, if anybody does.
    private mutating func keep(_ place: Int, _ id: Text, _ watches: Bool) -> Bool {
        let watch = watches ? form?.watch ?? .nothing : .nothing
        var isSeen = true
        if let entry = entry(id) {
            if entry == Int(lastEntry) { forgetRead() }
            if entry & 1 == 0 {
                nearRow = Int32(entry >> 1)
                if case .nothing = watch {
                    isSeen = false
                } else {
                    isSeen = rows.lend(entry >> 1) { before in rows.lend(place) { watch.sees(before, $0) } }
                }
                rows.exchange(entry >> 1, place)
                return isSeen
            }
            if let before = record(at: entry) {
                isSeen = withUnsafePointer(to: before) { before in rows.lend(place) { watch.sees(before, $0) } }
            }
            index.move(id.placeHash, from: entry, to: Int(keptCount) << 1)
            dropPacked(entry >> 1)
        } else {
            if case .nothing = watch { isSeen = false }
            index.insert(Int(keptCount) << 1, id.placeHash)
        }
        if place != Int(keptCount) { rows.exchange(place, Int(keptCount)) }
        nearRow = keptCount
        keptCount += 1
        return isSeen
    }

    /// Takes out a packed record that the index does not know any more.
    private mutating func dropPacked(_ place: Int) {
        packed.remove(place)
        guard packed.isWasteful else { return }
        forgetRead()
        for (id, old, new) in packed.sweep() { index.move(id.placeHash, from: old << 1 | 1, to: new << 1 | 1) }
    }

    /// Takes out a row that the index does not know any more; the last takes its place.
    private mutating func takeRow(_ place: Int) -> Record {
        keptCount -= 1
        let last = Int(keptCount)
        if place != last {
            rows.exchange(place, last)
            index.move(rows[place].id.placeHash, from: last << 1, to: place << 1)
        }
        forgetRead()
        return rows.count == last + 1 ? rows.removeLast() : rows.remove(at: last)
    }

    // MARK: Reading

    /// The record as a host gives it.
    func projected(_ id: Text) -> HostRecord? { entry(id).flatMap { record(at: $0) }.flatMap { project($0) } }

    /// The same, for a reader of one record after the other.
    @inline(__always)
    mutating func read(_ id: Text) -> HostRecord? {
        guard form != nil, let entry = entry(id) else { return nil }
        if entry != Int(lastEntry), let form {
            if entry & 1 == 0 {
                let row = entry >> 1
                nearRow = Int32(row)
                // What is given stands in slots that the next record does not have.
                guard !rows.lend(row, Record.hasGiven) else { return project(rows[row]) }
                lastRevision = rows[row].revision
                rows.lendAlone(row) { form.make($0, &last) }
            } else if let record = record(at: entry) {
                lastRevision = record.revision
                withUnsafePointer(to: record) { form.make($0, &last) }
            }
            lastEntry = Int32(entry)
        }
        return HostRecord(id: id, revision: lastRevision, value: last.value)
    }

    private mutating func forgetRead() { lastEntry = -1 }

    /// Nothing is read for some time: the memory of the record that was read last is given up.
    mutating func rest() {
        forgetRead()
        last = LastRecord()
    }

    func project(_ record: Record) -> HostRecord? {
        guard let form else { return nil }
        var made = LastRecord()
        withUnsafePointer(to: record) { form.make($0, &made) }
        return HostRecord(id: record.id, revision: record.revision, value: made.value)
    }

    // MARK: Giving and forgetting

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
        guard let entry = entry(id) else { return }
        index.remove(entry, id.placeHash)
        if entry & 1 == 0 { _ = takeRow(entry >> 1) } else { dropPacked(entry >> 1) }
    }
}

extension RecordTable where Record: PackableRecord {
    /// Keeps a record in fewer bytes, unless the call at work changes it or it holds what cannot be packed.
    mutating func pack(_ id: Text) {
        guard let entry = entry(id), entry & 1 == 0, staged(id) == nil else { return }
        let hash = id.placeHash
        index.remove(entry, hash)
        let record = takeRow(entry >> 1)
        if let place = packed.keep(record) { return index.insert(place << 1 | 1, hash) }
        // It stays, behind the others.
        index.insert(Int(keptCount) << 1, hash)
        rows.insert(record, at: Int(keptCount))
        keptCount += 1
    }
}

extension PackableRecord {
    static func unpacked(_ place: Int, from packed: PackedRecords) -> Self? { packed.record(at: place) }
}

extension Array {
    /// Lends an element where it lies, without a copy.
    @inline(__always)
    fileprivate func lend<Result>(_ place: Int, _ body: (UnsafePointer<Element>) -> Result) -> Result {
        withUnsafeBufferPointer { elements in
            precondition(elements.indices ~= place, "an element outside of its array")
            return body(elements.baseAddress.unsafelyUnwrapped + place)
        }
    }

    /// The same where the array is this one's alone: then nothing counts who has it.
    @inline(__always)
    fileprivate mutating func lendAlone<Result>(_ place: Int, _ body: (UnsafePointer<Element>) -> Result) -> Result {
        withUnsafeMutableBufferPointer { elements in
            precondition(elements.indices ~= place, "an element outside of its array")
            return body(UnsafePointer(elements.baseAddress.unsafelyUnwrapped + place))
        }
    }

    /// Two elements change places, and nothing in them is counted, which `swapAt` does for elements of many references.
    fileprivate mutating func exchange(_ one: Int, _ other: Int) {
        withUnsafeMutableBufferPointer { elements in
            guard one != other, let base = elements.baseAddress, elements.indices ~= one, elements.indices ~= other
            else {
                return
            }
            let element = (base + one).move()
            (base + one).moveInitialize(from: base + other, count: 1)
            (base + other).initialize(to: element)
        }
    }
}
