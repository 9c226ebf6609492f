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

    /// - Parameter listsRedundant: each expectation without which every mistake would be noticed all the same, and not only how many.
    static func mutate(
        _ files: [SourceFile], _ workers: Int, _ required: Int?, _ format: TestReportFormat, listsRedundant: Bool,
        in isWanted: (String) -> Bool
    ) async -> ExitCode {
        let report = await Mutations.run(files, workers: workers, in: isWanted)
        guard report.diagnostics.isEmpty || !report.mutants.isEmpty else {
            Output.note(ReportFormat.text.rendered(Report(report.diagnostics)) + "\n")
            Output.note("No mistakes were tried, since the scenarios do not hold without any.\n")
            return .findings
        }
        Output.write(
            format == .json ? json(report) : text(report, listsRedundant: listsRedundant))
        return isEnough(report.score, required)
    }

    private static func text(_ report: MutationReport, listsRedundant: Bool) -> String {
        var text = ""
        for mutant in report.mutants where mutant.fate == .survived {
            text += "\(line(mutant.place)): survived: \(mutant.mistake), \(mutant.change)\n"
        }
        if listsRedundant {
            for expectation in report.redundant {
                text += "\(line(expectation.place)): redundant: \"\(expectation.key)\" in \"\(expectation.title)\"\n"
            }
        }
        text += byFile(report)
        let all = report.expectationCounts.values.reduce(0, +)
        if all > 0 {
            text +=
                "\(report.redundant.count) of \(all) expectations are redundant: whatever one of them notices, another notices as well"
            text += listsRedundant || report.redundant.isEmpty ? "\n" : " (--redundant lists them)\n"
        }
        let refused = report.mutants.count { $0.fate == .refused }
        let survived = report.mutants.count { $0.fate == .survived }
        text += "\(report.mutants.count) mistakes: \(report.mutants.count - refused - survived) noticed by scenarios, "
        text += "\(refused) by the checker, \(survived) by nobody; \(perCent(report.score)) noticed\n"
        return text
    }

    private static func line(_ place: Place) -> String {
        "\(place.file.name):\(place.file.position(at: Int(place.span.start)).line)"
    }

    /// For programs.
    private static func json(_ report: MutationReport) -> String {
        let mistakes = report.mutants.map { mutant in
            var object = JSONObject()
            object.add("at", line(mutant.place))
            object.add("mistake", mutant.mistake)
            object.add("change", mutant.change)
            switch mutant.fate {
            case .refused: object.add("noticed_by", "the checker")
            case .killed(let title): object.add("noticed_by", title)
            case .survived: object.add("noticed_by", String?.none)
            }
            return object.text
        }
        let redundant = report.redundant.map { expectation in
            var object = JSONObject()
            object.add("at", line(expectation.place))
            object.add("expectation", expectation.key)
            object.add("scenario", expectation.title)
            return object.text
        }
        var whole = JSONObject()
        whole.add("mistakes", raw: JSONObject.list(mistakes))
        whole.add("expectations", report.expectationCounts.values.reduce(0, +))
        whole.add("redundant", raw: JSONObject.list(redundant))
        return whole.text + "\n"
    }

    /// How much was noticed in each file, in the order of the files, and how much of what is expected is redundant.
    private static func byFile(_ report: MutationReport) -> String {
        var text = ""
        var rest = report.mutants[...]
        while let name = rest.first?.place.file.name {
            let own = rest.prefix { $0.place.file.name == name }
            rest = rest.dropFirst(own.count)
            let noticed = own.count { $0.fate != .survived }
            text += "\(name): \(noticed) of \(own.count) noticed, \(perCent(100 * Double(noticed) / Double(own.count)))"
            if let all = report.expectationCounts[name] {
                text += "; \(report.redundant.count { $0.subject == name }) of \(all) expectations redundant"
            }
            text += "\n"
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
