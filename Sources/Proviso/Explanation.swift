import Checking
import Dates
import Definitions
import Encoding
import Explaining
import Machine
import Program
import Runner
import Scenarios
import Simulation

/// What runs did, told in their author's words.
extension DryRun {
    /// The stories of the runs of a workflow that have a business key.
    public struct Stories: Sendable {
        /// Each run's lines, in the order of their beginnings.
        public let runs: [[String]]
        /// The keys of all runs of the workflow, in order, for whoever asked for one that there is not.
        public let keys: [String]
        /// What was read, and left out.
        public let history: HistoryAccount
    }

    /// Plays a history as a dry run does, a partition after the other, and tells what the runs with this key did.
    ///
    /// - Parameters:
    ///   - workflow: one of the rules' workflows.
    ///   - key: the business key, such as the number of an invoice.
    ///   - rules: where the workflow's text is.
    public func stories(
        of workflow: String, key: String, in file: HistoryFile, _ rules: RuleSet
    ) async throws(RuleFiles.Problem) -> Stories {
        var feed = try HistoryFeed(file, self.rules)
        let world = self.world(self.rules)
        let period = DryRunPeriod(from: .earliest, to: to ?? .latest)
        let reader = DryRunWorker(self.rules, period, feed.rowFile, leavesAsleep: false, world: world)
        var partitions: [Text: [HistoryEvent]] = [:]
        while let stretch = feed.read(workers: 1) {
            for event in await reader.delivered(stretch.parts[0]) {
                partitions[event.partition, default: []].append(event)
            }
        }
        var told: [RunID: [TracedChange]] = [:]
        var keys: Set<Text> = []
        for (name, events) in partitions.sorted(by: { $0.key < $1.key }) {
            var replay = PartitionReplay(
                runner: self.rules.runner, routes: self.rules.routes, partition: name, world: world(name))
            replay.keepsTrace = true
            _ = replay.run(events, until: to)
            for traced in replay.takeTrace() where traced.change.id.workflow == Text(workflow) {
                keys.insert(traced.change.id.key)
                if traced.change.id.key == Text(key) { told[traced.change.id, default: []].append(traced) }
            }
        }
        let definition = rules.library.workflow(workflow)
        let runs = told.sorted { $0.key.occurrence < $1.key.occurrence }
            .compactMap { run in definition.map { RunStory.lines(run.value, $0, self.rules.runner) } }
        return Stories(runs: runs, keys: keys.sorted().map(\.string), history: feed.account)
    }
}

extension RuleSet {
    /// The stories of the runs of scenarios: of those that are wanted and can be played.
    public func scenarioStories(
        _ isWanted: (_ title: String, _ file: String) -> Bool
    ) throws(NotReady) -> [(title: String, runs: [[String]])] {
        try tracedResults(isWanted).map { scenario, stage, result in
            var order: [RunID] = []
            var runs: [RunID: [TracedChange]] = [:]
            for traced in result.trace {
                if runs[traced.change.id] == nil { order.append(traced.change.id) }
                runs[traced.change.id, default: []].append(traced)
            }
            let stories = order.compactMap { id -> [String]? in
                guard let definition = library.workflow(id.workflow.string), let changes = runs[id] else { return nil }
                return RunStory.lines(changes, definition, stage.runner)
            }
            return (scenario.title.value, stories)
        }
    }
}
