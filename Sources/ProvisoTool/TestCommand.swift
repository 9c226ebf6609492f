import FoundationEssentials
import Proviso
import SourceText

/// `proviso test PATH…`
enum TestCommand: Command {
    static let name = "test"
    static let summary = "plays the scenarios that lie beside the workflows"
    static let usage = """
        proviso test [PATH…] [--filter WORDS] [--format text|json|junit] [--explain] [--rules PATH]… [--workers N]
               test [PATH…] --coverage [--require PER CENT] [--lcov FILE]
               test [PATH…] --mutate [--redundant] [--require PER CENT] [--format text|json]

        Plays the scenarios of the files and folders on a clock of their own and shows which expectations failed. Without a
        path, those of the folders "Rules" and "Workflows".

          --filter   only scenarios whose title holds these words
          --format   for people, for programs, or as a report of JUnit for CI
          --explain  tells as well all that happened in each scenario
          --rules    files or folders with all that the scenarios need; the folders "Rules" and "Workflows" if silent
          --workers  how many scenarios are played at once; the result is the same
          --coverage tells which steps, conditions (both ways), outcomes, stages, levels, cases, rows and tiers no scenario reaches
          --lcov     writes the coverage for lcov's tools as well
          --mutate   makes mistakes in the workflows, rules and prices, one at a time, and tells which of them no scenario notices
          --redundant  lists each expectation without which every mistake would be noticed all the same, and not only how many
          --require  how much must be covered, or how many mistakes be noticed, in per cent

        Exit: 0 all hold, 1 one fails, a file has an error or too little is covered or noticed, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, valued: ["filter", "format", "lcov", "require", "rules", "workers"],
            flags: ["coverage", "explain", "mutate", "redundant"])
        let format: TestReportFormat = try arguments.choice("format", silent: .text)
        let workers = try arguments.number("workers", in: 1...256) ?? ProcessInfo.processInfo.activeProcessorCount
        let folders = Rulebooks.folders(arguments.all("rules"), near: arguments.paths.first)
        let paths = arguments.paths.isEmpty ? folders : arguments.paths
        guard !paths.isEmpty else {
            throw CommandFailure("Say which scenarios to play: there is no folder \"Rules\" here or above.")
        }
        let isWhole = arguments.has("coverage") || arguments.has("mutate")
        let required = try arguments.number("require", in: 0...100)
        if required != nil, !isWhole {
            throw CommandFailure(
                "\"--require\" says how much must be covered or noticed: give it with --coverage or --mutate.")
        }
        if arguments.has("redundant"), !arguments.has("mutate") {
            throw CommandFailure("\"--redundant\" lists what \"--mutate\" finds: give it with --mutate.")
        }
        let filter = try arguments.value("filter")
        if !isWhole, let reports = await played(paths, beside: folders, filter, workers) {
            Output.write(format.rendered(reports, isExplained: arguments.has("explain")))
            return .fine
        }
        let rules = try Rulebooks.load(folders + paths)
        guard rules.isSound else {
            let report = Report(rules.diagnostics)
            Output.note(ReportFormat.text.rendered(report) + "\n")
            Output.note("Nothing was played. First mend \(report.counts ?? "the files").\n")
            return .findings
        }
        if arguments.has("mutate") {
            guard format != .junit else {
                throw CommandFailure("Mistakes are told as text or as JSON: --format text or --format json.")
            }
            let files = try Rulebooks.files(folders + paths)
            return await TestQuality.mutate(
                files, workers, required, format, listsRedundant: arguments.has("redundant")
            ) { file in isAsked(file, paths) }
        }
        let reports = try await play(rules, paths, filter, workers)
        guard !reports.isEmpty else {
            throw CommandFailure(
                filter.map { "No scenario's title holds \"\($0)\"." } ?? "There is no scenario in these files.",
                isMisuse: false)
        }
        Output.write(format.rendered(reports, isExplained: arguments.has("explain")))
        guard reports.allSatisfy(\.holds) else { return .findings }
        guard arguments.has("coverage") else { return .fine }
        return try TestQuality.cover(rules, required, try arguments.value("lcov")) { file in isAsked(file, paths) }
    }

    /// Whether a file is asked for: it lies below a path, or a path is one of its scenarios (`name.case.test.yaml` beside `name.yaml`).
    private static func isAsked(_ file: String, _ paths: [String]) -> Bool {
        let stem = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
        return paths.contains {
            Rulebooks.isInside(file, $0) || ($0.hasSuffix(".test.yaml") && $0.hasPrefix(stem + "."))
        }
    }

    /// The scenarios of some files with no more read than they need; nothing if something is wrong or one of them fails, which is told of all
    /// that is there.
    private static func played(
        _ paths: [String], beside folders: [String], _ filter: String?, _ workers: Int
    ) async -> [ScenarioReport]? {
        guard paths.allSatisfy({ Rulebooks.isFile($0) }),
            let files = try? RuleFiles.read(paths, beside: folders),
            let rules = AskedFiles(files, asked: Set(paths)).rulesToPlay(),
            let reports = try? await play(rules, paths, filter, workers)
        else { return nil }
        Kept.untilTheEnd(rules)
        return !reports.isEmpty && reports.allSatisfy(\.holds) ? reports : nil
    }

    private static func play(
        _ rules: RuleSet, _ paths: [String], _ filter: String?, _ workers: Int
    ) async throws(CommandFailure) -> [ScenarioReport] {
        do throws(RuleSet.NotReady) {
            return try await rules.playScenarios(workers: workers) { title, file in
                (filter.map(title.contains) ?? true) && paths.contains { Rulebooks.isInside(file, $0) }
            }
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }
}
