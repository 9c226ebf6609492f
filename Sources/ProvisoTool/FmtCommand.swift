import Proviso
import SourceText

/// `proviso fmt [--check] PATH…`
enum FmtCommand: Command {
    static let name = "fmt"
    static let summary = "puts rule files into the one layout"
    static let usage = """
        proviso fmt [--check] PATH…

        Lays out the files, and all .yaml files of the folders: indentation, tables, quotation marks and expressions in their one
        way; comments stay. What a file defines never changes. A file with errors is left as it is.

          --check  changes nothing and lists the files that would change

        Exit: 0 all is laid out, 1 a file would change or has an error, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: [], flags: ["check"])
        guard !arguments.paths.isEmpty else {
            throw CommandFailure("Say which files or folders to lay out: proviso fmt PATH…")
        }
        let files = try Rulebooks.files(arguments.paths)
        var diagnostics: [Diagnostic] = []
        var changed = 0
        var left = 0
        for file in files {
            let result = AuthorTools.laidOut(file)
            diagnostics += result.diagnostics
            if result.text == nil, result.diagnostics.isEmpty {
                left += 1
                Output.note("\(file.name) would not say the same in the one layout, and is left as it is.\n")
            }
            guard let text = result.text, Array(text.utf8) != file.bytes else { continue }
            changed += 1
            Output.write(file.name + "\n")
            if !arguments.has("check") { try WholeFile.replace(file.name, with: Array(text.utf8)) }
        }
        if !diagnostics.isEmpty { Output.note(ReportFormat.text.rendered(Report(diagnostics)) + "\n") }
        let isChecking = arguments.has("check")
        let count = "\(changed) of \(files.count) file\(files.count == 1 ? "" : "s")"
        Output.note("\(count) \(isChecking ? "would change" : "changed").\n")
        let hasErrors = left > 0 || diagnostics.contains { $0.severity == .error }
        return hasErrors || (isChecking && changed > 0) ? .findings : .fine
    }
}
