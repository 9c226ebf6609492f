import Proviso
import SourceText

/// `proviso check PATH…`
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "reads rule files and says what is wrong with them"
    static let usage = """
        proviso check PATH… [--format text|json|sarif|github]

        Reads the files, and all .yaml files of the folders, as one rule set and checks them against each other.
        Exit: 0 nothing is wrong, 1 something is, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["format"])
        let format: ReportFormat = try arguments.choice("format", silent: .text)
        guard !arguments.paths.isEmpty else {
            throw CommandFailure("Say which files or folders to check: proviso check PATH…")
        }
        let rules = try Rulebooks.load(arguments.paths)
        let report = Report(rules.diagnostics)
        Output.write(format.rendered(report))
        if format == .text { Output.note((report.counts ?? "Nothing is wrong") + ".\n") }
        return report.count(of: .error) > 0 ? .findings : .fine
    }
}
