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
        let found = file.bytes.withUnsafeBufferPointer { bytes -> (kind: String, name: String)? in
            let line = bytes[Self.firstLine(bytes)]
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let rest = line[(colon + 1)...]
            let name = rest.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: " ") }
            let behind = line[name.endIndex...].first { $0 != UInt8(ascii: " ") }
            let isPlain = rest.first == UInt8(ascii: " ") && (behind == nil || behind == UInt8(ascii: "#"))
            return (
                String(decoding: line[..<colon], as: UTF8.self), isPlain ? String(decoding: name, as: UTF8.self) : ""
            )
        }
        guard let found, let kind = DefinitionKind(rawValue: found.kind) else { return nil }
        self.kind = kind
        if kind == .scenario {
            name = nil
        } else {
            guard case .name(let style)? = kind.schema.keys.first?.form, style.accepts(found.name) else { return nil }
            name = found.name
        }
    }

    /// Empty if there is none.
    private static func firstLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var start = 0
        while start < bytes.count {
            let end = ByteSearch.firstLineBreak(in: bytes, start..<bytes.count) ?? bytes.count
            let isBlank = bytes[start..<end].allSatisfy { $0 == UInt8(ascii: " ") }
            if !isBlank, bytes[start] != UInt8(ascii: "#") { return start..<end }
            start = end + 1
        }
        return 0..<0
    }
}
