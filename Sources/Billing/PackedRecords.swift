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

/// Records as bytes, by the place where each begins.
struct PackedRecords: Sendable {
    /// Of each record whether it is there, the number of bytes behind that, its id and its content.
    private var bytes: [UInt8] = []
    /// What texts of later records often begin with.
    private var models = PackModels()
    private var gone = 0

    private static let head = 2

    var isEmpty: Bool { gone == bytes.count }

    /// The places of all that are there.
    var places: [Int] {
        var places: [Int] = []
        var place = 0
        while place < bytes.count {
            if bytes[place] == 1 { places.append(place) }
            place += Self.head + Int(bytes[place + 1])
        }
        return places
    }

    /// - Returns: the place of the record; none if it cannot be kept so.
    mutating func keep(_ record: some PackableRecord) -> Int? {
        let place = bytes.count
        guard place < 1 << 30 else { return nil }
        let isKept = withUnsafeTemporaryAllocation(byteCount: Self.head + 255, alignment: 1) { buffer in
            var writer = PackWriter(UnsafeMutableRawBufferPointer(rebasing: buffer[Self.head...]), models)
            writer.text(record.id, .id)
            guard record.pack(into: &writer), !writer.isFull else { return false }
            buffer[0] = 1
            buffer[1] = UInt8(writer.count)
            models = writer.models
            add(UnsafeRawBufferPointer(rebasing: buffer[..<(Self.head + writer.count)]))
            return true
        }
        return isKept ? place : nil
    }

    private mutating func add(_ record: UnsafeRawBufferPointer) {
        // There are very many such lists: each grows by a quarter, or some records, and not to twice what it was.
        if bytes.count + record.count > bytes.capacity {
            bytes.reserveCapacity(bytes.count + max(6 * record.count, bytes.count / 4))
        }
        bytes.append(contentsOf: record)
    }

    func isID(_ id: Text, at place: Int) -> Bool { read(place) { $0.isText(id, .id) } }

    func record<Record: PackableRecord>(at place: Int) -> Record {
        read(place) { reader in
            let id = reader.text(.id)
            return Record(id: id, unpacking: &reader)
        }
    }

    private func read<Result>(_ place: Int, _ body: (inout PackReader) -> Result) -> Result {
        bytes.withUnsafeBytes { bytes in
            let start = place + Self.head
            var reader = PackReader(
                UnsafeRawBufferPointer(rebasing: bytes[start..<(start + Int(bytes[place + 1]))]), models)
            return body(&reader)
        }
    }

    mutating func remove(_ place: Int) {
        bytes[place] = 0
        gone += Self.head + Int(bytes[place + 1])
    }

    /// What was taken out and put back often leaves more behind than there is.
    var isWasteful: Bool { gone > 4_096 && gone * 2 > bytes.count }

    /// Leaves out what is gone.
    ///
    /// - Returns: the ids of what is there, each with the place where it was and the one where it is.
    mutating func sweep() -> [(id: Text, old: Int, new: Int)] {
        var kept: [UInt8] = []
        var moved: [(id: Text, old: Int, new: Int)] = []
        for place in places {
            moved.append((read(place) { $0.text(.id) }, place, kept.count))
            kept += bytes[place..<(place + Self.head + Int(bytes[place + 1]))]
        }
        bytes = kept
        gone = 0
        return moved
    }
}
