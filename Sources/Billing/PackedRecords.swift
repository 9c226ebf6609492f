import Dates
import Encoding

// Most documents of a long history are paid and asked for no more; but a payment may be taken back a year later. So what has ended is
// kept in some tens of bytes, one record behind the other, and becomes a record again when something names it.

/// A record that can be kept as bytes.
protocol PackableRecord: BookRecord {
    /// Writes all of it but its id.
    ///
    /// - Returns: whether that could be done; then reading it gives the same record again.
    func pack(into bytes: inout PackWriter) -> Bool
    init(id: Text, unpacking bytes: inout PackReader)
}

/// Records as bytes, by id.
struct PackedRecords: Sendable {
    /// Of each record whether it is there, its id and its content, both with their length in front.
    private var bytes: [UInt8] = []
    /// Open addressing: the upper half of the id's hash, and in the lower the place in `bytes`, counted from 1. A record that is gone keeps its slot.
    private var slots: [UInt64] = []
    private var taken = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    func contains(_ id: Text) -> Bool { place(of: id) != nil }

    func find<Record: PackableRecord>(_ id: Text) -> Record? {
        guard let place = place(of: id) else { return nil }
        return record(at: place)
    }

    /// All of them, in no order that means anything.
    func all<Record: PackableRecord>() -> [Record] {
        slots.compactMap { slot in
            guard let place = Self.place(slot), bytes[place] == 1 else { return nil }
            return record(at: place)
        }
    }

    /// - Returns: whether the record can be kept so; else nothing is changed.
    mutating func keep(_ record: some PackableRecord) -> Bool {
        let place = bytes.count
        guard place < 1 << 31 else { return false }
        var writer = PackWriter()
        swap(&writer.bytes, &bytes)
        writer.bytes.append(1)
        writer.text(record.id)
        // A content of less than 255 bytes has its length in one.
        let start = writer.bytes.count
        writer.bytes.append(0)
        let isPacked = record.pack(into: &writer)
        let length = writer.bytes.count - start - 1
        writer.bytes[start] = UInt8(truncatingIfNeeded: length)
        swap(&writer.bytes, &bytes)
        guard isPacked, length < 255 else {
            bytes.removeLast(bytes.count - place)
            return false
        }
        insert(record.id, place)
        return true
    }

    mutating func remove(_ id: Text) {
        guard let place = place(of: id) else { return }
        bytes[place] = 0
        count -= 1
        // What was taken out and put back often leaves more behind than there is.
        if taken > 64, count * 2 < taken { sweep() }
    }

    private func record<Record: PackableRecord>(at place: Int) -> Record {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = PackReader(bytes, place + 1)
            let id = reader.text()
            reader.at += 1
            return Record(id: id, unpacking: &reader)
        }
    }

    // MARK: Slots

    private static func place(_ slot: UInt64) -> Int? { slot == 0 ? nil : Int(UInt32(truncatingIfNeeded: slot)) - 1 }

    private static func hash(_ id: Text) -> UInt64 { Fingerprint(id).low & 0xFFFF_FFFF_0000_0000 }

    /// The place of a record that is there.
    private func place(of id: Text) -> Int? {
        guard count > 0, let place = Self.place(slots[slot(of: id, Self.hash(id))]), bytes[place] == 1 else {
            return nil
        }
        return place
    }

    /// The slot of an id, or the free one that it would have.
    private func slot(of id: Text, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        while let place = Self.place(slots[slot]) {
            if slots[slot] & 0xFFFF_FFFF_0000_0000 == hash, isID(id, at: place) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isID(_ id: Text, at place: Int) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = PackReader(bytes, place + 1)
            return reader.text() == id
        }
    }

    private mutating func insert(_ id: Text, _ place: Int) {
        if (taken + 1) * 4 > slots.count * 3 { grow() }
        let hash = Self.hash(id)
        let slot = slot(of: id, hash)
        if slots[slot] == 0 { taken += 1 }
        slots[slot] = hash | UInt64(place + 1)
        count += 1
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: max(8, 2 * old.count))
        let mask = slots.count - 1
        for entry in old where entry != 0 {
            var slot = Int(truncatingIfNeeded: entry >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }

    /// Leaves out what is gone.
    private mutating func sweep() {
        var kept = PackedRecords()
        for slot in slots {
            guard let place = Self.place(slot), bytes[place] == 1 else { continue }
            let id = bytes.withUnsafeBufferPointer { bytes in
                var reader = PackReader(bytes, place + 1)
                return reader.text()
            }
            let start = kept.bytes.count
            kept.bytes += bytes[place..<end(of: place)]
            kept.insert(id, start)
        }
        self = kept
    }

    private func end(of place: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = PackReader(bytes, place + 1)
            _ = reader.text()
            return reader.at + 1 + Int(bytes[reader.at])
        }
    }
}
