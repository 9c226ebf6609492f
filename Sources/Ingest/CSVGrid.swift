import Encoding
package import SourceText

/// A CSV file that is small enough to be looked at as a whole, cut into cells: a table beside its rule. The notation is that of
/// `CSVReader`; what the cells mean is for the caller.
package struct CSVGrid: Sendable {
    package struct Cell: Sendable {
        /// The content in the file's bytes, without the quotation marks round it.
        package var content: Range<Int>
        /// Quotation marks inside are written twice.
        package var hasDoubledQuotes: Bool
    }

    package struct Row: Sendable {
        package var cells: [Cell]
        /// Without the line break.
        package var line: Range<Int>
    }

    /// The rows in their order, without empty ones; the first holds the names.
    package private(set) var rows: [Row] = []
    package private(set) var diagnostics: [Diagnostic] = []

    /// - Parameter maximumRows: what comes behind is not looked at.
    package init(_ file: SourceFile, maximumRows: Int) {
        let limits = CSVLimits()
        var mapping = CSVMapping([])
        mapping.delimiter = Self.delimiter(file.bytes)
        var splitter = CSVSplitter(delimiter: mapping.delimiter, maximumCells: limits.maximumCells)
        let messages = CSVMessages(file: file, origin: 0, mapping: mapping, names: [])
        var found: [CSVFault] = []
        file.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let whole = UnsafeRawBufferPointer(bytes)
            if !UTF8Check.isValid(whole), let fault = UTF8Check.firstFault(whole) {
                found.append(CSVFault(kind: .notUTF8, start: fault, end: fault + 1))
                return
            }
            var start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            while start < bytes.count, rows.count < maximumRows {
                _ = splitter.split(base, start, bytes.count, isFinal: true)
                found += splitter.faults
                if !splitter.isBlank, splitter.faults.isEmpty {
                    rows.append(
                        Row(
                            cells: splitter.cells.map { cell in
                                Cell(content: cell.from..<cell.to, hasDoubledQuotes: cell.hasDoubledQuotes)
                            }, line: start..<splitter.end))
                }
                start = splitter.next
            }
        }
        diagnostics = found.map { messages.diagnostic($0, limits) }
        if file.bytes.isEmpty { diagnostics.append(CSVMessages.empty(file)) }
    }

    /// What parts the cells of the first line: a comma, unless it has none and has semicolons or tabs.
    private static func delimiter(_ bytes: [UInt8]) -> UInt8 {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        return candidates.first { line.contains($0) } ?? UInt8(ascii: ",")
    }
}
