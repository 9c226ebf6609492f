import Definitions
import Expressions
import Program
import SourceText
import YAMLReading

extension WorkflowChecker {
    /// A name that is not known, because the step that gives it stands further down: said so, and not as a name that nobody knows.
    func orderTold(_ diagnostic: Diagnostic) -> Diagnostic {
        guard diagnostic.code.id == CheckCodes.unknownName.id else { return diagnostic }
        let name = diagnostic.place.file.text(in: diagnostic.place.span)
        guard let step = workflow.allSteps.first(where: { $0.gives(name) }) else { return diagnostic }
        return Diagnostic(
            FlowCodes.resultTooLate, at: diagnostic.place, "\"\(name)\" is not known yet here.",
            found: "the result of a step that comes later", expected: "the result of an earlier step",
            help: "Move the step that gives \"\(name)\" above this one, or read something else.",
            related: [.init(step.node.headPlace, "it is given here")])
    }

    /// What a text shows should be there whenever the text is.
    mutating func checkShown(_ checked: Checked, _ excerpt: Excerpt) {
        if let secret = Secrets.first(in: checked, scope, shapes) {
            var findings = Findings(library)
            findings.reportSecret(secret, excerpt, "a text that people read")
            diagnostics += findings.diagnostics
        }
        guard checked.type.isAbsent else { return }
        var uncertain: Slot?
        for case .variable(let slot) in checked.references where weakened.contains(slot) {
            uncertain = uncertain ?? slot
        }
        guard let name = uncertain.map({ scope.variables[$0].name }) else { return }
        report(
            FlowCodes.resultUncertain, excerpt.place,
            "\"\(excerpt.text)\" may not be there: \"\(name)\" is not done on every way to this place.",
            found: "a value that may be absent", expected: "a value that is there whenever the text is",
            help:
                "Say what is shown instead, as in \"\(excerpt.text).orValue(…)\", or show it where \"\(name)\" was certainly done."
        )
    }
}

extension StepDefinition {
    /// Whether later steps can read a value of this name because of the step.
    fileprivate func gives(_ name: String) -> Bool {
        switch verb {
        case .letValues(let values): values.contains { $0.name.value == name }
        case .call, .decide, .advise, .approve: self.name == name
        case .wait(let wait):
            if case .event = wait.goal { self.name == name } else { false }
        default: false
        }
    }
}
