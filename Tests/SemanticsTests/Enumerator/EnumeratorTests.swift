import Foundation
import TestSupport
import Testing

/// The model beside the machine, over everything that can happen.
///
/// `PROVISO_DEPTH` sets how many inputs are enumerated in every order, `PROVISO_SAMPLES` how many random sequences are run in all.
@Suite struct EnumeratorTests {
    private func setting(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    @Test func everyRuleHasItsTrials() {
        for rule in Rule.allCases {
            let names = trials.filter { $0.rules.contains(rule) }.map(\.name)
            #expect(names.isEmpty == (rule.shownElsewhere != nil), "S\(rule.rawValue) is shown by \(names)")
        }
    }

    /// Under each rule, the page lists the trials that show it: `Trials: reads; guarded: stale.`
    @Test func thePageNamesTheTrials() throws {
        let page = try String(
            contentsOf: repositoryRoot.appendingPathComponent("Documentation/Semantics.md"), encoding: .utf8)
        var told: [Rule: [String]] = [:]
        for chapter in page.components(separatedBy: "\n## ").dropFirst() where chapter.hasPrefix("S") {
            let heading = chapter.prefix { $0 != "\n" }
            let rules = heading.split(separator: " ").filter { $0.hasPrefix("S") }
                .compactMap { Int($0.dropFirst().prefix { $0.isNumber }).flatMap(Rule.init) }
            guard let list = chapter.components(separatedBy: "\nTrials: ").dropFirst().first else { continue }
            let names = list.prefix { $0 != "." }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                .components(separatedBy: "; ")
            for rule in rules { told[rule] = names }
        }
        for rule in Rule.allCases where rule != .s12 && rule != .s17 {
            let names = trials.filter { $0.rules.contains(rule) }.map(\.name)
            #expect(told[rule, default: []] == names, "S\(rule.rawValue)")
        }
    }

    @Test(arguments: trials.map(\.name)) func everyInterleaving(_ name: String) throws {
        var trial = try #require(trials.first { $0.name == name })
        if let depth = setting("PROVISO_DEPTH") { trial.depth = depth }
        var enumerator = Enumerator(trial, trial.model, trial.machine)
        let problem = enumerator.enumerate()
        #expect(problem == nil, "\(problem ?? "")")
        if setting("PROVISO_REPORT") != nil {
            print("\(trial.name): \(trial.depth) deep, \(enumerator.compared) inputs, \(enumerator.moments) moments")
        }
        #expect(enumerator.compared > 100, "\(enumerator.compared) inputs are too few to say something")
    }

    @Test(arguments: trials.map(\.name)) func randomSequences(_ name: String) throws {
        let trial = try #require(trials.first { $0.name == name })
        var enumerator = Enumerator(trial, trial.model, trial.machine)
        let count = (setting("PROVISO_SAMPLES") ?? 100_000) / trials.count + 1
        let problem = enumerator.sample(count, length: 24, seed: 2026)
        #expect(problem == nil, "\(problem ?? "")")
    }

    /// Says nothing of stages that were missed.
    private struct Silent: Engine {
        var model: ModelEngine

        mutating func take(_ input: EngineInput, _ world: ModelWorld) -> [String] {
            model.take(input, world).filter { !$0.hasPrefix("missed ") }
        }
        func view() -> EngineView { model.view() }
        func saved() -> [UInt8] { model.saved() }
        func restored(from bytes: [UInt8]) -> Silent? { self }
    }

    /// Loses what is in flight when the process dies.
    private struct Forgetful: Engine {
        var model: ModelEngine
        var isLost = false

        mutating func take(_ input: EngineInput, _ world: ModelWorld) -> [String] { model.take(input, world) }
        func view() -> EngineView {
            var view = model.view()
            if isLost { view.inFlight = [] }
            return view
        }
        func saved() -> [UInt8] { model.saved() }
        func restored(from bytes: [UInt8]) -> Forgetful? { Forgetful(model: model, isLost: true) }
    }

    private let difference = """
        trial outage-latest
        * event invoice.sent INV-1: event invoice.sent billing/e1 {customer: customer/C-1, invoice: invoice/INV-1} at 2026-03-02T08:00:00Z
        * tick 3 days late: tick to 2026-03-14T09:00:00Z
        model:
            missed reminders first
            call t/outage-latest/INV-1#1/reminders/card@2026-03-10/1 payment.charge {amount: 100, invoice: invoice/INV-1} assuming invoice/INV-1@1, customer/C-1@1
            other:
            call t/outage-latest/INV-1#1/reminders/card@2026-03-10/1 payment.charge {amount: 100, invoice: invoice/INV-1} assuming invoice/INV-1@1, customer/C-1@1
        PROBLEM: the lines differ
        """

    @Test func aDifferenceIsToldByTheShortestSequence() throws {
        let trial = try #require(trials.first { $0.name == "outage-latest" })
        var enumerator = Enumerator(trial, ModelEngine(trial.workflows), Silent(model: ModelEngine(trial.workflows)))
        #expect(enumerator.enumerate() == difference)
    }

    @Test func aRandomDifferenceIsShortened() throws {
        let trial = try #require(trials.first { $0.name == "outage-latest" })
        var enumerator = Enumerator(trial, ModelEngine(trial.workflows), Silent(model: ModelEngine(trial.workflows)))
        let found = enumerator.sample(1_000, length: 30, seed: 5)
        let problem = try #require(found)
        #expect(problem.hasPrefix("seed 5\ntrial outage-latest\n"))
        #expect(problem.hasSuffix("PROBLEM: the lines differ"))
        #expect(problem.split(separator: "\n").filter { $0.hasPrefix("* ") }.count == 2, "\(problem)")
    }

    @Test func aProcessDiesBetweenInputs() throws {
        let trial = try #require(trials.first { $0.name == "guarded" })
        var enumerator = Enumerator(
            trial, ModelEngine(trial.workflows), Forgetful(model: ModelEngine(trial.workflows)))
        let found = enumerator.enumerate()
        let problem = try #require(found)
        #expect(problem.hasSuffix("PROBLEM: a restored process looks different"))
    }
}
