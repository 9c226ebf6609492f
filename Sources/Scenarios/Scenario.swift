package import Billing
package import Checking
package import Dates
package import Definitions
package import Encoding
package import Program
package import Runner
package import Simulation
package import SourceText

/// What a scenario is played with.
package struct ScenarioStage: Sendable {
    package var library: Library
    package var shapes: Shapes
    package var runner: Runner
    package var routes: EventRoutes
    /// By program: the names of its slots, in order.
    package var slotNames: [Digest: [String]]
    /// The billing system as each scenario begins, without records.
    package var book: Book
    /// Whether the result has the machine's trace.
    package var keepsTrace = false

    package init(
        library: Library, shapes: Shapes, runner: Runner, routes: EventRoutes, slotNames: [Digest: [String]],
        book: Book
    ) {
        self.library = library
        self.shapes = shapes
        self.runner = runner
        self.routes = routes
        self.slotNames = slotNames
        self.book = book
    }
}

/// One key of one `expect` of a scenario.
package struct ScenarioExpectation: Hashable, Sendable {
    /// Where the whole `expect` stands in the scenario's file.
    package var group: Span
    package var key: String
}

/// An expectation that did not hold, with what led there.
package struct ScenarioFailure: Sendable {
    package var diagnostic: Diagnostic
    package var expectation: ScenarioExpectation
    /// The moment of the scenario.
    package var at: Instant
    /// Line by line, each with `  ` for what is as expected, `- ` for what is missing and `+ ` for what is there instead.
    package var difference: [String]
    /// What happened since the moment before, and the conditions that were not true, a line each.
    package var trail: [String]
}

/// What came of playing a scenario.
package struct ScenarioResult: Sendable {
    package let scenario: ScenarioDefinition
    /// What it expects, counted one by one.
    package var expectationCount = 0
    /// The keys that were looked at, in the order of the scenario.
    package var expectations: [ScenarioExpectation] = []
    /// Expectations that failed, and everything that is wrong with the scenario itself; it holds if there is none.
    package var diagnostics: [Diagnostic] = []
    /// Those of them that are expectations that did not hold, in the order of the scenario.
    package var failures: [ScenarioFailure] = []
    /// All that happened, in order.
    package var happenings: [Happening] = []
    /// What the machine told of it, if the stage asks for it.
    package var trace: [TracedChange] = []

    package var holds: Bool { diagnostics.isEmpty }

    package init(scenario: ScenarioDefinition, diagnostics: [Diagnostic]) {
        self.scenario = scenario
        self.diagnostics = diagnostics
    }
}
