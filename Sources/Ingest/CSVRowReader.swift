/// Reads single rows of a file by where they begin: those that a `CSVReader` has found to be clean, in any order.
///
/// A file that is not in the order of time is read twice: once from its beginning to its end, when each event's time and place are
/// noted, and once in the order of time. So the events of a file of any size need no memory but for the notes.
public struct CSVRowReader: ~Copyable {
    private var splitter: CSVSplitter
    private var rows: CSVRows

    public init(_ mapping: CSVMapping, limits: CSVLimits = CSVLimits()) {
        splitter = CSVSplitter(delimiter: mapping.delimiter, maximumCells: limits.maximumCells)
        rows = CSVRows(mapping)
    }

    /// Takes the columns' names from the first row.
    ///
    /// - Parameter file: the whole file.
    public mutating func takeNames(_ file: UnsafeRawBufferPointer) {
        guard let base = file.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var start = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < file.count, !rows.hasNames {
            _ = splitter.split(base, start, file.count, isFinal: true)
            let isBlank = splitter.cells.count == 1 && splitter.cells[0].rawFrom == splitter.cells[0].rawTo
            if !isBlank { _ = rows.takeNames(base, splitter.cells) }
            start = splitter.next
        }
    }

    /// The event of this number in the mapping that the row gives which begins at `offset`; nothing if it gives none.
    public mutating func event(_ number: Int, at offset: Int, of file: UnsafeRawBufferPointer) -> Event? {
        guard offset < file.count, rows.hasNames, let base = file.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { return nil }
        _ = splitter.split(base, offset, file.count, isFinal: true)
        rows.read(base, splitter.cells, offset, splitter.end, only: number)
        return rows.events.first
    }
}
