package import Checking
package import Definitions
package import Encoding
package import Program
package import Runner
package import SourceText

/// What a scenario is played with.
package struct ScenarioStage: Sendable {
    package var library: Library
    package var shapes: Shapes
    package var runner: Runner
    package var routes: EventRoutes
    /// By program: the names of its slots, in order.
    package var slotNames: [Digest: [String]]

    package init(
        library: Library, shapes: Shapes, runner: Runner, routes: EventRoutes, slotNames: [Digest: [String]]
    ) {
        self.library = library
        self.shapes = shapes
        self.runner = runner
        self.routes = routes
        self.slotNames = slotNames
    }
}

/// What came of playing a scenario.
package struct ScenarioResult: Sendable {
    package let scenario: ScenarioDefinition
    /// What it expects, counted one by one.
    package var expectationCount = 0
    /// Expectations that failed, and everything that is wrong with the scenario itself; it holds if there is none.
    package var diagnostics: [Diagnostic] = []

    package var holds: Bool { diagnostics.isEmpty }

    package init(scenario: ScenarioDefinition, diagnostics: [Diagnostic]) {
        self.scenario = scenario
        self.diagnostics = diagnostics
    }
}
