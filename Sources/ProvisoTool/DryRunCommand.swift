import Dates
import FoundationEssentials
import Ingest
import Proviso
import SourceText

/// `proviso dry-run WORKFLOW… --events FILE`
enum DryRunCommand: Command {
    static let name = "dry-run"
    static let summary = "tries workflows against a history, and shows what they would have done"
    static let usage = """
        proviso dry-run WORKFLOW… --events FILE [--map MAPPING.yaml] [--out calls.ndjson]
                        [--rules PATH]… [--tenant NAME] [--until INSTANT] [--workers N]

        WORKFLOW is a file, or the name of a workflow in the rules. The history is a file of rows (.csv), for which --map
        names the mapping that says which columns become which events, or of CloudEvents, one a line (.ndjson).
        Nothing is sent and nothing is charged: the reference billing book answers every call.

          --out     where the calls go, one JSON object a line; to standard output if silent
          --rules   files or folders with records, events, primitives, notices, calendars and settings; the folders "Rules" and
                    "Workflows" beside or above the workflow if silent
          --tenant  whose settings hold; "main" if silent
          --until   the last moment that is played, such as 2026-03-31T00:00:00Z; the last timer if silent
          --workers how many customers are played at once; the result is the same

        Exit: 0 all of the history was played, 1 something is wrong with the files or rows were left out, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["events", "map", "out", "rules", "tenant", "until", "workers"])
        guard !arguments.paths.isEmpty else {
            throw CommandFailure("Say which workflow to try: its file, or its name in the rules.")
        }
        let events = try arguments.required("events", "the file of the history")
        let until = try instant(arguments, "until")
        let workers = try arguments.number("workers", in: 1...256)
        let files = arguments.paths.filter(Rulebooks.isFile)
        let folders = Rulebooks.folders(arguments.all("rules"), near: files.first)
        let rules = try Rulebooks.load(
            folders + files.filter { file in !folders.contains { file.hasPrefix($0 + "/") } })
        guard rules.isSound else {
            let report = Report(rules.diagnostics)
            Output.note(ReportFormat.text.rendered(report) + "\n")
            Output.note("Nothing was tried. First mend \(report.counts ?? "the files").\n")
            if folders.isEmpty {
                Output.note("There is no folder \"Rules\" here or above: name the rules with \"--rules\".\n")
            }
            return .findings
        }
        let names = try workflowNames(arguments.paths, files, rules)
        let compiled = try self.rules(rules, arguments, names)
        let history = try self.history(rules, events, try arguments.value("map"))
        if !history.diagnostics.isEmpty {
            Output.note(TerminalRenderer(colour: false).render(Report(history.diagnostics)) + "\n")
        }
        guard history.isReadable else { return .findings }
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let happenings = await DryRun(compiled, workers: workers ?? processors).run(
            history.history.events, until: until)
        let calls = happenings.compactMap { $0.callLine.map { $0 + "\n" } }.joined()
        let summary = Summary(happenings, history.history).text
        if let out = try arguments.value("out") {
            try Output.replace(out, with: calls)
            Output.write(summary)
        } else {
            Output.write(calls)
            Output.note(summary)
        }
        return history.diagnostics.isEmpty ? .fine : .findings
    }

    private static func instant(_ arguments: Arguments, _ name: String) throws(CommandFailure) -> Instant? {
        guard let text = try arguments.value(name) else { return nil }
        guard let instant = try? Instant(text) else {
            throw CommandFailure("\"--\(name)\" takes an instant such as 2026-03-31T00:00:00Z, not \"\(text)\".")
        }
        return instant
    }

    /// The workflows that were asked for; a file stands for those that it defines.
    private static func workflowNames(
        _ given: [String], _ files: [String], _ rules: RuleSet
    ) throws(CommandFailure) -> [String] {
        var names: [String] = []
        for word in given {
            guard files.contains(word) else {
                names.append(word)
                continue
            }
            let found = rules.workflows(in: word)
            guard !found.isEmpty else {
                throw CommandFailure(
                    "\"\(word)\" does not define a workflow. Name a file that begins with \"workflow:\".")
            }
            names += found
        }
        return names
    }

    private static func rules(
        _ rules: RuleSet, _ arguments: Arguments, _ names: [String]
    ) throws(CommandFailure) -> Rules {
        let tenant = try arguments.value("tenant") ?? "main"
        do throws(RuleSet.NotReady) {
            return try rules.rules(for: tenant, only: names)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    private struct HistoryFile {
        var history = History()
        var diagnostics: [Diagnostic] = []
        /// Whether anything could be read at all.
        var isReadable = true
    }

    private static func history(_ rules: RuleSet, _ path: String, _ map: String?) throws(CommandFailure) -> HistoryFile
    {
        if map == nil, path.hasSuffix(".csv") {
            throw CommandFailure(
                "A file of rows needs \"--map\": the mapping that says which columns become which events.")
        }
        do throws(RuleFiles.Problem) {
            if let map { return try rows(rules, path, map) }
            return try lines(rules, path)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    private static func lines(_ rules: RuleSet, _ path: String) throws(RuleFiles.Problem) -> HistoryFile {
        let history = try rules.history(lines: path)
        return HistoryFile(history: history, diagnostics: history.diagnostics)
    }

    private static func rows(_ rules: RuleSet, _ path: String, _ map: String) throws(RuleFiles.Problem) -> HistoryFile {
        let (mapping, diagnostics) = rules.mapping(try RuleFiles.file(map), source: path)
        guard let mapping else { return HistoryFile(diagnostics: diagnostics, isReadable: false) }
        let history = try rules.history(csv: path, mapping)
        return HistoryFile(history: history, diagnostics: diagnostics + history.diagnostics)
    }
}
