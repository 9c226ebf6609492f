import TestSupport
import Testing

/// `Documentation/Semantics.md` rule by rule, with expectations that were worked out by hand from the page.
@Suite struct SemanticsCases {
    @Test func theModelDoesWhatThePageSays() throws {
        try checkCases("Cases") { try Script<ModelEngine>.play($0, ordinaryWorld) { ModelEngine($0, $1) } }
    }

    @Test func theMachineDoesWhatThePageSays() throws {
        try checkCases("Cases") { try Script<MachineEngine>.play($0, ordinaryWorld) { MachineEngine($0, $1) } }
    }
}
