import Proviso
import SourceText

/// How good scenarios are: what they reach, and which mistakes they notice.
enum TestQuality {
    // MARK: Coverage

    static func cover(
        _ rules: RuleSet, _ required: Int?, _ lcov: String?, in isWanted: (String) -> Bool
    ) throws(CommandFailure) -> ExitCode {
        let report: CoverageReport
        do throws(RuleSet.NotReady) { report = try rules.coverage(in: isWanted) } catch {
            throw CommandFailure(error.description, isMisuse: false)
        }
        if let lcov { try WholeFile.replace(lcov, with: Array(report.lcov.utf8)) }
        var text = ""
        for point in report.points where !point.isCovered {
            text += "\(point.place.file.name):\(point.line): not reached: \(point.kind) \(point.name)\n"
        }
        let covered = report.points.count(where: \.isCovered)
        text += "covered: \(covered) of \(report.points.count) places, \(perCent(report.share))\n"
        Output.write(text)
        return isEnough(report.share, required)
    }

    // MARK: Mutation

    static func mutate(
        _ files: [SourceFile], _ workers: Int, _ required: Int?, in isWanted: (String) -> Bool
    ) async -> ExitCode {
        let report = await Mutations.run(files, workers: workers, in: isWanted)
        guard report.diagnostics.isEmpty || !report.mutants.isEmpty else {
            Output.note(ReportFormat.text.rendered(Report(report.diagnostics)) + "\n")
            Output.note("No mistakes were tried, since the scenarios do not hold without any.\n")
            return .findings
        }
        var text = ""
        for mutant in report.mutants where mutant.fate == .survived {
            let line = mutant.place.file.position(at: Int(mutant.place.span.start)).line
            text += "\(mutant.place.file.name):\(line): survived: \(mutant.mistake), \(mutant.change)\n"
        }
        for expectation in report.redundant {
            let line = expectation.place.file.position(at: Int(expectation.place.span.start)).line
            text +=
                "\(expectation.place.file.name):\(line): redundant: \"\(expectation.key)\" in \"\(expectation.title)\"\n"
        }
        text += byFile(report.mutants)
        let refused = report.mutants.count { $0.fate == .refused }
        let survived = report.mutants.count { $0.fate == .survived }
        text += "\(report.mutants.count) mistakes: \(report.mutants.count - refused - survived) noticed by scenarios, "
        text += "\(refused) by the checker, \(survived) by nobody; \(perCent(report.score)) noticed\n"
        Output.write(text)
        return isEnough(report.score, required)
    }

    /// How much was noticed in each file, in the order of the files.
    private static func byFile(_ mutants: [MutationReport.Mutant]) -> String {
        var text = ""
        var rest = mutants[...]
        while let name = rest.first?.place.file.name {
            let own = rest.prefix { $0.place.file.name == name }
            rest = rest.dropFirst(own.count)
            let noticed = own.count { $0.fate != .survived }
            text +=
                "\(name): \(noticed) of \(own.count) noticed, \(perCent(100 * Double(noticed) / Double(own.count)))\n"
        }
        return text
    }

    /// With one place, cut off, so that 94.96 is not told as 95.
    private static func perCent(_ share: Double) -> String {
        let tenths = Int(share * 10)
        return "\(tenths / 10).\(tenths % 10)%"
    }

    private static func isEnough(_ share: Double, _ required: Int?) -> ExitCode {
        share >= Double(required ?? 0) ? .fine : .findings
    }
}
