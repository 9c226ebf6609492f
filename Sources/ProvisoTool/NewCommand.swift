import Proviso
import SourceText

/// `proviso new KIND NAME`
enum NewCommand: Command {
    static let name = "new"
    static let summary = "writes a commented, valid file to start from"
    static let usage = """
        proviso new KIND NAME [--in FOLDER] [--rules PATH]…

        Writes NAME.yaml, and for a workflow NAME.test.yaml with a scenario that holds. A scenario is named after its workflow. KIND
        is one of: workflow, rule, price, calendar, notice, record, event, primitive, settings, control, mapping, scenario.

          --in     the folder for the file; this one if silent
          --rules  what the file may speak of, such as the event of a mapping; "Rules" and "Workflows" if silent

        Exit: 0 it is written, 1 the name cannot be one, 2 it could not be done, or there is such a file.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["in", "rules"])
        guard arguments.paths.count == 2 else {
            throw CommandFailure("Say what to begin: proviso new KIND NAME.")
        }
        let kind = arguments.paths[0]
        let name = arguments.paths[1]
        guard AuthorTools.kinds.contains(kind) else {
            let guess = didYouMean(kind, among: AuthorTools.kinds).map { " Did you mean \"\($0)\"?" } ?? ""
            throw CommandFailure("There is no kind \"\(kind)\".\(guess) \(Self.kindsWords)")
        }
        let folders = Rulebooks.folders(arguments.all("rules"), near: nil)
        let (start, diagnostics) = AuthorTools.start(kind, named: name, in: try Rulebooks.loadAny(folders))
        guard let start else {
            Output.note(ReportFormat.text.rendered(Report(diagnostics)) + "\n")
            Output.note("Nothing was written.\n")
            return .findings
        }
        let folder = try arguments.value("in").map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? ""
        let path = folder + name + (kind == "scenario" ? ".test.yaml" : ".yaml")
        let scenarioPath = folder + name + ".test.yaml"
        try WholeFile.create(path, with: Array(start.text.utf8))
        Output.write(path + "\n")
        if let scenario = start.scenario {
            try WholeFile.create(scenarioPath, with: Array(scenario.utf8))
            Output.write(scenarioPath + "\n")
        }
        return .fine
    }

    private static var kindsWords: String {
        "The kinds are " + AuthorTools.kinds.map { "\"\($0)\"" }.joined(separator: ", ") + "."
    }
}
