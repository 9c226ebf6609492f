import Proviso
import SourceText

/// `proviso check PATH…`
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "reads rule files and says what is wrong with them"
    static let usage = """
        proviso check PATH… [--format text|json|sarif|github] [--fix]

        Reads the files, and all .yaml files of the folders, as one rule set and checks them against each other.

          --format  for people, for programs, for code scanning (SARIF), or as annotations of GitHub Actions
          --fix     makes the changes that messages offer, as long as they leave fewer errors, and checks again

        Exit: 0 nothing is wrong, 1 something is, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["format"], flags: ["fix"])
        let format: ReportFormat = try arguments.choice("format", silent: .text)
        guard !arguments.paths.isEmpty else {
            throw CommandFailure("Say which files or folders to check: proviso check PATH…")
        }
        var files = try Rulebooks.files(arguments.paths)
        if arguments.has("fix") { files = try mended(files) }
        let rules = RuleSet.forFindings(RuleFiles.completed(files))
        // The program ends here: taking all of it to pieces before is time that an author waits.
        _ = Unmanaged.passRetained(Kept(rules))
        let report = Report(rules.findings)
        Output.write(format.rendered(report))
        if format == .text { Output.note((report.counts ?? "Nothing is wrong") + ".\n") }
        return report.count(of: .error) > 0 ? .findings : .fine
    }

    private final class Kept: Sendable {
        let rules: RuleSet

        init(_ rules: RuleSet) { self.rules = rules }
    }

    /// Rounds of mending: a fix can bring to light what another fix mends.
    private static let mostRounds = 10

    /// The files with the offered fixes made and written. A round that leaves more errors than it found is taken back.
    private static func mended(_ files: [SourceFile]) throws(CommandFailure) -> [SourceFile] {
        var files = files
        var total = 0
        for _ in 0..<mostRounds {
            let before = Rulebooks.rules(files).findings
            var count = 0
            let next = files.map { file in
                guard let mended = AuthorTools.mended(file, before) else { return file }
                count += mended.count
                return mended.file
            }
            guard count > 0, errors(Rulebooks.rules(next).findings) <= errors(before) else { break }
            for (old, new) in zip(files, next) where old !== new { try WholeFile.replace(new.name, with: new.bytes) }
            files = next
            total += count
        }
        Output.note("\(total) fix\(total == 1 ? "" : "es") made.\n")
        return files
    }

    private static func errors(_ diagnostics: [Diagnostic]) -> Int { diagnostics.count { $0.severity == .error } }
}
