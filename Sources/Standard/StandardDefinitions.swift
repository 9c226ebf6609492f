package import SourceText

/// The signatures of the billing primitives, and the records and events of the reference book, as the program carries them: where no file
/// declares a primitive, these hold, so that a rule can be written in an empty folder.
package enum StandardDefinitions {
    /// The files, each under the name that it has in `Rules/`, in the order of their names.
    package static var files: [SourceFile] {
        files(StandardText.records, "records") + files(StandardText.events, "events")
            + files(StandardText.primitives, "primitives")
    }

    /// What stands before the name of each file, on a line of its own.
    package static let mark = "@@ "

    private static func files(_ text: String, _ folder: String) -> [SourceFile] {
        var files: [SourceFile] = []
        var name: Substring?
        var start = text.startIndex
        var line = text.startIndex
        while line < text.endIndex {
            let end = text[line...].utf8.firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
            if text[line..<end].hasPrefix(mark) {
                if let name {
                    files.append(SourceFile(name: "standard \(folder)/\(name)", text: String(text[start..<line])))
                }
                name = text[line..<end].dropFirst(mark.count)
                start = end < text.endIndex ? text.index(after: end) : end
            }
            line = end < text.endIndex ? text.index(after: end) : end
        }
        if let name { files.append(SourceFile(name: "standard \(folder)/\(name)", text: String(text[start...]))) }
        return files
    }

    /// `primitive` of a file that begins with `primitive: invoice.post`, whatever comments stand before it, and the name.
    package static func heading(of file: SourceFile) -> (kind: String, name: String)? {
        var rest = file.bytes[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(line.count + 1)
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("#") || text.hasPrefix("---") || text.allSatisfy(\.isWhitespace) { continue }
            guard let colon = text.firstIndex(of: ":") else { return nil }
            let name = text[text.index(after: colon)...].prefix { $0 != "#" }
            return (String(text[..<colon]), String(name.filter { !$0.isWhitespace }))
        }
        return nil
    }

    /// These files with the standard definitions beside them, of which those are left out that the files define themselves; nothing is
    /// added where a file declares a primitive.
    package static func completing(_ files: [SourceFile]) -> [SourceFile] {
        var own: Set<String> = []
        for file in files {
            guard let (kind, name) = heading(of: file) else { continue }
            if kind == "primitive" { return files }
            if kind == "record" || kind == "event" { own.insert("\(kind) \(name)") }
        }
        return files + self.files.filter { heading(of: $0).map { !own.contains("\($0.kind) \($0.name)") } ?? false }
    }
}
