import Proviso
import SourceText

/// `proviso test PATH…`
enum TestCommand: Command {
    static let name = "test"
    static let summary = "plays the scenarios that lie beside the workflows"
    static let usage = """
        proviso test [PATH…] [--filter WORDS] [--rules PATH]…

        Plays the scenarios of the files and folders on a clock of their own and shows which expectations failed. Without a
        path, those of the folders "Rules" and "Workflows".

          --filter  only scenarios whose title holds these words
          --rules   files or folders with all that the scenarios need; the folders "Rules" and "Workflows" if silent

        Exit: 0 all hold, 1 one fails or a file has an error, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["filter", "rules"])
        let folders = Rulebooks.folders(arguments.all("rules"), near: arguments.paths.first)
        let paths = arguments.paths.isEmpty ? folders : arguments.paths
        guard !paths.isEmpty else {
            throw CommandFailure("Say which scenarios to play: there is no folder \"Rules\" here or above.")
        }
        let rules = try Rulebooks.load(folders + paths)
        guard rules.isSound else {
            let report = Report(rules.diagnostics)
            Output.note(ReportFormat.text.rendered(report) + "\n")
            Output.note("Nothing was played. First mend \(report.counts ?? "the files").\n")
            return .findings
        }
        let filter = try arguments.value("filter")
        let asked = try play(rules, filter).filter { report in
            paths.contains { Rulebooks.isInside(report.place.file.name, $0) }
        }
        guard !asked.isEmpty else {
            throw CommandFailure(
                filter.map { "No scenario's title holds \"\($0)\"." } ?? "There is no scenario in these files.",
                isMisuse: false)
        }
        for report in asked { Output.write(shown(report)) }
        let failed = asked.count { !$0.holds }
        let expectations = asked.reduce(0) { $0 + $1.expectationCount }
        Output.write(
            "\(asked.count) scenario\(asked.count == 1 ? "" : "s") with \(expectations) expectations: "
                + "\(asked.count - failed) hold\(asked.count - failed == 1 ? "s" : ""), \(failed) fail\(failed == 1 ? "s" : "")\n"
        )
        return failed == 0 ? .fine : .findings
    }

    private static func play(_ rules: RuleSet, _ filter: String?) throws(CommandFailure) -> [ScenarioReport] {
        do throws(RuleSet.NotReady) {
            return try rules.playScenarios { filter.map($0.contains) ?? true }
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    private static func shown(_ report: ScenarioReport) -> String {
        if report.holds { return "holds  \(report.title)\n" }
        return "FAILS  \(report.title)\n\n"
            + TerminalRenderer(colour: Output.isColoured).render(Report(report.diagnostics)) + "\n"
    }
}
