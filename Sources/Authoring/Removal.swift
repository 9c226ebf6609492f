import SourceText
import YAMLReading

/// What has to be deleted so that an item or an entry is gone and the rest stays well written.
enum Removal {
    /// An item of a list with more than one.
    static func span(of item: LocatedNode, in list: LocatedNode) -> Span {
        if list.isFlow { return flow(item.span, list) }
        let bytes = item.tree.file.bytes
        var start = Int(item.span.start)
        while start > 0, bytes[start] != UInt8(ascii: "-") || !isDash(start, bytes) { start -= 1 }
        return lines(start, Int(item.span.end), bytes)
    }

    /// An entry of a group with more than one; nil if the group would be empty.
    static func span(of entry: LocatedNode.Entry) -> Span? {
        guard let group = entry.key.parent, group.count > 1 else { return nil }
        if group.isFlow { return flow(entry.span, group) }
        let bytes = entry.key.tree.file.bytes
        // The first entry of an item stands behind the dash, which stays.
        let first = group.entries.first { _ in true }
        if let first, first.key.isSame(as: entry.key), group.parent?.isSequence == true {
            let next = group.entries.dropFirst().first { _ in true }
            return next.map { Span(Int(entry.key.span.start)..<Int($0.key.span.start)) }
        }
        return lines(Int(entry.key.span.start), Int(entry.value.span.end), bytes)
    }

    static func margin(of item: LocatedNode) -> String {
        let bytes = item.tree.file.bytes
        var start = Int(item.span.start)
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        return String(repeating: " ", count: bytes[start...].prefix { $0 == 0x20 }.count)
    }

    /// The dash of an item: only blanks stand before it on its line.
    private static func isDash(_ index: Int, _ bytes: [UInt8]) -> Bool {
        var index = index
        while index > 0, bytes[index - 1] != 0x0A {
            index -= 1
            if bytes[index] != 0x20, bytes[index] != UInt8(ascii: "-") { return false }
        }
        return true
    }

    /// Whole lines.
    private static func lines(_ start: Int, _ end: Int, _ bytes: [UInt8]) -> Span {
        var start = start
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        var end = end
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return Span(start..<min(end + 1, bytes.count))
    }

    /// With the comma behind it, or the one before it.
    private static func flow(_ span: Span, _ collection: LocatedNode) -> Span {
        let bytes = collection.tree.file.bytes
        var end = Int(span.end)
        while end < bytes.count, [0x20, 0x0A, 0x0D].contains(bytes[end]) { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: ",") {
            end += 1
            while end < bytes.count, [0x20, 0x0A, 0x0D].contains(bytes[end]) { end += 1 }
            return Span(Int(span.start)..<end)
        }
        var start = Int(span.start)
        while start > 0, [0x20, 0x0A, 0x0D].contains(bytes[start - 1]) { start -= 1 }
        if start > 0, bytes[start - 1] == UInt8(ascii: ",") { start -= 1 }
        return Span(start..<Int(span.end))
    }
}
