import CAllocator
import Dates
import FoundationEssentials
import Glibc
import Ingest
import Proviso
import SourceText

/// `proviso dry-run WORKFLOW… --events FILE`
enum DryRunCommand: Command {
    static let name = "dry-run"
    static let summary = "tries workflows against a history, and shows what they would have done"
    static let usage = """
        proviso dry-run WORKFLOW… --events FILE [--map MAPPING.yaml] [--fixtures FILE] [--from TIME] [--to TIME]
                        [--out calls.ndjson] [--rules PATH]… [--tenant NAME] [--seed N] [--workers N]

        WORKFLOW is a file, or the name of a workflow in the rules; several are played at once. The history is a file of rows
        (.csv), for which --map names the mapping that says which columns become which events, or of CloudEvents, one a line
        (.ndjson), in the order of their times. Nothing is sent and nothing is charged: the reference billing book answers
        every call.

          --fixtures  records that are there before the history begins, one JSON object a line: {"customer": {"id": "C-1", …}}
          --from      the first moment that is shown, such as 2026-01-01 or 2026-01-01T00:00:00Z; what is before is played
          --to        the last moment that is played, such as 2026-03-31; the last timer if silent
          --out       where the calls go, one JSON object a line; to standard output if silent
          --rules     files or folders with records, events, primitives, notices, calendars and settings; the folders "Rules" and
                      "Workflows" beside or above the workflow if silent
          --tenant    whose settings hold; "main" if silent
          --seed      makes the line to the billing system fail now and then, each seed in its own way
          --workers   how many workers play the customers; the result is the same

        Exit: 0 all of the history was played, 1 something is wrong with the files or rows were left out, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words,
            valued: [
                "events", "map", "fixtures", "from", "to", "out", "rules", "tenant", "seed", "workers",
            ])
        guard !arguments.paths.isEmpty else {
            throw CommandFailure("Say which workflow to try: its file, or its name in the rules.")
        }
        let events = try arguments.required("events", "the file of the history")
        let from = try moment(arguments, "from", isEnd: false)
        let to = try moment(arguments, "to", isEnd: true)
        if let from, let to, to < from { throw CommandFailure("\"--to\" lies before \"--from\". Exchange the two.") }
        let workers = try arguments.number("workers", in: 1...256)
        let seed = try arguments.number("seed", in: 0...Int.max)
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
        var run = DryRun(
            try self.rules(rules, arguments, names), workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
        (run.from, run.to, run.seed) = (from, to, seed.map { UInt64($0) })
        run.isLast = true
        shareMemory(run.workers)
        for name in run.scheduled where names.contains(name) {
            Output.note(
                "\"\(name)\" starts by a timetable, and a dry run plays only what a history starts: try it with a scenario.\n"
            )
        }
        guard let history = try history(rules, events, try arguments.value("map")),
            try takeFixtures(&run, try arguments.value("fixtures"))
        else { return .findings }
        return try await play(run, history, names, try arguments.value("out"))
    }

    /// Few threads take memory from one place: the places that the C library gives to each thread grow page by page, with a call of the system for each.
    /// Many would wait for one another.
    private static func shareMemory(_ threads: Int) {
        if threads <= 4 { _ = mallopt(M_ARENA_MAX, 1) }
    }

    private static func play(
        _ run: DryRun, _ history: HistoryFile, _ names: [String], _ out: String?
    ) async throws(CommandFailure) -> ExitCode {
        let file: OutputFile?
        if let out { file = try OutputFile(out) } else { file = nil }
        // A reader of standard output that has gone away has all that it wanted; one that has no room has not.
        var hasNoRoom = false
        var progress = Progress(names.count == 1 ? names[0] : "\(names.count) workflows")
        let report: DryRunReport
        do throws(RuleFiles.Problem) {
            report = try await run.play(history) {
                progress.show($0)
            } calls: { bytes in
                if let file { return file.write(bytes) }
                if Output.write(bytes) { return true }
                hasNoRoom = errno != EPIPE
                return false
            }
        } catch { throw CommandFailure(error.description, isMisuse: false) }
        progress.end()
        if report.isCutShort, let out { throw OutputFile.failure(out) }
        if hasNoRoom {
            throw CommandFailure(
                "The calls cannot be written to standard output: there is no room for them. Name a file with \"--out\".",
                isMisuse: false)
        }
        try file?.finish()
        let found = report.history.diagnostics
        if !found.isEmpty {
            Output.note(TerminalRenderer(colour: false).render(Report(found)) + "\n")
            let more = report.history.diagnosticCount - found.count
            if more > 0 { Output.note("… and \(more) more like these.\n") }
        }
        let summary = Summary(report, names).text
        if out != nil { Output.write(summary) } else { Output.note(summary) }
        return report.history.diagnosticCount == 0 ? .fine : .findings
    }

    /// A moment, or a day: its first moment, or its last one where something ends with it.
    static func moment(
        _ arguments: Arguments, _ name: String, isEnd: Bool
    ) throws(CommandFailure) -> Instant? {
        guard let text = try arguments.value(name) else { return nil }
        if let instant = try? Instant(text) { return instant }
        if let day = try? CivilDate(text), let start = try? Zone.utc.instant(of: CivilDateTime(day, .midnight)) {
            return isEnd ? (try? start.adding(ExactDuration(seconds: 86_399))) ?? start : start
        }
        throw CommandFailure(
            "\"--\(name)\" takes a day such as 2026-03-31 or an instant such as 2026-03-31T00:00:00Z, not \"\(text)\".")
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

    static func rules(
        _ rules: RuleSet, _ arguments: Arguments, _ names: [String]
    ) throws(CommandFailure) -> Rules {
        let tenant = try arguments.value("tenant") ?? "main"
        do throws(RuleSet.NotReady) {
            return try rules.rules(for: tenant, only: names)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    /// The file with what it means; nothing if its mapping has errors, which have been told.
    static func history(
        _ rules: RuleSet, _ path: String, _ map: String?
    ) throws(CommandFailure) -> HistoryFile? {
        guard let map else {
            if path.hasSuffix(".csv") {
                throw CommandFailure(
                    "A file of rows needs \"--map\": the mapping that says which columns become which events.")
            }
            return .lines(path)
        }
        do throws(RuleFiles.Problem) {
            let (mapping, diagnostics) = rules.mapping(try RuleFiles.file(map), source: path)
            if !diagnostics.isEmpty {
                Output.note(TerminalRenderer(colour: false).render(Report(diagnostics)) + "\n")
            }
            return mapping.map { .rows(path, $0) }
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    /// - Returns: whether they could be read; what is wrong has been told.
    static func takeFixtures(_ run: inout DryRun, _ path: String?) throws(CommandFailure) -> Bool {
        guard let path else { return true }
        do throws(RuleFiles.Problem) {
            let (fixtures, diagnostics) = try run.rules.fixtures(path)
            run.fixtures = fixtures
            if !diagnostics.isEmpty {
                Output.note(TerminalRenderer(colour: false).render(Report(diagnostics)) + "\n")
                Output.note("Nothing was tried. First mend the fixtures.\n")
            }
            return diagnostics.isEmpty
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }
}
