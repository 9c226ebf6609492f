import CSIMDJSON
public import Evaluation
public import SourceText

/// Reads newline-delimited JSON in pieces of any size, in constant memory: one value a line.
///
/// Each line stands for itself. A line with a problem is told with its number and does not touch its neighbours: every clean
/// line is delivered, in the order of the text. Blank lines are passed over; LF and CRLF end a line, and the last line needs
/// neither.
///
/// Many lines are scanned at once. Where one of them has a string that is not closed or bytes that are not UTF-8, the scan of all
/// is worth nothing, and that batch is scanned line by line.
public struct JSONLinesReader: ~Copyable {
    /// What one line came to.
    public enum Line {
        case value(Value)
        /// Of a reader of CloudEvents.
        case event(CloudEvent)
        case problems([Diagnostic])
    }

    /// What each line is read as.
    enum Content {
        case value
        case record(RecordLayout)
        case event(CloudEventLayouts)

        var layouts: [RecordLayout] {
            switch self {
            case .value: []
            case .record(let layout): [layout]
            case .event(let layouts): layouts.all
            }
        }
    }

    /// Bytes that are gathered before they are scanned together; they fit into a core's second cache with their positions.
    static let batchBytes = 128 << 10

    public let name: String
    public let limits: JSONLimits
    let content: Content
    private let scanner = JSONScanner()
    private var buffer = PaddedBuffer()
    private var cursor: JSONCursor
    /// The number of the line that the buffer begins with.
    public private(set) var line = 1
    /// The line that the buffer begins with was told to be too long, and its rest is thrown away.
    private var isSkippingLine = false
    private var isAtBeginning = true

    /// - Parameters:
    ///   - name: of the text, as its author knows it.
    ///   - layout: the declared shape of each line; without one objects become maps.
    public init(name: String, layout: RecordLayout? = nil, limits: JSONLimits = JSONLimits()) {
        self.init(name: name, layout.map { .record($0) } ?? .value, limits)
    }

    /// A reader of CloudEvents, one a line.
    public init(name: String, events: CloudEventLayouts, limits: JSONLimits = JSONLimits()) {
        self.init(name: name, .event(events), limits)
    }

    private init(name: String, _ content: Content, _ limits: JSONLimits) {
        self.name = name
        self.content = content
        self.limits = limits
        cursor = JSONCursor(limits: limits)
    }

    /// Takes the next piece of the text and delivers every line that is complete and whose turn it is.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, _ deliver: (Int, Line) -> Void) {
        var rest = bytes
        while !rest.isEmpty {
            let room = max(Self.batchBytes - buffer.count, Self.batchBytes / 2)
            let taken = min(room, rest.count)
            buffer.append(UnsafeRawBufferPointer(rebasing: rest[..<taken]))
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            if buffer.count >= Self.batchBytes { readWholeLines(deliver) }
        }
    }

    public mutating func read(_ bytes: [UInt8], _ deliver: (Int, Line) -> Void) {
        bytes.withUnsafeBytes { read($0, deliver) }
    }

    /// Delivers what is left. The reader is then ready for another text of the same name.
    public mutating func finish(_ deliver: (Int, Line) -> Void) {
        readWholeLines(deliver)
        if buffer.count > 0, !isSkippingLine { readLines(upTo: buffer.count, deliver) }
        buffer.removeAll()
        line = 1
        isSkippingLine = false
        isAtBeginning = true
    }

    /// Reads up to the last line break in the buffer and keeps what is behind it.
    private mutating func readWholeLines(_ deliver: (Int, Line) -> Void) {
        if isSkippingLine {
            guard let lineBreak = firstBreak(from: 0) else { return buffer.removeAll() }
            buffer.removeFirst(lineBreak + 1)
            line += 1
            isSkippingLine = false
        }
        var whole = buffer.count
        while whole > 0, buffer.base[whole - 1] != 0x0A { whole -= 1 }
        if whole > 0 {
            readLines(upTo: whole, deliver)
            buffer.removeFirst(whole)
        }
        if buffer.count > limits.maximumLineBytes + 2 {
            tellTooLong(0, deliver)
            buffer.removeAll()
            isSkippingLine = true
        }
    }

    private func firstBreak(from start: Int) -> Int? {
        guard start < buffer.count else { return nil }
        let found = csimdjson_find_line_break(buffer.base + start, buffer.count - start)
        return found < buffer.count - start ? start + found : nil
    }

    /// Reads the lines that end before `limit`.
    private mutating func readLines(upTo limit: Int, _ deliver: (Int, Line) -> Void) {
        var begin = 0
        if isAtBeginning {
            isAtBeginning = false
            if limit >= 3, buffer.base[0] == 0xEF, buffer.base[1] == 0xBB, buffer.base[2] == 0xBF { begin = 3 }
        }
        switch scanner.scan(buffer.base + begin, limit - begin) {
        case .scanned: readScanned(begin, limit, deliver)
        case .blank:
            for offset in begin..<limit where buffer.base[offset] == 0x0A { line += 1 }
        case .broken, .failed: readOneByOne(begin, limit, deliver)
        }
    }

    /// All lines were scanned at once: the positions count from `begin`.
    private mutating func readScanned(_ begin: Int, _ limit: Int, _ deliver: (Int, Line) -> Void) {
        guard let positions = scanner.positions else { return readOneByOne(begin, limit, deliver) }
        let base = UnsafePointer(buffer.base + begin)
        let count = limit - begin
        cursor.reset()
        cursor.base = base
        cursor.positions = positions
        cursor.index = 0
        var start = 0
        while start < count {
            let end = start + csimdjson_find_line_break(base + start, count - start)
            if Int(positions[cursor.index]) < end {
                readLine(base, start, end, begin, deliver)
                // A problem may have left positions of this line.
                while Int(positions[cursor.index]) < end { cursor.index += 1 }
            }
            start = end + 1
            if end < count { line += 1 }
        }
    }

    /// A batch with something broken in it: each line is scanned by itself.
    private mutating func readOneByOne(_ begin: Int, _ limit: Int, _ deliver: (Int, Line) -> Void) {
        var start = begin
        while start < limit {
            let end = start + csimdjson_find_line_break(buffer.base + start, limit - start)
            cursor.reset()
            do throws(JSONFault) {
                try cursor.begin(buffer.base + start, end - start, scanner)
                readLine(UnsafePointer(buffer.base + start), 0, end - start, start, deliver)
            } catch {
                if error.kind != .empty {
                    deliver(line, .problems(diagnostics([error], 0, start, end)))
                }
            }
            start = end + 1
            if end < limit { line += 1 }
        }
    }

    /// One line, whose positions are at hand: `start` and `end` count from `base`, which is `origin` bytes into the buffer.
    @inline(__always)
    private mutating func readLine(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ origin: Int, _ deliver: (Int, Line) -> Void
    ) {
        if end - start > limits.maximumLineBytes { return tellTooLong(origin + start, deliver) }
        cursor.start = start
        cursor.end = end
        cursor.trimEnd()
        do throws(JSONFault) {
            let content: Line
            switch self.content {
            case .value: content = .value(try cursor.value(in: -1))
            case .record(let layout): content = .value(try cursor.rootRecord(layout))
            case .event(let layouts):
                guard let event = try cursor.cloudEvent(layouts, in: -1) else {
                    try cursor.finish()
                    return tell(nil, origin, start, end, deliver)
                }
                content = .event(event)
            }
            try cursor.finish()
            if cursor.problems.isEmpty { return deliver(line, content) }
            tell(nil, origin, start, end, deliver)
        } catch {
            tell(error, origin, start, end, deliver)
        }
    }

    @inline(never)
    private mutating func tell(
        _ fault: JSONFault?, _ origin: Int, _ start: Int, _ end: Int, _ deliver: (Int, Line) -> Void
    ) {
        let index = cursor.index
        let (told, untold) = cursor.takeProblems(and: fault)
        cursor.index = index
        deliver(line, .problems(diagnostics(told, untold, origin, origin + end, from: origin + start)))
    }

    private func tellTooLong(_ start: Int, _ deliver: (Int, Line) -> Void) {
        deliver(line, .problems(diagnostics([JSONFault(.lineTooLong, 0, 0)], 0, start, min(start + 200, buffer.count))))
    }

    /// The problems in words. `origin` is where the faults count from, in the buffer; the line is `from`..<`end` there.
    private func diagnostics(_ faults: [JSONFault], _ untold: Int, _ origin: Int, _ end: Int, from: Int? = nil)
        -> [Diagnostic]
    {
        let from = from ?? origin
        let file = SourceFile(name: name, bytes: buffer.bytes(from..<end), firstLine: line)
        let messages = JSONMessages(file: file, origin: origin - from, limits: limits, layouts: content.layouts)
        return messages.diagnostics((faults, untold))
    }
}
