package import Checking
import Definitions
package import Encoding
import Evaluation
import Expressions
package import Program
package import SourceText

/// Lowers a checked workflow: checked syntax becomes code, and the definition's canonical form its identity.
package enum Compiler {
    /// - Parameters:
    ///   - isForFindings: the program is not to be run, and has no identity.
    ///   - digest: SHA-256, given since the core links no C library.
    /// - Returns: no program if an expression has a constant that cannot be a value; the diagnostics say which.
    package static func compile(
        _ workflow: CheckedWorkflow, isForFindings: Bool = false, digest: ([UInt8]) -> Digest
    ) -> (program: Program?, diagnostics: [Diagnostic]) {
        var code: [Code] = []
        var diagnostics: [Diagnostic] = []
        for expression in workflow.expressions {
            let lowered = lower(expression.checked, workflow.declarations, expression.source, shapes: workflow.shapes)
            diagnostics += lowered.diagnostics
            if let expression = lowered.expression { code.append(expression.code) }
        }
        guard code.count == workflow.expressions.count else { return (nil, diagnostics) }
        let awaited = workflow.steps.compactMap { step -> Text? in
            if case .wait(let wait) = step.action, case .event(let type, _, _) = wait.goal { type } else { nil }
        }
        let forms = Forms(workflow)
        let awaitedEvents = Set(awaited).sorted()
        let program = Program(
            workflow: Text(workflow.definition.heading.name.value), version: workflow.definition.heading.version.value,
            identity: digest(isForFindings ? [] : Identity.bytes(of: workflow.definition.node, as: .workflow)),
            trigger: workflow.trigger,
            records: workflow.records,
            slotCount: workflow.slotCount, steps: workflow.steps, blocks: workflow.blocks, body: workflow.body,
            awaitedEvents: awaitedEvents, code: code, templates: workflow.templates, slotForms: forms.slots,
            awaitedForms: awaitedEvents.map(forms.event), zone: workflow.zone, parameters: workflow.parameters,
            lists: workflow.lists, rulebooks: workflow.rulebooks)
        return (program, diagnostics)
    }
}
