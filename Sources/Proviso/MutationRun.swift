import Authoring
import Checking
import Definitions
import Scenarios
public import SourceText

/// What became of definitions with deliberate mistakes in them: who noticed.
public struct MutationReport: Sendable {
    public enum Fate: Sendable, Hashable {
        /// The checker refuses the mistake.
        case refused
        /// A scenario fails: its title.
        case killed(String)
        case survived
    }

    public struct Mutant: Sendable {
        /// `threshold moved`.
        public let mistake: String
        /// `5000 USD → 5001 USD`.
        public let change: String
        public let place: Place
        public let fate: Fate
    }

    /// An expectation without which every mistake would be noticed all the same.
    public struct Redundant: Sendable {
        public let place: Place
        public let key: String
        public let title: String
        /// The file of the workflow that the scenario is about.
        public let subject: String
    }

    /// In the order of the files and places.
    public internal(set) var mutants: [Mutant] = []
    public internal(set) var redundant: [Redundant] = []
    /// By the file of a workflow: how many expectations the scenarios about it have.
    public internal(set) var expectationCounts: [String: Int] = [:]
    /// Why nothing could be tried, such as scenarios that fail without any mistake.
    public internal(set) var diagnostics: [Diagnostic] = []

    /// The share of mistakes that were noticed, in per cent; 100 if there are none.
    public var score: Double {
        mutants.isEmpty ? 100 : 100 * Double(mutants.count { $0.fate != .survived }) / Double(mutants.count)
    }
}

/// Tries whether scenarios notice mistakes.
public enum Mutations {
    /// Makes every mistake that can be made in the wanted files, one at a time, checks the rules with it and plays the scenarios that are about
    /// it: those of a workflow, or all for a rule or a price.
    ///
    /// - Parameters:
    ///   - files: all files of the rule set.
    ///   - workers: how many mistakes are tried at once; the report is the same.
    public static func run(
        _ files: [SourceFile], workers: Int, in isWanted: (String) -> Bool
    ) async -> MutationReport {
        let read = RuleSet.completed(files.map { DefinitionFile.read($0) })
        let rules = RuleSet(read, tables: [], beside: RuleFiles.ifThere)
        var report = MutationReport()
        guard rules.isSound else {
            report.diagnostics = rules.diagnostics
            return report
        }
        let primitives = rules.library.primitives.map(\.heading.name.value).sorted()
        var tasks: [Task] = []
        for file in read where isWanted(file.file.name) {
            for mutant in Authoring.Mutator.mutants(of: file, primitives: primitives) {
                tasks.append(Task(mutant: mutant, scene: Scene(of: file, read)))
            }
        }
        let baseline = (try? await rules.playScenarios(workers: workers) { _, _ in true }) ?? []
        let failing = baseline.filter { !$0.holds }
        guard failing.isEmpty else {
            report.diagnostics = failing.flatMap(\.diagnostics)
            return report
        }
        let known = Set(rules.diagnostics.map { Known($0) })
        let results = await tried(tasks, known, workers)
        report.mutants = zip(tasks, results).map { task, result in
            MutationReport.Mutant(
                mistake: task.mutant.mistake.rawValue, change: task.mutant.change, place: task.mutant.place,
                fate: result.fate)
        }
        // A mistake in a rule is tried with all scenarios; of interest is what those are worth that are about the wanted files.
        let subjects = Set(read.filter { isWanted($0.file.name) }.compactMap { $0.name?.value })
        let own = baseline.filter { subjects.contains($0.workflow) && !$0.expectations.isEmpty }
        let workflows = read.filter { $0.kind == .workflow }
        func file(_ workflow: String) -> String {
            workflows.first { $0.name?.value == workflow }?.file.name ?? workflow
        }
        report.redundant = redundant(own, results, tasks, file)
        for scenario in own {
            report.expectationCounts[file(scenario.workflow), default: 0] += scenario.expectations.count
        }
        return report
    }

    // MARK: One mistake

    private struct Task: Sendable {
        let mutant: Authoring.Mutant
        let scene: Scene
    }

    /// A warning or an error as far as it can be known again when places have moved.
    private struct Known: Hashable, Sendable {
        let code: String
        let message: String

        init(_ diagnostic: Diagnostic) {
            code = diagnostic.code.id
            message = diagnostic.message
        }
    }

    private struct Result: Sendable {
        var fate: MutationReport.Fate
        /// The expectations that fail, by scenario; nil where the scenario could not be played to its end.
        var killers: Set<Killer> = []
    }

    private struct Killer: Hashable, Sendable {
        var file: String
        var expectation: ScenarioExpectation?
    }

    /// The files with which a mistake is tried: without workflows and scenarios that are not about it.
    private struct Scene: Sendable {
        let files: [SourceFile]

        init(of file: DefinitionFile, _ all: [DefinitionFile]) {
            let workflow = file.kind == .workflow ? file.name?.value : nil
            files = all.filter { other in
                guard let workflow else { return true }
                switch other.definition {
                case .workflow(let definition): return definition.heading.name.value == workflow
                case .scenario(let definition): return definition.workflow.value == workflow
                default: return true
                }
            }.map(\.file)
        }
    }

    private static func tried(_ tasks: [Task], _ known: Set<Known>, _ workers: Int) async -> [Result] {
        let lanes = max(1, min(workers, tasks.count))
        return await withTaskGroup(of: [(Int, Result)].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    stride(from: lane, to: tasks.count, by: lanes).map { ($0, tried(tasks[$0], known)) }
                }
            }
            var results: [(Int, Result)] = []
            for await part in group { results += part }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func tried(_ task: Task, _ known: Set<Known>) -> Result {
        guard let changed = task.mutant.file() else { return Result(fate: .refused) }
        let rules = RuleSet(task.scene.files.map { $0.name == changed.name ? changed : $0 })
        guard rules.diagnostics.allSatisfy({ known.contains(Known($0)) }),
            let results = try? rules.scenarioResults()
        else { return Result(fate: .refused) }
        var result = Result(fate: .survived)
        for report in rules.playRuleCases({ _, _ in true }) where !report.holds {
            if result.fate == .survived { result.fate = .killed(report.title) }
            result.killers.insert(Killer(file: report.place.file.name, expectation: nil))
        }
        for (title, file, scenario) in results where !scenario.holds {
            if result.fate == .survived { result.fate = .killed(title) }
            let isPlayed = scenario.failures.count == scenario.diagnostics.count
            if !isPlayed { result.killers.insert(Killer(file: file, expectation: nil)) }
            for failure in scenario.failures {
                result.killers.insert(Killer(file: file, expectation: failure.expectation))
            }
        }
        return result
    }

    // MARK: Expectations that do nothing

    private static func redundant(
        _ baseline: [ScenarioReport], _ results: [Result], _ tasks: [Task], _ file: (String) -> String
    ) -> [MutationReport.Redundant] {
        let alone = Set(results.compactMap { $0.killers.count == 1 ? $0.killers.first : nil })
        let tried = Set(tasks.flatMap { task in task.scene.files.map(\.name) })
        return baseline.filter { tried.contains($0.place.file.name) }.flatMap { report in
            report.expectations.filter { expectation in
                !alone.contains(Killer(file: report.place.file.name, expectation: expectation))
            }.map {
                MutationReport.Redundant(
                    place: Place(report.place.file, $0.group), key: $0.key, title: report.title,
                    subject: file(report.workflow))
            }
        }
    }
}
