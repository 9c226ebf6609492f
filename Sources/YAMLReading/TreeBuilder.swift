import CLibYAML
import SourceText

/// Turns libyaml's events into the flat array of nodes, and repairs their spans.
///
/// libyaml says that a block mapping or sequence ends where the next thing begins, and that a block scalar ends behind the
/// blank lines that follow it. Here a block collection ends with its last child, and a block scalar with its last line that is
/// not blank.
///
/// One file is read in several runs when libyaml stops at an error: `readRun` continues the root mapping that an earlier run began.
struct TreeBuilder {
    /// Why a run ended.
    enum Stop {
        case endOfFile
        /// libyaml met what it cannot read.
        case problem(proviso_yaml_problem)
        case tooDeep(at: Int)
        case tooManyNodes(at: Int)
        case secondDocument(at: Int)
        /// The file, or this run, is not a mapping.
        case notAMapping(LocatedNode.Kind, Span)
    }

    /// A key of the root mapping that was met, and what the arrays held before it: where reading can begin again.
    struct Checkpoint {
        var start: Int
        var records: Int
        var rootChildren: UInt32
    }

    var records: [NodeRecord] = []
    var sideText: [UInt8] = []
    var checkpoints: [Checkpoint] = []
    /// The place of a `%` line, if there is one.
    var directive: Int?

    private var parent = 0
    private var depth = 0
    private var lastFinished = 0

    init(expectedBytes: Int) {
        records.reserveCapacity(expectedBytes / 10 + 16)
        records.append(
            NodeRecord(
                start: UInt32.max, end: 0, textStart: 0, extent: 0, next: 1, parent: 0, kind: .mapping, style: .plain,
                flags: []))
    }

    /// Reads `bytes[range]`, which begins with a key of the root mapping or is the whole text.
    mutating func readRun(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Stop {
        guard let base = bytes.baseAddress, let reader = proviso_yaml_open(base, range.lowerBound, range.upperBound)
        else { return .endOfFile }
        defer { proviso_yaml_close(reader) }
        parent = 0
        depth = 0
        let sideStart = UInt32(truncatingIfNeeded: sideText.count)
        let capacity = 1024
        return withUnsafeTemporaryAllocation(of: proviso_yaml_event.self, capacity: capacity) { events in
            guard let first = events.baseAddress else { return .endOfFile }
            var documents = 0
            var outcome: Stop?
            while outcome == nil {
                let count = proviso_yaml_fill(reader, first, capacity)
                for index in 0..<count {
                    outcome = take(first[index], bytes, sideStart, &documents)
                    if outcome != nil { break }
                }
                if outcome == nil, proviso_yaml_failed(reader) != 0 {
                    outcome = .problem(proviso_yaml_problem_of(reader))
                }
            }
            var length = 0
            if let side = proviso_yaml_side_text(reader, &length) {
                sideText.append(contentsOf: UnsafeBufferPointer(start: side, count: length))
            }
            closeAll()
            return outcome ?? .endOfFile
        }
    }

    /// Takes one event; a value ends the run.
    @inline(__always)
    private mutating func take(
        _ event: proviso_yaml_event, _ bytes: UnsafeBufferPointer<UInt8>, _ sideStart: UInt32, _ documents: inout Int
    ) -> Stop? {
        switch Int(event.kind) {
        case PROVISO_YAML_SCALAR, PROVISO_YAML_ALIAS:
            return addScalar(event, bytes, sideStart)
        case PROVISO_YAML_MAPPING, PROVISO_YAML_SEQUENCE:
            return open(event)
        case PROVISO_YAML_CLOSE:
            close(event, bytes)
            return nil
        case PROVISO_YAML_DOCUMENT:
            documents += 1
            if documents > 1 { return .secondDocument(at: Int(event.start)) }
            if event.start < bytes.count, bytes[Int(event.start)] == UInt8(ascii: "%") { directive = Int(event.start) }
            return nil
        default:
            return .endOfFile
        }
    }

    @inline(__always)
    private mutating func addScalar(
        _ event: proviso_yaml_event, _ bytes: UnsafeBufferPointer<UInt8>, _ sideStart: UInt32
    ) -> Stop? {
        if depth == 0 { return .notAMapping(.scalar, Span(start: event.start, end: event.end)) }
        if records.count >= YAMLLimits.maximumNodes { return .tooManyNodes(at: Int(event.start)) }
        if depth == 1, records[0].extent & 1 == 0 { remember(event.start) }
        let style = ScalarStyle(rawValue: event.style) ?? .plain
        var record = NodeRecord(
            start: event.start, end: event.end, textStart: event.text_start, extent: event.text_length,
            next: UInt32(truncatingIfNeeded: records.count + 1), parent: UInt32(truncatingIfNeeded: parent),
            kind: .scalar,
            style: style, flags: Self.flags(event))
        if records[parent].kind == .mapping, records[parent].extent & 1 == 0 { record.flags.insert(.key) }
        if !record.flags.contains(.verbatim) { record.textStart += sideStart }
        if style.rawValue >= ScalarStyle.literal.rawValue { record.end = Self.blockScalarEnd(record, bytes) }
        lastFinished = records.count
        records.append(record)
        records[parent].extent += 1
        return nil
    }

    private static func flags(_ event: proviso_yaml_event) -> NodeFlags {
        if event.flags == PROVISO_YAML_VERBATIM { return .verbatim }
        var flags: NodeFlags = []
        let bits = Int(event.flags)
        if bits & PROVISO_YAML_VERBATIM != 0 { flags.insert(.verbatim) }
        if bits & PROVISO_YAML_ANCHOR != 0 { flags.insert(.anchored) }
        if bits & PROVISO_YAML_TAG != 0 { flags.insert(.tagged) }
        if bits & PROVISO_YAML_FLOW != 0 { flags.insert(.flow) }
        if Int(event.kind) == PROVISO_YAML_ALIAS { flags.insert(.alias) }
        return flags
    }

    private mutating func open(_ event: proviso_yaml_event) -> Stop? {
        let kind: LocatedNode.Kind = Int(event.kind) == PROVISO_YAML_MAPPING ? .mapping : .sequence
        if depth == 0 {
            guard kind == .mapping else { return .notAMapping(kind, Span(start: event.start, end: event.end)) }
            records[0].start = min(records[0].start, event.start)
            records[0].flags.formUnion(Self.flags(event))
            depth = 1
            return nil
        }
        if depth >= YAMLLimits.maximumDepthLevels { return .tooDeep(at: Int(event.start)) }
        if records.count >= YAMLLimits.maximumNodes { return .tooManyNodes(at: Int(event.start)) }
        if depth == 1, records[0].extent & 1 == 0 { remember(event.start) }
        let index = records.count
        var flags = Self.flags(event)
        if records[parent].kind == .mapping, records[parent].extent & 1 == 0 { flags.insert(.key) }
        records.append(
            NodeRecord(
                start: event.start, end: event.end, textStart: 0, extent: 0,
                next: UInt32(truncatingIfNeeded: index + 1),
                parent: UInt32(truncatingIfNeeded: parent), kind: kind, style: .plain, flags: flags))
        records[parent].extent += 1
        parent = index
        depth += 1
        return nil
    }

    private mutating func remember(_ start: UInt32) {
        checkpoints.append(
            Checkpoint(start: Int(start), records: records.count, rootChildren: records[0].extent))
    }

    private mutating func close(_ event: proviso_yaml_event, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard depth > 0 else { return }
        // A pair in brackets, `[a: b]`, is a mapping in the flow style that has no braces of its own.
        let start = Int(records[parent].start)
        let bracketed =
            records[parent].flags.contains(.flow) && start < bytes.count
            && (bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[") || records[parent].extent == 0
                || !records[parent].flags.isDisjoint(with: [.anchored, .tagged]))
        finish(end: bracketed ? event.end : nil)
    }

    /// Closes the innermost open collection: at `end`, or with its last child.
    private mutating func finish(end: UInt32?) {
        let index = parent
        if let end {
            records[index].end = max(end, index == 0 ? records[0].end : 0)
        } else if records[index].extent > 0 {
            records[index].end = records[lastFinished].end
        }
        records[index].next = UInt32(truncatingIfNeeded: records.count)
        lastFinished = index
        parent = Int(records[index].parent)
        depth -= 1
    }

    /// After an error: what is open ends with what was read, and a key without a value gets an empty one.
    private mutating func closeAll() {
        while depth > 0 {
            if records[parent].kind == .mapping, records[parent].extent & 1 == 1 { addDamagedValue() }
            records[parent].flags.insert(.incomplete)
            finish(end: nil)
        }
        if records[0].start == UInt32.max { records[0].start = 0 }
        records[0].next = UInt32(truncatingIfNeeded: records.count)
    }

    private mutating func addDamagedValue() {
        let end = records[lastFinished].end
        lastFinished = records.count
        records.append(
            NodeRecord(
                start: end, end: end, textStart: end, extent: 0, next: UInt32(truncatingIfNeeded: records.count + 1),
                parent: UInt32(truncatingIfNeeded: parent), kind: .scalar, style: .plain, flags: [.verbatim, .damaged]))
        records[parent].extent += 1
    }

    /// Forgets all from the last key of the root that begins at or before `offset`, and says where it began.
    mutating func rewind(before offset: Int) -> Int? {
        while let last = checkpoints.popLast() {
            records.removeSubrange(last.records...)
            records[0].extent = last.rootChildren
            records[0].next = UInt32(truncatingIfNeeded: records.count)
            if last.start <= offset { return last.start }
        }
        return nil
    }

    /// Back over trailing line breaks and blank lines, never over the sign and its line.
    private static func blockScalarEnd(_ record: NodeRecord, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var end = min(Int(record.end), bytes.count)
        let start = Int(record.start)
        while end > start {
            var lineStart = end
            while lineStart > start, bytes[lineStart - 1] != 0x0A, bytes[lineStart - 1] != 0x0D { lineStart -= 1 }
            var index = lineStart
            while index < end, bytes[index] == 0x20 { index += 1 }
            if index < end || lineStart == start { break }
            end = lineStart - 1
            if end > start, bytes[end] == 0x0A, bytes[end - 1] == 0x0D { end -= 1 }
        }
        return UInt32(truncatingIfNeeded: end)
    }
}
