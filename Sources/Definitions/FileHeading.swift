package import SourceText

/// What the first line of a file says that it defines, such as `record: invoice`, without the rest being read.
///
/// A file whose other lines say otherwise has an error, and is what `DefinitionFile` finds it to be.
package struct FileHeading: Hashable, Sendable {
    package let kind: DefinitionKind
    /// Nil for a scenario, which nothing refers to.
    package let name: String?

    /// Nil if the first line, whatever blank lines and comments stand before it, does not plainly say a kind and a name as names of this kind
    /// are written.
    package init?(of file: SourceFile) {
        let line = file.bytes.withUnsafeBufferPointer { Self.firstLine($0) }
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")),
            let kind = DefinitionKind(rawValue: String(line[..<colon])),
            let blank = line[colon...].utf8.dropFirst().first, blank == UInt8(ascii: " ")
        else { return nil }
        self.kind = kind
        if kind == .scenario {
            name = nil
            return
        }
        let rest = line[colon...].utf8.dropFirst().drop { $0 == UInt8(ascii: " ") }
        let word = rest.prefix { $0 != UInt8(ascii: " ") }
        let behind = rest.dropFirst(word.count).drop { $0 == UInt8(ascii: " ") }
        let name = String(Substring(word))
        guard behind.isEmpty || behind.first == UInt8(ascii: "#"),
            case .name(let style)? = kind.schema.keys.first?.form, style.accepts(name)
        else { return nil }
        self.name = name
    }

    /// Empty if there is none.
    private static func firstLine(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var start = 0
        while start < bytes.count {
            var end = ByteSearch.firstLineBreak(in: bytes, start..<bytes.count) ?? bytes.count
            let next = end + 1
            while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
            if end > start, bytes[start] != UInt8(ascii: "#") {
                return String(decoding: bytes[start..<end], as: UTF8.self)
            }
            start = next
        }
        return ""
    }
}
