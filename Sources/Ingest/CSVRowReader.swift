package import Encoding
package import Evaluation

/// Reads single rows of a file by where they begin: those that a `CSVReader` has found to be sound, in any order.
///
/// A file that is not in the order of time is read twice: once from its beginning to its end, when each event's time and place are
/// noted, and once in the order of time. So the events of a file of any size need no memory but for the notes.
package struct CSVRowReader: ~Copyable {
    private var splitter: CSVSplitter
    private var rows: CSVRows
    private var row = PaddedBuffer()

    /// The bytes behind a row that can be read, but mean nothing.
    package static let padding = 16

    package init(_ mapping: CSVMapping, limits: CSVLimits = CSVLimits()) {
        splitter = CSVSplitter(delimiter: mapping.delimiter, maximumCells: limits.maximumCells)
        rows = CSVRows(mapping, .data)
    }

    /// Takes the columns' names from their row.
    ///
    /// - Parameters:
    ///   - length: the bytes of the row, without its line break.
    ///   - fill: writes them, as far as they are there, and says how many it has written.
    package mutating func takeNames(_ length: Int, fill: (UnsafeMutableRawBufferPointer) -> Int) {
        row.append(length, fill)
        _ = splitter.split(row.base, 0, row.count, isFinal: true)
        _ = rows.takeNames(row.base, splitter.cells)
    }

    /// The id and the data of the event of this number in the mapping that the row gives; nothing if it gives none.
    ///
    /// - Parameters: as for `takeNames`.
    package mutating func event(
        _ number: Int, _ length: Int, fill: (UnsafeMutableRawBufferPointer) -> Int
    ) -> (id: Text, data: Value)? {
        row.removeAll()
        row.append(length, fill)
        return event(number, row.bytes)
    }

    /// The id and the data of the event of this number in the mapping that the row gives; nothing if it gives none.
    ///
    /// - Parameter row: without its line break, and with `padding` behind it.
    package mutating func event(_ number: Int, _ row: UnsafeRawBufferPointer) -> (id: Text, data: Value)? {
        guard rows.hasNames, let base = row.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        _ = splitter.split(base, 0, row.count, isFinal: true)
        rows.read(base, splitter.cells, 0, splitter.end, only: number)
        return rows.takeData()
    }
}
