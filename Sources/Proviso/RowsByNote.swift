import Encoding
import Evaluation
import Ingest

/// Reads the rows of a file whose places are known, in any order.
///
/// The rows of the events that are played together are fetched in the order of the file before they are asked for in another: many of them lie side by side, and
/// reading each by itself took longer than all that is then done with it.
struct RowsByNote: ~Copyable {
    /// Rows are fetched together that begin and end within so many bytes, if they are at least so many.
    private static let blockBytes = 1 << 18
    private static let fewRows = 16
    /// Rows that are longer in all are not fetched, but read when they are asked for.
    private static let mostBytes = 1 << 26

    private struct Place {
        var offset: Int
        var index: Int32
    }

    private let file: RowFile
    private var reader: CSVRowReader
    /// The rows of `fetch`, and where each begins in it; none if they were not fetched.
    private var fetched = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var starts: [UInt32] = []

    /// - Parameter names: where the row of names is.
    init(_ file: RowFile, names: CSVReader.Names) {
        self.file = file
        reader = CSVRowReader(file.mapping)
        reader.takeNames(names.length) { file.read(at: names.offset, into: $0) }
    }

    deinit { fetched.deallocate() }

    /// The events that are asked for next.
    mutating func fetch(_ notes: [RowNote]) {
        starts = []
        let bytes = notes.reduce(0) { $0 + $1.length }
        guard bytes <= Self.mostBytes else { return }
        if fetched.count < bytes + CSVRowReader.padding {
            fetched.deallocate()
            fetched = .allocate(byteCount: bytes + bytes / 8 + CSVRowReader.padding, alignment: 16)
        }
        starts = [UInt32](repeating: 0, count: notes.count)
        var places = notes.indices.map { Place(offset: notes[$0].offset, index: Int32(truncatingIfNeeded: $0)) }
        places.sortByDigits { UInt64(truncatingIfNeeded: $0.offset) }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 16)
        defer { block.deallocate() }
        var (first, end) = (0, 0)
        while first < places.count {
            let offset = places[first].offset
            // Those behind the first that lie in one block with it.
            var (behind, blockEnd) = (first, offset)
            while behind < places.count {
                let rowEnd = places[behind].offset + notes[Int(places[behind].index)].length
                guard rowEnd <= offset + Self.blockBytes else { break }
                blockEnd = max(blockEnd, rowEnd)
                behind += 1
            }
            let isBlock = behind - first >= Self.fewRows
            if isBlock {
                read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: block[..<(blockEnd - offset)]))
            }
            for place in places[first..<max(behind, first + 1)] {
                let length = notes[Int(place.index)].length
                let row = UnsafeMutableRawBufferPointer(rebasing: fetched[end..<(end + length)])
                if isBlock {
                    row.copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: block[(place.offset - offset)...].prefix(length)))
                } else {
                    read(at: place.offset, into: row)
                }
                starts[Int(place.index)] = UInt32(end)
                end += length
            }
            first = max(behind, first + 1)
        }
    }

    /// Bytes that the file has no more are zero, and no row has them.
    private func read(at offset: Int, into bytes: UnsafeMutableRawBufferPointer) {
        let count = file.read(at: offset, into: bytes)
        UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// The id and the data of an event.
    ///
    /// - Parameter index: its place among the notes that were given to `fetch`.
    mutating func event(_ note: RowNote, _ index: Int) -> (id: Text, data: Value)? {
        guard index < starts.count else {
            let file = file
            return reader.event(note.event, note.length) { file.read(at: note.offset, into: $0) }
        }
        let start = Int(starts[index])
        return reader.event(note.event, UnsafeRawBufferPointer(rebasing: fetched[start..<(start + note.length)]))
    }
}
