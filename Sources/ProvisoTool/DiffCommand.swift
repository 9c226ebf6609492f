import Proviso
import SourceText

/// `proviso diff OLD NEW`
enum DiffCommand: Command {
    static let name = "diff"
    static let summary = "shows what changed in meaning between two versions of rule files"
    static let usage = """
        proviso diff OLD NEW [--format text|json]

        OLD and NEW are files, or folders whose .yaml files are compared by what they define. Layout, comments and the order of
        keys do not count: files that define the same are the same.

        Exit: 0 they say the same, 1 they do not or a file has an error, 2 it could not be done.
        """

    private enum Format: String, CaseIterable {
        case text, json
    }

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["format"])
        let format: Format = try arguments.choice("format", silent: .text)
        guard arguments.paths.count == 2 else {
            throw CommandFailure("Say what to compare: proviso diff OLD NEW.")
        }
        let old = try Rulebooks.files([arguments.paths[0]])
        let new = try Rulebooks.files([arguments.paths[1]])
        let result = AuthorTools.changes(from: old, to: new)
        if !result.diagnostics.isEmpty {
            Output.note(ReportFormat.text.rendered(Report(result.diagnostics)) + "\n")
        }
        switch format {
        case .text: Output.write(text(result.changes, result.count))
        case .json: Output.write(json(result.changes))
        }
        return result.changes.isEmpty && result.diagnostics.isEmpty ? .fine : .findings
    }

    private static func text(_ changes: [MeaningChange], _ count: Int) -> String {
        guard !changes.isEmpty else {
            return
                "The same identity: \(count == 1 ? "the definition says" : "\(count) definitions say") what it said.\n"
                .replacing("say what it said", with: "say what they said")
        }
        var text = ""
        var last = ""
        for change in changes {
            let title = "\(change.definition) \(change.name)"
            let position = change.place.file.position(at: Int(change.place.span.start))
            if change.path.isEmpty {
                text += "\(change.kind.rawValue) \(title)  (\(change.place.file.name))\n"
                last = ""
                continue
            }
            if title != last { text += "changed \(title)\n" }
            last = title
            text += "  \(change.kind.rawValue)  \(change.path.joined(separator: " › "))"
            text += "  (\(change.place.file.name):\(position.line))\n"
            if let old = change.old { text += "    - \(old)\n" }
            if let new = change.new { text += "    + \(new)\n" }
        }
        return text
    }

    private static func json(_ changes: [MeaningChange]) -> String {
        let items = changes.map { change in
            let position = change.place.file.position(at: Int(change.place.span.start))
            var object = JSONObject()
            object.add("change", change.kind.rawValue)
            object.add("kind", change.definition)
            object.add("name", change.name)
            object.add("path", change.path)
            object.add("old", change.old)
            object.add("new", change.new)
            object.add("file", change.place.file.name)
            object.add("line", position.line)
            return object.text
        }
        return JSONObject.list(items) + "\n"
    }
}
