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
        split(length, fill)
        _ = rows.takeNames(row.base, splitter.cells)
    }

    /// The id and the data of the event of this number in the mapping that the row gives; nothing if it gives none.
    ///
    /// - Parameters: as for `takeNames`.
    package mutating func event(
        _ number: Int, _ length: Int, fill: (UnsafeMutableRawBufferPointer) -> Int
    ) -> (id: Text, data: Value)? {
        guard rows.hasNames else { return nil }
        split(length, fill)
        rows.read(row.base, splitter.cells, 0, splitter.end, only: number)
        return rows.takeData()
    }

    private mutating func split(_ length: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) {
        row.removeAll()
        row.append(length, fill)
        _ = splitter.split(row.base, 0, row.count, isFinal: true)
    }
}
