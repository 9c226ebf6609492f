public import Evaluation
public import SourceText

/// What came of reading one text: its value, or the problems that it has.
public struct Reading: Sendable {
    /// Nothing if there is an error among the diagnostics.
    public var value: Value?
    /// In the order of their places.
    public var diagnostics: [Diagnostic]

    init(_ value: Value?, _ diagnostics: [Diagnostic] = []) {
        self.value = value
        self.diagnostics = diagnostics
    }
}

/// Reads JSON documents (RFC 8259), one whole text each.
///
/// A number keeps every digit, text is kept as it is, and whatever RFC 8259 leaves to the reader is decided strictly: no name twice
/// in one object, no half of a surrogate pair, nothing behind the document. A byte-order mark at the very beginning is
/// passed over. A reader keeps its memory, so one reader should read many documents; it is not to be shared by two tasks.
public struct JSONReader: ~Copyable {
    public let limits: JSONLimits
    private let scanner = JSONScanner()
    private var buffer = PaddedBuffer()
    private var cursor: JSONCursor

    public init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
        cursor = JSONCursor(limits: limits)
    }

    /// The value of a document whose shape is not declared: objects are maps, arrays lists; a number is an `int` if it is
    /// written as one and fits 64 bits, and otherwise a decimal.
    public mutating func value(of file: SourceFile) -> Reading {
        read(file, nil) { (cursor) throws(JSONFault) in try cursor.value(in: -1) }
    }

    /// The record that a document is by its declared shape.
    public mutating func record(of file: SourceFile, _ layout: RecordLayout) -> Reading {
        read(file, layout) { (cursor) throws(JSONFault) in try cursor.rootRecord(layout) }
    }

    /// What is told when there is no memory left for a document.
    package func outOfMemory(_ file: SourceFile) -> Diagnostic {
        JSONMessages(file: file, origin: 0, limits: limits, layouts: []).diagnostic(JSONFault(.noMemory, 0, 0))
    }

    private mutating func read(
        _ file: SourceFile, _ layout: RecordLayout?, _ body: (inout JSONCursor) throws(JSONFault) -> Value
    ) -> Reading {
        let (value, diagnostics) = readText(file, layout.map { [$0] } ?? [], body)
        return Reading(value, diagnostics)
    }

    /// One text, read by `body`; its result only if there is no problem.
    mutating func readText<Result>(
        _ file: SourceFile, _ layouts: [RecordLayout], _ body: (inout JSONCursor) throws(JSONFault) -> Result
    ) -> (Result?, [Diagnostic]) {
        let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let messages = JSONMessages(file: file, origin: start, limits: limits, layouts: layouts)
        guard file.bytes.count <= limits.maximumDocumentBytes else {
            return (nil, [messages.diagnostic(JSONFault(.documentTooLong, 0, 0))])
        }
        buffer.removeAll()
        file.bytes.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        cursor.reset()
        do throws(JSONFault) {
            try cursor.begin(buffer.base, buffer.count, scanner)
            let value = try body(&cursor)
            try cursor.finish()
            if cursor.problems.isEmpty { return (value, []) }
            return (nil, messages.diagnostics(cursor.takeProblems(and: nil)))
        } catch {
            return (nil, messages.diagnostics(cursor.takeProblems(and: error)))
        }
    }
}

extension JSONCursor {
    /// Scans a text of its own and stands before its first value.
    mutating func begin(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ scanner: JSONScanner) throws(JSONFault) {
        (base, start, end) = (bytes, 0, count)
        trimEnd()
        switch scanner.scan(bytes, count) {
        case .scanned: break
        case .blank: throw JSONFault(.empty, 0, 0)
        case .broken: throw JSONDiagnosis.fault(bytes, 0, count)
        case .failed: throw JSONFault(.noMemory, 0, 0)
        }
        guard let found = scanner.positions else { throw JSONFault(.noMemory, 0, 0) }
        (positions, index) = (found, 0)
    }

    /// What is missing at the end is missing behind the last byte that is not blank.
    @inline(__always)
    mutating func trimEnd() {
        while end > start, Self.isBlank(base[end &- 1]) { end &-= 1 }
    }

    /// Forgets what an earlier text left.
    mutating func reset() {
        depth = 0
        problems.removeAll(keepingCapacity: true)
        untoldProblems = 0
        owner = 0
        stack.truncate(to: 0)
        nameOffsets.removeAll(keepingCapacity: true)
    }

    /// Nothing may follow the text's one value.
    func finish() throws(JSONFault) {
        let offset = next
        if offset < end { throw JSONFault(.moreAfterEnd, offset, wordEnd(offset)) }
    }

    /// All problems of the text in the order of their places, and how many more there were.
    mutating func takeProblems(and fault: JSONFault?) -> (told: [JSONFault], untold: Int) {
        let all = problems + (fault.map { [$0] } ?? [])
        let untold = untoldProblems
        reset()
        // A stable order: the place, then the order in which they were found.
        let sorted = all.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
        return (sorted.map(\.element), untold)
    }
}
