import Dates
import Ingest
import Proviso
import SourceText

/// `proviso explain WORKFLOW --events FILE --run KEY`, `proviso explain SCENARIO.test.yaml`
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "tells what a run did, when and why, in the words of its workflow"
    static let usage = """
        proviso explain WORKFLOW --events FILE --run KEY [--map MAPPING.yaml] [--fixtures FILE] [--to TIME]
                        [--rules PATH]… [--tenant NAME] [--seed N]
        proviso explain SCENARIO.test.yaml [--rules PATH]…

        Plays a history as a dry run does, or a scenario, and tells the story of a run: what woke it, which conditions held and
        with which values, what rules decided and by which row, which calls it made under which keys, who approved, what was
        missed, and each "why".

          --run     the business key of the run, such as the number of an invoice
          --events  the history: rows (.csv, with --map) or CloudEvents, one a line (.ndjson)
          --to      the last moment that is played, such as 2026-03-31; the last timer if silent

        The other options are those of "proviso dry-run".

        Exit: 0 it is told, 1 something is wrong with the files or rows were left out, 2 it could not be done, or there is no
        such run.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, valued: ["events", "map", "fixtures", "run", "rules", "tenant", "to", "seed"])
        guard let subject = arguments.paths.first, arguments.paths.count == 1 else {
            throw CommandFailure("Say what to explain: a workflow with --events and --run, or a scenario.")
        }
        let file = Rulebooks.isFile(subject) ? subject : nil
        let folders = Rulebooks.folders(arguments.all("rules"), near: file)
        let rules = try Rulebooks.load(
            folders + [file].compactMap { $0 }.filter { file in !folders.contains { file.hasPrefix($0 + "/") } })
        guard rules.isSound else {
            let report = Report(rules.diagnostics)
            Output.note(ReportFormat.text.rendered(report) + "\n")
            Output.note("Nothing was played. First mend \(report.counts ?? "the files").\n")
            return .findings
        }
        guard let file else { return try await history(rules, subject, arguments) }
        guard let workflow = rules.workflows(in: file).first else { return try scenario(rules, file) }
        return try await history(rules, workflow, arguments)
    }

    // MARK: A run of a history

    private static func history(
        _ rules: RuleSet, _ workflow: String, _ arguments: Arguments
    ) async throws(CommandFailure) -> ExitCode {
        let events = try arguments.required("events", "the file of the history")
        let key = try arguments.required("run", "the business key of the run, such as the number of an invoice")
        var run = DryRun(try DryRunCommand.rules(rules, arguments, [workflow]))
        run.to = try DryRunCommand.moment(arguments, "to", isEnd: true)
        run.seed = try arguments.number("seed", in: 0...Int.max).map { UInt64($0) }
        guard let history = try DryRunCommand.history(rules, events, try arguments.value("map")),
            try DryRunCommand.takeFixtures(&run, try arguments.value("fixtures"))
        else { return .findings }
        let told: DryRun.Stories
        do throws(RuleFiles.Problem) {
            told = try await run.stories(of: workflow, key: key, in: history, rules)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
        if !told.history.diagnostics.isEmpty {
            Output.note(TerminalRenderer(colour: false).render(Report(told.history.diagnostics)) + "\n")
        }
        guard !told.runs.isEmpty else { throw noSuchRun(workflow, key, told.keys) }
        Output.write(text(of: told.runs))
        return told.history.diagnosticCount == 0 ? .fine : .findings
    }

    private static func noSuchRun(_ workflow: String, _ key: String, _ keys: [String]) -> CommandFailure {
        guard !keys.isEmpty else {
            return CommandFailure("The history starts no run of \"\(workflow)\".", isMisuse: false)
        }
        let guess = didYouMean(key, among: keys).map { " Did you mean \"\($0)\"?" } ?? ""
        let some = keys.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
        return CommandFailure(
            "No run of \"\(workflow)\" has the key \"\(key)\".\(guess) "
                + (keys.count <= 5 ? "There are \(some)." : "There are \(keys.count), such as \(some)."),
            isMisuse: false)
    }

    // MARK: A scenario

    private static func scenario(_ rules: RuleSet, _ path: String) throws(CommandFailure) -> ExitCode {
        let told: [(title: String, runs: [[String]])]
        do throws(RuleSet.NotReady) {
            told = try rules.scenarioStories { $1 == path || path.hasSuffix("/" + $1) || $1.hasSuffix("/" + path) }
        } catch { throw CommandFailure(error.description, isMisuse: false) }
        guard !told.isEmpty else {
            throw CommandFailure(
                "\"\(path)\" defines neither a workflow nor a scenario of a workflow that can be played.",
                isMisuse: false)
        }
        for (index, scenario) in told.enumerated() {
            Output.write("\(index == 0 ? "" : "\n")\(scenario.title)\n\n" + text(of: scenario.runs))
        }
        return .fine
    }

    private static func text(of runs: [[String]]) -> String {
        runs.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }
}
