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
}
