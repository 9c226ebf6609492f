package import Definitions
package import SourceText

/// What must hold of the definitions that no workflow has to speak of.
package enum LibraryChecks {
    /// Records, events, primitives and calendars.
    package static func check(_ library: Library, _ shapes: Shapes) -> [Diagnostic] {
        var findings = Findings(library)
        FieldChecks.check(library, &findings)
        PrimitiveChecks.check(library, shapes, &findings)
        for calendar in library.calendars { CalendarChecks.check(calendar, &findings) }
        return findings.diagnostics
    }

    /// Settings among each other, and what they name.
    package static func checkSettings(_ library: Library) -> [Diagnostic] {
        var findings = Findings(library)
        SettingsChecks.check(library, &findings)
        return findings.diagnostics
    }

    /// What must hold of one workflow beside what its steps say: the roles, parameters and types that it names, and the way that it goes.
    package static func check(
        _ workflow: WorkflowDefinition, _ library: Library
    ) -> (diagnostics: [Diagnostic], emitted: [AdvisedEvent]) {
        var findings = Findings(library)
        let steps = workflow.allSteps
        if case .demand(let demand) = workflow.trigger.kind { FieldChecks.types(demand.inputs, library, &findings) }
        RoleChecks.check(workflow, steps, library, &findings)
        ParameterChecks.check(workflow, library, &findings)
        let emitted = FlowChecks.check(workflow, steps, library, &findings)
        return (findings.diagnostics, emitted)
    }

    /// What follows from all workflows together.
    package static func check(_ emitted: [AdvisedEvent], _ library: Library) -> [Diagnostic] {
        var findings = Findings(library)
        AdviceChecks.check(emitted, library, &findings)
        return findings.diagnostics
    }
}
