import Proviso
import SourceText

/// `proviso check PATH…`
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "reads rule files and says what is wrong with them"
    static let usage = """
        proviso check PATH… [--format text|json|sarif|github] [--fix]

        Reads the files, and all .yaml files of the folders, as one rule set and checks them against each other. Of files, and of folders
        inside of "Rules" and "Workflows", what they need of these two is read as well, and what is wrong there is told.

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
        let beside = foldersBeside(arguments.paths)
        var files = try Rulebooks.files(arguments.paths, beside: beside)
        let asked = Set(files.map(\.name).filter { file in arguments.paths.contains { Rulebooks.isInside(file, $0) } })
        if arguments.has("fix") { files = try mended(files, asked) }
        let found = beside.isEmpty ? AskedFiles.findings(in: files) : AskedFiles(files, asked: asked).findings()
        Kept.untilTheEnd(found)
        let report = Report(found.diagnostics)
        Output.write(format.rendered(report))
        if format == .text { Output.note((report.counts ?? "Nothing is wrong") + ".\n") }
        return report.count(of: .error) > 0 ? .findings : .fine
    }

    /// The folders that belong together with what is asked about, if that is only a part: files, or folders inside of these. None if all of
    /// `Rules` is asked about, which is what the others need, or a folder elsewhere, which stands for itself.
    private static func foldersBeside(_ paths: [String]) -> [String] {
        let folders = Rulebooks.folders(above: paths[0])
        let isPart = paths.allSatisfy { path in
            Rulebooks.isFile(path) || folders.contains { Rulebooks.isInside(path, $0) }
        }
        return isPart && !paths.contains(where: folders.prefix(1).contains) ? folders : []
    }

    /// Rounds of mending: a fix can bring to light what another fix mends.
    private static let mostRounds = 10

    /// The files with the offered fixes made in those that are asked about and written. A round that leaves more errors than it found is taken back.
    private static func mended(_ files: [SourceFile], _ asked: Set<String>) throws(CommandFailure) -> [SourceFile] {
        var files = files
        var total = 0
        for _ in 0..<mostRounds {
            let before = Rulebooks.rules(files).findings
            var count = 0
            let next = files.map { file in
                guard asked.contains(file.name), let mended = AuthorTools.mended(file, before) else { return file }
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
